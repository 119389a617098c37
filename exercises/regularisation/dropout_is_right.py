"""dropout_is_right: the reader as tester of dropout masks."""

import numpy as np

from exercises.regularisation.dropout_mask import dropout_mask
from grader import Exercise, tester
from solutions import regularisation


def drops_nothing(shape, p, rng):
    return np.ones(shape)


def subtracts_the_uniform_numbers(shape, p, rng):
    return (1 - rng.random(shape)) * (rng.random(shape) >= p)


def drops_with_probability_p_squared(shape, p, rng):
    return (rng.random(shape) >= p**2) / (1 - p)


def in_pairs(shape, p, rng):
    kept = np.ravel(rng.random(shape) >= p)
    return np.repeat(kept[::2], 2)[: kept.size].reshape(shape) / (1 - p)


def transposed(shape, p, rng):
    return np.transpose((rng.random(shape) >= p) / (1 - p))


def with_one_axis(shape, p, rng):
    return np.ravel((rng.random(shape) >= p) / (1 - p))


def scaled_by_one_plus_p(shape, p, rng):
    return (rng.random(shape) >= p) * (1 + p)


def never_the_first_entry(shape, p, rng):
    mask = (rng.random(shape) >= p) / (1 - p)
    mask[0] = 1 / (1 - p)
    return mask


def the_same_twice(shape, p, rng):
    kept = np.ravel(rng.random(shape) >= p)
    half = kept.size // 2
    kept[half : 2 * half] = kept[:half]
    return kept.reshape(shape) / (1 - p)


WRONG = tuple(
    dropout_mask.wrong_answer(f"dropout_mask_{one}") if isinstance(one, str) else one
    for one in (
        # the first of each line is public
        *("without_the_scale", "divides_by_p", "multiplies_by_the_share_kept"),
        *("keeps_with_probability_p", "tosses_a_fair_coin", "with_a_single_coin"),
        *("of_whole_columns", "of_whole_rows", "mirrored"),
        *("with_a_seed_of_its_own", "scaled_by_what_was_kept", the_same_twice),
        *(scaled_by_one_plus_p, subtracts_the_uniform_numbers, "of_whole_numbers"),
        *(with_one_axis, transposed, never_the_first_entry),
        *(drops_nothing, drops_with_probability_p_squared, in_pairs),
        *("sorted", "of_a_fixed_number"),
    )
)

dropout_is_right = Exercise(
    regularisation.dropout_is_right,
    points=3,
    hints=(
        "Ask `f` for a large mask and look at it: its shape, which numbers are in it, how many of them are 0.",
        "A share that chance decides is never exact. Of n entries, the share that is 0 lies within six times "
        "`np.sqrt(p * (1 - p) / n)` of p, but for once in some hundred million draws. The same holds in each row and "
        "in each column.",
        "Return False as soon as something is off: the shape, an entry that is neither 0 nor 1 / (1 - p), the share of "
        "zeros in the mask, in a row, in a column, the share of neighbours with the same fate. Then draw again: equal "
        "seeds must give equal masks, other seeds other masks with another number of zeros. Return True at the end.",
    ),
    cases=(
        tester(
            "implementations of dropout_mask",
            right=(regularisation.dropout_mask, *dropout_mask.variants),
            wrong=WRONG,
            own="dropout_mask",
        ),
    ),
)


@dropout_is_right.wrong("Look closer: a mask can have the right shape and be wrong in every entry.")
def dropout_is_right_by_the_shape(f):
    return f((60, 50), 0.3, np.random.default_rng(0)).shape == (60, 50)


@dropout_is_right.wrong("The mean is 1 for many a wrong mask, such as one that drops nothing or whole columns.")
def dropout_is_right_by_the_mean(f):
    mask = np.asarray(f((200, 100), 0.3, np.random.default_rng(0)))
    return bool(abs(mask.mean() - 1) < 0.05)


@dropout_is_right.wrong("Look at what is kept as well: it must be 1 / (1 - p).")
def dropout_is_right_by_the_share(f):
    mask = np.asarray(f((200, 100), 0.3, np.random.default_rng(0)))
    return bool(abs(np.mean(mask == 0) - 0.3) < 0.05)


@dropout_is_right.wrong("The entries can be right and the way in which they are drawn not: count, row by row.")
def dropout_is_right_by_the_entries(f):
    mask = np.asarray(f((60, 50), 0.3, np.random.default_rng(0)))
    return bool(np.all((mask == 0) | np.isclose(mask, 1 / 0.7)))


@dropout_is_right.wrong("With p = 0.5 keeping and dropping look the same: try another p.")
def dropout_is_right_for_one_half(f):
    mask = np.asarray(f((60, 50), 0.5, np.random.default_rng(0)))
    return bool(mask.shape == (60, 50) and np.all((mask == 0) | (mask == 2)) and abs(np.mean(mask == 0) - 0.5) < 0.06)


@dropout_is_right.wrong("Do not compare with a mask of your own: right implementations may draw in other ways.")
def dropout_is_right_by_comparison(f):
    mask = f((60, 50), 0.3, np.random.default_rng(0))
    return bool(np.allclose(mask, (np.random.default_rng(0).random((60, 50)) >= 0.3) / 0.7))


@dropout_is_right.wrong("This says yes to every implementation.")
def dropout_is_right_always(f):
    f((60, 50), 0.3, np.random.default_rng(0))
    return True


@dropout_is_right.wrong("This refuses the right ones too: chance never hits p exactly, so leave it room.")
def dropout_is_right_never(f):
    return bool(np.mean(np.asarray(f((60, 50), 0.3, np.random.default_rng(0))) == 0) == np.float64(0.30001))


@dropout_is_right.variant
def dropout_is_right_by_counting_twins(f):
    p, n = 0.3, 40
    masks = np.array([f((n, n), p, np.random.default_rng(seed)) for seed in range(12)])
    if masks.shape != (12, n, n) or not np.array_equal(masks[3], f((n, n), p, np.random.default_rng(3))):
        return False
    zero = masks == 0
    if not np.allclose(masks[~zero], 1 / (1 - p)) or len(np.unique(zero.sum(axis=(1, 2)))) == 1:
        return False
    if np.shape(f((3, 5), p, np.random.default_rng(0))) != (3, 5) or np.any(f(200, 0.0, np.random.default_rng(0)) != 1):
        return False
    large = np.array(f(20_000, 0.9, np.random.default_rng(0)))
    if abs(np.mean(large == 0) - 0.9) > 0.02 or np.any(abs(large[large != 0] - 10) > 1e-6):
        return False
    counts = [zero.mean(axis=(0, 1)), zero.mean(axis=(0, 2)), zero.mean(axis=(1, 2))]
    single = [zero.mean(axis=0).ravel(), zero.mean(axis=1).ravel(), zero.mean(axis=2).ravel()]
    width = [0.13, 0.13, 0.08, 0.78, 0.5, 0.5]
    if any(np.any(np.abs(share - p) > bound) for share, bound in zip(counts + single, width)):
        return False
    twins = [zero[:, 1:] == zero[:, :-1], zero[..., 1:] == zero[..., :-1], zero == zero[:, ::-1, ::-1]]
    twins.append(zero[:, : n // 2] == zero[:, n // 2 :])
    return all(abs(np.mean(twin) - (p**2 + (1 - p) ** 2)) < 0.06 for twin in twins)


@dropout_is_right.variant
def dropout_is_right_by_correlation(f):
    for p, shape in [(0.25, (50, 44)), (0.6, (36, 64))]:
        first = np.array(f(shape, p, np.random.default_rng(5)), dtype=float)
        if first.shape != shape or not set(np.round(np.unique(first), 6)) <= {0, round(1 / (1 - p), 6)}:
            return False
        rest = [np.array(f(shape, p, np.random.default_rng(seed)), dtype=float) for seed in (5, 6, 7)]
        if np.any(first != rest[0]) or np.all(first == rest[1]):
            return False
        for mask in (first, rest[1], rest[2]):
            if abs(mask.mean() - 1) > 0.2 or np.ptp(mask.mean(axis=0)) > 2 or np.ptp(mask.mean(axis=1)) > 2:
                return False
            flat = mask.ravel() - mask.mean()
            others = [np.roll(flat, 1), np.roll(flat, shape[1]), np.roll(flat, flat.size // 2), flat[::-1]]
            scale = flat @ flat
            if scale == 0 or any(abs(flat @ other) > 0.25 * scale for other in others):
                return False
    sizes = [float(np.sum(f((20, 10), 0.5, np.random.default_rng(seed)))) for seed in range(15)]
    bottoms = [f(9, 0.8, np.random.default_rng(seed)) for seed in range(60)]
    never = np.any(np.all(np.array(bottoms) > 0, axis=0)) or np.any(np.mean(np.array(bottoms) > 0, axis=0) > 0.7)
    return len(set(sizes)) > 1 and not never and bool(np.all(np.array(f((4, 3), 0, np.random.default_rng(0))) == 1))


@dropout_is_right.variant
def dropout_is_right_in_plain_python(f):
    def rate(entries):
        entries = list(entries)
        return sum(entry == 0 for entry in entries) / len(entries)

    for p in (0.1, 0.7):
        table, same = (np.array(f((80, 60), p, np.random.default_rng(2))).tolist() for _ in range(2))
        if table != same or not isinstance(table[0], list) or (len(table), len(table[0])) != (80, 60):
            return False
        if any(entry != 0 and abs(entry * (1 - p) - 1) > 1e-6 for row in table for entry in row):
            return False
        flat = [entry for row in table for entry in row]
        lines = [*table, *zip(*table), flat]
        if any(abs(rate(line) - p) > 6 * (p * (1 - p) / len(line)) ** 0.5 for line in lines):
            return False
        for partner in (flat[1:], flat[60:], flat[2400:], flat[::-1]):
            both = sum((a == 0) == (b == 0) for a, b in zip(flat, partner)) / min(len(flat), len(partner))
            if abs(both - (p * p + (1 - p) ** 2)) > 0.08:
                return False
    zeros = [sum(entry == 0 for entry in np.ravel(f((9, 9), 0.5, np.random.default_rng(seed)))) for seed in range(25)]
    return len(set(zeros)) > 1 and np.shape(f(6, 0.5, np.random.default_rng(0))) == (6,)
