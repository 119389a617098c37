"""What fails because student and grader have other versions of Python or NumPy, and the words for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.sandbox import CellOutcome
from grader.selfcheck.versions import here

OURS = here()["Python"]
# what NumPy says where it became stricter; the words are compared, and never shown
STRICTER = {
    "only 0-dimensional arrays can be converted to Python scalars": "an array of one number that has axes is no number "
    "there: take `x.item()` or `x[0]` in place of `float(x)`",
}


def is_too_new(outcome: CellOutcome | None, python: str) -> bool:
    """Whether a cell could not be read because it was written for a newer Python than ours.

    Parameters
    ----------
    outcome
        How the cell ended; None if it came to its end.
    python
        The version that its notebook names, `3.13`; '' if it names none.

    Examples
    --------
    >>> is_too_new(CellOutcome("SyntaxError", 2), "3.99"), is_too_new(CellOutcome("SyntaxError", 2), "3.2")
    (True, False)
    """
    newer = bool(python) and int(python.partition(".")[2]) > sys.version_info[1]
    return newer and outcome is not None and outcome.error == "SyntaxError"


def in_words(python: str) -> str:
    """Say that a notebook was written for another Python than ours."""
    return f"Written for Python {python}, graded with {OURS}: what came new to Python in between could not be read."


def stricter(answers: Sequence[Sequence[dict[str, Any]]]) -> str:
    """Return a sentence on what an older NumPy would have let pass; '' if nothing of it was met.

    Parameters
    ----------
    answers
        The answer documents of each case, possibly forged: they choose among sentences of ours, and add none.
    """
    said = {str(answer.get("message")) for case in answers for answer in case}
    found = [words for message, words in STRICTER.items() if message in said]
    return f"Graded with NumPy {np.__version__}: {found[0]}." if found else ""
