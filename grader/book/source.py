"""The folder that jupyter-book reads: the course's own pages, by links, and beside them what the course does not have.

    _config.yml     the engine's defaults, what course.toml says, what the course's own says, and the build's options
    _toc.yml        the course's own, or its chapters in order
    index.md        the course's own, or a cover
    _made/          pictures of the course's own in `_static`, or made ones

Nothing is written into the course.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template
from typing import Any

import yaml

from grader.book.options import Options
from grader.book.pages import assignment_of
from grader.book.pyodide import OWN
from grader.course import Chapter, Course, UnusableInput
from grader.release import count_asked
from grader.release.chapter_source import read

DEFAULTS = Path(__file__).parent / "defaults"
CONFIG, TOC, COVER = "_config.yml", "_toc.yml", "index.md"
MADE = "_made"
NOT_PAGES = ("build", "dist", "node_modules", CONFIG, TOC)
COVER_PAGE = """---
html_theme.sidebar_secondary.remove: true
---

# {title}

{lead}
| | chapter | exercises | points |
|---:|---|---:|---:|
{rows}
"""
NOTICE = "Draft. This site changes, and is not for citing."


def write_source(options: Options, folder: Path) -> None:
    """Make the folder.

    Parameters
    ----------
    options : Options
        The course, and what is asked of its site.
    folder : Path
        The folder, which is not there yet.

    Raises
    ------
    UnusableInput
        If a file of the course cannot be used; the message names it.
    """
    course = options.course
    (folder / MADE).mkdir(parents=True)
    for path in sorted(course.root.iterdir()):
        if not path.name.startswith(".") and path.name not in NOT_PAGES and not path.name.endswith(".egg-info"):
            (folder / path.name).symlink_to(path)
    if not (folder / COVER).exists():
        (folder / COVER).write_text(cover_of(options), encoding="utf-8")
    for name in ("logo.svg", "favicon.svg"):
        _write_picture(course, folder / MADE / name)
    _write_yaml(folder / CONFIG, config_of(options))
    _write_yaml(folder / TOC, toc_of(options))


def _write_picture(course: Course, to: Path) -> None:
    own = course.root / "_static" / to.name
    if own.is_file():
        to.symlink_to(own)
    else:
        picture = Template((DEFAULTS / "logo.svg").read_text(encoding="utf-8"))
        site = course.settings.site
        to.write_text(picture.substitute(colour=site.accent, letter=escape(course.settings.title[0])), encoding="utf-8")


def _write_yaml(path: Path, document: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), encoding="utf-8")


def config_of(options: Options) -> dict[str, Any]:
    """Return what jupyter-book is configured with; of two that speak of one thing, the later one counts."""
    own = options.course.root / CONFIG
    layers = [_read(DEFAULTS / CONFIG), _said_by(options.course), _read(own) if own.is_file() else {}]
    config: dict[str, Any] = {}
    for layer in [*layers, _asked_by(options)]:
        config = _joined(config, layer)
    return _with_bibliography(config) if config["bibtex_bibfiles"] else config


def _with_bibliography(config: dict[str, Any]) -> dict[str, Any]:
    """Load what cites, which refuses to be loaded for nothing."""
    values = config["sphinx"]["config"]
    added = {"extensions": [*values["extensions"], "sphinxcontrib.bibtex"], "bibtex_reference_style": "author_year"}
    return _joined(config, {"sphinx": {"config": added}})


def _said_by(course: Course) -> dict[str, Any]:
    """Return what course.toml and the course's files say."""
    said = course.settings
    theme = {"logo": {"text": said.title}, "extra_footer": said.site.footer or _footer_of(course)}
    return {
        "title": said.title,
        "author": said.author,
        "copyright": said.copyright,
        "logo": f"{MADE}/logo.svg",
        "html": {"favicon": f"{MADE}/favicon.svg"},
        "bibtex_bibfiles": ["references.bib"] if (course.root / "references.bib").is_file() else [],
        "sphinx": {"config": {"html_theme_options": theme}},
    }


def _footer_of(course: Course) -> str:
    words = " ".join(filter(None, (course.settings.copyright, course.settings.author)))
    return f"<p>© {escape(words)}</p>" if words else ""


def _asked_by(options: Options) -> dict[str, Any]:
    """Return what the build's options say; defaults are left out: Sphinx warns of values that nobody asks for."""
    values = {
        "html_baseurl": options.url,
        "course_root": str(options.course.root),
        "course_draft": options.draft,
        "course_absent": options.absent,
        "course_repository": options.repository,
        "course_solutions": None if options.solutions == "after" else options.solutions,
        "course_editions": {form: options.file_of(form) for form in options.editions},
        "course_pyodide": None if options.pyodide == "cdn" else OWN,
        "html_theme_options": {"announcement": NOTICE} if options.draft else None,
    }
    return {"sphinx": {"config": {name: value for name, value in values.items() if value}}}


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return two documents in one: tables are joined, and of all else the other's counts."""
    tables = [key for key in one.keys() & other.keys() if isinstance(one[key], dict) and isinstance(other[key], dict)]
    return one | other | {key: _joined(one[key], other[key]) for key in tables}


def _read(path: Path) -> dict[str, Any]:
    """Read a YAML file that holds a table."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        place = getattr(error, "problem_mark", None)
        line = f":{place.line + 1}" if place else ""
        raise UnusableInput(f"{path}{line} cannot be read as YAML: {getattr(error, 'problem', error)}.") from error
    if not isinstance(document, dict):
        raise UnusableInput(f"{path} must hold names with values, as in `title: A course`.")
    return document


def toc_of(options: Options) -> dict[str, Any]:
    """Return the table of contents without the chapters that are not published."""
    own = options.course.root / TOC
    return _cut(_read(own), options.absent) if own.is_file() else _contents(options.published)


def _cut(entry: dict[str, Any], absent: list[str]) -> dict[str, Any]:
    kept = dict(entry)
    for key in {"parts", "chapters", "sections"} & set(entry):
        kept[key] = [_cut(below, absent) for below in entry[key] if assignment_of(below.get("file")) not in absent]
    return kept


def _contents(chapters: list[Chapter]) -> dict[str, Any]:
    """Return the contents of a book of some chapters: the exercises of each below its lesson."""
    listed = []
    for chapter in chapters:
        first, *below = pages_of(chapter)
        listed.append({"file": first} | ({"sections": [{"file": below[0], "title": "Exercises"}]} if below else {}))
    parts = {"parts": [{"caption": "Chapters", "chapters": listed}]} if listed else {}
    return {"format": "jb-book", "root": COVER.removesuffix(".md"), **parts}


def pages_of(chapter: Chapter) -> list[str]:
    """Return the pages of a chapter: its lesson, its exercises, or both in this order."""
    there = [path for path in (chapter.lesson, chapter.page) if path.is_file()]
    return [f"chapters/{chapter.assignment}/{path.stem}" for path in there]


def cover_of(options: Options) -> str:
    """Return a first page: title, description, and the chapters with their exercises and points."""
    said = options.course.settings
    lead = f":::{{div}}\n:class: lead\n{said.description}\n:::\n" if said.description else ""
    rows = "\n".join(map(_row_of, options.published))
    return COVER_PAGE.format(title=said.title, lead=lead, rows=rows)


def _row_of(chapter: Chapter) -> str:
    pages = pages_of(chapter)
    count, points = count_asked(chapter, read(chapter)) if chapter.has_exercises else (0, 0)
    asked = f"[{count}]({pages[-1]}.md)" if count else ""
    return f"| {chapter.number} | **[]({pages[0]}.md)** | {asked} | {points or ''} |"
