"""Many results → what the class report says of them, assignment by assignment. Answers and cases are not kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean, median

from grader.grading.result import ExerciseReport, SubmissionResult
from grader.selfcheck.telling import is_general

BINS = 10  # of the distribution of scores, a tenth of the points each; the last one includes full marks


@dataclass(frozen=True)
class Row:
    """One student's line: points in all, possible ones; of each exercise its points, None if it waits, and outcome."""

    student: str
    points: float
    max_points: float
    cells: list[tuple[float | None, str]]

    @property
    def share(self) -> float:
        """Points earned of those possible, in percent."""
        return 100 * self.points / self.max_points if self.max_points else 0.0


@dataclass
class ExerciseSummary:
    """How a class did in one exercise.

    Parameters
    ----------
    name
        The exercise.
    max_points
        What it is worth.
    outcomes
        How many submissions had each outcome.
    points
        All submissions' points together.
    waiting
        Submissions that a person has still to grade.
    """

    name: str
    max_points: float
    outcomes: Counter[str] = field(default_factory=Counter)
    points: float = 0.0
    waiting: int = 0

    @property
    def mean(self) -> float | None:
        """Points of a graded submission on average; None if there is none."""
        graded = self.outcomes.total() - self.waiting
        return self.points / graded if graded else None


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that was recognised, or named in general: where, what its authors are told, how many they are."""

    exercise: str
    name: str
    sentence: str
    count: int


@dataclass
class AssignmentSummary:
    """How a class did in one assignment.

    Parameters
    ----------
    name
        The assignment.
    rows
        The graded students, by name.
    exercises
        In the assignment's order.
    ungradable
        Students, reasons, and the exercises that could not be read.
    repairs
        Students, and what was mangled in their notebooks and read all the same.
    errors
        Students whose submissions are left to be graded again, and why.
    unconfined
        Submissions that were run with the instructor's own rights.
    recognised
        How often each wrong answer was recognised: the exercise, its name, and what its authors are told.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    exercises: dict[str, ExerciseSummary] = field(default_factory=dict)
    ungradable: list[tuple[str, str, list[str]]] = field(default_factory=list)
    repairs: list[tuple[str, list[str]]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    unconfined: int = 0
    recognised: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def add(self, result: SubmissionResult) -> None:
        """Count a result in."""
        if result.error:
            self.errors.append((result.student, result.error))
            return
        cells = [(one.points if one.graded else None, one.outcome) for one in result.exercises]
        self.rows.append(Row(result.student, result.points, result.max_points, cells))
        self.unconfined += result.isolation == "none"
        if result.repairs:
            self.repairs.append((result.student, result.repairs))
        unread: dict[str, list[str]] = {}
        for exercise in result.exercises:
            self._count(exercise)
            if exercise.outcome == "ungradable":
                unread.setdefault(exercise.reason, []).append(exercise.name)
        self.ungradable += [(result.student, reason, names) for reason, names in unread.items()]

    def _count(self, exercise: ExerciseReport) -> None:
        summary = self.exercises.setdefault(exercise.name, ExerciseSummary(exercise.name, exercise.max_points))
        summary.outcomes[exercise.outcome] += 1
        summary.points += exercise.points
        summary.waiting += not exercise.graded
        if exercise.misconception:
            self.recognised[exercise.name, exercise.misconception, exercise.sentence] += 1

    @property
    def mean(self) -> float:
        """The mean score in percent."""
        return mean(row.share for row in self.rows)

    @property
    def median(self) -> float:
        """The median score in percent."""
        return median(row.share for row in self.rows)

    @property
    def full_marks(self) -> int:
        """How many students have all points."""
        return sum(row.points == row.max_points for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many answers a person has still to grade."""
        return sum(exercise.waiting for exercise in self.exercises.values())

    @property
    def has_words(self) -> bool:
        """Whether there are answers in words, which people grade."""
        return any(exercise.outcomes["manual"] for exercise in self.exercises.values())

    @property
    def distribution(self) -> list[int]:
        """How many students scored in each tenth of the points."""
        counts = Counter(min(int(row.share * BINS / 100), BINS - 1) for row in self.rows)
        return [counts[bin] for bin in range(BINS)]

    @property
    def misconceptions(self) -> list[Misconception]:
        """The recognised misconceptions, the most frequent first."""
        return [one for one in self._named if not is_general(one.name)]

    @property
    def told_in_general(self) -> list[Misconception]:
        """What was told of wrong results in general, where they are those of no known wrong answer."""
        return [one for one in self._named if is_general(one.name)]

    @property
    def _named(self) -> list[Misconception]:
        ordered = sorted(self.recognised.items(), key=lambda item: (-item[1], item[0]))
        return [Misconception(exercise, name, sentence, count) for (exercise, name, sentence), count in ordered]


def summarise(results: Iterable[SubmissionResult]) -> list[AssignmentSummary]:
    """Return the summaries of all assignments that results are of, by name.

    Parameters
    ----------
    results
        In any order; each is forgotten once it is counted.
    """
    found: dict[str, AssignmentSummary] = {}
    for result in results:
        found.setdefault(result.assignment, AssignmentSummary(result.assignment)).add(result)
    for summary in found.values():
        summary.ungradable.sort()
        summary.repairs.sort()
        summary.errors.sort()
        summary.rows.sort(key=lambda row: row.student)
    return [found[name] for name in sorted(found)]
