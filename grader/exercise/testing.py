"""Exercises in which the reader is the tester: they are given an implementation and say whether it is right.

The implementations travel as text. Where they implement another exercise, right ones are sent in grading only; in the
reader's own check, the right one is the reader's own function. What the self-check knows is not asked in grading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.exercise.reference import source_of
from grader.selfcheck.calling import Call
from grader.selfcheck.wire import Function, Own

PUBLIC = 3  # every third implementation is public
Arguments = Callable[[tuple[Any, ...], np.random.Generator], tuple[Any, ...]]


def alone(functions: tuple[Any, ...], rng: np.random.Generator) -> tuple[Any, ...]:
    """Give a tester the implementation and nothing else."""
    return functions


def divided(items: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """Return the public ones of some implementations, and those for grading."""
    return list(items[::PUBLIC]), [one for place, one in enumerate(items) if place % PUBLIC]


@dataclass(frozen=True)
class Implementations:
    """What makes the calls of a tester: one for each implementation, in an order that the generator chooses.

    Parameters
    ----------
    right, wrong
        The implementations.
    names
        What the functions of each are called where they are shown.
    arguments
        From the implementation, as a tuple of functions, and a generator to the arguments of a call.
    """

    right: Sequence[Any]
    wrong: Sequence[Any]
    names: Sequence[str]
    arguments: Arguments

    def __call__(self, rng: np.random.Generator) -> list[Call]:
        """Return the calls."""
        items = [*self.right, *self.wrong]
        order = rng.permutation(len(items))
        return [Call(self.arguments(as_texts(items[place], self.names), rng)) for place in order]


def as_texts(item: Any, names: Sequence[str]) -> tuple[Any, ...]:
    """Return the functions of an item as text, under names that all items have in common."""
    return tuple(
        part if isinstance(part, (Function, Own)) else Function(name, _renamed(part, name))
        for part, name in zip(parts_of(item), names, strict=True)
    )


def parts_of(item: Any) -> tuple[Any, ...]:
    """Return the functions of an item."""
    return item if isinstance(item, tuple) else (item,)


def text_of(function: Any) -> str:
    """Return the text of a function or of a wrong answer of another exercise."""
    return getattr(function, "source", None) or source_of(function)


def _renamed(function: Any, new: str) -> str:
    """Return a function's text without decorators and under another name, which says nothing of what is wrong."""
    text = text_of(function)
    name = getattr(function, "name", None) or function.__name__
    [definition] = ast.parse(text).body
    lines = text.splitlines()[definition.lineno - 1 :]
    return re.sub(rf"\b{name}\b", new, "\n".join(lines))
