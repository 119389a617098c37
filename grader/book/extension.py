"""The Sphinx extension: exercise pages, cells that run in the page, formulas, and how all of it looks.

It also puts everything that the pages need on the site itself: released notebooks, packages, letters. No page asks
another host for anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from grader.book import (
    accessible_pages,
    block,
    code_cells,
    division,
    execution,
    exercise_pages,
    free_text,
    hidden_code,
    inline_figures,
    lesson_pages,
    lightness,
    maths,
    pages,
    picture_sizes,
    predict,
    publishing,
    pyodide,
    released,
    runnable,
    solutions,
    unbroken,
)
from grader.book.editions import offered
from grader.book.executed import executed
from grader.book.pages import course_of

THEME = Path(__file__).parent / "theme"
PARTS = (
    pages, pyodide, block, division, maths, unbroken, lightness, accessible_pages, inline_figures, picture_sizes,
    publishing, released, execution, code_cells, hidden_code, free_text, exercise_pages, lesson_pages, predict,
    solutions, runnable, offered,
)  # fmt: skip


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    for part in PARTS:
        part.setup(app)
    app.connect("config-inited", set_paths)
    app.connect("doctree-read", mark_cover)
    for sheet in sorted(THEME.glob("*.css*")):
        app.add_css_file(sheet.name.removesuffix("_t"))
    for script in sorted(THEME.glob("*.js")):
        app.add_js_file(script.name)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def set_paths(app: Sphinx, config: Config) -> None:
    """Tell myst-nb where results of the present code are cached, and Sphinx how the pages look."""
    course = course_of(app)
    config.html_static_path.append(str(THEME))
    config.html_context |= {"course_site": course.settings.site}
    config.nb_execution_cache_path = str(executed(course))


def mark_cover(app: Sphinx, doctree: nodes.document) -> None:
    """Give the first page of the book a class, for its looks."""
    if app.env.docname == app.config.root_doc:
        next(doctree.findall(nodes.section))["classes"].append("cover")
