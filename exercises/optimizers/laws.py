"""How chapter 6 is judged where chance decides: mini-batches are a partition, well shuffled, and obey their generator.

No stream of random numbers is pinned, and the order inside a batch does not matter. `parts_neighbours` counts how often
things happen over several epochs; a right answer is refused with a probability below 1e-10.
"""

import numpy as np

from grader.selfcheck import RIGHT, as_numbers, trouble, wrong

FALSE_ALARMS = 1e-10  # per judgement, by the union of all counts looked at


def deals_out(calls, answers, expected):
    """Each list of batches holds every example once; all batches but the last are full."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        _, words = _read(call, answer)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def parts_neighbours(calls, answers, expected):
    """As `deals_out`, for equal sizes; and who meets whom, and where, is as it would be by chance.

    The generators of the calls are independent, so each count is binomial.
    """
    places = []
    for call, answer in zip(calls, answers):
        batches, words = _read(call, answer)
        if words:
            return wrong(words)
        places.append(_places(batches))
    num_examples, batch_size = calls[0].arguments[:2]
    place_of = np.array(places)  # (epoch, example)
    together = (place_of[:, :, np.newaxis] == place_of[:, np.newaxis, :]).sum(axis=0)
    pairs = together[np.triu_indices(num_examples, 1)]
    visits = (place_of[:, :, np.newaxis] == np.arange(num_examples // batch_size)).sum(axis=0)
    counts = pairs.size + visits.size
    if _is_no_chance(pairs, len(calls), (batch_size - 1) / (num_examples - 1), counts):
        return wrong("some examples meet in a batch in nearly every epoch, or never: are all examples shuffled?")
    if _is_no_chance(visits, len(calls), batch_size / num_examples, counts):
        return wrong("some example is in the same place of the epoch nearly every time: are all examples shuffled?")
    return RIGHT


def _is_no_chance(counts, trials, probability, looked_at):
    """Tell whether a binomial count lies where, by Chernoff's bound, it would not lie by chance."""
    share = counts / trials
    with np.errstate(divide="ignore", invalid="ignore"):
        hits = np.where(share > 0, share * np.log(share / probability), 0.0)
        misses = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - probability)), 0.0)
    return bool(np.any(trials * (hits + misses) > np.log(2 * looked_at / FALSE_ALARMS)))


def follows_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give the same batches; another one, in the third, gives others."""
    found = []
    for call, answer in zip(calls, answers):
        batches, words = _read(call, answer)
        if words:
            return wrong(words)
        found.append(_places(batches))
    first, again, other = found
    if not np.array_equal(first, again):
        return wrong("two generators with the same seed give different batches: is there another source of chance?")
    if np.array_equal(first, other):
        return wrong("two different generators give the same batches: is the generator used?")
    return RIGHT


def _places(batches):
    """Return the number of the batch that each example is in."""
    place = np.zeros(sum(map(len, batches)), dtype=int)
    for number, batch in enumerate(batches):
        place[batch] = number
    return place


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
