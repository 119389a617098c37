"""How a class is to be graded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom import attempts, output
from grader.course import Course

if TYPE_CHECKING:  # slow to import
    from grader.sandbox import Isolation, Limits


@dataclass(frozen=True)
class Options:
    """How a class is to be graded.

    Parameters
    ----------
    course
        The course whose assignments they are.
    submitted
        The folder with SUBMITTED/<student>/<assignment>/<assignment>.ipynb.
    out
        Where grades go.
    gradebook
        The URL of nbgrader's database; None for a file in `out`.
    workers
        Processes of this machine; None for one per core.
    cluster
        The address of a Dask scheduler to be used instead.
    force
        Whether to grade again what is graded.
    isolation
        How submissions are run.
    secret
        The secret's file; None for the one in `out`, which the first run makes.
    time_limit
        Seconds of processor time for a cell, and for an exercise's questions; None for what the course says.
    limits
        What one submission may use, see `grader.sandbox`; None for the usual limits.
    attempt
        Which of a student's attempts counts; see `grader.classroom.attempts`.
    left_out, notes
        What is to be told that was known before; see `grader.classroom.tally`.
    roster
        Who is in the class; None for the one that was collected with the submissions, if there is one.
    zero
        Whether those on the roster who have not handed in are in grades.csv, without points.
    students
        Who alone is to be graded; everybody if nobody is named.
    """

    course: Course
    submitted: Path
    out: Path
    gradebook: str | None = None
    workers: int | None = None
    cluster: str | None = None
    force: bool = False
    isolation: Isolation = "confined"
    secret: Path | None = None
    time_limit: int | None = None
    limits: Limits | None = None
    attempt: attempts.Counting = attempts.NEWEST
    left_out: Sequence[str] = ()
    notes: Sequence[str] = ()
    roster: Path | None = None
    zero: bool = False
    students: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The gradebook's URL."""
        return self.gradebook or f"sqlite:///{self.out / output.GRADEBOOK}"

    @property
    def allowed(self) -> Limits:
        """What one submission may use."""
        from grader.sandbox import Limits

        seconds = self.time_limit or self.course.settings.grading.time_limit
        return self.limits or Limits(exchange_seconds=seconds)
