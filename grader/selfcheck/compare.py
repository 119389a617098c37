"""Expected against got: a difference in words, or none.

Answers are compared by value: a list may stand for a tuple or an array, a Python number for a NumPy scalar, integers
for floats, a Counter for a dict, in any memory order. An answer that arrives in single precision, or less, holds no
more than some seven digits and is compared to six; one in double precision to nine, however it was computed.

The words can be shown where the arguments are hidden: they quote no value, and of what a function may choose freely
they tell a few bits only, lest it say there what it was called with.
Keys of dicts are quoted where the caller says that they tell nothing of the arguments.
This module travels to readers and into the sandbox: NumPy and the standard library only.
"""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from . import wire

RELATIVE_TOLERANCE = 1e-9  # of the largest absolute value expected
FEW = 32  # values of which the wrong ones are counted exactly
QUOTED = 1e-3, 1e3  # factors between these are quoted
SINGLE_PRECISION = 1e-6  # of the same: a smaller difference is rounding where an answer holds seven digits
QUOTED_CHARACTERS = 60  # of a key
LONGEST_TEXT = 1000  # characters of a text in what is compared as an array
ABSOLUTE_FLOOR = 1e-12  # where everything expected is zero
KINDS = {"U": "text", "c": "complex numbers", "O": "values of several types"}
MORE_TYPES = {"NoneType", "function", "method", "module", "generator", "dict_values", "array of complex64"}
NAMED_TYPES = MORE_TYPES.union(vars(builtins))


def difference(got: Any, expected: Any, rtol: float = RELATIVE_TOLERANCE, *, quote: bool = False) -> str | None:
    """Say in words how a result differs from the expected one.

    Parameters
    ----------
    got
        What came back.
    expected
        A number, text, True or False, None, an array of these; or tuples, lists, dicts and sets of all that.
    rtol
        Tolerance relative to the largest absolute value of each expected array; `SINGLE_PRECISION` at least for what
        came back in single precision.
    quote
        Whether to quote the keys that are expected of a dict.

    Returns
    -------
    None if the two agree.

    Examples
    --------
    >>> difference([1, 2], np.array([1.0, 2.0])) is None
    True
    >>> difference(np.zeros((2, 3)), np.ones((3, 2)))
    'the shape is (2, 3), expected (3, 2): transposed?'
    >>> difference({"a": 1}, {"a": 1.5, "b": 2}, quote=True)
    "the key 'b' is missing"
    """
    if isinstance(got, wire.Other):
        return _unsent(got)
    if expected is None:
        return None if got is None else "a result where none is asked"
    if got is None:
        return "the result is None: is the return statement missing?"
    return _of_kind(got, expected, rtol, quote)


def agree(got: Any, expected: Any) -> bool:
    """Whether `difference` finds none; sooner, because it looks for no words.

    Parameters
    ----------
    got
        What came back.
    expected
        What it is compared with.

    Examples
    --------
    >>> agree(np.array([0.1 + 0.2]), np.array([0.3])), agree(np.ones(2), np.ones(3)), agree("a", "b")
    (True, False, False)
    """
    if isinstance(got, float) and isinstance(expected, float) and math.isfinite(expected):
        return abs(float(got) - float(expected)) <= max(RELATIVE_TOLERANCE * abs(expected), ABSOLUTE_FLOOR)
    arrays = isinstance(got, np.ndarray) and isinstance(expected, np.ndarray)
    if arrays and got.dtype == expected.dtype == np.float64:
        with np.errstate(all="ignore"):
            near = got.shape == expected.shape and _are_near(got, expected, RELATIVE_TOLERANCE)
        if near or np.isfinite(expected).all():
            return near
    return difference(got, expected) is None


def _of_kind(got: Any, expected: Any, rtol: float, quote: bool) -> str | None:
    """Compare as the kind of what is expected asks."""
    if isinstance(expected, str):
        return _text_difference(got, expected)
    if isinstance(expected, dict):
        return _dict_difference(got, expected, lambda one, other: difference(one, other, rtol, quote=quote), quote)
    if isinstance(expected, (set, frozenset)):
        return _set_difference(got, expected, lambda one, other: difference(one, other, rtol))
    if isinstance(expected, (tuple, list)):
        return _sequence_difference(got, expected, rtol, quote)
    array = np.asarray(expected)
    if array.dtype.kind == "b":
        return _truth_difference(got, array)
    if array.dtype.kind == "U":
        return _texts_difference(got, array)
    with np.errstate(all="ignore"):  # what came back may be as large as it likes
        return _array_difference(got, array, rtol)


def _unsent(got: wire.Other) -> str:
    """Name the type of what could not be sent, unless its author chose the name: names can hold what they like."""
    known = got.type_name in NAMED_TYPES
    return f"the result is of type {got.type_name}" if known else "the result is of a type that cannot be looked into"


def _text_difference(got: Any, expected: str) -> str | None:
    if not isinstance(got, str):
        return f"text is expected, got {_a_kind(got)}"
    if got == expected:
        return None
    lines, right_lines = got.split("\n"), expected.split("\n")
    if len(right_lines) == 1 or got.split() == expected.split() or got.lower() == expected.lower():
        return f"the text {_line_difference(got, expected)}"
    place = next((i for i, pair in enumerate(zip(lines, right_lines)) if pair[0] != pair[1]), None)
    if place is None:
        return (
            "lines are missing at the end" if len(lines) < len(right_lines) else "there are lines too many at the end"
        )
    where = f"line {place + 1}" if place < FEW else "a later line"
    return f"{where} {_line_difference(lines[place], right_lines[place])}"


def _line_difference(got: str, expected: str) -> str:
    if got.split() == expected.split() or "".join(got.split()) == "".join(expected.split()):
        return "differs in blanks or line ends only"
    if got.lower() == expected.lower():
        return "differs in capital letters only"
    if not got:
        return "is empty"
    if got.startswith(expected):
        return "goes on where it should end"
    if expected.startswith(got):
        return "ends too early"
    place = next(i for i, pair in enumerate(zip(got, expected)) if pair[0] != pair[1])
    return f"differs from character {place + 1} on" if place < FEW else "begins right and then differs"


def _dict_difference(
    got: Any, expected: dict[Any, Any], compare: Callable[[Any, Any], str | None], quote: bool
) -> str | None:
    if not isinstance(got, dict):
        return f"a dict is expected, got {_a_kind(got)}"
    missing = [key for key in expected if key not in got]
    if missing and quote:
        return f"the key {_key(missing[0])} is missing" + (" and others too" if missing[1:] else "")
    if missing:
        return f"{_number(len(missing), 'key')} {'is' if len(missing) == 1 else 'are'} missing"
    if len(got) > len(expected):
        return f"{_number(len(got) - len(expected), 'key')} too many"
    for key, value in expected.items():
        words = compare(got[key], value)
        if words:
            return f"the value of {_key(key) if quote else 'a key'}: {words}"
    return None


def _key(key: Any) -> str:
    return repr(key.item() if isinstance(key, np.generic) else key)[:QUOTED_CHARACTERS]


def _set_difference(
    got: Any, expected: set[Any] | frozenset[Any], compare: Callable[[Any, Any], str | None]
) -> str | None:
    if not isinstance(got, (set, frozenset)):
        return f"a set is expected, got {_a_kind(got)}"
    missing, extra = list(expected - got), list(got - expected)
    if max(len(missing), len(extra)) <= FEW:  # numbers may be rounded otherwise
        for one in list(missing):
            near = next((other for other in extra if compare(other, one) is None), None)
            if near is not None:
                missing.remove(one)
                extra.remove(near)
    if missing:
        return f"{_number(len(missing), 'item')} of the set {'is' if len(missing) == 1 else 'are'} missing"
    return f"{_number(len(extra), 'item')} too many in the set" if extra else None


def _truth_difference(got: Any, expected: np.ndarray) -> str | None:
    array = _flat_array(got)
    if array is None or array.dtype.kind != "b":
        return f"True or False is expected, got {_a_kind(got)}" if not expected.ndim else "True and False are expected"
    return _shape_difference(array, expected) or _different(array != expected)


def _texts_difference(got: Any, expected: np.ndarray) -> str | None:
    array = _flat_array(got) if _holds_text(got) or isinstance(got, np.ndarray) else None
    if array is None or array.dtype.kind != "U":
        return "an array of text is expected"
    return _shape_difference(array, expected) or _different(array != expected)


def _flat_array(got: Any) -> np.ndarray | None:
    """Return what came back as an array, unless each text in it would take as much memory as a very long one."""
    if isinstance(got, (dict, set, frozenset)) or _longest(got) > LONGEST_TEXT:
        return None
    try:
        return np.asarray(got)
    except ValueError:  # rows of different lengths
        return None


def _longest(value: Any) -> int:
    if isinstance(value, (list, tuple)):
        return max(map(_longest, value), default=0)
    return len(value) if isinstance(value, str) else 0


def _different(wrong: np.ndarray) -> str | None:
    if not np.any(wrong):
        return None
    return "the value differs" if wrong.size == 1 else f"{_share(wrong)} different"


def _sequence_difference(got: Any, expected: tuple[Any, ...] | list[Any], rtol: float, quote: bool) -> str | None:
    if not isinstance(got, (tuple, list, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        return f"{len(expected)} results are expected together, got one {_kind(got)}"
    if len(got) != len(expected):
        number = len(got) if len(got) <= FEW else f"more than {FEW}"
        return f"{len(expected)} results are expected together, got {number}"
    for position, (one, other) in enumerate(zip(got, expected)):
        words = difference(one, other, rtol, quote=quote)
        if words:
            return f"result {position + 1} of {len(expected)}: {words}"
    return None


def as_numbers(got: Any) -> tuple[Any, str | None]:  # a type checker does not follow that the words are asked first
    """Return what came back as a real array, or words that say why it is none: one of the two is None."""
    array, words = _as_numbers(got, "iuf")
    return (None, words or "") if array is None else (array.astype(np.float64), None)


def _as_numbers(got: Any, kinds: str) -> tuple[np.ndarray, None] | tuple[None, str]:
    """Return what came back as an array of one of some kinds of numbers, as `numpy.dtype.kind` names them."""
    if isinstance(got, wire.Other):
        return None, _unsent(got)
    if got is None or isinstance(got, (str, dict, set, frozenset)):
        return None, f"the result is a {_kind(got)}, not numbers"
    if _holds_text(got):  # as an array, each text would take as much memory as the longest one
        return None, f"the result holds {KINDS['U']}, not real numbers alone"
    try:
        array = np.asarray(got)
    except ValueError:
        return None, "the rows of the result have different lengths"
    if array.dtype == bool:
        return None, "the result holds True and False where numbers are asked"
    if array.dtype.kind not in kinds:
        return None, f"the result holds {KINDS.get(array.dtype.kind, 'values')}, not real numbers alone"
    return array, None


def _holds_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, (list, tuple)) and any(map(_holds_text, value)))


def _array_difference(got: Any, expected: np.ndarray, rtol: float) -> str | None:
    is_complex = expected.dtype.kind == "c"
    array, words = _as_numbers(got, "iufc" if is_complex else "iuf")
    if array is None:
        return words
    if differs := _shape_difference(array, expected):
        return differs
    if is_complex:
        return _complex_difference(array, expected, rtol)
    if array.dtype.kind == "f" and array.dtype.itemsize < np.dtype(np.float64).itemsize:
        rtol = max(rtol, SINGLE_PRECISION)
    array, expected = np.asarray(array, np.float64), np.asarray(expected, np.float64)
    if _are_near(array, expected, rtol):
        return None
    return _finiteness_difference(array, expected) or _value_difference(array, expected, rtol)


def _are_near(got: np.ndarray, expected: np.ndarray, rtol: float) -> bool:
    """Whether all values are finite, and near to what is expected."""
    tolerance = max(rtol * np.abs(expected).max(initial=0.0), ABSOLUTE_FLOOR)
    return bool(np.isfinite(tolerance) and (np.abs(got - expected) <= tolerance).all())


def _complex_difference(got: np.ndarray, expected: np.ndarray, rtol: float) -> str | None:
    scale = np.max(np.abs(expected), initial=0.0, where=np.isfinite(expected))
    near = np.abs(got - expected) <= max(rtol * scale, ABSOLUTE_FLOOR)
    return _different(~(near | (got == expected) | (np.isnan(got) & np.isnan(expected))))


def _shape_difference(got: np.ndarray, expected: np.ndarray) -> str | None:
    if got.shape == expected.shape:
        return None
    if expected.ndim == 0:
        return f"one {_thing(expected)} is expected, got an array of shape {shape_in_words(got.shape, ())}"
    transposed = got.ndim > 1 and got.T.shape == expected.shape
    words = f"the shape is {shape_in_words(got.shape, expected.shape)}, expected {expected.shape}"
    return words + (": transposed?" if transposed else "")


def _thing(expected: np.ndarray) -> str:
    return {"b": "True or False", "U": "text"}.get(expected.dtype.kind, "number")


def shape_in_words(shape: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Return a shape as text, with a question mark for each length that is not near one of the expected shape.

    A function that returns an empty array may choose lengths as it likes, and could spell a hidden argument in them.

    >>> shape_in_words((3, 3), (2, 3)), shape_in_words((6,), (2, 3)), shape_in_words((0, 987654321), (2, 3))
    ('(3, 3)', '(6,)', '(?, ?)')
    """
    lengths = (1, *expected, math.prod(expected))
    known: Iterable[int] = {near for length in lengths for near in (length - 1, length, length + 1) if near}
    quoted = known if len(shape) <= len(expected) + 1 else ()
    texts = [str(length) if length in quoted else "?" for length in shape]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _finiteness_difference(got: np.ndarray, expected: np.ndarray) -> str | None:
    if np.any(np.isnan(got) & ~np.isnan(expected)):
        return f"{_share(np.isnan(got))} not a number (NaN)"
    infinite = np.isinf(got) & (got != expected)
    if np.any(infinite):
        return f"{_share(infinite)} infinite"
    missing = ~np.isfinite(expected) & ~((got == expected) | (np.isnan(got) & np.isnan(expected)))
    return "a value that should be infinite is not" if np.any(missing) else None


def _value_difference(got: np.ndarray, expected: np.ndarray, rtol: float) -> str | None:
    finite = np.isfinite(expected)
    got, expected = got[finite], expected[finite]
    scale = np.max(np.abs(expected), initial=0.0)
    tolerance = max(rtol * scale, ABSOLUTE_FLOOR)
    wrong = np.abs(got - expected) > tolerance
    if not np.any(wrong):
        return None
    if np.max(np.abs(got - expected)) <= SINGLE_PRECISION * scale:
        return "it is right to some 7 digits only: computed in float32, or rounded?"
    words = "the value differs" if got.size == 1 else f"{_share(wrong)} different"
    return _relation(got, expected, tolerance) or words


def _relation(got: np.ndarray, expected: np.ndarray, tolerance: float) -> str | None:
    """Name a simple relation that holds between all values, if there is one."""
    if np.all(np.abs(got + expected) <= tolerance):
        return "the sign is reversed"
    large = np.abs(expected) > tolerance
    if got.size < 2 or not np.any(large):
        return None
    factor = np.sort(got[large] / expected[large])[np.sum(large) // 2]  # np.median loads numpy.ma
    if not np.all(np.abs(got - factor * expected) <= tolerance * max(1.0, abs(factor))):
        return None
    return f"every value is {factor:.2g} times the expected one" if QUOTED[0] <= abs(factor) <= QUOTED[1] else None


def _share(wrong: np.ndarray) -> str:
    """Say how many values are wrong: of few values exactly, of many in tens of percent."""
    count, size = int(np.sum(wrong)), np.size(wrong)
    if size == 1:
        return "the value is"
    if size <= FEW or count in (1, size):
        return f"{count} of {size} values {'is' if count == 1 else 'are'}"
    percent = 10 * round(10 * count / size)
    share = {0: "less than 5 %", 100: "more than 95 %"}.get(percent, f"about {percent} %")
    return f"{share} of {size} values are"


def _number(count: int, thing: str) -> str:
    """Say how many: of few exactly."""
    return f"{count if count <= FEW else f'more than {FEW}'} {thing}{'' if count == 1 else 's'}"


def _kind(value: Any) -> str:
    return type(value).__name__


def _a_kind(value: Any) -> str:
    """Say of what kind a value is, as readers call it."""
    return {"str": "text", "ndarray": "an array", "int": "a number", "float": "a number"}.get(
        _kind(value), f"a value of type {_kind(value)}"
    )
