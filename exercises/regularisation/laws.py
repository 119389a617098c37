"""How chapter 7 is judged where chance decides: dropout masks and random crops.

No stream of random numbers is pinned. What is counted is binomial for a right answer; see `grader.selfcheck.chance`.
Nothing is refused that a right answer may do by chance, however small the question is.
"""

from itertools import pairwise
from math import comb, exp, lgamma, log

import numpy as np

from grader.selfcheck import (
    RIGHT,
    SINGLE_PRECISION,
    Counted,
    alike,
    as_numbers,
    beyond_chance,
    in_order,
    shape_in_words,
    trouble,
    wrong,
)

UNLIKELY = 1e-11  # that a right mask drops everything, or nothing
EVIDENCE = 1e-9  # what a right answer does more often by chance tells nothing


def is_a_mask(calls, answers, expected):
    """Every entry is 0 or 1 / (1 - p), in the shape asked for; a large mask holds both."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        dropped, words = _read_mask(call, answer)
        if not words:
            p = call.arguments[1]
            chance = p**dropped.size if np.all(dropped) else (1 - p) ** dropped.size if not np.any(dropped) else 1.0
            words = "all entries are dropped, or none is" if chance < UNLIKELY else None
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def drops_by_chance(calls, answers, expected):
    """Each entry of tables of one size is dropped with probability p, whatever happens to the others.

    Counted are the entries dropped in each row, in each column and, over all calls, in each place; and how often two
    entries have the same fate. The generators of the calls are independent.
    """
    masks, words = _read_all(_read_mask, calls, answers)
    if words:
        return wrong(words)
    p, dropped = calls[0].arguments[1], np.array(masks)  # (call, row, column)
    words = beyond_chance([*_shares(dropped, p), *_fates(dropped, p**2 + (1 - p) ** 2)])
    return wrong(words) if words else RIGHT


def _shares(dropped, p):
    """Count what is dropped: in all, by row, by column, and by column over all calls."""
    num_calls, num_rows, num_columns = dropped.shape
    yield Counted("the share of dropped entries is not p", int(dropped.sum()), dropped.size, p)
    for words, axis, trials in (
        ("whole rows are dropped or kept: each entry has its own chance", 2, num_columns),
        ("whole columns are dropped or kept: each entry has its own chance", 1, num_rows),
        ("some columns are dropped too often or too rarely", (0, 1), num_calls * num_rows),
    ):
        yield Counted(words, dropped.sum(axis=axis), trials, p)


def _fates(dropped, same):
    """Count the pairs of entries that are both dropped or both kept, which happens with probability `same`."""
    neighbours = "neighbours in a {} are not dropped independently"
    yield alike(neighbours.format("row"), dropped[:, :, 0:-1:2], dropped[:, :, 1::2], same)
    yield alike(neighbours.format("column"), dropped[:, 0:-1:2], dropped[:, 1::2], same)
    half = dropped.shape[2] // 2
    yield alike("the mask is its own mirror image", dropped[:, :, :half], dropped[:, :, ::-1][:, :, :half], same)
    for mask in dropped:
        yield from in_order("the mask is sorted, mirrored or repeats itself", mask.ravel(), same)
    for one, next_one in pairwise(dropped):
        yield alike("one call after the other drops the same entries", one, next_one, same)
        yield alike("one call after the other drops the same entries", one, next_one[::-1, ::-1], same)


def number_varies(calls, answers, expected):
    """Not every mask drops the same number of entries, where calls and entries are enough to tell."""
    masks, words = _read_all(_read_mask, calls, answers)
    if words:
        return wrong(words)
    is_fixed = len({int(dropped.sum()) for dropped in masks}) == 1
    if is_fixed and chance_of_one_number(masks[0].size, calls[0].arguments[1], len(masks)) < EVIDENCE:
        return wrong("every mask drops the same number of entries: each entry has its own chance")
    return RIGHT


def chance_of_one_number(size, p, times):
    """Return the chance that so many right masks all drop the same number of entries.

    >>> chance_of_one_number(1, 0.5, 3), chance_of_one_number(5, 0, 3)
    (0.25, 1.0)
    """
    return float(sum((comb(size, k) * p**k * (1 - p) ** (size - k)) ** times for k in range(size + 1)))


def crops(calls, answers, expected):
    """Each crop is a window of its own image."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        _, words = _read_crops(call, answer)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def crops_anywhere(calls, answers, expected):
    """As `crops`, with many images of one size; all places are equally likely, and each image has its own.

    The generators of the calls are independent. Where two windows of an image look alike, nothing is said of places.
    """
    places, words = _read_all(_read_crops, calls, answers)
    if words:
        return wrong(words)
    if not all(map(_can_be_told_apart, calls)):
        return RIGHT
    images, size = calls[0].arguments[:2]
    rows, columns = images.shape[1] - size + 1, images.shape[2] - size + 1
    numbers = [place @ [columns, 1] for place in places]
    visits = np.array([np.bincount(number, minlength=rows * columns) for number in numbers])
    is_even = np.all(np.ptp(visits, axis=1) <= 1)
    if is_even and chance_of_even_visits(len(images), rows * columns) ** len(calls) < EVIDENCE:
        return wrong("every place comes equally often: each image has a chance of its own")
    words = beyond_chance([*_visits(visits.reshape(-1, rows, columns)), *_meetings(places, numbers, rows, columns)])
    return wrong(words) if words else RIGHT


def chance_of_even_visits(num_images, num_places):
    """Return the chance that no place comes more than once more often than another.

    >>> round(chance_of_even_visits(2, 2), 9), round(chance_of_even_visits(4, 3), 9)  # 1/2, and 3 * 12 / 81
    (0.5, 0.444444444)
    """
    each, rest = divmod(num_images, num_places)
    orders = lgamma(num_images + 1) - (num_places - rest) * lgamma(each + 1) - rest * lgamma(each + 2)
    return comb(num_places, rest) * exp(orders - num_images * log(num_places))


def _visits(visits):
    """Count the crops at each place, of shape (call, top, left): call by call, and over all in each row and column."""
    words = "some places come too often, others too rarely or never"
    yield Counted(words, visits, int(visits[0].sum()), 1 / visits[0].size)
    for axis in (1, 2):
        yield Counted(words, visits.sum(axis=(0, axis)), int(visits.sum()), 1 / visits.shape[3 - axis])


def _meetings(places, numbers, rows, columns):
    """Count the pairs of images that share a place, a row or a column."""
    words = "the places follow an order or repeat themselves: each image has a chance of its own"
    for place, number in zip(places, numbers):
        for marks, count in ((number, rows * columns), (place[:, 0], rows), (place[:, 1], columns)):
            yield from in_order(words, marks, 1 / count)
            half = len(marks) // 2
            yield alike(words, marks[:half], count - 1 - marks[::-1][:half], 1 / count)
    for one, next_one in pairwise(numbers):
        yield alike("one call after the other cuts at the same places", one, next_one, 1 / (rows * columns))


def mask_follows_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give equal masks; another one, in the third, gives another."""
    masks, words = _read_all(_read_mask, calls, answers)
    p = calls[0].arguments[1]
    return wrong(words) if words else _follows(masks, (p**2 + (1 - p) ** 2) ** masks[0].size)


def crops_follow_the_generator(calls, answers, expected):
    """Equal generators, in the first two calls, give equal crops; another one, in the third, gives others."""
    places, words = _read_all(_read_crops, calls, answers)
    if words:
        return wrong(words)
    images, size = calls[0].arguments[:2]
    num_places = (images.shape[1] - size + 1) * (images.shape[2] - size + 1)
    chance = num_places ** -float(len(images)) if _can_be_told_apart(calls[0]) else 1.0
    return _follows(places, chance)


def _follows(found, chance):
    """Judge three draws; `chance` is that of two right ones being the same."""
    first, again, other = found
    if not np.array_equal(first, again):
        return wrong("two generators with the same seed give different results: is there another source of chance?")
    if np.array_equal(first, other) and chance < EVIDENCE:
        return wrong("two different generators give the same result: is the generator used?")
    return RIGHT


def _read_all(read, calls, answers):
    """Return what was read of each answer, or the words of the first that cannot be read."""
    found = [read(call, answer) for call, answer in zip(calls, answers)]
    words = next((words for _, words in found if words), None)
    return [one for one, _ in found], words


def _read_mask(call, answer):
    """Return where a mask is 0, or words that say why it is no mask."""
    shape, p = call.arguments[:2]
    mask, words = _numbers(call, answer, (shape,) if isinstance(shape, int) else tuple(shape))
    if words:
        return None, words
    dropped, kept = mask == 0, np.abs(mask * (1 - p) - 1) <= SINGLE_PRECISION
    if not np.all(dropped | kept):
        return None, "an entry is neither 0 nor 1 / (1 - p)"
    if p == 0 and np.any(dropped):
        return None, "an entry is dropped although p is 0"
    return dropped, None


def _can_be_told_apart(call):
    """Whether no two windows of an image look alike."""
    windows = _windows(*call.arguments[:2])
    flat = windows.reshape(len(windows), -1, windows.shape[-1] ** 2)
    return all(len(np.unique(image, axis=0)) == len(image) for image in flat)


def _windows(images, size):
    """Return the windows of all images, shape (N, rows, columns, size, size)."""
    return np.lib.stride_tricks.sliding_window_view(np.asarray(images, dtype=float), (size, size), axis=(1, 2))


def _read_crops(call, answer):
    """Return the upper left corner of each crop, shape (N, 2), or words that say why they are no crops."""
    images, size = call.arguments[:2]
    found, words = _numbers(call, answer, (len(images), size, size))
    if words:
        return None, words
    windows = _windows(images, size)
    same = np.abs(windows - found[:, np.newaxis, np.newaxis]) <= SINGLE_PRECISION * np.max(np.abs(images))
    fits = np.all(same, axis=(3, 4))  # (N, rows, columns)
    if not np.all(np.any(fits, axis=(1, 2))):
        return None, "a crop is not a piece of its own image"
    first = fits.reshape(len(images), -1).argmax(axis=1)
    return np.stack(np.divmod(first, fits.shape[2]), axis=1), None


def _numbers(call, answer, shape):
    """Return an answer as an array of the shape that is due, or words that say why it is none."""
    words = trouble(call, answer)
    if words:
        return None, words
    found, words = as_numbers(answer.value)
    if not words and found.shape != shape:
        words = f"the shape is {shape_in_words(found.shape, shape)}, expected {shape}"
    return found, words
