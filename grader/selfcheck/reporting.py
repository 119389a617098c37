"""What a check found out, as data that can be shown as HTML and as text."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from . import html_page, plain_text
from .asking import AskedCase, is_unwritten
from .calling import Answer, Call, probe_of
from .judge import Document, ExerciseResult, PlannedCase, PlannedExercise
from .laws import Verdict, raises_value_error
from .probes import drawn, printed, value
from .solution import Solution
from .values import largest_difference, show, show_pair
from .wire import WireError, decode

MAX_DETAILS = 2  # how many wrong cases are shown with all their values
VERDICTS = {
    "passed": "All right",
    "partial": "Partly right",
    "failed": "Not right yet",
    "unwritten": "Still to be written",
}
NOTE = "These points are the self-check's: grading asks the same questions with other arguments."
COMPARE = "To compare yours with the course's solution: `check(..., solution=True)`."
OFFER = "If no hint helps any more, `check(..., solution=True)` shows the course's solution."
SURE = (
    "Are you sure that you want to see the course's solution before yours is right? What one has found oneself stays. "
    'If you are: `check(..., solution="yes")`.'
)
UNWRITTEN = "Put your code in place of `raise NotImplementedError()`, run that cell, and check again."


@dataclass(frozen=True)
class Detail:
    """One call that went wrong, in words: what was asked, what came back, what was expected."""

    call: str
    arguments: tuple[tuple[str, str], ...] = ()  # names and texts
    use: str = ""  # the text of an author's probe
    got: str = ""
    expected: str = ""
    place: str = ""
    trace: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True)
class Line:
    """One case: what is tried, whether it is right, why not, and the call that went wrong if it is shown."""

    name: str
    right: bool
    words: str = ""
    detail: Detail | None = None


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
    misconception, sentence
        The wrong answer whose results these are and what to tell its author; empty if there is none.
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
        """The points as a sentence says them."""
        return f"{number(self.points)} of {self.max_points} points here"

    @property
    def note(self) -> str:
        """What the reader should know about these points, or do about a function that is not written yet."""
        return UNWRITTEN if self.outcome == "unwritten" else NOTE

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
    thing: Any, planned: PlannedExercise, asked: Sequence[AskedCase], result: ExerciseResult, hints_shown: int
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
    """
    unwritten = is_unwritten(asked)
    return Report(
        name=planned.name,
        outcome="unwritten" if unwritten else result.outcome,
        points=result.points,
        max_points=planned.points,
        lines=() if unwritten else tuple(_lines(thing, planned, asked, result)),
        misconception=result.misconception,
        sentence=result.sentence,
        warnings=tuple(_warnings(asked)),
        hints=() if result.outcome == "passed" else tuple(planned.hints),
        hints_shown=min(hints_shown, len(planned.hints)),
    )


def _warnings(asked: Sequence[AskedCase]) -> dict[str, None]:
    return dict.fromkeys(words for case in asked for document in case.answers for words in document["warnings"])


def _lines(thing: Any, planned: PlannedExercise, asked: Sequence[AskedCase], result: ExerciseResult) -> Iterator[Line]:
    shown = 0
    for case, got, verdict in zip(planned.cases, asked, result.cases):
        right = verdict.fraction == 1
        detail = _detail(thing, planned, case, got) if not right and shown < MAX_DETAILS else None
        shown += detail is not None
        yield Line(case.name, right, verdict.words, detail)


def _detail(thing: Any, planned: PlannedExercise, case: PlannedCase, asked: AskedCase) -> Detail:
    """Describe the first call of a case that went wrong."""
    position = _first_wrong(case, asked.answers)
    call, note = case.calls[position], asked.notes[position]
    arguments = Call.decode(call)
    function = probe_of(planned.probe) if planned.probe else thing
    named = [(name, show(one)) for name, one in _named(function, arguments, skipped=bool(planned.probe))]
    return Detail(
        call=_in_words(planned, [name for name, _ in named]),
        arguments=tuple(named),
        use=_own_probe(planned),
        **_got_and_expected(case, call, asked.answers[position], case.expected[position]),
        trace=note.trace,
        printed=note.printed,
    )


def _in_words(planned: PlannedExercise, names: Sequence[str]) -> str:
    """Return the call as the reader would write it."""
    if not planned.probe:
        return f"{planned.name}({', '.join(names)})"
    probe = probe_of(planned.probe).__name__
    return planned.name if probe == value.__name__ else f"{probe}({', '.join([planned.name, *names])})"


def _own_probe(planned: PlannedExercise) -> str:
    """Return the text of the author's probe, which says how the answer is used; '' for a ready-made one."""
    ready_made = [inspect.getsource(probe) for probe in (value, printed, drawn)]
    return "" if planned.probe in ready_made else planned.probe.rstrip()


def _first_wrong(case: PlannedCase, answers: Sequence[Document]) -> int:
    law = case.law.function
    if case.law.is_by_value or law is raises_value_error:
        for position, documents in enumerate(zip(case.calls, answers, case.expected)):
            if not _alone(case, law, *documents):
                return position
    return 0


def _alone(case: PlannedCase, law: Callable[..., Verdict], call: Document, got: Document, expected: Document) -> bool:
    try:
        answer = Answer.decode(got, call)
    except WireError:
        return False
    parameters = {key: decode(value) for key, value in case.parameters.items()}
    return law([Call.decode(call)], [answer], [Answer.decode(expected, call)], **parameters).passed


def _named(function: Callable[..., Any], call: Call, skipped: int) -> list[tuple[str, Any]]:
    """Return the arguments with the names that the reader gave them, or a probe after so many of its own."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][skipped:]
    names += [f"argument {position + 1}" for position in range(len(names), len(call.arguments))]
    return [*zip(names, call.arguments), *call.keywords.items()]


def _got_and_expected(case: PlannedCase, call: Document, got: Document, expected: Document) -> dict[str, str]:
    try:
        answer, reference = Answer.decode(got, call), Answer.decode(expected, call)
    except WireError:
        return {}
    by_value = case.law.is_by_value  # where many answers are right, the reference's own would give one away
    if by_value and not answer.error and not reference.error:
        texts = show_pair(answer.value, reference.value)
        return {"got": texts[0], "expected": texts[1], "place": largest_difference(answer.value, reference.value)}
    raised = ": ".join(filter(None, [*answer.error[:1], answer.message]))
    expected_text = "a ValueError" if reference.error else show(reference.value) if by_value else ""
    return {"got": raised or show(answer.value), "expected": expected_text}
