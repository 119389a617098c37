"""Exercise pages of the book: each `exercise` cell becomes a numbered block with the stub, its points and its hints.

The body of the reference is never read into a page: a block shows what `grader.release.split` calls the head.
"""

import re

from docutils import nodes
from sphinx.errors import ExtensionError

from grader.course import Chapter, UnusableInput
from grader.release import exercises_of, split
from grader.release.chapter_source import read

STUB = "\n    raise NotImplementedError()"
PAGE = re.compile(r"chapters/(?P<assignment>\d\d-[a-z]+)/exercises")


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


def chapter_of(docname):
    """Return the chapter whose exercises a page holds, or None.

    >>> chapter_of("chapters/04-losses/exercises").number
    4
    """
    match = PAGE.fullmatch(docname)
    return Chapter(match["assignment"]) if match else None


def download_of(chapter):
    """Return where the site keeps the released notebook of a chapter, from the site's root."""
    return f"downloads/{chapter.assignment}.zip"


def rewrite_page(app, doctree):
    """Put exercise blocks in place of the exercise and carry-over cells of a page, and the download under its title."""
    chapter = chapter_of(app.env.docname)
    if chapter is None:
        return
    try:
        cells, exercises = read(chapter), exercises_of(chapter)
    except UnusableInput as error:
        raise ExtensionError(str(error)) from error
    for cell, node in zip_by_tag("carry-over", cells, doctree):
        node.replace_self(carry_over_block(cell))
    for number, (cell, node) in enumerate(zip_by_tag("exercise", cells, doctree), 1):
        node.replace_self(exercise_block(exercises[cell.names[0]], f"{chapter.number}.{number}"))
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, download_block(chapter, exercises, app.env.docname))


def zip_by_tag(tag, cells, doctree):
    """Return the source cells of a kind, each with its node on the page."""
    wanted = [cell for cell in cells if cell.kind == tag]
    shown = [node for node in doctree.findall(nodes.container) if f"tag_{tag}" in node["classes"]]
    if len(shown) != len(wanted):
        raise ExtensionError(f"{len(wanted)} cells are tagged {tag}, but {len(shown)} of them are on the page")
    return list(zip(wanted, shown))


def exercise_block(exercise, number):
    """Return the block of one exercise: number, points, stub, hints."""
    points = f"{exercise.points} point{'' if exercise.points == 1 else 's'}"
    title = block(
        "p",
        block("span", nodes.Text(f"Exercise {number}"), classes=["exercise-number"]),
        block("code", nodes.Text(exercise.name), classes=["exercise-name"]),
        block("span", nodes.Text(points), classes=["exercise-points"]),
        classes=["exercise-title"],
    )
    stub = split(exercise.reference)[0] + STUB
    source = nodes.literal_block(stub, stub, language="python", classes=["exercise-stub"])
    hints = [hint_block(position, len(exercise.hints), text) for position, text in enumerate(exercise.hints, 1)]
    data = {"data_exercise": exercise.name, "data_points": exercise.points}
    return block("div", title, source, *hints, classes=["exercise"], **data)


def hint_block(position, count, text):
    """Return one hint, closed."""
    summary = block("summary", nodes.Text(f"Hint {position} of {count}"))
    return block("details", summary, nodes.paragraph("", "", *inline(text)), classes=["hint"])


def carry_over_block(cell):
    """Return what a carry-over cell says, in words."""
    said = nodes.paragraph("", "This page builds on what you wrote in earlier chapters: ")
    names = [(module, name) for module, names in cell.imports.items() for name in names]
    for position, (module, name) in enumerate(names):
        before = "" if position == 0 else " and " if position == len(names) - 1 else ", "
        said += [nodes.Text(before), nodes.literal("", name), nodes.Text(f" ({module})")]
    said += nodes.Text(
        ". In the notebook, a cell at the top asks you to paste your own functions. It carries no points."
    )
    return block("div", said, classes=["carry-over"])


def download_block(chapter, exercises, docname):
    """Return the line that offers the released notebook."""
    address = "../" * docname.count("/") + download_of(chapter)
    count, points = len(exercises), sum(exercise.points for exercise in exercises.values())
    link = block("a", nodes.Text("Take the empty notebook to Jupyter"), classes=["download"], href=address, download="")
    said = nodes.inline("", f"{count} exercise{'' if count == 1 else 's'}, {points} points: a folder with ")
    more = " and its checks. To go on there with what you wrote here, put the notebook downloaded above in its place."
    said += [nodes.literal("", f"{chapter.assignment}.ipynb"), nodes.Text(more)]
    return block("div", nodes.paragraph("", "", link, said), classes=["download-notebook"])
