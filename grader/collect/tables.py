"""Tables of other programs, in CSV: whatever they are encoded in and separated by, each row with its line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.collect.recognise import plain
from grader.course import UnusableInput

LARGEST, HEAD = 64 * 2**20, 64 * 1024
SEPARATORS = ",;\t"
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how the files of Excel and of LibreOffice begin


def as_it_was(text: str) -> str:
    """Return what `grader.report.tables.harmless` was given.

    >>> as_it_was("'=1+1"), as_it_was("'t Hooft")
    ('=1+1', "'t Hooft")
    """
    from grader.report.tables import FORMULA  # slow to import: workers need none of it

    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


@dataclass(frozen=True)
class Writing:
    """How a table is written, so that another can be written alike.

    Parameters
    ----------
    separator, newline
        What stands between cells, and at the end of a row.
    encoding
        As Python calls it.
    byte_order_mark
        Whether the file begins with one.
    """

    separator: str = ","
    newline: str = "\n"
    encoding: str = "utf-8"
    byte_order_mark: bool = False


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
    how
        How the file was written.
    told
        Places of columns that a person told, by the names that they are asked for with; None if nobody could.
    """

    path: Path
    headings: list[str]
    rows: list[tuple[int, list[str]]]
    how: Writing = field(default_factory=Writing)
    told: Mapping[str, int] | None = None

    def column(self, *names: str) -> int | None:
        """Return the place of a column that has one of several names, in any spelling; None if none has."""
        told = [self.told[name] for name in map(plain, names) if self.told and name in self.told]
        return next(iter([*told, *self.columns(*names)]), None)

    def columns(self, *names: str) -> list[int]:
        """Return the places of the columns that have these names, in the order of the names."""
        known = {plain(heading): place for place, heading in reversed(list(enumerate(self.headings)))}
        known |= self.told or {}
        return list(dict.fromkeys(known[name] for name in map(plain, names) if name in known))

    def required(self, *names: str) -> int:
        """Return the place of a column.

        Raises
        ------
        UnusableInput
            If there is none; the message names the file and what it has.
        """
        place = self.column(*names)
        if place is None:
            how = f" Say which it is: --column '{names[0]}=HEADING'." if self.told is not None else ""
            raise UnusableInput(f"{self.path}:1: there is no column {names[0]!r}; the columns are {self.has()}.{how}")
        return place

    def has(self, first: int = 0) -> str:
        """Return the headings for a sentence, from one on; of many the first dozen."""
        shown = [repr(heading) for heading in self.headings[first:] if heading]
        return ", ".join(shown[:12] + ["..."] * (len(shown) > 12)) or "none"

    def telling(self, columns: Mapping[str, str]) -> Table:
        """Return the table with what a person tells of its columns: the headings, by what they are asked for with.

        Raises
        ------
        UnusableInput
            If it has no such heading, or two.
        """
        known = [plain(heading) for heading in self.headings]
        for heading in columns.values():
            if (count := known.count(plain(heading))) != 1:
                how = "is no column" if not count else f"are {count} columns"
                raise UnusableInput(f"{self.path}:1: there {how} {heading!r}; the columns are {self.has()}.")
        return replace(self, told={plain(name): known.index(plain(heading)) for name, heading in columns.items()})

    def write(self, path: Path, rows: Sequence[Sequence[str]]) -> None:
        """Write other rows below the same headings, as the file was written."""
        with open(path, "w", encoding=self.how.encoding, newline="") as file:
            file.write("\ufeff" * self.how.byte_order_mark)
            file.writelines(_line(row, self.how) for row in [self.headings, *rows])


def read_table(path: Path) -> Table:
    """Read a table.

    Raises
    ------
    UnusableInput
        If it cannot be read, has no headings, or a row that is longer than they are.
    """
    text, how = _text(path)
    lines = [(line, row) for line, row in _lines(text, how.separator, path) if any(map(str.strip, row))]
    if not lines:
        raise UnusableInput(f"{path}:1: the table is empty; its first line names the columns.")
    headings = [cell.strip() for cell in lines[0][1]]
    for line, row in lines[1:]:
        if len(row) > len(headings) and any(cell.strip() for cell in row[len(headings) :]):
            raise UnusableInput(f"{path}:{line}: the row has {len(row)} cells, and there are {len(headings)} columns.")
    rows = [(line, (row + [""] * len(headings))[: len(headings)]) for line, row in lines[1:]]
    return Table(path, headings, rows, how)


def _text(path: Path) -> tuple[str, Writing]:
    data = _bytes(path)
    mark = next(filter(data.startswith, MARKS), b"")
    encoding = MARKS.get(mark, "utf-8")
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        line = data[len(mark) :].count(b"\n", 0, error.start) + 1
        raise UnusableInput(_not_text(path, line, encoding)) from error
    if "\0" in text:
        raise UnusableInput(_not_text(path, text[: text.index("\0")].count("\n") + 1, encoding))
    bare = re.sub(r'"[^"]*"', "x", text[:HEAD])  # what stands in quotes separates nothing
    newline = re.search(r"\r\n|\n|\r", bare)
    return text, Writing(_separator(bare), newline[0] if newline else "\n", encoding, bool(mark))


def _bytes(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        raise UnusableInput(f"{path} cannot be read: {error.strerror}.") from error
    if data.startswith(SPREADSHEETS):
        raise UnusableInput(f"{path}:1: it is a spreadsheet, not CSV: save it as CSV in UTF-8.")
    return data


def _not_text(path: Path, line: int, encoding: str) -> str:
    return f"{path}:{line}: this is not {encoding[:6].upper()}: save the table as CSV in UTF-8."


def _separator(bare: str) -> str:
    """Return what separates the headings most often; a comma and a blank belong to one, as in `Name, first name`."""
    headings = next((line for line in bare.splitlines() if line.strip(" " + SEPARATORS)), "")
    return max(SEPARATORS, key=lambda one: len(re.findall(rf"{one}(?! )", headings)))


def _line(row: Sequence[str], how: Writing) -> str:
    """Return a row as it is written; each cell with a break of lines of its own is in quotes, of whatever kind."""
    text = io.StringIO()
    csv.writer(text, delimiter=how.separator, lineterminator="\r\n").writerow(row)
    return text.getvalue().removesuffix("\r\n") + how.newline


def _lines(text: str, separator: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnusableInput(f"{path}:{line}: this is not CSV: {error}.") from error
