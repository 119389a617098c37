"""Moodle: the offline grading worksheet of each assignment, filled in by participants' numbers; feedback files.

The number of a participant is another one in each assignment, so a worksheet of another assignment has none of ours. A
name beside a number that is not the one which was downloaded is refused: a mark must reach nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from grader.collect import names
from grader.collect.layouts import Person
from grader.collect.manifest import Row
from grader.collect.recognise import Recogniser
from grader.collect.returning.made import Made, not_known, table
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.returning.teams import Came, apart, needs_worksheet, rows_of
from grader.collect.roster import Roster
from grader.collect.tables import Table, read_table
from grader.course import UnusableInput

HEADINGS = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Last modified (submission)",
    "Last modified (grade)", "Feedback comments",
)  # fmt: skip
ID = ("Identifier", "ID", "Identifikator", "Identificador", "Identifiant", "Identificatore", "Kennung")
NAME = ("Full name", "Vollständiger Name", "Nombre completo", "Nom complet", "Nome completo", "Nome", "Volledige naam")
GRADE = ("Grade", "Bewertung", "Calificación", "Note", "Nota", "Valutazione", "Beoordeling", "Cijfer")
MOST = ("Maximum grade", "Höchste Bewertung", "Bestwertung", "Calificación máxima", "Note maximale", "Nota máxima")
EMAIL = ("Email address", "Email", "E-mail", "E-Mail-Adresse")
OWN_ID = ("ID number", "ID-Nummer", "Username", "Anmeldename")
Known = Mapping[str, Came]  # by the participant's number


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Path], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return a worksheet and a zip file of feedback for each assignment; see `grader.collect.returning`."""
    made = Made()
    sheets = {path: read_table(path) for path in worksheets}
    for assignment in sorted({result.assignment for result in results}):
        came: list[Came] = []
        for result in (one for one in results if one.assignment == assignment):
            row = result.on("Moodle")
            if row is None:
                made.trouble.append(not_known(result.student, assignment, "Moodle"))
            else:
                came.append((result, row))
        if came:
            _of_assignment(assignment, came, scale, sheets, roster, made)
    if sheets:
        path, sheet = next(iter(sheets.items()))
        raise UnusableInput(
            f"{path}:{sheet.rows[0][0] if sheet.rows else 1}: none of its participants handed in what was graded. It "
            "is the worksheet of another assignment; download the one that the submissions came from."
        )
    return made


def _of_assignment(
    assignment: str, came: Sequence[Came], scale: Scale, sheets: dict[Path, Table], roster: Roster | None, made: Made
) -> None:
    """Add what belongs to one assignment; take its worksheet, if it is there."""
    numbers = {row.id for _, row in came}
    own = [
        path for path, sheet in sheets.items() if {_number(row[sheet.required(*ID)]) for _, row in sheet.rows} & numbers
    ]
    known, teams = apart(came)
    known |= _members(sheets[own[0]], teams, roster) if own else {}
    there = {result.student for result, _ in known.values()}
    made.trouble += [needs_worksheet(one, assignment, row) for one, (_, row) in teams.items() if one not in there]
    marks = f"{assignment}-marks.csv"
    if own:
        sheet = sheets.pop(own[0])
        rows = _filled_in(sheet, known, assignment, scale, made)
        made.tables[marks] = lambda path: sheet.write(path, rows)
    else:
        made.tables[marks] = table(HEADINGS, (_row(result, row, scale) for result, row in known.values()))
    feedback = f"{assignment}-feedback.zip"
    pages = {f"{row.prefix}_{assignment}.html": result.page for result, row in known.values() if result.page}
    made.feedback[feedback] = pages
    made.about |= {
        marks: "Moodle, the assignment, Submissions, Actions: Upload grading worksheet. Turn on Offline grading "
        "worksheet under Feedback types first, and tick “Allow updating records …”.",
        feedback: "the same place: Upload multiple feedback files in a zip. Turn on Feedback files first.",
    }


def _members(sheet: Table, teams: Mapping[str, Came], roster: Roster | None) -> dict[str, Came]:
    """Return what members of teams have, by the participant's number that each has in a worksheet."""
    number, name = sheet.required(*ID), sheet.column(*NAME)
    ids = [place for names_of in (EMAIL, OWN_ID) if (place := sheet.column(*names_of)) is not None]
    found: dict[str, Came] = {}
    for student, (_, cells) in rows_of(sheet, teams, roster, ids, name).items():
        result, row = teams[student]
        own, called = _number(cells[number]), cells[name] if name is not None else row.name
        prefix = f"{called.replace('_', ' ')}_{own}_assignsubmission_file"
        found[own] = result, replace(row, id=own, name=called, prefix=prefix)
    return found


def _filled_in(sheet: Table, known: Known, assignment: str, scale: Scale, made: Made) -> list[list[str]]:
    """Return the rows of a worksheet with marks in them."""
    number, grade = sheet.required(*ID), sheet.required(*GRADE)
    name, most = sheet.column(*NAME), sheet.column(*MOST)
    seen: dict[str, int] = {}
    rows = []
    for line, cells in sheet.rows:
        participant, filled = _number(cells[number]), list(cells)
        if participant in known:
            if participant in seen:
                raise UnusableInput(f"{sheet.path}:{line}: {cells[number]!r} stands in line {seen[participant]}, too.")
            seen[participant] = line
            result, row = known[participant]
            if name is not None:
                _refuse_another_name(sheet, line, cells[name], row)
            if most is not None:
                _refuse_another_maximum(sheet, line, cells[most], result, scale)
            filled[grade] = scale.mark(result.points, result.max_points)
        rows.append(filled)
    missing = [result for participant, (result, _) in known.items() if participant not in seen]
    made.trouble += [f"{one.student}, {assignment} is not in {sheet.path}." for one in missing]
    return rows


def _number(identifier: str) -> str:
    """Return a participant's number: the cell is `Participant 1234567` in English."""
    found = re.search(r"(\d+)\s*$", identifier)
    return found[1] if found else ""


def _refuse_another_name(sheet: Table, line: int, name: str, row: Row) -> None:
    told = names.parts(name)
    if told and names.parts(row.name) not in (told, names.parts("Participant")) and not _group_prefix(name, row.name):
        raise UnusableInput(
            f"{sheet.path}:{line}: participant {row.id} is {name!r} here, and {row.name!r} in what was downloaded. "
            "No mark is written; download both again."
        )


def _group_prefix(name: str, downloaded: str) -> bool:
    """Whether a downloaded name is this one with the name of its group in front, as Moodle writes it."""
    return "-" in downloaded and names.key(downloaded).endswith(names.key(Person(name).name))


def _refuse_another_maximum(sheet: Table, line: int, most: str, result: Result, scale: Scale) -> None:
    best = scale.highest_of(result.max_points)
    try:
        said = float(most.replace(",", "."))
    except ValueError:
        return
    if best is not None and said != best:
        raise UnusableInput(
            f"{sheet.path}:{line}: the maximum grade is {most} there, and {best:g} here. Change the assignment's "
            f"maximum in Moodle to {best:g}, or give --scale {said:g}."
        )


def _row(result: Result, row: Row, scale: Scale) -> list[str]:
    best = scale.highest_of(result.max_points)
    mark = scale.mark(result.points, result.max_points)
    most = "" if best is None else f"{best:g}"
    return [f"Participant {row.id}", row.name, row.email, "", mark, most, "", "", ""]
