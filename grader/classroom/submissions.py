"""A folder of submissions → what there is to grade: SUBMITTED/<student>/<assignment>/<assignment>.ipynb.

Folders come from an instructor, what is in them from students: names are checked before they are used, links are never
followed, and a file is read once, to a limit. What cannot be read costs its owner and nobody else. A notebook that lies
elsewhere in its student's folder is found by what it holds; whatever looks like one and is not graded is named.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path

from grader.classroom import attempts
from grader.classroom.candidates import KEPT_BY_JUPYTER, Candidate, candidates, of_file
from grader.collect import names
from grader.collect.archive import LEFT_BY_COMPUTERS, Damaged
from grader.collect.recognise import Recogniser
from grader.course import UnusableInput
from grader.intake.notebook import MAX_FILE, Unreadable, lighten, refuse_size

OF_THE_STUDENT = (errno.EACCES, errno.EPERM, errno.ELOOP, errno.ENXIO)  # closed files, links, sockets; not our disk
MOST_NAMED = 5  # files that are named in one sentence
COLLECT = "sort it into its student's folder, or have `course collect` do that"


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment.

    Parameters
    ----------
    student, assignment
        Whose, and of what.
    path
        The notebook, or the zip file that it is in; None if there is none.
    repairs
        What was odd about its name or its neighbours.
    attempt
        The folder of an attempt, `attempt-1`; empty for what lies in the assignment's own folder.
    submitted_at
        When it was handed in, in UTC, if that is told.
    problem
        Why there is no notebook, if there is none.
    candidates
        What may be the notebook, the likeliest first; see `grader.classroom.choice`.
    """

    student: str
    assignment: str
    path: Path | None
    repairs: tuple[str, ...] = ()
    attempt: str = ""
    submitted_at: datetime | None = None
    problem: str = ""
    candidates: tuple[Candidate, ...] = ()

    @property
    def place(self) -> tuple[str, str]:
        """Whose it is, and of what."""
        return self.student, self.assignment

    def taking(self, candidate: Candidate) -> Submission:
        """Return the submission with one of its candidates as its notebook."""
        name = f"{self.assignment}.ipynb"
        earlier = {_renamed(one, name) for one in self.candidates}
        repairs = [_renamed(candidate, name), *(words for words in self.repairs if words not in earlier)]
        first = (candidate, *(one for one in self.candidates if one is not candidate))
        return replace(
            self, path=candidate.path, candidates=first, repairs=tuple(filter(None, repairs)), problem=candidate.trouble
        )

    def read(self) -> bytes:
        """Return the bytes of the notebook, without its outputs.

        Raises
        ------
        Unreadable
            If there is none, or it is a link, no file, or too large.
        OSError
            If this machine cannot read it.
        """
        if self.path is None or self.problem:
            raise Unreadable(self.problem or "The folder holds no notebook.")
        try:
            if self.path.is_symlink():
                raise Unreadable("The notebook is a symbolic link, which is not followed: hand in the file itself.")
            member = self.candidates[0].member if self.candidates else None
            return lighten(member.read(MAX_FILE + 1)) if member else _read(self.path)
        except Damaged as error:
            raise Unreadable(str(error)) from error
        except OSError as error:
            if error.errno in OF_THE_STUDENT:
                raise Unreadable(f"The notebook cannot be read: {error.strerror}. Hand in the file anew.") from error
            raise


def _renamed(candidate: Candidate, name: str) -> str:
    """Return what is odd about where a notebook was found; '' if nothing is."""
    if candidate.name == name:
        return ""
    named = "" if "/" in candidate.name else " named"
    return f"The notebook is{named} {candidate.name!r}, not {name!r}; it was read all the same."


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
        A sentence for whatever looks like a notebook, or may hold one, and is not graded.
    notes
        A sentence for whatever else was odd: it cost nobody a grade.
    """

    submissions: list[Submission] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find(submitted: Path, assignments: Sequence[str], recogniser: Recogniser | None = None) -> Found:
    """Find the submissions in a folder: of several attempts all, the oldest first; see `grader.classroom.attempts`.

    Parameters
    ----------
    submitted
        The folder.
    assignments
        The assignments that there are.
    recogniser
        Tells of which assignment a notebook is that does not lie in a folder of that name; if left out, names do.

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
            _find_of_student(submitted / entry.name, assignments, recogniser or Recogniser(assignments), found)
        elif not entry.name.startswith("."):
            loose = [one for one in of_file(submitted / entry.name, entry.name) if not entry.is_dir()]
            found.left_out.extend(f"{one.name!r} is left out: {COLLECT}." for one in loose[:1])
    if not found.submissions:
        raise UnusableInput(_nothing(submitted, found))
    found.submissions.sort(key=lambda submission: (submission.assignment, submission.student))
    for pair in names.spelt_in_two_ways(sorted({submission.student for submission in found.submissions})):
        found.notes.append("{!r} and {!r} may be two spellings of one name; they are two students here.".format(*pair))
    return found


def _find_of_student(folder: Path, assignments: Sequence[str], recogniser: Recogniser, found: Found) -> None:
    """Add what is in a student's folder to what was found."""
    name = folder.name
    student = names.clean(name) if not (folder.parent / names.clean(name)).exists() else name
    if words := _odd_name(name):
        found.left_out.append(f"{name!r} is left out: {words}")
        return
    try:
        entries = _entries(folder)
    except OSError as error:
        (found.left_out if folder.is_symlink() else found.notes).append(f"{name!r} is left out: {_words(error)}.")
        return
    own = {entry.name: handed_in(student, folder / entry.name) for entry in entries if entry.name in assignments}
    if not own and name.startswith("."):
        return
    if name.startswith("."):
        found.notes.append(f"{name!r} begins with a dot, which hides it; it was graded all the same.")
    for candidate in _elsewhere(folder, frozenset(own)):
        assignment = _assignment_of(candidate, recogniser)
        if assignment in own:
            own[assignment][-1] = _with(own[assignment][-1], candidate)
        elif assignment:
            own[assignment] = [_with(Submission(student, assignment, None), candidate)]
        else:
            found.left_out.append(f"{f'{name}/{candidate.name}'!r} is left out: {_unknown(candidate, assignments)}.")
    found.submissions.extend(one for tries in own.values() for one in tries)
    if not own and not entries:
        found.notes.append(f"{name!r} is an empty folder: nothing was handed in there.")


def _elsewhere(folder: Path, own: frozenset[str]) -> list[Candidate]:
    """Return what may be notebooks in a student's folder, but for the assignments' own folders."""
    try:
        return candidates(folder, own)
    except OSError as error:
        return [Candidate(folder, folder.name, trouble=_words(error))]


def _assignment_of(candidate: Candidate, recogniser: Recogniser) -> str:
    folders = candidate.name.split("/")
    if candidate.trouble:
        return next(filter(None, map(recogniser.by_name, reversed(folders))), "")
    try:
        return recogniser.of(candidate.read(), *reversed(folders))
    except (OSError, Damaged):
        return next(filter(None, map(recogniser.by_name, reversed(folders))), "")


def _unknown(candidate: Candidate, assignments: Sequence[str]) -> str:
    return (
        candidate.trouble.rstrip(".") or f"of which assignment it is cannot be told; there are {', '.join(assignments)}"
    )


def _with(submission: Submission, candidate: Candidate) -> Submission:
    """Return a submission with one more candidate, and with it for its notebook if it had none."""
    more = replace(submission, candidates=(*submission.candidates, candidate))
    return more if submission.path else more.taking(candidate)


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
    own = [one for one in told if one.problem != KEPT_BY_JUPYTER]
    return attempts.in_order(own or told or [replace(found[-1], problem=_no_notebook(folder))])


def _no_notebook(folder: Path) -> str:
    """Return that a folder holds no notebook, and what it holds."""
    names_of = [entry.name for entry in _entries(folder) if not entry.name.startswith(".")]
    others = [name for name in names_of if name != attempts.TIMESTAMP]
    named = ", ".join(map(repr, others[:MOST_NAMED])) + (" and others" if others[MOST_NAMED:] else "")
    return f"The folder holds no notebook{f', but {named}' if others else ''}."


def _nothing(submitted: Path, found: Found) -> str:
    if words := [*found.left_out, *found.notes]:
        return f"There is nothing to grade in {submitted}: {words[0]}"
    return f"There are no submissions in {submitted}: they are looked for as <student>/<assignment>/<assignment>.ipynb."


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder by name; OSError if it is a link, no folder, or cannot be read."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "it is a symbolic link, which is not followed")
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _words(error: OSError) -> str:
    return f"it cannot be read: {error.strerror}" if error.errno != errno.ELOOP else str(error.strerror)


def _odd_name(name: str) -> str:
    """Say why a student's name cannot be used for files, pages and the gradebook; '' if it can."""
    if not names.is_visible(name) or "\\" in name:
        return "its name has characters that file names should not have; rename it."
    if len(name) > names.LONGEST:
        return f"its name is longer than {names.LONGEST} characters; rename it."
    return ""


def _submission(student: str, folder: Path, place: Path) -> Submission:
    """Return the submission in a place of an assignment's folder."""
    none = Submission(student, folder.name, None, attempt=place.name if place != folder else "")
    try:
        entries = _entries(place)
        numbered = [entry.name for entry in entries if place == folder and attempts.number(entry.name) >= 0]
        submitted_at, odd = attempts.handed_in_at(place)
        found = tuple(_likeliest_first(candidates(place, frozenset(numbered)), f"{folder.name}.ipynb"))
    except OSError as error:
        return replace(none, problem=f"There is no folder {place.name!r} to look into: {_words(error)}.")
    told = replace(none, repairs=odd, submitted_at=submitted_at, candidates=found)
    return told.taking(found[0]) if found else told


def _likeliest_first(found: Iterable[Candidate], name: str) -> Iterator[Candidate]:
    """Yield the notebook of the right name, then the others, the least nested and of these the newest first."""
    yield from sorted(found, key=lambda one: (bool(one.trouble), one.name != name, one.depth, -one.changed, one.name))
