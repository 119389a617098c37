"""A folder of submissions → what there is to grade: SUBMITTED/<student>/<assignment>/<assignment>.ipynb.

Folders come from an instructor, what is in them from students: names are checked before they are used, links are never
followed, and a file is read once, to a limit. Nothing here looks into a notebook.
"""

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from grader.classroom import attempts
from grader.course import UnusableInput
from grader.intake.notebook import MAX_BYTES, Unreadable, refuse_size

LONGEST_NAME = 128  # characters that nbgrader's gradebook has for a student
LEFT_BY_COMPUTERS = ("__MACOSX", "lost+found")


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment.

    Parameters
    ----------
    student, assignment
        Whose, and of what.
    path
        The notebook; None if there is none.
    repairs
        What was odd about its name or its neighbours.
    attempt
        The folder of an attempt, `attempt-1`; empty for what lies in the assignment's own folder.
    submitted_at
        When it was handed in, in UTC, if that is told.
    """

    student: str
    assignment: str
    path: Path | None
    repairs: tuple[str, ...] = ()
    attempt: str = ""
    submitted_at: datetime | None = None

    @property
    def place(self) -> tuple[str, str]:
        """Whose it is, and of what."""
        return self.student, self.assignment

    def read(self) -> bytes:
        """Return the bytes of the notebook.

        Raises
        ------
        Unreadable
            If there is none, or it is a link, no file, or too large.
        OSError
            If this machine cannot read it.
        """
        if self.path is None:
            raise Unreadable("The folder holds no notebook.")
        if self.path.is_symlink():
            raise Unreadable("The notebook is a symbolic link, which is not followed: hand in the file itself.")
        # opening a pipe would wait for ever
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("The notebook is no file.")
            refuse_size(status.st_size)
            data = file.read(MAX_BYTES + 1)
        refuse_size(len(data))
        return data


def find(submitted: Path, assignments: Sequence[str]) -> tuple[list[Submission], list[str]]:
    """Find the submissions in a folder: of several attempts all, the oldest first; see `grader.classroom.attempts`.

    Parameters
    ----------
    submitted
        The folder.
    assignments
        The assignments that there are.

    Returns
    -------
    The submissions, by assignment and then student; and a sentence for each folder that was left out.

    Raises
    ------
    UnusableInput
        If there is no such folder, or nothing to grade in it.
    """
    if not submitted.is_dir():
        raise UnusableInput(f"There is no folder {submitted}. Name the one that holds the students' folders.")
    found: list[Submission] = []
    left_out: list[str] = []
    for student in _folders(submitted, left_out):
        if words := _odd_name(student.name):
            left_out.append(f"{student.name!r} is left out: {words}")
            continue
        for folder in _folders(student, left_out):
            if folder.name in assignments:
                found += handed_in(student.name, folder, left_out)
            elif _notebooks(folder):
                words = f"there is no assignment {folder.name!r}; there are {', '.join(assignments)}"
                left_out.append(f"{student.name}/{folder.name!r} is left out: {words}.")
    if not found:
        raise UnusableInput(_nothing(submitted, left_out))
    return sorted(found, key=lambda submission: (submission.assignment, submission.student)), left_out


def newest(found: Iterable[Submission]) -> list[Submission]:
    """Return the newest of each student's attempts at an assignment.

    Parameters
    ----------
    found
        As `find` returns them.
    """
    of_each = [list(tries) for _, tries in groupby(found, key=lambda submission: submission.place)]
    return [
        replace(last, repairs=(*last.repairs, *attempts.remark(len(earlier) + 1, attempts.NEWEST, last)))
        for *earlier, last in of_each
    ]


def handed_in(student: str, folder: Path, left_out: list[str]) -> list[Submission]:
    """Return what a student handed in for the assignment that a folder is named after, the oldest attempt first.

    Parameters
    ----------
    student
        Whose it is.
    folder
        The folder.
    left_out
        Gets a sentence for each folder in it that is left out.

    Returns
    -------
    At least one.
    """
    numbered = [entry for entry in _folders(folder, left_out) if attempts.number(entry.name) >= 0]
    found = [_submission(student, folder, entry) for entry in numbered if _notebooks(entry)]
    if not found or _notebooks(folder):
        found.append(_submission(student, folder, folder))
    return attempts.in_order(found)


def _nothing(submitted: Path, left_out: list[str]) -> str:
    if left_out:
        return f"There is nothing to grade in {submitted}: {left_out[0]}"
    return f"There are no submissions in {submitted}: they are looked for as <student>/<assignment>/<assignment>.ipynb."


def _folders(parent: Path, left_out: list[str]) -> list[Path]:
    """Return the folders in a folder, but for hidden ones and links."""
    folders = []
    for entry in _entries(parent):
        if entry.name.startswith(".") or entry.name in LEFT_BY_COMPUTERS or not entry.is_dir():
            continue
        if entry.is_symlink():
            left_out.append(f"{entry.name!r} in {parent.name} is left out: it is a symbolic link.")
        else:
            folders.append(entry)
    return folders


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise UnusableInput(f"The folder {folder} cannot be read: {error.strerror}.") from error


def _odd_name(name: str) -> str:
    """Say why a student's name cannot be used for files, pages and the gradebook; '' if it can."""
    if not name.isprintable() or "\\" in name:
        return "its name has characters that file names should not have; rename it."
    if len(name) > LONGEST_NAME:
        return f"its name is longer than {LONGEST_NAME} characters; rename it."
    return ""


def _notebooks(folder: Path) -> list[Path]:
    """Return what may be notebooks in a folder, however they were renamed."""
    found = [path for path in _entries(folder) if ".ipynb" in path.name.lower() and not path.is_dir()]
    return [path for path in found if not path.name.startswith(".")]


def _submission(student: str, folder: Path, place: Path) -> Submission:
    """Return the submission in a place of an assignment's folder.

    It is the notebook of the right name, else the only one, else the newest.
    """
    name = f"{folder.name}.ipynb"
    submitted_at, odd = attempts.handed_in_at(place)
    attempt = place.name if place != folder else ""
    notebooks = _notebooks(place)
    if not notebooks:
        return Submission(student, folder.name, None, odd, attempt, submitted_at)
    right = [path for path in notebooks if path.name == name]
    chosen = right[0] if right else max(notebooks, key=lambda path: (path.lstat().st_mtime_ns, path.name))
    repairs = [] if right else [f"The notebook is named {chosen.name!r}, not {name!r}; it was read all the same."]
    if others := [path.name for path in notebooks if path != chosen]:
        which = "the one of the right name" if right else "the newest"
        repairs.append(f"There are {len(notebooks)} notebooks; {which} was read, not {', '.join(map(repr, others))}.")
    return Submission(student, folder.name, chosen, (*repairs, *odd), attempt, submitted_at)
