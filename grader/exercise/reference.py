"""What an exercise asks for, a function, a class or a variable of `solutions`: what of its text is given, what is not.

A function's signature and docstring are given. So are a class's line and docstring, what it assigns, and the signature
and docstring of each method that has one. Of a variable the comment right above its assignment is given.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Variable:
    """A variable as a reference: `Variable(statistics, "mean_age")`.

    Parameters
    ----------
    module
        The module of `solutions` that assigns it, at its outermost level.
    name
        The variable's name.

    Raises
    ------
    ValueError
        If there is no such variable.
    """

    module: ModuleType
    name: str

    def __post_init__(self) -> None:
        """Refuse a name that the module does not have."""
        if self.name not in vars(self.module):
            raise ValueError(f"{self.module.__name__} has no variable {self.name}")

    @property
    def value(self) -> Any:
        """What it holds."""
        return getattr(self.module, self.name)


Reference = Callable[..., Any] | Variable  # a class is callable


@dataclass(frozen=True)
class Piece:
    """A part of a reference's text: what readers are given, or the answer that they write."""

    text: str
    is_answer: bool


def name_of(reference: Reference) -> str:
    """Return the name of what is asked for."""
    return reference.name if isinstance(reference, Variable) else reference.__name__


def names_around(reference: Reference) -> dict[str, Any]:
    """Return the names of the module that a reference is in."""
    if isinstance(reference, Variable):
        return vars(reference.module)
    return reference.__globals__ if isinstance(reference, FunctionType) else vars(sys.modules[reference.__module__])


def source_of(thing: Reference) -> str:
    """Return the text of a function or a class, or the assignment of a variable and the comment right above it."""
    if not isinstance(thing, Variable):
        return textwrap.dedent(inspect.getsource(thing)).rstrip("\n")
    lines = inspect.getsource(thing.module).splitlines()
    assignment = _assignment(thing, "\n".join(lines))
    first = assignment.lineno - 1
    while first and lines[first - 1].startswith("#"):
        first -= 1
    return "\n".join(lines[first : assignment.end_lineno])


def _assignment(variable: Variable, text: str) -> ast.stmt:
    """Return the last statement of a module that assigns a variable, and nothing else."""
    found = [node for node in ast.parse(text).body if _assigned(node) == variable.name]
    if not found:
        raise ValueError(f"{variable.module.__name__} has no line of its own that assigns {variable.name}")
    return found[-1]


def _assigned(statement: ast.stmt) -> str:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def pieces(reference: Reference) -> list[Piece]:
    """Cut a reference's text into what readers are given and what they write.

    Parameters
    ----------
    reference
        What is asked for. Of a class, what readers are not given is part of the answer to the method before it.

    Raises
    ------
    ValueError
        If there is no docstring, which would be its readers' only contract; a variable does without.
    """
    text = source_of(reference)
    if isinstance(reference, Variable):
        return _joined(Piece(line, not line.startswith("#")) for line in text.splitlines())
    definition = ast.parse(text).body[0]
    if not isinstance(definition, Definition) or not ast.get_docstring(definition):
        raise ValueError(f"{reference.__name__} has no docstring, which would be its readers' only contract")
    lines = text.splitlines()
    if isinstance(definition, ast.FunctionDef):
        return list(_halves(definition, lines, 0))
    cut = _joined(_class_pieces(definition, lines))
    if not any(piece.is_answer for piece in cut):
        raise ValueError(f"{reference.__name__} has no method with a docstring: nothing in it is left to write")
    return cut


def split(function: Callable[..., Any]) -> tuple[str, str]:
    """Return a function's head, its signature with the docstring, which readers get; and its body, which they write.

    Raises
    ------
    ValueError
        If there is no docstring.

    Examples
    --------
    >>> head, body = split(name_of)
    >>> head.splitlines()[0], body.strip()[:16]
    ('def name_of(reference: Reference) -> str:', 'return reference')
    """
    head, body = pieces(function)
    return head.text, body.text


def _halves(definition: Definition, lines: list[str], first: int) -> Iterator[Piece]:
    """Yield a function's text from a line on up to the end of its docstring, and what follows."""
    end = definition.body[0].end_lineno
    yield Piece("\n".join(lines[first:end]), False)
    yield Piece("\n".join(lines[end : definition.end_lineno]), True)


def _class_pieces(definition: ast.ClassDef, lines: list[str]) -> list[Piece]:
    """Return the parts of a class's text; what is cut whole goes to the end of the last method, or else of the next."""
    parts: list[Piece] = []
    waiting, first = "", 0
    for statement in definition.body:
        whole = "\n".join(lines[first : statement.end_lineno])
        if not isinstance(statement, Definition):
            parts.append(Piece(whole, False))
        elif not ast.get_docstring(statement):
            waiting += f"{whole}\n"
        else:
            parts += filter(lambda half: half.text, _halves(statement, lines, first))
        if waiting and any(part.is_answer for part in parts):
            last = max(place for place, part in enumerate(parts) if part.is_answer)
            parts[last] = Piece(f"{parts[last].text}\n{waiting}".rstrip("\n"), True)
            waiting = ""
        first = statement.end_lineno or first
    return parts


def _joined(parts: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind."""
    joined: list[Piece] = []
    for part in parts:
        if joined and joined[-1].is_answer == part.is_answer:
            joined[-1] = Piece(f"{joined[-1].text}\n{part.text}", part.is_answer)
        elif part.text:
            joined.append(part)
    return joined


def names_from_outside(text: str, around: dict[str, Any]) -> frozenset[str]:
    r"""Return the names that a definition takes from the module around it.

    >>> sorted(names_from_outside("def area(r):\n    return np.pi * square(r)", {"np": 0, "square": 0, "r": 0}))
    ['np', 'square']
    """
    nodes = list(ast.walk(ast.parse(text)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    own |= {node.name for node in nodes if isinstance(node, Definition)}
    used = {node.id for node in names} - own
    return frozenset(name for name in used if name in around and not hasattr(builtins, name))
