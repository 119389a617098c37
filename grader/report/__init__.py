"""Results in files for people: grades.csv, a feedback page per student and assignment, a report on the class.

The pages stand alone: styles and charts are in them, nothing is loaded, no script runs. None tells a hidden argument.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from grader.course import Course, UnusableInput
from grader.exercise import Exercise, split
from grader.grading.result import ExerciseReport, SubmissionResult
from grader.release.files import replace_whole
from grader.report import pages
from grader.report.class_summary import summarise
from grader.report.similarity import Likeness, likenesses
from grader.report.tables import COLUMNS, write_csv

__all__ = ["COLUMNS", "next_step", "write_class_report", "write_csv", "write_feedback", "write_similarity_report"]

MANY = 60  # students: from here on their table is folded


def write_feedback(result: SubmissionResult, folder: Path, course: Course) -> Path:
    """Write a student's page on one assignment, `folder/<student>/<assignment>.html`.

    Parameters
    ----------
    result
        What became of the submission.
    folder
        Where the students' folders are.
    course
        The course that asked.

    Returns
    -------
    The page.

    Raises
    ------
    ValueError
        If the student's name is no name of a folder.
    """
    path = folder / _folder_name(result.student) / f"{_folder_name(result.assignment)}.html"
    page = pages.render("feedback", result=result, asked=_asked(course, result.assignment), next_step=next_step)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, page)
    return path


def _folder_name(name: str) -> str:
    if name in ("", ".", "..") or "/" in name or "\0" in name:
        raise ValueError(f"{name!r} cannot be the name of a folder")
    return name


def _write(path: Path, page: str) -> None:
    replace_whole(path, lambda new: new.write_text(page, encoding="utf-8"))


@cache
def _asked(course: Course, assignment: str) -> dict[str, Contract]:
    """Return what each exercise asks, as the head of its stub says it, by name; of chapters that there still are."""
    try:
        defined = course.chapter(assignment).definitions()
    except UnusableInput:
        return {}
    return {name: _contract(exercise) for name, exercise in defined.items()}


@dataclass(frozen=True)
class Contract:
    """What an exercise asks: a line, the call, how it is checked, and a function's docstring, which answers repeat."""

    summary: str
    call: str
    check: str
    docstring: str

    def shorten(self, source: str) -> str:
        """Return an answer without the docstring that it was released with."""
        shorter = source.replace(self.docstring, "    # (the docstring as it was released)")
        return shorter if self.docstring else source


def _contract(exercise: Exercise) -> Contract:
    if not inspect.isfunction(exercise.reference):
        return Contract(exercise.summary, exercise.name, exercise.check, "")
    head, _ = split(exercise.reference)
    start = head.index('"""')
    docstring = head[head.rindex("\n", 0, start) + 1 :]
    call = f"{exercise.name}{inspect.signature(exercise.reference)}"
    return Contract(exercise.summary, call, exercise.check, docstring)


def next_step(exercise: ExerciseReport, check: str = "") -> str:
    """Return what the author of an answer does best now; '' if all is right.

    Parameters
    ----------
    exercise
        What became of the answer.
    check
        How it is checked; if left out, as a function.

    Examples
    --------
    >>> from grader.grading.result import CaseReport, ExerciseReport
    >>> next_step(ExerciseReport("mse", 2.0, 2.0, "passed"))
    ''
    >>> next_step(ExerciseReport("mse", 0.0, 2.0, "failed", "def mse", [CaseReport("a batch", 0.0)]))[:66]
    'Begin with “a batch”: without this case the others earn no points.'
    """
    check = f"`{check or f'check({exercise.name})'}`"
    if exercise.outcome in ("passed", "manual"):
        return ""
    if exercise.outcome == "ungradable" and exercise.source:
        return f"Change what could not be read, run {check} below it, and hand the notebook in again."
    if exercise.outcome == "ungradable":
        return (
            f"Write {exercise.name} in its own cell of the released notebook, run {check} below it, and hand that in."
        )
    if not exercise.source:
        return f"Write it in its cell, then run {check} below it: it says what works, and gives hints."
    if not exercise.cases:
        return f"In the notebook, restart the kernel and run all cells: see that {check} comes to its end."
    if exercise.cases[0].fraction == 0:
        return (
            f"Begin with “{exercise.cases[0].name}”: without this case the others earn no points. In the notebook, "
            f"{check} shows arguments for it, what came of your answer, and what was expected."
        )
    return f"Run {check} in the notebook: it tries the same kinds of case and shows the arguments where one fails."


def write_class_report(
    results: Iterable[SubmissionResult], path: Path, absent: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write the report on a class.

    Parameters
    ----------
    results
        In any order, of any number of assignments.
    path
        The file. Links lead to `feedback/` beside it.
    absent
        Who is on the roster and has not handed in, by assignment.
    """
    assignments = summarise(results)
    page = pages.render("report", assignments=assignments, many=MANY, page_of=_page_of, absent=absent or {})
    _write(path, page)


def write_similarity_report(results: Iterable[SubmissionResult], course: Course, path: Path) -> list[Likeness]:
    """Write the report on answers that agree; see `grader.report.similarity`.

    Parameters
    ----------
    results
        A class.
    course
        The course that asked: what it published, and knows itself, is no agreement.
    path
        The file.

    Returns
    -------
    The pairs, the least expected first.
    """
    everything = list(results)
    known: dict[str, list[str]] = {}
    for assignment in sorted({result.assignment for result in everything}):
        with suppress(UnusableInput):  # of a chapter that is no longer there nothing is known
            for name, exercise in course.chapter(assignment).definitions().items():
                known.setdefault(name, []).extend(_known_answers(exercise))
    found = likenesses(everything, known)
    _write(path, pages.render("similar", found=found))
    return found


def _known_answers(exercise: Exercise) -> list[str]:
    """Return what everybody may have written: the reference, its variants, and known wrong answers."""
    texts = [wrong.text for wrong in exercise.wrong_answers if wrong.text]
    wrong = [wrong.thing for wrong in exercise.wrong_answers if not wrong.text]
    things = [one for one in (exercise.reference, *exercise.variants, *wrong) if inspect.isfunction(one)]
    return [*texts, *map(inspect.getsource, things)]


def _page_of(student: str, assignment: str) -> str:
    return f"feedback/{quote(student, safe='')}/{quote(assignment, safe='')}.html"
