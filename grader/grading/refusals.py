"""Why a cell stopped, in plain words: the line, and what is not there when this is graded.

The words are made here, of the reader's own text and a name of Python's own. What the submission says of itself would
be a way to tell hidden arguments.
"""

from __future__ import annotations

import builtins
import platform
import re

from grader.sandbox import CellOutcome

LONGEST = 60  # characters of a line that are quoted
IMPORTED = re.compile(r"\s*(?:import|from)\s+([\w.]+)")
ELSEWHERE = re.compile(r"\b(Thread|Process|Pool|\w*Executor|subprocess|Popen|run|system|fork|start)\b")
PLACES = ("ModuleNotFoundError", "ImportError")
FILES = ("PermissionError", "OSError", "BlockingIOError")
NOT_ASKED = ("EOFError", "StdinNotImplementedError")
OUT_OF_TIME = "OutOfTime"
OF_GRADING = (*PLACES, *FILES, *NOT_ASKED, OUT_OF_TIME, "FileNotFoundError", "MemoryError")


def in_words(source: str, outcome: CellOutcome, seconds: float) -> str:
    r"""Return a sentence on what stopped a cell.

    Parameters
    ----------
    source
        The cell's text.
    outcome
        How it ended.
    seconds
        What a cell may take.

    Examples
    --------
    >>> in_words("import numpy\nimport pandas as pd", CellOutcome("ModuleNotFoundError", 2), 10)
    'Line 2, `import pandas as pd`: pandas is not there when this is graded.'
    """
    line = text_of(source, outcome.line)
    return (f"Line {outcome.line}, `{line}`: " if line else "Its cell: ") + f"{_why(line, outcome.error, seconds)}."


def text_of(source: str, line: int) -> str:
    """Return a line of a cell as it can be quoted between backticks, shortened; '' if there is none."""
    lines = source.split("\n")
    text = lines[line - 1].strip().replace("`", "'") if 0 < line <= len(lines) else ""
    return text if len(text) <= LONGEST else text[: LONGEST - 3].rstrip() + "..."


def _why(line: str, error: str, seconds: float) -> str:
    imported = IMPORTED.match(line)
    if error in PLACES and imported:
        return f"{imported[1]} is not there when this is graded"
    if error in NOT_ASKED:
        return "nobody answers when this is graded"
    if error in (*FILES, "RuntimeError") and ELSEWHERE.search(line):
        return "neither threads nor other programs can be started when this is graded"
    if error in FILES:
        return "files cannot be written when this is graded, nor others read than come with the notebook"
    if error == "FileNotFoundError":
        return "there is no such file when this is graded"
    if error == "SyntaxError":
        return f"Python {platform.python_version()} stopped with SyntaxError here"
    if error == OUT_OF_TIME:
        return f"it took more than {seconds:g} s of processor time, and was stopped"
    return f"it stopped with {exception(error)}"


def exception(name: str) -> str:
    """Name one of Python's own exceptions: a name of the reader's own could quote hidden arguments of earlier calls.

    >>> exception("ZeroDivisionError"), exception("Mine")
    ('ZeroDivisionError', 'an exception')
    """
    return name if isinstance(vars(builtins).get(name), type) else "an exception"
