"""Elements of HTML with attributes of their own, which docutils has no nodes for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class Block(nodes.General, nodes.Element):
    """An HTML element with attributes of its own: `tag` and `html_attributes`."""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(Block, html=(visit_block, depart_block))


def visit_block(translator: HTML5Translator, node: Block) -> None:
    """Open the element."""
    translator.body.append(translator.starttag(node, node["tag"], "", **node["html_attributes"]))


def depart_block(translator: HTML5Translator, node: Block) -> None:
    """Close the element."""
    # a link stands in a sentence, where the end of a line would be read as a space
    end = "" if node["tag"] == "a" else "\n"
    translator.body.append(f"</{node['tag']}>{end}")


def block(tag: str, *children: nodes.Node, classes: Iterable[str] = (), **attributes: object) -> Block:
    """Return an element with children; `data_points=3` becomes `data-points="3"`."""
    made = Block("", *children, classes=list(classes), tag=tag)
    made["html_attributes"] = {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    return made


def inline(text: str) -> list[nodes.Node]:
    """Return the nodes of one line of Markdown: `code`, $maths$ and *emphasis*.

    Examples
    --------
    >>> [node.__class__.__name__ for node in inline("divide `z` by $N$")]
    ['Text', 'literal', 'Text', 'math']
    """
    made: list[nodes.Node] = []
    for piece in re.split(r"(`[^`]+`|\$[^$]+\$|\*[^*\s][^*]*\*)", text):
        match piece[:1]:
            case "`" if len(piece) > 1:
                made.append(nodes.literal("", piece[1:-1]))
            case "$" if len(piece) > 1:
                made.append(nodes.math(piece[1:-1], piece[1:-1]))
            case "*" if len(piece) > 1:
                made.append(nodes.emphasis("", piece[1:-1]))
            case _ if piece:
                made.append(nodes.Text(piece))
    return made
