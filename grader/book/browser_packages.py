"""The packages that cells import in the reader's browser: `figures`, and for lessons the course's own too."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import figures
from grader.book.solutions import stand_ins
from grader.course import SOLUTIONS, Course
from grader.release.comparison import Publishing
from grader.release.files import archive


def pack(folder: Path, files: Mapping[str, bytes], to: Path) -> None:
    """Write files, given by path, into a folder and that into a zip."""
    for place, content in files.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    archive(folder, to)


def figure_files() -> dict[str, bytes]:
    """Return the package `figures`, and what its player brings to a page."""
    home = Path(figures.__file__).parent
    return bare_package(home) | {f"figures/{path.name}": path.read_bytes() for path in home.glob("*.[cj]s*")}


def lesson_files(course: Course, solutions: Publishing = "after") -> dict[str, bytes]:
    """Return the files that lessons read besides: what course.toml names, and `solutions` or its stand-ins."""
    files = {path.relative_to(course.root).as_posix(): _travelling(path) for path in course.lesson_files()}
    return files | (stand_ins(course) if solutions == "never" else bare_package(course.root / SOLUTIONS))


def bare_package(folder: Path) -> dict[str, bytes]:
    """Return the modules of a package, by path."""
    return {path.relative_to(folder.parent).as_posix(): _travelling(path) for path in sorted(folder.rglob("*.py"))}


def _travelling(path: Path) -> bytes:
    content = path.read_bytes()
    return bare(content.decode()).encode() if path.suffix == ".py" else content


def bare(text: str) -> str:
    r"""Return program text without docstrings and comments.

    >>> bare("def one():  # no more\n    'Say it.'\n    return 1")
    'def one():\n    return 1'
    """
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False):
            del node.body[0]
            if not node.body and not isinstance(node, ast.Module):
                node.body.append(ast.Pass())
    return ast.unparse(tree)
