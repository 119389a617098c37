"""A folder for each student, as nbgrader collects and as people sort by hand: `ada/04-losses/04-losses.ipynb`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath

from grader.collect import times
from grader.collect.archive import SourceFile
from grader.collect.layouts import ATTEMPT, Claim, Person


class StudentFolders:
    """Claims whatever lies in a folder: the outermost one is named after the student.

    Parameters
    ----------
    assignment_of
        Returns the assignment that a folder is named after, or ''.
    """

    name = "a folder for each student"

    def __init__(self, assignment_of: Callable[[str], str]) -> None:
        self._assignment_of = assignment_of

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what it knows of the files of one source, by their paths."""
        skip = self._wrappers(files)
        stamps = {file.path.parent: file for file in files if file.path.name == times.TIMESTAMP}
        inside = [file for file in files if len(file.path.parts) > skip + 1]
        return {file.path: self._claim(file, skip, stamps) for file in inside}

    def _claim(self, file: SourceFile, skip: int, stamps: Mapping[PurePosixPath, SourceFile]) -> Claim:
        student, *folders = file.path.parts[skip:-1]
        attempts = [int(number) for folder in folders for number in ATTEMPT.findall(folder)]
        stamp = next((stamps[folder] for folder in file.path.parents if folder in stamps), None)
        submitted_at, trouble = _read(stamp) if stamp else (None, "")
        assignment = next(filter(None, map(self._assignment_of, folders)), "")
        return Claim(
            (Person(student),), file.path.name, assignment, attempts[-1] if attempts else -1, submitted_at, student,
            trouble,
        )  # fmt: skip

    def _wrappers(self, files: Sequence[SourceFile]) -> int:
        """Return how many folders lie around the students' own: a zip file often has one, named after the class."""
        depth = 0
        while True:
            outer = {file.path.parts[depth] for file in files if len(file.path.parts) > depth + 1}
            inner = {file.path.parts[depth + 1] for file in files if len(file.path.parts) > depth + 2}
            alone = len(outer) == 1 and all(len(file.path.parts) > depth + 1 for file in files)
            if not alone or len(inner) < 2 or any(self._assignment_of(name) or ATTEMPT.search(name) for name in inner):
                return depth
            depth += 1


def _read(stamp: SourceFile) -> tuple[datetime | None, str]:
    try:
        return times.read_time(stamp.read(times.LONGEST).decode("ascii")), ""
    except (ValueError, OSError):
        return None, times.ODD
