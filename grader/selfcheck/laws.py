"""How the answers to a case are judged: laws, and the general ones that every chapter uses.

A law receives what was asked, what came back and what the reference answered, and returns a `Verdict`:

    law(calls, answers, expected, **parameters) -> Verdict

`calls` are `Call`s with arguments made afresh, `answers` and `expected` are `Answer`s, one per call. Most cases are
judged by `equal`; where many answers are right, a chapter's own law states the property instead. A law's words never
quote arguments. A chapter's own laws travel as the text of their module, which may import NumPy, the standard library
and `grader.selfcheck`, and holds no reference code.
"""

import builtins
import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from .calling import Answer, Call
from .compare import RELATIVE_TOLERANCE, difference

FACE = "grader.selfcheck"  # what a law's text calls this package, whatever it is called where the law is used
VALUE_ERROR = "ValueError"
Law = TypeVar("Law", bound=Callable[..., Any])
MOST_QUOTED = 1000  # MiB or seconds: what a submission says of itself may be any number
FLOATING_POINT = ("overflow", "divide by zero", "invalid value", "underflow")  # how NumPy's own warnings begin


@dataclass(frozen=True)
class Verdict:
    """What a law says of the answers to one case.

    Parameters
    ----------
    fraction
        How much of the case is right: 0 for wrong, 1 for right.
    words
        Why it is not all right, for the reader; empty if it is.
    """

    fraction: float
    words: str = ""

    @property
    def passed(self) -> bool:
        """Whether all of the case is right."""
        return self.fraction == 1


RIGHT = Verdict(1.0)


def wrong(words: str) -> Verdict:
    """Return the verdict on a wrong answer.

    >>> wrong("the sign is reversed").passed
    False
    """
    return Verdict(0.0, words)


def by_value(law: Law) -> Law:
    """Mark a law that accepts the reference's answer alone, so that readers may see what was expected.

    Where many answers are right, the reference's own would give one away; such a law stays unmarked. A marked law
    judges each call by itself.
    """
    law.by_value = True  # type: ignore[attr-defined]  # a function may be given attributes
    return law


@dataclass(frozen=True)
class LawText:
    r"""A law as data: its name, and the text of the module that defines it; none for a general law.

    >>> LawText("equal").function is equal
    True
    >>> LawText("never", "from grader.selfcheck import wrong\ndef never(*_): return wrong('no')").function().words
    'no'
    """

    name: str
    source: str = ""

    @property
    def function(self) -> Callable[..., Verdict]:
        """The law itself."""
        return _defined_by(self.source)[self.name] if self.source else globals()[self.name]

    @property
    def is_by_value(self) -> bool:
        """Whether it accepts the reference's answer alone; see `by_value`."""
        return getattr(self.function, "by_value", False)


@functools.cache
def _defined_by(source: str) -> dict[str, Any]:
    """Return the names that the text of a module of laws defines."""
    names: dict[str, Any] = {"__name__": "laws", "__builtins__": vars(builtins) | {"__import__": _import}}
    exec(compile(source, "<laws>", "exec"), names)  # only ever the course's own text
    return names


def _import(name: str, *arguments: Any) -> Any:
    return sys.modules[__package__] if name == FACE else builtins.__import__(name, *arguments)


@by_value
def equal(
    calls: Sequence[Call], answers: Sequence[Answer], expected: Sequence[Answer], *, rtol: float = RELATIVE_TOLERANCE
) -> Verdict:
    """Every call returns what the reference returns, and leaves its arguments as they were."""
    for position, (call, answer, reference) in enumerate(zip(calls, answers, expected)):
        words = trouble(call, answer) or difference(answer.value, reference.value, rtol, quote=not _holds_text(call))
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def _holds_text(value: Any) -> bool:
    """Whether there is text in the arguments of a call: then keys of dicts may be made of it, and are not quoted."""
    if isinstance(value, Call):
        return any(map(_holds_text, (*value.arguments, *value.keywords.values())))
    if isinstance(value, dict):
        return any(map(_holds_text, (*value, *value.values())))
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(map(_holds_text, value))
    return isinstance(value, str) or (isinstance(value, np.ndarray) and value.dtype.kind == "U")


@by_value
def silent(
    calls: Sequence[Call], answers: Sequence[Answer], expected: Sequence[Answer], *, rtol: float = RELATIVE_TOLERANCE
) -> Verdict:
    """As `equal`, and without a warning."""
    for answer in answers:
        if answer.warnings:
            kind = next((kind for kind in FLOATING_POINT if answer.warnings[0].startswith(kind)), "")
            return wrong("a warning where none is due" + (f": {kind} encountered" if kind else ""))
    return equal(calls, answers, expected, rtol=rtol)


def raises_value_error(calls: Sequence[Call], answers: Sequence[Answer], expected: Sequence[Answer]) -> Verdict:
    """Every call raises a ValueError (or a subclass)."""
    for answer in answers:
        if not answer.error:
            return wrong("a result where these arguments call for a ValueError")
        if VALUE_ERROR not in answer.error:
            return wrong(f"{exception_name(answer)} where a ValueError is due")
    return RIGHT


def catches(calls: Sequence[Call], answers: Sequence[Answer], expected: Sequence[Answer]) -> Verdict:
    """Accept no refusal of a right implementation; give the share of the wrong ones that are refused."""
    said = [bool(answer.value) if is_truth(answer) else None for answer in answers]
    right = [one for one, reference in zip(said, expected) if reference.value]
    caught = [one is False for one, reference in zip(said, expected) if not reference.value]
    if not all(right):
        return wrong("a right implementation is refused" + (", or the test stops on it" if None in right else ""))
    missed = len(caught) - sum(caught)
    if not missed:
        return RIGHT
    return Verdict(sum(caught) / len(caught), f"{missed} of {len(caught)} wrong implementations are taken for right")


def is_truth(answer: Answer) -> bool:
    """Whether an answer is True or False."""
    return not answer.error and isinstance(answer.value, (bool, np.bool_))


def trouble(call: Call, answer: Answer) -> str | None:
    """Say what keeps an answer from being looked at: an exception, a changed argument, too much taken; or None."""
    if answer.error:
        return f"it raised {exception_name(answer)}"
    if answer.changed:
        return f"argument {answer.changed[0] + 1} was changed by the call: work on a copy"
    if call.memory and answer.peak_memory > call.memory:
        peak = min(answer.peak_memory / 2**20, MOST_QUOTED)
        return f"it took {peak:.0f} MiB at its peak, {call.memory / 2**20:.0f} MiB are allowed"
    if call.seconds and answer.seconds > call.seconds:
        return f"it took {min(answer.seconds, MOST_QUOTED):.1f} s of processor time, {call.seconds} s are allowed"
    return None


def exception_name(answer: Answer) -> str:
    """Name the nearest of Python's own exceptions: messages and the reader's own names could quote arguments."""
    known = [name for name in answer.error if isinstance(vars(builtins).get(name), type)]
    return known[0] if known else "an exception"
