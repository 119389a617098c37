"""Values as a reader wants to see them: what they are, their shape, and as many digits as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .wire import Other

MAX_CHARACTERS = 700
MAX_LISTED = 6
WIDTH = 64
PRECISIONS = (4, 8, 12, 17)
ORDINARY = ("float64", "int64")
PLAIN = (bool, int, float, complex, str, type(None), np.generic)


def show_pair(got: Any, expected: Any) -> tuple[str, str]:
    """Return both values as text, with so many digits that they can be told apart.

    >>> show_pair(0.5, 0.50000001)
    ('0.5', '0.50000001')
    """
    texts = "", ""
    for precision in PRECISIONS:
        texts = show(got, precision), show(expected, precision)
        if _body(texts[0]) != _body(texts[1]):
            break
    return texts


def _body(text: str) -> str:
    return text.partition(":\n")[2] or text


def show(value: Any, precision: int = PRECISIONS[0]) -> str:
    r"""Return a value as text, shortened where it is long.

    >>> print(show(np.array([[1.0, 2.0]])))
    array of shape (1, 2):
    [[1. 2.]]
    >>> print(show({"a": 1, "b": [0.5]}))
    dict of 2:
    'a': 1
    'b': list of 1: 0.5
    >>> print(show("two\nlines"))
    text of 2 lines:
    two
    lines
    """
    text = _shown(value, precision)
    return text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] + " ..."


def _shown(value: Any, precision: int) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"{_heading(value)}:\n{_entries(value, precision)}"
    if isinstance(value, (list, tuple)) and value:
        return _show_list(value, precision)
    if isinstance(value, (set, frozenset)) and value:
        return _show_list(sorted(value, key=_order), precision, "set")
    if isinstance(value, dict) and value:
        return _show_dict(value, precision)
    if isinstance(value, str) and "\n" in value:
        return f"text of {len(value.splitlines())} lines:\n{_visible(value)}"
    if isinstance(value, np.random.Generator):
        return "a random generator"
    if isinstance(value, Other):
        return f"a value of type {value.type_name}"
    if isinstance(value, (float, np.generic, np.ndarray)):
        return _entries(np.asarray(value), precision)
    return f"the function {value.__name__}" if callable(value) else repr(value)


def _visible(text: str) -> str:
    """Return lines with a dot for each blank at the end of one, where nobody would see it."""
    lines = text.split("\n")
    return "\n".join(line.rstrip(" ") + "·" * (len(line) - len(line.rstrip(" "))) for line in lines)


def _order(item: Any) -> tuple[str, Any]:
    """Return what sorts the items of a set: numbers by size, all else by how it is written."""
    is_number = isinstance(item, (int, float, np.number)) and not isinstance(item, complex)
    return ("", float(item)) if is_number else (type(item).__name__, repr(item))


def _heading(array: np.ndarray) -> str:
    kind = {"U": "text "}.get(array.dtype.kind, "" if array.dtype.name in ORDINARY else array.dtype.name + " ")
    layout = "" if array.flags.c_contiguous or array.size < 2 else ", not contiguous"
    return f"{kind}array of shape {array.shape}{layout}" + ("" if array.flags.writeable else ", read-only")


def _entries(array: np.ndarray, precision: int) -> str:
    if array.ndim == 0 and array.dtype.kind == "f":
        return f"{float(array):.{precision + 1}g}"
    ordinary = array.dtype.kind == "f" and np.max(np.abs(array), initial=0.0, where=np.isfinite(array)) > 1e-3
    return np.array2string(
        array, max_line_width=WIDTH, precision=precision, suppress_small=bool(ordinary), threshold=60, edgeitems=2
    )


def _show_list(values: Any, precision: int, kind: str = "") -> str:
    kind = kind or type(values).__name__
    if all(isinstance(value, PLAIN) for value in values):
        shown = [show(value, precision) for value in values[: 2 * MAX_LISTED]]
        return f"{kind} of {len(values)}: " + ", ".join(shown) + (", ..." if len(values) > len(shown) else "")
    items = ((f"[{position}] ", value) for position, value in enumerate(values))
    return _lines(f"{kind} of {len(values)}:", items, len(values), precision)


def _show_dict(values: dict[Any, Any], precision: int) -> str:
    items = ((f"{show(key, precision)}: ", value) for key, value in values.items())
    return _lines(f"dict of {len(values)}:", items, len(values), precision, 2 * MAX_LISTED)


def _lines(heading: str, items: Iterable[tuple[str, Any]], count: int, precision: int, most: int = MAX_LISTED) -> str:
    """Return a line for each of the first items, deeper where the value takes several."""
    lines = [heading]
    for (name, value), _ in zip(items, range(most)):
        lines.append(name + show(value, precision).replace("\n", "\n    "))
    return "\n".join([*lines, *(["..."] if count > most else [])])


def largest_difference(got: Any, expected: Any) -> str:
    """Say where two arrays of the same shape differ most, or nothing.

    >>> largest_difference(np.array([1.0, 2.0, 7.0]), np.array([1.0, 2.5, 3.0]))
    'largest difference at [2]: 7.0, expected 3.0'
    """
    try:
        got, expected = _of_numbers(got), _of_numbers(expected)
    except (TypeError, ValueError):
        return ""
    if got.shape != expected.shape or got.size < 2:
        return ""
    with np.errstate(all="ignore"):
        distance = np.where(got == expected, 0.0, np.abs(got - expected))
    distance[np.isnan(distance)] = np.inf
    place = np.unravel_index(np.argmax(distance), got.shape)
    index = ", ".join(str(int(i)) for i in place)
    return f"largest difference at [{index}]: {float(got[place])!r}, expected {float(expected[place])!r}"


def _of_numbers(value: Any) -> np.ndarray:
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":  # NumPy would read numbers out of text
        raise TypeError(array.dtype)
    return array.astype(np.float64)
