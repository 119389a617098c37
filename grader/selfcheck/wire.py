"""The one typed encoding of arguments and results: JSON that says what every value is, and never a pickle.

An encoded value is a *document*: null, true, false, a string, a finite number or an array stands for itself, a list for
a list; everything else is an object with one telling key:

    {"tuple": [...]}    {"set": [...]}    {"frozenset": [...]}    {"float": "nan"}    {"integer": "0x7b"} beyond 64 bits
    {"dict": {...}}     {"pairs": [[key, value], ...]}   a dict whose keys are not text, or not in order
    {"complex": [real, imaginary]}
    {"array": {"dtype": "<f8", "shape": [2, 3], "data": base64, "scalar"?, "strided"?, "readonly"?}}
    {"texts": {"shape": [2], "items": [...]}}    an array of text
    {"rng": 7}          a generator seeded with 7                   only in arguments
    {"function": source, "name": "f"}   a function, as text          only in arguments
    {"own": "softmax"}                  the reader's own function    only in arguments
    {"other": "name of its type"}       what cannot be encoded       only in answers

NumPy's own header is left out on purpose: it is text to be parsed, and a lie in it can ask for billions of elements.
This module travels to readers and into the sandbox: NumPy and the standard library only.
"""

from __future__ import annotations

import binascii
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
DTYPES = frozenset(("bool", *INTEGERS, "float16", "float32", "float64", "complex128"))
CODES = {np.dtype(name).newbyteorder("<").str: np.dtype(name) for name in DTYPES}  # looked up, never parsed
STORED = {code: dtype.newbyteorder("<") for code, dtype in CODES.items()}  # how its bytes are sent
SWAPPED = {dtype.newbyteorder(">"): code for code, dtype in CODES.items()}
CODE_OF = SWAPPED | {dtype: code for code, dtype in STORED.items()}
MAX_BYTES = 64 * 2**20  # of one encoded message
MAX_DEPTH = 16
MAX_ITEMS = 200_000  # of one list
MAX_VALUES = 1_000_000  # of one message
BYTES_OF_A_VALUE = 100  # at most, for each of the signs by which values are counted
MAX_ALIKE = 100  # keys of one dict or items of one set with equal hashes: made to collide, they take for ever
MAX_AXES = 8
MAX_LENGTH = 2**40  # of one axis: an empty array may claim any
SAFE_INTEGER = 2**63
JSON = json.JSONEncoder(allow_nan=False, sort_keys=True, separators=(",", ":"))

Document = Any  # what JSON can say


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

    def build(self) -> Callable[..., Any]:
        """Return the function that the text defines."""
        namespace: dict[str, Any] = {"np": np}
        exec(self.source, namespace)  # only ever our own text: answers cannot hold one
        return namespace[self.name]


@dataclass(frozen=True)
class Own:
    """Stands for the reader's own function of that name in arguments; only the reader's check sends it."""

    name: str


def encode(value: Any, depth: int = 0) -> Document:
    """Return the document of a value; what has no encoding becomes `{"other": ...}`."""
    if depth > MAX_DEPTH:
        return {"other": "deeply nested " + type(value).__name__}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, (np.generic, np.ndarray)):
        return _encode_array(value, depth)
    if isinstance(value, int):
        return int(value) if -SAFE_INTEGER <= value < SAFE_INTEGER else {"integer": hex(value)}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, complex):
        return {"complex": [encode(value.real), encode(value.imag)]}
    if isinstance(value, Seeded):
        return {"rng": value.seed}
    if isinstance(value, Function):
        return {"function": value.source, "name": value.name}
    if isinstance(value, Own):
        return {"own": value.name}
    return _encode_container(value, depth + 1)


def printable(text: object) -> str:
    """Return the text with what cannot be written as UTF-8 (half a surrogate pair) replaced by question marks."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def _encode_container(value: Any, depth: int) -> Document:
    if isinstance(value, list):
        return [encode(item, depth) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [encode(item, depth) for item in value]}
    if isinstance(value, dict) and all(type(key) is str for key in value) and list(value) == sorted(value):
        return {"dict": {printable(key): encode(item, depth) for key, item in value.items()}}
    if isinstance(value, dict):
        return {"pairs": [[encode(key, depth), encode(item, depth)] for key, item in value.items()]}
    if isinstance(value, (set, frozenset)):
        kind = "frozenset" if isinstance(value, frozenset) else "set"
        return {kind: sorted((encode(item, depth) for item in value), key=dumps)}  # in one order on every machine
    return {"other": printable(type(value).__name__)}


def _encode_array(value: np.ndarray | np.generic, depth: int) -> Document:
    array = np.asarray(value)
    if array.dtype == object and array.ndim:
        return encode(list(array), depth)  # what is in it decides
    if array.dtype.kind == "U":
        return {"texts": {"shape": list(array.shape), "items": [printable(text) for text in array.ravel().tolist()]}}
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        array = array.astype(np.float64)  # long doubles: the value counts, not the type
    code = CODE_OF.get(array.dtype)
    if code is None:
        return {"other": f"array of {array.dtype.name}"}
    data = binascii.b2a_base64(array.astype(STORED[code], copy=False).tobytes(), newline=False).decode("ascii")
    document: dict[str, Any] = {"dtype": code, "shape": list(array.shape), "data": data}
    if isinstance(value, np.generic):
        return {"array": document | {"scalar": True}}
    if array.size > 1 and not array.flags.c_contiguous:
        document["strided"] = True
    if not array.flags.writeable:
        document["readonly"] = True
    return {"array": document}


def decode(document: Document, *, trusted: bool = False, depth: int = 0) -> Any:
    """Return the value of a document.

    Parameters
    ----------
    document
        What `encode` returned, possibly forged.
    trusted
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


def _decode_object(document: dict[str, Any], trusted: bool, depth: int) -> Any:
    def within(item: Document) -> Any:
        return decode(item, trusted=trusted, depth=depth)

    match document:
        case {"array": dict(array), **rest} if not rest:  # first, for most documents are arrays
            return _decode_array(array)
        case {"tuple": list(items), **rest} if not rest:
            return tuple(within(item) for item in _bounded(items))
        case {"dict": dict(items), **rest} if not rest:
            return {key: within(item) for key, item in _bounded(items).items()}
        case {"pairs": list(items), **rest} if not rest:
            return _decode_pairs(_bounded(items), within)
        case {"set": list(items), **rest} if not rest:
            return set(_hashable(within(item) for item in _bounded(items)))
        case {"frozenset": list(items), **rest} if not rest:
            return frozenset(_hashable(within(item) for item in _bounded(items)))
        case {"float": "nan" | "inf" | "-inf" as name, **rest} if not rest:
            return float(name)
        case {"integer": str(digits), **rest} if not rest and len(digits) < 1000:
            return _decode_integer(digits)
        case {"complex": [real, imaginary], **rest} if not rest:
            return _decode_complex(within(real), within(imaginary))
        case {"texts": {"shape": list(shape), "items": list(items), **others}, **rest} if not rest and not others:
            return _decode_texts(shape, _bounded(items))
        case {"other": str(name), **rest} if not rest:
            return Other(name[:80])
        case {"rng": int(seed), **rest} if trusted and not rest:
            return np.random.default_rng(seed)
        case {"function": str(source), "name": str(name), **rest} if trusted and not rest:
            return Function(name, source).build()
        case {"own": str(name), **rest} if trusted and not rest:
            return Own(name)
    raise WireError("an object of no known kind")  # its keys are not quoted: they may be anything


@dataclass(frozen=True)
class Other:
    """An answer that has no encoding: only the name of its type arrived."""

    type_name: str


def _bounded(items: Any) -> Any:
    if len(items) > MAX_ITEMS:
        raise WireError(f"more than {MAX_ITEMS} items")
    return items


def _hashable(items: Iterable[Any]) -> list[Any]:
    """Return the items if a set or the keys of a dict can be made of them, in a time that their number tells."""
    made = list(items)
    try:
        alike = Counter(map(hash, made))
    except TypeError as error:
        raise WireError("a key that can be none") from error
    if max(alike.values(), default=0) > MAX_ALIKE:
        raise WireError(f"more than {MAX_ALIKE} keys with one hash")
    return made


def _decode_pairs(items: list[Any], within: Callable[[Document], Any]) -> dict[Any, Any]:
    if not all(isinstance(item, list) and len(item) == 2 for item in items):
        raise WireError("not pairs of a key and a value")
    keys = _hashable(within(key) for key, _ in items)
    return dict(zip(keys, (within(value) for _, value in items)))


def _decode_complex(real: Any, imaginary: Any) -> complex:
    if type(real) is not float or type(imaginary) is not float:
        raise WireError("not a complex number")
    return complex(real, imaginary)


def _decode_texts(shape: list[Any], items: list[Any]) -> np.ndarray:
    if not all(isinstance(item, str) for item in items):
        raise WireError("not an array of text")
    if len(items) * max(map(len, items), default=0) > MAX_BYTES // 4:  # each text takes as much as the longest one
        raise WireError("an array of too much text")
    _check_shape(shape, len(items))
    return _shaped(np.array(items, dtype=str), shape)


def _decode_integer(digits: str) -> int:
    try:
        return int(digits, 16)
    except ValueError as error:
        raise WireError("not an integer") from error


def _decode_array(document: dict[str, Any]) -> Any:
    match document:
        case {"dtype": str(code), "shape": list(shape), "data": str(text)} if code in CODES:
            dtype, data = CODES[code], _decode_base64(text)
        case _:
            raise WireError("not an array of a known type")
    _check_shape(shape, len(data) / dtype.itemsize)
    if dtype == np.bool_ and data.strip(b"\0\1"):
        raise WireError("neither True nor False")
    array = _shaped(np.frombuffer(data, dtype=STORED[code]).astype(dtype, copy=False), shape)
    if document.get("scalar") and not shape:
        return array[()]
    return _lay_out(array, bool(document.get("strided")), bool(document.get("readonly")))


def _check_shape(shape: list[Any], size: float) -> None:
    if len(shape) > MAX_AXES or not all(type(n) is int and 0 <= n <= MAX_LENGTH for n in shape):
        raise WireError("not a shape")
    if math.prod(shape) != size:
        raise WireError("shape and data do not fit")


def _shaped(array: np.ndarray, shape: list[int]) -> np.ndarray:
    try:
        return array.reshape(shape)
    except ValueError as error:
        raise WireError("an empty array with impossible axes") from error


def _decode_base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except ValueError as error:
        raise WireError("not base64") from error


def _lay_out(array: np.ndarray, strided: bool, readonly: bool) -> np.ndarray:
    """Copy an array into memory of its own; strided: with every second place of the last axis unused."""
    if strided and array.size:
        laid_out = np.zeros((*array.shape[:-1], 2 * array.shape[-1]), dtype=array.dtype)[..., ::2]
        laid_out[...] = array
    else:
        laid_out = array.copy()
    laid_out.flags.writeable = not readonly
    return laid_out


def dumps(document: Document) -> bytes:
    """Return the bytes of a document, the same for the same document on every machine."""
    return JSON.encode(document).encode("utf-8")


def loads(data: bytes) -> Document:
    """Return the document in some bytes, which may come from anywhere.

    Raises
    ------
    WireError
        If the bytes are too many, hold too many values, or are no JSON without NaN.
    """
    if len(data) > MAX_BYTES:
        raise WireError(f"{len(data)} bytes are more than the {MAX_BYTES} allowed")
    # counted before they are made: ten million empty lists fit into a few bytes each, not into memory
    if _count_values(data) > MAX_VALUES:
        raise WireError(f"more than {MAX_VALUES} values")
    try:
        document = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
        if rb"\u" in data:
            json.dumps(document, ensure_ascii=False).encode("utf-8")  # half a surrogate pair could not be written
    except (ValueError, RecursionError) as error:
        raise WireError(f"not JSON: {type(error).__name__}") from error
    return document


def weight(data: bytes) -> int:
    """Return about how many bytes of memory the document in some bytes may take, before it is made."""
    return len(data) + BYTES_OF_A_VALUE * _count_values(data)


def _count_values(data: bytes) -> int:
    return sum(map(data.count, (b",", b"[", b"{")))


def _refuse_constant(name: str) -> None:
    raise WireError(f"{name} is not JSON")
