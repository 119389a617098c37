"""Results in a table, grades.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from grader.grading.result import SubmissionResult
from grader.report import pages

COLUMNS = ("student", "assignment", "exercise", "points", "max_points", "outcome", "misconception")
LATE = "late"  # the outcome in the row of what being late costs
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a text for a formula


def write_csv(results: Iterable[SubmissionResult], path: Path) -> None:
    """Write grades.csv: a row for each exercise of each submission, by student and assignment.

    A submission in error has one row, without an exercise and without points. What being late costs has a row of its
    own, too, with negative points, so that the sum is right. An answer that waits for a person to
    grade it has no points. A name that a spreadsheet would take for
    a formula gets an apostrophe in front.

    Parameters
    ----------
    results
        In any order.
    path
        The file.
    """
    rows = [((r.student, r.assignment, place), row) for r in results for place, row in enumerate(_rows(r))]
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row for _, row in sorted(rows))


def _rows(result: SubmissionResult) -> list[tuple[str, ...]]:
    about = (harmless(result.student), result.assignment)
    if result.error:
        return [(*about, "", "", "", "error", "")]
    late: list[tuple[str, ...]] = []
    if result.deduction:
        late = [(*about, "", f"-{pages.points(result.deduction)}", "0", LATE, "")]
    return late + [
        (*about, e.name, earned, pages.points(e.max_points), e.outcome, e.misconception)
        for e in result.exercises
        for earned in [pages.points(e.points) if e.graded else ""]
    ]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, and that no two texts have in common.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("'t Hooft")
    ("'=1+1", "''=1+1", "'t Hooft")
    """
    return "'" + text if text.lstrip("'").startswith(FORMULA) else text
