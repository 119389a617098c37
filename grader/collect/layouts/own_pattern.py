"""A pattern of the instructor's own, with named groups, for platforms that nobody here knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from grader.collect.archive import SourceFile
from grader.collect.layouts import Claim, PathLayout
from grader.course import UnusableInput

WHO = ("student", "name", "id", "student_id", "email", "first_name", "last_name")
GROUPS = (*WHO, "assignment", "attempt", "time", "timestamp", "file", "prefix")


class OwnPattern(PathLayout):
    """Claims the files whose paths a pattern fits.

    Raises
    ------
    UnusableInput
        If the pattern is none, names nobody, or has a group that means nothing.
    """

    def __init__(self, pattern: str) -> None:
        try:
            super().__init__("--pattern", pattern)
        except re.error as error:
            raise UnusableInput(f"--pattern {pattern!r} is no regular expression: {error}.") from error
        named = self._pattern.groupindex
        if odd := [name for name in named if name not in GROUPS]:
            raise UnusableInput(f"--pattern has a group {odd[0]!r}; the groups are {', '.join(GROUPS)}.")
        if not set(named) & set(WHO):
            raise UnusableInput(f"--pattern {pattern!r} names no student: write a group, as in (?P<student>[^/]+).")

    def claims(self, files: Sequence[SourceFile]) -> Mapping[PurePosixPath, Claim]:
        """Return what the pattern says of the files of one source, by their paths."""
        found = super().claims(files)
        if not found:
            raise UnusableInput(
                f"--pattern fits none of the {len(files)} files"
                + (f" of {files[0].source}; the first one is {str(files[0].path)!r}." if files else ".")
            )
        return found
