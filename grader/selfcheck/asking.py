"""Asking the reader's function, and keeping what a grader does not need: where it stopped and what it printed."""

from __future__ import annotations

import contextlib
import functools
import io
import linecache
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from .calling import PROBE, answer, through, with_own
from .judge import PlannedCase, PlannedExercise, judge_case
from .wire import printable

MAX_FRAMES = 5
MAX_PRINTED = 600
NOT_THERE: Any = object()  # stands for what no cell has made yet
NOT_READERS = ("<frozen", "<__array", PROBE)


@dataclass(frozen=True)
class Note:
    """What one call left behind: the lines of its traceback that are the reader's, and what it printed."""

    trace: tuple[str, ...] = ()
    printed: str = ""


@dataclass
class AskedCase:
    """The answers to one case, and a note on each of them."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, observed: Observed, call: dict[str, Any]) -> None:
        """Ask one call more."""
        self.answers.append(answer(observed, call))
        self.notes.append(observed.note)


class Observed:
    """A function that is called as the reader's, and keeps a note of the last call."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.note = Note()

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        """Call the function; what it prints goes into the note, what it raises goes on."""
        trace: tuple[str, ...] = ()
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            try:
                return self.function(*arguments, **keywords)
            except Exception as error:
                trace = tuple(readers_lines(error))
                raise
            finally:
                self.note = Note(trace, printable(printed.getvalue()[:MAX_PRINTED]))


def ask(thing: Any, planned: PlannedExercise, names: Mapping[str, Any] | None = None) -> list[AskedCase]:
    """Ask every case of an exercise.

    Parameters
    ----------
    thing
        What the reader wrote: a function, or what the exercise's probe looks into; or `NOT_THERE`.
    planned
        What to ask.
    names
        The reader's own functions by name, for exercises that test one of them.

    Returns
    -------
    One per case; the first alone if the answer says that it is not written yet.
    """
    observed, asked = _observed(thing, planned, names), list[AskedCase]()
    for case in planned.cases:
        asked.append(AskedCase())
        for call in case.calls:
            asked[-1].add(observed, call)
            if is_unwritten(asked):
                return asked
    return asked


def ask_small(thing: Any, planned: PlannedExercise, names: Mapping[str, Any] | None = None) -> list[AskedCase]:
    """Ask the small questions of an exercise; as `ask`, but all of them."""
    observed, asked = _observed(thing, planned, names), list[AskedCase]()
    for question in planned.questions:
        asked.append(AskedCase())
        for call in question.calls:
            asked[-1].add(observed, call)
    return asked


def first_failing(
    thing: Any, planned: PlannedExercise, names: Mapping[str, Any] | None = None
) -> tuple[PlannedCase, AskedCase] | None:
    """Return the first small question that an answer gets wrong, with what came back; None if there is none."""
    return failing_among(planned, ask_small(thing, planned, names))


def failing_among(planned: PlannedExercise, small: Sequence[AskedCase]) -> tuple[PlannedCase, AskedCase] | None:
    """Return the first small question that was answered wrong, with what came back; None if there is none."""
    for question, asked in zip(planned.questions, small):
        if judge_case(question, asked.answers).fraction < 1:
            return question, asked
    return None


def _observed(thing: Any, planned: PlannedExercise, names: Mapping[str, Any] | None) -> Observed:
    function = _unwritten if thing is NOT_THERE else through(planned.probe, thing)
    return Observed(with_own(function, names or {}) if planned.is_tester else function)


def _unwritten(*_: Any, **__: Any) -> None:
    """Answer as the released stub does."""
    raise NotImplementedError


def is_unwritten(asked: Sequence[AskedCase]) -> bool:
    """Whether the very first answer is a NotImplementedError, as the released stub raises it."""
    return "NotImplementedError" in asked[0].answers[0]["error"]


def readers_lines(error: BaseException) -> list[str]:
    """Return the lines of a traceback that lie in the reader's own code, innermost last."""
    frames = [(f.f_code, line) for f, line in traceback.walk_tb(error.__traceback__) if _is_readers(f.f_code)]
    lines = []
    for code, number in frames[-MAX_FRAMES:]:
        source = linecache.getline(code.co_filename, number).strip()
        lines.append(printable(f"line {number}, in {code.co_name}" + (f":  {source}" if source else "")))
    return lines


def _is_readers(code: CodeType) -> bool:
    return code.co_filename != __file__ and not code.co_filename.startswith((*_libraries(), *NOT_READERS))


@functools.cache
def _libraries() -> tuple[str, ...]:
    """Return the folders of the standard library and of installed packages."""
    import sysconfig  # here, since a first check of an answer that raises nothing goes without it

    folders = {sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(re.sub("^//+", "/", folder) for folder in folders)  # Pyodide's begin with two slashes
