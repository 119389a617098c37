"""The engine: courses of notebooks whose functions are checked, graded and published. It knows no course of its own.

What the author of a course's exercises needs is here; a chapter's own laws import from `grader.selfcheck`.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.exercise import Case, Exercise, Variable, raises, slip, tester
    from grader.selfcheck import Call, Function, Seeded, by_value, drawn, equal, printed, silent

__all__ = [
    "Call",
    "Case",
    "Exercise",
    "Function",
    "Seeded",
    "Variable",
    "by_value",
    "drawn",
    "equal",
    "printed",
    "raises",
    "silent",
    "slip",
    "tester",
]


def __getattr__(name: str) -> object:
    """Import what is asked for when it is asked for: most commands do without NumPy."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    own = name in ("Case", "Exercise", "Variable", "raises", "slip", "tester")
    return getattr(importlib.import_module("grader.exercise" if own else "grader.selfcheck"), name)
