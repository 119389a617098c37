"""No platform: a table with one row for each student, with the points of each assignment and the total."""

from __future__ import annotations

from collections.abc import Sequence

from grader.collect.recognise import Recogniser
from grader.collect.returning.made import Made, table
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.roster import Roster
from grader.collect.tables import Table
from grader.course import UnusableInput
from grader.report.pages import points

MARKS, FEEDBACK = "marks.csv", "feedback.zip"


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Table], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return one table and one zip file of feedback; see `grader.collect.returning`."""
    if worksheets:
        raise UnusableInput("The table is made anew: leave --worksheet out, or name a platform with --for.")
    possible = {result.assignment: result.max_points for result in results}
    of_student: dict[str, dict[str, Result]] = {}
    for result in results:
        of_student.setdefault(result.student, {})[result.assignment] = result
    headings = ["student", "name", "email", *sorted(possible), "points", "max_points", "mark"]
    most = sum(possible.values())
    rows = [
        [student, *_person(student, found, roster), *_marks(found, sorted(possible), most, scale)]
        for student, found in sorted(of_student.items())
    ]
    pages = {f"{result.student}/{result.assignment}.html": result.page for result in results if result.page}
    about = {MARKS: "points of each assignment, all points, and the mark.", FEEDBACK: "a folder for each student."}
    return Made({MARKS: table(headings, rows)}, {FEEDBACK: pages}, about)


def _person(student: str, found: dict[str, Result], roster: Roster | None) -> tuple[str, str]:
    """Return a student's name and address: as the roster has them, or else the platform, which may have a team's."""
    member = roster.with_id(student) if roster else None
    rows = [row for result in found.values() for row in result.rows]
    name = next((row.name for row in reversed(rows) if row.name), "")
    email = next((row.email for row in reversed(rows) if row.email), "")
    return (member.name, member.email or email) if member else (name, email)


def _marks(found: dict[str, Result], assignments: Sequence[str], most: float, scale: Scale) -> list[str]:
    all_points = sum(result.points for result in found.values())
    of_each = [points(found[one].points) if one in found else "" for one in assignments]
    return [*of_each, points(all_points), points(most), scale.mark(all_points, most)]
