"""How a wrong result may follow from the right one alone: turned round, of another shape, a function of it.

Each relation is a predicate, of which the result is the subject: `is the right one transposed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .beside import Pair, agree, differing, tell_apart

Holds = Callable[[np.ndarray, np.ndarray], bool]


@dataclass(frozen=True)
class Relation:
    """What may hold between what came back and what is right.

    Parameters
    ----------
    kind
        What tables call it.
    words
        What a result is then, as a predicate.
    holds
        Whether it holds between two arrays.
    several
        Whether it says something of arrays of several unlike numbers alone: it is then asked of them.
    """

    kind: str
    words: str
    holds: Holds
    several: bool = False


def relation(pairs: Sequence[Pair], known: Sequence[Relation]) -> Relation | None:
    """Return the first relation that holds in every pair; None if there is none, or too little to tell.

    Parameters
    ----------
    pairs
        Wrong results beside the right ones.
    known
        The relations to try.
    """
    both = [arrays for pair in pairs if (arrays := pair.arrays)]
    if len(both) < len(pairs) or not tell_apart(pairs):
        return None
    both.sort(key=lambda arrays: arrays[1].size)  # what does not hold shows itself soon
    with np.errstate(all="ignore"):
        return next((one for one in known if _holds(one, both)), None)


def _holds(one: Relation, both: Sequence[tuple[np.ndarray, np.ndarray]]) -> bool:
    rich = [(got, right) for got, right in both if len(np.unique(right)) > 2] if one.several else both
    return len(rich) >= (2 if one.several else 1) and all(one.holds(got, right) for got, right in rich)


def _image(function: Callable[[np.ndarray], np.ndarray], axes: int = 0) -> Holds:
    """Return whether the result is an image of the right one, which has at least so many axes."""
    return lambda got, right: right.ndim >= axes and agree(got, np.asarray(function(right)))


def _before(function: Callable[[np.ndarray], np.ndarray], axes: int = 0) -> Holds:
    """Return whether the right one is an image of the result, which has at least so many axes and more numbers."""

    def holds(got: np.ndarray, right: np.ndarray) -> bool:
        return got.ndim >= axes and got.size > right.size and agree(np.asarray(function(got)), right)

    return holds


def _rolled(got: np.ndarray, right: np.ndarray) -> bool:
    return any(agree(got, np.roll(right, by, axis)) for axis in range(right.ndim) for by in (1, -1))


def _shifted(got: np.ndarray, right: np.ndarray) -> bool:
    """Whether all but an edge is what should stand one place further on, or before."""
    if got.shape != right.shape:
        return False
    for axis in range(right.ndim):
        if right.shape[axis] < 3:
            continue
        one, other = np.moveaxis(got, axis, 0), np.moveaxis(right, axis, 0)
        if agree(one[1:], other[:-1]) or agree(one[:-1], other[1:]):
            return len(np.unique(other)) > 2
    return False


def _rows_elsewhere(got: np.ndarray, right: np.ndarray) -> bool:
    if got.shape != right.shape or right.ndim < 2 or len(right) < 2:
        return False
    flat, other = got.reshape(len(got), -1), right.reshape(len(right), -1)
    return agree(flat[np.lexsort(np.round(flat, 9).T)], other[np.lexsort(np.round(other, 9).T)])


def _same_numbers(got: np.ndarray, right: np.ndarray) -> bool:
    """Whether the numbers are the right ones, whatever their places; three of them differ at least."""
    return got.size == right.size and len(np.unique(right)) > 2 and agree(np.sort(got, axis=None), np.sort(right, None))


TURNED = (
    Relation("transposed", "is the right one transposed", _image(np.transpose, 2)),
    Relation("order", "is in reverse order", lambda g, r: r.ndim == 1 and agree(g, r[::-1])),
    Relation("order", "has its rows in reverse order", _image(lambda r: r[::-1], 2)),
    Relation("order", "has its columns in reverse order", _image(lambda r: r[..., ::-1], 2)),
    Relation("order", "has its rows and its columns in reverse order", _image(lambda r: r[::-1, ..., ::-1], 2)),
    Relation("shifted", "is shifted by one place; what leaves at one end comes in at the other", _rolled),
    Relation("shifted", "is shifted by one place", _shifted),
    Relation("order", "has the right rows in another order", _rows_elsewhere),
    Relation(
        "order", "holds the right numbers in other places", lambda g, r: g.shape == r.shape and _same_numbers(g, r)
    ),
)


def _flat(more: int) -> Holds:
    """Return whether the numbers are right and the axes are more, fewer or as many, as the sign of `more` says."""

    def holds(got: np.ndarray, right: np.ndarray) -> bool:
        return np.sign(got.ndim - right.ndim) == more and agree(got.ravel(), right.ravel())

    return holds


def _longer(axis: int, cut: slice) -> Holds:
    return lambda got, right: (
        got.ndim == right.ndim > axis and got.shape[axis] > right.shape[axis] and _cut(got, right, axis, cut)
    )


def _shorter(axis: int, cut: slice) -> Holds:
    return lambda got, right: (
        got.ndim == right.ndim > axis and got.shape[axis] < right.shape[axis] and _cut(right, got, axis, cut)
    )


def _cut(long: np.ndarray, short: np.ndarray, axis: int, cut: slice) -> bool:
    """Whether the short array is the long one without its first (or last) slices along an axis."""
    length = short.shape[axis]
    part = np.moveaxis(long, axis, 0)
    part = part[:length] if cut.start is None else part[len(part) - length :]
    return short.size > 0 and agree(np.moveaxis(part, 0, axis), short)


FIRST, LAST = slice(None, 1), slice(-1, None)  # which end is kept


def _lengths() -> Iterator[Relation]:
    """Yield what has an end too many or too few, along its rows and along its columns."""
    for axis, things in ((0, "numbers"), (0, "rows"), (1, "columns")):
        only = 1 if things == "numbers" else 2

        def of(holds: Holds, only: int = only) -> Holds:
            return lambda got, right: min(right.ndim, 2) == only and holds(got, right)

        yield Relation("missing", f"lacks {things} at the end", of(_shorter(axis, FIRST)))
        yield Relation("missing", f"lacks {things} at the beginning", of(_shorter(axis, LAST)))
        yield Relation("extra", f"has {things} too many at the end", of(_longer(axis, FIRST)))
        yield Relation("extra", f"has {things} too many at the beginning", of(_longer(axis, LAST)))


SHAPED = (
    Relation("shape", "holds the right numbers with an axis too many", _flat(1)),
    Relation("shape", "holds the right numbers with an axis too few", _flat(-1)),
    Relation("shape", "holds the right numbers in another shape", _flat(0)),
    Relation("shape", "holds the right numbers in another order and shape", _same_numbers),
    *_lengths(),
    Relation("reduced", "is the sum of the right one's numbers", _image(np.sum, 1)),
    Relation("reduced", "is the mean of the right one's numbers", _image(np.mean, 1)),
    Relation("reduced", "is the largest of the right one's numbers", _image(np.max, 1)),
    Relation("reduced", "is the first number of the right one", lambda g, r: r.ndim == 1 and agree(g, r[0])),
    Relation("reduced", "is the last number of the right one", lambda g, r: r.ndim == 1 and agree(g, r[-1])),
    Relation("reduced", "is the first row of the right one", _image(lambda r: r[0], 2)),
    Relation("reduced", "is the last row of the right one", _image(lambda r: r[-1], 2)),
    Relation("reduced", "is the right one with its rows added up", _image(lambda r: r.sum(axis=0), 2)),
    Relation("reduced", "is the mean of the right one's rows", _image(lambda r: r.mean(axis=0), 2)),
    Relation("reduced", "is the right one with its columns added up", _image(lambda r: r.sum(axis=1), 2)),
    Relation("reduced", "is the mean of the right one's columns", _image(lambda r: r.mean(axis=1), 2)),
    Relation("reduced", "is not added up yet: its sum is the right one", _before(np.sum, 1)),
    Relation("reduced", "is not averaged yet: its mean is the right one", _before(np.mean, 1)),
    Relation("reduced", "is many numbers, of which the right one is the largest", _before(np.max, 1)),
    Relation("reduced", "is many numbers, of which the right one is the last", _before(lambda g: g.flat[-1], 1)),
    Relation("reduced", "is not added up over its rows yet", _before(lambda g: g.sum(axis=0), 2)),
    Relation("reduced", "is not averaged over its rows yet", _before(lambda g: g.mean(axis=0), 2)),
    Relation("reduced", "is not added up along its rows yet", _before(lambda g: g.sum(axis=-1), 2)),
    Relation("reduced", "is not averaged along its rows yet", _before(lambda g: g.mean(axis=-1), 2)),
    Relation("reduced", "is a table; the right one is its diagonal", _before(lambda g: np.diagonal(g), 2)),
    Relation(
        "extra",
        "repeats the right one",
        lambda g, r: g.size > r.size > 0 and r.shape == g.shape[g.ndim - r.ndim :] and agree(g, r + np.zeros(g.shape)),
    ),
)


def _softmax(right: np.ndarray) -> np.ndarray:
    exponentials = np.exp(right - right.max(axis=-1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=-1, keepdims=True))


def _clipped(got: np.ndarray, right: np.ndarray) -> bool:
    """Whether what is wrong stands at the largest or smallest number that comes back, and should lie beyond it."""
    if got.shape != right.shape or got.size < 2:
        return False
    wrong = differing(got, right)
    if np.all(wrong) or not np.all(np.isfinite(got)):
        return False
    above = (got == got.max()) & (right > got.max())
    return bool(np.all(~wrong | above | ((got == got.min()) & (right < got.min()))))


def _rounded(got: np.ndarray, right: np.ndarray) -> bool:
    return got.shape == right.shape and any(np.all(got == np.round(right, digits)) for digits in range(1, 8))


def _has_slices(got: np.ndarray, right: np.ndarray, axis: int | None) -> bool:
    """Whether the arrays have one shape, and slices of several numbers along an axis."""
    if got.shape != right.shape or not np.all(np.isfinite(got)):
        return False
    return right.size > 1 if axis is None else right.ndim > 1 < right.shape[axis]


def _proportional(axis: int | None) -> Holds:
    """Return whether each slice along an axis, or all, is the right one times a number of its own."""

    def holds(got: np.ndarray, right: np.ndarray) -> bool:
        if not _has_slices(got, right, axis):
            return False
        size = (right**2).sum(axis=axis, keepdims=True)
        factor = (got * right).sum(axis=axis, keepdims=True) / np.where(size == 0, 1, size)
        return bool(np.any(got)) and agree(got, factor * right)

    return holds


def _displaced(axis: int | None) -> Holds:
    """Return whether a number of its own is added to each slice along an axis, or to all."""

    def holds(got: np.ndarray, right: np.ndarray) -> bool:
        if not _has_slices(got, right, axis):
            return False
        return agree(got, right + (got - right).mean(axis=axis, keepdims=True))

    return holds


def _signs(got: np.ndarray, right: np.ndarray) -> bool:
    return got.shape == right.shape and agree(np.abs(got), np.abs(right))


def _constant(value: float) -> Holds:
    return lambda got, right: got.shape == right.shape and bool(np.all(got == value))


def _size(axis: int, more: bool) -> Holds:
    """Return whether a result has more (or fewer) numbers than it should along one axis, and not along another."""

    def holds(got: np.ndarray, right: np.ndarray) -> bool:
        if got.ndim != right.ndim or right.ndim <= axis:
            return False
        unlike = [place for place in range(right.ndim) if got.shape[place] != right.shape[place]]
        return unlike == [axis] and (got.shape[axis] > right.shape[axis]) is more

    return holds


SIZES = (
    Relation("shape", "has too many rows", lambda g, r: r.ndim > 1 and _size(0, True)(g, r)),
    Relation("shape", "has too few rows", lambda g, r: r.ndim > 1 and _size(0, False)(g, r)),
    Relation("shape", "has too many columns", _size(1, True)),
    Relation("shape", "has too few columns", _size(1, False)),
    Relation("shape", "has too many numbers", lambda g, r: r.ndim == 1 and _size(0, True)(g, r)),
    Relation("shape", "has too few numbers", lambda g, r: r.ndim == 1 and _size(0, False)(g, r)),
    Relation("shape", "is a single number where an array is asked", lambda g, r: g.ndim == 0 < r.ndim),
    Relation("shape", "is an array where a single number is asked", lambda g, r: r.ndim == 0 < g.ndim),
    Relation("shape", "has an axis too many", lambda g, r: g.ndim == r.ndim + 1),
    Relation("shape", "has an axis too few", lambda g, r: g.ndim == r.ndim - 1),
    Relation("shape", "has the shape of the right one transposed", lambda g, r: g.shape != r.shape == g.shape[::-1]),
)
ENTRYWISE = (
    Relation("sign", "has the wrong sign", _image(np.negative)),
    Relation("constant", "is 0 everywhere", _constant(0.0)),
    Relation("constant", "is 1 everywhere", _constant(1.0)),
    Relation("not finite", "is not a number (NaN)", lambda g, r: g.shape == r.shape and bool(np.all(np.isnan(g)))),
    Relation("not finite", "is infinite", lambda g, r: g.shape == r.shape and bool(np.all(np.isinf(g)))),
    Relation("sign", "is the right one without its sign", _image(np.abs)),
    Relation("complement", "is 1 minus the right one", _image(lambda r: 1 - r)),
    Relation("rounded", "is rounded to a whole number", _image(np.round)),
    Relation("rounded", "is cut off to a whole number", _image(np.trunc)),
    Relation("rounded", "is rounded down to a whole number", _image(np.floor)),
    Relation("rounded", "is rounded up to a whole number", _image(np.ceil)),
    Relation("rounded", "is rounded", _rounded),
    Relation("function", "is the square of the right one", _image(np.square)),
    Relation("function", "is the square root of the right one", _image(np.sqrt)),
    Relation("function", "is the logarithm of the right one", _image(np.log)),
    Relation("function", "is minus the logarithm of the right one", _image(lambda r: -np.log(r))),
    Relation("function", "is the exponential of the right one", _image(np.exp)),
    Relation("function", "is 1 divided by the right one", _image(lambda r: 1 / r)),
    Relation("function", "is the square of the right one, divided by 2", _image(lambda r: r * r / 2)),
    Relation("function", "is the sign of the right one, -1, 0 or 1", _image(np.sign)),
    Relation("function", "is 1 where the right one is positive, and 0 elsewhere", _image(lambda r: (r > 0) * 1.0)),
)
LOOSE = (
    Relation("function", "is the softmax of the right one", _image(_softmax, 1)),
    Relation("function", "is the running sum of the right one", _image(lambda r: np.cumsum(r, axis=0), 1)),
    Relation(
        "function",
        "is what the right one changes from place to place",
        lambda g, r: r.ndim == 1 < len(r) and agree(g[-len(r) + 1 :], np.diff(r)),
    ),
    Relation("clipped", "is clipped: what lies beyond a limit is set to it", _clipped),
    Relation("sign", "is right apart from signs", _signs),
    Relation("factor", "has the right rows, each times a number of its own", _proportional(-1)),
    Relation("factor", "has the right columns, each times a number of its own", _proportional(0)),
    Relation("factor", "is right up to a factor that changes from call to call", _proportional(None), True),
    Relation("addend", "is right up to a number added, which changes from call to call", _displaced(None), True),
    Relation("addend", "has the right rows, with a number added to each", _displaced(-1)),
    Relation("addend", "has the right columns, with a number added to each", _displaced(0)),
)
EXACT = (*ENTRYWISE, *TURNED, *SHAPED)
