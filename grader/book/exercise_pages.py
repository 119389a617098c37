"""Exercise pages of the book: each `exercise` cell becomes a numbered block with the stub, its points and its hints.

All code on such a page is the text of the released notebook: what a reader sees is what runs in the browser, and the
body of the reference is never read into a page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from grader.book.block import Block, block, inline
from grader.book.code_cells import mark_cell, nodes_for, read_cells
from grader.book.free_text import asked_in_words
from grader.book.lite import address_of as lite_address
from grader.book.pages import chapter_of
from grader.book.released import download_of, released_notebook
from grader.course import Chapter, UnusableInput
from grader.exercise import Exercise
from grader.release import count_asked, exercises_of
from grader.release.branch import BINDER, COLAB
from grader.release.chapter_source import SourceCell, read


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_config_value("course_repository", "", "env")
    app.connect("doctree-read", rewrite_page)


def rewrite_page(app: Sphinx, doctree: nodes.document) -> None:
    """Put exercise blocks in place of the exercise cells of a page, and the released text into its other cells."""
    chapter = chapter_of(app, app.env.docname)
    if chapter is None:
        return
    try:
        exercises, source = exercises_of(chapter), read(chapter)
    except UnusableInput as error:
        raise ExtensionError(str(error)) from error
    notebook, digest = released_notebook(app, chapter)
    cells = cells_of(source, notebook)
    page = course_page(chapter, exercises, cells, digest) | {"freeTexts": asked_in_words(source)}
    numbers = {listed["name"]: listed["number"] for listed in page["exercises"]}
    for cell, node in shown_with_nodes(chapter, cells, doctree, app.env.docname):
        if cell["kind"] == "exercise":
            name = cell["name"]
            node.replace_self(exercise_block(exercises[name], numbers[name], cell["source"]))
        elif cell["kind"]:
            put_text(node, cell["source"])
            mark_cell(node, cell["id"])
    doctree["course_page"] = page
    title = next(doctree.findall(nodes.title))
    offer = download_block(chapter, source, app.env.docname, app.config.course_repository)
    title.parent.insert(title.parent.index(title) + 1, offer)


def cells_of(source: list[SourceCell], notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the code cells of a chapter's page, with their released text.

    Parameters
    ----------
    source
        The cells of the page.
    notebook
        The released notebook.

    Returns
    -------
        Tables with `id`, `kind` ("setup", "carry-over", "exercise", "plain"), `name` (of an exercise), `names` (of the
        functions to carry over) and `source`. The kind of a cell that is not released is None.
    """
    released = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and not is_check(cell)]
    texts = enumerate(("".join(cell["source"]) for cell in released), 1)
    return [course_cell(cell, texts) for cell in source if cell.is_code]


def course_cell(cell: SourceCell, texts: Iterator[tuple[int, str]]) -> dict[str, Any]:
    """Return one cell of a page; `texts` gives the number and the text of the next released one."""
    if cell.kind == "book-only":
        return {"id": None, "kind": None, "name": None, "source": cell.source}
    number, text = next(texts)
    made: dict[str, Any] = {
        "id": str(number),
        "kind": "plain" if cell.kind == "use" else cell.kind,
        "name": None,
        "source": text,
    }
    match cell.kind:
        case "exercise":
            made["name"] = cell.names[0]
        case "carry-over":
            made["names"] = list(cell.names)
    return made


def is_check(cell: dict[str, Any]) -> bool:
    """Tell whether a released cell is a locked one, `check(softmax)`."""
    return cell["metadata"].get("nbgrader", {}).get("grade", False)


def shown_with_nodes(
    chapter: Chapter, cells: list[dict[str, Any]], doctree: nodes.document, docname: str
) -> list[tuple[dict[str, Any], nodes.container]]:
    """Return the cells that the page shows, each with its node; exercises must all be among them."""
    source = read_cells(chapter.page)
    for tag in ("carry-over", "exercise"):
        hidden = [made["name"] or tag for made, cell in zip(cells, source) if tag in cell.tags and not cell.is_shown]
        if hidden:
            raise ExtensionError(f"{docname} must show its cells tagged {tag}: {', '.join(hidden)}")
    shown = [made for made, cell in zip(cells, source) if cell.is_shown]
    return list(zip(shown, nodes_for(source, doctree, docname)))


def put_text(node: nodes.container, text: str) -> None:
    """Put the released text into a cell on the page."""
    shown = next(node.findall(nodes.literal_block))
    shown.replace_self(nodes.literal_block(text, text, **{**shown.attributes, "language": "python"}))


def course_page(
    chapter: Chapter, exercises: dict[str, Exercise], cells: list[dict[str, Any]], digest: str
) -> dict[str, Any]:
    """Return what the page's scripts need to know."""
    numbers = {name: f"{chapter.number}.{k}" for k, name in enumerate(exercises, 1)}
    return {
        "kind": "exercises",
        "assignment": chapter.assignment,
        "chapter": chapter.number,
        "release": digest,
        "notebook": f"downloads/{chapter.assignment}.ipynb",
        "archive": download_of(chapter),
        "exercises": [{"name": n, "points": e.points, "number": numbers[n]} for n, e in exercises.items()],
        "cells": [cell for cell in cells if cell["kind"]],
    }


def exercise_block(exercise: Exercise, number: str, stub: str) -> Block:
    """Return the block of one exercise: number, points, stub, hints."""
    kind, points = ("Warm-up", "no points") if exercise.is_warm_up else ("Exercise", in_words(exercise.points, "point"))
    title = block(
        "p",
        block("span", nodes.Text(f"{kind} {number}"), classes=["exercise-number"]),
        block("code", nodes.Text(exercise.name), classes=["exercise-name"]),
        block("span", nodes.Text(points), classes=["exercise-points"]),
        classes=["exercise-title"],
    )
    source = nodes.literal_block(stub, stub, language="python", classes=["exercise-stub"])
    hints = [hint_block(position, len(exercise.hints), text) for position, text in enumerate(exercise.hints, 1)]
    data = {"data_exercise": exercise.name, "data_points": exercise.points}
    return block("div", title, source, *hints, classes=["exercise"], **data)


def hint_block(position: int, count: int, text: str) -> Block:
    """Return one hint, closed."""
    summary = block("summary", nodes.Text(f"Hint {position} of {count}"))
    return block("details", summary, nodes.paragraph("", "", *inline(text)), classes=["hint"])


def download_block(chapter: Chapter, source: list[SourceCell], docname: str, repository: str) -> Block:
    """Return the lines that offer the released notebook: to take away, and to open where it runs."""
    root = "../" * docname.count("/")
    count, points = count_asked(chapter, source)
    link = block(
        "a", nodes.Text("Take the empty notebook to Jupyter"), classes=["download"], href=root + download_of(chapter),
        download="",
    )  # fmt: skip
    size = f"({in_words(count, 'exercise')}, {in_words(points, 'point') if points else 'no points'})"
    advice = "To go on there with what you wrote here, put the notebook downloaded above in its place."
    taken = nodes.paragraph("", "", link, nodes.inline("", f" {size}, in a folder with its checks. {advice}"))
    launch = block(
        "a", nodes.Text("Open in JupyterLite"), classes=["launch"], href=root + lite_address(chapter.assignment)
    )
    there = nodes.Text(" to have the whole notebook in this browser, apart from what you write on this page.")
    elsewhere = [launch_links(chapter, repository)] if repository else []
    return block("div", taken, nodes.paragraph("", "", launch, there), *elsewhere, classes=["download-notebook"])


def launch_links(chapter: Chapter, repository: str) -> nodes.paragraph:
    """Return the line that offers the notebook on Colab and Binder, which take it from a repository."""
    names = {"repository": repository, "assignment": chapter.assignment}
    colab = block("a", nodes.Text("Open in Colab"), classes=["launch"], href=COLAB.format(**names))
    binder = block("a", nodes.Text("in Binder"), classes=["launch"], href=BINDER.format(**names))
    said = nodes.Text(": the whole notebook, on another's machine. Colab asks for a Google account.")
    return nodes.paragraph("", "", colab, nodes.Text(" or "), binder, said)


def in_words(count: int, what: str) -> str:
    """Return a number with what it counts.

    >>> in_words(1, "point"), in_words(2, "point")
    ('1 point', '2 points')
    """
    return f"{count} {what}{'' if count == 1 else 's'}"
