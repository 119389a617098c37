"""What a file is: whether it looks like a notebook, and of which assignment, whatever it is called."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property

from grader.course import Course, UnusableInput
from grader.intake.notebook import Unreadable, read

HEAD = 64 * 1024  # bytes that tell what a file is
INSIDE = re.compile(rb'"(?:cells|worksheets|nbformat|cell_type)"\s*:')
COPY = re.compile(r"[-_ ]*(?:\(\d+\)|copy\d*|\d)$")  # what browsers and Jupyter add


def is_called_notebook(name: str) -> bool:
    """Whether a file is named like a notebook, however the name was spoilt.

    >>> [is_called_notebook(name) for name in ("a.ipynb", "A.IPYNB.txt", "a_ipynb", "a.txt", "checks.json")]
    [True, True, True, False, False]
    """
    return bool(re.search(r"[._ ]ipynb", name, re.IGNORECASE))


def looks_like_notebook(name: str, head: bytes) -> bool:
    """Whether a file may be a notebook, by its name or by how it begins.

    Parameters
    ----------
    name
        What it is called.
    head
        Its first bytes.

    Examples
    --------
    >>> looks_like_notebook("04-losses", b'{"nbformat": 4, "cells": ['), looks_like_notebook("notes", b"{}")
    (True, False)
    """
    text = head.decode("utf-16", "ignore").encode() if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    return is_called_notebook(name) or (text.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{" and bool(INSIDE.search(text)))


def plain(name: str) -> str:
    """Return a name as it is compared: small letters and digits, one hyphen between them, no accents' spelling.

    >>> plain("04_Losses (1)"), plain("04 losses")
    ('04-losses-1', '04-losses')
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", name).casefold()).strip("-")


class Recogniser:
    """Which assignment a notebook is of: by nbgrader's names for its cells, by the functions it defines, by its name.

    Parameters
    ----------
    assignments
        Those that there are.
    course
        The course that they are of; None to tell by names alone.
    """

    def __init__(self, assignments: Sequence[str], course: Course | None = None) -> None:
        self.assignments = list(assignments)
        self._course = course

    @classmethod
    def of_course(cls, course: Course) -> Recogniser:
        """Return one for all assignments of a course."""
        return cls([chapter.assignment for chapter in course.assignments()], course)

    @cached_property
    def _exercises(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, Sequence[str]] = {}
        for name in self.assignments if self._course else ():
            with suppress(UnusableInput):  # told when that chapter is graded
                found[name] = list(self._course.chapter(name).definitions()) if self._course else []
        return found

    def of(self, data: bytes, *names: str) -> str:
        """Return the assignment that a notebook is of; '' if that cannot be told.

        Parameters
        ----------
        data
            The file.
        *names
            What it and the folders around it are called, the surest first.
        """
        return self._by_content(data) or next(filter(None, map(self.by_name, names)), "")

    def _by_content(self, data: bytes) -> str:
        try:
            cells, _ = read(data)
        except Unreadable:
            return ""
        marks = {cell.grade_id for cell in cells if cell.grade_id}
        points = Counter({name: len(marks.intersection(asked)) for name, asked in self._exercises.items()})
        if not any(points.values()):
            code = [cell for cell in cells if cell.is_code]
            for name, asked in self._exercises.items():
                points[name] = sum(any(cell.defines(one) for cell in code) for one in asked)
        (best, most), *others = points.most_common(2) or [("", 0)]
        return best if most and all(count < most for _, count in others) else ""

    def by_name(self, name: str) -> str:
        """Return the assignment that a file or folder is named after, in any spelling; '' if it is none.

        The whole name decides, then what of it is left without a suffix and the mark of a copy, then the short name.
        """
        stem = re.sub(r"(?i)[._ ](?:ipynb|json|zip|txt)\b", "", name)
        tries = (plain(name), plain(stem), plain(COPY.sub("", stem.casefold())))
        for candidate in self.assignments:
            if candidate.casefold() in tries or plain(candidate) in tries:
                return candidate
        named = [one for one in self.assignments if re.search(rf"(?:^|-){re.escape(plain(one))}(?:-|$)", tries[1])]
        short = [one for one in self.assignments if plain(one.split("-", 1)[1]) in tries[1:]]
        return next((found[0] for found in (named, short) if len(found) == 1), "")
