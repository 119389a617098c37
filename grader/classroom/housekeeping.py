"""A student who leaves, an assignment that is called otherwise: in the gradebook and in every file beside it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

from grader.classroom import output
from grader.classroom.deadlines import Deadlines
from grader.classroom.files import FEEDBACK, ClassFiles
from grader.classroom.named import Named
from grader.collect import manifest
from grader.collect.manifest import Row
from grader.collect.roster import ROSTER, Roster, find_roster
from grader.collect.tables import read_table
from grader.course import Course, UnusableInput
from grader.gradebook import Gradebook
from grader.release.files import replace_whole


def forget(course: Course, out: Path, student: str, assignment: str | None = None, url: str | None = None) -> list[str]:
    """Take out of OUT all that tells of a student, or of what they handed in for one assignment.

    Parameters
    ----------
    course
        The course.
    out
        The folder that `course grade` wrote.
    student
        Who.
    assignment
        The only assignment to be forgotten; None for all.
    url
        The gradebook's; None for the one in `out`.

    Returns
    -------
    The assignments of which something was recorded.

    Raises
    ------
    UnusableInput
        If nothing is recorded of them, or the folder cannot be used.
    """
    with output.output_folder(_graded(out, url)), Gradebook(url or _own(out)) as gradebook:
        known = sorted({result.student for result in gradebook.results()})
        student = Named(known, _roster(out), manifest.read(out)).find(student, out)
        recorded = gradebook.forget(student, assignment)
        for name in recorded:
            (out / FEEDBACK / student / f"{name}.html").unlink(missing_ok=True)
        with suppress(OSError):  # other assignments are there
            (out / FEEDBACK / student).rmdir()
        gone = set(recorded)
        _change_manifest(out, lambda row: None if (row.student, row.assignment in gone) == (student, True) else row)
        for name in recorded:
            shutil.rmtree(out / "submitted" / student / name, ignore_errors=True)
        if not assignment:
            _forget_on_rosters(out, student)
        _forget_in_log(out / output.LOG, student)
        _write_anew(course, out, gradebook)
    return recorded


def rename(course: Course, out: Path, old: str, new: str, url: str | None = None) -> int:
    """Give an assignment another name in all that was graded; return how many students have results for it.

    Raises
    ------
    UnusableInput
        If nothing is recorded for the old name, or something for the new one, or the course has no such assignment.
    """
    course.chapter(new)
    with output.output_folder(_graded(out, url)), Gradebook(url or _own(out)) as gradebook:
        recorded = {result.assignment for result in gradebook.results()}
        if old not in recorded or new in recorded:
            why = f"nothing is recorded for {old!r}" if old not in recorded else f"{new!r} has results already"
            raise UnusableInput(f"{old!r} cannot be renamed in {out}: {why}; there are {', '.join(sorted(recorded))}.")
        students = gradebook.rename(old, new)
        for student in students:
            (out / FEEDBACK / student / f"{old}.html").unlink(missing_ok=True)
            with suppress(OSError):  # it was collected elsewhere
                (out / "submitted" / student / old).rename(out / "submitted" / student / new)
        _change_manifest(out, lambda row: _renamed(row, old, new))
        _write_anew(course, out, gradebook)
    return len(students)


def _graded(out: Path, url: str | None) -> Path:
    if not url and not (out / output.GRADEBOOK).is_file():
        raise UnusableInput(f"There is no {output.GRADEBOOK} in {out}. Name the folder that `course grade` wrote.")
    return out


def _own(out: Path) -> str:
    return f"sqlite:///{out / output.GRADEBOOK}"


def _renamed(row: Row, old: str, new: str) -> Row:
    if row.assignment != old:
        return row
    student, _, *inner = PurePosixPath(row.file).parts if row.file else ("", "")
    return replace(row, assignment=new, file=str(PurePosixPath(student, new, *inner)) if row.file else "")


def _change_manifest(out: Path, change: Callable[[Row], Row | None]) -> None:
    """Change what is known of collected files, beside the grades and where they were collected to."""
    for folder in (out, out / "submitted"):
        if rows := manifest.read(folder):
            replace_whole(folder / manifest.NAME, partial(manifest.write, [one for one in map(change, rows) if one]))


def _roster(out: Path) -> Roster | None:
    return find_roster(None, out, out / "submitted")


def _forget_on_rosters(out: Path, student: str) -> None:
    """Take a student off the rosters that are kept: they would be told of as somebody who has not handed in."""
    for path in (path for path in (out / ROSTER, out / "submitted" / ROSTER) if path.is_file()):
        gone = {member.line for member in Roster(path).members if member.student == student}
        table = read_table(path)
        replace_whole(path, partial(table.write, rows=[row for line, row in table.rows if line not in gone]))


def _forget_in_log(log: Path, student: str) -> None:
    """Take the lines out of the log that tell of a student."""
    if log.exists():
        lines = log.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [
            line for line in lines if not re.search(rf"(?: of |WARNING |'){re.escape(student)}(?::| is |, |'|/)", line)
        ]
        replace_whole(log, lambda path: path.write_text("".join(kept), encoding="utf-8"))


def _write_anew(course: Course, out: Path, gradebook: Gradebook) -> None:
    roster = _roster(out)
    ClassFiles(course, out, Deadlines(course, roster), roster).write(gradebook)
