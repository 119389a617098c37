"""Small inputs that might tell a mutant from the reference, made of the arguments that the cases ask with.

Sizes shrink, numbers become whole, zero, equal, negative or large, and single arguments get another shape, type or
value. Nobody knows here what a function may be asked: see `grader.plan.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.selfcheck.calling import Call

Fill = Callable[[np.ndarray, np.random.Generator], np.ndarray]
SMALL = 3  # entries along an axis
FAR = SMALL + 1
MOST_COUNTED = 6
OF_UNLIKE_LENGTHS = " of unlike lengths"
ALIKE = "many rows that are alike"
MANY = 50  # rows that nobody reads one by one
TENTHS = "tenths"  # the mean of three times 0.1 is not 0.1 in a computer
MOST_PLACES = 8  # arguments, and items of lists among them, that are changed each by itself


def variations(calls: list[Call], texts: set[str], seed: int) -> Iterator[tuple[str, list[Call]]]:
    """Yield changed calls, each with what they are in words.

    Parameters
    ----------
    calls
        What is to be changed, all in the same way.
    texts
        What may be asked where there is a text.
    seed
        Of the numbers that are drawn.
    """
    sizes = _sizes(calls)
    for lengths in sizes:
        for words, fill in FILLS.items():
            yield words, _all(calls, _maker(lengths, fill, seed))
    for lengths in (sizes[-1], sizes[0]):
        for fill in (whole, rounded):
            yield from _one_changed(_all(calls, _maker(lengths, fill, seed)), texts)


def by_hand(calls: list[Call], seed: int) -> Iterator[tuple[str, list[Call]]]:
    """Yield the calls cut short, with whole numbers in the arrays and short ones elsewhere, as people write them."""
    sizes = [(OF_UNLIKE_LENGTHS, lengths) for lengths in _unlike_sizes(calls)]
    sizes += [("", lengths) for lengths in _sizes(calls)[1:]]
    for suffix, lengths in sizes:
        for words in WHOLE:
            for again in range(DRAWS if words == WHOLE[0] else 1):
                make = _maker(lengths, FILLS[words], seed + again)
                made = _all(_all(calls, make), _short)
                if words == WHOLE[0]:
                    yield words + suffix, _all(made, _counted(np.random.default_rng(seed + again)))
                yield words + suffix, made


def many_alike(calls: list[Call]) -> Iterator[tuple[str, list[Call]]]:
    """Yield calls with as many rows as there were, if these are many: all alike, short ones first.

    What chance makes of one row shows in many of them.
    """
    old = _old_lengths(calls)
    if not old or old[-1] < MANY:
        return
    for most in (2, SMALL, old[-1]):
        lengths = {n: min(n, most) for n in old[:-1]} | {old[-1]: old[-1]}
        yield ALIKE, _all(_all(calls, _maker(lengths, _alike, 0)), _short)


def _alike(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an array whose rows are all the same: 1, 2, 3 and so on, in as many axes as they have."""
    if not array.ndim:
        return array
    row = np.arange(1, array[0].size + 1).reshape(array.shape[1:])
    return np.broadcast_to(row, array.shape).astype(array.dtype)


def is_many_alike(array: np.ndarray) -> bool:
    """Whether an array has many rows, and all of them are the same."""
    return array.ndim > 1 and len(array) >= MANY and bool(np.all(array == array[:1]))


def _counted(rng: np.random.Generator) -> Callable[[Any], Any]:
    """Return what gives other values to the whole numbers that are no lengths: shifts, patience, sizes of batches."""

    def change(value: Any) -> Any:
        if type(value) is not int:
            return value
        return int(rng.integers(1, min(value, MOST_COUNTED), endpoint=True) if value > 0 else rng.integers(-2, 3))

    return change


def _short(value: Any) -> Any:
    """Write a number with one digit that counts, and arrays in the usual memory layout."""
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value) if value.ndim else value
    if isinstance(value, (list, tuple)):
        return type(value)(map(_short, value))
    return float(f"{value:.1g}") if type(value) is float else value


def _all(calls: list[Call], change: Callable[[Any], Any]) -> list[Call]:
    """Change every argument of every call."""
    return [
        Call(tuple(change(a) for a in call.arguments), {key: change(a) for key, a in call.keywords.items()})
        for call in calls
    ]


def _sizes(calls: list[Call]) -> list[dict[int, int]]:
    """Return the ways to shorten axes: a new length for each old one, the same wherever it occurs."""
    old = _old_lengths(calls)
    rising = [min(2 + place, n) for place, n in enumerate(old)]
    new = [old, *([min(length, n) for n in old] for length in (1, 2, SMALL)), [*reversed(rising)], rising]
    return [dict(zip(old, lengths)) for lengths in new]


def _old_lengths(calls: list[Call]) -> list[int]:
    found = {n for call in calls for a in [*call.arguments, *call.keywords.values()] for n in _lengths(a)}
    return sorted(found - {0, 1})


def _unlike_sizes(calls: list[Call]) -> list[dict[int, int]]:
    """Return ways to shorten axes in which no two lengths are alike: no rows are taken for columns there."""
    old = _old_lengths(calls)
    shortest = (3, 5) if len(old) == 1 else (1, 2)
    new = [[min(first + place, n) for place, n in enumerate(old)] for first in shortest]
    return [dict(zip(old, lengths)) for rising in new for lengths in (rising, rising[::-1])]


def _lengths(value: Any) -> list[int]:
    if isinstance(value, np.ndarray):
        return list(value.shape)
    if isinstance(value, (list, tuple)):
        return [*([len(value)] if _is_column(value) else []), *(n for item in value for n in _lengths(item))]
    return []


def _is_column(value: Any) -> bool:
    """Whether a list is cut like an array: it holds numbers or texts, or rows of them."""
    return isinstance(value, list) and not any(isinstance(item, np.ndarray) for item in value)


def _maker(lengths: dict[int, int], fill: Fill, seed: int) -> Callable[[Any], Any]:
    """Return what gives arguments another size, and their arrays other numbers, drawn one argument after the other."""
    rng = np.random.default_rng(seed)
    return lambda value: _drawn(_cut(value, lengths), lambda array: fill(array, rng))


def _cut(value: Any, lengths: dict[int, int]) -> Any:
    """Shorten axes, and fractions; a whole number that is the length of an axis goes with it."""
    if isinstance(value, np.ndarray):
        return np.array(value[tuple(slice(lengths.get(n, n)) for n in value.shape)])
    if isinstance(value, (list, tuple)):
        kept = value[: lengths.get(len(value), len(value))] if _is_column(value) else value
        return type(value)(_cut(item, lengths) for item in kept)
    return lengths.get(value, value) if type(value) is int else value


def _drawn(value: Any, fill: Callable[[np.ndarray], np.ndarray]) -> Any:
    """Change every array of numbers in a value."""
    if isinstance(value, np.ndarray):
        return fill(value) if value.size and value.dtype.kind in "fiub" else value
    return type(value)(_drawn(item, fill) for item in value) if isinstance(value, (list, tuple)) else value


def whole(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return whole numbers; where there were some already, no others than lie between them."""
    low, high = (-SMALL, SMALL) if array.dtype.kind == "f" else (int(array.min()), int(array.max()))
    drawn = rng.integers(low, high, size=array.shape, endpoint=True).astype(array.dtype)
    return _definite(array, drawn) if _is_symmetric(array) else drawn


def _is_symmetric(array: np.ndarray) -> bool:
    return array.ndim == 2 and len(array) > 1 and np.array_equal(array, array.T) and np.ptp(array) > 0


def _definite(array: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Make a drawn matrix symmetric, and positive definite where there was such a one: else it would be no Hessian."""
    if np.linalg.eigvalsh(array).min() > 0:
        return drawn @ drawn.T + np.eye(len(drawn), dtype=drawn.dtype)
    return drawn + drawn.T


def _bits(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 2, size=array.shape).astype(array.dtype)


def rounded(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the same numbers with one digit after the point."""
    return np.round(array, 1) if array.dtype.kind == "f" else array


def _negative(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (-1 - np.abs(whole(array, rng))).astype(array.dtype) if array.dtype.kind in "fi" else array


def _large(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Make numbers large; of whole ones the first alone, and just larger than any that is there."""
    if array.dtype.kind == "f":
        return 1000 * whole(array, rng)
    changed = array.copy()
    most = 1 if array.dtype.kind == "b" else np.iinfo(array.dtype).max
    changed.flat[0] = min(int(array.max()) + 1, most)
    return changed


FILLS: dict[str, Fill] = {
    "whole numbers": whole,
    "zeros and ones": _bits,
    "zeros": lambda array, rng: np.zeros_like(array),
    "equal numbers": lambda array, rng: np.full_like(array, array.flat[0].round() or 1),
    "equal rows": lambda array, rng: np.resize(whole(array, rng)[:1], array.shape) if array.ndim else array,
    "sorted numbers": lambda array, rng: np.sort(whole(array, rng), axis=-1) if array.ndim else array,
    "negative numbers": _negative,
    "fractions": rounded,
    "tiny numbers": lambda array, rng: 1e-6 * rounded(array, rng) if array.dtype.kind == "f" else array,
    "large numbers": _large,
    TENTHS: lambda array, rng: np.full_like(array, 0.1) if array.dtype.kind == "f" else array,
}


SINGLE = "in single precision"
WHOLE = (
    "whole numbers",
    "zeros and ones",
    "equal numbers",
    "sorted numbers",
    "negative numbers",
    "large numbers",
    TENTHS,
)
GENERAL = WHOLE[0] + OF_UNLIKE_LENGTHS
DRAWS = 4  # of whole numbers, for each size


def _one_changed(calls: list[Call], texts: set[str]) -> Iterator[tuple[str, list[Call]]]:
    """Change a single argument, or a single item of a list among them, in each call; or all arrays alike."""
    for words, _ in _other_arrays(np.zeros((1, 1))):
        yield f"arrays {words}", _all(calls, partial(_drawn, fill=partial(_other, words=words)))
    for place in list(_places(calls[0].arguments))[:MOST_PLACES]:
        for words, _ in _others(_at(calls[0].arguments, place), texts):
            if words == SINGLE:
                continue  # promised for all arrays alike: a mixture gives a double with the digits of a single
            change = partial(_otherwise, texts=texts, words=words)
            changed = [Call(_put(call.arguments, place, change), call.keywords) for call in calls]
            yield f"argument {place[0] + 1} {words}", changed


def _places(value: Any, so_far: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    for at, item in enumerate(value):
        yield (*so_far, at)
        if isinstance(item, (list, tuple)):
            yield from _places(item, (*so_far, at))


def _at(value: Any, place: tuple[int, ...]) -> Any:
    for at in place:
        value = value[at]
    return value


def _put(value: Any, place: tuple[int, ...], change: Callable[[Any], Any]) -> Any:
    """Return a value with the item at a place changed; as it is if it has no such place, as another call may."""
    if not place:
        return change(value)
    if not isinstance(value, (list, tuple)):
        return value
    items = [_put(item, place[1:], change) if at == place[0] else item for at, item in enumerate(value)]
    return type(value)(items)


def _otherwise(value: Any, texts: set[str], words: str) -> Any:
    """Return the value that `_others` describes in these words; the same one if there is none."""
    return dict(_others(value, texts)).get(words, value)


def _others(value: Any, texts: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield what might be asked in the place of one value, each with words."""
    if isinstance(value, np.ndarray):
        yield from _other_arrays(value)
    elif isinstance(value, bool):
        yield f"is {not value}", not value
    elif isinstance(value, int):
        yield from (
            (f"is {other}", other) for other in (0, 1, 2, -1, value + 1, value - 1, FAR, -FAR) if other != value
        )
    elif isinstance(value, float):
        yield from ((f"is {other}", other) for other in (0.0, 1.0, 0.5, -0.5, 2 * value, value / 2) if other != value)
    elif isinstance(value, str):
        yield from ((f"is {other!r}", other) for other in sorted(texts - {value}))
    elif isinstance(value, list) and value:
        yield "with an item less", value[:-1]
        yield "with an item more", value + value[:1]


def _other(array: np.ndarray, *, words: str) -> np.ndarray:
    return dict(_other_arrays(array)).get(words, array)


def _other_arrays(array: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    yield "with an axis too many", array[..., np.newaxis]
    if array.ndim and len(array):
        yield "with an axis too few", np.array(array[0])
        yield "with one row", array[:1]
        yield "with a row more", np.concatenate([array, array[:1]])
        yield "with a column more", np.concatenate([array, array[..., :1]], axis=-1)
        yield "without its last column", array[..., :-1]
    if array.ndim > 1:
        yield "transposed", np.ascontiguousarray(array.T)
    if array.dtype.kind == "f":
        yield "of integers", array.astype(np.int64)
        yield "of bytes", np.abs(array).astype(np.uint8)
        yield SINGLE, array.astype(np.float32)
        yield "of zeros", np.zeros_like(array)
