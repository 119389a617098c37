"""One cell of a submission, run so that a line that is refused here does not decide about the functions around it.

A notebook may import what is not here, wait for input, write a file or go on with a long experiment. The line ends;
what follows it in the cell is tried by itself, statement by statement.
"""

from __future__ import annotations

import ast
import re
import signal
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # slow to import
    from grader.sandbox.shell import Shell

GOES_ON = re.compile(r"[)\]}]|(else|elif|except|finally)\b")  # what begins a line and no statement
MOST_JOINED = 8  # lines at the margin that a statement may hold where the cell as a whole is no Python
LEAST = 1 / 8  # of a cell's time, for what is left of it
REST = "<the rest of a cell>"
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class OutOfTime(BaseException):
    """Ends the statement that takes too long; no `except Exception` of a cell keeps it."""


def run_cell(shell: Shell, source: str, names: Sequence[str], seconds: float, sparing: bool) -> dict[str, Any]:
    """Run a cell, and what is left of it after a line that stops it.

    Parameters
    ----------
    shell
        The shell.
    source
        The cell's text.
    names
        What it should define.
    seconds
        Processor time that it may take.
    sparing
        Whether to make its definitions and nothing else.

    Returns
    -------
    The name of the exception's class that it stopped with, '' if it came to its end; and the line, 0 if unknown.
    """
    begun = time.process_time()
    error = None if sparing else _whole(shell, source, seconds)
    line = 0 if error is None else _line(shell, source, error)
    lacks = any(name not in shell.user_ns for name in names)
    if sparing or error is not None or lacks:
        stopped_at = 0 if isinstance(error, SyntaxError) else line
        only = sparing or error is None or isinstance(error, OutOfTime) or source.lstrip().startswith("%%")
        left = max(seconds - (time.process_time() - begun), LEAST * seconds)
        _rest(shell, source, stopped_at, only, left)
    return {"error": "" if error is None else type(error).__name__, "line": line}


def _whole(shell: Shell, source: str, seconds: float) -> BaseException | None:
    """Run a cell as a notebook does, and return what it stopped with."""
    try:
        with _timed(seconds):
            result = shell.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec
    except BaseException as raised:  # the shell itself may be patched, or fail on a source that is no text
        return raised


@contextmanager
def _timed(seconds: float) -> Iterator[None]:
    """Raise OutOfTime within after so much processor time. The grader watches too: this is for who means no harm."""
    try:
        signal.signal(signal.SIGPROF, _out_of_time)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)


def _out_of_time(number: int, frame: FrameType | None) -> None:
    raise OutOfTime


def _line(shell: Shell, source: str, error: BaseException) -> int:
    """Return the line of a cell on which it stopped."""
    if isinstance(error, SyntaxError):
        return error.lineno or 0
    lines = [
        (frame.f_code.co_filename, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_name == "<module>" and frame.f_globals is shell.user_ns
    ]
    if not lines:
        return 0
    name, line = lines[-1]
    return line if name.startswith("<ipython-input") else line + 1  # below the line of a magic such as %%time


def _rest(shell: Shell, source: str, after: int, only_definitions: bool, seconds: float) -> None:
    """Run the statements of a cell after a line, each by itself."""
    try:
        with _timed(seconds):
            for statement in _statements(shell, source):
                if statement.lineno > after and (not only_definitions or _is_definition(statement)):
                    _run_alone(shell, statement)
    except BaseException:  # out of time, or a source that nothing can be made of
        return


def _run_alone(shell: Shell, statement: ast.stmt) -> None:
    try:
        exec(shell.compile(ast.Module([statement], []), REST, "exec"), shell.user_ns)  # type: ignore[arg-type]  # it is compile
    except OutOfTime:
        raise
    except BaseException:
        return  # what it should have made is missed where it is used


def _statements(shell: Shell, source: str) -> list[ast.stmt]:
    """Return the statements of a cell: of one that is no Python as a whole, those that are."""
    magic, _, below = source.lstrip().partition("\n")
    if magic.startswith("%%"):
        source = f"\n{below}"
    text = shell.transform_cell(source)
    try:
        return ast.parse(text).body
    except SyntaxError:
        return list(_pieces(text))


def _pieces(text: str) -> Iterator[ast.stmt]:
    lines = text.splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if line[:1].strip() and not GOES_ON.match(line)] + [len(lines)]
    place = 0
    while place < len(starts) - 1:
        joined, statements = _first_that_parses(lines, starts[place : place + MOST_JOINED])
        yield from statements
        place += max(joined, 1)


def _first_that_parses(lines: Sequence[str], starts: Sequence[int]) -> tuple[int, list[ast.stmt]]:
    """Return how many pieces make Python together, and the statements; 0 and none if they never do."""
    for joined, end in enumerate(starts[1:], 1):
        try:
            return joined, ast.parse("".join(lines[starts[0] : end])).body
        except SyntaxError:
            continue
    return 0, []


def _is_definition(statement: ast.stmt) -> bool:
    """Whether a statement makes a name without much ado: a function, a class, an import, a constant."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
        return isinstance(statement.value, ast.Lambda) or not any(
            isinstance(node, ast.Call) for node in ast.walk(statement.value)
        )
    return isinstance(statement, DEFINITIONS)
