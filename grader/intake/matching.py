"""Which cell of a submission is which cell of the release, and in which cell each answer stands.

A cell belongs to a released one by nbgrader's name for it, else because the text is the same, else by its id. An answer
whose cell cannot be told that way is found by the function that a cell defines, and at last by its position.
"""

from dataclasses import dataclass, field, replace

from grader.intake.notebook import CODE

WRITTEN, BLANK, MISSING = "written", "blank", "missing"


@dataclass(frozen=True)
class FoundAnswer:
    """Where an exercise's answer stands.

    Parameters
    ----------
    state : {"written", "blank", "missing"}
        Blank is the released stub, or nothing.
    cell : int or None
        The position of the cell in the submission.
    source : str
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
    released, submitted : list of Cell
        The two notebooks; the cells of a split answer are joined in `submitted`.
    owners : dict of int to int
        The released cell that a submitted one stands for, by their positions. At most one each.
    spares : dict of int to int
        Further submitted cells with the name of a released one.
    notes : dict of str to list of str
        What was repaired, and for which cells.
    """

    released: list
    submitted: list
    owners: dict = field(default_factory=dict)
    spares: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)

    def note(self, words, name):
        """Remember a repair."""
        self.notes.setdefault(words, []).append(name)

    def own(self, released):
        """Return the position of the cell that stands for a released one, or None."""
        return next((i for i, owner in self.owners.items() if owner == released), None)

    def free(self):
        """Return the positions of the cells that belong to no released one."""
        return [i for i in range(len(self.submitted)) if i not in self.owners and i not in self.spares]

    def is_filled_in(self, cell, released):
        """Whether a submitted cell holds more than the stub of a released one."""
        own = self.submitted[cell]
        return bool(own.source.strip()) and not own.says_the_same(self.released[released])


def match(released, submitted, exercises):
    """Lay a submission beside the release.

    Parameters
    ----------
    released, submitted : list of Cell
        The two notebooks.
    exercises : list of str
        The functions that are asked for.

    Returns
    -------
    (Matching, dict of str to FoundAnswer)
        An answer for each exercise.
    """
    matching = Matching(released, list(submitted))
    _join_split_answers(matching, exercises)
    _match_by_name(matching)
    _match_by_text(matching)
    _match_by_id(matching, exercises)
    answers = {name: _find_answer(matching, name) for name in exercises}
    for r, cell in enumerate(released):
        if cell.kind == "answer" and cell.grade_id not in exercises:
            _find_by_position(matching, r)
    return matching, answers


def _join_split_answers(matching, exercises):
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


def _goes_on(cell, following):
    named_otherwise = following.grade_id not in ("", cell.grade_id)
    return following.type == CODE and not named_otherwise and following.source.lstrip("\n")[:1] in (" ", "\t")


def _match_by_name(matching):
    for r, cell in enumerate(matching.released):
        found = [i for i, other in enumerate(matching.submitted) if cell.grade_id and other.grade_id == cell.grade_id]
        if not found:
            continue
        chosen = _choose(matching, r, found)
        matching.owners[chosen] = r
        matching.spares.update({i: r for i in found if i != chosen})
        if cell.kind == "answer" and len(found) > 1:
            matching.note(
                f"there were {len(found)} cells of it; the last one that is filled in was read", cell.grade_id
            )


def _choose(matching, released, found):
    """Return which of several cells of one name stands for the released one."""
    cell = matching.released[released]
    if cell.kind == "answer":
        filled_in = [i for i in found if matching.is_filled_in(i, released)]
        complete = [i for i in filled_in if matching.submitted[i].defines(cell.grade_id)]
        return (complete or filled_in or found)[-1]
    same = [i for i in found if matching.submitted[i].says_the_same(cell)]
    return (same or found)[0]


def _match_by_text(matching):
    for r, cell in enumerate(matching.released):
        if matching.own(r) is None and cell.source.strip():
            same = [i for i in matching.free() if matching.submitted[i].says_the_same(cell)]
            matching.owners.update(dict.fromkeys(same[:1], r))


def _match_by_id(matching, exercises):
    free = {matching.submitted[i].id: i for i in reversed(matching.free()) if matching.submitted[i].id}
    for r, cell in enumerate(matching.released):
        if cell.id not in free or matching.own(r) is not None:
            continue
        candidate = matching.submitted[free[cell.id]]
        # ids are numbers, and those of another release may be shifted
        if any(candidate.defines(name) for name in exercises if name != cell.grade_id):
            continue
        matching.owners[free[cell.id]] = r
        if cell.kind == "answer":
            matching.note("the cell's mark was missing; it was told by its id", cell.grade_id)


def _find_answer(matching, name):
    """Return the answer to an exercise: in its own cell, in another one, in the one at its position, or nowhere."""
    released = next(r for r, c in enumerate(matching.released) if c.kind == "answer" and c.grade_id == name)
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


def _answer_in(matching, i, name):
    cell = matching.submitted[i]
    if cell.type != CODE:
        matching.note("the answer stood in a cell that is not of type code; its text was read as code", name)
    return FoundAnswer(WRITTEN, i, cell.source)


def _find_by_function(matching, released, adopt):
    """Return the last cell that defines the function of an answer cell; a stray one takes the place of a lost one."""
    name = matching.released[released].grade_id
    found = [
        i for i, cell in enumerate(matching.submitted) if cell.defines(name) and matching.is_filled_in(i, released)
    ]
    found = [i for i in found if matching.submitted[i].type == CODE] or found
    if not found:
        return None
    chosen = found[-1]
    if adopt and chosen not in matching.owners:
        matching.owners[chosen] = released
        matching.spares.pop(chosen, None)
        matching.note("the cell's mark was missing; it was told by the function in it", name)
    else:
        matching.note("the answer stood in another cell than its own", name)
    return chosen


def _find_by_position(matching, released):
    """Return the one free cell with code between the neighbours of a released cell whose own was not found."""
    if matching.own(released) is not None:
        return matching.own(released)
    before = [i for i, r in matching.owners.items() if r < released]
    after = [i for i, r in matching.owners.items() if r > released]
    start, end = max(before, default=-1), min(after, default=len(matching.submitted))
    between = [i for i in matching.free() if start < i < end and matching.submitted[i].is_code]
    if len(between) != 1:
        return None
    matching.owners[between[0]] = released
    matching.note("the cell's mark was missing; it was told by its position", matching.released[released].grade_id)
    return between[0]
