"""What came back beside what is right, with the arguments by name: what `telling` compares."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

NEAR = 1e-8  # of the largest number: what was computed in another way differs by less
FLOOR = 1e-12  # where everything is zero
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True)
class Pair:
    """A result beside the right one.

    Parameters
    ----------
    got
        What came back.
    right
        What is right.
    given
        The arguments, by the words that stand for each of them.
    rtol
        How far apart equal numbers may be, relative to the largest.
    sizes
        Of some numbers picked out of a result, what was known of the sizes of the whole: of the arguments, too, only
        the numbers at their places are given. None for a whole result.
    """

    got: Any
    right: Any
    given: Mapping[str, Any]
    rtol: float = NEAR
    sizes: Mapping[str, float] | None = None

    def agree(self, one: np.ndarray, other: np.ndarray) -> bool:
        """Whether two arrays hold the same numbers, as exactly as this pair asks."""
        return agree(one, other, self.rtol)

    @functools.cached_property
    def arrays(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Both as arrays of numbers; None if one of them is something else."""
        got, right = numbers(self.got), numbers(self.right)
        return None if got is None or right is None else (got, right)


def named(position: int, names: Sequence[str]) -> str:
    """Return the words that stand for an argument.

    >>> named(0, ["w"]), named(1, ["w"])
    ('`w`', 'the second argument')
    """
    if position < len(names):
        return f"`{names[position]}`"
    return f"the {ORDINALS[position]} argument" if position < len(ORDINALS) else f"argument {position + 1}"


def numbers(value: Any) -> np.ndarray | None:
    """Return a number, an array of numbers or a list of single numbers as a float array; None for all else.

    >>> numbers([1, 2]), numbers([np.ones(2), np.ones(2)]), numbers(True)
    (array([1., 2.]), None, None)
    """
    if isinstance(value, (list, tuple)):
        if not value or not all(is_number(one) for one in value):
            return None
    elif not isinstance(value, np.ndarray) and not is_number(value):
        return None
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind in "iuf" else None


def is_number(value: Any) -> bool:
    """Whether a value is a single number, which True is not."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def agree(one: np.ndarray, other: np.ndarray, rtol: float = NEAR) -> bool:
    """Whether two arrays have one shape and the same numbers; NaN equals NaN.

    >>> agree(np.array([1.0, np.nan]), np.array([1.0 + 1e-12, np.nan])), agree(np.zeros(2), np.zeros((2, 1)))
    (True, False)
    """
    if one.shape != other.shape:
        return False
    return bool(np.all(~differing(one, other, rtol)))


def differing(one: np.ndarray, other: np.ndarray, rtol: float = NEAR) -> np.ndarray:
    """Return where two arrays of one shape differ."""
    with np.errstate(all="ignore"):
        scale = np.max(np.abs(other), initial=0.0, where=np.isfinite(other))
        near = np.abs(one - other) <= max(rtol * scale, FLOOR)
        return np.asarray(~(near | (one == other) | (np.isnan(one) & np.isnan(other))))


def tell_apart(pairs: Sequence[Pair]) -> bool:
    """Whether pairs are evidence enough: two of them with unlike values, or one with many unlike numbers."""
    return any(_differ([numbers(value) for value in side]) for side in zip(*((pair.right, pair.got) for pair in pairs)))


def _differ(arrays: Sequence[np.ndarray | None]) -> bool:
    known = [array for array in arrays if array is not None]
    is_rich = any(len(np.unique(array)) >= 4 for array in known)
    return is_rich or len({np.round(array, 9).tobytes() for array in known}) >= 2
