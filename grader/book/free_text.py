"""Questions that are answered in words: below each, an exercise page has a block, into which a script puts a text box.

The question is a text cell of the page and is shown as it is; the block stands where the cell ends. Sphinx knows no
cells of text, so a directive is written there before it reads the page.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from grader.book.block import Block, block
from grader.book.pages import chapter_of
from grader.release import NOTHING_SAID
from grader.release.chapter_source import FREE_TEXT, SourceCell, in_points, is_free_text
from grader.release.notebook_format import jupytext

DIRECTIVE = "free-text"


class FreeText(SphinxDirective):
    """The place of an answer in words."""

    required_arguments = 1
    option_spec: ClassVar = {"points": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the block."""
        return [free_text_block(self.arguments[0], self.options["points"])]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive(DIRECTIVE, FreeText)
    app.connect("source-read", add_places)


def add_places(app: Sphinx, docname: str, source: list[str]) -> None:
    """Write the directive into the text of an exercise page."""
    if chapter_of(app, docname):
        source[0] = with_places(source[0])


def with_places(text: str) -> str:
    """Return the text of a page with the directive at the end of each cell that asks for words."""
    notebook = jupytext.reads(text, fmt="md:myst")
    asking = [cell for cell in notebook.cells if is_free_text(cell)]
    for cell in asking:
        cell.source += f"\n\n```{{{DIRECTIVE}}} {cell.metadata['name']}\n:points: {cell.metadata['points']}\n```"
    return jupytext.writes(notebook, fmt="md:myst") if asking else text


def free_text_block(name: str, points: int) -> Block:
    """Return the block of one question: what its answer is called, and what it is worth."""
    title = block(
        "p",
        block("span", nodes.Text("In words"), classes=["exercise-number"]),
        block("code", nodes.Text(name), classes=["exercise-name"]),
        block("span", nodes.Text(in_points(points).strip("()")), classes=["exercise-points"]),
        classes=["exercise-title"],
    )
    return block("div", title, classes=["exercise", FREE_TEXT], data_exercise=name, data_points=points)


def asked_in_words(cells: list[SourceCell]) -> list[dict[str, object]]:
    """Return what a page's scripts know of its questions: name, points, and the released text of the answer."""
    asking = [cell for cell in cells if cell.kind == FREE_TEXT]
    return [{"name": cell.name, "points": cell.points, "source": NOTHING_SAID} for cell in asking]
