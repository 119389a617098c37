"""One submission → one result. The verdict is made here, in the grader's process; the submission runs elsewhere.

`prepare` makes, once for a class, all that grading needs as data; `grade` is then a function of the submitted bytes. It
fails closed: what was not answered earns nothing, and what goes wrong on our side gives no grade at all.
"""

import hashlib
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grader.course import Chapter
from grader.grading import versions
from grader.grading.hearing import Hearing
from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult
from grader.grading.secret import seed
from grader.grading.small_questions import first_failing, with_small_questions
from grader.intake import CHECK_SUFFIX, Step, notebook, take_in
from grader.intake.matching import BLANK, MISSING, FoundAnswer
from grader.intake.notebook import CHECK, CODE, FREE_TEXT, Cell, Unreadable
from grader.sandbox import Budget, Isolation, Limits, Pool
from grader.selfcheck import wire
from grader.selfcheck.judge import PlannedExercise
from grader.selfcheck.telling import with_telling

logger = logging.getLogger("grader")

ENGINE = Path(__file__).parents[1]
JUDGING = ("selfcheck", "intake", "sandbox", "grading")  # the folders whose change changes grades
GRADED = (CHECK, FREE_TEXT)  # the cells that carry points
LONGEST = 20_000  # characters of an answer
NOT_WRITTEN = "It is not written yet."


@dataclass(frozen=True)
class Assignment:
    """All that grading an assignment needs, as data that can be sent to another process or machine.

    Parameters
    ----------
    name
        The assignment, `04-losses`.
    exercises
        With hidden arguments, in the order of the notebook.
    cells
        The released notebook.
    files
        What lies beside the notebook in the released folder, by relative path.
    isolation
        How submissions are to be run.
    plan_digest
        SHA-256 of everything that the grades depend on, the submission apart.
    limits
        What one submission may use; None for the usual limits.
    """

    name: str
    exercises: list[PlannedExercise]
    cells: list[Cell]
    files: dict[str, bytes]
    isolation: Isolation
    plan_digest: str
    limits: Limits | None = None

    @property
    def names(self) -> list[str]:
        """The exercises' names in order."""
        return [exercise.name for exercise in self.exercises]

    @property
    def points(self) -> list[tuple[str, int]]:
        """What is asked, exercises and free texts, with its points, in order."""
        return [(cell.grade_id.removesuffix(CHECK_SUFFIX), cell.points) for cell in self.cells if cell.kind in GRADED]


def prepare(
    chapter: Chapter,
    secret: bytes,
    released: Path,
    isolation: Isolation = "confined",
    limits: Limits | None = None,
) -> Assignment:
    """Make all that grading a chapter's submissions needs.

    Parameters
    ----------
    chapter
        The chapter.
    secret
        The instructor's secret.
    released
        The released folder.
    isolation
        How submissions are to be run.
    limits
        What one submission may use.
    """
    from grader.plan import plan  # the reference: only whoever prepares may hold it

    cells, _ = notebook.read((released / f"{chapter.assignment}.ipynb").read_bytes())
    defined = chapter.definitions()
    names = [cell.grade_id.removesuffix(CHECK_SUFFIX) for cell in cells if cell.kind == CHECK]
    planned = [plan(defined[name], seed(secret, chapter.assignment), "grader") for name in names]
    exercises = with_small_questions(planned, released)
    files = {
        path.relative_to(released).as_posix(): path.read_bytes()
        for path in sorted(released.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb"
    }
    digest = _digest(exercises, cells, files, isolation, limits)
    return Assignment(chapter.assignment, exercises, cells, files, isolation, digest, limits)


def digest_of_judging(engine: Path = ENGINE) -> dict[str, str]:
    """Return the SHA-256 of each file whose change may change grades, by its path in the engine."""
    files = [path for name in JUDGING for path in sorted((engine / name).rglob("*.py"))]
    return {path.relative_to(engine).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _digest(
    exercises: Sequence[PlannedExercise],
    cells: Sequence[Cell],
    files: dict[str, bytes],
    isolation: Isolation,
    limits: Limits | None,
) -> str:
    document = {
        "exercises": [exercise.to_document() for exercise in exercises],
        "cells": [asdict(cell) for cell in cells if cell.type == CODE or cell.kind in GRADED],
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "judging": digest_of_judging(),
        "isolation": isolation,
        "limits": limits and asdict(limits),
    }
    return hashlib.sha256(wire.dumps(document)).hexdigest()


def grade(student: str, data: bytes, assignment: Assignment, pool: Pool) -> SubmissionResult:
    """Grade one submission.

    Parameters
    ----------
    student
        Whose it is.
    data
        The submitted notebook, from anywhere.
    assignment
        What `prepare` returned.
    pool
        Where the submission is run; see `grader.sandbox`.

    Returns
    -------
    Whole; or, if something went wrong on our side, without grades and with `error`.
    """
    started = time.perf_counter()
    about: dict[str, Any] = {"student": student, "assignment": assignment.name, "plan_digest": assignment.plan_digest}
    about |= {"content_digest": hashlib.sha256(data).hexdigest(), "isolation": assignment.isolation}
    try:
        exercises, repairs = _grade(data, assignment, pool)
    except Exception as error:
        logger.exception("%s of %s could not be graded", assignment.name, student)
        return SubmissionResult(exercises=[], error=f"{type(error).__name__}: {error}", **about)
    return SubmissionResult(exercises=exercises, repairs=repairs, seconds=time.perf_counter() - started, **about)


def ungradable(student: str, assignment: Assignment, reason: str, content_digest: str) -> SubmissionResult:
    """Return the result of a submission that holds nothing to grade.

    Parameters
    ----------
    student
        Whose it is.
    assignment
        Of what.
    reason
        Why, and what to do.
    content_digest
        The digest of what was handed in.
    """
    return SubmissionResult(
        student, assignment.name, _none_readable(assignment, reason), [], "", content_digest, assignment.plan_digest,
        assignment.isolation,
    )  # fmt: skip


def _none_readable(assignment: Assignment, reason: str) -> list[ExerciseReport]:
    return [ExerciseReport(name, 0.0, points, "ungradable", reason=reason) for name, points in assignment.points]


def _grade(data: bytes, assignment: Assignment, pool: Pool) -> tuple[list[ExerciseReport], list[str]]:
    try:
        intake = take_in(data, assignment.cells, assignment.names)
    except Unreadable as unreadable:
        return _none_readable(assignment, str(unreadable)), []
    hearing = _hear(intake.steps, assignment, pool)
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    reports = [
        _report_on(exercises[name], intake.answers[name], hearing, notebook.python_version(data))
        if name in exercises
        else _report_in_words(name, points, intake.answers[name])
        for name, points in assignment.points
    ]
    all_right = all(report.outcome in ("passed", "manual") for report in reports)
    return reports, intake.repairs + hearing.remarks + ([] if all_right else hearing.refused)


def _hear(steps: Sequence[Step], assignment: Assignment, pool: Pool) -> Hearing:
    """Hear a submission without the released cells that show what its functions do; with them if a name is missing.

    They take most of the time (they plot), and an answer that needs what they define is a rare one.
    """
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    budget = Budget(pool.limits)
    hearing = Hearing([step for step in steps if step.kind != "use"], exercises, budget)
    hearing.hear(pool)
    if hearing.lacks_a_name and len(steps) > len(hearing.steps):
        hearing = Hearing(steps, exercises, budget, heard_before=True)
        hearing.hear(pool)
    return hearing


def _report_in_words(name: str, points: int, answer: FoundAnswer) -> ExerciseReport:
    """Return the report on a free text, which a person grades if there is one."""
    if answer.state == MISSING:
        return ExerciseReport(name, 0.0, points, "ungradable", reason=f"The notebook has no cell for {name}.")
    if answer.state == BLANK:
        return ExerciseReport(name, 0.0, points, "failed", reason=NOT_WRITTEN)
    return ExerciseReport(name, 0.0, points, "manual", _kept(answer), graded=False)


def _kept(answer: FoundAnswer) -> str:
    """Return what the result holds of an answer, which is stored and shown: all of it, unless it is very long."""
    more = len(answer.source) - LONGEST
    return answer.source if more <= 0 else f"{answer.source[:LONGEST]}\n… {more} more characters"


def _report_on(exercise: PlannedExercise, answer: FoundAnswer, hearing: Hearing, python: str) -> ExerciseReport:
    name, points = exercise.name, exercise.points
    if answer.state == MISSING:
        reason = f"No cell of the notebook defines {name}."
        return ExerciseReport(name, 0.0, points, "ungradable", reason=reason)
    if answer.state == BLANK:
        return ExerciseReport(name, 0.0, points, "failed", reason=NOT_WRITTEN)
    if name not in hearing.answers:
        return ExerciseReport(name, 0.0, points, "failed", _kept(answer), reason=hearing.lost[name])
    small, again = hearing.small_answers.get(name, []), hearing.answers_again.get(name, [])
    result = with_telling(exercise, hearing.result(name), hearing.answers[name], small, again)
    stopped = "" if result.outcome == "passed" else hearing.stopped.get(name, "")
    if not result.points and versions.is_too_new(hearing.outcomes.get(name), python):
        reason = f"{versions.in_words(python)} {stopped}"
        return ExerciseReport(name, 0.0, points, "ungradable", _kept(answer), reason=reason)
    if result.outcome != "passed":
        stopped = stopped or versions.stricter(hearing.answers[name])
    return ExerciseReport(
        name, result.points, points, result.outcome, _kept(answer),
        [CaseReport(case.name, case.fraction, case.words) for case in result.cases],
        result.misconception, result.sentence, stopped,
        example=first_failing(exercise, small),
    )  # fmt: skip
