"""A chapter's exercises.md as cells of known kinds: the one place that knows which tags there are and what they allow.

    setup        the first code cell: imports, and nothing of `solutions` but its datasets
    carry-over   imports functions of earlier chapters from `solutions`; readers paste their own
    exercise     one line, `from solutions.losses import softmax`: the reader writes this function
    book-only    is shown in the book and not released
    (no tag)     uses the reader's functions

The page is a MyST notebook. What is released of it must read well in plain Jupyter, which knows Markdown but not MyST.
"""

import ast
import re
import sys
from dataclasses import dataclass

from grader.course import UnusableInput
from grader.notebook_format import jupytext

TAGS = ("setup", "carry-over", "exercise", "book-only")
PACKAGES_OF_READERS = {"numpy", "matplotlib"} | sys.stdlib_module_names
DATASETS = "solutions.datasets"
# a directive, a role, a local picture
UNSHOWABLE = re.compile(r"^ *(?:`{3,}|~{3,}|:{3,})\{.*$|\{[\w:-]+\}`|!\[[^\]]*\]\((?!https:|data:).*", re.MULTILINE)


@dataclass(frozen=True)
class SourceCell:
    """One cell of exercises.md.

    Parameters
    ----------
    kind : {"markdown", "setup", "carry-over", "exercise", "book-only", "use"}
        What the cell is for.
    source : str
        Its text.
    place : str
        How error messages name it.
    imports : dict of str to tuple of str
        The names that exercise and carry-over cells import, by module of `solutions`.
    """

    kind: str
    source: str
    place: str
    imports: dict

    @property
    def names(self):
        """The functions that an exercise or carry-over cell imports, in order."""
        return tuple(name for names in self.imports.values() for name in names)


def read(chapter):
    """Read a chapter's exercises.md.

    Parameters
    ----------
    chapter : Chapter
        The chapter; its page must exist.

    Returns
    -------
    list of SourceCell

    Raises
    ------
    UnusableInput
        If the page cannot be read or a cell does not keep the rules; the message names the cell.
    """
    path = chapter.folder / "exercises.md"
    place = f"{chapter.assignment}/exercises.md"
    try:
        notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    except (OSError, ValueError) as error:
        raise UnusableInput(f"{place} cannot be read: {error}") from error
    cells = [_read_cell(cell, f"{place}, cell {number}") for number, cell in enumerate(notebook.cells, 1)]
    _refuse_wrong_order(cells, place)
    for cell in cells:
        if cell.kind == "exercise" and list(cell.imports) != [chapter.short]:
            raise UnusableInput(f"{cell.place}: an exercise of this chapter imports from solutions.{chapter.short}")
    return cells


def _read_cell(cell, place):
    if cell.cell_type != "code":
        return SourceCell("markdown", cell.source, place, {})
    tags = [tag for tag in cell.metadata.get("tags", []) if tag in TAGS]
    if len(tags) > 1:
        raise UnusableInput(f"{place} has the tags {' and '.join(tags)}; a cell has one of them or none")
    kind = tags[0] if tags else "use"
    place = f"{place} ({kind}, {cell.source.strip().splitlines()[0] if cell.source.strip() else 'empty'})"
    tree = _parse(cell.source, place)
    if kind in ("exercise", "carry-over"):
        return SourceCell(kind, cell.source, place, _solutions_imported(tree, kind, place))
    _refuse_imports(tree, kind, place)
    return SourceCell(kind, cell.source, place, {})


def _parse(source, place):
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise UnusableInput(f"{place} is not plain Python (line {error.lineno}: {error.msg})") from error


def _solutions_imported(tree, kind, place):
    """Return the names imported by a cell that must hold nothing but imports from `solutions`."""
    imports: dict[str, tuple[str, ...]] = {}
    for statement in tree.body:
        match statement:
            case ast.ImportFrom(module=str(module), names=names, level=0) if (
                module.startswith("solutions.") and module != DATASETS and not any(a.asname for a in names)
            ):
                short = module.split(".", 1)[1]
                imports[short] = (*imports.get(short, ()), *(alias.name for alias in names))
            case _:
                raise UnusableInput(f"{place}: a cell tagged {kind} holds only lines like `from solutions.x import y`")
    if kind == "exercise" and [len(names) for names in imports.values()] != [1]:
        raise UnusableInput(f"{place}: a cell tagged exercise imports exactly one function")
    return imports


def _refuse_imports(tree, kind, place):
    """Refuse what the reader's machine does not have, and answers outside of the cells made for them."""
    for module in sorted(_modules_imported(tree) - {DATASETS}):
        package = module.split(".")[0]
        if package == "solutions":
            raise UnusableInput(f"{place} imports {module}: only cells tagged exercise or carry-over may")
        if kind != "book-only" and package not in PACKAGES_OF_READERS:
            raise UnusableInput(f"{place} imports {module}: a released notebook has NumPy and matplotlib only")


def _modules_imported(tree):
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _refuse_wrong_order(cells, place):
    kinds = [cell.kind for cell in cells if cell.kind not in ("markdown", "book-only")]
    if kinds[:1] != ["setup"] or kinds.count("setup") != 1:
        raise UnusableInput(f"{place}: the first code cell, and no other, has the tag setup")
    if kinds.count("carry-over") > 1:
        raise UnusableInput(f"{place}: one cell at most has the tag carry-over")
    names = [cell.names[0] for cell in cells if cell.kind == "exercise"]
    for name in names:
        if names.count(name) > 1:
            raise UnusableInput(f"{place}: {names.count(name)} cells are the exercise {name}")


def plain_markdown(text, place):
    r"""Return a text cell as plain Jupyter shows it best.

    Labels are dropped, and links to other pages of the book become their text.

    Raises
    ------
    UnusableInput
        If the text holds a MyST directive or role or a local picture, which plain Jupyter would not show.

    Examples
    --------
    >>> plain_markdown("(target)=\nSee [the lesson](lesson.md#overflow).", "cell 1")
    'See the lesson.'
    """
    unshowable = UNSHOWABLE.search(text)
    if unshowable:
        raise UnusableInput(
            f"{place}: plain Jupyter cannot show {unshowable[0].strip()!r}; use Markdown, or say it in lesson.md"
        )
    text = re.sub(r"^\([\w-]+\)=\n+", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)", r"\1", text)


def check_headings(chapter, exercises):
    """Refuse a page whose headings disagree with its exercises, or that lacks one.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    exercises : dict of str to Exercise
        The chapter's definitions, in order.

    Raises
    ------
    UnusableInput
        If a heading is not `## Exercise 4.3 · `softmax` (3 points)` with the number of its place on the page, the name
        of the exercise below it and its points, or if a definition has no exercise cell, or the order differs.
    """
    expected, heading = [], None
    for cell in read(chapter):
        if cell.kind == "markdown":
            headings = [line for line in cell.source.splitlines() if line.startswith("## Exercise")]
            heading = headings[-1] if headings else heading
        elif cell.kind == "exercise":
            expected.append(cell.names[0])
            _check_heading(heading, f"{chapter.number}.{len(expected)}", cell, exercises)
            heading = None
    if missing := [name for name in exercises if name not in expected]:
        raise UnusableInput(f"{chapter.assignment}/exercises.md has no exercise cell for {', '.join(missing)}")
    if expected != list(exercises):
        raise UnusableInput(f"{chapter.assignment}/exercises.md: the order in solutions is {', '.join(exercises)}")


def _check_heading(heading, number, cell, exercises):
    name = cell.names[0]
    if name not in exercises:
        raise UnusableInput(f"{cell.place}: there is no definition of the exercise {name}")
    points = exercises[name].points
    right = f"## Exercise {number} · `{name}` ({points} point{'' if points == 1 else 's'})"
    if heading != right:
        raise UnusableInput(f"{cell.place}: the heading is {heading!r}, but the exercise asks for {right!r}")
