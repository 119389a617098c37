"""What in a notebook will not run when it is graded, said while it can still be changed.

It costs no points: the functions around it are graded all the same.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

THERE = {"numpy", "matplotlib", "mpl_toolkits", "IPython"}  # beside the standard library and what lies here
BESIDE = Path(__file__).parents[1]
WRITES = re.compile(r"[wax+]")  # in the mode of a file
ABSENT = "{} is not there when this is graded: exercises use NumPy and matplotlib."
INPUT = "input() is answered by nobody when this is graded."
FILE = "Files cannot be written when this is graded."


def remarks(cells: Iterable[str]) -> list[str]:
    r"""Return a sentence for each thing that cells ask for and that is not there in grading.

    Parameters
    ----------
    cells
        The texts of cells that ran.

    Examples
    --------
    >>> remarks(["import pandas as pd\nname = input()", "import numpy as np"])
    ['pandas is not there when this is graded: exercises use NumPy and matplotlib.', \
'input() is answered by nobody when this is graded.']
    """
    return list(dict.fromkeys(words for cell in cells for node in _nodes(cell) for words in _of(node)))


def _nodes(cell: str) -> Iterator[ast.AST]:
    try:
        yield from ast.walk(ast.parse(cell))
    except (SyntaxError, ValueError, RecursionError):  # a cell with magics, or with a mistake
        return


def _of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (ABSENT.format(top) for top in (one.name.partition(".")[0] for one in names) if _is_absent(top))
        case ast.ImportFrom(module=str(module), level=0) if _is_absent(module.partition(".")[0]):
            yield ABSENT.format(module.partition(".")[0])
        case ast.Call(func=ast.Name(id="input")):
            yield INPUT
        case ast.Call(func=ast.Name(id="open"), args=[_, ast.Constant(value=str(mode)), *_]) if WRITES.search(mode):
            yield FILE


def _is_absent(top: str) -> bool:
    lies_here = (BESIDE / top).is_dir() or (BESIDE / f"{top}.py").is_file()
    return not (lies_here or top in THERE or top in sys.stdlib_module_names)
