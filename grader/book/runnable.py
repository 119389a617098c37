"""What makes a page's cells run in the reader's browser: their text as JSON, and the scripts of `grader/page`."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from grader.book.browser_packages import figure_files, lesson_files, pack
from grader.book.pages import course_of
from grader.book.pyodide import VERSIONS, digests
from grader.release.chapter_source import readers_have

PAGE = Path(__file__).parents[1] / "page"
NOT_SERVED = shutil.ignore_patterns("__pycache__", "*.d.ts", "service_worker.js")
# shown until the scripts take it away, and at first not seen: see page.css
WITHOUT_SCRIPTS = """<p class="without-scripts">The scripts of this page have not run, so its cells cannot run and
nothing that you write is kept. Reload the page. If that does not help, allow JavaScript or use a newer browser.</p>
"""
PACKAGES = {"lesson": "_static/page/packages.zip", "exercises": "_static/page/figures.zip"}


def setup(app: Sphinx) -> None:
    """Register what pages with cells need."""
    for sheet in ("page.css", "versions.css"):
        app.add_css_file(f"page/{sheet}")
    app.connect("html-page-context", add_course_page)
    app.connect("build-finished", copy_page)


def add_course_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the module script and the page's JSON to a page of the site."""
    page = {
        "kind": "other",
        "root": context["pathto"]("", resource=True) or "./",
        "storage": course_of(app).settings.slug,
    }
    if doctree is not None and "course_page" in doctree:
        has_cells = doctree["course_page"]["kind"] != "cover"
        page |= (common_of(app, pagename) if has_cells else {}) | doctree["course_page"]
        context["body"] += WITHOUT_SCRIPTS if has_cells else ""
    text = json.dumps(page, ensure_ascii=False).replace("<", "\\u003c")
    place = "metatags" if doctree is None else "body"  # Sphinx's own pages, such as the search, show no body
    context[place] = context.get(place, "") + f'<script type="application/json" id="course-page">{text}</script>\n'
    app.add_js_file("page/main.js", type="module")


def common_of(app: Sphinx, pagename: str) -> dict[str, Any]:
    """Return what the JSON of every page with cells holds."""
    folder = pagename.rsplit("/", 1)[0]
    assignment = folder.removeprefix("chapters/")
    number = assignment.split("-")[0]
    return {
        "assignment": assignment,
        "chapter": int(number) if number.isdigit() else None,
        "release": None,
        "folder": folder,
        "packages": PACKAGES["exercises" if pagename.endswith("/exercises") else "lesson"],
        "pyodide": app.config.course_pyodide,
        "digests": digests(app.config.course_pyodide),
        "versions": VERSIONS,
        "modules": sorted(readers_have(course_of(app)) - sys.stdlib_module_names),
    }


def copy_page(app: Sphinx, exception: Exception | None) -> None:
    """Put the scripts, and the packages that cells import, on the site."""
    if exception or app.builder.format != "html":
        return
    to = Path(app.outdir) / "_static" / "page"
    shutil.copytree(PAGE, to, dirs_exist_ok=True, ignore=NOT_SERVED)
    with tempfile.TemporaryDirectory() as work:
        own = lesson_files(course_of(app), app.config.course_solutions)
        for name, files in (("figures", figure_files()), ("packages", figure_files() | own)):
            pack(Path(work) / name, files, to / f"{name}.zip")
