"""NumPy's names of yesterday: what the book's page, or a student's NumPy, still has and ours has not.

The page runs NumPy 2.0, and readers run what they have. An answer that is right there is right here. What became
stricter cannot be undone, such as `float()` of an array of one number with axes.
"""

from typing import Any

import numpy as np

SAME = {
    "Inf": "inf", "NaN": "nan", "alltrue": "all", "complex_": "complex128", "cumproduct": "cumprod",
    "float_": "float64", "in1d": "isin", "infty": "inf", "product": "prod", "round_": "round", "row_stack": "vstack",
    "sometrue": "any", "string_": "bytes_", "trapz": "trapezoid", "unicode_": "str_",
}  # fmt: skip
PLAIN = {"float": float, "int": int, "object": object, "complex": complex, "str": str}  # left with NumPy 1.24


def put_back(numpy: Any = np) -> None:
    """Give NumPy the names that it has no longer. What it has stays as it is."""
    meant = {name: getattr(numpy, now) for name, now in SAME.items() if hasattr(numpy, now)} | PLAIN
    for name, thing in meant.items():
        if name not in vars(numpy):
            setattr(numpy, name, thing)
