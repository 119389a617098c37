"""What became of one submission: what the grader hands to the gradebook, the CSV and the feedback page."""

from dataclasses import dataclass, field
from typing import Any, Self

OUTCOMES = ("passed", "partial", "failed", "ungradable", "manual", "error")  # manual: for a person to grade


@dataclass(frozen=True)
class CaseReport:
    """One case as feedback shows it: its name, how much of it is right, and why not all. No argument is in it."""

    name: str
    fraction: float
    words: str = ""


@dataclass(frozen=True)
class Example:
    """A small public question that went wrong: the call as code, what is right, and how the answer differs in words.

    `right` is empty where many answers are. Nothing of the answer itself is in it: it may hold hidden arguments.
    """

    call: str
    right: str
    words: str


@dataclass(frozen=True)
class ExerciseReport:
    """One exercise of a submission, or one answer in words.

    Parameters
    ----------
    name
        The exercise.
    points, max_points
        Earned and possible; no points are earned before `graded`.
    outcome
        One of `OUTCOMES`.
    source
        The reader's answer as it was found, cut if it is very long; empty if there was none.
    cases
        In order; empty if nothing could be asked.
    misconception, sentence
        The wrong answer whose results these are, and what to tell its author; or what is told of wrong results in
        general, see `grader.selfcheck.telling`; empty if there is none. Of an answer in words, what the person who
        graded it says.
    reason
        Why there is no verdict (ungradable, error) or why the runner was lost; empty otherwise.
    graded
        Whether there is a grade: an answer in words waits for a person.
    example
        The first small question that went wrong; None if none did, or none was asked.
    """

    name: str
    points: float
    max_points: float
    outcome: str
    source: str = ""
    cases: list[CaseReport] = field(default_factory=list)
    misconception: str = ""
    sentence: str = ""
    reason: str = ""
    graded: bool = True
    example: Example | None = None

    def to_document(self) -> dict[str, Any]:
        """Return the report as JSON-able data."""
        example = self.example and vars(self.example)
        return vars(self) | {"cases": [vars(case) for case in self.cases], "example": example}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """Read the report from what `to_document` returned."""
        example = document.get("example") and Example(**document["example"])  # older records have none
        return cls(**document | {"cases": [CaseReport(**case) for case in document["cases"]], "example": example})


@dataclass(frozen=True)
class SubmissionResult:
    """One submission, graded whole or not at all.

    Parameters
    ----------
    student, assignment
        Whose, and of what.
    exercises
        All exercises of the assignment in order. With outcome "error" for the submission, none.
    repairs
        What was mangled in the notebook and how it was read all the same.
    error
        Empty, or what went wrong on our side: the submission is left to be graded again.
    content_digest
        SHA-256 of the submitted bytes.
    plan_digest
        SHA-256 of everything else that the grades depend on: exercise definitions, released notebook, seeds, isolation.
    isolation
        "confined" or "none".
    seconds
        Wall time of the grading.
    submitted_at
        When it was handed in, in UTC as ISO 8601 has it; empty if that is not told.
    deduction, deduction_reason
        Points that being late costs, and why; what is recorded has none, see `grader.classroom.deadlines`.
    """

    student: str
    assignment: str
    exercises: list[ExerciseReport]
    repairs: list[str] = field(default_factory=list)
    error: str = ""
    content_digest: str = ""
    plan_digest: str = ""
    isolation: str = "confined"
    seconds: float = 0.0
    submitted_at: str = ""
    deduction: float = 0.0
    deduction_reason: str = ""

    @property
    def points(self) -> float:
        """Points earned in all exercises, without what being late costs."""
        return sum(exercise.points for exercise in self.exercises) - self.deduction

    @property
    def max_points(self) -> float:
        """Points possible in all exercises."""
        return sum(exercise.max_points for exercise in self.exercises)

    @property
    def waiting(self) -> int:
        """How many answers wait for a person to grade them."""
        return sum(not exercise.graded for exercise in self.exercises)

    def to_document(self) -> dict[str, Any]:
        """Return the result as JSON-able data."""
        return vars(self) | {"exercises": [one.to_document() for one in self.exercises]}

    @classmethod
    def from_document(cls, document: dict[str, Any]) -> Self:
        """Read the result from what `to_document` returned."""
        return cls(**document | {"exercises": [ExerciseReport.from_document(one) for one in document["exercises"]]})
