"""What `course grade` is given → a folder with a folder for each student: collected first, if a platform gave it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.collect.collecting import collect
from grader.collect.found import is_sorted
from grader.collect.recognise import Recogniser
from grader.course import Course, UnusableInput

COLLECTED = "submitted"


def sorted_by_student(
    course: Course, sources: Sequence[Path], out: Path, roster: Path | None = None, pattern: str | None = None
) -> tuple[Path, list[str], list[str]]:
    """Return the folder that is to be graded, what was left out of it, and what else is to be told.

    Parameters
    ----------
    course
        The course.
    sources
        Folders and zip files.
    out
        Where grades go; what must be collected goes to `out/submitted`.
    roster, pattern
        As in `grader.collect.collecting`.

    Raises
    ------
    UnusableInput
        If something that was given cannot be used.
    """
    if len(sources) == 1 and not pattern:
        (source,) = sources
        if not source.exists():
            raise UnusableInput(f"There is no folder {source}. Name the one that holds the students' folders.")
        if is_sorted(source, Recogniser.of_course(course)):
            return source, [], []
    collected = collect(course, sources, out / COLLECTED, roster, pattern)
    left_out = [f"{row.source} is {row.what}." for row in collected.left_out]
    return out / COLLECTED, left_out, collected.notes
