"""Solutions on the site: for each chapter a file that pages fetch when a reader may compare; or none anywhere.

Where a site publishes none, lessons, which use the course's functions, get stand-ins for them: the reader's own.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from grader.book.pages import chapters_in
from grader.book.released import released_folder
from grader.course import SOLUTIONS, Course

SHEET = "page/solutions.css"
STAND_IN = Path(__file__).parents[1] / "page" / "own_functions.py"
LIKE_THE_PACKAGE = b"from solutions import __getattr__\n"


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_config_value("course_solutions", "after", "env", [str])
    app.connect("doctree-read", tell_page, priority=600)  # after the page's JSON is made
    app.connect("html-page-context", add_sheet)
    app.connect("build-finished", publish)


def address_of(assignment: str) -> str:
    """Return where the solutions of a chapter are, from the site's root."""
    return f"_static/solutions/{assignment}.json"


def tell_page(app: Sphinx, doctree: nodes.document) -> None:
    """Tell the scripts of a page where solutions are, or that its cells run with the reader's functions."""
    page, published = doctree.get("course_page"), app.config.course_solutions == "after"
    if page and page["kind"] == "exercises" and published:
        page["solutions"] = address_of(page["assignment"])
    elif page and page["kind"] == "lesson" and not published:
        page["ownFunctions"] = True


def add_sheet(
    app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the pages with solutions to compare with their looks."""
    if doctree and "solutions" in doctree.get("course_page", ()):
        app.add_css_file(SHEET)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Put the solutions that the releases hold on the site."""
    if exception or app.builder.format != "html":
        return
    for chapter in chapters_in(app):
        held = released_folder(app) / chapter.assignment / "selfcheck" / "solutions.json"
        if held.is_file():
            to = Path(app.outdir) / address_of(chapter.assignment)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(held, to)


def stand_ins(course: Course) -> dict[str, bytes]:
    """Return a package, by path, whose modules have the names of `solutions`, and the reader's functions in them."""
    modules = sorted((course.root / SOLUTIONS).rglob("*.py"))
    files = {path.relative_to(course.root).as_posix(): LIKE_THE_PACKAGE for path in modules}
    return files | {f"{SOLUTIONS}/__init__.py": STAND_IN.read_bytes()}
