"""The gradebook: nbgrader's own database, which its formgrader and `nbgrader export` read, with our results beside.

    with Gradebook("sqlite:///out/gradebook.db") as gradebook:
        gradebook.prepare({"04-losses": [("mse", 2), ("softmax", 3)]})
        gradebook.record(result)

A submission is recorded whole, in one transaction: its grades, its comments, and in the table `course_results` the
result itself, for which nbgrader's schema has no place. What a person entered through formgrader (scores, extra credit,
comments) is never overwritten; a regrade marks such scores for another look, as nbgrader does.
"""

import json
import re
from datetime import UTC, datetime

from sqlalchemy import and_, select, tuple_, update

from grader.gradebook import nbgrader_tables as tables
from grader.gradebook.cells import Cells, prepare_assignment
from grader.gradebook.database import Database
from grader.grading.result import SubmissionResult

PLACE, WHOSE = ("cell_id", "notebook_id"), ("student", "assignment")  # what a row is one of
PAGE = 200  # results read at once
MAX_NAME = 128  # characters of a student's name, as nbgrader's schema has it
NO_CHARACTER = re.compile("[\0\ud800-\udfff]")  # what databases do not store as text


class Gradebook:
    """An open gradebook; a context manager.

    Parameters
    ----------
    url : str
        `sqlite:///PATH` (made if it is not there) or `postgresql://USER:PASSWORD@HOST/NAME` (the database must exist;
        its tables are made).

    Raises
    ------
    UnusableInput
        If the gradebook cannot be reached, read or written, or is some other program's database.
    """

    def __init__(self, url):
        self._database = Database(url)
        self._insert = self._database.insert
        by_person = {"needs_manual_grade": tables.grade.c.manual_score.is_not(None)}
        self._record_grades = self._upsert(tables.grade, PLACE, "auto_score needs_manual_grade", **by_person)
        self._record_comments = self._upsert(tables.comment, PLACE, "auto_comment")
        self._record_result = self._upsert(
            tables.course_results, WHOSE, "content_digest plan_digest result recorded_at"
        )
        self._cells: dict[str, Cells] = {}

    def __enter__(self):
        """Return the gradebook."""
        return self

    def __exit__(self, *_):
        """Close the gradebook."""
        self.close()

    def close(self):
        """Close the connections."""
        self._database.close()

    def prepare(self, assignments, notebooks=None):
        """Make the assignments, notebooks and cells that grades refer to, or bring them up to date.

        Cells of exercises that are no longer asked are removed with their grades, unless a person graded there.

        Parameters
        ----------
        assignments : dict of str to list of (str, float)
            For each assignment its exercises and their points.
        notebooks : dict of str to dict, optional
            The released notebooks by assignment, as JSON. With them the gradebook also holds the sources of the cells,
            which `nbgrader autograde` asks for.
        """
        with self._database.writing() as connection:
            for assignment, exercises in assignments.items():
                notebook = (notebooks or {}).get(assignment)
                self._cells[assignment] = prepare_assignment(connection, assignment, exercises, notebook)

    def graded(self, student, assignment):
        """Return what the recorded grades depended on.

        Returns
        -------
        (str, str) or None
            Its `content_digest` and `plan_digest`; None if there is none, or if nbgrader removed the submission.
        """
        results = tables.course_results.c
        wanted = (results.student == student) & (results.assignment == assignment)
        with self._database.reading() as connection:
            row = connection.execute(_recorded(results.content_digest, results.plan_digest).where(wanted)).first()
        return None if row is None else (row.content_digest, row.plan_digest)

    def results(self):
        """Yield everything recorded as SubmissionResults, by assignment and student."""
        results = tables.course_results.c
        place, last = tuple_(results.assignment, results.student), ("", "")
        while True:
            query = _recorded(*results).where(place > last).order_by(results.assignment, results.student).limit(PAGE)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
            if not rows:
                return
            yield from (SubmissionResult.from_document(json.loads(row.result)) for row in rows)
            last = (rows[-1].assignment, rows[-1].student)

    def record(self, result):
        """Record a submission's result in place of an earlier one: all of it, or nothing.

        Parameters
        ----------
        result : SubmissionResult
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

    def _cells_of(self, result):
        cells = self._cells.get(result.assignment)
        names = sorted(exercise.name for exercise in result.exercises)
        if cells is None or names != sorted(cells.checks):
            raise ValueError(f"the gradebook is not prepared for {result.assignment} with {', '.join(names)}")
        return cells

    def _submitted_notebook(self, connection, cells, result):
        """Return the id of a student's submitted notebook, made if need be, and keep when it was handed in."""
        own = {"assignment_id": cells.assignment, "student_id": result.student}
        submission = self._own_id(connection, tables.submitted_assignment, own)
        if result.submitted_at:
            time, submitted = datetime.fromisoformat(result.submitted_at), tables.submitted_assignment
            connection.execute(update(submitted).where(submitted.c.id == submission), {"timestamp": time})
        own = {"assignment_id": submission, "notebook_id": cells.notebook}
        return self._own_id(connection, tables.submitted_notebook, own)

    def _own_id(self, connection, table, own):
        connection.execute(self._insert(table).on_conflict_do_nothing(), own)
        return connection.execute(select(table.c.id).filter_by(**own)).scalar_one()

    def _upsert(self, table, key, columns, **special):
        """Return the statement that inserts rows into a table, or changes some columns of those that are there."""
        statement = self._insert(table)
        changes = {name: statement.excluded[name] for name in columns.split()} | special
        return statement.on_conflict_do_update(index_elements=list(key), set_=changes)


def _grades(cells, notebook, exercises):
    common = {"notebook_id": notebook, "needs_manual_grade": False}
    return [common | {"cell_id": cells.checks[one.name], "auto_score": one.points} for one in exercises]


def _comments(cells, notebook, exercises):
    said = {exercise.name: comment(exercise) for exercise in exercises}
    return [
        {"notebook_id": notebook, "cell_id": cell, "auto_comment": said.get(name)}
        for name, cell in cells.answers.items()
    ]


def _recorded(*columns):
    """Return a query of our results, without those whose submission nbgrader no longer has."""
    results, submissions, assignments = tables.course_results, tables.submitted_assignment, tables.assignment
    joined = results.join(assignments, assignments.c.name == results.c.assignment).join(
        submissions,
        and_(submissions.c.assignment_id == assignments.c.id, submissions.c.student_id == results.c.student),
    )
    return select(*columns).select_from(joined)


def _row(result):
    return {
        "student": result.student,
        "assignment": result.assignment,
        "content_digest": result.content_digest,
        "plan_digest": result.plan_digest,
        "result": json.dumps(result.to_document()),
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),  # UTC without saying so, as nbgrader has it
    }


def comment(exercise):
    """Return what nbgrader's feedback says of an answer: the reason, the misconception, the cases that are not right.

    Parameters
    ----------
    exercise : ExerciseReport
        The exercise.

    Returns
    -------
    str or None
        None if there is nothing to say.

    Examples
    --------
    >>> from grader.grading.result import CaseReport, ExerciseReport
    >>> print(comment(ExerciseReport("mse", 0, 2, "failed", cases=[CaseReport("a batch", 0.0, "the value differs")])))
    a batch: the value differs.
    """
    cases = [f"{case.name}: {case.words or 'not all right'}." for case in exercise.cases if case.fraction < 1]
    said = [exercise.reason, exercise.sentence, *cases]
    return NO_CHARACTER.sub("\ufffd", "\n".join(filter(None, said))) or None
