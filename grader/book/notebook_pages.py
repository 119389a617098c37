"""Which pages of a course are notebooks: a page with cells must say so, or the book would print the cells as text."""

from __future__ import annotations

import re
from typing import Any

import yaml

from grader.course import Course, UnusableInput

CELL = re.compile(r"^(?:`{3,}|~{3,}|:{3,})\{code-cell\}", re.MULTILINE)
HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
KERNEL = "kernelspec: {display_name: Python 3, language: python, name: python3}"


def refuse_plain_pages(course: Course) -> None:
    """Refuse pages of chapters, and a cover, that hold cells and do not say that they are notebooks.

    Raises
    ------
    UnusableInput
        If there is one; the message names it, and the line that it lacks.
    """
    for path in [course.root / "index.md", *sorted((course.root / "chapters").glob("*/*.md"))]:
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        cell = CELL.search(text)
        if cell and not is_notebook(text):
            line = text.count("\n", 0, cell.start()) + 1
            raise UnusableInput(
                f"{path}:{line} has a cell, but the page does not say that it is a notebook. Between two lines --- at "
                f"its very top, put `file_format: mystnb` and `{KERNEL}`."
            )


def is_notebook(text: str) -> bool:
    r"""Tell whether a page in Markdown says that it is a notebook, in either of the ways that the book knows.

    Examples
    --------
    >>> is_notebook("---\nfile_format: mystnb\n---\n# Numbers"), is_notebook("# Numbers")
    (True, False)
    """
    head = HEAD.match(text)
    try:
        said = yaml.safe_load(head[1]) if head else {}
    except yaml.YAMLError:
        return True  # Sphinx says better what is wrong with it
    if not isinstance(said, dict):
        return False
    form = _table(_table(said.get("jupytext")).get("text_representation")).get("format_name")
    return said.get("file_format") == "mystnb" or form == "myst"


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
