"""What in a notebook will not run when it is graded, said while it can still be changed.

It costs no points: the functions around it are graded all the same.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

CELL_SECONDS = 10  # of processor time: what a cell may take in grading, unless a course says otherwise
USUAL = ("numpy", "matplotlib")  # packages of a course that names none
ALWAYS = {"mpl_toolkits", "IPython"}  # beside these, the standard library and what lies here
BESIDE = Path(__file__).parents[1]
WRITES = re.compile(r"[wax+]")  # in the mode of a file
STARTS = {"os.system", "os.popen", "os.fork", "threading.Thread", "threading.Timer"}
STARTERS = {"subprocess", "multiprocessing", "concurrent", "asyncio"}  # modules whose calls start something
NETWORK = {"urllib", "socket", "http", "ftplib", "smtplib"}
WRITERS = {
    "write_text",
    "write_bytes",
    "savefig",
    "savetxt",
    "savez",
    "savez_compressed",
    "to_csv",
    "mkdir",
    "makedirs",
}
ABSENT = "{} is not there when this is graded: exercises need no more than {}."
INPUT = "input() is answered by nobody when this is graded."
FILE = "Files cannot be written when this is graded."
START = "Threads and other programs cannot be started when this is graded."
FETCH = "Nothing can be fetched from the network when this is graded."
SLOW = (
    "The cell {} took {:.0f} s. Grading may stop a cell after {} s; functions that it defines are graded all the same."
)


def remarks(cells: Iterable[str], packages: Collection[str] = USUAL) -> list[str]:
    """Return a sentence for each thing that cells ask for and that is not there in grading.

    Parameters
    ----------
    cells
        The texts of cells that ran.
    packages
        What may be imported beside the standard library.

    Examples
    --------
    >>> remarks(["name = input()", "import numpy as np", "other = input()"])
    ['input() is answered by nobody when this is graded.']
    """
    return list(dict.fromkeys(words for cell in cells for words in _of_cell(cell, packages)))


def too_slow(cells: Iterable[tuple[str, float]]) -> list[str]:
    """Return a sentence for each cell that takes longer than grading may wait.

    Parameters
    ----------
    cells
        Their texts, and the seconds of processor time that they took.

    Examples
    --------
    >>> too_slow([("# a long experiment", 14.2), ("x = 1", 0.1)])[0].partition(" Grading")[0]
    "The cell '# a long experiment' took 14 s."
    """
    last = dict(cells)  # a cell that was run again may have become fast
    return [
        SLOW.format(repr(cell.strip().partition("\n")[0][:60]), seconds, CELL_SECONDS)
        for cell, seconds in last.items()
        if seconds > CELL_SECONDS
    ]


def _of_cell(cell: str, packages: Collection[str]) -> Iterator[str]:
    try:
        nodes = list(ast.walk(ast.parse(cell)))
    except (SyntaxError, ValueError, RecursionError):  # a cell with magics, or with a mistake
        return
    homes = dict(home for node in nodes for home in _homes(node))
    for node in nodes:
        yield from _imported(node, packages)
        if isinstance(node, ast.Call):
            yield from _called(node, homes)


def _homes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Return what an import calls things, and their full names."""
    match node:
        case ast.Import(names=names):
            yield from ((one.asname, one.name) for one in names if one.asname)
        case ast.ImportFrom(module=str(module), names=names, level=0):
            yield from ((one.asname or one.name, f"{module}.{one.name}") for one in names)


def _imported(node: ast.AST, packages: Collection[str]) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            tops = [one.name.partition(".")[0] for one in names]
        case ast.ImportFrom(module=str(module), level=0):
            tops = [module.partition(".")[0]]
        case _:
            return
    known = ", ".join(packages) or "the standard library"
    yield from (ABSENT.format(top, known) for top in tops if top not in packages and _is_absent(top))


def _called(call: ast.Call, homes: dict[str, str]) -> Iterator[str]:
    first, *rest = ast.unparse(call.func).split(".")
    name = ".".join([homes.get(first, first), *rest])
    top, last = name.partition(".")[0], name.rpartition(".")[2]
    if name == "input":
        yield INPUT
    if last in WRITERS or name in ("np.save", "numpy.save") or (name == "open" and WRITES.search(_mode(call))):
        yield FILE
    if name in STARTS or (top in STARTERS and "." in name):
        yield START
    if top in NETWORK and "." in name:
        yield FETCH


def _mode(call: ast.Call) -> str:
    given = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return next((one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)), "r")


def _is_absent(top: str) -> bool:
    lies_here = (BESIDE / top).is_dir() or (BESIDE / f"{top}.py").is_file()
    return not (lies_here or top in ALWAYS or top in sys.stdlib_module_names)
