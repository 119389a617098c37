"""The course's solution of an exercise, if this release has it: for readers who have passed, or who ask for it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from .finding import RELEASE, CannotCheck

SOLUTIONS = "solutions.json"


@dataclass(frozen=True)
class Solution:
    """One way to write a function, and another one.

    Parameters
    ----------
    reference
        The course's function, as text.
    variant
        The same in another style, or nothing.
    comment
        What the author says of the variant, or nothing.
    """

    reference: str
    variant: str = ""
    comment: str = ""

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """A heading, a comment and a text for each of the two that there are."""
        parts = [("The course's", "", self.reference), ("Another way", self.comment, self.variant)]
        return [part for part in parts if part[2]]


def solution_to(name: str) -> Solution | None:
    """Return the solution of an exercise, or None where this release has none.

    Raises
    ------
    CannotCheck
        If there is a file of solutions that cannot be read.
    """
    path = RELEASE.get() / SOLUTIONS
    if not path.is_file():
        return None
    try:
        return Solution(**json.loads(path.read_text(encoding="utf-8"))[name])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotCheck(f"{path} cannot be read ({error!r}). Download the chapter's folder again.") from None
