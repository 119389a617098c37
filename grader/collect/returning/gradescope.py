"""Gradescope: a table with the columns in which it exports grades, told by SID and email.

Gradescope takes feedback by no upload, so the zip file has a folder for each submission, for sending it another way.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.collect.recognise import Recogniser
from grader.collect.returning.made import Made, not_known, table
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.roster import Roster
from grader.collect.tables import Table
from grader.course import UnusableInput

HEADINGS = ("First Name", "Last Name", "SID", "Email", "Submission ID", "Total Score", "Max Points")


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Table], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return a table and a zip file of feedback for each assignment; see `grader.collect.returning`."""
    if worksheets:
        raise UnusableInput("Gradescope's table is made anew: leave --worksheet out.")
    made = Made()
    for assignment in sorted({result.assignment for result in results}):
        rows, pages = [], {}
        for result in (one for one in results if one.assignment == assignment):
            row = next((one for one in reversed(result.rows) if one.platform == "Gradescope"), None)
            if row is None:
                made.trouble.append(not_known(result.student, assignment, "Gradescope"))
                continue
            first, _, last = row.name.rpartition(" ")
            best = scale.highest_of(result.max_points)
            mark, most = scale.mark(result.points, result.max_points), "" if best is None else f"{best:g}"
            rows.append([first, last, row.id, row.email, row.prefix.removeprefix("submission_"), mark, most])
            if result.page:
                pages[f"{row.prefix}/{row.id or row.name}/{assignment}.html"] = result.page
        if rows:
            made.tables[f"{assignment}-marks.csv"] = table(HEADINGS, rows)
            made.feedback[f"{assignment}-feedback.zip"] = pages
            made.about |= {
                f"{assignment}-marks.csv": "the marks, with the SID and the address that Gradescope has.",
                f"{assignment}-feedback.zip": "a folder for each submission; Gradescope has no upload for feedback.",
            }
    return made
