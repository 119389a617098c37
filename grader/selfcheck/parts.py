"""Results of several parts: which of them are wrong, missing, or in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import numpy as np

from .beside import Pair, agree, is_number, numbers
from .compare import difference

MOST_EXCHANGED = 4  # parts of which every order is tried


@dataclass(frozen=True)
class Part:
    """One part of a result beside the right one; `place` is its position or its key, of `count`."""

    place: Any
    count: int
    pair: Pair


def has_parts(value: Any) -> bool:
    """Whether a right result is a tuple, a dict, or a list of more than single numbers."""
    if isinstance(value, dict):
        return bool(value)
    if isinstance(value, list):
        return bool(value) and numbers(value) is None and not all(is_number(one) for one in value)
    return isinstance(value, tuple) and bool(value)


def with_lists_of_texts(pair: Pair) -> Pair:
    """Return a pair with a list in the place of an array of texts: it has parts, too."""
    if isinstance(pair.right, np.ndarray) and pair.right.dtype.kind == "U" and pair.right.ndim:
        return replace(pair, right=pair.right.tolist())
    return pair


def arrangement(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    """Return what is so of the parts as a whole, as a kind and a predicate; None if each stands in its place.

    Parameters
    ----------
    pairs
        Wrong results beside right ones, all of which have parts.
    """
    for kind, words, holds in _arrangements(pairs[0].right):
        if all(has_parts(pair.right) and holds(pair) for pair in pairs):
            return kind, words
    return None


Arrangement = tuple[str, str, Callable[[Pair], bool]]


def _arrangements(right: Any) -> Iterator[Arrangement]:
    if isinstance(right, dict):
        return
    if isinstance(right, list):
        yield "order", "is in reverse order", lambda pair: _same(pair, list(pair.right)[::-1])
        yield "missing", "lacks its first item", lambda pair: _same(pair, pair.right[1:])
        yield "missing", "lacks its last item", lambda pair: _same(pair, pair.right[:-1])
        yield "missing", "is its first item alone", _alone(0)
        yield "missing", "is its last item alone", _alone(-1)
        yield "order", "has the right items in another order", _same_texts
    else:
        yield from _of_tuples(len(right))
    yield "extra", "has a part too many at the end", lambda pair: _same(pair, pair.right, slice(None, -1))
    yield "extra", "has a part too many at the beginning", lambda pair: _same(pair, pair.right, slice(1, None))


def _same_texts(pair: Pair) -> bool:
    """Whether a list holds the right texts, two unlike ones at least, whatever their order."""
    got = items(pair.got)
    is_text = got is not None and all(isinstance(one, str) for one in (*got, *pair.right))
    return is_text and len(set(pair.right)) > 1 and sorted(got or ()) == sorted(pair.right)


def _of_tuples(count: int) -> Iterator[Arrangement]:
    for place in range(count):
        yield "missing", f"is {which(place, count)} alone", _alone(place)
        yield "missing", f"lacks {which(place, count)}", _picked([one for one in range(count) if one != place])
    for order in permutations(range(count)) if 1 < count <= MOST_EXCHANGED else ():
        words = "has its two parts exchanged" if count == 2 else "has the right parts in another order"
        yield "order", words, _picked(order)


def _alone(place: int) -> Callable[[Pair], bool]:
    return lambda pair: len(pair.right) > 1 and same(replace(pair, right=pair.right[place]))


def _picked(places: Sequence[int]) -> Callable[[Pair], bool]:
    return lambda pair: _same(pair, [pair.right[place] for place in places])


def which(place: int, count: int) -> str:
    """Return words for one of several results.

    >>> which(1, 3)
    'result 2 of 3'
    """
    return f"result {place + 1} of {count}"


def _same(pair: Pair, right: Sequence[Any], kept: slice = slice(None)) -> bool:
    got = items(pair.got)
    if got is None or len(got[kept]) != len(right) or not right:
        return False
    return all(same(replace(pair, got=one, right=other)) for one, other in zip(got[kept], right))


def items(value: Any) -> list[Any] | None:
    """Return the parts of what came back; None if it has none."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return list(value) if isinstance(value, np.ndarray) and value.ndim else None


def same(pair: Pair) -> bool:
    """Whether a result is right."""
    if pair.arrays:
        return agree(*pair.arrays, pair.rtol)
    return difference(pair.got, pair.right, pair.rtol) is None


def taken_apart(pairs: Sequence[Pair]) -> list[Part] | None:
    """Return the wrong parts of all results; None where a result has not as many parts as the right one."""
    found: list[Part] = []
    for pair in pairs:
        keys: Sequence[Any] = list(pair.right) if isinstance(pair.right, dict) else range(len(pair.right))
        got = pair.got if isinstance(pair.right, dict) else items(pair.got)
        if got is None or isinstance(got, dict) != isinstance(pair.right, dict) or len(got) != len(keys):
            return None
        if isinstance(got, dict) and set(got) != set(keys):
            return None
        parts = [_part(pair, key, len(keys), got[key]) for key in keys]
        found += [part for part in parts if not same(part.pair)]
    return found


def _part(pair: Pair, place: Any, count: int, got: Any) -> Part:
    """Return a part; of a list, with the items at its place in the arguments that are as long, layer by layer."""
    given = pair.given
    if isinstance(pair.right, list):
        is_alike = {words: isinstance(value, list) and len(value) == count for words, value in given.items()}
        given = {words: value[place] if is_alike[words] else value for words, value in given.items()}
    return Part(place, count, replace(pair, got=got, right=pair.right[place], given=given))


@dataclass(frozen=True)
class Where:
    """Which parts are wrong: a subject for what each of them is, and a clause that says that no others are."""

    subject: str
    only: str
    is_one: bool


def wrong_parts(parts: Sequence[Part], is_tuple: bool) -> Where | None:
    """Return which parts are wrong; None if it may be any."""
    places = sorted({part.place for part in parts}, key=repr)
    counts = {part.count for part in parts}
    if is_tuple and len(counts) == 1:
        return _of_tuple(places, counts.pop())
    if not all(isinstance(place, int) for place in places) or max(counts) < 2:
        return None
    if all(part.place == 0 for part in parts):
        return Where("the first item", "only the first item is wrong", True)
    if all(part.place == part.count - 1 for part in parts):
        return Where("the last item", "only the last item is wrong", True)
    if all(part.place > 0 for part in parts):
        return Where("each item after the first", "only items after the first are wrong", False)
    if all(part.place < part.count - 1 for part in parts):
        return Where("each item before the last", "only items before the last are wrong", False)
    return None


def _of_tuple(places: list[int], count: int) -> Where | None:
    if len(places) == count:
        return None
    if len(places) == 1:
        one = which(places[0], count)
        return Where(one, f"only {one} is wrong", True)
    numbered = [str(place + 1) for place in places]
    several = f"results {', '.join(numbered[:-1])} and {numbered[-1]} of {count}"
    return Where(f"each of {several}", f"only {several} are wrong", False)
