"""What nbgrader knows of an assignment before anybody hands it in: its notebook, and the cells that carry grades."""

import json
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from grader.gradebook import nbgrader_tables as tables

CHECK = "-check"  # a check cell is named after its exercise
KINDS = {"GradeCell": tables.grade_cell, "SolutionCell": tables.solution_cell}  # as in base_cell.type


@dataclass(frozen=True)
class Cells:
    """The ids that grades and comments on an assignment refer to.

    Parameters
    ----------
    assignment, notebook : str
        The assignment's and its notebook's.
    checks : dict of str to str
        The grade cell of each exercise.
    answers : dict of str to str
        The solution cells, by name: those of the exercises, and others that carry no points.
    """

    assignment: str
    notebook: str
    checks: dict
    answers: dict


def prepare_assignment(connection, name, exercises, notebook=None):
    """Make an assignment with one notebook of the same name, or bring it up to date.

    Parameters
    ----------
    connection : sqlalchemy.Connection
        In a transaction.
    name : str
        The assignment.
    exercises : list of (str, float)
        Its exercises and their points.
    notebook : dict, optional
        The released notebook as JSON.

    Returns
    -------
    Cells
    """
    released = [cell for cell in (notebook or {}).get("cells", []) if "nbgrader" in cell["metadata"]]
    answers = [c["metadata"]["nbgrader"]["grade_id"] for c in released if c["metadata"]["nbgrader"]["solution"]]
    assignment = _own_id(connection, tables.assignment, {"name": name}, {"course_id": tables.COURSE})
    own = _own_id(connection, tables.notebook, {"name": name, "assignment_id": assignment}, {"kernelspec": "{}"})
    wanted = [("GradeCell", exercise + CHECK) for exercise, _ in exercises]
    wanted += [("SolutionCell", answer) for answer in dict.fromkeys([exercise for exercise, _ in exercises] + answers)]
    _remove_cells(connection, own, set(wanted))
    points = {exercise + CHECK: points for exercise, points in exercises}
    cells = {(kind, cell): _cell(connection, own, kind, cell, points.get(cell)) for kind, cell in wanted}
    if notebook:
        _keep_sources(connection, own, notebook, released)
    return Cells(
        assignment,
        own,
        {cell.removesuffix(CHECK): id for (kind, cell), id in cells.items() if kind == "GradeCell"},
        {cell: id for (kind, cell), id in cells.items() if kind == "SolutionCell"},
    )


def _own_id(connection, table, key, others):
    """Return the id of a row, made with the other values if it is not there."""
    found = connection.execute(select(table.c.id).filter_by(**key)).scalar()
    return found or connection.execute(insert(table), key | others).inserted_primary_key[0]


def _cell(connection, notebook, kind, name, points):
    """Return the id of a cell, made if need be; a grade cell gets its points."""
    id = _own_id(connection, tables.base_cell, {"notebook_id": notebook, "type": kind, "name": name}, {})
    table = KINDS[kind]
    values = {"max_score": points, "cell_type": "code"} if kind == "GradeCell" else {}
    if not connection.execute(select(table.c.id).filter_by(id=id)).scalar():
        connection.execute(insert(table), {"id": id} | values)
    elif values:
        connection.execute(update(table).filter_by(id=id), values)
    return id


def _remove_cells(connection, notebook, wanted):
    """Remove the cells that are no longer wanted, their grades and comments, except those that a person graded."""
    there = connection.execute(select(tables.base_cell).filter_by(notebook_id=notebook)).all()
    for cell in there:
        if cell.type in KINDS and (cell.type, cell.name) not in wanted and not _by_hand(connection, cell.id):
            for table in (tables.grade, tables.comment):
                connection.execute(delete(table).where(table.c.cell_id == cell.id))
            for table in (KINDS[cell.type], tables.base_cell):
                connection.execute(delete(table).where(table.c.id == cell.id))


def _by_hand(connection, cell):
    grade, comment = tables.grade.c, tables.comment.c
    entered = grade.manual_score.is_not(None) | grade.extra_credit.is_not(None)
    scores = select(grade.id).where(grade.cell_id == cell, entered)
    comments = select(comment.id).where(comment.cell_id == cell, comment.manual_comment.is_not(None))
    return any(connection.execute(query.limit(1)).first() for query in (scores, comments))


def _keep_sources(connection, notebook, released_notebook, released):
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
