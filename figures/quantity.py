"""Quantities that follow the controls of a figure: computed here by NumPy, and again in the browser at every move.

A `Quantity` has a value, that for the controls' start, and remembers how it was computed. Lessons write ordinary NumPy
with it; the operations it went through become the program that a figure carries (see `program`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.mixins import NDArrayOperatorsMixin

Array = npt.NDArray[np.float64]
DIGITS = 7  # of the constants that a figure carries


def rows_by(function: Callable[..., Any]) -> Callable[[Array], Array]:
    """Return a reduction along the last axis: all that the browser has to know."""
    return lambda values: function(values, axis=-1)


def row_at(table: Array, at: Array) -> Array:
    """Return the row of a table whose number is nearest; beyond the ends, the row at the end."""
    return np.asarray(table[int(np.clip(np.rint(at), 0, len(table) - 1))])


# What the browser computes too: the names are those of touch_program.js.
ELEMENTWISE = (
    *("add", "subtract", "multiply", "divide", "power", "maximum", "minimum", "logaddexp"),
    *("greater", "greater_equal", "less", "less_equal", "equal", "not_equal"),
    *(
        "negative",
        "absolute",
        "sign",
        "exp",
        "log",
        "log10",
        "log1p",
        "sqrt",
        "sin",
        "cos",
        "tanh",
        "floor",
        "ceil",
        "rint",
    ),
)
OPERATIONS: dict[str, Callable[..., Any]] = {name: getattr(np, name) for name in ELEMENTWISE} | {
    "where": np.where,
    "matmul": np.matmul,
    "sum": rows_by(np.sum),
    "prod": rows_by(np.prod),
    "max": rows_by(np.max),
    "min": rows_by(np.min),
    "argmax": rows_by(np.argmax),
    "cumsum": rows_by(np.cumsum),
    "cumprod": rows_by(np.cumprod),
    "interp": np.interp,
    "row": row_at,
    "take": lambda values, numbers, shape: values.ravel()[numbers].reshape(shape),
    "concatenate": lambda *parts: np.concatenate([part.ravel() for part in parts]),
    "reshape": lambda values, shape: values.reshape(shape),
}
SYNONYMS = {
    **{"true_divide": "divide", "amax": "max", "amin": "min", "logical_and": "minimum", "logical_or": "maximum"},
    **{"bitwise_and": "minimum", "bitwise_or": "maximum"},
}
# What is made of these, by NumPy's names; figures.arrays fills it.
COMPOSED: dict[str, Callable[..., Quantity]] = {}
METHODS = {
    *("sum", "prod", "max", "min", "argmax", "cumsum", "cumprod", "mean", "var", "std"),
    *("reshape", "ravel", "clip", "dot", "transpose", "squeeze"),
}


class Quantity(NDArrayOperatorsMixin):
    """A number or an array that follows the controls of a figure; NumPy computes with it as with an array."""

    def __init__(self, operation: str, inputs: Sequence[Quantity], value: npt.ArrayLike, **details: Any) -> None:
        self.operation = operation
        self.inputs = tuple(inputs)
        self.value: Array = np.asarray(value, dtype=np.float64)
        self.details = details

    __hash__ = object.__hash__

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of its value, which is the same wherever the controls stand."""
        return self.value.shape

    @property
    def ndim(self) -> int:
        """How many axes it has."""
        return self.value.ndim

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return self.value.size

    @property
    def T(self) -> Quantity:
        """The transpose."""
        return rearranged(self, np.arange(self.size).reshape(self.shape).T)

    def __len__(self) -> int:
        """Return its length along the first axis."""
        return len(self.value)

    def __repr__(self) -> str:
        """Say how it is computed, and what it is at the start."""
        return f"Quantity({self.operation}, {self.value})"

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Quantity:
        """Remember an operation of NumPy on numbers."""
        name = SYNONYMS.get(ufunc.__name__, ufunc.__name__)
        if method == "__call__" and not options and name in COMPOSED:
            return COMPOSED[name](*inputs)
        if method != "__call__" or options or name not in ELEMENTWISE:
            raise cannot(f"np.{name}" if method == "__call__" else f"np.{name}.{method}")
        return computed(name, *inputs)

    def __array_function__(self, function: Any, types: Any, inputs: Any, options: Any) -> Quantity:
        """Remember an operation of NumPy on arrays."""
        name = SYNONYMS.get(function.__name__, function.__name__)
        if name not in COMPOSED:
            raise cannot(f"np.{name}")
        return COMPOSED[name](*inputs, **options)

    def __array__(self, *_: Any, **__: Any) -> Any:
        """Refuse to become numbers, which would no longer follow the controls."""
        raise TypeError(
            "a quantity of a figure cannot become an array: write the formula in NumPy, without np.asarray; "
            "np.stack joins several, and .value is what it is at the start"
        )

    def __bool__(self) -> bool:
        """Refuse to decide: the answer would be the one at the start, for good."""
        raise TypeError("a quantity of a figure changes with the controls: write np.where in place of an if")

    def __setitem__(self, key: Any, value: Any) -> None:
        """Refuse to be changed in place."""
        raise TypeError("a quantity of a figure cannot be changed in place: write np.where or np.concatenate")

    def __getitem__(self, key: Any) -> Quantity:
        """Return a part, which another quantity may choose."""
        if isinstance(key, Quantity):
            return computed("row", self, key)
        return rearranged(self, np.arange(self.size).reshape(self.shape)[key])

    def __iter__(self) -> Iterator[Quantity]:
        """Yield its parts along the first axis."""
        return (self[i] for i in range(len(self)))

    def __getattr__(self, name: str) -> Any:
        """Return one of the methods that arrays have."""
        if name in METHODS:
            return lambda *inputs, **options: COMPOSED[name](self, *inputs, **options)
        raise AttributeError(f"a quantity of a figure has no {name!r}")

    def at(self, settings: Mapping[Quantity, npt.ArrayLike]) -> Any:
        """Return the value with some controls set otherwise, as the browser computes it.

        Examples
        --------
        >>> w = Quantity("control", (), 2.0)
        >>> float((w**2 + 1).at({w: 3}))
        10.0
        """
        values = {id(control): np.asarray(setting, dtype=np.float64) for control, setting in settings.items()}
        for node in in_order([self]):
            values.setdefault(id(node), value_of(node, [values[id(given)] for given in node.inputs]))
        return values[id(self)]


def cannot(name: str) -> TypeError:
    """Return what is raised where the browser cannot follow."""
    known = ", ".join(sorted({*ELEMENTWISE, *COMPOSED}))
    return TypeError(f"figures to touch cannot compute {name} with a control; they know {known}")


def value_of(node: Quantity, inputs: Sequence[Array]) -> Array:
    """Compute a quantity from the values of its inputs."""
    if node.operation in ("control", "constant"):
        return node.value
    return np.asarray(OPERATIONS[node.operation](*inputs, **node.details), dtype=np.float64)


def quantity(thing: Any) -> Quantity:
    """Return a quantity, a constant, or a list of both joined."""
    if isinstance(thing, Quantity):
        return thing
    if isinstance(thing, (list, tuple)) and any(isinstance(part, (Quantity, list, tuple)) for part in thing):
        return COMPOSED["stack"](thing)
    return Quantity("constant", (), rounded(np.asarray(thing, dtype=np.float64)))


def rounded(values: Array) -> Array:
    """Round an array to the digits that a figure carries; a single number keeps all of its own."""
    if values.ndim == 0 or np.array_equal(values, np.rint(values)):
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        decimals = DIGITS - 1 - np.floor(np.log10(np.abs(values)))
    return np.array(
        [v if not np.isfinite(d) else round(float(v), int(d)) for v, d in zip(values.ravel(), decimals.ravel())]
    ).reshape(values.shape)


def computed(operation: str, *inputs: Any, **details: Any) -> Quantity:
    """Return the result of an operation, a constant if nothing in it can change."""
    given = [quantity(thing) for thing in inputs]
    with np.errstate(all="ignore"):
        value = OPERATIONS[operation](*(one.value for one in given), **details)
    if all(one.operation == "constant" for one in given):
        return Quantity("constant", (), value)
    return Quantity(operation, given, value, **details)


def rearranged(values: Quantity, numbers: npt.NDArray[np.int64] | np.int64) -> Quantity:
    """Return the numbers at these places of the flattened values, in the shape of `numbers`."""
    places = np.asarray(numbers)
    if np.array_equal(places.ravel(), np.arange(values.size)):
        return computed("reshape", values, shape=list(places.shape))
    return computed("take", values, numbers=places.ravel().tolist(), shape=list(places.shape))


def in_order(wanted: Iterable[Quantity]) -> list[Quantity]:
    """Return the quantities and all that they are computed from, inputs first."""
    ordered: dict[int, Quantity] = {}
    waiting = [(node, False) for node in wanted][::-1]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in ordered:
            continue
        if ready:
            ordered[id(node)] = node
        else:
            waiting.append((node, True))
            waiting.extend((given, False) for given in reversed(node.inputs))
    return list(ordered.values())
