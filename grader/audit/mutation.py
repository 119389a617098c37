"""The mutants of an exercise: its reference, changed in one place as people err."""

from __future__ import annotations

import ast
import difflib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from grader.audit.edits import KINDS
from grader.exercise import Exercise
from grader.exercise.reference import names_around, source_of

UNTOUCHED = (ast.Raise, ast.JoinedStr, ast.Import, ast.ImportFrom, ast.Assert)  # nothing in them is judged
HEAD = {"args", "decorator_list", "returns", "annotation", "bases", "keywords", "type_params", "targets", "target"}


@dataclass(frozen=True)
class Mutant:
    """A changed reference.

    Parameters
    ----------
    kind
        How it errs, in words.
    text
        Its whole text.
    difference
        The lines that differ from the reference's, with - and + before them.
    """

    kind: str
    text: str
    difference: str

    def of(self, exercise: Exercise) -> Any:
        """Return the thing that the text defines."""
        names = dict(names_around(exercise.reference))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            exec(compile(self.text, "<mutant>", "exec"), names)
        return names[exercise.name]


@dataclass(frozen=True)
class Place:
    """Where a node stands: in a field of its parent, or at a position of the list there."""

    parent: ast.AST
    field: str
    at: int | None

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        held = getattr(self.parent, self.field)
        return held if self.at is None else held[self.at]

    def put(self, node: ast.AST) -> None:
        """Let another node stand there."""
        if self.at is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.at] = node


def mutants_of(exercise: Exercise) -> list[Mutant]:
    """Return the mutants of an exercise, no two with the same text."""
    tree = ast.parse(source_of(exercise.reference))
    original = ast.unparse(tree)
    found = {original: Mutant("", original, "")}
    for place in list(places(tree)):
        node = place.node
        for kind, edit in _edits(node):
            place.put(edit)
            text = ast.unparse(tree)
            found.setdefault(text, Mutant(kind, text, _difference(original, text)))
        place.put(node)
    return list(found.values())[1:]


def places(parent: ast.AST) -> Iterator[Place]:
    """Yield the places of everything that a reader writes, outermost first."""
    for field, value in ast.iter_fields(parent):
        if field in HEAD and not isinstance(parent, ast.Call | ast.For | ast.comprehension):
            continue
        for at, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(node, ast.AST) and not isinstance(node, UNTOUCHED) and not _is_text(node):
                yield Place(parent, field, at)
                yield from places(node)


def _is_text(node: ast.AST) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _edits(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for kind in KINDS:
        yield from ((kind.__name__.replace("_", " "), edit) for edit in kind(node))


def _difference(original: str, text: str) -> str:
    lines = difflib.unified_diff(original.splitlines(), text.splitlines(), n=0, lineterm="")
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in list(lines)[2:] if line[0] in "+-")
