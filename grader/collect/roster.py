"""The roster: who is in the class, under which ids, names and addresses, in which group, with how much more time.

Any table with a line of headings serves, a platform's own export too. The student's folder and name in all results is
the first of the columns student, student id, username, login, email, name. Headings may be in other languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.collect import headings, names
from grader.collect.layouts import Person
from grader.collect.tables import Table, read_table
from grader.course import UnusableInput

LOGINS = "student", "student id", "username", "login", "sis login id", "sid"
NAME = "name", *headings.FULL_NAME, "display name"
KEY = *LOGINS, *headings.EMAIL, *NAME
IDS = (
    "id", *headings.IDENTIFIER, "student id", *headings.OWN_ID, "sid", "user id", "canvas id", "moodle id",
    "sis user id", "sis login id", "login id", "login", "github", "github username",
)  # fmt: skip
CANVAS = "ID", "SIS Login ID", "Section"  # what its gradebook has, whatever else
TEST_STUDENT = names.parts("Student, Test")
PARTICIPANT = re.compile(rf"^(?:{'|'.join(map(re.escape, headings.PARTICIPANT))})(?:\s+|(?=\d+$))", re.IGNORECASE)
EXTENSION = "extension"
ROSTER = "roster.csv"  # as `course collect` keeps it beside the submissions, and `course grade` beside the grades


@dataclass(frozen=True)
class Member:
    """Somebody on the roster, with the line that they stand on.

    Parameters
    ----------
    student
        What they are called in all results.
    extensions
        What the columns `extension` and `extension <assignment>` say, by assignment; '' is any.
    """

    student: str
    line: int
    name: str = ""
    ids: tuple[str, ...] = ()
    email: str = ""
    group: str = ""
    extensions: dict[str, str] = field(default_factory=dict)

    def is_in(self, group: str) -> bool:
        """Whether they are in a group; of several, their platform may name all in one cell."""
        own = [self.group, *re.split(r"[,;|]", self.group)]
        return names.key(group) in set(filter(None, map(names.key, own)))


class Roster:
    """Who is in the class.

    Parameters
    ----------
    path
        The table.

    Raises
    ------
    UnusableInput
        If it has no column that names students, or two rows with one student, id or address.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.members = list(_members(read_table(path)))
        self._sure: dict[str, Member] = {}
        self._named: dict[str, list[Member]] = {}
        for member in self.members:
            for sure in dict.fromkeys(filter(None, map(_plain_id, (member.student, *member.ids, member.email)))):
                other = self._sure.setdefault(sure, member)
                if other is not member:
                    raise UnusableInput(
                        f"{path}:{member.line}: {sure!r} stands for {member.student!r} and, in line {other.line}, for "
                        f"{other.student!r}; leave it to one of them."
                    )
            for spelling in dict.fromkeys(filter(None, _spellings(member))):
                self._named.setdefault(spelling, []).append(member)

    def find(self, person: Person) -> Member | None:
        """Return who somebody is: by id, then address, then name.

        Raises
        ------
        UnusableInput
            If several on the roster have the name, and nothing tells which of them it is.
        """
        for sure in (person.id, person.email, person.name):
            if member := self.with_id(sure):
                return member
        found = self.with_name(person.name) or self._of_a_team(person.name)
        if len(found) > 1:
            lines = " and ".join(str(member.line) for member in found)
            raise UnusableInput(
                f"{self.path}:{found[0].line}: {person.name!r} may be the student of line {lines}; give the "
                f"roster a column with the id that the platform has ({person.id or 'it has none'})."
            )
        return found[0] if found else None

    def with_id(self, text: str) -> Member | None:
        """Return who has an id, an address, or is called so in all results; None if nobody."""
        return self._sure.get(_plain_id(text)) if text.strip() else None

    def with_name(self, text: str) -> list[Member]:
        """Return those who have a name, in any spelling."""
        spellings = filter(None, (names.parts(text), names.key(text)))
        return next(filter(None, (self._named.get(spelling, []) for spelling in spellings)), [])

    def group(self, name: str) -> list[Member]:
        """Return who is in a group; nobody if there is none of that name."""
        return [member for member in self.members if member.is_in(name)]

    def _of_a_team(self, text: str) -> list[Member]:
        """Return who has a name with the name of their group in front: `Team 1-Jana Müller`, as Moodle has it."""
        places = [place for place, letter in enumerate(text) if letter == "-"]
        split = [(text[:place], self.with_name(text[place + 1 :])) for place in places]
        return [member for group, members in split for member in members if member.is_in(group)]


def find_roster(roster: Path | None, *folders: Path) -> Roster | None:
    """Return the roster that was given, or the first one that is kept in some folders; None if there is none.

    Raises
    ------
    UnusableInput
        If it cannot be used.
    """
    kept = (folder / ROSTER for folder in folders)
    path = roster or next((path for path in kept if path.exists()), None)
    return Roster(path) if path else None


def _plain_id(text: str) -> str:
    """Return an id as it is compared. Moodle's worksheet has `Participant 1234567`, in the language of its reader."""
    return PARTICIPANT.sub("", names.clean(text)).casefold()


def _spellings(member: Member) -> Iterator[str]:
    for name in (member.name, member.student):
        yield names.parts(name)
        words = names.parts(name).split()
        yield "".join(names.key(part) for part in name.split(","))  # as Canvas writes `Müller, Jana`
        if len(words) > 1:
            first, last = name.split(" ", 1) if "," not in name else reversed(name.split(",", 1))
            yield names.key(last) + names.key(first)
            yield names.key(first) + names.key(last)


def _members(table: Table) -> Iterator[Member]:
    if table.column(*headings.LAST_NAME) is None:
        table.required(*KEY)
    member_of = _reader(table)
    seen: dict[str, int] = {}
    for line, row in _of_students(table):
        member = member_of(line, row)
        if not member.student:
            raise UnusableInput(f"{table.path}:{line}: the row names no student; write one, or take the row out.")
        if (first := seen.setdefault(member.student, line)) != line:
            raise UnusableInput(
                f"{table.path}:{line}: {member.student!r} stands in line {first}, too; leave one of them."
            )
        yield member


def _reader(table: Table) -> Callable[[int, Sequence[str]], Member]:
    """Return a function that reads a row: where everything stands is looked up once."""
    whole, named = table.column(*LOGINS, *headings.EMAIL), table.column(*NAME)
    first, last = table.column(*headings.FIRST_NAME), table.column(*headings.LAST_NAME)
    if first is not None and last is None:  # as in `Name;Vorname`
        last, named = named, None
    email, group, ids = table.column(*headings.EMAIL), table.column(*headings.GROUP), table.columns(*IDS)
    extensions = _extensions(table.headings)

    def read(line: int, row: Sequence[str]) -> Member:
        name = _cell(row, named) or f"{_cell(row, first)} {_cell(row, last)}".strip()
        student = _cell(row, whole) or name
        more = {assignment: row[place].strip() for place, assignment in extensions.items() if row[place].strip()}
        own_ids = tuple(filter(None, (_cell(row, place) for place in ids)))
        folder = names.folder_name(student) if student else ""
        return Member(folder, line, name or folder, own_ids, _cell(row, email), _cell(row, group), more)

    return read


def _extensions(columns: Sequence[str]) -> dict[int, str]:
    """Return what the columns of extensions are for, by place: an assignment, or '' for any."""
    return {
        place: heading[len(EXTENSION) :].strip(" _-:")
        for place, heading in enumerate(columns)
        if heading.casefold().startswith(EXTENSION)
    }


def _of_students(table: Table) -> list[tuple[int, list[str]]]:
    """Return the rows without those of Canvas' gradebook that are no student's: its maxima, its test student."""
    if any(table.column(heading) is None for heading in CANVAS):
        return table.rows
    ids, name = table.columns(*CANVAS[:2]), table.columns("Student", "LastName", "FirstName")
    return [
        (line, row)
        for line, row in table.rows
        if any(row[place].strip() for place in ids) and names.parts(" ".join(row[one] for one in name)) != TEST_STUDENT
    ]


def _cell(row: Sequence[str], place: int | None) -> str:
    return names.clean(row[place]) if place is not None else ""
