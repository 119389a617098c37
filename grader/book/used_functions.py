"""Which functions that readers write a page runs with: those that its cells import, and what these call in turn."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable
from pathlib import Path

from grader.course import SOLUTIONS, Course
from grader.release.chapter_source import read


def functions_used(course: Course, cells: Iterable[str]) -> list[str]:
    """Return the names of the exercises that cells run with, in the order of the course.

    Parameters
    ----------
    course
        The course.
    cells
        The texts of cells.
    """
    asked, calls = _asked(course.root), _calls(course.root)
    reached: set[str] = set()
    left = [name for cell in cells for name in _imported(cell)]
    while left:
        name = left.pop()
        if name not in reached:
            reached.add(name)
            left += calls.get(name, ())
    return [name for name in asked if name in reached]


@functools.lru_cache(maxsize=8)
def _asked(root: Path) -> tuple[str, ...]:
    """Return the names of a course's exercises."""
    chapters = [chapter for chapter in Course(root).chapters() if chapter.page.is_file()]
    cells = [cell for chapter in chapters for cell in read(chapter) if cell.kind == "exercise"]
    return tuple(name for cell in cells for name in cell.names)


@functools.lru_cache(maxsize=8)
def _calls(root: Path) -> dict[str, frozenset[str]]:
    """Return the names that each function or class of the course's solutions uses."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted((root / SOLUTIONS).rglob("*.py"))]
    made = [node for tree in trees for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    return {node.name: frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name)) for node in made}


def _imported(cell: str) -> list[str]:
    """Return the names that a cell imports from the course's solutions.

    >>> _imported("from solutions.losses import mse, softmax as s; import numpy")
    ['mse', 'softmax']
    """
    try:
        nodes = list(ast.walk(ast.parse(cell)))
    except SyntaxError:  # a cell with magics
        return []
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return [a.name for node in froms if (node.module or "").split(".")[0] == SOLUTIONS for a in node.names]
