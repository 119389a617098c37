"""What nbgrader knows of an assignment before anybody hands it in: its notebook, and the cells that carry grades."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from grader.gradebook import nbgrader_tables as tables
from grader.intake import CHECK_SUFFIX

KINDS = {"GradeCell": tables.grade_cell, "SolutionCell": tables.solution_cell}  # as in base_cell.type


@dataclass(frozen=True)
class Cells:
    """The ids that grades and comments on an assignment refer to.

    Parameters
    ----------
    assignment, notebook
        The assignment's and its notebook's.
    checks
        The grade cell of each exercise and each free text.
    answers
        The solution cells, by name: those of the exercises, and others that carry no points.
    """

    assignment: str
    notebook: str
    checks: Mapping[str, str]
    answers: Mapping[str, str]


def points_in(notebook: dict[str, Any]) -> list[tuple[str, float]]:
    """Return what a released notebook, as JSON, asks for: exercises and free texts, with their points, in order."""
    marks = [cell["metadata"]["nbgrader"] for cell in _released(notebook)]
    return [(mark["grade_id"].removesuffix(CHECK_SUFFIX), mark["points"]) for mark in marks if mark["grade"]]


def _released(notebook: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the cells that nbgrader knows by name."""
    return [cell for cell in (notebook or {}).get("cells", []) if "nbgrader" in cell["metadata"]]


def prepare_assignment(
    connection: Connection, name: str, exercises: Sequence[tuple[str, float]], notebook: dict[str, Any] | None = None
) -> Cells:
    """Make an assignment with one notebook of the same name, or bring it up to date.

    Parameters
    ----------
    connection
        In a transaction.
    name
        The assignment.
    exercises
        Its exercises and free texts, and their points.
    notebook
        The released notebook as JSON, which says what is a free text.
    """
    released = _released(notebook)
    marks = [cell["metadata"]["nbgrader"] for cell in released if cell["metadata"]["nbgrader"]["solution"]]
    by_hand = {mark["grade_id"] for mark in marks if mark["grade"]}
    grade_cells = {one: one if one in by_hand else one + CHECK_SUFFIX for one, _ in exercises}
    assignment = _own_id(connection, tables.assignment, {"name": name}, {"course_id": tables.COURSE})
    own = _own_id(connection, tables.notebook, {"name": name, "assignment_id": assignment}, {"kernelspec": "{}"})
    solutions = dict.fromkeys([*grade_cells, *(mark["grade_id"] for mark in marks)])
    wanted = {("GradeCell", cell) for cell in grade_cells.values()} | {("SolutionCell", cell) for cell in solutions}
    _remove_cells(connection, own, wanted)
    graded = {
        one: _grade_cell(connection, own, grade_cells[one], points, "markdown" if one in by_hand else "code")
        for one, points in exercises
    }
    if notebook:
        _keep_sources(connection, own, notebook, released)
    return Cells(assignment, own, graded, {one: _cell(connection, own, "SolutionCell", one, {}) for one in solutions})


def _own_id(connection: Connection, table: Table, key: dict[str, Any], others: dict[str, Any]) -> str:
    """Return the id of a row, made with the other values if it is not there."""
    found = connection.execute(select(table.c.id).filter_by(**key)).scalar()
    return found or connection.execute(insert(table).returning(table.c.id), key | others).scalar_one()


def _grade_cell(connection: Connection, notebook: str, name: str, points: float, cell_type: str) -> str:
    return _cell(connection, notebook, "GradeCell", name, {"max_score": points, "cell_type": cell_type})


def _cell(connection: Connection, notebook: str, kind: str, name: str, values: dict[str, Any]) -> str:
    """Return the id of a cell with these values, made if need be."""
    id = _own_id(connection, tables.base_cell, {"notebook_id": notebook, "type": kind, "name": name}, {})
    table = KINDS[kind]
    if not connection.execute(select(table.c.id).filter_by(id=id)).scalar():
        connection.execute(insert(table), {"id": id} | values)
    elif values:
        connection.execute(update(table).filter_by(id=id), values)
    return id


def _remove_cells(connection: Connection, notebook: str, wanted: set[tuple[str, str]]) -> None:
    """Remove the cells that are no longer wanted, their grades and comments, except those that a person graded."""
    there = connection.execute(select(tables.base_cell).filter_by(notebook_id=notebook)).all()
    for cell in there:
        if cell.type in KINDS and (cell.type, cell.name) not in wanted and not _by_hand(connection, cell.id):
            for table in (tables.grade, tables.comment):
                connection.execute(delete(table).where(table.c.cell_id == cell.id))
            for table in (KINDS[cell.type], tables.base_cell):
                connection.execute(delete(table).where(table.c.id == cell.id))


def _by_hand(connection: Connection, cell: str) -> bool:
    grade, comment = tables.grade.c, tables.comment.c
    entered = grade.manual_score.is_not(None) | grade.extra_credit.is_not(None)
    scores = select(grade.id).where(grade.cell_id == cell, entered)
    comments = select(comment.id).where(comment.cell_id == cell, comment.manual_comment.is_not(None))
    return any(connection.execute(query.limit(1)).first() for query in (scores, comments))


def _keep_sources(
    connection: Connection, notebook: str, released_notebook: dict[str, Any], released: Iterable[dict[str, Any]]
) -> None:
    """Keep what nbgrader restores locked cells from, as its `generate_assignment` does."""
    kernelspec = json.dumps(released_notebook["metadata"].get("kernelspec", {}))
    connection.execute(update(tables.notebook).where(tables.notebook.c.id == notebook), {"kernelspec": kernelspec})
    connection.execute(delete(tables.source_cell).where(tables.source_cell.c.notebook_id == notebook))
    rows = [
        {
            "notebook_id": notebook,
            "name": cell["metadata"]["nbgrader"]["grade_id"],
            "cell_type": cell["cell_type"],
            "locked": cell["metadata"]["nbgrader"]["locked"],
            "source": "".join(cell["source"]),
            "checksum": cell["metadata"]["nbgrader"].get("checksum"),
        }
        for cell in released
    ]
    if rows:
        connection.execute(insert(tables.source_cell), rows)
