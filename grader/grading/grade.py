"""One submission → one result. The verdict is made here, in the grader's process; the submission runs elsewhere.

`prepare` makes, once for a class, all that grading needs as data; `grade` is then a function of the submitted bytes. It
fails closed: what was not answered earns nothing, and what goes wrong on our side gives no grade at all.
"""

import hashlib
import logging
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.grading.hearing import Hearing
from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult
from grader.grading.secret import seed
from grader.intake import CHECK_SUFFIX, notebook, take_in
from grader.intake.matching import BLANK, MISSING
from grader.intake.notebook import Unreadable
from grader.sandbox import Limits
from grader.selfcheck import wire
from grader.selfcheck.judge import judge

logger = logging.getLogger("grader")

ENGINE = Path(__file__).parents[1]
JUDGING = ("selfcheck", "intake", "sandbox", "grading")  # the folders whose change changes grades
NOT_WRITTEN = "It is not written yet."


@dataclass(frozen=True)
class Assignment:
    """All that grading an assignment needs, as data that can be sent to another process or machine.

    Parameters
    ----------
    name : str
        The assignment, `04-losses`.
    exercises : list of PlannedExercise
        With hidden arguments, in the order of the notebook.
    cells : list of Cell
        The released notebook.
    files : dict of str to bytes
        What lies beside the notebook in the released folder, by relative path.
    isolation : {"confined", "none"}
        How submissions are to be run.
    plan_digest : str
        SHA-256 of everything that the grades depend on, the submission apart.
    limits : Limits or None
        What one submission may use; None for the usual limits.
    """

    name: str
    exercises: list
    cells: list
    files: dict
    isolation: str
    plan_digest: str
    limits: Limits | None = None

    @property
    def names(self):
        """The exercises' names in order."""
        return [exercise.name for exercise in self.exercises]

    @property
    def points(self):
        """The exercises with their points, in order."""
        return [(exercise.name, exercise.points) for exercise in self.exercises]


def prepare(chapter, secret, released, isolation="confined", limits=None):
    """Make all that grading a chapter's submissions needs.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    secret : bytes
        The instructor's secret.
    released : Path
        The released folder.
    isolation : {"confined", "none"}
        How submissions are to be run.
    limits : Limits, optional
        What one submission may use.

    Returns
    -------
    Assignment
    """
    from grader.plan import plan  # the reference: only whoever prepares may hold it

    cells, _ = notebook.read((released / f"{chapter.assignment}.ipynb").read_bytes())
    defined = chapter.definitions()
    names = [cell.grade_id.removesuffix(CHECK_SUFFIX) for cell in cells if cell.kind == "check"]
    exercises = [plan(defined[name], seed(secret, chapter.assignment), "grader") for name in names]
    files = {
        path.relative_to(released).as_posix(): path.read_bytes()
        for path in sorted(released.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb"
    }
    digest = _digest(exercises, cells, files, isolation, limits)
    return Assignment(chapter.assignment, exercises, cells, files, isolation, digest, limits)


def digest_of_judging(engine=ENGINE):
    """Return the SHA-256 of each file whose change may change grades, by its path in the engine."""
    files = [path for name in JUDGING for path in sorted((engine / name).rglob("*.py"))]
    return {path.relative_to(engine).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _digest(exercises, cells, files, isolation, limits):
    document = {
        "exercises": [exercise.to_document() for exercise in exercises],
        "cells": [asdict(cell) for cell in cells if cell.type == notebook.CODE],
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "judging": digest_of_judging(),
        "isolation": isolation,
        "limits": limits and asdict(limits),
    }
    return hashlib.sha256(wire.dumps(document)).hexdigest()


def grade(student, data, assignment, pool):
    """Grade one submission.

    Parameters
    ----------
    student : str
        Whose it is.
    data : bytes
        The submitted notebook, from anywhere.
    assignment : Assignment
        What `prepare` returned.
    pool : Pool
        Where the submission is run; see `grader.sandbox`.

    Returns
    -------
    SubmissionResult
        Whole; or, if something went wrong on our side, without grades and with `error`.
    """
    started = time.perf_counter()
    about = {"student": student, "assignment": assignment.name, "plan_digest": assignment.plan_digest}
    about |= {"content_digest": hashlib.sha256(data).hexdigest(), "isolation": assignment.isolation}
    try:
        exercises, repairs = _grade(data, assignment, pool)
    except Exception as error:
        logger.exception("%s of %s could not be graded", assignment.name, student)
        return SubmissionResult(exercises=[], error=f"{type(error).__name__}: {error}", **about)
    return SubmissionResult(exercises=exercises, repairs=repairs, seconds=time.perf_counter() - started, **about)


def ungradable(student, assignment, reason, content_digest):
    """Return the result of a submission that holds nothing to grade.

    Parameters
    ----------
    student : str
        Whose it is.
    assignment : Assignment
        Of what.
    reason : str
        Why, and what to do.
    content_digest : str
        The digest of what was handed in.

    Returns
    -------
    SubmissionResult
    """
    return SubmissionResult(
        student, assignment.name, _none_readable(assignment, reason), [], "", content_digest, assignment.plan_digest,
        assignment.isolation,
    )  # fmt: skip


def _none_readable(assignment, reason):
    return [ExerciseReport(name, 0.0, points, "ungradable", reason=reason) for name, points in assignment.points]


def _grade(data, assignment, pool):
    try:
        intake = take_in(data, assignment.cells, assignment.names)
    except Unreadable as unreadable:
        return _none_readable(assignment, str(unreadable)), []
    hearing = _hear(intake.steps, assignment, pool)
    reports = [_report(exercise, intake.answers[exercise.name], hearing) for exercise in assignment.exercises]
    return reports, intake.repairs + hearing.remarks


def _hear(steps, assignment, pool):
    """Hear a submission without the released cells that show what its functions do; with them if a name is missing.

    They take most of the time (they plot), and an answer that needs what they define is a rare one.
    """
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    hearing = Hearing([step for step in steps if step.kind != "use"], exercises)
    hearing.hear(pool)
    if hearing.lacks_a_name:
        hearing = Hearing(steps, exercises)
        hearing.hear(pool)
    return hearing


def _report(exercise, answer, hearing):
    name, points = exercise.name, exercise.points
    if answer.state == MISSING:
        reason = f"No cell of the notebook defines {name}."
        return ExerciseReport(name, 0.0, points, "ungradable", reason=reason)
    if answer.state == BLANK:
        return ExerciseReport(name, 0.0, points, "failed", reason=NOT_WRITTEN)
    if name not in hearing.answers:
        return ExerciseReport(name, 0.0, points, "failed", answer.source, reason=hearing.lost[name])
    result = judge(exercise, hearing.answers[name])
    stopped = "" if result.outcome == "passed" else hearing.stopped.get(name, "")
    return ExerciseReport(
        name, result.points, points, result.outcome, answer.source,
        [CaseReport(case.name, case.fraction, case.words) for case in result.cases],
        result.misconception, result.sentence, stopped,
    )  # fmt: skip
