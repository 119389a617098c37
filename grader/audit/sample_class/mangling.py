"""What happens to notebooks on their way: cells lost, copied, retyped, stripped, files cut off.

Each mangling takes a notebook as JSON, the exercises whose answers are filled in, and a random generator, changes the
notebook and returns nothing.
"""

import copy
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

Notebook = dict[str, Any]


def delete_a_check(notebook: Notebook, names: Sequence[str], rng: Random) -> None:
    """Delete a check cell."""
    notebook["cells"].remove(_cell(notebook, f"{rng.choice(names)}-check"))


def strip_metadata(notebook: Notebook, names: Sequence[str], rng: Random) -> None:
    """Lose what nbgrader and Jupyter note about the cells, as other editors do."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        del cell["id"]
    notebook["nbformat_minor"] = 4  # the last one without ids


def copy_a_cell(notebook: Notebook, names: Sequence[str], rng: Random) -> None:
    """Have an answer twice, with the name and the id of the first one."""
    cell = _cell(notebook, rng.choice(names))
    notebook["cells"].insert(notebook["cells"].index(cell) + 1, copy.deepcopy(cell))


def retype_a_cell(notebook: Notebook, names: Sequence[str], rng: Random) -> None:
    """Make text of an answer."""
    cell = _cell(notebook, rng.choice(names))
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


def _cell(notebook: Notebook, grade_id: str) -> dict[str, Any]:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


MANGLINGS: dict[str, Callable[[Notebook, Sequence[str], Random], None]] = {
    "check deleted": delete_a_check,
    "metadata stripped": strip_metadata,
    "cell copied": copy_a_cell,
    "cell retyped": retype_a_cell,
}
CUT_OFF = "cut off"  # in the middle of the file


def mangled(kind: str, notebook: Notebook, names: Sequence[str], rng: Random) -> bytes:
    """Return the bytes of a notebook as it arrives.

    Parameters
    ----------
    kind
        One of `MANGLINGS`, `CUT_OFF`, or '' for a notebook that arrives as it is.
    notebook
        The notebook as JSON; it is changed.
    names
        The exercises that may be hit.
    rng
        Says which.
    """
    if kind in MANGLINGS:
        MANGLINGS[kind](notebook, names, rng)
    data = (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
    return data[: len(data) * 3 // 5] if kind == CUT_OFF else data
