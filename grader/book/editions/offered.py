"""The first page of the site leads to the whole book in the forms in which it was built."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx

from grader.book.block import Block, block


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_config_value("course_editions", {}, "env")
    app.connect("doctree-read", offer)


def offer(app: Sphinx, doctree: nodes.document) -> None:
    """Put links to the files below what the first page begins with: its title, and its lead if it has one."""
    files = app.config.course_editions
    if not files or app.env.docname != app.config.root_doc:
        return
    title = next(doctree.findall(nodes.title))
    position = title.parent.index(title) + 1
    below = title.parent[position] if position < len(title.parent) else None
    has_lead = isinstance(below, nodes.Element) and "lead" in below.get("classes", ())
    title.parent.insert(position + has_lead, links_to(files, "../" * app.env.docname.count("/")))


def links_to(files: dict[str, str], root: str) -> Block:
    """Return the line with the links.

    Parameters
    ----------
    files
        Paths from the site's root by form, {"pdf": "a-course.pdf"}.
    root
        The way to the site's root.
    """
    links = [block("a", nodes.Text(form.upper()), href=f"{root}{path}") for form, path in files.items()]
    said: list[nodes.Node] = [nodes.Text("The whole book in one file: ")]
    for link in links:
        said += [link, nodes.Text(", ")]
    return block("p", *said[:-1], nodes.Text("."), classes=["editions"])
