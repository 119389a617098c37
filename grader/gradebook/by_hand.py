"""What people entered through formgrader for the answers that they grade, put into results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, select, tuple_

from grader.gradebook import nbgrader_tables as tables
from grader.grading.result import ExerciseReport, SubmissionResult

MANUAL = "manual"
Given = dict[tuple[str, str, str], tuple[float, str]]  # by assignment, student and answer: points, and what was said


def with_grades_by_hand(connection: Connection, results: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """Return results with the points and the comments that people gave to answers in words.

    Parameters
    ----------
    connection
        To the gradebook.
    results
        In order of assignment and student.
    """
    asking = [result for result in results if any(one.outcome == MANUAL for one in result.exercises)]
    if not asking:
        return list(results)
    given = _given(connection, _place(asking[0]), _place(asking[-1]))
    return [replace(one, exercises=[_graded(report, one, given) for report in one.exercises]) for one in results]


def _place(result: SubmissionResult) -> tuple[str, str]:
    return result.assignment, result.student


def _graded(report: ExerciseReport, result: SubmissionResult, given: Given) -> ExerciseReport:
    found = given.get((*_place(result), report.name))
    if report.outcome != MANUAL or found is None:
        return report
    return replace(report, points=found[0], sentence=found[1], graded=True)


def _given(connection: Connection, first: tuple[str, str], last: tuple[str, str]) -> Given:
    grade, cell, solution, comment = tables.grade, tables.base_cell, tables.base_cell.alias(), tables.comment
    notebook, submission, assignment = tables.submitted_notebook, tables.submitted_assignment, tables.assignment
    own_solution = and_(
        solution.c.notebook_id == cell.c.notebook_id, solution.c.name == cell.c.name, solution.c.type == "SolutionCell"
    )
    joined = (
        grade.join(cell, grade.c.cell_id == cell.c.id)
        .join(notebook, grade.c.notebook_id == notebook.c.id)
        .join(submission, notebook.c.assignment_id == submission.c.id)
        .join(assignment, submission.c.assignment_id == assignment.c.id)
        .join(solution, own_solution)
        .outerjoin(comment, and_(comment.c.cell_id == solution.c.id, comment.c.notebook_id == notebook.c.id))
    )
    place = tuple_(assignment.c.name, submission.c.student_id)
    query = (
        select(
            assignment.c.name,
            submission.c.student_id,
            cell.c.name,
            grade.c.manual_score,
            grade.c.extra_credit,
            comment.c.manual_comment,
        )
        .select_from(joined)
        .where(grade.c.manual_score.is_not(None), place >= first, place <= last)
    )
    return {
        (name, student, answer): (score + (extra or 0.0), said or "")
        for name, student, answer, score, extra, said in connection.execute(query).all()
    }
