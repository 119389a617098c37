"""Exercises in which the reader is the tester: they are given an implementation and say whether it is right.

The implementations travel as text. Where they implement another exercise, right ones are sent in grading only; in the
reader's own check, the right one is the reader's own function. What the self-check knows is not asked in grading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
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


def implementations(
    items: Sequence[Any], names: Sequence[str], arguments: Arguments
) -> Callable[[np.random.Generator], list[Call]]:
    """Return what makes the calls of a tester: one for each implementation, in an order that the generator chooses."""

    def make(rng: np.random.Generator) -> list[Call]:
        order = rng.permutation(len(items))
        return [Call(arguments(as_texts(items[place], names), rng)) for place in order]

    return make


def as_texts(item: Any, names: Sequence[str]) -> tuple[Any, ...]:
    """Return the functions of an item as text, under names that all items have in common."""
    parts = item if isinstance(item, tuple) else (item,)
    return tuple(
        part if isinstance(part, (Function, Own)) else Function(name, _renamed(part, name))
        for part, name in zip(parts, names, strict=True)
    )


def _renamed(function: Any, new: str) -> str:
    """Return a function's text without decorators and under another name, which says nothing of what is wrong."""
    text = getattr(function, "source", None) or source_of(function)
    name = getattr(function, "name", None) or function.__name__
    [definition] = ast.parse(text).body
    lines = text.splitlines()[definition.lineno - 1 :]
    return re.sub(rf"\b{name}\b", new, "\n".join(lines))
