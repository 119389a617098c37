"""Canvas: its gradebook as it exports it, with a column for each assignment; feedback named as the submissions were.

Students are told by ID, which is Canvas' own and in the names of what it downloads; who came from elsewhere, by the ids
that the roster has. Columns of its own computing are left out, and rows that would be blank without them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.collect.manifest import Row
from grader.collect.recognise import Recogniser, plain
from grader.collect.returning.made import Made, not_known, table
from grader.collect.returning.numbers import decimal_sign, number_in
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.returning.teams import Came, apart, needs_worksheet, rows_of
from grader.collect.roster import Roster
from grader.collect.tables import Table
from grader.course import UnusableInput

ABOUT = (
    "Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account",
    "Section",
)  # fmt: skip
IDS = ("SIS User ID", "SIS Login ID", "Integration ID")
MADE_ANEW = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
COMPUTED = re.compile(r"(?:Current|Final|Override) (?:Score|Points|Grade|Status)\b")
NUMBERED = re.compile(r"\s*\(\d+\)$")
POSSIBLE, EXCUSED = "Points Possible", "EX"
MARKS = "canvas-marks.csv"
Marks = Mapping[str, Mapping[str, Result]]  # by Canvas' id and the assignment


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Table], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return a gradebook, and a zip file of feedback for each assignment; see `grader.collect.returning`."""
    if len(worksheets) > 1:
        raise UnusableInput(
            f"Canvas has one gradebook for all assignments: give one --worksheet, not {len(worksheets)}."
        )
    made = Made()
    gradebook = worksheets[0] if worksheets else None
    marks: dict[str, dict[str, Result]] = {}
    people: dict[str, str] = {}
    for assignment in sorted({result.assignment for result in results}):
        of_one = [result for result in results if result.assignment == assignment]
        for own, (result, row) in _known(of_one, gradebook, roster, made).items():
            marks.setdefault(own, {})[assignment] = result
            people[own] = row.name
    if gradebook and marks:
        _fill_in(gradebook, marks, scale, _columns(gradebook, marks, recogniser), roster, made)
    elif marks:
        _make_anew(marks, people, scale, made)
    made.about |= {MARKS: "Canvas, Grades, Import."} if marks else {}
    for name in made.feedback:
        made.about[name] = (
            "Canvas, the assignment, SpeedGrader's list: Re-Upload Submissions. Leave the names as they are."
        )
    return made


def _known(results: Sequence[Result], gradebook: Table | None, roster: Roster | None, made: Made) -> dict[str, Came]:
    """Return what everybody has for one assignment, by Canvas' ID; name those of whom it is not known."""
    alone, teams = apart(_came(results, made))
    others = {one.student: (one, Row(name=one.student)) for one in results if not one.on("Canvas")}
    alone = (_members(gradebook, teams | others, roster) if gradebook else {}) | alone
    there = {result.student for result, _ in alone.values()}
    for student, (result, row) in (teams | others).items():
        if student not in there:
            told = needs_worksheet(student, result.assignment, row)
            made.trouble.append(told if student in teams else not_known(student, result.assignment, "Canvas"))
    return alone


def _came(results: Sequence[Result], made: Made) -> list[Came]:
    """Return who handed in by Canvas, and add their feedback, a team's once."""
    came = [(result, row) for result in results if (row := result.on("Canvas"))]
    for result, row in came:
        if result.page:
            pages = made.feedback.setdefault(f"{result.assignment}-feedback.zip", {})
            pages.setdefault(f"{row.prefix}_{result.assignment}.html", result.page)
    return came


def _members(gradebook: Table, students: Mapping[str, Came], roster: Roster | None) -> dict[str, Came]:
    """Return what people have, by the ID of the row of a gradebook that is theirs."""
    own_id = gradebook.required("ID")
    rows = [(line, cells) for line, cells in gradebook.rows if cells[own_id].strip()]
    ids, name = [own_id, *gradebook.columns(*IDS)], gradebook.column("Student")
    found = rows_of(replace(gradebook, rows=rows), students, roster, ids, name)
    return {cells[own_id].strip(): students[student] for student, (_, cells) in found.items()}


def _make_anew(marks: Marks, people: Mapping[str, str], scale: Scale, made: Made) -> None:
    assignments = sorted({name for one in marks.values() for name in one})
    possible = {name: next(one[name].max_points for one in marks.values() if name in one) for name in assignments}
    first = [f"    {POSSIBLE}", *[""] * 4, *(_best(scale, possible[name]) for name in assignments)]
    rows = [
        [people[own], own, "", "", "", *(_mark(of_one.get(name), scale) for name in assignments)]
        for own, of_one in marks.items()
    ]
    made.tables[MARKS] = table([*MADE_ANEW, *assignments], [first, *rows])


def _best(scale: Scale, max_points: float) -> str:
    best = scale.highest_of(max_points)
    return "" if best is None else f"{best:g}"


def _mark(result: Result | None, scale: Scale) -> str:
    return scale.mark(result.points, result.max_points) if result else ""


def _fill_in(
    gradebook: Table, marks: Marks, scale: Scale, columns: Mapping[str, int], roster: Roster | None, made: Made
) -> None:
    """Fill marks into the gradebook that Canvas exported, and keep nothing of it but what Canvas reads."""
    own_id, about = gradebook.required("ID"), gradebook.columns(*ABOUT)
    kept = [*sorted(about), *columns.values()]
    sign = decimal_sign(cell for _, cells in gradebook.rows for cell in cells[max(about) + 1 :])
    seen: dict[str, int] = {}
    rows = []
    for line, cells in gradebook.rows:
        own, filled = cells[own_id].strip(), list(cells)
        if POSSIBLE in cells[0]:
            _refuse_another_maximum(gradebook, line, cells, columns, marks, scale)
        if own in marks:
            _refuse_somebody_else(gradebook, line, cells, marks[own], roster)
            if seen.setdefault(own, line) != line:
                raise UnusableInput(f"{gradebook.path}:{line}: the ID {own} stands in line {seen[own]}, too.")
        for name, result in marks.get(own, {}).items():
            if cells[columns[name]].strip().upper() == EXCUSED:
                made.trouble.append(f"{result.student}, {name} has no mark: {gradebook.path} says they are excused.")
            else:
                filled[columns[name]] = _mark(result, scale).replace(".", sign)
        rows.append([filled[place] for place in kept])
    unknown = [result for own, of_one in marks.items() if own not in seen for result in of_one.values()]
    made.trouble += [f"{one.student}, {one.assignment} is not in {gradebook.path}." for one in unknown]
    smaller = replace(gradebook, headings=[gradebook.headings[place] for place in kept])
    made.tables[MARKS] = lambda path: smaller.write(path, [row for row in rows if any(map(str.strip, row))])


def _columns(gradebook: Table, marks: Marks, recogniser: Recogniser) -> dict[str, int]:
    """Return where each assignment's column is: its heading is the title in Canvas and a number."""
    found: dict[str, int] = {}
    headings = _of_assignments(gradebook)
    for name in sorted({name for of_one in marks.values() for name in of_one}):
        places = [place for place, title in headings.items() if recogniser.by_name(title) == name]
        if gradebook.told and plain(name) in gradebook.told:
            places = [gradebook.told[plain(name)]]
        if len(places) != 1:
            has = ", ".join(repr(gradebook.headings[place]) for place in list(places or headings)[:12])
            how = "are several columns" if places else "is no column"
            raise UnusableInput(
                f"{gradebook.path}:1: there {how} for {name}; there are {has}. Say which it is, "
                f"--column '{name}=HEADING', or have the title of the assignment in Canvas hold {name!r}, and export "
                "the gradebook again."
            )
        found[name] = places[0]
    return found


def _of_assignments(gradebook: Table) -> dict[int, str]:
    """Return the titles of assignments by place; what Canvas computes, and columns of notes, have no number."""
    about = set(gradebook.columns(*ABOUT))
    others = {
        place: heading
        for place, heading in enumerate(gradebook.headings)
        if place not in about and not COMPUTED.search(heading)
    }
    numbered = {place: NUMBERED.sub("", heading) for place, heading in others.items() if NUMBERED.search(heading)}
    return numbered or others


def _refuse_somebody_else(
    gradebook: Table, line: int, cells: Sequence[str], of_one: Mapping[str, Result], roster: Roster | None
) -> None:
    """Refuse a row in which the ID is one person's, and all else another's: somebody sorted a few of its columns."""
    student = next(iter(of_one.values())).student
    if roster is None or roster.with_id(student) is None:
        return
    told = {member.student for place in gradebook.columns(*IDS) if (member := roster.with_id(cells[place]))}
    told |= {member.student for member in roster.with_name(_name(gradebook, cells))}
    if told and student not in told:
        own = cells[gradebook.required("ID")].strip()
        raise UnusableInput(
            f"{gradebook.path}:{line}: the ID {own} is that of {student!r}, and the row is that of "
            f"{' or '.join(map(repr, sorted(told)))}. No mark is written; export the gradebook again."
        )


def _name(gradebook: Table, cells: Sequence[str]) -> str:
    return ", ".join(cells[place] for place in gradebook.columns("Student", "LastName", "FirstName"))


def _refuse_another_maximum(
    gradebook: Table, line: int, cells: Sequence[str], columns: Mapping[str, int], marks: Marks, scale: Scale
) -> None:
    for name, place in columns.items():
        best = _best(scale, next(one[name].max_points for one in marks.values() if name in one))
        said = number_in(cells[place])
        if best and said is not None and said != float(best):
            raise UnusableInput(
                f"{gradebook.path}:{line}: {name} has {cells[place]} points possible there, and {best} here. Change "
                f"the points of the assignment in Canvas to {best}, or give --scale {said:g}."
            )
