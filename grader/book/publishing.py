"""What makes the site known: addresses, descriptions, cards and the sitemap.

All links of the site are relative, so it works below any address. What must be absolute is made only when the build
knows the address (`course build --url`): half of it would mislead.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

from grader.book import absent_chapters, missing_page
from grader.book.cards import SIZE, Card, draw
from grader.book.missing_page import MISSING
from grader.book.pages import assignment_of, course_of, title_of

NOINDEX = '<meta name="robots" content="noindex" />'  # what a draft says to search engines
DESCRIPTION = 200  # letters; services that show it cut it at about this length
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    absent_chapters.setup(app)
    missing_page.setup(app)
    app.add_config_value("course_draft", False, "html")
    app.connect("html-page-context", add_tags)
    app.connect("build-finished", write_files, priority=900)


def address(app: Sphinx, docname: str) -> str:
    """Return the absolute address of a page."""
    page = "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)
    return f"{app.config.html_baseurl}{page}"


def describe(doctree: nodes.document) -> str:
    """Return the first paragraph of a page, or as many of its sentences as a preview shows.

    Paragraphs with formulas are left out: a preview cannot show them.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        parent = paragraph.parent
        stands_free = isinstance(parent, nodes.section) or "lead" in parent.get("classes", ())
        if stands_free and not paragraph.next_node(nodes.math):
            return shorten(paragraph.astext())
    return ""


def shorten(text: str) -> str:
    """Return as many sentences of a text as a preview shows.

    Examples
    --------
    >>> shorten("One sentence. " + "A second one, far longer than the space that is left for it, " * 4 + "ends.")
    'One sentence.'
    """
    text = " ".join(text.split())
    if len(text) <= DESCRIPTION:
        return text
    sentences = re.match(rf".{{1,{DESCRIPTION}}}[.?!](?= )", text)
    return sentences[0] if sentences else text[:DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def add_tags(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add a page's description, and what services and search engines are told of it."""
    tags = [NOINDEX] if app.config.course_draft or pagename == MISSING else []
    if pagename == MISSING:
        tags += missing_page.tags_of(app)
        context["pageurl"] = None
    elif doctree:
        tags += [tag("name", "description", describe(doctree) or app.config.html_title)]
        tags += open_graph(app, pagename, doctree) if app.config.html_baseurl else []
        context["pageurl"] = app.config.html_baseurl and address(app, pagename)
    # first of all, since what comes after <base> is found with it
    context["metatags"] = "\n    ".join(["", *tags, context.get("metatags", "").strip()])


def tag(kind: str, name: str, content: str) -> str:
    """Return a meta element.

    >>> tag("property", "og:title", 'A "quoted" title')
    '<meta property="og:title" content="A &quot;quoted&quot; title" />'
    """
    return f'<meta {kind}="{name}" content="{escape(content)}" />'


def open_graph(app: Sphinx, docname: str, doctree: nodes.document) -> list[str]:
    """Return the elements from which services make a preview of a page that somebody shares."""
    card = card_of(app, docname, describe(doctree))
    draw(card, Path(app.outdir))
    width, height = map(str, SIZE)
    said = {
        "og:type": "website" if docname == app.config.root_doc else "article",
        "og:site_name": app.config.html_title,
        "og:title": title_of(app, docname),
        "og:description": card.description or app.config.html_title,
        "og:url": address(app, docname),
        "og:image": f"{app.config.html_baseurl}{card.path}",
        "og:image:alt": card.alternative,
        "og:image:width": width,
        "og:image:height": height,
    }
    tags = [tag("property", name, content) for name, content in said.items()]
    return [*tags, tag("name", "twitter:card", "summary_large_image")]


def card_of(app: Sphinx, docname: str, description: str) -> Card:
    """Return the card of a page."""
    assignment, accent = assignment_of(docname), course_of(app).settings.site.accent
    over = f"Chapter {int(assignment[:2])}" if assignment else ""
    return Card(docname, title_of(app, docname), description, over, app.config.html_title, accent)


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the sitemap and what robots are told, if the build knows the site's address."""
    if exception or app.builder.format != "html" or not app.config.html_baseurl:
        return
    site = Path(app.outdir)
    lines = ["User-agent: *", "Disallow:"]  # drafts, too: a robot that may not read a page does not see its noindex
    if not app.config.course_draft:
        write_sitemap(site / "sitemap.xml", [address(app, docname) for docname in sorted(app.env.found_docs)])
        lines.append(f"Sitemap: {app.config.html_baseurl}sitemap.xml")
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_sitemap(path: Path, addresses: list[str]) -> None:
    """Write a sitemap (the protocol of sitemaps.org)."""
    root = ElementTree.Element("urlset", xmlns=SITEMAP)
    for known in addresses:
        ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = known
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, xml_declaration=True, encoding="utf-8")
