"""Tables of other programs, in CSV: whatever they are encoded in and separated by, each row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.collect.recognise import plain
from grader.course import UnusableInput

LARGEST = 64 * 2**20
SEPARATORS = ",;\t"


def as_it_was(text: str) -> str:
    """Return what `grader.report.tables.harmless` was given.

    >>> as_it_was("'=1+1"), as_it_was("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    from grader.report.tables import FORMULA  # slow to import: workers need none of it

    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


@dataclass(frozen=True)
class Table:
    """A table with one line of headings.

    Parameters
    ----------
    path
        The file.
    headings
        Of the columns, in order.
    rows
        With the line of the file that each begins on.
    separator, byte_order_mark
        How the file was written, so that it can be written alike.
    """

    path: Path
    headings: list[str]
    rows: list[tuple[int, list[str]]]
    separator: str = ","
    byte_order_mark: bool = False

    def column(self, *names: str) -> int | None:
        """Return the place of the first column that has one of the names, in any spelling; None if none has."""
        known = [plain(heading) for heading in self.headings]
        return next((known.index(plain(name)) for name in names if plain(name) in known), None)

    def required(self, *names: str) -> int:
        """Return the place of a column.

        Raises
        ------
        UnusableInput
            If there is none; the message names the file and what it has.
        """
        place = self.column(*names)
        if place is None:
            has = ", ".join(map(repr, self.headings[:12]))
            raise UnusableInput(f"{self.path}:1: there is no column {names[0]!r}; the columns are {has}.")
        return place

    def write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write other rows below the same headings, as the file was written."""
        with open(path, "w", encoding="utf-8-sig" if self.byte_order_mark else "utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=self.separator, lineterminator="\n")
            writer.writerows([self.headings, *rows])


def read_table(path: Path) -> Table:
    """Read a table.

    Raises
    ------
    UnusableInput
        If it cannot be read, has no headings, or a row that is longer than they are.
    """
    text, has_mark = _text(path)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    lines = list(_lines(text, separator, path))
    if not lines or not any(cell.strip() for cell in lines[0][1]):
        raise UnusableInput(f"{path}:1: the table is empty; its first line names the columns.")
    headings = [cell.strip() for cell in lines[0][1]]
    for line, row in lines[1:]:
        if len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
            raise UnusableInput(f"{path}:{line}: the row has {len(row)} cells, and there are {len(headings)} columns.")
    rows = [
        (line, (row + [""] * len(headings))[: len(headings)]) for line, row in lines[1:] if any(map(str.strip, row))
    ]
    return Table(path, headings, rows, separator, has_mark)


def _text(path: Path) -> tuple[str, bool]:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise UnusableInput(f"{path} cannot be read: {error.strerror}.") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), False
    if data.startswith(b"PK\x03\x04"):
        raise UnusableInput(f"{path}:1: it is a spreadsheet, not CSV: save it as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig"), data.startswith(b"\xef\xbb\xbf")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableInput(f"{path}:{line}: this is not UTF-8: save the table as CSV in UTF-8.") from error


def _lines(text: str, separator: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnusableInput(f"{path}:{line}: this is not CSV: {error}.") from error
