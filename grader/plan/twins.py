"""Questions that differ from another in one argument alone: whether an answer heeds that argument shows there.

`grader.selfcheck.dependence` reads it off the results. Nobody knows here what an argument means: values are changed,
the reference is asked, and what changes no right result is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from grader.exercise import Exercise
from grader.plan.inputs import whole
from grader.plan.questions import Question
from grader.selfcheck.calling import Call
from grader.selfcheck.circumstances import is_narrow
from grader.selfcheck.dependence import FEWEST, TWIN
from grader.selfcheck.judge import PlannedCase, PlannedExercise
from grader.selfcheck.laws import raises_value_error

MOST_BASES = 4  # questions of which one argument is changed, if another shows nothing
MOST_TRIED = 4  # values in the place of one argument


def twins(
    exercise: Exercise,
    planned: PlannedExercise,
    chosen: Sequence[tuple[Question, PlannedCase]],
    texts: Collection[str],
    seed: int,
) -> Iterator[PlannedCase]:
    """Yield questions that differ in one argument from one that is asked anyway, and in their right result.

    Parameters
    ----------
    exercise, planned
        What is asked.
    chosen
        The questions that are asked anyway, each with what is planned of it.
    texts
        What may be asked in the place of a text.
    seed
        Of the numbers that are drawn.
    """
    bases = [(one, case) for one, case in chosen if _is_base(one, case)]
    bases.sort(key=lambda base: _weakness(base[0]))
    most = max((len(one.calls[0].arguments) for one, _ in bases), default=0)
    keys = [*range(most), *dict.fromkeys(key for one, _ in bases for key in one.calls[0].keywords)]
    for key in keys if len(keys) > 1 else ():
        found: list[PlannedCase] = []
        for one, case in bases[:MOST_BASES]:
            if len(found) < FEWEST:
                found = list(islice(_changed(exercise, planned, one, case, key, texts, seed), FEWEST))
        yield from found if len(found) == FEWEST else ()


def _weakness(base: Question) -> tuple[int, bool, int]:
    """Return what sorts questions: those that say most come first, with all arguments, usual types and many numbers."""
    given = [*base.calls[0].arguments, *base.calls[0].keywords.values()]
    return -len(given), any(map(is_narrow, given)), -base.size


def _is_base(question: Question, case: PlannedCase) -> bool:
    return len(question.calls) == 1 and case.law.is_by_value and case.law.function is not raises_value_error


def _changed(
    exercise: Exercise,
    planned: PlannedExercise,
    base: Question,
    case: PlannedCase,
    key: int | str,
    texts: Collection[str],
    seed: int,
) -> Iterator[PlannedCase]:
    """Yield fair questions with another value of one argument, and other right results than any before."""
    call, seen = base.calls[0], [case.expected[0].get("value")]
    given = dict(enumerate(call.arguments)) | call.keywords
    for value in islice(_others(given.get(key), texts, np.random.default_rng(seed)), MOST_TRIED):
        asked = replace(base, words=TWIN, calls=[_put(call, key, value)]).planned(exercise, planned)
        if asked and asked.cases[0].law.is_by_value and asked.cases[0].expected[0].get("value") not in seen:
            seen.append(asked.cases[0].expected[0].get("value"))
            yield asked.cases[0]


def _put(call: Call, key: int | str, value: Any) -> Call:
    if isinstance(key, str):
        return replace(call, keywords=call.keywords | {key: value})
    return replace(call, arguments=(*call.arguments[:key], value, *call.arguments[key + 1 :]))


def _others(value: Any, texts: Collection[str], rng: np.random.Generator) -> Iterator[Any]:
    """Yield values of the same kind: other numbers in as many places, another choice."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value + 2, value - 1, value + 3)
    elif isinstance(value, float):
        yield from (value / 2, value / 4, 2 * value, 4 * value)
    elif isinstance(value, str):
        yield from sorted(set(texts) - {value})
    elif _holds_arrays(value):
        while True:
            yield _drawn(value, rng)


def _holds_arrays(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_arrays, value))
    return isinstance(value, np.ndarray) and value.size > 0 and value.dtype.kind in "fiub"


def _drawn(value: Any, rng: np.random.Generator) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(_drawn(item, rng) for item in value)
    return whole(value, rng) if _holds_arrays(value) else value
