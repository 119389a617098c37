"""Where the learning platforms put what they give: one small module for each, behind one interface.

A layout looks at the files of a source and claims those whose paths it knows. Each file goes to the first layout that
claims it; what none knows lies in a folder that is named after its student.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Protocol

from grader.collect.archive import SourceFile
from grader.collect.times import read_time

ATTEMPT = re.compile(r"(?:attempt|version|try|versuch|tentativa|tentative|intento)[ _-]?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """Somebody, as a platform names them."""

    name: str
    id: str = ""
    email: str = ""


@dataclass(frozen=True)
class Claim:
    """What a layout knows of a file.

    Parameters
    ----------
    people
        Who handed it in; several if they are a group.
    file
        What its author called it.
    assignment
        What the platform calls the assignment, if it says that.
    attempt
        Of several hand-ins the number; -1 if it has none.
    submitted_at
        When it was handed in, in UTC without saying so, if the platform says that and in which zone.
    prefix
        What the names of files begin with that the platform takes back.
    trouble
        What the platform says about it that cannot be understood.
    outer
        The folders around what the platform made: none of them may be a student's.
    """

    people: tuple[Person, ...]
    file: str
    assignment: str = ""
    attempt: int = -1
    submitted_at: datetime | None = None
    prefix: str = ""
    trouble: str = ""
    outer: tuple[str, ...] = ()


class Layout(Protocol):
    """Where a platform puts things."""

    name: str

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what it knows of the files of one source, by their paths; nothing of those that are not its own."""


class PathLayout:
    """A layout that tells everything by the path of a file.

    Parameters
    ----------
    name
        The platform.
    pattern
        With the groups that `claim_of` reads; it is looked for in the path, the source's own name in front.
    """

    def __init__(self, name: str, pattern: str) -> None:
        self.name = name
        self._pattern = re.compile(pattern)

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what it knows of the files of one source, by their paths."""
        return dict(self._found(files))

    def _found(self, files: Sequence[SourceFile]) -> Iterator[tuple[PurePosixPath, Claim]]:
        for file in files:
            if found := self._pattern.search(full_path(file)):
                yield file.path, claim_of(found, file)


def full_path(file: SourceFile) -> str:
    """Return a file's path with its source's own name in front, which may name the assignment."""
    return f"{file.source.name}/{file.path}"


def claim_of(found: re.Match[str], file: SourceFile) -> Claim:
    """Return what a path says by the groups of a pattern: name, id, email, assignment, attempt, time, prefix.

    `student`, or `first_name` and `last_name`, may stand for the name; and `student_id`, `timestamp` as in nbgrader.
    """
    said = {key: value for key, value in found.groupdict().items() if value}
    both = f"{said.get('first_name', '')} {said.get('last_name', '')}".strip()
    own_id = said.get("id") or said.get("student_id", "")
    name = said.get("name") or said.get("student") or both or own_id or said.get("email", "")
    submitted_at, trouble = _time(said.get("time") or said.get("timestamp", ""))
    attempt = said.get("attempt") or next(iter(ATTEMPT.findall("/".join(file.path.parts[:-1]))), "-1")
    return Claim(
        people=(Person(name, own_id, said.get("email", "")),),
        file=said.get("file") or said.get("flat_file") or file.path.name,
        assignment=said.get("assignment") or said.get("title", ""),
        attempt=int(attempt),
        submitted_at=submitted_at,
        prefix=said.get("prefix", ""),
        trouble=trouble,
        outer=outer_folders(found),
    )


def outer_folders(found: re.Match[str]) -> tuple[str, ...]:
    """Return the folders of a source that lie around what a pattern was found in."""
    return tuple(found.string[: found.start() + found[0].startswith("/")].split("/")[1:-1])


def _time(text: str) -> tuple[datetime | None, str]:
    try:
        return (read_time(text) if text else None), ""
    except ValueError as error:
        return None, f"{error}; it was ignored."


def known() -> list[Layout]:
    """Return the layouts, the most particular ones first."""
    from grader.collect.layouts import canvas, classroom_drives, github_classroom, gradescope, moodle, nbgrader_exchange

    return [
        moodle.LAYOUT,
        gradescope.LAYOUT,
        nbgrader_exchange.LAYOUT,
        canvas.LAYOUT,
        github_classroom.LAYOUT,
        classroom_drives.TEAMS,
        classroom_drives.GOOGLE,
    ]
