"""Which names a cell needs from the cells above it, which it binds, and which of its statements later cells build on.

Names are followed statement by statement, with Python's own account of scopes; a name of a function or a comprehension
is none of the page's. Where it is not clear, a name counts as needed.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Set

CHANGING = {
    "append", "extend", "insert", "pop", "remove", "sort", "add", "update", "setdefault", "clear", "fill", "shuffle",
}  # fmt: skip
COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)


def needed_before(source: str, needed_after: Set[str] = frozenset()) -> set[str]:
    r"""Return the names that must be there before a cell, for itself and for what is needed after it.

    Examples
    --------
    >>> sorted(needed_before("total = a + 1\nprint(total, [b for b in c])", {"total", "d"}))
    ['a', 'c', 'd', 'print']
    """
    needed = set(needed_after)
    for statement in reversed(ast.parse(source).body):
        needed = _before(statement, needed)
    return needed


def _before(statement: ast.stmt, needed: Set[str]) -> set[str]:
    bound, used = bound_and_used(statement)
    within = bound - _augmented(statement) if isinstance(statement, COMPOUND) else set[str]()  # bound before it is used
    return {*(needed - bound), *(used - within)}


def bound_and_used(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return the names that a statement binds and those that it reads, both on the level of the page."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    symbols = table.get_symbols()
    bound = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported() or s.is_namespace()}
    used = {s.get_name() for s in symbols if s.is_referenced()} | _augmented(statement)
    return bound, used.union(*map(_globals_of, table.get_children()))


def _globals_of(table: symtable.SymbolTable) -> set[str]:
    own = {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return own.union(*map(_globals_of, table.get_children()))


def _augmented(node: ast.AST) -> set[str]:
    """Return the names that `+=` and its like change on the level of the page: they are read before they are bound."""
    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
        return set()
    own = {node.target.id} if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) else set()
    return own.union(*map(_augmented, ast.iter_child_nodes(node)))


def changed_by(tree: ast.AST) -> set[str]:
    """Return the names of the objects that a piece of code may change, without binding the name anew.

    >>> sorted(changed_by(ast.parse("a[0] = 1; b.c = 2; d.append(3); e.mean(); f(rng_noise)")))
    ['a', 'b', 'd', 'rng_noise']
    """
    changed: set[str | None] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(ctx=ast.Store()) | ast.Attribute(ctx=ast.Store()):
                changed.add(owner(node))
            case ast.Call(func=ast.Attribute(attr=name)) if name in CHANGING:
                changed.add(owner(node.func))
            case ast.Name(id=name, ctx=ast.Load()) if name.startswith("rng"):
                changed.add(name)
    return {name for name in changed if name}


def owner(node: ast.AST) -> str | None:
    """Return the name to which a chain like `a.b[0].c` belongs, or None."""
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def statements_for(source: str, needed: Set[str]) -> str:
    r"""Return those statements of a cell, as text without asserts, that give later cells a name that they need.

    Examples
    --------
    >>> statements_for("a = 1\nb = a + 1\nc = 3\nassert b == 2", {"b"})
    'a = 1\nb = a + 1'
    """
    needed, kept = set(needed), []
    for statement in reversed(ast.parse(source).body):
        bound, _ = bound_and_used(statement)
        if not isinstance(statement, ast.Assert) and (bound | changed_by(statement)) & needed:
            kept.append(WithoutAsserts().visit(statement))
            needed = _before(statement, needed)
    return "\n".join(map(ast.unparse, reversed(kept)))


class WithoutAsserts(ast.NodeTransformer):
    """Puts `pass` in the place of each assert: what the prose says need not hold when a reader changes numbers."""

    def visit_Assert(self, node: ast.Assert) -> ast.Pass:
        """Replace one."""
        return ast.Pass()


def only_draws(source: str, needed: Set[str]) -> bool:
    """Tell whether a cell binds no name that is needed later, and changes no object of an earlier cell.

    >>> only_draws("curve = rates ** 2; plt.plot(rates, curve)", {"rates"})
    True
    >>> only_draws("plt.plot(rng.normal(size=9))", set()), only_draws("rates.append(1)", {"rates"})
    (False, False)
    """
    tree = ast.parse(source)
    bound = set().union(*(bound_and_used(statement)[0] for statement in tree.body))
    return not (bound & needed or changed_by(tree) - bound)
