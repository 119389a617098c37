"""What being late costs, and until when an assignment may be handed in, where nbgrader and formgrader look for it.

The deadlines that course.toml gave are kept beside: one that it no longer gives is taken back, and one that a person
entered through formgrader stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from grader.gradebook import nbgrader_tables as tables

AT_ONCE = 400  # places asked for in one statement: SQLite may know no more than 999 values
Lost = Mapping[tuple[str, str], float]  # points, by student and assignment


def had_deadlines(connection: Connection) -> bool:
    """Whether something was due, or something was taken off, when this was kept last."""
    penalty = tables.submitted_notebook.c.late_submission_penalty
    queries = select(tables.course_deadlines.c.assignment), select(penalty).where(penalty.is_not(None))
    return any(connection.execute(query.limit(1)).first() for query in queries)


def keep_deadlines(connection: Connection, due: Mapping[str, datetime]) -> None:
    """Keep when assignments are due, in UTC without saying so, and take back what they are due no more."""
    kept, assignment = tables.course_deadlines, tables.assignment
    before = {row.assignment: row.due for row in connection.execute(select(kept))}
    for name in before.keys() - due.keys():
        ours = (assignment.c.name == name) & (assignment.c.duedate == before[name])
        connection.execute(update(assignment).where(ours).values(duedate=None))
    for name, time in due.items():
        connection.execute(update(assignment).where(assignment.c.name == name).values(duedate=time))
    if before != due:
        connection.execute(delete(kept))
        if due:
            connection.execute(insert(kept), [{"assignment": name, "due": time} for name, time in due.items()])


def keep_penalties(connection: Connection, lost: Lost) -> None:
    """Keep what being late costs those who are named; whoever lost nothing has no penalty any more."""
    submitted, notebook, assignment = tables.submitted_assignment, tables.submitted_notebook, tables.assignment
    joined = notebook.join(submitted, notebook.c.assignment_id == submitted.c.id).join(
        assignment, submitted.c.assignment_id == assignment.c.id
    )
    student, name, penalty = submitted.c.student_id, assignment.c.name, notebook.c.late_submission_penalty
    query = select(notebook.c.id, student, name, penalty).select_from(joined)
    everybody = list(lost)
    for start in range(0, len(everybody), AT_ONCE):
        places = everybody[start : start + AT_ONCE]
        for own_id, whose, of_what, stands in connection.execute(query.where(tuple_(student, name).in_(places))).all():
            if stands != (points := lost[whose, of_what] or None):
                own = update(notebook).where(notebook.c.id == own_id)
                connection.execute(own.values(late_submission_penalty=points))
