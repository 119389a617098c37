"""What tells of a whole class, written from the gradebook: feedback pages, grades.csv, report.html."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from grader import report
from grader.classroom import absent
from grader.classroom.deadlines import Deadlines
from grader.classroom.tally import AssignmentTally
from grader.collect import manifest
from grader.collect.roster import ROSTER, Roster
from grader.course import Course
from grader.gradebook import Gradebook
from grader.grading.result import SubmissionResult
from grader.release.files import replace_whole

FEEDBACK = "feedback"


class ClassFiles:
    """The files of a class in a folder.

    Parameters
    ----------
    course
        The course.
    out
        The folder.
    deadlines
        What being late costs.
    roster
        Who is in the class; None if that is not known.
    zero
        Whether those who have not handed in are in grades.csv, without points.
    """

    def __init__(
        self, course: Course, out: Path, deadlines: Deadlines, roster: Roster | None = None, zero: bool = False
    ) -> None:
        self._course, self._out, self._deadlines = course, out, deadlines
        self._roster, self._zero = roster, zero
        self.notes: list[str] = []

    def write(self, gradebook: Gradebook, errors: Sequence[SubmissionResult] = ()) -> dict[str, AssignmentTally]:
        """Write all that is out of date, and return what is recorded of each assignment.

        Parameters
        ----------
        gradebook
            Where results are.
        errors
            Submissions that are left to be graded again, in the place of what was recorded of them earlier.
        """
        tallies: dict[str, AssignmentTally] = {}
        there: dict[str, list[str]] = {error.assignment: [] for error in errors}
        asked: dict[str, list[tuple[str, float]]] = {}
        lost: dict[tuple[str, str], float] = {}
        may_differ = bool(self._deadlines) or gradebook.had_deadlines
        for result in map(self._deadlines.apply, gradebook.results()):
            tallies.setdefault(result.assignment, AssignmentTally()).add(result)
            there.setdefault(result.assignment, []).append(result.student)
            asked[result.assignment] = [(one.name, one.max_points) for one in result.exercises]
            lost[result.student, result.assignment] = result.deduction
            self._keep_feedback(result, may_differ)
        for error in errors:
            there[error.assignment].append(error.student)
        gradebook.take_off(lost, self._deadlines.by_assignment)
        missing = absent.absent(self._roster, there)
        self.notes = [*self._deadlines.in_words(), *absent.in_words(missing)]
        zeros = list(absent.as_zeros(missing, asked)) if self._zero else []
        grades, page = self._out / "grades.csv", self._out / "report.html"
        replace_whole(grades, lambda path: report.write_csv([*self._standing(gradebook, errors), *zeros], path))
        replace_whole(page, lambda path: report.write_class_report(self._standing(gradebook, errors), path, missing))
        return tallies

    def write_feedback(self, result: SubmissionResult) -> None:
        """Write a student's page, with what being late costs."""
        report.write_feedback(self._deadlines.apply(result), self._out / FEEDBACK, self._course)

    def keep_who_is_who(self, submitted: Path) -> None:
        """Keep beside the grades how a platform knows the students, and the roster: marks go back by them."""
        if (collected := submitted / manifest.NAME).is_file():
            replace_whole(self._out / manifest.NAME, lambda path: shutil.copyfile(collected, path))
        if (roster := self._roster) and roster.path.resolve() != (self._out / ROSTER).resolve():
            replace_whole(self._out / ROSTER, lambda path: shutil.copyfile(roster.path, path))

    def _keep_feedback(self, result: SubmissionResult, may_differ: bool) -> None:
        """Write a page that is not there yet, that a person graded, or whose deadline may have changed."""
        is_new = any(exercise.outcome == "manual" and exercise.graded for exercise in result.exercises)
        page = self._out / FEEDBACK / result.student / f"{result.assignment}.html"
        if is_new or may_differ or not page.exists():
            report.write_feedback(result, self._out / FEEDBACK, self._course)

    def _standing(self, gradebook: Gradebook, errors: Iterable[SubmissionResult]) -> Iterator[SubmissionResult]:
        """Yield what stands: submissions in error are in the place of what was recorded of them earlier."""
        in_error = {(result.student, result.assignment) for result in errors}
        recorded = (one for one in gradebook.results() if (one.student, one.assignment) not in in_error)
        yield from map(self._deadlines.apply, recorded)
        yield from errors
