"""What a platform's module makes."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.report.tables import harmless

Rows = Sequence[Sequence[str]]


@dataclass
class Made:
    """Tables of marks and zip files of feedback, by the names of the files.

    Parameters
    ----------
    about
        What each file is for, for people.
    trouble
        A sentence for everybody whom the platform cannot be told of.
    """

    tables: dict[str, Callable[[Path], object]] = field(default_factory=dict)
    feedback: dict[str, dict[str, Path]] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Callable[[Path], object]:
    """Return a function that writes a table of our own to a file."""
    lines = [list(headings), *([harmless(cell) for cell in row] for row in rows)]

    def write(path: Path) -> None:
        with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)

    return write


def not_known(student: str, assignment: str, platform: str) -> str:
    """Return the sentence about somebody whose submission did not come from a platform."""
    return (
        f"{student}, {assignment} cannot be told to {platform}: what was graded did not come from there, or was not "
        "collected by `course collect`."
    )
