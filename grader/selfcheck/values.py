"""Values as a reader wants to see them: what they are, their shape, and as many digits as it takes."""

import numpy as np

from .wire import Other

MAX_CHARACTERS = 700
MAX_LISTED = 6
WIDTH = 64
PRECISIONS = (4, 8, 12, 17)
ORDINARY = ("float64", "int64")


def show_pair(got, expected):
    """Return both values as text, with so many digits that they can be told apart.

    >>> show_pair(0.5, 0.50000001)
    ('0.5', '0.50000001')
    """
    for precision in PRECISIONS:
        texts = show(got, precision), show(expected, precision)
        if _body(texts[0]) != _body(texts[1]):
            break
    return texts


def _body(text):
    return text.partition(":\n")[2] or text


def show(value, precision=PRECISIONS[0]):
    """Return a value as text, shortened where it is long.

    >>> print(show(np.array([[1.0, 2.0]])))
    array of shape (1, 2):
    [[1. 2.]]
    """
    if isinstance(value, np.ndarray) and value.ndim:
        text = f"{_heading(value)}:\n{_entries(value, precision)}"
    elif isinstance(value, (list, tuple)) and value:
        text = _show_list(value, precision)
    elif isinstance(value, np.random.Generator):
        text = "a random generator"
    elif isinstance(value, Other):
        text = f"a value of type {value.type_name}"
    elif isinstance(value, (float, np.generic, np.ndarray)):
        text = _entries(np.asarray(value), precision)
    else:
        text = f"the function {value.__name__}" if callable(value) else repr(value)
    return text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] + " ..."


def _heading(array):
    kind = "" if array.dtype.name in ORDINARY else array.dtype.name + " "
    layout = "" if array.flags.c_contiguous or array.size < 2 else ", not contiguous"
    return f"{kind}array of shape {array.shape}{layout}" + ("" if array.flags.writeable else ", read-only")


def _entries(array, precision):
    if array.ndim == 0 and array.dtype.kind == "f":
        return f"{float(array):.{precision + 1}g}"
    ordinary = array.dtype.kind == "f" and np.max(np.abs(array), initial=0.0, where=np.isfinite(array)) > 1e-3
    return np.array2string(
        array, max_line_width=WIDTH, precision=precision, suppress_small=ordinary, threshold=60, edgeitems=2
    )


def _show_list(values, precision):
    kind = type(values).__name__
    if all(isinstance(value, (bool, int, float, str, np.generic)) for value in values):
        shown = [show(value, precision) for value in values[: 2 * MAX_LISTED]]
        return f"{kind} of {len(values)}: " + ", ".join(shown) + (", ..." if len(values) > len(shown) else "")
    lines = [f"{kind} of {len(values)}:"]
    for position, value in enumerate(values[:MAX_LISTED]):
        lines.append(f"[{position}] " + show(value, precision).replace("\n", "\n    "))
    return "\n".join(lines + (["..."] if len(values) > MAX_LISTED else []))


def largest_difference(got, expected):
    """Say where two arrays of the same shape differ most, or nothing.

    >>> largest_difference(np.array([1.0, 2.0, 7.0]), np.array([1.0, 2.5, 3.0]))
    'largest difference at [2]: 7.0, expected 3.0'
    """
    try:
        got, expected = np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64)
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
