"""Asking the reader's function, and keeping what a grader does not need: where it stopped and what it printed."""

import contextlib
import io
import linecache
import re
import sysconfig
import traceback
from dataclasses import dataclass, field

from .calling import answer
from .wire import printable

MAX_FRAMES = 5
MAX_PRINTED = 600
FOLDERS = {sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
LIBRARIES = tuple(re.sub("^//+", "/", folder) for folder in FOLDERS)  # Pyodide's begin with two slashes


@dataclass(frozen=True)
class Note:
    """What one call left behind: the lines of its traceback that are the reader's, and what it printed."""

    trace: tuple = ()
    printed: str = ""


@dataclass
class AskedCase:
    """The answers to one case, and a note on each of them."""

    answers: list = field(default_factory=list)
    notes: list = field(default_factory=list)


class Observed:
    """A function that is called as the reader's, and keeps a note of the last call."""

    def __init__(self, function):
        self.function = function
        self.note = Note()

    def __call__(self, *arguments, **keywords):
        """Call the function; what it prints goes into the note, what it raises goes on."""
        trace = ()
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            try:
                return self.function(*arguments, **keywords)
            except Exception as error:
                trace = tuple(readers_lines(error))
                raise
            finally:
                self.note = Note(trace, printable(printed.getvalue()[:MAX_PRINTED]))


def ask(function, planned):
    """Ask a function every case of its exercise.

    Parameters
    ----------
    function : callable
        The reader's.
    planned : PlannedExercise
        What to ask.

    Returns
    -------
    list of AskedCase
        One per case; the first alone if the function says that it is not written yet.
    """
    observed, asked = Observed(function), []
    for case in planned.cases:
        asked.append(AskedCase())
        for call in case.calls:
            asked[-1].answers.append(answer(observed, call))
            asked[-1].notes.append(observed.note)
            if is_unwritten(asked):
                return asked
    return asked


def is_unwritten(asked):
    """Whether the very first answer is a NotImplementedError, as the released stub raises it."""
    return "NotImplementedError" in asked[0].answers[0]["error"]


def readers_lines(error):
    """Return the lines of a traceback that lie in the reader's own code, innermost last."""
    frames = [(f.f_code, line) for f, line in traceback.walk_tb(error.__traceback__) if _is_readers(f.f_code)]
    lines = []
    for code, number in frames[-MAX_FRAMES:]:
        source = linecache.getline(code.co_filename, number).strip()
        lines.append(printable(f"line {number}, in {code.co_name}" + (f":  {source}" if source else "")))
    return lines


def _is_readers(code):
    return code.co_filename != __file__ and not code.co_filename.startswith((*LIBRARIES, "<frozen", "<__array"))
