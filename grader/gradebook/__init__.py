"""The gradebook: nbgrader's own database, which its formgrader and `nbgrader export` read, with our results beside.

    with Gradebook("sqlite:///out/gradebook.db") as gradebook:
        gradebook.prepare({"04-losses": [("mse", 2), ("softmax", 3)]})
        gradebook.record(result)

A submission is recorded whole, in one transaction: its grades, its comments, and in the table `course_results` the
result itself, for which nbgrader's schema has no place. What a person entered through formgrader (scores, extra credit,
comments) is never overwritten; a regrade marks such scores for another look, as nbgrader does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from textwrap import indent
from typing import Any, Self

from sqlalchemy import Column, Connection, Select, Table, and_, select, tuple_, update

from grader.gradebook import housekeeping, lateness
from grader.gradebook import nbgrader_tables as tables
from grader.gradebook.by_hand import with_grades_by_hand
from grader.gradebook.cells import Cells, points_in, prepare_assignment
from grader.gradebook.database import Database
from grader.grading.result import ExerciseReport, SubmissionResult

__all__ = ["Gradebook", "comment", "points_in"]

PLACE, WHOSE = ("cell_id", "notebook_id"), ("student", "assignment")  # what a row is one of
PAGE = 20  # results read at once: each may hold answers of some hundred thousand bytes
MAX_NAME = 128  # characters of a student's name, as nbgrader's schema has it
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")  # what databases do not store as text


class Gradebook:
    """An open gradebook; a context manager.

    Parameters
    ----------
    url
        `sqlite:///PATH` (made if it is not there) or `postgresql://USER:PASSWORD@HOST/NAME` (the database must exist;
        its tables are made).

    Raises
    ------
    UnusableInput
        If the gradebook cannot be reached, read or written, or is some other program's database.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._insert = self._database.insert
        self._record_grades = self._upsert(tables.grade, PLACE, "auto_score", needs_manual_grade=_needs_a_person)
        self._record_comments = self._upsert(tables.comment, PLACE, "auto_comment")
        self._record_result = self._upsert(
            tables.course_results, WHOSE, "content_digest plan_digest result recorded_at"
        )
        self._cells: dict[str, Cells] = {}

    def __enter__(self) -> Self:
        """Return the gradebook."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the gradebook."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def prepare(
        self,
        assignments: Mapping[str, Sequence[tuple[str, float]]],
        notebooks: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        """Make the assignments, notebooks and cells that grades refer to, or bring them up to date.

        Cells of exercises that are no longer asked are removed with their grades, unless a person graded there.

        Parameters
        ----------
        assignments
            For each assignment its exercises and free texts, and their points.
        notebooks
            The released notebooks by assignment, as JSON. They say which are free texts, and the gradebook then also
            holds the sources of the cells, which `nbgrader autograde` asks for.
        """
        with self._database.writing() as connection:
            for assignment, exercises in assignments.items():
                notebook = (notebooks or {}).get(assignment)
                self._cells[assignment] = prepare_assignment(connection, assignment, exercises, notebook)

    def graded(self, student: str, assignment: str) -> tuple[str, str] | None:
        """Return the `content_digest` and the `plan_digest` of what is recorded.

        Returns
        -------
        None if nothing is, or if nbgrader removed the submission.
        """
        results = tables.course_results.c
        wanted = (results.student == student) & (results.assignment == assignment)
        with self._database.reading() as connection:
            row = connection.execute(_recorded(results.content_digest, results.plan_digest).where(wanted)).first()
        return None if row is None else (row.content_digest, row.plan_digest)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded."""
        with self._database.reading() as connection:
            return connection.execute(_recorded(tables.course_results.c.student).limit(1)).first() is None

    def results(self) -> Iterator[SubmissionResult]:
        """Yield everything recorded by assignment and student, with what people gave where they grade."""
        results = tables.course_results.c
        place, last = tuple_(results.assignment, results.student), ("", "")
        while True:
            query = _recorded(*results).where(place > last).order_by(results.assignment, results.student).limit(PAGE)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
                recorded = [SubmissionResult.from_document(json.loads(row.result)) for row in rows]
                recorded = with_grades_by_hand(connection, recorded)
            if not rows:
                return
            yield from recorded
            last = (rows[-1].assignment, rows[-1].student)

    def record(self, result: SubmissionResult) -> None:
        """Record a submission's result in place of an earlier one: all of it, or nothing.

        Parameters
        ----------
        result
            The result. One with an `error` is not recorded: what stands from earlier keeps standing.

        Raises
        ------
        ValueError
            If the assignment was not prepared with just these exercises, or the student's name cannot be stored.
        UnusableInput
            If the database fails. Nothing of this result is in it then, and everything recorded before is.
        """
        if result.error:
            return
        cells = self._cells_of(result)
        if len(result.student) > MAX_NAME or NO_CHARACTER.search(result.student):
            raise ValueError(f"nbgrader cannot store the student name {result.student[:MAX_NAME]!r}: rename the folder")
        with self._database.writing() as connection:
            connection.execute(self._insert(tables.student).on_conflict_do_nothing(), {"id": result.student})
            notebook = self._submitted_notebook(connection, cells, result)
            connection.execute(self._record_grades, _grades(cells, notebook, result.exercises))
            connection.execute(self._record_comments, _comments(cells, notebook, result.exercises))
            connection.execute(self._record_result, _row(result))

    @property
    def had_deadlines(self) -> bool:
        """Whether something was due, or something was taken off for being late, when `take_off` was called last."""
        with self._database.reading() as connection:
            return lateness.had_deadlines(connection)

    def take_off(self, lost: lateness.Lost, due: Mapping[str, datetime]) -> None:
        """Keep what being late costs, and the deadlines, where nbgrader and formgrader look for them.

        Parameters
        ----------
        lost
            Points, by student and assignment; whoever lost none is there with 0.
        due
            In UTC without saying so, by assignment: all deadlines that there are.
        """
        with self._database.writing() as connection:
            lateness.keep_deadlines(connection, due)
            lateness.keep_penalties(connection, lost)

    def forget(self, student: str, assignment: str | None = None) -> list[str]:
        """Take out what is recorded of a student, of one assignment or of all; return the assignments."""
        with self._database.writing() as connection:
            return housekeeping.forget(connection, student, assignment)

    def rename(self, old: str, new: str) -> list[str]:
        """Give an assignment another name; return the students that have results for it."""
        with self._database.writing() as connection:
            return housekeeping.rename(connection, old, new)

    def _cells_of(self, result: SubmissionResult) -> Cells:
        cells = self._cells.get(result.assignment)
        names = sorted(exercise.name for exercise in result.exercises)
        if cells is None or names != sorted(cells.checks):
            raise ValueError(f"the gradebook is not prepared for {result.assignment} with {', '.join(names)}")
        return cells

    def _submitted_notebook(self, connection: Connection, cells: Cells, result: SubmissionResult) -> str:
        """Return the id of a student's submitted notebook, made if need be, and keep when it was handed in."""
        own = {"assignment_id": cells.assignment, "student_id": result.student}
        submission = self._own_id(connection, tables.submitted_assignment, own)
        if result.submitted_at:
            time, submitted = datetime.fromisoformat(result.submitted_at), tables.submitted_assignment
            connection.execute(update(submitted).where(submitted.c.id == submission), {"timestamp": time})
        own = {"assignment_id": submission, "notebook_id": cells.notebook}
        return self._own_id(connection, tables.submitted_notebook, own)

    def _own_id(self, connection: Connection, table: Table, own: dict[str, str]) -> str:
        connection.execute(self._insert(table).on_conflict_do_nothing(), own)
        return connection.execute(select(table.c.id).filter_by(**own)).scalar_one()

    def _upsert(self, table: Table, key: Sequence[str], columns: str, **special: Callable[[Any], Any]) -> Any:
        """Return the statement that inserts rows into a table, or changes some columns of those that are there."""
        statement = self._insert(table)
        changes = {name: statement.excluded[name] for name in columns.split()}
        changes |= {name: made(statement.excluded) for name, made in special.items()}
        return statement.on_conflict_do_update(index_elements=list(key), set_=changes)


def _needs_a_person(new: Any) -> Any:
    """Say which grades ask for a person: of an answer in words, and where a person graded what was there before."""
    return new.needs_manual_grade | tables.grade.c.manual_score.is_not(None)


def _grades(cells: Cells, notebook: str, exercises: Sequence[ExerciseReport]) -> list[dict[str, Any]]:
    return [
        {
            "notebook_id": notebook,
            "cell_id": cells.checks[one.name],
            "auto_score": one.points if one.graded else None,
            "needs_manual_grade": not one.graded,
        }
        for one in exercises
    ]


def _comments(cells: Cells, notebook: str, exercises: Sequence[ExerciseReport]) -> list[dict[str, Any]]:
    said = {exercise.name: comment(exercise) for exercise in exercises}
    return [
        {"notebook_id": notebook, "cell_id": cell, "auto_comment": said.get(name)}
        for name, cell in cells.answers.items()
    ]


def _recorded(*columns: Column[Any]) -> Select[Any]:
    """Return a query of our results, without those whose submission nbgrader no longer has."""
    results, submissions, assignments = tables.course_results, tables.submitted_assignment, tables.assignment
    joined = results.join(assignments, assignments.c.name == results.c.assignment).join(
        submissions,
        and_(submissions.c.assignment_id == assignments.c.id, submissions.c.student_id == results.c.student),
    )
    return select(*columns).select_from(joined)


def _row(result: SubmissionResult) -> dict[str, Any]:
    return {
        "student": result.student,
        "assignment": result.assignment,
        "content_digest": result.content_digest,
        "plan_digest": result.plan_digest,
        "result": json.dumps(result.to_document()),
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),  # UTC without saying so, as nbgrader has it
    }


def comment(exercise: ExerciseReport) -> str | None:
    """Return what nbgrader's feedback says of an answer: the reason, the misconception, the cases that are not right.

    Parameters
    ----------
    exercise
        The exercise.

    Returns
    -------
    None if there is nothing to say.

    Examples
    --------
    >>> from grader.grading.result import CaseReport, ExerciseReport
    >>> print(comment(ExerciseReport("mse", 0, 2, "failed", cases=[CaseReport("a batch", 0.0, "the value differs")])))
    a batch: the value differs.
    """
    cases = [f"{case.name}: {case.words or 'not all right'}." for case in exercise.cases if case.fraction < 1]
    said = [exercise.reason, exercise.sentence, *cases, *_by_hand(exercise)]
    return NO_CHARACTER.sub("\ufffd", "\n".join(filter(None, said))) or None


def _by_hand(exercise: ExerciseReport) -> list[str]:
    """Return what a comment says of the small question that goes wrong, its code as Markdown shows it unchanged."""
    if not exercise.example:
        return []
    right = ["", "What is right:", "", indent(exercise.example.right, "    ")] if exercise.example.right else []
    said = ["", "A small example to work out by hand:", "", indent(exercise.example.call, "    "), *right]
    return ["\n".join([*said, "", f"Of your answer: {exercise.example.words}."])]
