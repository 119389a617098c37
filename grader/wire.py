"""The one typed encoding of arguments and results: JSON that says what every value is, and never a pickle.

An encoded value is a *document*: null, true, false, a string, a finite number or an array stands for itself, a list for
a list; everything else is an object with one telling key:

    {"tuple": [...]}    {"dict": {...}}    {"float": "nan"}    {"integer": "123"} beyond 64 bits
    {"array": {"dtype": "<f8", "shape": [2, 3], "data": base64, "scalar"?, "strided"?, "readonly"?}}
    {"rng": 7}          a generator seeded with 7                   only in arguments
    {"function": source, "name": "f"}   a function, as text          only in arguments
    {"other": "name of its type"}       what cannot be encoded       only in answers

NumPy's own header is left out on purpose: it is text to be parsed, and a lie in it can ask for billions of elements.
This module travels to readers and into the sandbox: NumPy and the standard library only.
"""

import base64
import json
import math
from dataclasses import dataclass

import numpy as np

DTYPES = frozenset("bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex128".split())
MAX_BYTES = 64 * 2**20  # of one encoded message
MAX_DEPTH = 16
MAX_ITEMS = 200_000
MAX_AXES = 8
SAFE_INTEGER = 2**63


class WireError(ValueError):
    """A message is not in the encoding, or is larger than anyone asked for."""


@dataclass(frozen=True)
class Seeded:
    """Stands for `np.random.default_rng(seed)` in arguments, so that a generator can be sent and made afresh."""

    seed: int


@dataclass(frozen=True)
class Function:
    """Stands for a function in arguments: its definition as text, which may use `np`."""

    name: str
    source: str

    def build(self):
        """Return the function that the text defines."""
        namespace = {"np": np}
        exec(self.source, namespace)  # only ever our own text: answers cannot hold one
        return namespace[self.name]


def encode(value, depth=0):
    """Return the document of a value; what has no encoding becomes `{"other": ...}`."""
    if depth > MAX_DEPTH:
        return {"other": "deeply nested " + type(value).__name__}
    if value is None or isinstance(value, (bool, str)):
        return value if value is None or isinstance(value, bool) else str(value)
    if isinstance(value, np.generic) or isinstance(value, np.ndarray):
        return _encode_array(value)
    if isinstance(value, int):
        return int(value) if -SAFE_INTEGER <= value < SAFE_INTEGER else {"integer": hex(value)}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, Seeded):
        return {"rng": value.seed}
    if isinstance(value, Function):
        return {"function": value.source, "name": value.name}
    return _encode_container(value, depth + 1)


def _encode_container(value, depth):
    if isinstance(value, list):
        return [encode(item, depth) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [encode(item, depth) for item in value]}
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {"dict": {key: encode(item, depth) for key, item in value.items()}}
    return {"other": type(value).__name__}


def _encode_array(value):
    array = np.asarray(value)
    if array.dtype.name not in DTYPES:
        return {"other": f"array of {array.dtype.name}"}
    # ascontiguousarray would turn 0-d into 1-d
    data = base64.b64encode(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()).decode("ascii")
    document = {"dtype": array.dtype.newbyteorder("<").str, "shape": list(array.shape), "data": data}
    if isinstance(value, np.generic):
        return {"array": document | {"scalar": True}}
    if array.size > 1 and not array.flags.c_contiguous:
        document["strided"] = True
    if not array.flags.writeable:
        document["readonly"] = True
    return {"array": document}


def decode(document, *, trusted=False, depth=0):
    """Return the value of a document.

    Parameters
    ----------
    document : object
        What `encode` returned, possibly forged.
    trusted : bool
        Whether the document is our own. Only then may it hold functions and generators.

    Raises
    ------
    WireError
        If the document is not in the encoding or exceeds a limit.
    """
    if depth > MAX_DEPTH:
        raise WireError(f"nested deeper than {MAX_DEPTH}")
    if document is None or isinstance(document, (bool, str, int, float)):
        return document
    if isinstance(document, list):
        return [decode(item, trusted=trusted, depth=depth + 1) for item in _bounded(document)]
    if not isinstance(document, dict):
        raise WireError(f"a {type(document).__name__} is not part of the encoding")
    return _decode_object(document, trusted, depth + 1)


def _decode_object(document, trusted, depth):
    match document:
        case {"tuple": list(items), **rest} if not rest:
            return tuple(decode(item, trusted=trusted, depth=depth) for item in _bounded(items))
        case {"dict": dict(items), **rest} if not rest:
            return {key: decode(item, trusted=trusted, depth=depth) for key, item in _bounded(items).items()}
        case {"float": "nan" | "inf" | "-inf" as name, **rest} if not rest:
            return float(name)
        case {"integer": str(digits), **rest} if not rest and len(digits) < 1000:
            return _decode_integer(digits)
        case {"array": dict(array), **rest} if not rest:
            return _decode_array(array)
        case {"other": str(name), **rest} if not rest:
            return Other(name[:80])
        case {"rng": int(seed), **rest} if trusted and not rest:
            return np.random.default_rng(seed)
        case {"function": str(source), "name": str(name), **rest} if trusted and not rest:
            return Function(name, source).build()
    raise WireError(f"no such kind of value: {sorted(document)[:5]}")


@dataclass(frozen=True)
class Other:
    """An answer that has no encoding: only the name of its type arrived."""

    type_name: str


def _bounded(items):
    if len(items) > MAX_ITEMS:
        raise WireError(f"more than {MAX_ITEMS} items")
    return items


def _decode_integer(digits):
    try:
        return int(digits, 16)
    except ValueError as error:
        raise WireError("not an integer") from error


def _decode_array(document):
    try:
        dtype, shape = np.dtype(str(document["dtype"])), tuple(document["shape"])
        data = base64.b64decode(document["data"], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"not an array: {type(error).__name__}") from error
    if dtype.name not in DTYPES:
        raise WireError(f"arrays of {dtype.name} are not sent")
    if len(shape) > MAX_AXES or not all(type(n) is int and n >= 0 for n in shape):
        raise WireError("not a shape")
    if math.prod(shape) * dtype.itemsize != len(data):
        raise WireError(f"shape and data do not fit: {len(data)} bytes")
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    if document.get("scalar"):
        return array[()]
    return _lay_out(array, bool(document.get("strided")), bool(document.get("readonly")))


def _lay_out(array, strided, readonly):
    """Copy an array into memory of its own, with every second element of the last axis unused if it is to be strided."""
    if strided and array.ndim:
        laid_out = np.zeros(array.shape[:-1] + (2 * array.shape[-1],), dtype=array.dtype)[..., ::2]
        laid_out[...] = array
    else:
        laid_out = array.copy()
    laid_out.flags.writeable = not readonly
    return laid_out


def dumps(document):
    """Return the bytes of a document, the same for the same document on every machine."""
    return json.dumps(document, allow_nan=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def loads(data):
    """Return the document in some bytes, which may come from anywhere.

    Raises
    ------
    WireError
        If the bytes are too many, or no JSON without NaN.
    """
    if len(data) > MAX_BYTES:
        raise WireError(f"{len(data)} bytes are more than the {MAX_BYTES} allowed")
    try:
        return json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {type(error).__name__}") from error


def _refuse_constant(name):
    raise WireError(f"{name} is not JSON")
