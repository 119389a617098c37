"""A student or a submission taken out of the gradebook, an assignment given another name: all of it, or nothing."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, delete, select, update

from grader.gradebook import nbgrader_tables as tables


def forget(connection: Connection, student: str, assignment: str | None = None) -> list[str]:
    """Take out what is recorded of a student, and the student if nothing else is.

    Parameters
    ----------
    connection
        In a transaction.
    student
        Who.
    assignment
        The only assignment to be forgotten; None for all.

    Returns
    -------
    The assignments that were recorded.
    """
    submitted, results = tables.submitted_assignment, tables.course_results
    own = select(submitted.c.id).where(submitted.c.student_id == student)
    mine = results.c.student == student
    if assignment:
        named = select(tables.assignment.c.id).where(tables.assignment.c.name == assignment)
        own, mine = own.where(submitted.c.assignment_id.in_(named)), mine & (results.c.assignment == assignment)
    recorded = list(connection.execute(select(results.c.assignment).where(mine)).scalars())
    _remove_submissions(connection, own)
    connection.execute(delete(results).where(mine))
    left = connection.execute(select(submitted.c.id).where(submitted.c.student_id == student)).first()
    if left is None:
        connection.execute(delete(tables.student).where(tables.student.c.id == student))
    return sorted(recorded)


def _remove_submissions(connection: Connection, own: Select[Any]) -> None:
    submitted = list(connection.execute(own).scalars())
    notebook = tables.submitted_notebook
    notebooks = list(connection.execute(select(notebook.c.id).where(notebook.c.assignment_id.in_(submitted))).scalars())
    for table in (tables.grade, tables.comment):
        connection.execute(delete(table).where(table.c.notebook_id.in_(notebooks)))
    connection.execute(delete(notebook).where(notebook.c.id.in_(notebooks)))
    connection.execute(delete(tables.submitted_assignment).where(tables.submitted_assignment.c.id.in_(submitted)))


def rename(connection: Connection, old: str, new: str) -> list[str]:
    """Give an assignment another name.

    Parameters
    ----------
    connection
        In a transaction.
    old, new
        The names.

    Returns
    -------
    The students that have results for it.
    """
    results, assignment, notebook = tables.course_results, tables.assignment, tables.notebook
    own = select(assignment.c.id).where(assignment.c.name == old)
    connection.execute(update(notebook).where(notebook.c.assignment_id.in_(own)).values(name=new))
    connection.execute(update(assignment).where(assignment.c.name == old).values(name=new))
    due = tables.course_deadlines
    connection.execute(update(due).where(due.c.assignment == old).values(assignment=new))
    students = []
    for student, text in connection.execute(
        select(results.c.student, results.c.result).where(results.c.assignment == old)
    ).all():
        document = json.dumps(json.loads(text) | {"assignment": new})
        wanted = (results.c.student == student) & (results.c.assignment == old)
        connection.execute(update(results).where(wanted).values(assignment=new, result=document))
        students.append(student)
    return students
