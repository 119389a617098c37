"""The operations of NumPy on arrays that quantities take part in, composed of the few that the browser knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from figures.quantity import COMPOSED, Quantity, cannot, computed, quantity, rearranged


def reshape(values: Any, *shape: Any) -> Quantity:
    """Return the same numbers in another shape."""
    values = quantity(values)
    wanted = shape[0] if len(shape) == 1 else shape
    return computed("reshape", values, shape=list(values.value.reshape(wanted).shape))


def reduction(operation: str) -> Callable[..., Quantity]:
    """Return NumPy's reduction of this name: the axis is moved to the end first."""

    def reduce(values: Any, axis: int | None = None, keepdims: bool = False) -> Quantity:
        values = quantity(values)
        numbers = np.arange(values.size).reshape(values.shape)
        moved = numbers.reshape(-1) if axis is None else np.moveaxis(numbers, axis, -1)
        reduced = computed(operation, rearranged(values, moved))
        return reshape(reduced, np.sum(numbers, axis=axis, keepdims=True).shape) if keepdims else reduced

    return reduce


def running(operation: str) -> Callable[..., Quantity]:
    """Return NumPy's cumulative operation of this name."""

    def accumulate(values: Any, axis: int | None = None) -> Quantity:
        values = quantity(values)
        numbers = np.arange(values.size).reshape(values.shape)
        moved = numbers.reshape(-1) if axis is None else np.moveaxis(numbers, axis, -1)
        result = computed(operation, rearranged(values, moved))
        places = np.arange(values.size).reshape(moved.shape)
        return result if axis is None else rearranged(result, np.moveaxis(places, -1, axis))

    return accumulate


def mean(values: Any, axis: int | None = None, keepdims: bool = False) -> Quantity:
    """Return the mean."""
    total = COMPOSED["sum"](values, axis, keepdims)
    return total * (total.size / quantity(values).size)


def var(values: Any, axis: int | None = None, keepdims: bool = False) -> Quantity:
    """Return the variance."""
    return mean((values - mean(values, axis, keepdims=True)) ** 2, axis, keepdims)


def std(values: Any, axis: int | None = None, keepdims: bool = False) -> Quantity:
    """Return the standard deviation."""
    return computed("sqrt", var(values, axis, keepdims))


def matmul(left: Any, right: Any) -> Quantity:
    """Return the product of two matrices, or of a matrix and a vector."""
    left, right = quantity(left), quantity(right)
    shape = np.matmul(left.value, right.value).shape
    rows = reshape(left, (1, -1)) if left.ndim == 1 else left
    columns = reshape(right, (-1, 1)) if right.ndim == 1 else right
    if rows.ndim != 2 or columns.ndim != 2:
        raise cannot("a product of arrays with more than two axes")
    return reshape(computed("matmul", rows, columns), shape)


def concatenate(parts: Sequence[Any], axis: int | None = 0) -> Quantity:
    """Join arrays along an axis."""
    given = [quantity(part) for part in parts]
    ends = np.cumsum([0, *(part.size for part in given)])
    numbers = [np.arange(start, end).reshape(part.shape) for start, end, part in zip(ends, ends[1:], given)]
    return rearranged(computed("concatenate", *given), np.concatenate(numbers, axis))


def stack(parts: Sequence[Any], axis: int = 0) -> Quantity:
    """Join arrays along a new axis."""
    return concatenate([expand_dims(quantity(part), axis) for part in parts], axis)


def expand_dims(values: Quantity, axis: int) -> Quantity:
    """Return the array with one more axis, of length 1."""
    return reshape(values, np.expand_dims(values.value, axis).shape)


def broadcast_to(values: Any, shape: Any) -> Quantity:
    """Return the array stretched to a shape."""
    values = quantity(values)
    return rearranged(values, np.broadcast_to(np.arange(values.size).reshape(values.shape), shape))


def clip(values: Any, low: Any, high: Any) -> Quantity:
    """Return the values, moved to the ends of a range if they are beyond it."""
    return computed("minimum", computed("maximum", values, low), high)


def linspace(start: Any, stop: Any, num: int = 50) -> Quantity:
    """Return evenly spaced numbers between two ends, which may follow controls."""
    return start + (quantity(stop) - start) * np.linspace(0, 1, num)


def row(table: Any, at: Any) -> Quantity:
    """Return the row of a table that a control chooses: the nearest one, along the first axis.

    Examples
    --------
    >>> at = Quantity("control", (), 0.0)
    >>> row(np.array([[1, 2], [3, 4]]), at).at({at: 0.8}).tolist()
    [3.0, 4.0]
    """
    return computed("row", table, at)


def between(table: Any, at: Any) -> Quantity:
    """Return what lies between two rows of a table: rows are numbered from 0, and 1.5 is halfway from row 1 to row 2.

    Examples
    --------
    >>> at = Quantity("control", (), 0.0)
    >>> between(np.array([[0, 10], [1, 20]]), at).at({at: 0.5}).tolist()
    [0.5, 15.0]
    """
    table, at = quantity(table), clip(at, 0, len(quantity(table)) - 1)
    below = computed("floor", at)
    share = at - below
    return row(table, below) * (1 - share) + row(table, below + 1) * share


COMPOSED |= {
    **{name: reduction(name) for name in ("sum", "prod", "max", "min", "argmax")},
    **{name: running(name) for name in ("cumsum", "cumprod")},
    **{function.__name__: function for function in (mean, var, std, matmul, concatenate, stack, expand_dims)},
    **{function.__name__: function for function in (broadcast_to, clip, linspace, reshape)},
    "dot": matmul,
    "invert": lambda values: computed("subtract", 1, values),
    "logical_not": lambda values: computed("subtract", 1, values),
    "squeeze": lambda values: reshape(values, quantity(values).value.squeeze().shape),
    "where": lambda *inputs: computed("where", *inputs),
    "interp": lambda *inputs: computed("interp", *inputs),
    "ptp": lambda values, axis=None: COMPOSED["max"](values, axis) - COMPOSED["min"](values, axis),
    "square": lambda values: computed("multiply", values, values),
    "transpose": lambda values: quantity(values).T,
    "ravel": lambda values: reshape(values, -1),
    "zeros_like": lambda values: quantity(np.zeros(values.shape)),
    "ones_like": lambda values: quantity(np.ones(values.shape)),
}
