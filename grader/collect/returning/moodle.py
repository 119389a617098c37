"""Moodle: the offline grading worksheet of each assignment, filled in by participants' numbers; feedback files.

The number of a participant is another one in each assignment, so a worksheet of another assignment has none of ours. A
name beside a number that is not the one which was downloaded is refused: a mark must reach nobody else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from grader.collect import headings, names
from grader.collect.layouts import Person
from grader.collect.manifest import Row
from grader.collect.recognise import Recogniser
from grader.collect.returning.made import Made, not_known, table
from grader.collect.returning.numbers import decimal_sign, number_in
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.returning.teams import Came, apart, needs_worksheet, rows_of
from grader.collect.roster import Roster
from grader.collect.tables import Table
from grader.course import UnusableInput

HEADINGS = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Last modified (submission)",
    "Last modified (grade)", "Feedback comments",
)  # fmt: skip
COLUMNS = (  # what `--column` may tell of a worksheet: what each is called in English
    headings.IDENTIFIER[0], headings.FULL_NAME[0], headings.EMAIL[0], headings.OWN_ID[0], headings.GRADE[0],
    headings.MAXIMUM[0],
)  # fmt: skip
NAME = (*headings.FULL_NAME, "Nome")
NO_NAMES = {names.key(word) for word in headings.PARTICIPANT}
UPLOAD = (
    "Moodle, the assignment, Submissions, Actions: Upload grading worksheet. Turn on Offline grading worksheet under "
    "Feedback types first, and tick “Allow updating records …”."
)
Known = Mapping[str, Came]  # by the participant's number


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Table], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return a worksheet and a zip file of feedback for each assignment; see `grader.collect.returning`."""
    made = Made()
    sheets = list(worksheets)
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
        line = sheets[0].rows[0][0] if sheets[0].rows else 1
        raise UnusableInput(
            f"{sheets[0].path}:{line}: none of its participants handed in what was graded. It is the worksheet of "
            "another assignment; download the one that the submissions came from."
        )
    return made


def _of_assignment(
    assignment: str, came: Sequence[Came], scale: Scale, sheets: list[Table], roster: Roster | None, made: Made
) -> None:
    """Add what belongs to one assignment; take its worksheets out of those that are there."""
    own = [sheet for sheet in sheets if _numbers(sheet) & {row.id for _, row in came}]  # one for each group, perhaps
    sheets[:] = [sheet for sheet in sheets if sheet not in own]
    known, teams = apart(came)
    for sheet in own:
        known = _members(sheet, teams, roster) | known
    there = {result.student for result, _ in known.values()}
    made.trouble += [needs_worksheet(one, assignment, row) for one, (_, row) in teams.items() if one not in there]
    tables = _tables(assignment, own, known, scale, made)
    feedback = f"{assignment}-feedback.zip"
    pages = {f"{row.prefix}_{assignment}.html": result.page for result, row in known.values() if result.page}
    made.feedback[feedback] = pages
    made.about |= dict.fromkeys(tables, UPLOAD)
    made.about[feedback] = "the same place: Upload multiple feedback files in a zip. Turn on Feedback files first."


def _tables(assignment: str, own: Sequence[Table], known: Known, scale: Scale, made: Made) -> list[str]:
    """Add the worksheets of one assignment, filled in, or a table made anew; return their names."""
    if not own:
        rows = (_row(result, row, scale) for result, row in known.values())
        made.tables[f"{assignment}-marks.csv"] = table(HEADINGS, rows)
        return [f"{assignment}-marks.csv"]
    there = {number for sheet in own for number in _numbers(sheet)}
    paths = " or ".join(str(sheet.path) for sheet in own)
    missing = [result for participant, (result, _) in known.items() if participant not in there]
    made.trouble += [f"{one.student}, {assignment} is not in {paths}." for one in missing]
    found: dict[str, Callable[[Path], object]] = {}
    for number, sheet in enumerate(own, 1):
        name = f"{assignment}-marks.csv" if len(own) == 1 else f"{assignment}-marks-{number}.csv"
        found[name] = partial(sheet.write, rows=_filled_in(sheet, known, scale))
    made.tables |= found
    return list(found)


def _members(sheet: Table, teams: Mapping[str, Came], roster: Roster | None) -> dict[str, Came]:
    """Return what members of teams have, by the participant's number that each has in a worksheet."""
    number, name = sheet.required(*headings.IDENTIFIER), sheet.column(*NAME)
    ids = [*sheet.columns(*headings.EMAIL), *sheet.columns(*headings.OWN_ID)]
    found: dict[str, Came] = {}
    for student, (_, cells) in rows_of(sheet, teams, roster, ids, name).items():
        result, row = teams[student]
        own, called = _number(cells[number]), cells[name] if name is not None else row.name
        prefix = f"{called.replace('_', ' ')}_{own}_assignsubmission_file"
        found[own] = result, replace(row, id=own, name=called, prefix=prefix)
    return found


def _filled_in(sheet: Table, known: Known, scale: Scale) -> list[list[str]]:
    """Return the rows of a worksheet with marks in them, with the decimal sign that it has."""
    number, grade = sheet.required(*headings.IDENTIFIER), sheet.required(*headings.GRADE)
    name, most = _name_column(sheet, known), sheet.column(*headings.MAXIMUM)
    sign = decimal_sign(row[place] for _, row in sheet.rows for place in (grade, most) if place is not None)
    seen: dict[str, int] = {}
    rows = []
    for line, cells in sheet.rows:
        participant, filled = _number(cells[number]), list(cells)
        if participant in known:
            if participant in seen:
                raise UnusableInput(f"{sheet.path}:{line}: {cells[number]!r} stands in line {seen[participant]}, too.")
            seen[participant] = line
            result, row = known[participant]
            _refuse_another_name(sheet, line, cells[name] if name is not None else "", row)
            _refuse_another_maximum(sheet, line, cells, result, scale)
            filled[grade] = scale.mark(result.points, result.max_points).replace(".", sign)
        rows.append(filled)
    return rows


def _numbers(sheet: Table) -> set[str]:
    place = sheet.required(*headings.IDENTIFIER)
    return {_number(cells[place]) for _, cells in sheet.rows}


def _number(identifier: str) -> str:
    """Return a participant's number: the cell is `Participant 1234567`, or `Teilnehmer/in1234567`."""
    found = re.search(r"(\d+)\s*$", identifier)
    return found[1] if found else ""


def _name_column(sheet: Table, known: Known) -> int | None:
    """Return where names stand: as the heading says or, where it is not known, where most are those that we have."""
    if (place := sheet.column(*NAME)) is not None:
        return place
    number = sheet.required(*headings.IDENTIFIER)
    ours = [(cells, known[own][1].name) for _, cells in sheet.rows if (own := _number(cells[number])) in known]
    agree = Counter(
        place for cells, name in ours for place, cell in enumerate(cells) if names.parts(cell) == names.parts(name)
    )
    return agree.most_common(1)[0][0] if agree else None


def _refuse_another_name(sheet: Table, line: int, name: str, row: Row) -> None:
    told, downloaded = names.parts(name), names.parts(row.name)
    if not told or told == downloaded or names.key(row.name) in NO_NAMES or _group_prefix(name, row.name):
        return
    raise UnusableInput(
        f"{sheet.path}:{line}: participant {row.id} is {name!r} here, and {row.name!r} in what was downloaded. "
        "No mark is written; download both again."
    )


def _group_prefix(name: str, downloaded: str) -> bool:
    """Whether a downloaded name is this one with the name of its group in front, as Moodle writes it."""
    return "-" in downloaded and names.key(downloaded).endswith(names.key(Person(name).name))


def _refuse_another_maximum(sheet: Table, line: int, cells: Sequence[str], result: Result, scale: Scale) -> None:
    place, best = sheet.column(*headings.MAXIMUM), scale.highest_of(result.max_points)
    said = number_in(cells[place]) if place is not None else None
    if best is not None and said is not None and said != best:
        raise UnusableInput(
            f"{sheet.path}:{line}: the maximum grade is {cells[place or 0]} there, and {best:g} here. Change the "
            f"assignment's maximum in Moodle to {best:g}, or give --scale {said:g}."
        )


def _row(result: Result, row: Row, scale: Scale) -> list[str]:
    best = scale.highest_of(result.max_points)
    mark = scale.mark(result.points, result.max_points)
    most = "" if best is None else f"{best:g}"
    return [f"Participant {row.id}", row.name, row.email, "", mark, most, "", "", ""]
