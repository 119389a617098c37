"""How long the reader's cells took, since `check` was imported: slow ones are spoken of."""

from __future__ import annotations

import sys
import time
from typing import Any

_took: list[tuple[str, float]] = []
_began: list[float] = []


def watch() -> None:
    """Measure the processor time of each cell from now on; outside a notebook nothing happens."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is not None:
        shell.events.register("pre_run_cell", _begin)
        shell.events.register("post_run_cell", _end)


def cells() -> list[tuple[str, float]]:
    """Return the texts of the cells that ran, and the seconds of processor time that they took."""
    return list(_took)


def _begin(info: Any) -> None:
    _began[:] = [time.process_time()]


def _end(result: Any) -> None:
    if _began and isinstance(result.info.raw_cell, str):
        _took.append((result.info.raw_cell, time.process_time() - _began.pop()))
