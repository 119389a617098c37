"""The bytes of a submitted notebook → its cells. The bytes may be anything.

Only what intake looks at is kept of a cell: its type, its source, and what may tell which cell of the release it was.
Outputs are dropped unread: see `grader.intake.outputs`.
"""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from grader.intake.characters import tidied
from grader.intake.outputs import without_outputs
from grader.intake.text import decode, parse

MAX_FILE = 64 * 2**20  # bytes of a file
MAX_BYTES = 20 * 2**20  # of a notebook without its outputs
LIGHT = 100_000  # bytes that are not worth a scan
MAX_TOKENS = 4_000_000  # brackets and commas: each may become an object of 60 bytes or more
MAX_CELLS = 2_000
MAX_SOURCE = 100_000  # characters of one cell
MAX_SOURCES = 3_000_000  # of all cells together
LONGEST_LANGUAGE = 2_000  # bytes of what a notebook says of its language
LANGUAGE = re.compile(rb'"language_info"\s*:\s*\{(?:[^{}]|\{[^{}]*\})*?"version"\s*:\s*"(3\.\d{1,2})\b')
CODE = "code"
ANSWER, CHECK, FREE_TEXT = "answer", "check", "free-text"


class Unreadable(Exception):
    """No cell can be read from the notebook; the message says why and what to do."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook.

    Parameters
    ----------
    type
        `code`, or whatever else stands there.
    source
        Its text, with lines ending in a line feed.
    grade_id
        The name that nbgrader gave it, or ''.
    id
        The notebook's own name for it, or ''.
    kind
        What nbgrader's metadata say it is for: "answer", "check", "free-text" (an answer in words, for a person to
        grade); '' is any other cell.
    points
        What nbgrader's metadata say that it is worth; 0 if they do not.
    """

    type: str
    source: str
    grade_id: str = ""
    id: str = ""
    kind: str = ""
    points: int = 0

    @property
    def is_code(self) -> bool:
        """Whether there is code in it."""
        return self.type == CODE and bool(self.source.strip())

    def defines(self, name: str) -> bool:
        r"""Whether the cell defines a name, by the looks of it: hostile text is never compiled here.

        Examples
        --------
        >>> Cell("code", "def softmax(logits):\n    return logits").defines("softmax")
        True
        >>> Cell("code", "softmax = np.exp").defines("softmax"), Cell("code", "softmax(logits)").defines("softmax")
        (True, False)
        """
        pattern = rf"^(?:(?:(?:async[ \t]+)?def|class)[ \t]+{name}\b|{name}[ \t]*(?::[^=\n]*)?=(?!=))"
        return re.search(pattern, self._dedented, re.MULTILINE) is not None

    def says_the_same(self, other: Cell) -> bool:
        r"""Whether two cells differ at most in lines that are empty or comments, and in space at the ends of lines.

        In words, a line that begins like a comment counts too.

        >>> Cell("code", "x = 1\n").says_the_same(Cell("code", "# mine\nx = 1  "))
        True
        """
        if FREE_TEXT in (self.kind, other.kind):
            return self.source.split() == other.source.split()
        return self._lines == other._lines

    @cached_property
    def _dedented(self) -> str:
        return textwrap.dedent(self.source)

    @cached_property
    def _lines(self) -> list[str]:
        lines = (line.rstrip() for line in self.source.splitlines())
        return [line for line in lines if line and not line.lstrip().startswith("#")]


def read(data: bytes) -> tuple[list[Cell], list[str]]:
    """Read the cells of a notebook.

    Parameters
    ----------
    data
        The file, from anywhere.

    Returns
    -------
    The cells in order, and in plain words what had to be repaired.

    Raises
    ------
    Unreadable
        If there is nothing to read cells from.

    Examples
    --------
    >>> read(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": ["x = 1"], "metadata": {}}]}')
    ([Cell(type='code', source='x = 1', grade_id='', id='', kind='', points=0)], [])
    """
    repairs: list[str] = []
    document = _parse(data, repairs)
    if not isinstance(document, dict):
        raise Unreadable("The file is JSON, but no notebook: save it from Jupyter as .ipynb and hand it in again.")
    if "worksheets" in document:
        document = _upgrade(document)
        repairs.append("The notebook was in an old format (nbformat 3) and was read as a newer one.")
    cells = document.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("The notebook has no cells: hand in the notebook that holds the answers.")
    if len(cells) > MAX_CELLS:
        raise Unreadable(f"The notebook has {len(cells)} cells, more than the {MAX_CELLS} that are read.")
    return _read_cells(cells, repairs), repairs


def python_version(data: bytes) -> str:
    """Return the version of Python that a notebook names, as Jupyter writes it; '' if it names none.

    Parameters
    ----------
    data
        The file, from anywhere.

    Examples
    --------
    >>> python_version(b'{"metadata": {"language_info": {"codemirror_mode": {"version": 3}, "version": "3.13.1"}}}')
    '3.13'
    """
    place = data.rfind(b'"language_info"')
    found = LANGUAGE.match(data[place : place + LONGEST_LANGUAGE]) if place >= 0 else None
    return found[1].decode("ascii") if found else ""


def lighten(data: bytes) -> bytes:
    """Return a file without what is not looked at in a notebook, if it is in UTF-8.

    Raises
    ------
    Unreadable
        If it is too large even so.
    """
    refuse_size(len(data), MAX_FILE)
    if len(data) > LIGHT and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_utf8(data):
        data = without_outputs(data)
    refuse_size(len(data), MAX_BYTES)
    return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in data[:4]


def refuse_size(size: int, most: int) -> None:
    """Raise if a file of that many bytes is not worth reading.

    Raises
    ------
    Unreadable
        With the size, and what to do.
    """
    if size > most:
        raise Unreadable(
            f"The notebook has {size / 2**20:.0f} MB, more than the {most // 2**20} MB that are read: "
            "clear its outputs (Edit > Clear Outputs of All Cells), save it and hand it in again."
        )


def _parse(data: bytes, repairs: list[str]) -> Any:
    data = lighten(data)
    if not data.strip():
        raise Unreadable("The file is empty: hand in the notebook that holds the answers.")
    if sum(data.count(token) for token in (b"[", b"{", b",")) > MAX_TOKENS:
        raise Unreadable("The file has too many parts for a notebook: clear its outputs, save it and hand it in again.")
    text, said = decode(data)
    try:
        document, repaired = parse(text)
    except (ValueError, RecursionError, MemoryError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(
            f"The file is not a notebook: it is not valid JSON{where}. Open it in Jupyter, save it, hand it in again."
        ) from error
    repairs += said + repaired
    return document


def _upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """Return an nbformat 3 notebook, whose cells are in worksheets, as nbformat 4."""
    from grader.release.notebook_format import nbformat  # slow to import, and such notebooks are rare

    try:
        for sheet in document["worksheets"]:
            for cell in sheet["cells"]:
                cell["outputs"] = []
                for text in ("input", "source"):
                    if isinstance(cell.get(text), list):  # lines, which nbformat joins only in what it reads itself
                        cell[text] = "".join(cell[text])
        old = nbformat.from_dict({"metadata": {}, **document, "nbformat": 3, "nbformat_minor": 0})
        return nbformat.convert(old, 4)
    except Exception as error:  # of a hostile notebook, nbformat may raise anything
        raise Unreadable(
            "The notebook is in an old format (nbformat 3) and could not be read as a newer one: "
            "open it in a current Jupyter, save it and hand it in again."
        ) from error


def _read_cells(documents: list[Any], repairs: list[str]) -> list[Cell]:
    cells = [_read_cell(document) for document in documents]
    if sum(len(cell.source) for cell in cells if cell) > MAX_SOURCES:
        raise Unreadable(f"The notebook's cells hold more than the {MAX_SOURCES} characters that are read.")
    lost = cells.count(None)
    if lost:
        repairs.append(f"{lost} of {len(cells)} cells could not be read and were left out.")
    return [cell for cell in cells if cell]


def _read_cell(document: Any) -> Cell | None:
    if not isinstance(document, dict):
        return None
    source = document.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str) or len(source) > MAX_SOURCE:
        return None
    marks = _mapping(_mapping(document.get("metadata")).get("nbgrader"))
    grade_id, own_id = (name if isinstance(name, str) else "" for name in (marks.get("grade_id"), document.get("id")))
    points = marks["points"] if type(marks.get("points")) is int else 0
    cell_type, text = str(document.get("cell_type"))[:20], _plain(source)
    return Cell(cell_type, tidied(text) if cell_type == CODE else text, grade_id, own_id, _kind(marks), points)


def _kind(marks: dict[str, Any]) -> str:
    """Return what a cell is for: nbgrader has people grade what is a solution and carries points itself."""
    if marks.get("solution") is True:
        return FREE_TEXT if marks.get("grade") is True else ANSWER
    return CHECK if marks.get("grade") is True else ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _plain(source: str) -> str:
    """Return text with line feeds only, and nothing in it that UTF-8 cannot say."""
    source = re.sub(r"\r\n?", "\n", source.removeprefix("\ufeff"))
    return source.encode("utf-8", "replace").decode("utf-8")
