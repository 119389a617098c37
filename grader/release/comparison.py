"""What readers compare their answers with, where a course publishes it: the reference, and a variant in another style.

It lies in a file of its own beside the checks, so that whoever does not publish it leaves out nothing but this file.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from grader.exercise import Exercise
from grader.exercise.reference import Definition, source_of
from grader.selfcheck.solution import Solution

Publishing = Literal["after", "never"]  # whether readers get solutions: after they have tried, or not at all


def write_solutions(path: Path, exercises: Mapping[str, Exercise]) -> None:
    """Write the solutions of exercises to a file.

    Parameters
    ----------
    path
        The file, `.../selfcheck/solutions.json`.
    exercises
        The exercises, by name.
    """
    document = {name: vars(solution_of(exercise)) for name, exercise in exercises.items()}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def solution_of(exercise: Exercise) -> Solution:
    """Return the solution of an exercise: its reference, and its first variant under the exercise's own name."""
    reference = without_docstrings(source_of(exercise.reference))
    if not exercise.variants:
        return Solution(reference)
    variant = exercise.variants[0]
    if not hasattr(variant, "__name__"):
        return Solution(reference, f"{exercise.name} = {variant!r}")  # the value of a variable
    text = re.sub(rf"\b{variant.__name__}\b", exercise.name, without_docstrings(source_of(variant)))
    return Solution(reference, text, " ".join((inspect.getdoc(variant) or "").split()))


def without_docstrings(text: str) -> str:
    r"""Return the text of a definition without docstrings, which readers have in their answer, and its own decorators.

    Examples
    --------
    >>> without_docstrings("@variant\ndef one():\n    'Say it.'\n    return 1  # at last")
    'def one():\n    return 1  # at last'
    """
    tree = ast.parse(text)
    dropped = set(range(1, tree.body[0].lineno)) if isinstance(tree.body[0], Definition) else set()
    for node in ast.walk(tree):
        if isinstance(node, Definition) and ast.get_docstring(node) is not None and len(node.body) > 1:
            dropped |= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return "\n".join(line for number, line in enumerate(text.splitlines(), 1) if number not in dropped)
