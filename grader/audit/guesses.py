"""What answers earn that nobody worked out: empty ones, odd ones, constants, and the public results known by heart.

None of them asks a function of the reader's: an answer is the document that such a function would have sent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import numpy as np

from grader.selfcheck import wire
from grader.selfcheck.calling import Answer, answer
from grader.selfcheck.judge import ExerciseResult, PlannedExercise, judge
from grader.selfcheck.wire import Document

MOST_GUESSED = 0.1  # of an exercise's points, for whoever knows the public checks and nothing else
CONSTANTS: tuple[Document, ...] = (0, 1, -1, 0.0, 1.0, True, False, "", [])

# what a hostile or careless answer may hold, as documents
ODD_VALUES: tuple[Document, ...] = (
    *("text", True, [], {"tuple": []}, {"dict": {}}, {"other": "Odd"}, [[1.0], [1.0, 2.0]], [None], {"float": "nan"}),
    *(1e308, {"integer": hex(10**300)}, {"tuple": [{"tuple": [1, 2]}, "text"]}, [{"other": "Odd"}, 1.0]),
    *(wire.encode(array) for array in (np.zeros(0), np.full((1, 1), np.nan), np.array([1 + 2j]), np.array(True))),
)


def idle(asked: PlannedExercise, own: list[list[Document]]) -> Iterator[str]:
    """Find what earns points without any work; `own` are the reference's answers, for their shapes."""
    for function in (stub, nothing, first_argument, refusal):
        yield from _earning(function.__name__, _judged(asked, partial(answer, function)))
    zeros = [[_zeros(*one) for one in zip(case.calls, answers)] for case, answers in zip(asked.cases, own)]
    yield from _earning("zeros in the right shape", judge(asked, zeros))


def odd(asked: PlannedExercise) -> Iterator[str]:
    """Find what earns points without being an answer, or cannot be judged."""
    yield from _earning("no answer at all", judge(asked, []))
    yield from _earning("a message that is no answer", _judged(asked, lambda call: {}))
    for value in ODD_VALUES:
        yield from _earning(f"always {str(value)[:60]}", _judged(asked, partial(_returned, value)))


def informed(asked: PlannedExercise, public: PlannedExercise) -> Iterator[str]:
    """Find what earns more than a tenth with the public results alone: each of them always, or all by heart."""
    for value in _constants(public):
        yield from _earning(f"always {str(value)[:60]}", _judged(asked, partial(_returned, value)), MOST_GUESSED)
    by_heart = _judged(asked, Memory(public).answer)
    yield from _earning("knowing the public checks by heart", by_heart, MOST_GUESSED)


def _judged(asked: PlannedExercise, answered: Callable[[Document], Document]) -> ExerciseResult:
    """Judge the documents with which something answers the documents of calls."""
    return judge(asked, [[answered(call) for call in case.calls] for case in asked.cases])


def _earning(name: str, result: ExerciseResult, allowed: float = 0.0) -> Iterator[str]:
    if result.points > allowed * result.max_points:
        yield f"{name} earns {result.points} of {result.max_points}"


def stub(*arguments: Any, **keywords: Any) -> None:
    """Answer as the released notebook does."""
    raise NotImplementedError


def nothing(*arguments: Any, **keywords: Any) -> None:
    """Answer with None."""


def first_argument(*arguments: Any, **keywords: Any) -> Any:
    """Answer with what was given."""
    return arguments[0] if arguments else None


def refusal(*arguments: Any, **keywords: Any) -> None:
    """Answer with a ValueError to everything."""
    raise ValueError


def _returned(value: Document, call: Document) -> Document:
    """Return the answer of a function that returns a value and leaves its arguments alone."""
    return answer(nothing, call) | {"value": value}


def _zeros(call: Document, expected: Document) -> Document:
    """Return the answer of zeros in the shape that is expected."""
    return _returned(wire.encode(_zero(Answer.decode(expected, call).value)), call)


def _zero(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_zero(item) for item in value)
    return np.zeros(np.shape(value))


def _constants(public: PlannedExercise) -> list[Document]:
    """Return the scalars that the public checks expect somewhere, and what is as likely in any exercise."""
    recorded = [document["value"] for _, document in _recorded(public) if _is_scalar(document["value"])]
    return list({wire.dumps(value): value for value in (*CONSTANTS, *recorded)}.values())


def _is_scalar(value: Document) -> bool:
    is_array = isinstance(value, dict) and "array" in value
    return isinstance(value, (bool, int, float, str)) or (is_array and not value["array"]["shape"])


def _recorded(public: PlannedExercise) -> Iterator[tuple[Document, Document]]:
    """Yield the public calls with the reference's answers, where the plan holds them."""
    for case in [*public.cases, *public.questions]:
        yield from zip(case.calls, case.expected)


class Memory:
    """Knows the public checks by heart, and looks at arguments only to see which of them is asked.

    It goes by the arguments themselves; if they are new, by their shapes, whole numbers and texts; then by their shapes
    and types; and if these are new, too, it gives the commonest of all results. Where there is a generator, that
    chooses among the results that are left.
    """

    def __init__(self, public: PlannedExercise) -> None:
        self._by_key: dict[bytes, list[Document]] = defaultdict(list)
        for call, document in _recorded(public):
            for key in _keys(call):
                self._by_key[key].append(document)

    def answer(self, call: Document) -> Document:
        """Return the document of the answer to a call."""
        known = next((self._by_key[key] for key in _keys(call) if key in self._by_key), None)
        if known is None:
            return answer(nothing, call)
        seeds = [argument["rng"] for argument in call["arguments"] if isinstance(argument, dict) and "rng" in argument]
        document = known[sum(seeds) % len(known)] if seeds else _commonest(known)
        return answer(refusal, call) if document["error"] else _returned(document["value"], call)


def _keys(call: Document) -> Iterator[bytes]:
    """Yield what a call can be known by, best first."""
    asked = [call["arguments"], call.get("keywords", {})]
    yield b"same " + wire.dumps(asked)
    yield b"sizes " + wire.dumps(_outline(asked, (float,)))
    yield b"types " + wire.dumps(_outline(asked, (float, int)))
    yield b"any"


def _commonest(documents: Iterable[Document]) -> Document:
    by_text = {wire.dumps([one["value"], one["error"]]): one for one in documents}
    counts = Counter(wire.dumps([one["value"], one["error"]]) for one in documents)
    return by_text[counts.most_common(1)[0][0]]


def _outline(value: Document, unread: tuple[type, ...]) -> Document:
    """Return what can be said of a value without reading its numbers of some types; those of arrays never are."""
    match value:
        case {"array": {"dtype": dtype, "shape": shape}}:
            return [dtype, shape]
        case {"rng": _}:
            return "a generator"
        case dict():
            return {key: _outline(item, unread) for key, item in value.items()}
        case list():
            return [_outline(item, unread) for item in value]
    return type(value).__name__ if type(value) in unread else value
