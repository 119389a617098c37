"""What a build of the site can be told, as jupyter-book reads it: `_config.yml` and `_toc.yml` with changes."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from grader.book.pyodide import OWN
from grader.course import Chapter, Course, UnusableInput
from grader.release.branch import check_repository

NOTICE = "Draft. This site changes, and is not for citing."
NOINDEX = '<meta name="robots" content="noindex" />'  # what a draft says to search engines
CHAPTER_PAGE = re.compile(r"chapters/(?P<assignment>\d\d-[a-z0-9_]+)/")
EXERCISE_PAGE = re.compile(CHAPTER_PAGE.pattern + "exercises")


@dataclass(frozen=True)
class Settings:
    """What a build of the site can be told.

    Parameters
    ----------
    course : Course
        What is built.
    url : str, optional
        The address that the site will have, `https://name.github.io/repo/`. Without it the site has no canonical links,
        no sitemap and no cards, and works at any address.
    draft : bool
        Whether to ask search engines to stay away, and readers to wait.
    up_to : str, optional
        The last chapter to publish: its number, its assignment's name or its short name.
    repository : str, optional
        The repository on GitHub, `owner/name`, whose branch `notebooks` Colab and Binder open.
    pyodide : str or Path
        "cdn", or the folder from which the site gets Pyodide's files.

    Raises
    ------
    UnusableInput
        If one of these is not of its form.

    """

    course: Course
    url: str | None = None
    draft: bool = False
    up_to: str | None = None
    repository: str | None = None
    pyodide: str | Path = "cdn"

    def __post_init__(self):
        """Refuse what is not of its form, and end the address with a slash."""
        object.__setattr__(self, "url", _address(self.url) if self.url else None)
        if self.repository:
            check_repository(self.repository)
        self.course.chapters_up_to(self.up_to)

    @property
    def absent(self):
        """The assignments of the chapters that are not published."""
        published = self.course.chapters_up_to(self.up_to)
        return [chapter.assignment for chapter in self.course.chapters() if chapter not in published]

    def write(self, folder):
        """Write the two files that jupyter-book reads.

        Parameters
        ----------
        folder : Path
            Where to write them.

        Returns
        -------
        tuple of Path
            The configuration and the table of contents.
        """
        written = []
        for name, change in (("_config.yml", self._configure), ("_toc.yml", self._cut)):
            document = yaml.safe_load((self.course.root / name).read_text(encoding="utf-8"))
            written.append(folder / name)
            written[-1].write_text(yaml.safe_dump(change(document), sort_keys=False), encoding="utf-8")
        return tuple(written)

    def _configure(self, config):
        """Return the configuration with what differs from its defaults: Sphinx warns of values that nobody asks for."""
        values = {
            "html_baseurl": self.url,
            "course_draft": self.draft,
            "course_absent": self.absent,
            "course_repository": self.repository,
        }
        values["course_pyodide"] = None if self.pyodide == "cdn" else OWN
        sphinx = config.setdefault("sphinx", {}).setdefault("config", {})
        sphinx |= {name: value for name, value in values.items() if value}
        if self.draft:
            sphinx.setdefault("html_theme_options", {})["announcement"] = NOTICE
        return config

    def _cut(self, entry):
        """Return an entry of the table of contents without the absent chapters."""
        kept = dict(entry)
        for key in {"parts", "chapters", "sections"} & set(entry):
            kept[key] = [
                self._cut(below) for below in entry[key] if assignment_of(below.get("file")) not in self.absent
            ]
        return kept


def course_of(app):
    """Return the course whose book is built."""
    return Course(Path(app.srcdir))


def chapter_of(app, docname):
    """Return the chapter whose exercises a page holds, or None."""
    match = EXERCISE_PAGE.fullmatch(docname)
    return Chapter(course_of(app), match["assignment"]) if match else None


def assignment_of(docname):
    """Return the assignment that a page belongs to, or None.

    >>> assignment_of("chapters/04-losses/lesson")
    '04-losses'
    """
    match = CHAPTER_PAGE.match(docname or "")
    return match["assignment"] if match else None


def _address(url):
    """Return an address with a slash at its end."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UnusableInput(f"{url!r} is not the address of a site: give it as https://name.github.io/repo/.")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}/"
