"""minibatches: one epoch, shuffled and dealt out. Judged by what a partition is, never by an order."""

import numpy as np

from exercises.optimizers import laws as laws
from grader import Case, Exercise, Seeded, raises
from solutions import optimizers

EPOCHS = 24  # of 24 examples each: enough to see whether neighbours are parted


def deal(num_examples, batch_size):
    """Return the arguments of one call as a function of the generator; each call gets a generator of its own."""
    return lambda rng: (num_examples, batch_size, Seeded(int(rng.integers(2**32))))


def deals(*sizes):
    """Return several such calls."""
    return lambda rng: [deal(*size)(rng) for size in sizes]


def same_and_other(rng):
    """Make two calls with equal generators, then one with another."""
    first, other = (deal(40, 8)(rng) for _ in range(2))
    return [first, first, other]


minibatches = Exercise(
    optimizers.minibatches,
    points=3,
    hints=(
        "Shuffle once, then cut: think of a pack of cards that is mixed and dealt out in hands.",
        "`rng.permutation(num_examples)` is all the numbers from 0 to N - 1 in random order. Slices of it, each "
        "batch_size long, are the batches.",
        "The slices begin at `range(0, num_examples, batch_size)`; a slice that runs past the end is simply shorter, "
        "so the last batch needs no care. Collect them in a list, and before that raise a ValueError if batch_size is "
        "less than 1.",
    ),
    cases=(
        Case("ten examples in batches of four", deal(10, 4), share=2, law=laws.deals_out),
        Case("batches that come out even", deals((12, 3), (9, 9), (16, 4)), law=laws.deals_out),
        Case("a short last batch", deals((7, 2), (11, 5), (13, 6)), law=laws.deals_out),
        Case("batches of one, and one batch for all", deals((5, 1), (6, 20), (1, 1)), share=0.5, law=laws.deals_out),
        Case("neighbours are parted", deals(*[(24, 6)] * EPOCHS), share=2, law=laws.parts_neighbours),
        Case("the generator decides", same_and_other, law=laws.follows_the_generator),
        raises("a batch size of 0", deals((10, 0), (3, 0))),
        raises("a batch size of -2", deal(10, -2)),
    ),
)


@minibatches.wrong("Shuffle: examples that lie side by side in a data set are often alike, and would stay together.")
def minibatches_in_order(num_examples, batch_size, rng):
    order = np.arange(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]


@minibatches.wrong("Shuffle the examples before you cut: here the batches come in another order, but hold neighbours.")
def minibatches_shuffled_as_a_whole(num_examples, batch_size, rng):
    starts = np.arange(0, num_examples, batch_size)
    full = starts[starts + batch_size <= num_examples]
    order = [*rng.permutation(full), *starts[len(full) :]]
    return [np.arange(start, min(start + batch_size, num_examples)) for start in order]


@minibatches.wrong("Shuffle all examples before you cut, not each batch afterwards: these always hold the same ones.")
def minibatches_shuffled_inside(num_examples, batch_size, rng):
    order = np.arange(num_examples)
    return [rng.permutation(order[start : start + batch_size]) for start in range(0, num_examples, batch_size)]


@minibatches.wrong("Draw without replacement: in an epoch every example is used exactly once.")
def minibatches_with_replacement(num_examples, batch_size, rng):
    sizes = [min(batch_size, num_examples - start) for start in range(0, num_examples, batch_size)]
    return [rng.integers(num_examples, size=size) for size in sizes]


@minibatches.wrong("No batch may repeat what another holds: draw once for the whole epoch, not anew for each batch.")
def minibatches_drawn_one_by_one(num_examples, batch_size, rng):
    sizes = [min(batch_size, num_examples - start) for start in range(0, num_examples, batch_size)]
    return [rng.choice(num_examples, size=size, replace=False) for size in sizes]


@minibatches.wrong("Keep the short last batch: its examples are part of the epoch too.")
def minibatches_drops_the_rest(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    order = rng.permutation(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples - batch_size + 1, batch_size)]


@minibatches.wrong("The last batch may be short: do not fill it up with examples that were dealt before.")
def minibatches_filled_up(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    order = rng.permutation(num_examples)
    return [
        np.take(order, range(start, start + batch_size), mode="wrap") for start in range(0, num_examples, batch_size)
    ]


@minibatches.wrong("Only the last batch may be short: `array_split` makes several batches a little smaller instead.")
def minibatches_of_nearly_equal_size(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    return np.array_split(rng.permutation(num_examples), -(-num_examples // batch_size))


@minibatches.wrong("batch_size is how many examples a batch holds, not how many batches there are.")
def minibatches_counts_the_batches(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    return [order[start::batch_size] for start in range(batch_size)]


@minibatches.wrong("Indices run from 0 to N - 1: N itself is no example.")
def minibatches_from_one(num_examples, batch_size, rng):
    order = 1 + rng.permutation(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]


@minibatches.wrong("Put the short batch last: only the last one may be short.")
def minibatches_with_the_short_one_first(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    order = rng.permutation(num_examples)
    return [order[max(0, end - batch_size) : end] for end in range(num_examples, 0, -batch_size)][::-1]


@minibatches.wrong("Use the generator you are given: one with a seed of your own shuffles every epoch alike.")
def minibatches_with_a_seed_of_its_own(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    order = np.random.default_rng(0).permutation(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]


@minibatches.wrong("Raise a ValueError for a batch size below 1: a batch without examples has no mean.")
def minibatches_of_any_size(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    batches = []
    while batch_size > 0 and len(order) > 0:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


@minibatches.variant
def minibatches_dealt_from_a_pack(num_examples, batch_size, rng):
    if batch_size <= 0:
        raise ValueError("batch_size must be at least 1")
    pack = list(range(num_examples))
    rng.shuffle(pack)
    batches = []
    while pack:
        batches.append(pack[:batch_size])
        pack = pack[batch_size:]
    return batches


@minibatches.variant
def minibatches_by_random_keys(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    order = np.argsort(rng.random(num_examples))
    return np.split(order, np.arange(batch_size, num_examples, batch_size))


@minibatches.variant
def minibatches_drawn_from_what_is_left(num_examples, batch_size, rng):
    if batch_size < 1:
        raise ValueError("batch_size must be at least 1")
    left, batches = np.arange(num_examples), []
    while len(left) > 0:
        chosen = rng.choice(left, size=min(batch_size, len(left)), replace=False)
        left = np.setdiff1d(left, chosen)
        batches.append(np.sort(chosen).astype(np.int32))
    return tuple(batches)
