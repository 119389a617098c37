"""A chapter's exercises.md as cells of known kinds: the one place that knows which tags there are and what they allow.

    setup        the first code cell: imports
    carry-over   imports functions of earlier chapters from `solutions`; readers paste their own
    exercise     one line, `from solutions.losses import softmax`: the reader writes this function
    book-only    is shown in the book and not released
    free-text    a text cell that asks for an answer in words, which a person grades; it has a name and points:
                 +++ {"tags": ["free-text"], "name": "explain_mean", "points": 2}
    (no tag)     uses the reader's functions

The page is a MyST notebook. What is released of it must read well in plain Jupyter, which knows Markdown but not MyST.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import EXERCISES, SOLUTIONS, Chapter, Course, UnusableInput
from grader.exercise import Exercise
from grader.release.notebook_format import jupytext

if TYPE_CHECKING:  # slow to import
    from nbformat import NotebookNode

TAGS = ("setup", "carry-over", "exercise", "book-only")
FREE_TEXT = "free-text"
NO_CODE = ("markdown", FREE_TEXT)
# a directive, a role, a local picture
HEADING = re.compile(r"^##? *(?:(?:Exercise|Warm-up)\b.*|.*`\w+`.*)$", re.MULTILINE)
ANSWER = re.compile(r"[a-z][a-z0-9_]*")
NUMBER = re.compile(r"(?:(?<=Exercise )|(?<=Warm-up ))\d+(?:\.\d+)?")
NAME, POINTS = re.compile(r"`\w+`"), re.compile(r"\(\d+ points?\)")
UNSHOWABLE = re.compile(r"^ *(?:`{3,}|~{3,}|:{3,})\{.*$|\{[\w:-]+\}`|!\[[^\]]*\]\((?!https:|data:).*", re.MULTILINE)


@dataclass(frozen=True)
class SourceCell:
    """One cell of exercises.md.

    Parameters
    ----------
    kind
        What the cell is for: markdown, free-text, setup, carry-over, exercise, book-only or use.
    source
        Its text.
    place
        How error messages name it.
    imports
        The names that exercise and carry-over cells import, by module of `solutions`.
    name, points
        What the answer to a free-text cell is called, and what it is worth.
    """

    kind: str
    source: str
    place: str
    imports: Mapping[str, tuple[str, ...]]
    name: str = ""
    points: int = 0

    @property
    def is_code(self) -> bool:
        """Whether it is a code cell."""
        return self.kind not in NO_CODE

    @property
    def names(self) -> tuple[str, ...]:
        """The functions that an exercise or carry-over cell imports, in order."""
        return tuple(name for names in self.imports.values() for name in names)

    @property
    def gives(self) -> frozenset[str]:
        """The names that a setup or carry-over cell imports, which the exercises below may use."""
        statements = ast.parse(self.source).body if self.kind in ("setup", "carry-over") else []
        aliases = [a for node in statements if isinstance(node, ast.Import | ast.ImportFrom) for a in node.names]
        return frozenset(alias.asname or alias.name.partition(".")[0] for alias in aliases)


def read(chapter: Chapter) -> list[SourceCell]:
    """Read a chapter's exercises.md.

    Raises
    ------
    UnusableInput
        If the page cannot be read or a cell does not keep the rules; the message names file and line.
    """
    try:
        text = chapter.page.read_text(encoding="utf-8")
        notebook = jupytext.reads(text, fmt="md:myst")
    except (OSError, ValueError) as error:
        raise UnusableInput(f"{chapter.page} cannot be read: {error}") from error
    given = readers_have(chapter.course)
    places = [f"{chapter.page}:{line}" for line in _lines(notebook.cells, text)]
    cells = [_read_cell(cell, place, given) for cell, place in zip(notebook.cells, places)]
    _refuse_wrong_order(cells, chapter.page)
    for cell in cells:
        if cell.kind == "exercise" and list(cell.imports) != [chapter.short]:
            raise UnusableInput(f"{cell.place}: an exercise of this chapter imports from {SOLUTIONS}.{chapter.short}")
    return cells


def readers_have(course: Course) -> set[str]:
    """Return the names of the modules that a course's readers can import: packages, and what travels to them."""
    own = {name.partition("/")[0].removesuffix(".py") for name in course.settings.files if name.endswith(".py")}
    return {*course.settings.packages, *own} | sys.stdlib_module_names


def _lines(cells: Sequence[NotebookNode], text: str) -> list[int]:
    """Return the line of the page on which each cell's text begins."""
    lines, last = text.splitlines(), 0
    found: list[int] = []
    for cell in cells:
        first = next(iter(cell.source.strip().splitlines()), "")
        last = next((n for n in range(last, len(lines)) if lines[n].strip() == first.strip()), last)
        found.append(last + 1)
        last += max(len(cell.source.splitlines()), 1)
    return found


def _read_cell(cell: NotebookNode, place: str, given: Collection[str]) -> SourceCell:
    if cell.cell_type != "code":
        return _free_text(cell, place) if is_free_text(cell) else SourceCell("markdown", cell.source, place, {})
    tags = [tag for tag in cell.metadata.get("tags", []) if tag in TAGS]
    if len(tags) > 1:
        raise UnusableInput(f"{place} has the tags {' and '.join(tags)}; a cell has one of them or none")
    kind = tags[0] if tags else "use"
    place = f"{place} ({kind}, {cell.source.strip().splitlines()[0] if cell.source.strip() else 'empty'})"
    tree = _parse(cell.source, place)
    if kind in ("exercise", "carry-over"):
        return SourceCell(kind, cell.source, place, _solutions_imported(tree, kind, place))
    _refuse_imports(tree, kind, place, given)
    return SourceCell(kind, cell.source, place, {})


def is_free_text(cell: NotebookNode) -> bool:
    """Tell whether a cell asks for an answer in words."""
    return cell.cell_type != "code" and FREE_TEXT in cell.metadata.get("tags", [])


def asks_in_words(chapter: Chapter) -> bool:
    """Tell whether a chapter's page has a free-text cell, by its text alone."""
    return bool(re.search(rf'^\+\+\+.*"{FREE_TEXT}"', chapter.page.read_text(encoding="utf-8"), re.MULTILINE))


def _free_text(cell: NotebookNode, place: str) -> SourceCell:
    name, points = cell.metadata.get("name"), cell.metadata.get("points")
    if not isinstance(name, str) or not ANSWER.fullmatch(name):
        raise UnusableInput(f'{place}: a free-text cell has a name in small letters, as in "name": "explain_mean"')
    if type(points) is not int or points < 1:
        raise UnusableInput(f'{place}: the free-text cell {name} says what it is worth, as in "points": 2')
    return SourceCell(FREE_TEXT, cell.source, place, {}, name, points)


def _parse(source: str, place: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise UnusableInput(f"{place} is not plain Python (line {error.lineno}: {error.msg})") from error


def _solutions_imported(tree: ast.Module, kind: str, place: str) -> dict[str, tuple[str, ...]]:
    """Return the names imported by a cell that must hold nothing but imports from `solutions`."""
    imports: dict[str, tuple[str, ...]] = {}
    for statement in tree.body:
        match statement:
            case ast.ImportFrom(module=str(module), names=names, level=0) if module.startswith(
                f"{SOLUTIONS}."
            ) and not any(a.asname for a in names):
                short = module.split(".", 1)[1]
                imports[short] = (*imports.get(short, ()), *(alias.name for alias in names))
            case _:
                raise UnusableInput(f"{place}: a cell tagged {kind} holds only lines like `from solutions.x import y`")
    if kind == "exercise" and [len(names) for names in imports.values()] != [1]:
        raise UnusableInput(f"{place}: a cell tagged exercise imports exactly one function")
    return imports


def _refuse_imports(tree: ast.Module, kind: str, place: str, given: Collection[str]) -> None:
    """Refuse what the reader's machine does not have, and answers outside of the cells made for them."""
    for module in sorted(_modules_imported(tree)):
        package = module.split(".")[0]
        if package in (SOLUTIONS, EXERCISES):
            raise UnusableInput(f"{place} imports {module}: only cells tagged exercise or carry-over may")
        if kind != "book-only" and package not in given:
            known = ", ".join(sorted(set(given) - sys.stdlib_module_names))
            raise UnusableInput(
                f"{place} imports {module}: a released notebook has {known} and the standard library; other packages "
                "are named in course.toml, `packages = [...]`"
            )


def _modules_imported(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _refuse_wrong_order(cells: Sequence[SourceCell], page: Path) -> None:
    code = [cell for cell in cells if cell.is_code and cell.kind != "book-only"]
    setups = [cell for cell in code if cell.kind == "setup"]
    if not setups or setups != code[:1]:
        place = next((cell.place for cell in [*setups[1:], *code]), page)
        raise UnusableInput(f"{place}: the first code cell, and no other, has the tag setup")
    carried = [cell for cell in code if cell.kind == "carry-over"]
    if len(carried) > 1:
        raise UnusableInput(f"{carried[1].place}: one cell at most has the tag carry-over")
    first: dict[str, SourceCell] = {}
    for cell in (cell for cell in cells if cell.kind in ("exercise", FREE_TEXT)):
        name = cell.name or cell.names[0]
        if first.setdefault(name, cell) is not cell:
            raise UnusableInput(f"{cell.place}: two cells are the exercise {name}; leave one of them")


def plain_markdown(text: str, place: str) -> str:
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


def check_headings(chapter: Chapter, cells: Sequence[SourceCell], exercises: Mapping[str, Exercise]) -> None:
    """Refuse a page whose headings disagree with its exercises.

    Parameters
    ----------
    chapter
        The chapter.
    cells
        Its page.
    exercises
        The chapter's definitions, in the page's order.

    Raises
    ------
    UnusableInput
        If the heading above an exercise, as in `## Exercise 4.3 · `softmax` (3 points)`, says another number than that
        of its place on the page, another name or other points. What a heading leaves out does not matter.
    """
    heading, number = "", 0
    for cell in cells:
        if not cell.is_code:
            heading = next(reversed(HEADING.findall(cell.source)), heading)
        if cell.kind == FREE_TEXT:
            _check_heading(heading, {NAME: f"`{cell.name}`", POINTS: in_points(cell.points)}, cell)
            heading = ""
        elif cell.kind == "exercise":
            number += 1
            exercise = exercises[cell.names[0]]
            right = {NUMBER: f"{chapter.number}.{number}", NAME: f"`{exercise.name}`"}
            _check_heading(heading, right | {POINTS: in_points(exercise.points)}, cell)
            heading = ""


def _check_heading(heading: str, right: Mapping[re.Pattern[str], str], cell: SourceCell) -> None:
    for pattern, words in right.items():
        said = pattern.search(heading)
        if said and said[0] != words:
            raise UnusableInput(f"{cell.place}: the heading above is {heading!r}, but the exercise asks for {words}")


def in_points(points: int) -> str:
    """Return points as headings say them.

    >>> in_points(1), in_points(3)
    ('(1 point)', '(3 points)')
    """
    return f"({points} point{'' if points == 1 else 's'})"
