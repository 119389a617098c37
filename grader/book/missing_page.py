"""The page for what is not there. A server shows it at addresses of any depth, so it finds the site's base itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx

from grader.book.lite import FOLDER as LITE
from grader.book.pages import assignment_of, title_of
from grader.book.released import DOWNLOADS

MISSING = "404"
KEEP_ANCHORS = """<script>
addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll('a[href^="#"]')) link.href = location.href.split("#")[0] + link.hash
})
</script>"""
# Where the site begins, if the build was not told: above the first folder of its own, or else where the address ends.
FIND_BASE = r"""<script>
document.write('<base href="' + location.pathname.replace(/(%s)\/.*/, "")
  .replace(/[^/]*$/, "").replace(/"/g, "%%22") + '">')
</script>"""
CHAPTER_ITEM = '<li value="{}"><a href="{}.html">{}</a></li>'
BODY = """<section class="missing-page">
<h1>This page does not exist</h1>
<p class="lead">Perhaps it has moved, or the address has a mistake in it, or its chapter is still to come.</p>
<form action="search.html" method="get" role="search">
<label for="missing-search">Search the course</label>
<input type="search" id="missing-search" name="q" autocomplete="off" />
<button type="submit">Search</button>
</form>
<p>Or go on with a chapter:</p>
<ol>
{chapters}
</ol>
<p><a href="{home}">The first page of the course</a></p>
</section>"""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("html-collect-pages", collect)


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give Sphinx the page."""
    opening = {assignment: name for kind in ("exercises", "lesson") for assignment, name in _pages(app, kind)}
    rows = [
        CHAPTER_ITEM.format(int(assignment[:2]), name, escape(title_of(app, name)))
        for assignment, name in sorted(opening.items())
    ]
    body = BODY.format(chapters="\n".join(rows), home=app.builder.get_target_uri(app.config.root_doc))
    yield MISSING, {"title": "This page does not exist", "body": body}, "page.html"


def _pages(app: Sphinx, kind: str) -> list[tuple[str, str]]:
    """Return the chapters that have a page of a kind, each with that page."""
    found = [(assignment_of(docname), docname) for docname in sorted(app.env.found_docs)]
    return [(assignment, docname) for assignment, docname in found if assignment and docname.endswith(f"/{kind}")]


def tags_of(app: Sphinx) -> list[str]:
    """Return what the head of the page needs so that its links work wherever it is shown."""
    base = urlsplit(app.config.html_baseurl).path
    return [f'<base href="{escape(base)}" />' if base else _find_base(app), KEEP_ANCHORS]


def _find_base(app: Sphinx) -> str:
    folders = {docname.split("/")[0] for docname in app.env.found_docs if "/" in docname} | {DOWNLOADS, LITE}
    return FIND_BASE % "|".join([*map(re.escape, sorted(folders)), r"_\w+"])
