"""Canvas: its gradebook as it exports it, with a column for each assignment; feedback named as the submissions were.

Students are told by ID, which is Canvas' own. The columns that Canvas computes itself are left out: it refuses them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader.collect.recognise import Recogniser
from grader.collect.returning.made import Made, not_known, table
from grader.collect.returning.results import Result
from grader.collect.returning.scales import Scale
from grader.collect.returning.teams import Came, apart, needs_worksheet, rows_of
from grader.collect.roster import Roster
from grader.collect.tables import Table, read_table
from grader.course import UnusableInput

ABOUT = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "Points Possible"
MARKS = "canvas-marks.csv"
Marks = Mapping[str, Mapping[str, Result]]  # by Canvas' id and the assignment


def make(
    results: Sequence[Result], scale: Scale, worksheets: Sequence[Path], recogniser: Recogniser, roster: Roster | None
) -> Made:
    """Return a gradebook, and a zip file of feedback for each assignment; see `grader.collect.returning`."""
    if len(worksheets) > 1:
        raise UnusableInput(
            f"Canvas has one gradebook for all assignments: give one --worksheet, not {len(worksheets)}."
        )
    made = Made()
    gradebook = read_table(worksheets[0]) if worksheets else None
    marks: dict[str, dict[str, Result]] = {}
    people: dict[str, str] = {}
    for assignment in sorted({result.assignment for result in results}):
        came = _came([result for result in results if result.assignment == assignment], made)
        alone, teams = apart(came)
        alone |= _members(gradebook, teams, roster) if gradebook else {}
        there = {result.student for result, _ in alone.values()}
        made.trouble += [needs_worksheet(one, assignment, row) for one, (_, row) in teams.items() if one not in there]
        for own, (result, row) in alone.items():
            marks.setdefault(own, {})[assignment] = result
            people[own] = row.name
    if gradebook and marks:
        _fill_in(gradebook, marks, scale, recogniser, made)
    elif marks:
        _make_anew(marks, people, scale, made)
    made.about |= {MARKS: "Canvas, Grades, Import."} if marks else {}
    for name in made.feedback:
        made.about[name] = (
            "Canvas, the assignment, SpeedGrader's list: Re-Upload Submissions. Leave the names as they are."
        )
    return made


def _came(results: Sequence[Result], made: Made) -> list[Came]:
    """Return who handed in by Canvas, and add their feedback, a team's once; name the others."""
    came = []
    for result in results:
        row = result.on("Canvas")
        if row is None:
            made.trouble.append(not_known(result.student, result.assignment, "Canvas"))
            continue
        came.append((result, row))
        if result.page:
            pages = made.feedback.setdefault(f"{result.assignment}-feedback.zip", {})
            pages.setdefault(f"{row.prefix}_{result.assignment}.html", result.page)
    return came


def _members(gradebook: Table, teams: Mapping[str, Came], roster: Roster | None) -> dict[str, Came]:
    """Return what members of teams have, by the ID that each has in a gradebook."""
    own_id = gradebook.required("ID")
    ids = [place for heading in ABOUT[1:4] if (place := gradebook.column(heading)) is not None]
    found = rows_of(gradebook, teams, roster, ids, gradebook.column("Student"))
    return {cells[own_id].strip(): teams[student] for student, (_, cells) in found.items()}


def _make_anew(marks: Marks, people: Mapping[str, str], scale: Scale, made: Made) -> None:
    assignments = sorted({name for one in marks.values() for name in one})
    possible = {name: next(one[name].max_points for one in marks.values() if name in one) for name in assignments}
    first = [f"    {POSSIBLE}", *[""] * 4, *(_best(scale, possible[name]) for name in assignments)]
    rows = [
        [people[own], own, "", "", "", *(_mark(of_one.get(name), scale) for name in assignments)]
        for own, of_one in marks.items()
    ]
    made.tables[MARKS] = table([*ABOUT, *assignments], [first, *rows])


def _best(scale: Scale, max_points: float) -> str:
    best = scale.highest_of(max_points)
    return "" if best is None else f"{best:g}"


def _mark(result: Result | None, scale: Scale) -> str:
    return scale.mark(result.points, result.max_points) if result else ""


def _fill_in(gradebook: Table, marks: Marks, scale: Scale, recogniser: Recogniser, made: Made) -> None:
    """Fill marks into the gradebook that Canvas exported, and keep nothing of it but what Canvas reads."""
    own_id = gradebook.required("ID")
    columns = _columns(gradebook, marks, recogniser)
    about = [place for name in ABOUT if (place := gradebook.column(name)) is not None]
    kept = [*about, *columns.values()]
    seen: dict[str, int] = {}
    rows = []
    for line, cells in gradebook.rows:
        filled = list(cells)
        of_one = marks.get(cells[own_id].strip(), {})
        if of_one and cells[own_id].strip() in seen:
            raise UnusableInput(
                f"{gradebook.path}:{line}: the ID {cells[own_id]} stands in line {seen[cells[own_id].strip()]}, too."
            )
        seen |= {cells[own_id].strip(): line} if of_one else {}
        for name, place in columns.items():
            if cells[0].strip() == POSSIBLE:
                _refuse_another_maximum(gradebook, line, cells[place], name, marks, scale)
            elif name in of_one:
                filled[place] = _mark(of_one[name], scale)
        rows.append([filled[place] for place in kept])
    unknown = [result for own, of_one in marks.items() if own not in seen for result in of_one.values()]
    made.trouble += [f"{one.student}, {one.assignment} is not in {gradebook.path}." for one in unknown]
    smaller = Table(gradebook.path, [gradebook.headings[place] for place in kept], [], gradebook.separator)
    made.tables[MARKS] = lambda path: smaller.write(path, rows)


def _columns(gradebook: Table, marks: Marks, recogniser: Recogniser) -> dict[str, int]:
    """Return where each assignment's column is: its heading is the title in Canvas and a number."""
    found: dict[str, list[int]] = {}
    for place, heading in enumerate(gradebook.headings):
        if name := recogniser.by_name(re.sub(r"\s*\(\d+\)$", "", heading)):
            found.setdefault(name, []).append(place)
    for name in sorted({name for one in marks.values() for name in one}):
        if len(found.get(name, [])) != 1:
            how = "no column" if name not in found else "several columns"
            has = ", ".join(map(repr, gradebook.headings[len(ABOUT) : 17]))
            raise UnusableInput(
                f"{gradebook.path}:1: there is {how} for {name}; its columns are {has}. Have "
                f"the title of the assignment in Canvas hold {name!r}, and export the gradebook again."
            )
    wanted = {name for one in marks.values() for name in one}
    return {name: places[0] for name, places in found.items() if name in wanted}


def _refuse_another_maximum(gradebook: Table, line: int, cell: str, name: str, marks: Marks, scale: Scale) -> None:
    best = _best(scale, next(one[name].max_points for one in marks.values() if name in one))
    try:
        said = float(cell)
    except ValueError:
        return
    if best and said != float(best):
        raise UnusableInput(
            f"{gradebook.path}:{line}: {name} has {cell} points possible there, and {best} here. Change the points "
            f"of the assignment in Canvas to {best}, or give --scale {said:g}."
        )
