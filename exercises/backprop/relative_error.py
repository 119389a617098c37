"""relative_error: how far two gradients are apart, entry by entry."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, slip
from solutions import backprop


def apart(*shape, sizes=3, least=1.05, most=6.0):
    """Make two arrays of one shape, of all signs and of sizes from 10 to the power of -sizes up to 1.

    Each pair of entries has one sign; the ratio of the two sizes, either way up, lies between `least` and `most`.
    """

    def make(rng):
        a = rng.choice([-1, 1], size=shape) * 10.0 ** rng.uniform(-sizes, 0, size=shape)
        return a, a * rng.uniform(least, most, size=shape) ** rng.choice([-1, 1], size=shape)

    return make


def close(*shape):
    """Make two arrays that differ in the fifth digit."""
    return apart(*shape, least=1 + 1e-6, most=1 + 1e-5)


def opposite(*shape):
    """Make two arrays, one entry with opposite signs."""

    def make(rng):
        a, b = apart(*shape)(rng)
        b.flat[rng.integers(b.size)] *= -1
        return a, b

    return make


def with_zeros(rng):
    """Return two arrays, both 0 in an entry."""
    a, b = apart(6)(rng)
    kept = rng.permutation([1, 1, 1, 1, 1, 0])
    return a * kept, b * kept


def dust(rng):
    """Return arrays whose entries add up to less than 1e-12, of one sign or of two."""
    one, other = 1e-13 * rng.uniform(1, 3, size=(2, 2, 3))
    return [(one, other), (one, -other)]


def tiny_numbers(rng):
    """Return two numbers that add up to less than 1e-12."""
    return tuple(np.float64(f"{digit}e-13") for digit in 1 + rng.permutation(4)[:2])


def whole_pairs(rng):
    """Return two arrays of integers of one sign."""
    a = rng.integers(1, 9, size=(2, 5))
    return a, a + rng.integers(1, 9, size=a.shape)


relative_error = Exercise(
    backprop.relative_error,
    points=2,
    hints=(
        "Compute a whole array of quotients first, one for each pair of entries, then take the largest of them.",
        "`np.abs` gives sizes entry by entry. The divisor is the sum of the two sizes, but where that is below "
        "1e-12 it is 1e-12: `np.maximum` compares an array with a number.",
        "Divide the size of a - b, entry by entry, by `np.maximum(size of a + size of b, 1e-12)`. Of all the "
        "quotients, the largest is the result: `np.max`.",
    ),
    cases=(
        Case("two matrices", apart(4, 3), share=2),
        Case("entries of very different sizes", calls(apart(3, 3, sizes=7), apart(7, sizes=6))),
        Case("two gradients that nearly agree", calls(close(5, 2), close(1, 6), close(2, 3, 4))),
        Case("signs that differ, and signs that agree", calls(opposite(3, 2), apart(5), opposite(4), apart(2, 2))),
        Case("zeros, and entries that hardly differ from zero", calls(with_zeros, dust)),
        Case("two tiny numbers", tiny_numbers, share=0.5),
        Case("one entry, then many", calls(apart(1, 1), close(1), apart(40))),
        Case("whole numbers, then another shape", calls(whole_pairs, apart(4, 2))),
        Case("other number types and memory layouts", forms(apart(3, 4), apart(5), apart(2, 2, 3)), share=0.5),
    ),
    wrong_answers=[
        slip(
            "relative_error_averaged",
            "Take the largest of the quotients, not their mean: one wrong entry must not hide among right ones.",
            ("np.max(", "np.mean("),
        ),
        slip(
            "relative_error_summed",
            "Take the largest of the quotients, not their sum: the result is at most 1.",
            ("np.max(", "np.sum("),
        ),
        slip(
            "relative_error_of_the_best_entry",
            "The worst entry counts: take the largest of the quotients, not the smallest.",
            ("np.max(", "np.min("),
        ),
        slip(
            "relative_error_signed",
            "Take abs of the difference: otherwise an entry that is too small counts as perfect.",
            ("np.abs(a - b)", "(a - b)"),
        ),
        slip(
            "relative_error_of_the_sizes",
            "Take abs of the difference of the entries: the difference of their sizes is 0 for 3 and -3.",
            ("np.abs(a - b)", "np.abs(np.abs(a) - np.abs(b))"),
        ),
        slip(
            "relative_error_of_the_largest",
            "Divide entry by entry, then take the maximum: a maximum over a maximum hides the small entries.",
            (
                "np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))",
                "np.max(np.abs(a - b)) / np.maximum(np.max(np.abs(a) + np.abs(b)), 1e-12)",
            ),
        ),
        slip(
            "relative_error_of_norms",
            "Compare entry by entry, not the lengths of the two vectors: a wrong small entry would not show.",
            (
                "np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))",
                "np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-12)",
            ),
        ),
        slip(
            "relative_error_of_the_plain_sum",
            "Divide by the sum of the sizes, abs(a) + abs(b): a + b itself can be 0 when the signs differ.",
            ("np.abs(a) + np.abs(b)", "np.abs(a + b)"),
        ),
        slip(
            "relative_error_of_the_signed_sum",
            "Divide by the sum of the sizes, abs(a) + abs(b): a + b is negative for two negative entries.",
            ("np.abs(a) + np.abs(b)", "a + b"),
        ),
        slip(
            "relative_error_of_the_larger",
            "Divide by the sum of the two sizes, not by the larger one.",
            ("np.abs(a) + np.abs(b)", "np.maximum(np.abs(a), np.abs(b))"),
        ),
        slip(
            "relative_error_doubled",
            "This divides by the mean of the two sizes: divide by their sum, so that 1 is the worst.",
            ("np.abs(a) + np.abs(b)", "(np.abs(a) + np.abs(b)) / 2"),
        ),
        slip(
            "relative_error_of_the_second",
            "Divide by both sizes, abs(a) + abs(b), not by that of b alone: neither gradient is known to be right.",
            ("np.abs(a) + np.abs(b)", "np.abs(b)"),
        ),
        slip(
            "relative_error_of_the_first",
            "Divide by both sizes, abs(a) + abs(b), not by that of a alone: neither gradient is known to be right.",
            ("np.abs(a) + np.abs(b)", "np.abs(a)"),
        ),
        slip(
            "relative_error_without_a_floor",
            "Two zeros agree: with 1e-12 as the smallest divisor their error is 0, without it 0 / 0.",
            ("np.maximum(np.abs(a) + np.abs(b), 1e-12)", "(np.abs(a) + np.abs(b))"),
        ),
        slip(
            "relative_error_with_an_added_floor",
            "The divisor is the larger of the sum and 1e-12: do not add 1e-12 to the sum.",
            ("np.maximum(np.abs(a) + np.abs(b), 1e-12)", "(np.abs(a) + np.abs(b) + 1e-12)"),
        ),
        slip(
            "relative_error_with_a_ceiling",
            "The divisor is at least 1e-12: that takes the larger of the two, `np.maximum`, not the smaller.",
            ("np.maximum(", "np.minimum("),
        ),
        slip(
            "relative_error_of_each_entry",
            "The result is one number, the largest of all the quotients.",
            (
                "float(np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12)))",
                "np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12)",
            ),
        ),
        slip(
            "relative_error_not_relative",
            "This is the absolute difference: 0.01 is much for a slope of 0.02 and little for one of 200.",
            (" / np.maximum(np.abs(a) + np.abs(b), 1e-12)", ""),
        ),
        slip(
            "relative_error_squared",
            "Divide the difference by the sum of the sizes as they are: nothing is squared.",
            ("np.abs(a - b)", "(a - b) ** 2"),
        ),
    ],
)


@relative_error.wrong("Divide each difference by its own sizes and take the largest: sums hide a single bad entry.")
def relative_error_of_the_sums(a, b):
    return np.sum(np.abs(a - b)) / max(np.sum(np.abs(a) + np.abs(b)), 1e-12)


@relative_error.wrong("The floor is 1e-12: with a larger one, small gradients seem to agree.")
def relative_error_with_a_large_floor(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-6))


@relative_error.wrong("`max` takes rows apart, not entries: `np.max` looks at all of them.")
def relative_error_with_the_built_in_max(a, b):
    return max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.variant
def relative_error_as_it_is_written(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.variant
def relative_error_with_a_loop(a, b):
    worst = 0.0
    for one, other in zip(np.ravel(a).tolist(), np.ravel(b).tolist()):
        worst = max(worst, abs(one - other) / max(abs(one) + abs(other), 1e-12))
    return worst


@relative_error.variant
def relative_error_with_where(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    size = abs(a) + abs(b)
    return np.amax(abs(a - b) / np.where(size < 1e-12, 1e-12, size))


@relative_error.variant
def relative_error_by_clipping(a, b):
    pair = np.stack([a, b]).astype(float).reshape(2, -1)
    return (np.ptp(pair, axis=0) / np.abs(pair).sum(axis=0).clip(min=1e-12)).max()
