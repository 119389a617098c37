"""Until when an assignment may be handed in, for whom longer, and what being late costs; as course.toml says.

    [deadlines]
    "04-losses" = "2026-03-01 23:59 Europe/Berlin"

    [late]
    percent_per_day = 10     # of the possible points, for each day begun; or points_per_day
    grace_days = 1           # late by no more costs nothing
    none_after_days = 7      # late by more earns nothing

A roster's column `extension`, or `extension 04-losses`, gives students more time: `2 days`, or a time with its zone.
Results are recorded as they are graded, and what being late costs is taken off when they are read: a deadline that is
moved later grades nothing again, but where it may change which of several attempts is the best.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property

from grader.collect import names
from grader.collect.recognise import Recogniser
from grader.collect.roster import Member, Roster
from grader.collect.times import read_time, zone_of
from grader.course import SETTINGS, Course, UnusableInput
from grader.course.settings import Late, line_of
from grader.grading.result import SubmissionResult

DAYS = re.compile(r"\+?\s*(\d{1,3})\s*(?:d|days?)?", re.IGNORECASE)
ZONED = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d|[A-Za-z]+/[\w/+-]+)$")
DAY = timedelta(days=1)


class Deadlines:
    """When each student's time is over.

    Parameters
    ----------
    course
        The course, whose settings say it.
    roster
        Who has more time; None if nobody has.

    Raises
    ------
    UnusableInput
        If a deadline or an extension is no time, has no zone, or is of no assignment; the message names file and line.
    """

    def __init__(self, course: Course, roster: Roster | None = None) -> None:
        self._course, self._roster = course, roster
        self._due = {name: self._read_deadline(name, text) for name, text in course.settings.deadlines.items()}
        self._zones = {name: zone_of(text) for name, text in course.settings.deadlines.items()}
        members = roster.members if roster else []
        whole = {name: self._named(name) for name in sorted({name for one in members for name in one.extensions})}
        self._extensions = {
            (names.key(member.student), whole[assignment]): (member, text)
            for member in members
            for assignment, text in member.extensions.items()
        }
        for member, text in self._extensions.values():
            self._extended(
                datetime(2000, 1, 1), member, text
            )  # so that what is wrong is said before anything is graded
        self.unknown: dict[str, list[str]] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._due)

    @cached_property
    def by_assignment(self) -> dict[str, datetime]:
        """The deadlines, in UTC without saying so, without extensions."""
        return dict(self._due)

    def due(self, student: str, assignment: str) -> datetime | None:
        """Return until when a student may hand in, in UTC without saying so; None if there is no deadline."""
        due = self._due.get(assignment)
        if due is None:
            return None
        own = names.key(student)
        found = self._extensions.get((own, assignment)) or self._extensions.get((own, ""))
        return self._extended(due, *found, self._zones[assignment]) if found else due

    def apply(self, result: SubmissionResult) -> SubmissionResult:
        """Return a result with what being late costs taken off; keep in mind whose time is not known."""
        if not result.submitted_at and not result.error and self.due(result.student, result.assignment):
            self.unknown.setdefault(result.assignment, []).append(result.student)
        return self._taken_off(result)

    def worth(self, result: SubmissionResult) -> float:
        """Return the points of a result that are left when what being late costs is taken off."""
        return self._taken_off(result).points

    def terms(self, student: str, assignment: str) -> str:
        """Return what decides which of a student's attempts is worth most; '' if there is no deadline."""
        due = self.due(student, assignment)
        return f"{due.isoformat()} {self._course.settings.late}" if due else ""

    def _taken_off(self, result: SubmissionResult) -> SubmissionResult:
        due = self.due(result.student, result.assignment)
        if due is None or result.error or not result.submitted_at:
            return result
        late = datetime.fromisoformat(result.submitted_at) - due
        lost, reason = deduction(late, result.points, result.max_points, self._course.settings.late)
        return replace(result, deduction=lost, deduction_reason=reason)

    def in_words(self) -> list[str]:
        """Return a sentence for each assignment for which it is not known when somebody handed in."""
        return [
            f"{assignment}: when {', '.join(sorted(set(students)))} handed in is not known, so nothing was taken off "
            "for being late; a timestamp.txt beside the notebook says it."
            for assignment, students in sorted(self.unknown.items())
        ]

    def _read_deadline(self, name: str, text: str) -> datetime:
        path = self._course.root / SETTINGS
        place = f"{path}:{line_of(name, path.read_text(encoding='utf-8'))}"
        if name not in (known := [chapter.assignment for chapter in self._course.assignments()]):
            raise UnusableInput(f"{place}: there is no assignment {name!r}; there are {', '.join(known)}.")
        return _zoned(text, place)

    def _named(self, assignment: str) -> str:
        """Return the assignment that a column of extensions is for, in any spelling; '' if it is for all."""
        names_of = [chapter.assignment for chapter in self._course.assignments()]
        found = Recogniser(names_of).by_name(assignment) if assignment else ""
        if assignment and not found:
            path = self._roster.path if self._roster else ""
            raise UnusableInput(
                f"{path}:1: there is no assignment {assignment!r}, which a column has extensions for; there are "
                f"{', '.join(names_of)}."
            )
        return found

    def _extended(self, due: datetime, member: Member, text: str, zone: tzinfo | None = None) -> datetime:
        if days := DAYS.fullmatch(text):  # at the same hour, also if the clocks are changed in between
            local = due.replace(tzinfo=UTC).astimezone(zone or UTC) + int(days[1]) * DAY
            return local.astimezone(UTC).replace(tzinfo=None)
        return max(due, _zoned(text, f"{self._roster.path if self._roster else ''}:{member.line}"))


def _zoned(text: str, place: str) -> datetime:
    """Return a time in UTC; of which zone it is must be said."""
    if not ZONED.search(text.strip()):
        raise UnusableInput(
            f"{place}: {text!r} does not say in which zone; write it as 2026-03-01 23:59 Europe/Berlin."
        )
    try:
        return read_time(text, exact=True)
    except ValueError as error:
        raise UnusableInput(f"{place}: {error}.") from error


def deduction(late: timedelta, points: float, max_points: float, policy: Late) -> tuple[float, str]:
    """Return how many points being late costs, and why in words; 0 and '' if nothing.

    Parameters
    ----------
    late
        How long after the deadline it was handed in; negative if before.
    points, max_points
        Earned and possible.
    policy
        What course.toml says.

    Examples
    --------
    >>> deduction(timedelta(hours=25), 20.0, 26.0, Late(percent_per_day=10))
    (5.2, 'Handed in 2 days late: 5.2 points less.')
    """
    days = math.ceil(late / DAY)
    if days <= 0:
        return 0.0, ""
    begun = f"Handed in {days} day{'s' * (days > 1)} late"
    if policy.none_after_days and days > policy.none_after_days:
        return points, f"{begun}, after which nothing counts any more."
    counted = max(0, days - policy.grace_days)
    lost = min(points, round(counted * (policy.points_per_day + max_points * policy.percent_per_day / 100), 6))
    if not lost:
        return 0.0, f"{begun}; nothing is taken off." if counted == 0 and policy.grace_days else ""
    return lost, f"{begun}: {lost:g} points less."
