"""Corrections to what docutils writes, for readers who do not use their eyes or a mouse."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def setup(app: Sphinx) -> None:
    """Register the corrections."""
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))


def visit_entry(translator: HTML5Translator, node: nodes.entry) -> None:
    """Open a cell of a table; a heading of a column without a word is no heading."""
    type(translator).visit_entry(translator, node)
    if isinstance(node.parent.parent, nodes.thead) and not node.astext().strip():
        translator.body[-1] = translator.body[-1].replace("<th", "<td", 1)
        translator.context[-1] = "</td>\n"


def depart_entry(translator: HTML5Translator, node: nodes.entry) -> None:
    """Close a cell of a table."""
    type(translator).depart_entry(translator, node)


def visit_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Open a reference, without docutils's roles: one is deprecated, and a list may not hold links back to the text."""
    translator.body.append(translator.starttag(node, "div", classes=["citation"]))


def depart_citation(translator: HTML5Translator, node: nodes.citation) -> None:
    """Close a reference."""
    translator.body.append("</div>\n")
