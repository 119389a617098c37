"""Where results are wrong: at which numbers of a result, and with which arguments; and what all right ones have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from .beside import Pair, differing, is_number, numbers

UNLIKELY = 20  # ways, for each condition that is tried, in which as many failures could have fallen by chance
UNLIKELY_CHOICE = 10  # ways in all where the argument is a choice: a text, True or False, 0 or 1
Masks = dict[str, np.ndarray]


def place(pairs: Sequence[Pair]) -> str | None:
    """Return where alone arrays of one shape are wrong, as a plural: `numbers in the first row`; None if anywhere."""
    wrong = [differing(*both, pair.rtol) for pair in pairs if (both := pair.arrays)]
    if sum(int(one.sum()) for one in wrong) < 2 or sum(int((~one).sum()) for one in wrong) < 3:
        return None
    masks = [_masks(pair, one) for pair, one in zip(pairs, wrong)]
    for words in masks[0]:
        if all(words in one and _is_where(one[words], where) for one, where in zip(masks, wrong)):
            covered = sum(int(one[words].sum()) for one in masks)
            if 2 * sum(int(one.sum()) for one in wrong) >= covered:
                return words
    return None


def _is_where(mask: np.ndarray, wrong: np.ndarray) -> bool:
    return bool(np.all(mask | ~wrong))


def _masks(pair: Pair, wrong: np.ndarray) -> Masks:
    """Return places that have a name, without those that are everywhere."""
    _, right = pair.arrays or (None, np.zeros(0))
    found = {**_edges(right.shape), **_labels(pair.given, right.shape)}
    for words, value in pair.given.items():
        array = numbers(value)
        if array is not None and array.shape == right.shape and right.ndim:
            found |= _signs(f"{words} is", array)
    found |= _signs("the right number is", right)
    return {words: mask for words, mask in found.items() if not np.all(mask)}


def _signs(words: str, array: np.ndarray) -> Masks:
    return {
        f"numbers where {words} negative": array < 0,
        f"numbers where {words} positive": array > 0,
        f"numbers where {words} 0": array == 0,
        f"numbers where {words} not 0": array != 0,
        f"numbers where {words} 0 or less": array <= 0,
        f"numbers where {words} not negative": array >= 0,
    }


def _edges(shape: tuple[int, ...]) -> Masks:
    if not shape:
        return {}
    at = np.indices(shape)
    if len(shape) == 1:
        first, last = at[0] == 0, at[0] == shape[0] - 1
        return {"first numbers": first, "last numbers": last, "numbers after the first": ~first} | {
            "numbers before the last": ~last
        }
    row, column = at[0], at[-1]
    edges = {
        "numbers in the first row": row == 0,
        "numbers in the last row": row == shape[0] - 1,
        "numbers in the first column": column == 0,
        "numbers in the last column": column == shape[-1] - 1,
    }
    if len(shape) == 2:
        edges |= {"numbers on the diagonal": row == column, "numbers off the diagonal": row != column}
        edges |= {"numbers above the diagonal": row < column, "numbers below the diagonal": row > column}
    return edges | {
        "numbers after the first row": row > 0,
        "numbers before the last row": row < shape[0] - 1,
        "numbers after the first column": column > 0,
        "numbers before the last column": column < shape[-1] - 1,
    }


def _labels(given: Mapping[str, Any], shape: tuple[int, ...]) -> Masks:
    """Return the places of labels: where an argument of whole numbers has, for each row, a column of the result."""
    found: Masks = {}
    for words, value in given.items():
        array = numbers(value) if len(shape) == 2 else None
        if array is not None and array.shape == shape[:1] and np.all((array >= 0) & (array < shape[1])):
            at = np.arange(shape[1]) == array[:, np.newaxis]
            if np.all(at.sum(axis=1) == 1):
                found |= {
                    f"numbers in the column that {words} names": at,
                    f"numbers outside the column that {words} names": ~at,
                }
    return found


@dataclass(frozen=True)
class Condition:
    """Words that go on from *where*, and whether all results are wrong there; wrong elsewhere is none."""

    words: str
    always: bool


def condition(wrong: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]]) -> Condition | None:
    """Return what the arguments of all wrong answers have in common, and those of no or few right ones.

    Parameters
    ----------
    wrong, right
        The arguments of the calls that were answered wrong, and right, by the words that stand for them.

    Returns
    -------
    None where nothing sets them apart, or chance may have.
    """
    if len(wrong) < 2 or len(right) < 2:
        return None
    known = [dict(_conditions(given)) for given in (*wrong, *right)]
    texts = _few_texts(wrong, right)
    for one, given in zip(known, (*wrong, *right)):
        one |= {words: True for words, holds in texts.items() if holds(given)}
    shared = [words for words in known[0] if all(words in one for one in known[: len(wrong)])]
    limit = UNLIKELY * len({tuple(words in one for one in known) for words in set().union(*known)})
    for always in (True, False):
        for words in sorted(shared, key=lambda one: not known[0][one]):
            elsewhere = sum(words in one for one in known[len(wrong) :])
            is_choice = known[0][words]
            if bool(elsewhere) is not always and (is_choice or always):
                ways = comb(len(known), len(wrong)) / comb(len(wrong) + elsewhere, len(wrong))
                if ways >= (UNLIKELY_CHOICE if is_choice else limit) and 2 * (len(wrong) + elsewhere) <= 1.2 * len(
                    known
                ):
                    return Condition(words, always)
    return None


def _few_texts(
    wrong: Sequence[Mapping[str, Any]], right: Sequence[Mapping[str, Any]]
) -> dict[str, Callable[[Mapping[str, Any]], bool]]:
    """Return two choices of an argument of many, beside which no answer is wrong."""
    found: dict[str, Callable[[Mapping[str, Any]], bool]] = {}
    for name in [name for name, value in wrong[0].items() if isinstance(value, str)]:
        chosen, others = ({str(given.get(name)) for given in side} for side in (wrong, right))
        if len(chosen) == 2 <= len(others - chosen):
            found[f"{name} is {' or '.join(map(repr, sorted(chosen)))}"] = _is_among(name, chosen)
    return found


def _is_among(name: str, chosen: Collection[str]) -> Callable[[Mapping[str, Any]], bool]:
    return lambda given: given.get(name) in chosen


def _conditions(given: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield what is so of some arguments, and whether it is a choice that the caller makes."""
    for words, value in given.items():
        if isinstance(value, str):
            yield f"{words} is {value!r}", True
        elif isinstance(value, (bool, np.bool_)):
            yield f"{words} is {bool(value)}", True
        elif is_number(value):
            yield from ((f"{words} is {one}", True) for one in (0, 1) if value == one)
            yield from (
                (f"{words} is {said}", False)
                for said, so in (("negative", value < 0), ("more than 1", value > 1))
                if so
            )
        elif isinstance(value, (list, tuple)):
            yield f"{words} has {'one item' if len(value) == 1 else 'several items'}", False
        array = numbers(value)
        if array is not None and array.ndim:
            yield from ((f"{words} {said}", False) for said in _of_array(array))
            if is_narrow(value):
                yield f"{words} has a small number type, such as uint8", True
            elif np.asarray(value).dtype.kind in "iu":
                yield f"{words} holds whole numbers only", False


def is_narrow(value: Any) -> bool:
    """Whether an argument is an array of a type with few bytes, in which sums overflow or are rounded."""
    return isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and value.dtype.itemsize < 8


def _of_array(array: np.ndarray) -> Iterator[str]:
    many, one = ("rows", "row") if array.ndim > 1 else ("numbers", "number")
    yield f"has one {one}" if len(array) == 1 else f"is without {many}" if not len(array) else f"has several {many}"
    yield f"has {array.ndim} {'axis' if array.ndim == 1 else 'axes'}"
    if array.ndim == 2:
        yield "is square" if array.shape[0] == array.shape[1] else "is not square"
        yield "has one column" if array.shape[1] == 1 else "has several columns"
    if array.size:
        yield "holds a negative number" if np.any(array < 0) else "holds no negative number"
        yield "holds a 0" if np.any(array == 0) else "holds no 0"
        yield from (["holds large numbers"] if np.max(np.abs(array)) >= 100 else [])
        if array.size > 1:
            yield "holds equal numbers" if len(np.unique(array)) < array.size else "holds no number twice"


Property = tuple[str, Callable[[np.ndarray], bool]]


def _near(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, rtol=0, atol=1e-9))


PROPERTIES: tuple[Property, ...] = (
    ("each row of a right result adds up to 1", lambda a: a.ndim == 2 and _near(a.sum(axis=1), 1)),
    ("each column of a right result adds up to 1", lambda a: a.ndim == 2 and _near(a.sum(axis=0), 1)),
    ("the numbers of a right result add up to 1", lambda a: a.ndim > 0 and _near(a.sum(), 1)),
    ("each row of a right result adds up to 0", lambda a: a.ndim == 2 and _near(a.sum(axis=1), 0)),
    ("each column of a right result adds up to 0", lambda a: a.ndim == 2 and _near(a.sum(axis=0), 0)),
    ("a right result is its own transpose", lambda a: a.ndim == 2 and a.shape == a.T.shape and _near(a, a.T)),
    ("right numbers are never negative", lambda a: bool(np.all(a >= 0))),
    ("right numbers are never positive", lambda a: bool(np.all(a <= 0))),
    ("right numbers are never above 1", lambda a: bool(np.all(a <= 1))),
    ("right numbers are whole", lambda a: _near(a, np.round(a))),
)  # fmt: skip


def lost_property(wrong: Sequence[Pair], right: Sequence[Pair]) -> str | None:
    """Return what every right result has and no wrong one, as a clause; None if there is no such thing.

    Parameters
    ----------
    wrong, right
        Pairs in which the result is wrong, and in which it is right.
    """
    due = [array for pair in (*wrong, *right) if (array := numbers(pair.right)) is not None]
    got = [array for pair in wrong if (array := numbers(pair.got)) is not None]
    if len(got) < len(wrong) or len(due) < len(wrong) + len(right) or len(due) < 4 or len(wrong) < 2:
        return None
    for words, holds in PROPERTIES:
        if all(map(holds, due)) and not any(map(holds, got)):
            return words
    return None
