"""What is proven of an exercise: right answers pass, wrong ones lose and are named, and readers can write them all.

The reference and every variant earn all points; every wrong answer loses some, and its author is told its own sentence.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable, Collection, Iterator
from types import CodeType
from typing import Any

from grader.audit.given_away import given_away
from grader.exercise import ERROR_SHARE, Exercise
from grader.exercise.reference import names_around
from grader.plan.questions import ask
from grader.selfcheck import asking
from grader.selfcheck.judge import ExerciseResult, PlannedExercise, judge
from grader.selfcheck.laws import raises_value_error
from grader.selfcheck.wire import Document


def form(exercise: Exercise, given: Collection[str]) -> Iterator[str]:
    """Find what can be said without asking anything; `given` are the exercises that a reader may have."""
    written = [(wrong.name, wrong.thing) for wrong in exercise.wrong_answers]
    written += [(_name(variant), variant) for variant in exercise.variants]
    for names in ([name for name, _ in written], [wrong.sentence for wrong in exercise.wrong_answers]):
        yield from (f"twice the same: {name!r}" for name in sorted(set(names)) if names.count(name) > 1)
    for one, thing in written:
        for function in _functions(thing):
            yield from (f"{one} uses {name}, which no reader has" for name in _foreign(function, given))
    yield from given_away(exercise)


def _name(thing: Any) -> str:
    return getattr(thing, "__name__", repr(thing))


def _functions(thing: Any) -> list[Callable[..., Any]]:
    """Return the functions that an answer is made of: itself, or the methods of a class."""
    parts = vars(thing).values() if inspect.isclass(thing) else [thing]
    return [part for part in parts if inspect.isfunction(part)]


def _foreign(function: Callable[..., Any], given: Collection[str]) -> list[str]:
    """Return what a wrong answer or variant takes from around it and no reader has; all readers have `np`."""
    used = {name for name in _loaded(function.__code__) if name in function.__globals__}
    return sorted((used - {"np", *given}) | set(inspect.getclosurevars(function).nonlocals))


def _loaded(code: CodeType) -> set[str]:
    """Return the global names that some code looks up, or code within it; the `mean` of `np.mean` is none."""
    own = {step.argval for step in dis.get_instructions(code) if step.opname == "LOAD_GLOBAL"}
    return own.union(*(_loaded(part) for part in code.co_consts if isinstance(part, CodeType)))


def answers(thing: Any, asked: PlannedExercise) -> list[list[Document]]:
    """Return the documents with which something answers all cases."""
    return [case.answers for case in asking.ask(thing, asked)]


def right(exercise: Exercise, asked: PlannedExercise, own: list[list[Document]]) -> Iterator[str]:
    """Find where the reference, whose own answers are given, or a variant does not earn everything, or it warns."""
    around = names_around(exercise.reference)
    results = [
        (exercise.name, judge(asked, own)),
        *((_name(one), ask(one, asked, around)) for one in exercise.variants),
    ]
    for name, result in results:
        if result.outcome != "passed":
            yield f"{name} is right and earns {result.points}: {_failing(result)}"
    warned = {case.name for case, documents in zip(asked.cases, own) if any(one["warnings"] for one in documents)}
    yield from (f"the reference warns in {name!r}" for name in sorted(warned))


def _failing(result: ExerciseResult) -> str:
    return "; ".join(f"{case.name!r}: {case.words}" for case in result.cases if case.fraction < 1)


def wrong(exercise: Exercise, asked: PlannedExercise) -> Iterator[str]:
    """Find wrong answers that lose nothing, or whose author would be told another sentence."""
    for one in exercise.wrong_answers:
        result = ask(one.thing, asked, names_around(exercise.reference))
        if result.points >= asked.points:
            yield f"{one.name} is wrong and earns {result.points}"
        elif result.misconception != one.name:
            yield f"{one.name} is taken for {result.misconception or 'nothing known'}"


def errors(asked: PlannedExercise) -> Iterator[str]:
    """Find whether the ValueErrors carry too much of the points."""
    share = sum(case.share for case in asked.cases if case.law.function is raises_value_error)
    if share > ERROR_SHARE + 1e-9:
        yield f"the ValueErrors carry {share:.0%} of the points; a fifth is allowed"
