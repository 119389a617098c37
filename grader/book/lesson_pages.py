"""Lesson pages of the book: every code cell that is shown can be changed and run by the reader.

Some cells are left out of the page (`remove-cell`): they assert what the prose says, and now and then they bind a name
that a later cell needs. Only those statements travel to the reader, and they run silently in their place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from grader.book.block import block
from grader.book.code_cells import CodeCell, mark_cell, nodes_for, nodes_of_cells, read_cells
from grader.book.name_flow import needed_before, only_draws, statements_for
from grader.book.pages import chapter_of, course_of
from grader.book.used_functions import functions_used


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("doctree-read", mark_cells)


def mark_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Give the cells of a lesson, or of another page with code to read, their ids. The cover has no buttons."""
    docname, path = app.env.docname, Path(app.env.doc2path(app.env.docname))
    if chapter_of(app, docname) or path.suffix != ".md" or "{code-cell}" not in path.read_text(encoding="utf-8"):
        return
    cells = read_cells(path)
    if docname == app.config.root_doc:
        count_on_cover(doctree, functions_used(course_of(app), [cell.text for cell in cells]))
        return
    made = course_cells(cells)
    visible = [cell for cell in made if cell["kind"] == "plain"]
    if not visible:
        return  # what the prose says is asserted, and nothing can be run
    uses = functions_used(course_of(app), [cell["source"] for cell in made])
    for cell, node in zip(visible, nodes_for(cells, doctree, docname)):
        mark_cell(node, cell["id"])
    doctree["course_page"] = {"kind": "lesson", "cells": made, "exercises": []}
    if uses and app.config.course_solutions == "after":
        doctree["course_page"]["uses"] = uses
        add_switch(doctree)


def add_switch(doctree: nodes.document) -> None:
    """Give the switch to run with the reader's own functions its place: below the title, and the picture there."""
    title = next(doctree.findall(nodes.title))
    place, opening = title.parent.index(title) + 1, title.next_node(descend=False, siblings=True)
    is_picture = isinstance(opening, nodes.container) and opening.get("nb_element") == "cell_code"
    title.parent.insert(place + is_picture, block("div", classes=["own-switch"]))


def count_on_cover(doctree: nodes.document, uses: list[str]) -> None:
    """Say below the cover's network how many functions are in it, which readers write; the page counts theirs."""
    shown = nodes_of_cells(doctree)
    if not uses or not shown:
        return
    said = f"The {len(uses)} functions in this network are those that you write in the exercises."
    parent = shown[0].parent
    parent.insert(parent.index(shown[0]) + 1, nodes.paragraph("", said, classes=["own-count"]))
    doctree["course_page"] = {"kind": "cover", "uses": uses}


def course_cells(cells: list[CodeCell]) -> list[dict[str, Any]]:
    r"""Return what a lesson's cells are for the page: id, kind and text of each cell that has something to run.

    A cell that is shown has the kind "plain" and counts up from 1; one that is not has the kind "hidden". Cells that do
    nothing but draw have `draws`: they need not run for those below.

    Examples
    --------
    >>> cells = [CodeCell("x = 1\nassert x", frozenset({"remove-cell"})), CodeCell("print(x)", frozenset())]
    >>> [(cell["id"], cell["kind"], cell["source"]) for cell in course_cells(cells)]
    [('hidden-1', 'hidden', 'x = 1'), ('1', 'plain', 'print(x)')]
    """
    needed: set[str] = set()
    found, number = [], sum(cell.is_shown for cell in cells)
    for position, cell in reversed(list(enumerate(cells, 1))):
        made = _shown(cell, number, needed) if cell.is_shown else _hidden(cell, position, needed)
        number -= cell.is_shown
        if made["source"]:
            found.append(made)
        needed = needed_before(made["source"], needed)
    return found[::-1]


def _shown(cell: CodeCell, number: int, needed: set[str]) -> dict[str, Any]:
    made = {"id": str(number), "kind": "plain", "name": None, "source": cell.text}
    draws = "hide-input" in cell.tags and only_draws(cell.text, needed)
    return made | ({"draws": True} if draws else {})


def _hidden(cell: CodeCell, position: int, needed: set[str]) -> dict[str, Any]:
    source = statements_for(cell.text, needed)
    return {"id": f"hidden-{position}", "kind": "hidden", "name": None, "source": source}
