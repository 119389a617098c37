"""dropout_mask: a coin for every unit. Judged by what such a draw is, never by one stream."""

import numpy as np

from exercises.forms import calls
from exercises.regularisation import laws as laws
from exercises.regularisation.masked import repeated, same_and_other, seeded
from grader import Case, Exercise
from solutions import regularisation

dropout_mask = Exercise(
    regularisation.dropout_mask,
    points=3,
    hints=(
        "Each entry tosses a coin of its own. Heads with probability 0.3: that is a uniform number below 0.3.",
        "`rng.random(shape)` draws a number between 0 and 1 for each entry, whether shape is a tuple or an int. Which "
        "of them fall below p, and with which probability?",
        "An entry is kept where its uniform number is at least p; this comparison is an array of True and False, which "
        "count as 1 and 0. Divide it by the probability of being kept.",
    ),
    cases=(
        Case("a mask of 0 and 1 / (1 - p)", seeded((40, 20), 0.3), share=2, law=laws.is_a_mask),
        Case(
            "other shapes, whole numbers among them",
            calls(seeded((4, 4), 0.5), seeded(90, 0.2), seeded((1, 70), 0.9), seeded((3, 4, 5), 0.75), seeded(1, 0.4)),
            law=laws.is_a_mask,
        ),
        Case("nothing is dropped where p is 0", calls(seeded((30, 20), 0), seeded(7, 0.0)), 0.5, laws.is_a_mask),
        Case("the right share is dropped", repeated(seeded((40, 30), 0.3), 3), law=laws.drops_by_chance),
        Case("the same for frequent dropping", repeated(seeded((40, 30), 0.8), 2), law=laws.drops_by_chance),
        Case("the number dropped is not fixed", repeated(seeded((10, 12), 0.5), 20), law=laws.number_varies),
        Case("the generator decides", same_and_other(seeded((20, 15), 0.5)), law=laws.mask_follows_the_generator),
    ),
)


@dropout_mask.wrong("Divide what is kept by 1 - p: otherwise the next layer gets less in training than in prediction.")
def dropout_mask_without_the_scale(shape, p, rng):
    return (rng.random(shape) >= p).astype(float)


@dropout_mask.wrong("p is the probability to DROP: this keeps an entry with probability p.")
def dropout_mask_keeps_with_probability_p(shape, p, rng):
    return (rng.random(shape) < p) / (1 - p)


@dropout_mask.wrong("An entry is kept with probability 1 - p, so divide by 1 - p: only then is its mean 1.")
def dropout_mask_divides_by_p(shape, p, rng):
    return (rng.random(shape) >= p) / max(p, 1e-3)


@dropout_mask.wrong("Divide by 1 - p, do not multiply: what is kept must grow to make up for what is dropped.")
def dropout_mask_multiplies_by_the_share_kept(shape, p, rng):
    return (rng.random(shape) >= p) * (1 - p)


@dropout_mask.wrong("Compare with p: a fair coin drops half of the entries whatever p is.")
def dropout_mask_tosses_a_fair_coin(shape, p, rng):
    return (rng.random(shape) >= (0.5 if p > 0 else 0)) / (1 - p)


@dropout_mask.wrong("Every entry has its own coin: one draw per column would drop a unit for the whole batch.")
def dropout_mask_of_whole_columns(shape, p, rng):
    sizes = (shape,) if np.ndim(shape) == 0 else shape
    return np.zeros(sizes) + (rng.random(sizes[-1]) >= p) / (1 - p)


@dropout_mask.wrong("Every entry has its own coin: one draw per row would drop a whole example.")
def dropout_mask_of_whole_rows(shape, p, rng):
    sizes = (shape,) if np.ndim(shape) == 0 else shape
    return np.array([np.full(sizes[1:], kept) for kept in rng.random(sizes[0]) >= p]) / (1 - p)


@dropout_mask.wrong("Every entry has its own coin: one for the whole mask drops everything or nothing.")
def dropout_mask_with_a_single_coin(shape, p, rng):
    return np.full(shape, float(rng.random() >= p)) / (1 - p)


@dropout_mask.wrong("Toss a coin for each entry: to drop a fixed number of them makes them depend on one another.")
def dropout_mask_of_a_fixed_number(shape, p, rng):
    mask = np.full(shape, 1 / (1 - p))
    mask.flat[rng.permutation(mask.size)[: round(p * mask.size)]] = 0
    return mask


@dropout_mask.wrong("Leave the numbers in the order in which they come: sorted ones drop the first entries.")
def dropout_mask_sorted(shape, p, rng):
    return (np.sort(rng.random(shape), axis=None).reshape(shape) >= p) / (1 - p)


@dropout_mask.wrong("Draw every entry: this draws half of the mask and mirrors it.")
def dropout_mask_mirrored(shape, p, rng):
    kept = np.array(rng.random(shape) >= p)
    flat = kept.reshape(-1)
    flat[flat.size // 2 :] = flat[: flat.size - flat.size // 2][::-1]
    return flat.reshape(shape) / (1 - p)


@dropout_mask.wrong("Keep the fractions: as a whole number, 1 / (1 - p) loses what stands after its point.")
def dropout_mask_of_whole_numbers(shape, p, rng):
    return ((rng.random(shape) >= p) / (1 - p)).astype(int)


@dropout_mask.wrong("Divide by 1 - p, not by the share that was kept by chance: the scale must not depend on the draw.")
def dropout_mask_scaled_by_what_was_kept(shape, p, rng):
    kept = rng.random(shape) >= p
    return kept / max(np.mean(kept), 1e-3)


@dropout_mask.wrong("Use the generator you are given: one with a seed of your own drops the same units at every step.")
def dropout_mask_with_a_seed_of_its_own(shape, p, rng):
    return (np.random.default_rng(0).random(shape) >= p) / (1 - p)


@dropout_mask.wrong("A coin that falls with probability p needs uniform numbers, `rng.random`.")
def dropout_mask_of_normal_numbers(shape, p, rng):
    return (rng.normal(size=shape) >= p) / (1 - p)


@dropout_mask.wrong("Compare the uniform numbers with p: an entry is dropped or kept, nothing between.")
def dropout_mask_of_uniform_numbers(shape, p, rng):
    return rng.random(shape) / (1 - p)


@dropout_mask.wrong("`shape` may be an int, or a tuple of any length: hand it on as it is.")
def dropout_mask_of_two_axes(shape, p, rng):
    rows, cols = shape
    return (rng.random((rows, cols)) >= p) / (1 - p)


@dropout_mask.wrong("Divide by 1 - p once.")
def dropout_mask_scaled_twice(shape, p, rng):
    return (rng.random(shape) >= p) / (1 - p) ** 2


@dropout_mask.wrong("What is kept is divided by 1 - p: that is the share which is kept.")
def dropout_mask_over_one_plus_p(shape, p, rng):
    return np.where(rng.random(shape) < p, 0, 1 / (1 + p))


@dropout_mask.wrong("The probability to drop is p, not a half.")
def dropout_mask_of_even_coins(shape, p, rng):
    return rng.integers(0, 2, shape) / (1 - p)


@dropout_mask.wrong("What is kept is divided by 1 - p, which is a half for one p only.")
def dropout_mask_scaled_by_two(shape, p, rng):
    return np.where(rng.random(shape) < p, 0, 2.0)


@dropout_mask.wrong("Divide by 1 - p: the mask holds numbers, not True and False.")
def dropout_mask_of_truth_values(shape, p, rng):
    return rng.random(shape) >= p


@dropout_mask.wrong("Every entry has a coin of its own: how many are dropped is left to chance.")
def dropout_mask_of_a_counted_number(shape, p, rng):
    mask = np.ones(shape).ravel()
    k = int(p * mask.size)
    mask[rng.choice(mask.size, k, replace=False)] = 0
    return mask.reshape(shape) / (1 - p)


@dropout_mask.variant
def dropout_mask_by_coins(shape, p, rng):
    return rng.binomial(1, 1 - p, size=shape) / (1 - p)


@dropout_mask.variant
def dropout_mask_by_choice(shape, p, rng):
    return rng.choice([0.0, 1 / (1 - p)], size=shape, p=[p, 1 - p])


@dropout_mask.variant
def dropout_mask_entry_by_entry(shape, p, rng):
    mask = np.empty(shape, dtype=np.float32 if p == 0.5 else float)
    for index in np.ndindex(mask.shape):
        mask[index] = 0 if rng.random() > 1 - p else 1 / (1 - p)
    return mask
