"""What a run over a class has come to, for the summary and the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from grader.grading.result import SubmissionResult

GRADED, LEFT_TO_GRADE = 0, 3  # exit codes


@dataclass
class AssignmentTally:
    """What is recorded of one assignment: submissions, exercises by outcome, the sum of points, points possible.

    Parameters
    ----------
    waiting
        Answers that a person has still to grade.
    """

    submissions: int = 0
    waiting: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    points: float = 0.0
    max_points: float = 0.0

    def add(self, result: SubmissionResult) -> None:
        """Count a result in."""
        self.submissions += 1
        self.outcomes.update(exercise.outcome for exercise in result.exercises)
        self.waiting += result.waiting
        self.points += result.points
        self.max_points = result.max_points


@dataclass
class Tally:
    """What a run did, for the summary.

    Parameters
    ----------
    total
        Submissions found.
    graded, skipped
        Those that were graded in this run, and those that were graded before.
    errors
        Left to be graded again.
    left_out
        Folders that were not looked into though somebody's work may be in them, in words.
    notes
        What else was odd in the folder.
    assignments
        What is recorded when the run is over, of earlier runs too.
    """

    total: int = 0
    graded: int = 0
    skipped: int = 0
    errors: list[SubmissionResult] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assignments: dict[str, AssignmentTally] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """Submissions that are dealt with."""
        return self.graded + self.skipped + len(self.errors)

    @property
    def exit_code(self) -> int:
        """What the command says to whoever called it."""
        return LEFT_TO_GRADE if self.errors or self.left_out else GRADED
