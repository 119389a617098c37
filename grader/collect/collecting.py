"""What platforms gave → a folder for each student, which `course grade` grades.

    SUBMITTED/<student>/<assignment>/<the file's own name>     the only or the last hand-in
    SUBMITTED/<student>/<assignment>/attempt-1/                earlier ones, the oldest first
    SUBMITTED/<student>/<assignment>/timestamp.txt             when, where the platform says that and in which zone
    SUBMITTED/collected.csv                                    what became of every file
    SUBMITTED/roster.csv                                       the roster, where there is one

The folder is made anew beside the old one, which holds until all is written. What was collected into it before stays.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.collect import manifest, names
from grader.collect.archive import SourceFile
from grader.collect.found import HandedIn, find
from grader.collect.layouts import Claim, Person
from grader.collect.manifest import AGAIN, KEPT, LEFT_OUT, NO_NOTEBOOK, Row
from grader.collect.people import Students
from grader.collect.recognise import Recogniser
from grader.collect.roster import ROSTER, Roster, find_roster
from grader.collect.times import TIMESTAMP
from grader.course import Course, UnusableInput
from grader.intake.notebook import MAX_FILE
from grader.release.files import replace_own
from grader.sandbox.scratch import scratch_folder

EARLIER = -1  # the source of what was collected before
Place = tuple[str, str]  # student and assignment
Unit = tuple[int, int, datetime | None]  # one hand-in: its source, its number, when it came


@dataclass
class Collected:
    """What was collected.

    Parameters
    ----------
    rows
        What became of every file.
    missing
        Who on the roster has not handed in, by assignment.
    notes
        Sentences about names.
    """

    rows: list[Row]
    missing: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def left_out(self) -> list[Row]:
        """The files that look like notebooks and belong to nobody or to no assignment."""
        return [row for row in self.rows if row.what.startswith(LEFT_OUT)]

    @property
    def kept(self) -> list[Row]:
        """The notebooks that are there."""
        return [row for row in self.rows if row.is_kept]


def collect(
    course: Course, sources: Sequence[Path], to: Path, roster: Path | None = None, pattern: str | None = None
) -> Collected:
    """Collect what platforms gave into a folder that `course grade` grades.

    Parameters
    ----------
    course
        The course.
    sources
        Folders and zip files, the oldest first.
    to
        The folder to make, or to add to.
    roster
        Who is in the class; see `grader.collect.roster`.
    pattern
        A regular expression for the paths of a platform that is not known; see `grader.collect.layouts.own_pattern`.

    Raises
    ------
    UnusableInput
        If something that was given cannot be used. Nothing is written then.
    """
    recogniser = Recogniser.of_course(course)
    students = Students(find_roster(roster, to))
    with scratch_folder() as scratch:
        before = manifest.read(to)
        found = [*_earlier(before, to), *find(sources, recogniser, pattern, scratch)]
        handed_in = [one for one in found if isinstance(one, HandedIn)]
        students.learn(handed_in)
        plan = _plan(handed_in, students)
        others = [row for row in (*before, *found) if isinstance(row, Row) and not row.is_kept]
        kept = [row for row, _ in plan]
        rows = kept + list(dict.fromkeys(_without_notebook(others, kept)))
        if not plan:
            raise UnusableInput(_nothing(sources, others))
        _write(plan, rows, to, students.roster)
    places = [(row.student, row.assignment) for row in rows if row.is_kept]
    return Collected(rows, students.missing(places), _notes(students, places))


def _without_notebook(others: Sequence[Row], kept: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows of files that were not kept; what came from somebody without any notebook is left out."""
    handed_in = {(row.platform, row.id, row.name) for row in kept}
    for row in others:
        is_lost = row.what == NO_NOTEBOOK and row.name and (row.platform, row.id, row.name) not in handed_in
        yield (
            replace(row, what=f"{LEFT_OUT}: {NO_NOTEBOOK}, and nothing else came from {row.name!r}") if is_lost else row
        )


def _nothing(sources: Sequence[Path], rows: Sequence[Row]) -> str:
    where = ", ".join(map(str, sources))
    left = next((row for row in rows if row.what.startswith(LEFT_OUT)), None)
    if left:
        return f"There is nothing to collect in {where}: {left.source} is {left.what}."
    return f"There is no notebook in {where}. Name what the platform gave you, a folder or a zip file."


def _earlier(rows: Sequence[Row], to: Path) -> Iterator[HandedIn]:
    """Yield what was collected before; a group's notebook once for each of them."""
    for row in (row for row in rows if row.is_kept and (to / row.file).is_file()):
        file = SourceFile(PurePosixPath(row.file), to, (to / row.file).stat().st_mtime)
        digest = hashlib.sha256(file.read(MAX_FILE + 1)).hexdigest()
        who = Person(row.name, row.id, row.email)
        claim = Claim((who,), file.path.name, row.assignment, int(row.attempt), row.time, row.prefix)
        yield HandedIn(file, row.source, claim, row.platform, row.assignment, digest, EARLIER)


def _plan(handed_in: Sequence[HandedIn], students: Students) -> list[tuple[Row, HandedIn]]:
    """Return each file to be kept, and those that are there already, with its row."""
    of_place: dict[Place, dict[Unit, list[tuple[HandedIn, Person]]]] = {}
    for one in handed_in:
        for student, person in students.of(one):
            unit = (one.order, one.claim.attempt, one.claim.submitted_at)
            of_place.setdefault((student, one.assignment), {}).setdefault(unit, []).append((one, person))
    return [pair for place, units in sorted(of_place.items()) for pair in _of_place(place, units)]


def _of_place(place: Place, units: Mapping[Unit, Sequence[tuple[HandedIn, Person]]]) -> Iterator[tuple[Row, HandedIn]]:
    """Yield what one student handed in for one assignment: each attempt once, in order."""
    attempts: dict[frozenset[str], list[tuple[HandedIn, Person]]] = {}
    for unit in _in_order(list(units)):
        attempts.setdefault(frozenset(one.digest for one, _ in units[unit]), []).extend(units[unit])
    for number, files in enumerate(attempts.values(), 1):
        folder = PurePosixPath(*place, *([f"attempt-{number}"] if number < len(attempts) else []))
        taken: dict[str, str] = {}
        for one, person in files:
            name = _free_name(names.folder_name(one.claim.file), one.digest, taken)
            what = KEPT if name not in taken else AGAIN
            if name in taken and one.order == EARLIER:
                continue  # it was a group's, and is found once for each of them
            taken[name] = one.digest
            yield _row(place, number, folder / name, one, person, what), one


def _in_order(units: list[Unit]) -> list[Unit]:
    """Return hand-ins, the oldest first: by their times if all have one, else by source and number."""
    if all(submitted_at for _, _, submitted_at in units):
        return sorted(units, key=lambda unit: (unit[2] or datetime.min, unit[0], unit[1]))
    return sorted(units, key=lambda unit: unit[:2])


def _free_name(name: str, digest: str, taken: Mapping[str, str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    tries = [name, *(f"{stem or suffix} ({n}){dot if stem else ''}{suffix if stem else ''}" for n in range(2, 1000))]
    return next(one for one in tries if taken.get(one, digest) == digest)


def _row(place: Place, number: int, path: PurePosixPath, one: HandedIn, person: Person, what: str) -> Row:
    what += f"; {one.claim.trouble}" if one.claim.trouble else ""
    time = one.claim.submitted_at.isoformat() if one.claim.submitted_at else ""
    return Row(
        *place, str(number), str(path), what, one.place, one.platform, person.id, person.name, person.email,
        one.claim.prefix, time,
    )  # fmt: skip


def _write(plan: Sequence[tuple[Row, HandedIn]], rows: Sequence[Row], to: Path, roster: Roster | None) -> None:
    with replace_own(to, "folder that `course collect` made", manifest.NAME) as new:
        for row, one in plan:
            path = new / row.file
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_bytes(one.file.read(MAX_FILE + 1))
                if one.file.modified is not None:
                    os.utime(path, (one.file.modified, one.file.modified))
            if row.submitted_at:
                (path.parent / TIMESTAMP).write_text(f"{row.submitted_at.replace('T', ' ')} UTC\n", encoding="ascii")
        manifest.write(rows, new / manifest.NAME)
        if roster:
            shutil.copyfile(roster.path, new / ROSTER)


def _notes(students: Students, places: Sequence[Place]) -> list[str]:
    found = sorted({student for student, _ in places})
    pairs = names.spelt_in_two_ways(found)
    notes = [
        f"{one!r} and {other!r} may be two spellings of one name; they are two students here." for one, other in pairs
    ]
    return notes + [
        f"{name!r} is not on the roster; what they handed in was kept." for name in sorted(students.not_on_roster)
    ]
