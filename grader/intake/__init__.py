"""A submitted notebook → the released one with the reader's answers and own cells in it.

Nothing of a submission is trusted but the source of its answers. The released notebook says what is run, and in which
order; its locked and its check cells are never taken from the submission. Cells that belong to no released one are the
reader's own and run in their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.intake import notebook
from grader.intake.matching import CHECK_SUFFIX, WRITTEN, FoundAnswer, Matching, free_texts, match
from grader.intake.notebook import ANSWER, CHECK, CODE, Cell

Place = tuple[int, int, int, int]  # released cell, 0 for itself or 1 for what follows it, submitted cell, 0


@dataclass(frozen=True)
class Step:
    """One thing to do with a submission.

    Parameters
    ----------
    kind
        "setup", "use", "answer" or "own": to run the release's first code cell, another one that uses what the reader
        wrote, a cell with answers, one of the reader's own; or "ask", to ask an exercise.
    source
        What to run; empty to ask.
    exercises
        Those that the cell answers, or the one to ask.
    """

    kind: str
    source: str = ""
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intake:
    """What a submission holds.

    Parameters
    ----------
    steps
        What to run and to ask, in order. Every exercise with a written answer is asked once, after its answer.
    answers
        For each exercise, and for each free text.
    repairs
        What was mangled and how it was read all the same, in plain words.
    """

    steps: list[Step]
    answers: dict[str, FoundAnswer]
    repairs: list[str]


def take_in(data: bytes, released: Sequence[Cell], exercises: Sequence[str]) -> Intake:
    """Read the answers in a submitted notebook.

    Parameters
    ----------
    data
        The submitted file, from anywhere.
    released
        The cells of the released notebook. Each exercise has an answer cell, whose `grade_id` is its name, and a check
        cell, with `-check` added to it.
    exercises
        The exercises in order, without free texts.

    Raises
    ------
    Unreadable
        If no cell can be read.
    """
    submitted, repairs = notebook.read(data)
    matching, answers = match(released, submitted, exercises)
    _note_changes(matching)
    runs = _runs(matching, answers)
    steps = sorted(runs + _asks(matching, answers, runs), key=lambda pair: pair[0])
    answers |= free_texts(matching)
    return Intake([step for _, step in steps], answers, repairs + _in_words(matching.notes))


def _runs(matching: Matching, answers: Mapping[str, FoundAnswer]) -> list[tuple[Place, Step]]:
    """Return the cells to run, each with its place."""
    plain = [(r, cell) for r, cell in enumerate(matching.released) if cell.type == CODE and not cell.kind]
    runs: list[tuple[Place, Step]] = [
        ((r, 0, -1, 0), Step("use" if r > plain[0][0] else "setup", cell.source)) for r, cell in plain
    ]
    anchor = -1
    for i, cell in enumerate(matching.submitted):
        anchor = matching.owners.get(i, anchor)
        names = tuple(name for name, answer in answers.items() if answer.state == WRITTEN and answer.cell == i)
        own_place = i in matching.owners and matching.released[anchor].kind == ANSWER
        place = (anchor, 0 if own_place else 1, i, 0)
        if names:
            runs.append((place, Step("answer", cell.source, names)))
        elif is_own(matching, i):
            runs.append((place, Step("own", cell.source)))
    return runs


def is_own(matching: Matching, i: int) -> bool:
    """Whether a submitted cell without an answer holds code of the reader's own."""
    cell = matching.submitted[i]
    if not cell.is_code:
        return False
    released = matching.owners.get(i, matching.spares.get(i))
    if released is not None and matching.released[released].kind == CHECK:
        return False
    if released is not None and matching.released[released].type != CODE:
        return False
    return not any(cell.says_the_same(other) for other in matching.released if other.type == CODE)


def _asks(
    matching: Matching, answers: Mapping[str, FoundAnswer], runs: Sequence[tuple[Place, Step]]
) -> list[tuple[Place, Step]]:
    """Return the exercises to ask, each in the place of its check cell, or after its answer if that comes later."""
    asks: list[tuple[Place, Step]] = []
    for r, cell in enumerate(matching.released):
        name = cell.grade_id.removesuffix(CHECK_SUFFIX)
        if cell.kind == CHECK and answers[name].state == WRITTEN:
            answered = next(place for place, step in runs if name in step.exercises)
            asks.append((max((r, 0, -1, 0), (*answered[:3], 1)), Step("ask", exercises=(name,))))
    return asks


def _note_changes(matching: Matching) -> None:
    """Note released cells that were changed or deleted where neither matters."""
    lost = 0
    for r, cell in enumerate(matching.released):
        own = matching.own(r)
        if cell.type == CODE and not cell.kind:
            lost += own is None
        elif cell.kind == CHECK and own is not None and not cell.says_the_same(matching.submitted[own]):
            matching.note("the check cell had been changed; the change is ignored", cell.grade_id)
    if lost:
        matching.note("missing from the notebook, and put back", f"{lost} released cell{'s' * (lost > 1)}")


def _in_words(notes: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{', '.join(dict.fromkeys(names))}: {words}." for words, names in notes.items()]
