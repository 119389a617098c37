"""Exercise pages of the book: each `exercise` cell becomes a numbered block with the stub, its points and its hints.

All code on such a page is the text of the released notebook: what a reader sees is what runs in the browser, and the
body of the reference is never read into a page.
"""

import re

from docutils import nodes
from sphinx.errors import ExtensionError

from grader.book.lesson_pages import pair_with_nodes, read_cells
from grader.book.lite import address_of as lite_address
from grader.book.runnable import mark_cell, released_notebook
from grader.book.settings import chapter_of
from grader.course import UnusableInput
from grader.release import exercises_of
from grader.release.chapter_source import read


class Block(nodes.General, nodes.Element):
    """An HTML element with attributes of its own: `tag` and `html_attributes`."""


def visit_block(translator, node):
    """Open the element."""
    translator.body.append(translator.starttag(node, node["tag"], "", **node["html_attributes"]))


def depart_block(translator, node):
    """Close the element."""
    translator.body.append(f"</{node['tag']}>\n")


def block(tag, *children, classes=(), **attributes):
    """Return an element with children; `data_points=3` becomes `data-points="3"`."""
    made = Block("", *children, classes=list(classes), tag=tag)
    made["html_attributes"] = {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    return made


def inline(text):
    """Return the nodes of one line of Markdown: `code`, $maths$ and *emphasis*.

    Examples
    --------
    >>> [node.__class__.__name__ for node in inline("divide `z` by $N$")]
    ['Text', 'literal', 'Text', 'math']
    """
    made = []
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


def download_of(chapter):
    """Return where the site keeps the released notebook of a chapter, from the site's root."""
    return f"downloads/{chapter.assignment}.zip"


def rewrite_page(app, doctree):
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
    for cell, node in shown_with_nodes(chapter, cells, doctree, app.env.docname):
        if cell["kind"] == "exercise":
            number = f"{chapter.number}.{list(exercises).index(cell['name']) + 1}"
            node.replace_self(exercise_block(exercises[cell["name"]], number, cell["source"]))
        elif cell["kind"]:
            mark_cell(with_text(node, cell["source"]), cell["id"])
    doctree["course_page"] = course_page(chapter, exercises, cells, digest)
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, download_block(chapter, exercises, app.env.docname))


def cells_of(source, notebook):
    """Return the code cells of a chapter's page, with their released text.

    Parameters
    ----------
    source : list of SourceCell
        The page's.
    notebook : dict
        The released notebook.

    Returns
    -------
    list of dict
        With `id`, `kind` ("setup", "carry-over", "exercise", "plain"), `name` (of an exercise), `names` (of the
        functions to carry over) and `source`. The kind of a cell that is not released is None.
    """
    released = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and not is_check(cell)]
    texts = enumerate(("".join(cell["source"]) for cell in released), 1)
    return [course_cell(cell, texts) for cell in source if cell.kind != "markdown"]


def course_cell(cell, texts):
    """Return one cell of a page; `texts` gives the number and the text of the next released one."""
    if cell.kind == "book-only":
        return {"id": None, "kind": None, "name": None, "source": cell.source}
    number, text = next(texts)
    made = {"id": str(number), "kind": "plain" if cell.kind == "use" else cell.kind, "name": None, "source": text}
    match cell.kind:
        case "exercise":
            made["name"] = cell.names[0]
        case "carry-over":
            made["names"] = list(cell.names)
    return made


def is_check(cell):
    """Tell whether a released cell is a locked one, `check(softmax)`."""
    return cell["metadata"].get("nbgrader", {}).get("grade", False)


def shown_with_nodes(chapter, cells, doctree, docname):
    """Return the cells that the page shows, each with its node; exercises must all be among them."""
    texts = read_cells(chapter.folder / "exercises.md")
    for tag in ("carry-over", "exercise"):
        hidden = [cell["name"] or tag for cell, (_, tags) in zip(cells, texts) if tag in tags and "remove-cell" in tags]
        if hidden:
            raise ExtensionError(f"{docname} must show its cells tagged {tag}: {', '.join(hidden)}")
    paired = pair_with_nodes(texts, doctree, docname)
    shown = [cell for cell, (_, tags) in zip(cells, texts) if "remove-cell" not in tags]
    return [(cell, node) for cell, (_, node) in zip(shown, paired)]


def with_text(node, text):
    """Put the released text into a cell on the page."""
    shown = next(node.findall(nodes.literal_block))
    shown.replace_self(nodes.literal_block(text, text, **{**shown.attributes, "language": "python"}))
    return node


def course_page(chapter, exercises, cells, digest):
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


def exercise_block(exercise, number, stub):
    """Return the block of one exercise: number, points, stub, hints."""
    points = f"{exercise.points} point{'' if exercise.points == 1 else 's'}"
    title = block(
        "p",
        block("span", nodes.Text(f"Exercise {number}"), classes=["exercise-number"]),
        block("code", nodes.Text(exercise.name), classes=["exercise-name"]),
        block("span", nodes.Text(points), classes=["exercise-points"]),
        classes=["exercise-title"],
    )
    source = nodes.literal_block(stub, stub, language="python", classes=["exercise-stub"])
    hints = [hint_block(position, len(exercise.hints), text) for position, text in enumerate(exercise.hints, 1)]
    data = {"data_exercise": exercise.name, "data_points": exercise.points}
    return block("div", title, source, *hints, classes=["exercise"], **data)


def hint_block(position, count, text):
    """Return one hint, closed."""
    summary = block("summary", nodes.Text(f"Hint {position} of {count}"))
    return block("details", summary, nodes.paragraph("", "", *inline(text)), classes=["hint"])


def download_block(chapter, exercises, docname):
    """Return the line that offers the released notebook."""
    address = "../" * docname.count("/") + download_of(chapter)
    count, points = len(exercises), sum(exercise.points for exercise in exercises.values())
    link = block("a", nodes.Text("Take the empty notebook to Jupyter"), classes=["download"], href=address, download="")
    size = f"({count} exercise{'' if count == 1 else 's'}, {points} points)"
    advice = "To go on there with what you wrote here, put the notebook downloaded above in its place."
    said = nodes.inline("", f"{size}, in a folder with its checks. {advice}")
    lite = "../" * docname.count("/") + lite_address(chapter.assignment)
    launch = block("a", nodes.Text("Open in JupyterLite"), classes=["launch"], href=lite)
    there = nodes.Text("to have the whole notebook in this browser, apart from what you write on this page.")
    paragraphs = [nodes.paragraph("", "", link, said), nodes.paragraph("", "", launch, there)]
    return block("div", *paragraphs, classes=["download-notebook"])
