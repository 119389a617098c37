"""The code cells of a page: as they stand in its source, and as nodes of the page that Sphinx makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import jupytext
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.writers.html5 import HTML5Translator

LEFT_OUT = {"remove-cell", "remove_cell"}


class CodeCell(NamedTuple):
    """A code cell of a MyST notebook: its text, and its tags."""

    text: str
    tags: frozenset[str]

    @property
    def is_shown(self) -> bool:
        """Whether the page shows it."""
        return not self.tags & LEFT_OUT


class RunnableCell(nodes.container):
    """A code cell that the reader can run; `data_cell` is its id in the page's JSON."""


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(RunnableCell, html=(visit_cell, depart_cell))


def visit_cell(translator: HTML5Translator, node: RunnableCell) -> None:
    """Open the cell."""
    translator.body.append(translator.starttag(node, "div", "", **{"data-cell": node["data_cell"]}))


def depart_cell(translator: HTML5Translator, node: RunnableCell) -> None:
    """Close the cell."""
    translator.body.append("</div>\n")


def read_cells(path: Path) -> list[CodeCell]:
    """Return the code cells of a MyST notebook."""
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [CodeCell(cell.source, frozenset(cell.metadata.get("tags", []))) for cell in code]


def nodes_of_cells(doctree: nodes.document) -> list[nodes.container]:
    """Return the nodes of a page's code cells, in order."""
    return [node for node in doctree.findall(nodes.container) if node.get("nb_element") == "cell_code"]


def nodes_for(cells: list[CodeCell], doctree: nodes.document, docname: str) -> list[nodes.container]:
    """Return the nodes of those cells that a page shows, in order.

    Parameters
    ----------
    cells
        All of the page's.
    doctree
        The page.
    docname
        How error messages name it.

    Raises
    ------
    ExtensionError
        If they do not fit each other.
    """
    found, count = nodes_of_cells(doctree), sum(cell.is_shown for cell in cells)
    if count != len(found):
        raise ExtensionError(f"{docname} has {count} cells to show, but {len(found)} are on the page")
    return found


def mark_cell(node: nodes.container, cell_id: str) -> None:
    """Put a cell that the reader can run in the place of a cell's node."""
    made = RunnableCell("", *node.children, **node.attributes)
    made["data_cell"] = cell_id
    node.replace_self(made)
