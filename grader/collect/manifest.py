"""What became of every file that was collected, in SUBMITTED/collected.csv; marks go back by what it says.

It is a table for people, too: they may sort it and read it in a spreadsheet.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from grader.collect.tables import as_it_was, read_table
from grader.course import UnusableInput

NAME = "collected.csv"
KEPT, AGAIN, LEFT_OUT, NO_NOTEBOOK = "kept", "the same was there already", "left out", "no notebook"


@dataclass(frozen=True)
class Row:
    """One file, for one student.

    Parameters
    ----------
    student, assignment, attempt
        Where it belongs; `attempt` is 1 for the oldest. All are empty for what belongs nowhere.
    file
        Where it is now, by its path from SUBMITTED; empty if it was not kept.
    what
        What was done with it, and why: `kept`, `left out: ...`, or what it is.
    source
        Where it was.
    platform, id, name, email, prefix
        Whose it is as the platform tells, and how the names begin of files that it takes back.
    submitted_at
        When it was handed in, in UTC as ISO 8601 has it; empty if that is not told.
    """

    student: str = ""
    assignment: str = ""
    attempt: str = ""
    file: str = ""
    what: str = ""
    source: str = ""
    platform: str = ""
    id: str = ""
    name: str = ""
    email: str = ""
    prefix: str = ""
    submitted_at: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the file is there."""
        return bool(self.file)

    @property
    def time(self) -> datetime | None:
        """When it was handed in."""
        return datetime.fromisoformat(self.submitted_at) if self.submitted_at else None


COLUMNS = [field.name for field in fields(Row)]


def write(rows: Iterable[Row], path: Path) -> None:
    """Write the table."""
    from grader.report.tables import harmless  # slow to import: workers need none of it

    with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([harmless(getattr(row, column)) for column in COLUMNS] for row in rows)


def read(folder: Path) -> list[Row]:
    """Return the rows of a folder's table; none if it has none.

    Raises
    ------
    UnusableInput
        If the table lacks a column or says what no table of ours says.
    """
    path = folder / NAME
    if not path.exists():
        return []
    table = read_table(path)
    places = [table.required(column) for column in COLUMNS]
    rows = []
    for line, cells in table.rows:
        row = Row(*(as_it_was(cells[place]) for place in places))
        try:
            row.time  # noqa: B018 (so that what is wrong with it is said here)
        except ValueError as error:
            raise UnusableInput(
                f"{path}:{line}: {row.submitted_at!r} is no time, as in 2026-03-01T12:00:00."
            ) from error
        rows.append(row)
    return rows
