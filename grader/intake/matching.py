"""Which cell of a submission is which cell of the release, and in which cell each answer stands.

A cell belongs to a released one by nbgrader's name for it, else because the text is the same, else by its id. An answer
whose cell cannot be told that way is found by the function that a cell defines, and at last by its position.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.intake.notebook import ANSWER, CODE, FREE_TEXT, MAX_SOURCE, Cell

CHECK_SUFFIX = "-check"
WRITTEN, BLANK, MISSING = "written", "blank", "missing"


@dataclass(frozen=True)
class FoundAnswer:
    """Where an exercise's answer stands.

    Parameters
    ----------
    state
        "written"; "blank", which is the released stub or nothing; or "missing".
    cell
        The position of the cell in the submission.
    source
        The cell's text.
    """

    state: str
    cell: int | None = None
    source: str = ""


@dataclass
class Matching:
    """A submission laid beside the release.

    Parameters
    ----------
    released, submitted
        The two notebooks; the cells of a split answer are joined in `submitted`.
    owners
        The released cell that a submitted one stands for, by their positions. At most one each.
    spares
        Further submitted cells with the name of a released one.
    notes
        What was repaired, and for which cells.
    """

    released: Sequence[Cell]
    submitted: list[Cell]
    owners: dict[int, int] = field(default_factory=dict)
    spares: dict[int, int] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)

    def note(self, words: str, name: str) -> None:
        """Remember a repair."""
        self.notes.setdefault(words, []).append(name)

    def own(self, released: int) -> int | None:
        """Return the position of the cell that stands for a released one, or None."""
        return next((i for i, owner in self.owners.items() if owner == released), None)

    def free(self) -> list[int]:
        """Return the positions of the cells that belong to no released one."""
        return [i for i in range(len(self.submitted)) if i not in self.owners and i not in self.spares]

    def check_of(self, released: int) -> int:
        """Return where in the submission the check of an answer cell stands first; behind the end if nowhere."""
        check = self.released[released].grade_id + CHECK_SUFFIX
        return next((i for i, cell in enumerate(self.submitted) if cell.grade_id == check), len(self.submitted))

    def last_above_check(self, cells: Sequence[int], released: int) -> int:
        """Return the last of some cells that stands above a released cell's check, or if none does, the last.

        Readers copy an answer to play with it below its check, and Jupyter copies the cell's name too.
        """
        check = self.check_of(released)
        return ([i for i in cells if i < check] or list(cells))[-1]

    def is_filled_in(self, cell: int, released: int) -> bool:
        """Whether a submitted cell holds more than the stub of a released one."""
        own = self.submitted[cell]
        return bool(own.source.strip()) and not own.says_the_same(self.released[released])


def match(
    released: Sequence[Cell], submitted: Sequence[Cell], exercises: Sequence[str]
) -> tuple[Matching, dict[str, FoundAnswer]]:
    """Lay a submission beside the release.

    Parameters
    ----------
    released, submitted
        The two notebooks.
    exercises
        What is asked for in code.

    Returns
    -------
    What was matched, and an answer for each exercise; see `free_texts` for the others.
    """
    matching = Matching(released, list(submitted))
    _join_split_answers(matching, exercises)
    _match_by_name(matching)
    _match_by_text(matching)
    _match_by_id(matching, exercises)
    answers = {name: _find_answer(matching, name) for name in exercises}
    for r, cell in enumerate(released):
        if cell.kind == ANSWER and cell.grade_id not in exercises:
            _find_by_position(matching, r)
    return matching, answers


def _join_split_answers(matching: Matching, exercises: Sequence[str]) -> None:
    """Join a cell that defines an exercise with those after it that go on, indented, where it ends."""
    cells = matching.submitted
    for i in range(len(cells)):
        names = [name for name in exercises if cells[i].defines(name)]
        following = i + 1
        while names and following < len(cells) and _goes_on(cells[i], cells[following]):
            cells[i] = replace(cells[i], source=cells[i].source.rstrip() + "\n" + cells[following].source)
            cells[following] = replace(cells[following], source="", grade_id="", id="")
            matching.note("the cell was split; its parts were joined", names[-1])
            following += 1


def _goes_on(cell: Cell, following: Cell) -> bool:
    if len(cell.source) + len(following.source) > MAX_SOURCE:
        return False
    named_otherwise = following.grade_id not in ("", cell.grade_id)
    return following.type == CODE and not named_otherwise and following.source.lstrip("\n")[:1] in (" ", "\t")


def _match_by_name(matching: Matching) -> None:
    for r, cell in enumerate(matching.released):
        found = [i for i, other in enumerate(matching.submitted) if cell.grade_id and other.grade_id == cell.grade_id]
        if not found:
            continue
        chosen = _choose(matching, r, found)
        matching.owners[chosen] = r
        matching.spares.update({i: r for i in found if i != chosen})
        if cell.kind in (ANSWER, FREE_TEXT) and len(found) > 1:
            which = "the last one above its check that is filled in" if cell.kind == ANSWER else "the last filled in"
            matching.note(f"there were {len(found)} cells of it; {which} was read", cell.grade_id)


def _choose(matching: Matching, released: int, found: Sequence[int]) -> int:
    """Return which of several cells of one name stands for the released one."""
    cell = matching.released[released]
    if cell.kind in (ANSWER, FREE_TEXT):
        filled_in = [i for i in found if matching.is_filled_in(i, released)]
        complete = [i for i in filled_in if matching.submitted[i].defines(cell.grade_id)]
        return matching.last_above_check(complete or filled_in or found, released)
    same = [i for i in found if matching.submitted[i].says_the_same(cell)]
    return (same or found)[0]


def _match_by_text(matching: Matching) -> None:
    for r, cell in enumerate(matching.released):
        if matching.own(r) is None and cell.source.strip():
            same = [i for i in matching.free() if matching.submitted[i].says_the_same(cell)]
            matching.owners.update(dict.fromkeys(same[:1], r))


def _match_by_id(matching: Matching, exercises: Sequence[str]) -> None:
    free = {matching.submitted[i].id: i for i in reversed(matching.free()) if matching.submitted[i].id}
    for r, cell in enumerate(matching.released):
        if cell.id not in free or matching.own(r) is not None:
            continue
        candidate = matching.submitted[free[cell.id]]
        # ids are numbers, and those of another release may be shifted
        if any(candidate.defines(name) for name in exercises if name != cell.grade_id):
            continue
        matching.owners[free[cell.id]] = r
        if cell.kind in (ANSWER, FREE_TEXT):
            matching.note("the cell's mark was missing; it was told by its id", cell.grade_id)


def _find_answer(matching: Matching, name: str) -> FoundAnswer:
    """Return the answer to an exercise: in its own cell, in another one, in the one at its position, or nowhere."""
    released = next(r for r, c in enumerate(matching.released) if c.kind == ANSWER and c.grade_id == name)
    own = matching.own(released)
    if own is not None and matching.is_filled_in(own, released) and matching.submitted[own].defines(name):
        return _answer_in(matching, own, name)
    elsewhere = _find_by_function(matching, released, own is None)
    if elsewhere is not None:
        return _answer_in(matching, elsewhere, name)
    if own is None:
        own = _find_by_position(matching, released)
    if own is None:
        return FoundAnswer(MISSING)
    return _answer_in(matching, own, name) if matching.is_filled_in(own, released) else FoundAnswer(BLANK, own)


def _answer_in(matching: Matching, i: int, name: str) -> FoundAnswer:
    cell = matching.submitted[i]
    if cell.type != CODE:
        matching.note("the answer stood in a cell that is not of type code; its text was read as code", name)
    return FoundAnswer(WRITTEN, i, cell.source)


def free_texts(matching: Matching) -> dict[str, FoundAnswer]:
    """Return the answers in words, by name: each in its own cell, or in the one at its position."""
    found = {}
    for r, cell in enumerate(matching.released):
        if cell.kind == FREE_TEXT:
            own = _find_by_position(matching, r)
            is_written = own is not None and matching.is_filled_in(own, r)
            source = matching.submitted[own].source if own is not None else ""
            state = WRITTEN if is_written else MISSING if own is None else BLANK
            found[cell.grade_id] = FoundAnswer(state, own, source)
    return found


def _find_by_function(matching: Matching, released: int, adopt: bool) -> int | None:
    """Return the cell that defines what an answer cell asks for; a stray one takes the place of a lost one."""
    name = matching.released[released].grade_id
    found = [
        i for i, cell in enumerate(matching.submitted) if cell.defines(name) and matching.is_filled_in(i, released)
    ]
    found = [i for i in found if matching.submitted[i].type == CODE] or found
    if not found:
        return None
    chosen = matching.last_above_check(found, released)
    if adopt and chosen not in matching.owners:
        matching.owners[chosen] = released
        matching.spares.pop(chosen, None)
        matching.note("the cell's mark was missing; it was told by the function in it", name)
    else:
        matching.note("the answer stood in another cell than its own", name)
    return chosen


def _find_by_position(matching: Matching, released: int) -> int | None:
    """Return the one free cell that could answer, between the neighbours of a released cell whose own was not found."""
    if matching.own(released) is not None:
        return matching.own(released)
    before = [i for i, r in matching.owners.items() if r < released]
    after = [i for i, r in matching.owners.items() if r > released]
    start, end = max(before, default=-1), min(after, default=len(matching.submitted))
    cell = matching.released[released]
    between = [i for i in matching.free() if start < i < end and _could_answer(matching.submitted[i], cell)]
    if len(between) != 1:
        return None
    matching.owners[between[0]] = released
    matching.note("the cell's mark was missing; it was told by its position", cell.grade_id)
    return between[0]


def _could_answer(cell: Cell, released: Cell) -> bool:
    return cell.is_code if released.kind != FREE_TEXT else cell.type != CODE and bool(cell.source.strip())
