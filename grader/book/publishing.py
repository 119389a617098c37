"""What makes the site known: addresses, descriptions, cards and the sitemap; and the page for what is not there.

All links of the site are relative, so it works below any address. What must be absolute is made only when the build
knows the address (`course build --url`): half of it would mislead.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from docutils import nodes
from sphinx.errors import ExtensionError

from grader.book import absent_chapters
from grader.book.block import Block, block
from grader.book.cards import SIZE, Card, draw
from grader.book.pages import assignment_of, chapter_of
from grader.release.branch import BINDER, COLAB

NOINDEX = '<meta name="robots" content="noindex" />'  # what a draft says to search engines
DESCRIPTION = 200  # letters; services that show it cut it at about this length
MISSING = "404"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# The page for what is not there is shown at addresses of any depth. Where the site begins, if the build was not told:
# above the first folder of its own, or else where the address ends.
FIND_BASE = r"""<script>
document.write('<base href="' + location.pathname.replace(/(chapters|appendix|instructors|downloads|lite|_\w+)\/.*/, "")
  .replace(/[^/]*$/, "").replace(/"/g, "%22") + '">')
</script>"""
KEEP_ANCHORS = """<script>
addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll('a[href^="#"]')) link.href = location.href.split("#")[0] + link.hash
})
</script>"""


def setup(app):
    """Register with Sphinx."""
    absent_chapters.setup(app)
    app.add_config_value("course_draft", False, "html")
    app.add_config_value("course_repository", "", "env")
    app.connect("doctree-read", add_launch_links, priority=600)  # after the exercise pages are laid out
    app.connect("html-collect-pages", collect_missing_page)
    app.connect("html-page-context", add_tags)
    app.connect("build-finished", write_files, priority=900)


def address(app, docname):
    """Return the absolute address of a page."""
    page = "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)
    return app.config.html_baseurl + page


def title_of(app, docname):
    """Return the title of a page, as plain text."""
    return app.env.titles[docname].astext()


def describe(doctree):
    """Return the first paragraph of a page, or as many of its sentences as a preview shows.

    Paragraphs with formulas are left out: a preview cannot show them.
    """
    for paragraph in doctree.findall(nodes.paragraph):
        parent = paragraph.parent
        stands_free = isinstance(parent, nodes.section) or "lead" in parent.get("classes", ())
        if stands_free and not paragraph.next_node(nodes.math):
            return shorten(paragraph.astext())
    return ""


def shorten(text):
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


def add_tags(app, pagename, templatename, context, doctree):
    """Add a page's description, and what services and search engines are told of it."""
    tags = []
    if app.config.course_draft or pagename == MISSING:
        tags.append(NOINDEX)
    if pagename == MISSING:
        base = urlsplit(app.config.html_baseurl).path
        tags += [f'<base href="{escape(base)}" />' if base else FIND_BASE, KEEP_ANCHORS]
        context["pageurl"] = None
    elif doctree:
        tags += [tag("name", "description", describe(doctree) or app.config.html_title)]
        tags += open_graph(app, pagename, doctree) if app.config.html_baseurl else []
        context["pageurl"] = app.config.html_baseurl and address(app, pagename)
    # first of all, since what comes after <base> is found with it
    context["metatags"] = "\n    ".join(["", *tags, context.get("metatags", "").strip()])


def tag(kind, name, content):
    """Return a meta element.

    >>> tag("property", "og:title", 'A "quoted" title')
    '<meta property="og:title" content="A &quot;quoted&quot; title" />'
    """
    return f'<meta {kind}="{name}" content="{escape(content)}" />'


def open_graph(app, docname, doctree):
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
        "og:image": app.config.html_baseurl + card.path,
        "og:image:alt": card.alternative,
        "og:image:width": width,
        "og:image:height": height,
    }
    tags = [tag("property", name, content) for name, content in said.items()]
    return [*tags, tag("name", "twitter:card", "summary_large_image")]


def card_of(app, docname, description):
    """Return the card of a page."""
    assignment = assignment_of(docname)
    over = f"Chapter {int(assignment[:2])}" if assignment else ""
    return Card(docname, title_of(app, docname), description, over, app.config.html_title)


def collect_missing_page(app):
    """Give Sphinx the page that a server shows for an address without a page."""
    lessons = {docname: assignment_of(docname) for docname in sorted(app.env.found_docs) if docname.endswith("/lesson")}
    rows = [
        CHAPTER_ITEM.format(int(name[:2]), docname, escape(title_of(app, docname))) for docname, name in lessons.items()
    ]
    body = MISSING_BODY.format(chapters="\n".join(rows), home=app.builder.get_target_uri(app.config.root_doc))
    yield MISSING, {"title": "This page does not exist", "body": body}, "page.html"


CHAPTER_ITEM = '<li value="{}"><a href="{}.html">{}</a></li>'
MISSING_BODY = """<section class="missing-page">
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


def add_launch_links(app, doctree):
    """Offer an exercise page's notebook on Colab and Binder, if the build knows where they find it."""
    chapter = chapter_of(app, app.env.docname)
    if chapter is None or not app.config.course_repository:
        return
    place = next((node for node in doctree.findall(Block) if "download-notebook" in node["classes"]), None)
    if place is None:
        raise ExtensionError(f"{app.env.docname} has no block of the class download-notebook for the links to Colab")
    names = {"repository": app.config.course_repository, "assignment": chapter.assignment}
    colab = block("a", nodes.Text("Open in Colab"), classes=["launch"], href=COLAB.format(**names))
    binder = block("a", nodes.Text("in Binder"), classes=["launch"], href=BINDER.format(**names))
    said = nodes.Text(": the whole notebook, on another's machine. Colab asks for a Google account.")
    place += nodes.paragraph("", "", colab, nodes.Text(" or "), binder, said)


def write_files(app, exception):
    """Write the sitemap and what robots are told, if the build knows the site's address."""
    if exception or app.builder.format != "html" or not app.config.html_baseurl:
        return
    site = Path(app.outdir)
    lines = ["User-agent: *", "Disallow:"]  # drafts, too: a robot that may not read a page does not see its noindex
    if not app.config.course_draft:
        write_sitemap(site / "sitemap.xml", [address(app, docname) for docname in sorted(app.env.found_docs)])
        lines.append(f"Sitemap: {app.config.html_baseurl}sitemap.xml")
    (site / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_sitemap(path, addresses):
    """Write a sitemap (the protocol of sitemaps.org)."""
    root = ElementTree.Element("urlset", xmlns=SITEMAP)
    for known in addresses:
        ElementTree.SubElement(ElementTree.SubElement(root, "url"), "loc").text = known
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(path, xml_declaration=True, encoding="utf-8")
