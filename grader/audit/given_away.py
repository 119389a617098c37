"""What readers are given to test must not hold the answer: no distinctive line of a right implementation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from grader.exercise import Exercise
from grader.exercise.reference import names_around
from grader.exercise.testing import Implementations, parts_of, text_of
from grader.selfcheck.wire import Own

CHANCE = 24  # characters: shorter lines are written by chance
# what sets the scene is written by anyone: an error, a generator, an empty array, silence
SCENERY = re.compile(r"raise |rng = |with np\.errstate|\w+ = np\.zeros\(")


def given_away(exercise: Exercise) -> Iterator[str]:
    """Find wrong implementations that readers are given and that hold a line of what they or others have to write."""
    asked = [(case.audience, case.arguments) for case in exercise.cases if isinstance(case.arguments, Implementations)]
    public = [one for audience, one in asked if audience != "grader"]
    answers = _lines_of_answers(exercise, public, [one for _, one in asked])
    for function in _functions(item for one in public for item in one.wrong):
        for line in sorted(distinctive_lines(text_of(function)) & answers):
            yield f"{function_name(function)}, which readers are given, holds a line of a right implementation: {line}"


def _lines_of_answers(exercise: Exercise, public: list[Implementations], asked: list[Implementations]) -> set[str]:
    """Return the distinctive lines of right implementations, but not of what readers get with right and wrong ones."""
    around = names_around(exercise.reference)
    right = _functions(item for one in asked for item in one.right)
    own = {text_of(around[one.name]) for one in right if isinstance(one, Own)}
    answers = {text_of(one) for one in right if not isinstance(one, Own)} | own
    told = _functions([*(item for one in asked for item in one.wrong), *(item for one in public for item in one.right)])
    answers -= {text_of(one) for one in told if not isinstance(one, Own)}
    return set().union(*map(distinctive_lines, answers))


def _functions(items: Iterable[Any]) -> list[Any]:
    return [part for item in items for part in parts_of(item)]


def function_name(function: Any) -> str:
    """Return what a function, or a wrong answer of another exercise, is called."""
    name: str = getattr(function, "name", None) or function.__name__
    return name


def distinctive_lines(text: str) -> set[str]:
    r"""Return the lines of a function's body that nobody would write by chance; its head and docstring are public.

    Examples
    --------
    >>> distinctive_lines("def mean_of_rows(x):\n    total = x.sum(axis=1, keepdims=True)\n    return total / 3")
    {'total = x.sum(axis=1, keepdims=True)'}
    """
    definition: Any = ast.parse(text).body[0]
    body = definition.body[ast.get_docstring(definition) is not None :]
    lines = {line.strip() for line in text.splitlines()[body[0].lineno - 1 :]} if body else set()
    return {line for line in lines if len(line) > CHANCE and not SCENERY.match(line)}
