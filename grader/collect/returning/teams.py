"""Teams: one hand-in, a mark for everybody. A platform's own table and the roster tell which row is whose.

What came in for a team bears the team's name and number, or those of one member. So the number of each member is looked
up in the platform's table, in the row that has their id, their address or, where it has neither, their name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.collect.manifest import Row
from grader.collect.returning.results import Result
from grader.collect.roster import Member, Roster
from grader.collect.tables import Table
from grader.course import UnusableInput

Came = tuple[Result, Row]  # what somebody has, and what the platform knows of what was handed in


def apart(came: Iterable[Came]) -> tuple[dict[str, Came], dict[str, Came]]:
    """Return what people handed in alone, by their id on the platform, and what teams did, by student."""
    by_id: dict[str, list[Came]] = {}
    for result, row in came:
        by_id.setdefault(row.id, []).append((result, row))
    alone = {own: several[0] for own, several in by_id.items() if len(several) == 1}
    teams = {one.student: (one, row) for several in by_id.values() if several[1:] for one, row in several}
    return alone, teams


def rows_of(
    table: Table, students: Iterable[str], roster: Roster | None, ids: Sequence[int], name: int | None
) -> dict[str, tuple[int, list[str]]]:
    """Return the row of a platform's table that is each student's, with its line; of those whom it has.

    Parameters
    ----------
    table
        The platform's.
    students
        Who is looked for.
    roster
        Says what they are called there; without one nobody is found.
    ids, name
        The columns of ids and addresses, the surest first, and of names.

    Raises
    ------
    UnusableInput
        If two rows may be one student's.
    """
    wanted = set(students)
    found: dict[str, tuple[int, list[str]]] = {}
    for line, cells in table.rows if roster else ():
        member = _whose([cells[place] for place in ids], cells[name] if name is not None else "", roster)
        if member is None or member.student not in wanted:
            continue
        if member.student in found:
            raise UnusableInput(
                f"{table.path}:{line}: this row may be that of {member.student!r}, and so may line "
                f"{found[member.student][0]}; give the roster a column with their ids, or with their addresses."
            )
        found[member.student] = line, cells
    return found


def _whose(ids: Sequence[str], name: str, roster: Roster | None) -> Member | None:
    """Return who a row is: by a name only where no address tells that they are somebody else."""
    if roster is None:
        return None
    told = [member for text in ids if (member := roster.with_id(text))]
    named = roster.with_name(name) if name.strip() else []
    if any(member != told[0] for member in told):  # one number may be two people's, on two systems
        told = [member for member in told if member in named][:1]
        return told[0] if told else None
    if told:
        return told[0]
    has_address = any("@" in text for text in ids)
    named = [one for one in named if not (has_address and one.email)]
    return named[0] if len(named) == 1 else None


def needs_worksheet(student: str, assignment: str, row: Row) -> str:
    """Return the sentence about a member of a team whose row nothing tells."""
    return (
        f"{student}, {assignment} came in for the team {row.name!r}: give the platform's table with --worksheet, and "
        "the roster, which tell each member's row."
    )
