"""Who is on the roster and has not handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from grader.collect import names
from grader.collect.roster import Roster
from grader.grading.result import ExerciseReport, SubmissionResult

MISSING = "missing"
Asked = Mapping[str, Sequence[tuple[str, float]]]  # by assignment: exercises and their points


def absent(roster: Roster | None, handed_in: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return who on a roster has not handed in, by assignment.

    Parameters
    ----------
    roster
        None if it is not known who is in the class.
    handed_in
        The students who did, by assignment.
    """
    everybody = [member.student for member in roster.members] if roster else []
    missing = {
        assignment: [one for one in everybody if names.key(one) not in set(map(names.key, students))]
        for assignment, students in sorted(handed_in.items())
    }
    return {assignment: students for assignment, students in missing.items() if students}


def as_zeros(missing: Mapping[str, Iterable[str]], asked: Asked) -> Iterator[SubmissionResult]:
    """Yield a result without points for everybody who has not handed in.

    Parameters
    ----------
    missing
        Who, by assignment.
    asked
        What was asked.
    """
    for assignment, students in missing.items():
        reports = [ExerciseReport(name, 0.0, points, MISSING) for name, points in asked.get(assignment, ())]
        for student in students:
            yield SubmissionResult(student, assignment, reports)


def in_words(missing: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a sentence for each assignment that somebody has not handed in for.

    >>> in_words({"04-losses": ["ada", "bo"]})
    ['04-losses: 2 on the roster have not handed in: ada, bo.']
    """
    return [
        f"{assignment}: {len(students)} on the roster ha{'s' if len(students) == 1 else 've'} not handed in: "
        f"{', '.join(students)}."
        for assignment, students in missing.items()
    ]
