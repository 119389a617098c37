"""What of a cell waits until something needs it: matplotlib is heavy, and who checks a function draws nothing.

An import of matplotlib, or of the course's figures, waits until a cell uses a name that it gives. In a cell that runs
for what it defines only, that which is made with such names waits too: a colour map, a setting of figures, a function
that draws. All of it runs, in order, before the first cell that names any of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

HEAVY = {"matplotlib", "figures"}


class PutOff:
    """Statements that wait, each with the name of its cell, and the names that they would give."""

    def __init__(self) -> None:
        self.statements: list[tuple[ast.stmt, str]] = []
        self.names: set[str] = set()

    def divide(self, body: Sequence[ast.stmt], quiet: bool) -> tuple[list[ast.stmt], list[ast.stmt], bool]:
        """Return the statements of a cell that can wait, those that run, and whether what waits runs before them.

        Parameters
        ----------
        body
            The cell.
        quiet
            Whether it runs for what it defines only.
        """
        waiting: list[ast.stmt] = []
        kept: list[ast.stmt] = []
        names = set(self.names)
        for statement in body:
            if names_of_heavy(statement) or (quiet and _can_wait(statement, names)):
                waiting.append(statement)
                names |= set(_given(statement))
            else:
                kept.append(statement)
        draws = any(HEAVY & modules_in(statement) for statement in kept)
        if draws or not _mentioned(kept).isdisjoint(names):
            return [], list(body), True
        return waiting, kept, False

    def add(self, statements: Iterable[ast.stmt], filename: str) -> None:
        """Have statements of a cell wait."""
        for statement in statements:
            self.statements.append((statement, filename))
            self.names |= set(_given(statement))

    def take(self) -> list[tuple[ast.stmt, str]]:
        """Return what waits, which is to run now."""
        taken = self.statements
        self.statements, self.names = [], set()
        return taken


def modules_in(statement: ast.AST) -> set[str]:
    """Return the top-level modules that a statement imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def names_of_heavy(statement: ast.stmt) -> set[str]:
    """Return the names that an import of nothing but what is heavy binds; none for any other statement."""
    modules = modules_in(statement) if isinstance(statement, (ast.Import, ast.ImportFrom)) else set()
    if not modules or not modules <= HEAVY:
        return set()
    names = set(_given(statement))
    return set() if "*" in names else names


def _can_wait(statement: ast.stmt, names: set[str]) -> bool:
    """Tell whether a statement is made with names that wait, and calls nothing else: that could draw random numbers."""
    match statement:
        case ast.FunctionDef(args=arguments, decorator_list=[]):
            return not _mentioned([statement]).isdisjoint(names) and not any(_calls(arguments))
        case ast.Assign(targets=targets):
            plain = all(isinstance(node, (ast.Name, ast.Tuple)) or _root(node) in names for node in targets)
        case ast.Expr(value=ast.Call()):
            plain = True
        case _:
            return False
    uses = not _mentioned([statement]).isdisjoint(names)
    return plain and uses and all(_root(call) in names for call in _calls(statement))


def _calls(node: ast.AST) -> list[ast.AST]:
    return [below for below in ast.walk(node) if isinstance(below, ast.Call)]


def _root(node: ast.AST) -> str | None:
    """Return the name with which an expression like `plt.rcParams["x"]` or `axes[0].plot(x)` begins."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _given(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement binds."""
    match statement:
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name.split(".")[0] for alias in aliases)
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name))


def _mentioned(statements: Sequence[ast.stmt]) -> set[str]:
    """Return the names that statements use or make, wherever in them."""
    found = {node.id for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return found.union(*map(_given, statements))
