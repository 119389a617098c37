"""Expected against got: a difference in words, or none.

Answers are compared by value: a list may stand for a tuple or an array, a Python number for a NumPy scalar, integers
for floats, in any memory order. The words can be shown where the arguments are hidden: they quote no value, and of what
a function may choose freely they tell a few bits only, lest it say there what it was called with.
This module travels to readers and into the sandbox: NumPy and the standard library only.
"""

import builtins
import math

import numpy as np

from . import wire

RELATIVE_TOLERANCE = 1e-9  # of the largest absolute value expected
FEW = 32  # values of which the wrong ones are counted exactly
QUOTED = 1e-3, 1e3  # factors between these are quoted
SINGLE_PRECISION = 1e-6  # differences up to this share of the scale look like rounding
ABSOLUTE_FLOOR = 1e-12  # where everything expected is zero
KINDS = {"U": "text", "c": "complex numbers", "O": "values of several types"}
MORE_TYPES = {"NoneType", "function", "method", "module", "generator", "dict_values", "array of complex64"}
NAMED_TYPES = MORE_TYPES.union(vars(builtins))


def difference(got, expected, rtol=RELATIVE_TOLERANCE):
    """Say in words how a result differs from the expected one.

    Parameters
    ----------
    got : object
        What came back.
    expected : object
        An array, a number, or a tuple or list of such.
    rtol : float
        Tolerance relative to the largest absolute value of each expected array.

    Returns
    -------
    str or None
        None if the two agree.

    Examples
    --------
    >>> difference([1, 2], np.array([1.0, 2.0])) is None
    True
    >>> difference(np.zeros((2, 3)), np.ones((3, 2)))
    'the shape is (2, 3), expected (3, 2): transposed?'
    """
    if isinstance(got, wire.Other):
        return _unsent(got)
    if expected is None:
        return None if got is None else "a result where none is asked"
    if got is None:
        return "the result is None: is the return statement missing?"
    if isinstance(expected, (tuple, list)):
        return _sequence_difference(got, expected, rtol)
    with np.errstate(all="ignore"):  # what came back may be as large as it likes
        return _array_difference(got, np.asarray(expected), rtol)


def _unsent(got):
    """Name the type of what could not be sent, unless its author chose the name: names can hold what they like."""
    known = got.type_name in NAMED_TYPES
    return f"the result is of type {got.type_name}" if known else "the result is of a type that holds no numbers"


def _sequence_difference(got, expected, rtol):
    if not isinstance(got, (tuple, list, np.ndarray)) or (isinstance(got, np.ndarray) and got.ndim == 0):
        return f"{len(expected)} results are expected together, got one {_kind(got)}"
    if len(got) != len(expected):
        number = len(got) if len(got) <= FEW else f"more than {FEW}"
        return f"{len(expected)} results are expected together, got {number}"
    for position, (one, other) in enumerate(zip(got, expected)):
        words = difference(one, other, rtol)
        if words:
            return f"result {position + 1} of {len(expected)}: {words}"
    return None


def as_numbers(got):
    """Return what came back as a real array, or words that say why it is none.

    Returns
    -------
    (ndarray or None, str or None)
        One of the two is None.
    """
    if isinstance(got, wire.Other):
        return None, _unsent(got)
    if got is None or isinstance(got, (str, dict)):
        return None, f"the result is a {_kind(got)}, not numbers"
    if _holds_text(got):  # as an array, each text would take as much memory as the longest one
        return None, f"the result holds {KINDS['U']}, not real numbers alone"
    try:
        array = np.asarray(got)
    except ValueError:
        return None, "the rows of the result have different lengths"
    if array.dtype == bool:
        return None, "the result holds True and False where numbers are asked"
    if array.dtype.kind not in "iuf":
        return None, f"the result holds {KINDS.get(array.dtype.kind, 'values')}, not real numbers alone"
    return array.astype(np.float64), None


def _holds_text(value):
    return isinstance(value, str) or (isinstance(value, (list, tuple)) and any(map(_holds_text, value)))


def _array_difference(got, expected, rtol):
    array, words = as_numbers(got)
    if words:
        return words
    if array.shape != expected.shape and expected.ndim == 0:
        return f"one number is expected, got an array of shape {shape_in_words(array.shape, ())}"
    if array.shape != expected.shape:
        transposed = array.ndim > 1 and array.T.shape == expected.shape
        words = f"the shape is {shape_in_words(array.shape, expected.shape)}, expected {expected.shape}"
        return words + (": transposed?" if transposed else "")
    expected = expected.astype(np.float64)
    return _finiteness_difference(array, expected) or _value_difference(array, expected, rtol)


def shape_in_words(shape, expected):
    """Return a shape as text, with a question mark for each length that is not near one of the expected shape.

    A function that returns an empty array may choose lengths as it likes, and could spell a hidden argument in them.

    >>> shape_in_words((3, 3), (2, 3)), shape_in_words((6,), (2, 3)), shape_in_words((0, 987654321), (2, 3))
    ('(3, 3)', '(6,)', '(?, ?)')
    """
    lengths = (1, *expected, math.prod(expected))
    known = {near for length in lengths for near in (length - 1, length, length + 1) if near}
    quoted = known if len(shape) <= len(expected) + 1 else ()
    texts = [str(length) if length in quoted else "?" for length in shape]
    return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"


def _finiteness_difference(got, expected):
    if np.any(np.isnan(got) & ~np.isnan(expected)):
        return f"{_share(np.isnan(got))} not a number (NaN)"
    infinite = np.isinf(got) & (got != expected)
    if np.any(infinite):
        return f"{_share(infinite)} infinite"
    missing = ~np.isfinite(expected) & ~((got == expected) | (np.isnan(got) & np.isnan(expected)))
    return "a value that should be infinite is not" if np.any(missing) else None


def _value_difference(got, expected, rtol):
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


def _relation(got, expected, tolerance):
    """Name a simple relation that holds between all values, if there is one."""
    if np.all(np.abs(got + expected) <= tolerance):
        return "the sign is reversed"
    large = np.abs(expected) > tolerance
    if got.size < 2 or not np.any(large):
        return None
    factor = np.median(got[large] / expected[large])
    if not np.all(np.abs(got - factor * expected) <= tolerance * max(1.0, abs(factor))):
        return None
    return f"every value is {factor:.2g} times the expected one" if QUOTED[0] <= abs(factor) <= QUOTED[1] else None


def _share(wrong):
    """Say how many values are wrong: of few values exactly, of many in tens of percent."""
    count, size = int(np.sum(wrong)), np.size(wrong)
    if size == 1:
        return "the value is"
    if size <= FEW or count in (1, size):
        return f"{count} of {size} values {'is' if count == 1 else 'are'}"
    percent = 10 * round(10 * count / size)
    share = {0: "less than 5 %", 100: "more than 95 %"}.get(percent, f"about {percent} %")
    return f"{share} of {size} values are"


def _kind(value):
    return type(value).__name__
