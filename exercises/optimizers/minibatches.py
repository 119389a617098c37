"""minibatches: one epoch, shuffled and dealt out. Judged by what a partition is, never by an order."""

import numpy as np

from exercises.optimizers import laws as laws
from grader import Case, Exercise, Seeded, slip
from solutions import optimizers

EPOCHS = 64  # of 12 examples each: enough to see whether chance alone decides


def deal(num_examples, batch_size):
    """Return the arguments of one call as a function of the generator; each call gets a generator of its own."""
    return lambda rng: (num_examples, batch_size, Seeded(int(rng.integers(2**32))))


def even(rng):
    """Return a call in which all batches are full, and there are several."""
    batch_size = int(rng.integers(2, 7))
    return deal(batch_size * int(rng.integers(3, 7)), batch_size)(rng)


def uneven(rng):
    """Return a call in which the last batch is short, by one or by more."""
    num_examples, batch_size, generator = even(rng)
    return num_examples - int(rng.integers(1, batch_size)), batch_size, generator


def ones_and_all(rng):
    """Return calls in which every batch holds one example, or one batch holds all."""
    number = int(rng.integers(4, 9))
    sizes = (number, 1), (number, number), (number, number + int(rng.integers(1, 20))), (1, 1)
    return [deal(*size)(rng) for size in sizes]


def same_and_other(rng):
    """Make two calls with equal generators, then one with another."""
    first, other = (deal(40, 8)(rng) for _ in range(2))
    return [first, first, other]


ORDER = "order = rng.permutation(num_examples)"
CUT = "[order[start : start + batch_size] for start in range(0, num_examples, batch_size)]"

minibatches = Exercise(
    optimizers.minibatches,
    points=3,
    hints=(
        "Shuffle once, then cut: think of a pack of cards that is mixed and dealt out in hands.",
        "`rng.permutation(num_examples)` is all the numbers from 0 to N - 1 in random order. Slices of it, each "
        "batch_size long, are the batches.",
        "The slices begin at `range(0, num_examples, batch_size)`; a slice that runs past the end is simply shorter, "
        "so the last batch needs no care. Collect them in a list.",
    ),
    cases=(
        Case("a short last batch", uneven, share=2, law=laws.deals_out),
        Case("batches that come out even", lambda rng: [even(rng) for _ in range(3)], law=laws.deals_out),
        Case("more short last batches", lambda rng: [uneven(rng) for _ in range(3)], law=laws.deals_out),
        Case("batches of one, and one batch for all", ones_and_all, share=0.5, law=laws.deals_out),
        Case("neighbours are parted", deal(40, 2), law=laws.parts_neighbours),
        Case("chance alone decides", lambda rng: [deal(12, 4)(rng) for _ in range(EPOCHS)], law=laws.shuffles),
        Case("the generator decides", same_and_other, law=laws.follows_the_generator),
    ),
    wrong_answers=[
        slip(
            "minibatches_in_order",
            "Shuffle: examples that lie side by side in a data set are often alike, and would stay together.",
            (ORDER, "order = np.arange(num_examples)"),
        ),
        slip(
            "minibatches_shuffled_inside",
            "Shuffle all examples before you cut, not each batch afterwards: these always hold the same ones.",
            (ORDER, "order = np.arange(num_examples)"),
            ("[order[start : start + batch_size] for", "[rng.permutation(order[start : start + batch_size]) for"),
        ),
        slip(
            "minibatches_with_replacement",
            "Draw without replacement: in an epoch every example is used exactly once.",
            (ORDER, "order = rng.integers(num_examples, size=num_examples)"),
        ),
        slip(
            "minibatches_drops_the_rest",
            "Keep the short last batch: its examples are part of the epoch too.",
            ("range(0, num_examples, batch_size)", "range(0, num_examples - batch_size + 1, batch_size)"),
        ),
        slip(
            "minibatches_with_an_empty_one",
            "Where the batches come out even, the last one is full: do not add an empty one.",
            ("range(0, num_examples, batch_size)", "range(0, num_examples + 1, batch_size)"),
        ),
        slip(
            "minibatches_of_nearly_equal_size",
            "Only the last batch may be short: `array_split` makes several batches a little smaller instead.",
            (CUT, "np.array_split(order, -(-num_examples // batch_size))"),
        ),
        slip(
            "minibatches_counts_the_batches",
            "batch_size is how many examples a batch holds, not how many batches there are.",
            (CUT, "[order[start::batch_size] for start in range(batch_size)]"),
        ),
        slip(
            "minibatches_dealt_round",
            "Only the last batch may be short: dealt round the table, several come out one example short.",
            (
                CUT,
                "[order[start :: -(-num_examples // batch_size)] for start in range(-(-num_examples // batch_size))]",
            ),
        ),
        slip(
            "minibatches_from_one",
            "Indices run from 0 to N - 1: N itself is no example.",
            (ORDER, f"{ORDER} + 1"),
        ),
        slip(
            "minibatches_with_the_short_one_first",
            "Put the short batch last: only the last one may be short.",
            (CUT, "[order[max(0, end - batch_size) : end] for end in range(num_examples, 0, -batch_size)][::-1]"),
        ),
        slip(
            "minibatches_that_overlap",
            "The next batch begins where the last one ended: here it begins one example further.",
            ("range(0, num_examples, batch_size)", "range(num_examples)"),
        ),
        slip(
            "minibatches_one_too_small",
            "A slice leaves its end out: `order[start : start + batch_size]` holds batch_size examples.",
            ("start + batch_size]", "start + batch_size - 1]"),
        ),
        slip(
            "minibatches_not_cut",
            "Cut the order into batches: here one batch holds everything.",
            (CUT, "[order]"),
        ),
        slip(
            "minibatches_of_the_first_alone",
            "Deal out the whole pack: this is the first batch alone.",
            (CUT, "[order[:batch_size]]"),
        ),
        slip(
            "minibatches_with_a_seed_of_its_own",
            "Use the generator you are given: one with a seed of your own shuffles every epoch alike.",
            ("rng.permutation", "np.random.default_rng(0).permutation"),
        ),
    ],
)


@minibatches.wrong("Shuffle the examples before you cut: here the batches come in another order, but hold neighbours.")
def minibatches_shuffled_as_a_whole(num_examples, batch_size, rng):
    starts = np.arange(0, num_examples, batch_size)
    full = starts[starts + batch_size <= num_examples]
    order = [*rng.permutation(full), *starts[len(full) :]]
    return [np.arange(start, min(start + batch_size, num_examples)) for start in order]


@minibatches.wrong("No batch may repeat what another holds: draw once for the whole epoch, not anew for each batch.")
def minibatches_drawn_one_by_one(num_examples, batch_size, rng):
    sizes = [min(batch_size, num_examples - start) for start in range(0, num_examples, batch_size)]
    return [rng.choice(num_examples, size=size, replace=False) for size in sizes]


@minibatches.wrong("The last batch may be short: do not fill it up with examples that were dealt before.")
def minibatches_filled_up(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    return [
        np.take(order, range(start, start + batch_size), mode="wrap") for start in range(0, num_examples, batch_size)
    ]


@minibatches.wrong("All batches but the last hold `batch_size` numbers: do not spread them evenly.")
def minibatches_dealt_evenly(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    return np.array_split(order, max(1, num_examples // batch_size))


@minibatches.wrong("`range` stops before its end by itself: with N - 1 a last batch of one example is lost.")
def minibatches_without_a_last_single(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    return [order[i : i + batch_size] for i in range(0, num_examples - 1, batch_size)]


@minibatches.wrong("`rng.permutation(N)` holds 0 to N - 1 already.")
def minibatches_without_the_last_example(num_examples, batch_size, rng):
    order = rng.permutation(num_examples - 1)
    return [order[i : i + batch_size] for i in range(0, num_examples, batch_size)]


@minibatches.wrong("Shuffle once: with a new order for each batch an example can come twice.")
def minibatches_shuffled_for_each_batch(num_examples, batch_size, rng):
    out = []
    for i in range(0, num_examples, batch_size):
        order = rng.permutation(num_examples)
        out.append(order[i : i + batch_size])
    return out


@minibatches.wrong("Return the whole list of batches, not its first.")
def minibatches_the_first_alone(num_examples, batch_size, rng):
    return rng.permutation(num_examples)[:batch_size]


@minibatches.wrong("The last batch may be shorter: a list of arrays can hold it, a table cannot.")
def minibatches_in_a_table(num_examples, batch_size, rng):
    order = rng.permutation(num_examples)
    return order.reshape(-1, batch_size)


@minibatches.wrong("Every example is in exactly one batch: do not drop those before the start.")
def minibatches_from_a_random_start(num_examples, batch_size, rng):
    order = np.arange(num_examples)
    order = order[rng.integers(num_examples) :].tolist() + order[:0].tolist()
    return [np.array(order[i : i + batch_size]) for i in range(0, len(order), batch_size)]


@minibatches.wrong("Turning the order leaves neighbours together: shuffle it.")
def minibatches_turned(num_examples, batch_size, rng):
    start = int(rng.integers(num_examples))
    order = np.roll(np.arange(num_examples), start)
    return [order[i : i + batch_size] for i in range(0, num_examples, batch_size)]


@minibatches.variant
def minibatches_with_a_while(num_examples, batch_size, rng):
    order, batches, start = rng.permutation(num_examples), [], 0
    while start < num_examples:
        batches.append(order[start : start + batch_size])
        start += batch_size
    return batches


@minibatches.variant
def minibatches_dealt_from_a_pack(num_examples, batch_size, rng):
    pack = list(range(num_examples))
    rng.shuffle(pack)
    batches = []
    while pack:
        batches.append(pack[:batch_size])
        pack = pack[batch_size:]
    return batches


@minibatches.variant
def minibatches_by_random_keys(num_examples, batch_size, rng):
    order = np.argsort(rng.random(num_examples))
    return np.split(order, np.arange(batch_size, num_examples, batch_size))


@minibatches.variant
def minibatches_drawn_from_what_is_left(num_examples, batch_size, rng):
    left, batches = np.arange(num_examples), []
    while len(left) > 0:
        chosen = rng.choice(left, size=min(batch_size, len(left)), replace=False)
        left = np.setdiff1d(left, chosen)
        batches.append(np.sort(chosen).astype(np.int32))
    return tuple(batches)
