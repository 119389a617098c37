"""How chapter 7 is judged where chance decides: dropout masks and random crops.

No stream of random numbers is pinned. What is counted is binomial for a right answer, and is refused only where
Chernoff's bound says that it would not happen by chance: a right answer fails with a probability below 1e-9.
"""

import numpy as np

from grader.selfcheck import RIGHT, as_numbers, shape_in_words, trouble, wrong

FALSE_ALARMS = 1e-10  # per judgement, by the union of all counts looked at
CLOSE = 1e-9  # relative


def is_a_mask(calls, answers, expected):
    """Every entry is 0 or 1 / (1 - p), in the shape asked for; a large mask holds both."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        dropped, words = _read_mask(call, answer)
        if not words:
            p = call.arguments[1]
            chance = p**dropped.size if np.all(dropped) else (1 - p) ** dropped.size if not np.any(dropped) else 1.0
            words = "all entries are dropped, or none is" if chance < FALSE_ALARMS / len(calls) else None
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def drops_by_chance(calls, answers, expected):
    """Each entry of tables of one size is dropped with probability p, whatever happens to the others.

    Counted are the entries dropped in each row, in each column and, over all calls, in each place; and how often both
    of two neighbours are dropped, in pairs that share no entry. The generators of the calls are independent.
    """
    masks = []
    for call, answer in zip(calls, answers):
        dropped, words = _read_mask(call, answer)
        if words:
            return wrong(words)
        masks.append(dropped)
    p, dropped = calls[0].arguments[1], np.array(masks)  # (call, row, column)
    num_calls, num_rows, num_columns = dropped.shape
    across = dropped[:, :, 0 : num_columns - 1 : 2] & dropped[:, :, 1::2][:, :, : num_columns // 2]
    down = dropped[:, 0 : num_rows - 1 : 2] & dropped[:, 1::2][:, : num_rows // 2]
    looked_at = (
        (dropped.sum(), dropped.size, p, "the share of dropped entries is not p"),
        (dropped.sum(axis=2), num_columns, p, "whole rows are dropped or kept: each entry has its own chance"),
        (dropped.sum(axis=1), num_rows, p, "whole columns are dropped or kept: each entry has its own chance"),
        (dropped.sum(axis=(0, 1)), num_calls * num_rows, p, "some columns are dropped too often or too rarely"),
        (across.sum(), across.size, p * p, "neighbours in a row are not dropped independently"),
        (down.sum(), down.size, p * p, "neighbours in a column are not dropped independently"),
    )
    counts = sum(np.size(count) for count, *_ in looked_at)
    for count, trials, probability, words in looked_at:
        if _is_no_chance(np.asarray(count), trials, probability, counts):
            return wrong(words)
    return RIGHT


def number_varies(calls, answers, expected):
    """Not every mask drops the same number of entries. There must be calls enough: see the test of false alarms."""
    numbers = []
    for call, answer in zip(calls, answers):
        dropped, words = _read_mask(call, answer)
        if words:
            return wrong(words)
        numbers.append(int(dropped.sum()))
    if len(set(numbers)) == 1:
        return wrong("every mask drops the same number of entries: each entry has its own chance")
    return RIGHT


def crops(calls, answers, expected):
    """Each crop is a window of its own image."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        _, words = _read_crops(call, answer)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def crops_anywhere(calls, answers, expected):
    """As `crops`, in one call with many images; all positions are equally likely, and each image has its own."""
    places, words = _read_crops(calls[0], answers[0])
    if words:
        return wrong(words)
    images, size = calls[0].arguments[:2]
    rows, columns = images.shape[1] - size + 1, images.shape[2] - size + 1
    number = places[:, 0] * columns + places[:, 1]
    visits = np.bincount(number, minlength=rows * columns)
    meetings = np.sum(number[0 : len(number) - 1 : 2] == number[1::2][: len(number) // 2])
    counts = visits.size + 1
    if _is_no_chance(visits, len(number), 1 / visits.size, counts):
        return wrong("some positions come too often, others too rarely or never")
    if _is_no_chance(meetings, len(number) // 2, 1 / visits.size, counts):
        return wrong("images that follow each other share a position too often: each image has its own")
    return RIGHT


def mask_follows_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give equal masks; another one, in the third, gives another."""
    return _follows([_read_mask(call, answer) for call, answer in zip(calls, answers)])


def crops_follow_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give equal crops; another one, in the third, gives others."""
    return _follows([_read_crops(call, answer) for call, answer in zip(calls, answers)])


def _follows(read):
    for _, words in read:
        if words:
            return wrong(words)
    first, again, other = (found for found, _ in read)
    if not np.array_equal(first, again):
        return wrong("two generators with the same seed give different results: is there another source of chance?")
    if np.array_equal(first, other):
        return wrong("two different generators give the same result: is the generator used?")
    return RIGHT


def _is_no_chance(counts, trials, probability, looked_at):
    """Tell whether a binomial count lies where, by Chernoff's bound, it would not lie by chance."""
    share = np.asarray(counts) / trials
    with np.errstate(divide="ignore", invalid="ignore"):
        hits = np.where(share > 0, share * np.log(share / probability), 0.0)
        misses = np.where(share < 1, (1 - share) * np.log((1 - share) / (1 - probability)), 0.0)
    return bool(np.any(trials * (hits + misses) > np.log(2 * looked_at / FALSE_ALARMS)))


def _read_mask(call, answer):
    """Return where a mask is 0, or words that say why it is no mask."""
    words = trouble(call, answer)
    if words:
        return None, words
    shape, p = call.arguments[:2]
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    mask, words = as_numbers(answer.value)
    if words:
        return None, words
    if mask.shape != shape:
        return None, f"the shape is {shape_in_words(mask.shape, shape)}, asked for {shape}"
    dropped, kept = mask == 0, np.abs(mask * (1 - p) - 1) <= CLOSE
    if not np.all(dropped | kept):
        return None, "an entry is neither 0 nor 1 / (1 - p)"
    if p == 0 and np.any(dropped):
        return None, "an entry is dropped although p is 0"
    return dropped, None


def _read_crops(call, answer):
    """Return the upper left corner of each crop, shape (N, 2), or words that say why they are no crops."""
    words = trouble(call, answer)
    if words:
        return None, words
    images, size = call.arguments[:2]
    found, words = as_numbers(answer.value)
    if words:
        return None, words
    shape = (len(images), size, size)
    if found.shape != shape:
        return None, f"the shape is {shape_in_words(found.shape, shape)}, expected {shape}"
    windows = np.lib.stride_tricks.sliding_window_view(np.asarray(images, dtype=float), (size, size), axis=(1, 2))
    same = np.abs(windows - found[:, np.newaxis, np.newaxis]) <= CLOSE * np.max(np.abs(images))
    fits = np.all(same, axis=(3, 4))  # (N, rows, columns)
    if not np.all(np.any(fits, axis=(1, 2))):
        return None, "a crop is not a piece of its own image"
    first = fits.reshape(len(images), -1).argmax(axis=1)
    return np.stack(np.divmod(first, fits.shape[2]), axis=1), None
