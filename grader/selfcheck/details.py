"""One call that went wrong, as a report shows it: what was asked, what came back, what was expected."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .asking import AskedCase
from .calling import Answer, Call, probe_of
from .code import call_as_code
from .judge import Document, PlannedCase, PlannedExercise, judge_case
from .laws import Verdict, raises_value_error
from .probes import drawn, printed, value
from .values import largest_difference, show, show_pair
from .wire import WireError, decode


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


def detail_of(thing: Any, planned: PlannedExercise, case: PlannedCase, asked: AskedCase) -> Detail:
    """Describe the first call of a case that went wrong."""
    position = first_wrong(case, asked.answers)
    call, note = case.calls[position], asked.notes[position]
    arguments = Call.decode(call)
    function = probe_of(planned.probe) if planned.probe else thing
    named = [(name, show(one)) for name, one in _named(function, arguments, skipped=bool(planned.probe))]
    return Detail(
        call=_in_words(planned, [name for name, _ in named]),
        arguments=tuple(named),
        use=_own_probe(planned),
        **_got_and_expected(case, call, asked.answers[position], case.expected[position] if case.expected else None),
        trace=note.trace,
        printed=note.printed,
    )


def example_of(planned: PlannedExercise, question: PlannedCase, asked: AskedCase) -> Detail:
    """Describe the first call of a small question that went wrong, as code to paste."""
    position = first_wrong(question, asked.answers)
    shown = detail_of(None, planned, question, asked)
    said = "" if shown.expected else words_of(question, asked.answers)  # there is no single right result
    return replace(shown, call=code_of(planned, question, position), arguments=(), place=shown.place or said)


def words_of(question: PlannedCase, answers: Sequence[Document]) -> str:
    """Return why the answers to a small question are wrong; of how many calls, where they show it together."""
    words = judge_case(question, list(answers)).words
    told = [[one for one in call["arguments"] if not _is_generator(one)] for call in question.calls]
    is_of_chance = any(map(_is_generator, question.calls[0]["arguments"])) and not question.law.is_by_value
    if not words or len(told) < 2 or not is_of_chance or any(one != told[0] for one in told):
        return words
    return f"{len(told)} calls that differ in their generators alone: {words}"


def _is_generator(document: Document) -> bool:
    return isinstance(document, dict) and "rng" in document


def code_of(planned: PlannedExercise, question: PlannedCase, position: int) -> str:
    """Return a call of a small question as code; what is asked through a probe is written as the probe's call."""
    if planned.probe == inspect.getsource(value):
        return planned.name
    if not planned.probe:
        return call_as_code(planned.name, question.calls[position])
    probe, call = probe_of(planned.probe).__name__, question.calls[position]
    return call_as_code(probe, call | {"arguments": [{"own": planned.name}, *call["arguments"]]})


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


def first_wrong(case: PlannedCase, answers: Sequence[Document]) -> int:
    """Return the place of the first call of a case that went wrong; 0 where calls are not judged one by one."""
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


def _got_and_expected(case: PlannedCase, call: Document, got: Document, expected: Document | None) -> dict[str, str]:
    try:
        answer = Answer.decode(got, call)
        reference = Answer.decode(expected, call) if expected else Answer()
    except WireError:
        return {}
    by_value = case.law.is_by_value  # where many answers are right, the reference's own would give one away
    if by_value and not answer.error and not reference.error:
        texts = show_pair(answer.value, reference.value)
        return {"got": texts[0], "expected": texts[1], "place": largest_difference(answer.value, reference.value)}
    raised = ": ".join(filter(None, [*answer.error[:1], answer.message]))
    expected_text = "a ValueError" if reference.error else show(reference.value) if by_value else ""
    return {"got": raised or show(answer.value), "expected": expected_text}
