"""What a build of the site can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from grader.course import Chapter, Course, UnusableInput
from grader.release.branch import check_repository
from grader.release.comparison import Publishing

Paper = Literal["A4", "letter"]


@dataclass(frozen=True)
class Options:
    """What a build of the site can be told.

    Parameters
    ----------
    course
        What is built.
    url
        The address that the site will have, `https://name.github.io/repo/`. Without it the site has no canonical links,
        no sitemap and no cards, and works at any address.
    draft
        Whether to ask search engines to stay away, and readers to wait.
    up_to
        The last chapter to publish: its number, its assignment's name or its short name.
    repository
        The repository on GitHub, `owner/name`, whose branch `notebooks` Colab and Binder open.
    pyodide
        "cdn", or the folder from which the site gets Pyodide's files.
    solutions
        Whether readers can compare their answers with the course's: after they have passed or asked, or never.
    pdf, epub
        Whether the site offers the whole book as PDF, and as EPUB.
    paper
        The size of the PDF's pages.

    Raises
    ------
    UnusableInput
        If one of these is not of its form, or the course has no chapters.
    """

    course: Course
    url: str | None = None
    draft: bool = False
    up_to: str | None = None
    repository: str | None = None
    pyodide: str | Path = "cdn"
    solutions: Publishing = "after"
    pdf: bool = False
    epub: bool = False
    paper: Paper = "A4"

    def __post_init__(self) -> None:
        """Refuse what is not of its form, and end the address with a slash."""
        object.__setattr__(self, "url", _address(self.url) if self.url else None)
        if self.repository:
            check_repository(self.repository)
        self.course.chapters_up_to(self.up_to)

    @property
    def published(self) -> list[Chapter]:
        """The chapters that are published."""
        return self.course.chapters_up_to(self.up_to)

    @property
    def absent(self) -> list[str]:
        """The assignments of the chapters that are not."""
        return [chapter.assignment for chapter in self.course.chapters() if chapter not in self.published]

    @property
    def editions(self) -> list[str]:
        """The forms of the whole book that the site offers."""
        return [form for form, wanted in (("pdf", self.pdf), ("epub", self.epub)) if wanted]

    def file_of(self, form: str) -> str:
        """Return where the site has the whole book in a form, from its root."""
        return f"{self.course.settings.slug}.{form}"


def _address(url: str) -> str:
    """Return an address with a slash at its end."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UnusableInput(f"{url!r} is not the address of a site: give it as https://name.github.io/repo/.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
