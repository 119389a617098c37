"""Many results → what the class report says of them, assignment by assignment. Answers and cases are not kept."""

from collections import Counter
from dataclasses import dataclass, field
from statistics import mean, median

OUTCOMES = ("passed", "partial", "failed", "ungradable")
BINS = 10  # of the distribution of scores, a tenth of the points each; the last one includes full marks


@dataclass(frozen=True)
class Row:
    """One student's line: points in all, possible ones, and (points, outcome) of each exercise."""

    student: str
    points: float
    max_points: float
    cells: list

    @property
    def share(self):
        """Points earned of those possible, in percent."""
        return 100 * self.points / self.max_points if self.max_points else 0.0


@dataclass
class ExerciseSummary:
    """How a class did in one exercise.

    Parameters
    ----------
    name : str
        The exercise.
    max_points : float
        What it is worth.
    outcomes : Counter
        How many submissions had each outcome.
    points : float
        All submissions' points together.
    """

    name: str
    max_points: float
    outcomes: Counter = field(default_factory=Counter)
    points: float = 0.0

    @property
    def mean(self):
        """Points of a submission on average."""
        return self.points / self.outcomes.total()


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that was recognised: where, what its authors are told, how many they are."""

    exercise: str
    name: str
    sentence: str
    count: int


@dataclass
class AssignmentSummary:
    """How a class did in one assignment.

    Parameters
    ----------
    name : str
        The assignment.
    rows : list of Row
        The graded students, by name.
    exercises : dict of str to ExerciseSummary
        In the assignment's order.
    ungradable : list of (str, str, list of str)
        Students, reasons, and the exercises that could not be read.
    repairs : list of (str, list of str)
        Students, and what was mangled in their notebooks and read all the same.
    errors : list of (str, str)
        Students whose submissions are left to be graded again, and why.
    unconfined : int
        Submissions that were run with the instructor's own rights.
    """

    name: str
    rows: list = field(default_factory=list)
    exercises: dict = field(default_factory=dict)
    ungradable: list = field(default_factory=list)
    repairs: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    unconfined: int = 0
    recognised: Counter = field(default_factory=Counter)

    def add(self, result):
        """Count a result in."""
        if result.error:
            self.errors.append((result.student, result.error))
            return
        cells = [(exercise.points, exercise.outcome) for exercise in result.exercises]
        self.rows.append(Row(result.student, result.points, result.max_points, cells))
        self.unconfined += result.isolation == "none"
        if result.repairs:
            self.repairs.append((result.student, result.repairs))
        unread: dict[str, list] = {}
        for exercise in result.exercises:
            self._count(exercise)
            if exercise.outcome == "ungradable":
                unread.setdefault(exercise.reason, []).append(exercise.name)
        self.ungradable += [(result.student, reason, names) for reason, names in unread.items()]

    def _count(self, exercise):
        summary = self.exercises.setdefault(exercise.name, ExerciseSummary(exercise.name, exercise.max_points))
        summary.outcomes[exercise.outcome] += 1
        summary.points += exercise.points
        if exercise.misconception:
            self.recognised[exercise.name, exercise.misconception, exercise.sentence] += 1

    @property
    def mean(self):
        """The mean score in percent."""
        return mean(row.share for row in self.rows)

    @property
    def median(self):
        """The median score in percent."""
        return median(row.share for row in self.rows)

    @property
    def full_marks(self):
        """How many students have all points."""
        return sum(row.points == row.max_points for row in self.rows)

    @property
    def distribution(self):
        """How many students scored in each tenth of the points."""
        counts = Counter(min(int(row.share * BINS / 100), BINS - 1) for row in self.rows)
        return [counts[bin] for bin in range(BINS)]

    @property
    def misconceptions(self):
        """The recognised misconceptions, the most frequent first."""
        ordered = sorted(self.recognised.items(), key=lambda item: (-item[1], item[0]))
        return [Misconception(exercise, name, sentence, count) for (exercise, name, sentence), count in ordered]


def summarise(results):
    """Return the summaries of all assignments that results are of, by name.

    Parameters
    ----------
    results : iterable of SubmissionResult
        In any order; each is forgotten once it is counted.

    Returns
    -------
    list of AssignmentSummary
    """
    found: dict[str, AssignmentSummary] = {}
    for result in results:
        found.setdefault(result.assignment, AssignmentSummary(result.assignment)).add(result)
    for summary in found.values():
        for people in (summary.ungradable, summary.repairs, summary.errors):
            people.sort()
        summary.rows.sort(key=lambda row: row.student)
    return [found[name] for name in sorted(found)]
