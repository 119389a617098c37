"""nbformat and jupytext, imported when something of them is used first, and then in a third of the time.

To import them takes longer than to grade a small class, which needs neither. The schema checker that nbformat uses
builds 38 parsers when it is imported, of a grammar of internationalised addresses (rfc3987_syntax). No notebook's
schema asks for one, and the import alone takes most of a second.
"""

from __future__ import annotations

import functools
import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

UNUSED = "rfc3987_syntax"


class _Late:
    """Stands for a module that is imported when something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(_imported(self._name), name)


@functools.cache
def _imported(name: str) -> ModuleType:
    if UNUSED in sys.modules:
        return importlib.import_module(name)
    sys.modules[UNUSED] = None  # type: ignore[assignment]  # Python's own way to say that it is not there
    try:
        return importlib.import_module(name)
    finally:
        del sys.modules[UNUSED]


if TYPE_CHECKING:
    import jupytext
    import nbformat
else:
    jupytext, nbformat = _Late("jupytext"), _Late("nbformat")

__all__ = ["jupytext", "nbformat"]
