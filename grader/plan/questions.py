"""Inputs that an exercise may be asked, ready to be asked and to be pasted.

An input is a fair question where the reference answers without a warning, or refuses with a ValueError of its own, and
where every variant is judged right: on what is left open they may differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from grader.exercise import Case, Exercise
from grader.plan import needs_results
from grader.plan.inputs import MOST_COUNTED, is_many_alike, many_alike, variations
from grader.plan.inputs import by_hand as by_hand_variations
from grader.plan.texts import law_text
from grader.selfcheck import asking, wire
from grader.selfcheck.calling import Call
from grader.selfcheck.judge import ExerciseResult, PlannedCase, PlannedExercise, judge
from grader.selfcheck.laws import LawText, catches, equal, raises_value_error
from grader.selfcheck.wire import Function, Seeded

MOST = 600  # questions for one exercise
OWN_REFUSAL = ":  raise ValueError"  # at the end of a trace: NumPy's own complaints are no part of a contract


@dataclass(frozen=True)
class Question:
    """Calls that are judged by a law.

    Parameters
    ----------
    words
        What they are.
    calls
        With the arguments as an author writes them.
    case
        Whose law it is.
    """

    words: str
    calls: list[Call]
    case: Case

    def planned(self, exercise: Exercise, plan: PlannedExercise) -> PlannedExercise | None:
        """Return the plan with this as its only case, or None if the question is not fair."""
        asked = replace(plan, cases=[self._unanswered()])
        answered = asking.ask(exercise.thing, asked)[0]
        law = self._law([*zip(answered.answers, answered.notes)])
        if law is None:
            return None
        is_told = law.name == raises_value_error.__name__ or needs_results(self.case.law)
        recorded = [answer | {"peak_memory": 0, "seconds": 0} for answer in answered.answers if is_told]
        asked = replace(plan, cases=[replace(asked.cases[0], law=law, expected=recorded)])
        return asked if all(is_right(thing, asked) for thing in (exercise.thing, *exercise.variants)) else None

    def _unanswered(self) -> PlannedCase:
        given = self.case.parameters() if callable(self.case.parameters) else self.case.parameters
        parameters = {key: wire.encode(value) for key, value in given.items()}
        law = law_text(equal if self.case.law is raises_value_error else self.case.law)
        return PlannedCase(self.words, 1.0, law, parameters, [call.encode() for call in self.calls], [])

    def _law(self, answered: list[tuple[dict[str, Any], asking.Note]]) -> LawText | None:
        """Return the law for what the reference answers, if that is an answer."""
        if any(answer["warnings"] for answer, _ in answered):
            return None
        if all(note.trace and OWN_REFUSAL in note.trace[-1] for _, note in answered):
            return LawText(raises_value_error.__name__)
        refused = any(answer["error"] for answer, _ in answered)
        return None if refused else self._unanswered().law

    def as_case(self, refused: bool) -> str:
        """Return the case to paste; `refused` says whether a ValueError is due."""
        calls = [_call_as_code(call) for call in self.calls]
        arguments = calls[0] if len(calls) == 1 else f"[{', '.join(calls)}]"
        if refused:
            return f'raises("{self.words}", lambda rng: {arguments}),'
        law = self.case.law
        suffix = "" if law in (equal, raises_value_error) else f", law={law.__name__}"
        suffix += f", parameters={self.case.parameters!r}" if suffix and self.case.parameters else ""
        return f'Case("{self.words}", lambda rng: {arguments}{suffix}),'

    @property
    def kind(self) -> tuple[Any, ...]:
        """What it has in common with those that differ in their sizes and numbers alone."""
        given = self.case.parameters
        told = given if callable(given) else wire.dumps({key: wire.encode(value) for key, value in given.items()})
        return self.case.law, told, repr([_outline([*call.arguments, *call.keywords.items()]) for call in self.calls])

    @property
    def shapes(self) -> str:
        """The shapes of all its arrays and lists, and its whole numbers as far as they are small."""
        return repr([_shapes([*call.arguments, *call.keywords.values()]) for call in self.calls])

    @property
    def size(self) -> int:
        """How many numbers and texts a person reads: what several calls share counts once, and so do generators."""
        if len(self.calls) == 1:
            return sum(map(_size, self.calls[0].arguments)) + sum(map(_size, self.calls[0].keywords.values()))
        read = {}
        for call in self.calls:
            for place, value in [*enumerate(call.arguments), *call.keywords.items()]:
                read[place, "" if isinstance(value, Seeded) else wire.dumps(wire.encode(value))] = _size(value)
        return sum(read.values())


def ask(thing: Any, planned: PlannedExercise, names: Mapping[str, Any] | None = None) -> ExerciseResult:
    """Ask anybody's answer everything that is planned, as the reader's own check does, and judge what comes back.

    Parameters
    ----------
    thing
        The answer.
    planned
        What to ask.
    names
        The functions around the answer by name, for exercises that test one of them.
    """
    return judge(planned, [case.answers for case in asking.ask(thing, planned, names)])


def is_right(thing: Any, asked: PlannedExercise) -> bool | None:
    """Return whether an answer is judged right; None if the law cannot judge what it was not made for."""
    try:
        return ask(thing, asked).outcome == "passed"
    except Exception:  # a chapter's own law knows the arguments of its own cases
        return None


def questions_for(exercise: Exercise, seed: int, by_hand: bool = False) -> list[Question]:
    """Return small questions for an exercise, the smallest first, no two the same.

    Parameters
    ----------
    exercise
        What may be asked.
    seed
        Of the numbers that are drawn.
    by_hand
        Whether to ask for nothing but whole numbers of the usual kind, which a person can work out.
    """
    found: dict[bytes, Question] = {}
    texts = texts_in(exercise, seed)
    for case, calls in _unlike(_asked(exercise, seed)):
        as_they_are = wire.dumps([call.encode() for call in calls])
        for words, changed in by_hand_variations(calls, seed) if by_hand else variations(calls, texts, seed):
            key = wire.dumps([call.encode() for call in changed])
            if key == as_they_are or not (by_hand and _is_made_for_its_calls(case)):
                found.setdefault(key, Question(words, changed, case))
    for case, calls in _asked(exercise, seed) if by_hand else ():
        for words, changed in () if needs_results(case.law) else many_alike(calls):
            found.setdefault(wire.dumps([call.encode() for call in changed]), Question(words, changed, case))
    return sorted(found.values(), key=lambda one: one.size)[:MOST]


def _is_made_for_its_calls(case: Case) -> bool:
    """Whether a law is told what fits these arguments alone: others would be judged by numbers that are not theirs."""
    return bool(case.parameters) and not needs_results(case.law)


def texts_in(exercise: Exercise, seed: int) -> set[str]:
    """Return the texts that the cases of an exercise ask with."""
    return {text for _, calls in _asked(exercise, seed) for call in calls for text in _texts(call.arguments)}


def quick_cases(exercise: Exercise, seed: int) -> list[Case]:
    """Return the cases without a limit of time; the others train something, each time for seconds."""
    made = [(case, case.calls(np.random.default_rng(seed))) for case in exercise.cases]
    return [case for case, calls in made if not any(call.seconds for call in calls)]


def _asked(exercise: Exercise, seed: int) -> Iterator[tuple[Case, list[Call]]]:
    """Yield what the cases ask: call by call where each is judged by itself."""
    for case in exercise.cases:
        calls = case.calls(np.random.default_rng(seed))
        if getattr(case.law, "by_value", False) or case.law in (raises_value_error, catches):
            yield from ((case, [call]) for call in calls)
        else:
            yield case, calls


def _unlike(asked: Iterator[tuple[Case, list[Call]]]) -> Iterator[tuple[Case, list[Call]]]:
    """Leave out what differs from an earlier one in its sizes and numbers alone."""
    seen = set()
    for case, calls in asked:
        kind = Question("", calls, case).kind
        if kind not in seen:
            seen.add(kind)
            yield case, calls


def _outline(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.ndim, value.dtype.str
    if isinstance(value, (list, tuple)):
        return [_outline(item) for item in value]
    return value if isinstance(value, (str, bool, Function)) else type(value).__name__


def _shapes(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.shape
    if type(value) is int and abs(value) <= MOST_COUNTED:
        return value
    return [_shapes(item) for item in value] if isinstance(value, (list, tuple)) else None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        yield from (text for item in value for text in _texts(item))


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return int(value[0].size if is_many_alike(value) else value.size)
    return sum(map(_size, value)) if isinstance(value, (list, tuple)) else 1


def _call_as_code(call: Call) -> str:
    arguments = _as_code(tuple(call.arguments))
    return f"Call({arguments}, {_as_code(call.keywords)})" if call.keywords else arguments


def _as_code(value: Any) -> str:
    """Return a value as it is written in a case."""
    match value:
        case np.ndarray():
            values = f"array({value.tolist()}" if value.size else f"zeros({value.shape}"
            usual = (np.float64, np.int64, np.bool_) if value.size else (np.float64,)
            return f"np.{values})" if value.dtype in usual else f"np.{values}, dtype=np.{value.dtype})"
        case list() | tuple():
            items = ", ".join(map(_as_code, value))
            return f"[{items}]" if isinstance(value, list) else f"({items}{',' * (len(value) == 1)})"
        case dict():
            return "{" + ", ".join(f"{key!r}: {_as_code(item)}" for key, item in value.items()) + "}"
        case Seeded() | Function():
            return repr(value)
    return repr(value)
