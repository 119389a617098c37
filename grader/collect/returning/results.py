"""What OUT says of each student: points by assignment, the feedback page, and who they are to the platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect import manifest
from grader.collect.manifest import Row
from grader.collect.tables import as_it_was, read_table
from grader.course import UnusableInput

GRADES, FEEDBACK = "grades.csv", "feedback"


@dataclass(frozen=True)
class Result:
    """What one student has for one assignment.

    Parameters
    ----------
    trouble
        Why there are no points that could be given back; '' if there are.
    page
        The feedback; None if there is none.
    rows
        The files that were collected for it, the last hand-in last.
    """

    student: str
    assignment: str
    points: float
    max_points: float
    trouble: str = ""
    page: Path | None = None
    rows: tuple[Row, ...] = field(default=())

    def on(self, platform: str) -> Row | None:
        """Return what a platform knows them by; None if they did not come from it."""
        found = [row for row in self.rows if row.platform.startswith(platform) and row.id]
        return found[-1] if found else None


def read_results(out: Path) -> list[Result]:
    """Return the results of a graded class, by assignment and student.

    Parameters
    ----------
    out
        The folder that `course grade` wrote.

    Raises
    ------
    UnusableInput
        If it is none, or its table was changed to what no table of ours says.
    """
    if not (out / GRADES).is_file():
        raise UnusableInput(f"There is no {GRADES} in {out}. Name the folder that `course grade` wrote, its --out.")
    collected: dict[tuple[str, str], list[Row]] = {}
    for row in manifest.read(out):
        if row.is_kept:
            collected.setdefault((row.student, row.assignment), []).append(row)
    return [
        _result(place, cells, out, collected.get(place, [])) for place, cells in sorted(_points(out / GRADES).items())
    ]


Cells = list[tuple[str, str, str]]  # points, possible ones and outcome of each exercise


def _points(path: Path) -> dict[tuple[str, str], Cells]:
    table = read_table(path)
    student, assignment, points, most, outcome = (
        table.required(name) for name in ("student", "assignment", "points", "max_points", "outcome")
    )
    found: dict[tuple[str, str], Cells] = {}
    for line, row in table.rows:
        try:
            float(row[points] or 0), float(row[most] or 0)
        except ValueError as error:
            raise UnusableInput(f"{path}:{line}: {row[points]!r} of {row[most]!r} are no points.") from error
        place = as_it_was(row[student]), row[assignment]
        found.setdefault(place, []).append((row[points], row[most], row[outcome]))
    return found


def _result(place: tuple[str, str], cells: Cells, out: Path, rows: Sequence[Row]) -> Result:
    student, assignment = place
    trouble = "it is left to be graded again" if any(outcome == "error" for *_, outcome in cells) else ""
    if not trouble and any(not points for points, _, _ in cells):
        trouble = "an answer waits for a person to grade it"
    page = out / FEEDBACK / student / f"{assignment}.html"
    points, most = (sum(float(cell[place] or 0) for cell in cells) for place in (0, 1))
    return Result(student, assignment, points, most, trouble, page if page.is_file() else None, tuple(rows))
