"""A folder of submissions → what there is to grade: SUBMITTED/<student>/<assignment>/<assignment>.ipynb.

Folders come from an instructor, what is in them from students: names are checked before they are used, links are never
followed, and a file is read once, to a limit. What cannot be read costs its owner and nobody else. Nothing here looks
into a notebook.
"""

import errno
import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from grader.classroom import attempts
from grader.course import UnusableInput
from grader.intake.notebook import MAX_FILE, Unreadable, lighten, refuse_size

LONGEST_NAME = 128  # characters that nbgrader's gradebook has for a student
LEFT_BY_COMPUTERS = ("__MACOSX", "lost+found", ".git", ".ipynb_checkpoints")
OF_THE_STUDENT = (errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENXIO)  # closed files, links, sockets; not our disk
MOST_NAMED = 5  # notebooks that were not read


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
    problem
        Why there is no notebook, if there is none.
    """

    student: str
    assignment: str
    path: Path | None
    repairs: tuple[str, ...] = ()
    attempt: str = ""
    submitted_at: datetime | None = None
    problem: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Whose it is, and of what."""
        return self.student, self.assignment

    def read(self) -> bytes:
        """Return the bytes of the notebook, without its outputs.

        Raises
        ------
        Unreadable
            If there is none, or it is a link, no file, or too large.
        OSError
            If this machine cannot read it.
        """
        if self.path is None:
            raise Unreadable(self.problem or "The folder holds no notebook.")
        try:
            if self.path.is_symlink():
                raise Unreadable("The notebook is a symbolic link, which is not followed: hand in the file itself.")
            return _read(self.path)
        except OSError as error:
            if error.errno in OF_THE_STUDENT:
                raise Unreadable(f"The notebook cannot be read: {error.strerror}. Hand in the file anew.") from error
            raise


def _read(path: Path) -> bytes:
    """Return the bytes of a file, if it is one: opening a pipe would wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("The notebook is no file.")
        refuse_size(status.st_size, MAX_FILE)
        data = file.read(MAX_FILE + 1)
    return lighten(data)


@dataclass(frozen=True)
class Found:
    """What is in a folder of submissions.

    Parameters
    ----------
    submissions
        By assignment and then student.
    left_out
        A sentence for each place where a student's only notebook may lie, and which was not looked into.
    notes
        A sentence for whatever else was odd: it cost nobody a grade, or there is nothing that could be graded.
    """

    submissions: list[Submission] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find(submitted: Path, assignments: Sequence[str]) -> Found:
    """Find the submissions in a folder: of several attempts all, the oldest first; see `grader.classroom.attempts`.

    Parameters
    ----------
    submitted
        The folder.
    assignments
        The assignments that there are.

    Raises
    ------
    UnusableInput
        If there is no such folder, or nothing to grade in it.
    """
    if not submitted.is_dir():
        raise UnusableInput(f"There is no folder {submitted}. Name the one that holds the students' folders.")
    try:
        entries = _entries(submitted.resolve())
    except OSError as error:
        raise UnusableInput(f"The folder {submitted} cannot be read: {error.strerror}.") from error
    found = Found()
    for entry in entries:
        if entry.is_dir() and entry.name not in LEFT_BY_COMPUTERS:
            _find_of_student(submitted / entry.name, assignments, found)
    if not found.submissions:
        raise UnusableInput(_nothing(submitted, found))
    found.submissions.sort(key=lambda submission: (submission.assignment, submission.student))
    return found


def _find_of_student(folder: Path, assignments: Sequence[str], found: Found) -> None:
    """Add what is in a student's folder to what was found."""
    name = folder.name
    if words := _odd_name(name):
        found.left_out.append(f"{name!r} is left out: {words}")
        return
    try:
        entries = _entries(folder)
    except OSError as error:
        (found.left_out if folder.is_symlink() else found.notes).append(f"{name!r} is left out: {_words(error)}.")
        return
    own = [handed_in(name, folder / entry.name) for entry in entries if entry.name in assignments]
    if own and name.startswith("."):
        found.notes.append(f"{name!r} begins with a dot, which hides it; it was graded all the same.")
    if own or not name.startswith("."):
        found.submissions.extend(one for tries in own for one in tries)
        others = [folder / entry.name for entry in entries if entry.name not in assignments and _is_folder(entry)]
        (found.notes if own else found.left_out).extend(_passed_over(others, assignments))


def _passed_over(folders: Iterable[Path], assignments: Sequence[str]) -> Iterable[str]:
    """Yield a sentence for each folder of a student that holds notebooks and is named after no assignment."""
    for folder in folders:
        try:
            if not _notebooks(folder):
                continue
            words = f"there is no assignment {folder.name!r}; there are {', '.join(assignments)}"
        except OSError as error:
            words = _words(error)
        yield f"{f'{folder.parent.name}/{folder.name}'!r} is left out: {words}."


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


def handed_in(student: str, folder: Path) -> list[Submission]:
    """Return what a student handed in for the assignment that a folder is named after, the oldest attempt first.

    Parameters
    ----------
    student
        Whose it is.
    folder
        The folder.

    Returns
    -------
    At least one.
    """
    try:
        numbered = [folder / entry.name for entry in _entries(folder) if attempts.number(entry.name) >= 0]
    except OSError:  # it is told of the folder itself
        numbered = []
    found = [_submission(student, folder, place) for place in (*numbered, folder)]
    told = [one for one in found if one.path or one.problem]
    return attempts.in_order(told or found[-1:])


def _nothing(submitted: Path, found: Found) -> str:
    if words := [*found.left_out, *found.notes]:
        return f"There is nothing to grade in {submitted}: {words[0]}"
    return f"There are no submissions in {submitted}: they are looked for as <student>/<assignment>/<assignment>.ipynb."


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    """Return what is in a folder by name; OSError if it is a link, no folder, or cannot be read."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link, which is not followed")
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    return entry.is_dir() and not entry.name.startswith(".") and entry.name not in LEFT_BY_COMPUTERS


def _words(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}" if error.errno != errno.ELOOP else str(error.strerror)


def _odd_name(name: str) -> str:
    """Say why a student's name cannot be used for files, pages and the gradebook; '' if it can."""
    if not name.isprintable() or "\\" in name:
        return "its name has characters that file names should not have; rename it."
    if len(name) > LONGEST_NAME:
        return f"its name is longer than {LONGEST_NAME} characters; rename it."
    return ""


def _notebooks(folder: Path) -> list[Path]:
    """Return what may be notebooks in a folder, however they were renamed."""
    found = [entry for entry in _entries(folder) if ".ipynb" in entry.name.lower() and not entry.is_dir()]
    return [folder / entry.name for entry in found if not entry.name.startswith(".")]


def _submission(student: str, folder: Path, place: Path) -> Submission:
    """Return the submission in a place of an assignment's folder."""
    none = Submission(student, folder.name, None, attempt=place.name if place != folder else "")
    try:
        notebooks = _notebooks(place)
        submitted_at, odd = attempts.handed_in_at(place)
        if not notebooks:
            return replace(none, repairs=odd, submitted_at=submitted_at)
        chosen, repairs = _choose(notebooks, f"{folder.name}.ipynb")
    except OSError as error:
        return replace(none, problem=f"There is no folder {place.name!r} to look into: {_words(error)}.")
    return replace(none, path=chosen, repairs=(*repairs, *odd), submitted_at=submitted_at)


def _choose(notebooks: Sequence[Path], name: str) -> tuple[Path, list[str]]:
    """Return the notebook of the right name, else the only one, else the newest; and what was odd about that."""
    right = [path for path in notebooks if path.name == name]
    chosen = right[0] if right else max(notebooks, key=lambda path: (path.lstat().st_mtime_ns, path.name))
    repairs = [] if right else [f"The notebook is named {chosen.name!r}, not {name!r}; it was read all the same."]
    if others := [path.name for path in notebooks if path != chosen]:
        which = "the one of the right name" if right else "the newest"
        named = ", ".join(map(repr, others[:MOST_NAMED])) + (" and others" if others[MOST_NAMED:] else "")
        repairs.append(f"There are {len(notebooks)} notebooks; {which} was read, not {named}.")
    return chosen, repairs
