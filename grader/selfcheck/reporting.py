"""What a check found out, as data that can be shown as HTML and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import html_page
from .asking import AskedCase, is_unwritten
from .details import Detail, Line, detail_of, example_of
from .judge import ExerciseResult, PlannedCase, PlannedExercise
from .solution import Solution

MAX_DETAILS = 2  # how many wrong cases are shown with all their values where no small question shows what is wrong
VERDICTS = {
    "passed": "All right",
    "partial": "Partly right",
    "failed": "Not right yet",
    "unwritten": "Still to be written",
}
WARM_UP = "A warm-up: it carries no points, and is not graded."
NOTE = "These points are the self-check's: grading asks the same questions with other arguments."
COMPARE = "To compare yours with the course's solution: `check(..., solution=True)`."
OFFER = "If no hint helps any more, `check(..., solution=True)` shows the course's solution."
SURE = (
    "Are you sure that you want to see the course's solution before yours is right? What one has found oneself stays. "
    'If you are: `check(..., solution="yes")`.'
)
UNWRITTEN = "Put your code in place of `raise NotImplementedError()`, run that cell, and check again."


@dataclass(frozen=True, repr=False)
class Report:
    """What a check found out.

    Parameters
    ----------
    name
        The exercise.
    outcome
        What became of it: passed, partial, failed or unwritten.
    points, max_points
        Earned with these arguments, and possible.
    lines
        One per case; none if the function is not written yet.
    example
        The smallest question of those that can be worked out by hand which goes wrong; None if none does.
    misconception, sentence
        The wrong answer whose results these are and what to tell its author, or what is told of wrong results in
        general; empty if there is none.
    warnings
        What Python and NumPy warned of, each once.
    hints
        All of them, of growing strength; none if everything is right.
    hints_shown
        How many of them the text shows; HTML has them all, folded into one another.
    solution
        The course's own, if there is one that may be seen or asked for.
    solution_wish
        Whether the reader has asked for it: "" for no, "asked", or "sure".
    """

    name: str
    outcome: str
    points: float
    max_points: int
    lines: tuple[Line, ...] = ()
    example: Detail | None = None
    misconception: str = ""
    sentence: str = ""
    warnings: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    hints_shown: int = 0
    solution: Solution | None = None
    solution_wish: str = ""

    @property
    def verdict(self) -> str:
        """The outcome in words."""
        return VERDICTS[self.outcome]

    @property
    def points_words(self) -> str:
        """The points as a sentence says them; nothing for a warm-up."""
        return f"{number(self.points)} of {self.max_points} points here" if self.max_points else ""

    @property
    def note(self) -> str:
        """What the reader should know about these points, or do about a function that is not written yet."""
        if self.outcome == "unwritten":
            return UNWRITTEN
        return NOTE if self.max_points else WARM_UP

    @property
    def sentence_heading(self) -> str:
        """What stands before the sentence: of a known wrong answer it is the cause, else what its results show."""
        from .telling import is_general  # here, as in checking: a right answer goes without it

        return "What your results look like" if is_general(self.misconception) else "Likely cause"

    @property
    def shows_solution(self) -> bool:
        """Whether the solution stands open in the report: the reader has asked for it, and has passed or is sure."""
        wishes = ("asked", "sure") if self.outcome == "passed" else ("sure",)
        return self.solution is not None and self.solution_wish in wishes

    @property
    def solution_words(self) -> str:
        """How to see the solution, or the question whether the reader is sure; nothing where there is none to see."""
        if self.solution is None or self.shows_solution:
            return ""
        if self.solution_wish == "asked":
            return SURE
        return COMPARE if self.outcome == "passed" else OFFER

    @property
    def html(self) -> str:
        """The report as HTML that brings its own style."""
        return html_page.render(self)

    @property
    def text(self) -> str:
        """The report as plain text."""
        from . import plain_text  # here, since pages show HTML

        return plain_text.render(self)

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        """Return the text: what a terminal shows."""
        return self.text


def number(points: float) -> str:
    """Return points as people write them.

    >>> number(2.0), number(1.5)
    ('2', '1.5')
    """
    return f"{points:g}"


def compose(
    thing: Any,
    planned: PlannedExercise,
    asked: Sequence[AskedCase],
    result: ExerciseResult,
    hints_shown: int,
    failing: tuple[PlannedCase, AskedCase] | None = None,
) -> Report:
    """Put a report together.

    Parameters
    ----------
    thing
        What the reader wrote.
    planned
        What was asked.
    asked
        What came back.
    result
        The verdict.
    hints_shown
        How many hints the text shows.
    failing
        The smallest question that goes wrong, with what came back.
    """
    unwritten = is_unwritten(asked)
    return Report(
        name=planned.name,
        outcome="unwritten" if unwritten else result.outcome,
        points=result.points,
        max_points=planned.points,
        lines=() if unwritten else tuple(_lines(thing, planned, asked, result, 0 if failing else MAX_DETAILS)),
        example=example_of(planned, *failing) if failing else None,
        misconception=result.misconception,
        sentence=result.sentence,
        warnings=tuple(_warnings(asked)),
        hints=() if result.outcome == "passed" else tuple(planned.hints),
        hints_shown=min(hints_shown, len(planned.hints)),
    )


def _warnings(asked: Sequence[AskedCase]) -> dict[str, None]:
    return dict.fromkeys(words for case in asked for document in case.answers for words in document["warnings"])


def _lines(
    thing: Any, planned: PlannedExercise, asked: Sequence[AskedCase], result: ExerciseResult, most: int
) -> Iterator[Line]:
    shown = 0
    for case, got, verdict in zip(planned.cases, asked, result.cases):
        right = verdict.fraction == 1
        detail = detail_of(thing, planned, case, got) if not right and shown < most else None
        shown += detail is not None
        yield Line(case.name, right, verdict.words, detail)
