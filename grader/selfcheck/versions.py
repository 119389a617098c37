"""The versions with which a notebook is graded, and a word about it where the reader has others."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import numpy as np


def here() -> dict[str, str]:
    """Return the versions of Python and NumPy that run this, as far as they matter: `3.11` and `2.4`."""
    return {"Python": _short(sys.version.split()[0]), "NumPy": _short(np.__version__)}


def in_words(versions: Mapping[str, str]) -> str:
    """Say versions.

    >>> in_words({"Python": "3.11", "NumPy": "2.4"})
    'Python 3.11 and NumPy 2.4'
    """
    return " and ".join(f"{name} {number}" for name, number in versions.items())


def remark(graded_with: Mapping[str, str]) -> str:
    """Return a sentence where this notebook runs with other versions than it is graded with; '' otherwise.

    Parameters
    ----------
    graded_with
        As `here` returns them; of a release that does not say, empty.
    """
    ours = {name: number for name, number in here().items() if name in graded_with}
    if ours == dict(graded_with):
        return ""
    return (
        f"This is {in_words(ours)}; it is graded with {in_words(graded_with)}. Nearly everything works in both; what "
        "came new to the one or is gone from the other does not."
    )


def _short(number: str) -> str:
    return ".".join(number.split(".")[:2])
