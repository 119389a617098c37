"""What became of one submission: what the grader hands to the gradebook, the CSV and the feedback page."""

from dataclasses import dataclass, field

OUTCOMES = ("passed", "partial", "failed", "ungradable", "error")


@dataclass(frozen=True)
class CaseReport:
    """One case as feedback shows it: its name, how much of it is right, and why not all. No argument is in it."""

    name: str
    fraction: float
    words: str = ""


@dataclass(frozen=True)
class ExerciseReport:
    """One exercise of a submission.

    Parameters
    ----------
    name : str
        The exercise.
    points, max_points : float
        Earned and possible.
    outcome : str
        One of `OUTCOMES`.
    source : str
        The reader's answer as it was found; empty if there was none.
    cases : list of CaseReport
        In order; empty if nothing could be asked.
    misconception, sentence : str
        The wrong answer whose results these are, and what to tell its author; empty if there is none.
    reason : str
        Why there is no verdict (ungradable, error) or why the runner was lost; empty otherwise.
    """

    name: str
    points: float
    max_points: float
    outcome: str
    source: str = ""
    cases: list = field(default_factory=list)
    misconception: str = ""
    sentence: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SubmissionResult:
    """One submission, graded whole or not at all.

    Parameters
    ----------
    student, assignment : str
        Whose, and of what.
    exercises : list of ExerciseReport
        All exercises of the assignment in order. With outcome "error" for the submission, none.
    repairs : list of str
        What was mangled in the notebook and how it was read all the same.
    error : str
        Empty, or what went wrong on our side: the submission is left to be graded again.
    content_digest : str
        SHA-256 of the submitted bytes.
    plan_digest : str
        SHA-256 of everything else that the grades depend on: exercise definitions, released notebook, seeds, isolation.
    isolation : str
        "confined" or "none".
    seconds : float
        Wall time of the grading.
    submitted_at : str
        When it was handed in, in UTC as ISO 8601 has it; empty if that is not told.
    """

    student: str
    assignment: str
    exercises: list
    repairs: list = field(default_factory=list)
    error: str = ""
    content_digest: str = ""
    plan_digest: str = ""
    isolation: str = "confined"
    seconds: float = 0.0
    submitted_at: str = ""

    @property
    def points(self):
        """Points earned in all exercises."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def max_points(self):
        """Points possible in all exercises."""
        return sum(exercise.max_points for exercise in self.exercises)

    def to_document(self):
        """Return the result as JSON-able data."""
        exercises = [vars(one) | {"cases": [vars(case) for case in one.cases]} for one in self.exercises]
        return vars(self) | {"exercises": exercises}

    @classmethod
    def from_document(cls, document):
        """Read the result from what `to_document` returned."""
        exercises = [
            ExerciseReport(**e | {"cases": [CaseReport(**case) for case in e["cases"]]}) for e in document["exercises"]
        ]
        return cls(**document | {"exercises": exercises})
