"""relative_error: how far two gradients are apart, entry by entry."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, raises
from solutions import backprop


def close(*shape):
    """Make two arrays that differ in the eighth digit."""

    def make(rng):
        a = rng.normal(size=shape)
        return a, a * (1 + 1e-5 * rng.uniform(0.2, 1, size=shape))

    return make


def uneven(*shape):
    """Make two arrays of entries of very different sizes, the smallest with the largest relative difference."""

    def make(rng):
        a = rng.normal(size=shape) * 10.0 ** np.linspace(-4, 3, int(np.prod(shape))).reshape(shape)
        return a, a * np.linspace(3, 1.1, a.size).reshape(shape)

    return make


def with_zeros(rng):
    """Return calls in which both entries are 0 somewhere, one of them 0, or both far below the floor."""
    a = rng.uniform(1, 2, size=5)
    dust = 1e-13 * rng.uniform(1, 3, size=(2, 4))
    return [
        (a * [1, 0, 1, 0, 1], a * [1.3, 0, 1.1, 0, 1.2]),
        (dust, -dust / 2),
        (a[:4] * [0, 1, 0, 1], a[:4] * [0, 1.02, 0, 1.01]),
    ]


relative_error = Exercise(
    backprop.relative_error,
    points=2,
    hints=(
        "Compute a whole array of quotients first, one for each pair of entries, then take the largest of them.",
        "`np.abs` gives sizes entry by entry. The divisor is the sum of the two sizes, but where that is below "
        "1e-12 it is 1e-12: `np.maximum` compares an array with a number.",
        "Convert both to float64, raise a ValueError unless their shapes are equal, then divide the size of a - b "
        "by `np.maximum(size of a + size of b, 1e-12)`. Of the quotients, the largest is the result: `np.max`.",
    ),
    cases=(
        Case("two matrices", normal((4, 3), (4, 3)), share=2),
        Case("entries of very different sizes", calls(uneven(3, 3), uneven(7))),
        Case("two gradients that nearly agree", calls(close(5, 2), close(1, 6), close(2, 3, 4))),
        Case("zeros, and entries that hardly differ from zero", with_zeros),
        Case("one entry, then two gradients of the same sign", calls(normal(1, 1), close(1), uneven(6))),
        Case("whole numbers, then another shape", calls(whole((2, 5), (2, 5), low=1), uneven(4, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(uneven(3, 4), uneven(5), uneven(2, 2, 3)), lambda rng: small_bytes(rng)),
            share=0.5,
        ),
        raises("shapes that only broadcast", calls(normal((4, 3), 3), normal((4, 3), (4, 1)), normal(5, (5, 1)))),
        raises("shapes that do not fit, or a single number", calls(normal((4, 3), (3, 4)), normal((), 3))),
    ),
)


def small_bytes(rng):
    """Return unsigned bytes, where 2 - 3 is 255 and 200 + 100 is 44."""
    a, b = tiny(6, 6)(rng)
    return a + np.uint8(150), b + np.uint8(160)


@relative_error.wrong(
    "Take the largest of the quotients, not their mean: one wrong entry must not hide among right ones."
)
def relative_error_averaged(a, b):
    return np.mean(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.wrong("Take abs of the difference: otherwise an entry that is too small counts as perfect.")
def relative_error_signed(a, b):
    return np.max((a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.wrong("Divide entry by entry, then take the maximum: a maximum over a maximum hides the small entries.")
def relative_error_of_the_largest(a, b):
    return np.max(np.abs(a - b)) / np.maximum(np.max(np.abs(a) + np.abs(b)), 1e-12)


@relative_error.wrong("Compare entry by entry, not the lengths of the two vectors: a wrong small entry would not show.")
def relative_error_of_norms(a, b):
    return np.linalg.norm(a - b) / max(np.linalg.norm(a) + np.linalg.norm(b), 1e-12)


@relative_error.wrong("Divide by the sum of the sizes, abs(a) + abs(b): a + b itself can be 0 when the signs differ.")
def relative_error_of_the_plain_sum(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(a + b), 1e-12))


@relative_error.wrong("Divide by the sum of the two sizes, not by the larger one.")
def relative_error_of_the_larger(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-12))


@relative_error.wrong("This divides by the mean of the two sizes: divide by their sum, so that 1 is the worst.")
def relative_error_doubled(a, b):
    return np.max(2 * np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.wrong("Divide by both sizes, abs(a) + abs(b), not by b alone: neither gradient is known to be right.")
def relative_error_of_the_second(a, b):
    return np.max(np.abs(a - b) / np.maximum(np.abs(b), 1e-12))


@relative_error.wrong("Two zeros agree: with 1e-12 as the smallest divisor their error is 0, without it 0 / 0.")
def relative_error_without_a_floor(a, b):
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@relative_error.wrong("The divisor is the larger of the sum and 1e-12: do not add 1e-12 to the sum.")
def relative_error_with_an_added_floor(a, b):
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b) + 1e-12))


@relative_error.wrong("The result is one number, the largest of all the quotients.")
def relative_error_of_each_entry(a, b):
    return np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12)


@relative_error.wrong("This is the absolute difference: 0.01 is much for a slope of 0.02 and little for one of 200.")
def relative_error_not_relative(a, b):
    return np.max(np.abs(a - b))


@relative_error.wrong(
    "Compare the shapes first and raise a ValueError: NumPy stretches (4, 1) to (4, 3) without a word."
)
def relative_error_broadcasts(a, b):
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.wrong("Convert both to float64 first: in unsigned bytes 2 - 3 is 255, and float32 has 7 digits.")
def relative_error_in_the_type_given(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError("the shapes differ")
    return np.max(np.abs(a - b) / np.maximum(np.abs(a) + np.abs(b), 1e-12))


@relative_error.variant
def relative_error_with_a_loop(a, b):
    if np.shape(a) != np.shape(b):
        raise ValueError("the shapes differ")
    worst = 0.0
    for one, other in zip(np.ravel(a).tolist(), np.ravel(b).tolist()):
        worst = max(worst, abs(one - other) / max(abs(one) + abs(other), 1e-12))
    return worst


@relative_error.variant
def relative_error_with_where(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    size = abs(a) + abs(b)
    return np.amax(abs(a - b) / np.where(size < 1e-12, 1e-12, size))


@relative_error.variant
def relative_error_by_clipping(a, b):
    if a.shape != b.shape:
        raise ValueError("the shapes differ")
    pair = np.stack([a, b]).astype(float).reshape(2, -1)
    return (np.ptp(pair, axis=0) / np.abs(pair).sum(axis=0).clip(min=1e-12)).max()
