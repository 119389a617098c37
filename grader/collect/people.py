"""Whose a hand-in is: the students that its people are, each by one name in all results.

With a roster it says so. Without one it is the name that the platform gives; two people of one name in one assignment
get their platform's id behind it, and one id that two people have is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from grader.collect import names
from grader.collect.found import HandedIn
from grader.collect.layouts import Person
from grader.collect.roster import Roster
from grader.course import UnusableInput


@dataclass
class Students:
    """Names students; see `of`.

    Parameters
    ----------
    roster
        Who is in the class, if that is known.
    not_on_roster
        Who handed in and is not on it.
    """

    roster: Roster | None = None
    not_on_roster: set[str] = field(default_factory=set)
    _shared: set[tuple[str, str]] = field(default_factory=set)  # platform and letters of names that several people have

    def learn(self, found: Iterable[HandedIn]) -> None:
        """See who shares a name with somebody.

        Raises
        ------
        UnusableInput
            If two people have one id.
        """
        ids: dict[tuple[str, str, str], set[str]] = {}
        of_id: dict[tuple[str, str], tuple[str, HandedIn]] = {}
        for one in found:
            for person in one.claim.people:
                letters = names.key(person.name) or person.name
                ids.setdefault((one.platform, one.assignment, letters), set()).add(person.id)
                if person.id:
                    first, other = of_id.setdefault((one.platform, person.id), (person.name, one))
                    if names.parts(first) != names.parts(person.name):
                        raise UnusableInput(
                            f"{one.place}: {person.name!r} has the id {person.id}, which {other.place} has for "
                            f"{first!r}. One of the two names was changed by hand; put it right."
                        )
        self._shared = {(platform, letters) for (platform, _, letters), several in ids.items() if len(several) > 1}

    def of(self, one: HandedIn) -> list[tuple[str, Person]]:
        """Return the students whose a hand-in is, each with who that is to the platform."""
        found: list[tuple[str, Person]] = []
        for person in one.claim.people:
            member = self.roster and self.roster.find(person)
            group = self.roster.group(person.name) if self.roster and not member else []
            if member:
                found.append((member.student, person))
            elif group:
                found += [(each.student, person) for each in group]
            else:
                found.append((self._by_name(one, person), person))
        return found

    def _by_name(self, one: HandedIn, person: Person) -> str:
        name = names.folder_name(person.name)
        if person.id and (one.platform, names.key(person.name) or person.name) in self._shared:
            name = names.folder_name(f"{person.name[: names.LONGEST - len(person.id) - 3]} ({person.id})")
        if self.roster:
            self.not_on_roster.add(name)
        return name

    def missing(self, handed_in: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
        """Return who on the roster has not handed in, by assignment, of those that somebody handed in for."""
        everybody = [member.student for member in self.roster.members] if self.roster else []
        there = set(handed_in)
        return {
            assignment: absent
            for assignment in sorted({assignment for _, assignment in there})
            if (absent := [student for student in everybody if (student, assignment) not in there])
        }
