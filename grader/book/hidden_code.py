"""Code that a page folds away stands below what it has drawn: one small control, in the order in which one reads.

A cell with the tag `hide-input` has it. myst-nb would put the control above, and give it a name that says nothing.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from grader.book.block import block
from grader.book.code_cells import nodes_of_cells

DEFAULT = "Show code cell source"  # myst-nb's, where the cell says nothing of its own
SAID = "Show the code"


class CodeBelow(SphinxPostTransform):
    """Puts folded code below the cell's output."""

    default_priority = 200  # just after myst-nb has folded it
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Move it in each cell of the page."""
        for cell in nodes_of_cells(self.document):
            if cell.get("hide_mode") == "input" and isinstance(cell.children[0], HideCodeCellNode):
                folded = cell.pop(0)
                cell += folded_code(folded)


def folded_code(folded: HideCodeCellNode) -> nodes.Element:
    """Return the element that holds the code, closed."""
    said = folded["prompt_show"]
    summary = block("summary", nodes.Text(SAID if said == DEFAULT else said))
    return block("details", summary, *folded.children, classes=["cell-code"])


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_post_transform(CodeBelow)
