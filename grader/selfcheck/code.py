"""Calls as code that can be pasted into a cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from .wire import Document, Other, Own, decode

WIDTH = 88
MANY = 50  # equal rows


def call_as_code(name: str, call: dict[str, Any]) -> str:
    """Return the document of a call as a line of code, with the functions that it needs above it.

    >>> print(call_as_code("affine", {"arguments": [1, {"tuple": [2.0, True]}], "keywords": {"b": {"rng": 3}}}))
    affine(1, (2.0, True), b=np.random.default_rng(3))
    """
    arguments = [as_code(document) for document in call["arguments"]]
    arguments += [f"{key}={as_code(document)}" for key, document in call.get("keywords", {}).items()]
    above = [one["function"].strip("\n") for one in call["arguments"] if isinstance(one, dict) and "function" in one]
    line = f"{name}({', '.join(arguments)})"
    if len(line) > WIDTH and len(arguments) > 1:
        line = f"{name}(\n    " + ",\n    ".join(arguments) + ",\n)"
    return "\n\n".join([*above, line])


def as_code(document: Document) -> str:
    """Return the document of a value as the expression that makes it."""
    match document:
        case {"rng": seed}:
            return f"np.random.default_rng({seed})"
        case {"function": _, "name": name} | {"own": name}:
            return str(name)
        case list(items):
            return f"[{', '.join(map(as_code, items))}]"
        case {"tuple": [one]}:
            return f"({as_code(one)},)"
        case {"tuple": list(items)}:
            return f"({', '.join(map(as_code, items))})"
    value = decode(document, trusted=True)
    if isinstance(value, np.ndarray):
        return _array(value)
    return "..." if isinstance(value, (Other, Own)) else repr(value.item() if isinstance(value, np.generic) else value)


def _array(array: np.ndarray) -> str:
    """Return an array as code; types that NumPy would choose by itself are left out, and many equal rows stand once.

    >>> _array(np.array([[1.0, 2.0]])), _array(np.array([[1, 2]] * 400))
    ('np.array([[1.0, 2.0]])', 'np.array([[1, 2]] * 400)')
    """
    rows = array[:1] if array.ndim and len(array) >= MANY and np.all(array == array[:1]) else array
    text = repr(rows.tolist()).replace("nan", "np.nan").replace("inf", "np.inf")
    text += f" * {len(array)}" if rows is not array else ""
    usual = array.dtype in (np.float64, np.int64, np.bool_) or array.dtype.kind == "U"
    return f"np.array({text})" if usual and array.size else f"np.array({text}, dtype=np.{array.dtype})"
