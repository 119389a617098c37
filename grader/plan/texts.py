"""What of a course travels as text: laws, and probes. Each is looked at first: readers have NumPy and little else."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import symtable
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.course import UnusableInput
from grader.selfcheck import laws
from grader.selfcheck.laws import FACE, LawText

ANNOTATIONS = "from __future__ import annotations\n"  # those of a probe are never looked at


@functools.cache
def law_text(law: Callable[..., Any]) -> LawText:
    """Return a law as data.

    Raises
    ------
    UnusableInput
        If it is one of the course's and its module imports what readers do not have.
    """
    if law.__module__ == laws.__name__:
        return LawText(law.__name__)
    path = Path(law.__code__.co_filename)
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        for name in _imported(node):
            if name != FACE and name.partition(".")[0] not in {"numpy"} | sys.stdlib_module_names:
                raise UnusableInput(
                    f"{path}:{getattr(node, 'lineno', 1)}: the law {law.__name__} does not travel: its module imports "
                    f"{name}, and readers have NumPy, the standard library and `from {FACE} import ...`."
                )
    return LawText(law.__name__, source)


def probe_text(probe: Callable[..., Any]) -> str:
    """Return a probe as text.

    Raises
    ------
    UnusableInput
        If it is no plain function of its own, or uses what is neither in it nor `np`.
    """
    text = textwrap.dedent(inspect.getsource(probe))
    place = f"{probe.__code__.co_filename}:{probe.__code__.co_firstlineno}"
    if not text.startswith("def "):
        raise UnusableInput(f"{place}: a probe is written with def, outside of everything else, and not decorated.")
    table = symtable.symtable(f"{ANNOTATIONS}{text}", place, "exec")
    foreign = sorted(_from_around(table) - {"np", probe.__name__} - set(vars(builtins)))
    if foreign:
        raise UnusableInput(
            f"{place}: the probe {probe.__name__} does not travel: it uses {', '.join(foreign)}, and readers have `np` "
            "alone. Write it into the probe; what it imports, it imports within itself."
        )
    return text


def _from_around(table: symtable.SymbolTable) -> set[str]:
    """Return the names that a piece of code reads and does not bind, in whatever is nested in it too."""
    own = {one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced()}
    return own.union(*map(_from_around, table.get_children()))


def _imported(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports; a relative import is the course's own module."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return ["." * node.level + (node.module or "")] if isinstance(node, ast.ImportFrom) else []
