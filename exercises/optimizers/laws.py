"""How chapter 6 is judged where chance decides: mini-batches, and training with them.

No stream of random numbers is pinned, and the order inside a batch does not matter. What is counted is binomial for a
right answer; see `grader.selfcheck.chance`.
"""

from math import factorial, prod

import numpy as np

from grader.selfcheck import RIGHT, Counted, as_numbers, beyond_chance, trouble, wrong

EVIDENCE = 1e-9  # what a right answer does more often by chance tells nothing
ALIKE = 1e-9  # of the largest: losses that differ by less come from the same order


def deals_out(calls, answers, expected):
    """Each list of batches holds every example once; all batches but the last are full."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        _, words = _read(call, answer)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def parts_neighbours(calls, answers, expected):
    """As `deals_out`, for 40 examples in pairs; and few of the pairs are neighbours, as 2 and 3 are.

    There are C(25, 15) ways to choose 15 such pairs, and each is dealt with probability 9!! / 39!!: a right answer does
    so once in 10^14 times.
    """
    batches, words = _read(calls[0], answers[0])
    if words:
        return wrong(words)
    if sum(abs(int(one) - int(other)) == 1 for one, other in batches) >= 15:
        return wrong("examples that lie side by side stay together: are all examples shuffled?")
    return RIGHT


def shuffles(calls, answers, expected):
    """As `deals_out`, for equal sizes; and all examples go where chance sends them, whatever the others do.

    The generators of the calls are independent. Counted is in which batch each example is, over all epochs; for each
    pair of examples, how far apart their batches are, and what the numbers of their batches add up to; and the same for
    each example, and for all together, in one epoch and in a later one. All of that goes round: the first batch follows
    the last.
    """
    places, words = _read_places(calls, answers)
    if words:
        return wrong(words)
    num_examples, batch_size = calls[0].arguments[:2]
    num_batches = num_examples // batch_size
    counted = [
        *_visits(places, num_batches),
        *_pairs(places, num_batches, (batch_size - 1) / (num_examples - 1)),
        *_epochs(places, num_batches),
    ]
    words = beyond_chance(counted)
    return wrong(words) if words else RIGHT


def _visits(places, num_batches):
    words = "some example is in the same place of the epoch nearly every time: are all examples shuffled?"
    hits = (places[:, :, np.newaxis] == np.arange(num_batches)).sum(axis=0)
    yield Counted(words, hits, len(places), 1 / num_batches)


def _pairs(places, num_batches, meeting):
    """Count how the places of two examples in one epoch differ, and add up; `meeting` is the chance of one batch."""
    one, other = np.triu_indices(places.shape[1], 1)
    numbers = np.arange(num_batches)
    chances = np.where(np.eye(num_batches) > 0, meeting, (1 - meeting) / (num_batches - 1)) / num_batches
    for sign in (-1, 1):
        found = (places[:, one] + sign * places[:, other]) % num_batches
        cells = (numbers[:, np.newaxis] + sign * numbers) % num_batches
        for number in numbers:
            words = (
                "some examples meet in a batch in nearly every epoch, or never: are all examples shuffled?"
                if sign < 0 and number == 0
                else "where one example goes, another follows: are all examples shuffled, each for itself?"
            )
            yield Counted(words, (found == number).sum(axis=0), len(places), float(chances[cells == number].sum()))


def _epochs(places, num_batches):
    """Count how the places in two epochs differ, and add up, at every distance: of each example, and of all alike."""
    words = "one epoch follows from another: is each shuffled anew?"
    num_examples = places.shape[1]
    one_of_all_deals = factorial(num_examples // num_batches) ** num_batches / factorial(num_examples)
    for distance in range(1, len(places) // 2 + 1):
        for sign in (-1, 1):
            found = (places[distance:] + sign * places[:-distance]) % num_batches
            for number in range(num_batches):
                hits = found == number
                yield Counted(words, hits.sum(axis=0), len(found), 1 / num_batches)
                yield Counted(words, hits.all(axis=1).sum(), len(found), one_of_all_deals)


def follows_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give the same batches; another one, in the third, gives others."""
    places, words = _read_places(calls, answers)
    if words:
        return wrong(words)
    first, again, other = places
    if not np.array_equal(first, again):
        return wrong("two generators with the same seed give different batches: is there another source of chance?")
    deals = factorial(len(first)) // prod(factorial(int(size)) for size in np.bincount(first))
    if np.array_equal(first, other) and 1 / deals < EVIDENCE:
        return wrong("two different generators give the same batches: is the generator used?")
    return RIGHT


def trains_in_many_orders(calls, answers, expected):
    """Three examples, one at a time, for two epochs, with generators of their own: losses are many, as orders are.

    There are 6 orders in the first epoch and 36 in both. In 36 calls, a right answer shows fewer than 4 different
    losses of the first epoch with probability 20 (3/6)^36 at most, and fewer than 10 of the second with
    36!/(9! 27!) (9/36)^36.
    """
    found = []
    for call, answer in zip(calls, answers):
        losses, words = _losses(call, answer)
        if words:
            return wrong(words)
        found.append(losses)
    first, second = np.array(found).T
    if _different(first) > 6:
        return wrong("the first loss depends on more than the order of the examples")
    if _different(first) < 4:
        return wrong("the examples come in the same orders again and again: are they shuffled?")
    if _different(second) < 10:
        return wrong("the second epoch comes in the order of the first: are the examples shuffled anew?")
    return RIGHT


def _losses(call, answer):
    """Return the losses of two epochs, or words that say why they are not what was asked."""
    words = trouble(call, answer)
    if words:
        return None, words
    if not isinstance(answer.value, (list, tuple)) or len(answer.value) != 3:
        return None, "the result must be the losses, a list of weights and a list of biases"
    losses, words = as_numbers(answer.value[0])
    return (None, words or "there must be one loss for each epoch") if words or losses.shape != (2,) else (losses, None)


def _different(numbers):
    """Count numbers that are not alike."""
    return 1 + np.count_nonzero(np.diff(np.sort(numbers)) > ALIKE * np.max(np.abs(numbers)))


def _read_places(calls, answers):
    """Return the number of the batch that each example is in, shape `(calls, N)`; or words."""
    places = []
    for call, answer in zip(calls, answers):
        batches, words = _read(call, answer)
        if words:
            return None, words
        place = np.zeros(call.arguments[0], dtype=int)
        for number, batch in enumerate(batches):
            place[batch] = number
        places.append(place)
    return np.array(places), None


def _read(call, answer):
    """Return the batches of one answer as integer arrays, or words that say why they are not what was asked."""
    words = trouble(call, answer)
    if words:
        return None, words
    num_examples, batch_size = call.arguments[:2]
    value = answer.value
    if not isinstance(value, (list, tuple)) and not (isinstance(value, np.ndarray) and value.ndim == 2):
        return None, "the result must be a list of index arrays, one per batch"
    batches = []
    for batch in value:
        numbers, words = as_numbers(batch)
        if words or numbers.ndim != 1:
            return None, f"a batch is no index array: {words or f'it has {numbers.ndim} axes'}"
        batches.append(numbers)
    return _check(batches, num_examples, batch_size)


def _check(batches, num_examples, batch_size):
    dealt = np.concatenate([np.zeros(0), *batches])
    if not np.all(np.isin(dealt, np.arange(num_examples))):
        return None, "an index is not one of 0 to N - 1"
    if len(np.unique(dealt)) < len(dealt):
        return None, "an example is dealt out twice"
    if len(dealt) < num_examples:
        return None, f"{num_examples - len(dealt)} of {num_examples} examples are in no batch"
    sizes = [len(batch) for batch in batches]
    if any(size != batch_size for size in sizes[:-1]) or not 1 <= sizes[-1] <= batch_size:
        return None, "the batches have the wrong sizes: all are full, only the last may be shorter, and none is empty"
    return [batch.astype(int) for batch in batches], None
