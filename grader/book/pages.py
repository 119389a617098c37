"""Which page of the book belongs to what: to the course, to a chapter."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from grader.course import Chapter, Course

CHAPTER_PAGE = re.compile(r"chapters/(?P<assignment>\d\d-[a-z0-9_]+)/")
EXERCISE_PAGE = re.compile(CHAPTER_PAGE.pattern + "exercises")


def setup(app: Sphinx) -> None:
    """Register with Sphinx where the course is; by default, where the pages are."""
    app.add_config_value("course_root", "", "env", [str])


def course_of(app: Sphinx) -> Course:
    """Return the course whose book is built."""
    return Course(Path(app.config.course_root or app.srcdir))


def chapter_of(app: Sphinx, docname: str) -> Chapter | None:
    """Return the chapter whose exercises a page holds, or None."""
    match = EXERCISE_PAGE.fullmatch(docname)
    return Chapter(course_of(app), match["assignment"]) if match else None


def chapters_in(app: Sphinx) -> list[Chapter]:
    """Return the chapters whose exercises are in the book, in order."""
    found = (chapter_of(app, docname) for docname in sorted(app.env.found_docs))
    return [chapter for chapter in found if chapter]


def title_of(app: Sphinx, docname: str) -> str:
    """Return the title of a page, as plain text."""
    return app.env.titles[docname].astext()


def assignment_of(docname: str | None) -> str | None:
    """Return the assignment that a page belongs to, or None.

    >>> assignment_of("chapters/04-losses/lesson")
    '04-losses'
    """
    match = CHAPTER_PAGE.match(docname or "")
    return match["assignment"] if match else None
