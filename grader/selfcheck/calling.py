"""One call of a function: typed arguments in, a typed answer out. The function may be anybody's.

Used by the reader's own `check`, by the confined runner, and by the grader on its reference and on the wrong answers,
so that all three see a function in exactly the same way. What is no function is called through a probe. Travels to
readers: NumPy and the standard library only.
"""

from __future__ import annotations
import __future__

import functools
import hashlib
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import wire
from .wire import Document

MOST_MEASURED = 2**53  # bytes or seconds: a forged integer may be too large for a float
MAX_WORDS = 500  # of an exception's or a warning's message
# a thread's own time is not stretched by other work, nor by a library that lets idle threads wait in a loop
CLOCK = getattr(time, "thread_time", time.process_time)
IN_BROWSER = sys.platform == "emscripten"  # several times slower than the limits that are stated: not judged
PROBE = "<probe>"  # the file that a probe's frames name


@dataclass(frozen=True)
class Call:
    """The arguments of one call.

    Parameters
    ----------
    arguments
        Positional arguments: anything that `grader.selfcheck.wire` encodes.
    keywords
        Keyword arguments.
    memory
        Bytes that the call may allocate at its peak, None for no limit of its own.
    seconds
        Processor time that the call may take, None for no limit of its own.
    """

    arguments: tuple[Any, ...]
    keywords: dict[str, Any] = field(default_factory=dict)
    memory: int | None = None
    seconds: int | None = None

    def encode(self) -> dict[str, Any]:
        """Return the call as a document."""
        document: dict[str, Any] = {"arguments": [wire.encode(a) for a in self.arguments]}
        if self.keywords:
            document["keywords"] = {key: wire.encode(a) for key, a in self.keywords.items()}
        if self.memory:
            document["memory"] = self.memory
        if self.seconds:
            document["seconds"] = self.seconds
        return document

    @classmethod
    def decode(cls, document: dict[str, Any]) -> Call:
        """Return the call with arguments made afresh; the document must be our own."""
        keywords = document.get("keywords", {})
        return cls(
            tuple(wire.decode(a, trusted=True) for a in document["arguments"]),
            {key: wire.decode(a, trusted=True) for key, a in keywords.items()},
            document.get("memory"),
            document.get("seconds"),
        )


@dataclass(frozen=True)
class Answer:
    """What came back from one call: a value or an exception, and what happened on the way.

    Parameters
    ----------
    value
        What the function returned; None after an exception.
    error
        The names of the exception's class and its bases, most special first; empty if none was raised.
    message
        The exception's message.
    warnings
        The messages of the warnings, in order.
    changed
        Positions of the arguments whose contents the call changed.
    peak_memory
        Bytes allocated at the peak of the call; 0 where it was not measured.
    seconds
        Processor time that the call took; 0 where it was not measured.
    """

    value: Any = None
    error: tuple[str, ...] = ()
    message: str = ""
    warnings: tuple[str, ...] = ()
    changed: tuple[int, ...] = ()
    peak_memory: int = 0
    seconds: float = 0.0

    @classmethod
    def decode(cls, document: Document, call: dict[str, Any], before: list[str] | None = None) -> Answer:
        """Read an answer document, which may be forged, as the answer to a call document.

        Parameters
        ----------
        document
            The document.
        call
            The document of the call.
        before
            What `digests` says of the call, if that is known already.

        Raises
        ------
        WireError
            If the document is not an answer.
        """
        match document:
            case {
                "value": value,
                "error": list(error),
                "message": str(message),
                "warnings": list(caught),
                "after": list(after),
                "peak_memory": int(peak),
                "seconds": int(seconds) | float(seconds),
            } if _all_strings(error) and _all_strings(caught) and max(peak, seconds) < MOST_MEASURED:
                known = digests(call) if before is None else before
                changed = tuple(i for i, a in enumerate(known) if i >= len(after) or after[i] != a)
                return cls(wire.decode(value), tuple(error), message[:MAX_WORDS], tuple(caught), changed, peak, seconds)
        raise wire.WireError("not an answer")


def _all_strings(items: list[Any]) -> bool:
    return len(items) <= 100 and all(isinstance(item, str) and len(item) <= MAX_WORDS for item in items)


def through(probe: str, thing: Any) -> Callable[..., Any]:
    r"""Return what is called to ask for a thing: the thing itself, or a probe that is given it first.

    Parameters
    ----------
    probe
        The text of a function, which may use `np`; '' for none.
    thing
        A function, or whatever the probe looks into.

    Examples
    --------
    >>> through("def at(table, key):\n    return table[key]", {"a": 1})("a")
    1
    """
    return functools.partial(probe_of(probe), thing) if probe else thing


def with_own(function: Callable[..., Any], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Return a function that is given functions of these names where its arguments stand for a reader's own.

    Where there is none of the name yet, it says yes: what is not there is not wrong.
    """

    @functools.wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        own = [argument.name for argument in arguments if isinstance(argument, wire.Own)]
        if not all(callable(names.get(name)) for name in own):
            return True
        given = (names[a.name] if isinstance(a, wire.Own) else a for a in arguments)
        return function(*given, **keywords)

    return call


@functools.cache
def probe_of(text: str) -> Callable[..., Any]:
    """Return the function that a probe's text defines. Its annotations may name what is not there."""
    names: dict[str, Any] = {"np": np}
    exec(compile(text, PROBE, "exec", flags=__future__.annotations.compiler_flag), names)  # only ever our own text
    return [*names.values()][-1]


def answer(function: Callable[..., Any], call: dict[str, Any]) -> dict[str, Any]:
    """Call a function and return the document of its answer.

    Parameters
    ----------
    function
        The function, from whomever.
    call
        The document of a `Call`.

    Returns
    -------
    The document that `Answer.decode` reads. `after` holds a digest of each argument's contents afterwards, so that
    whoever asked can see for themselves whether the call changed one.
    """
    fresh = Call.decode(call)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        begun = CLOCK()
        value, error, peak = _run(function, fresh)
        seconds = CLOCK() - begun
    return {
        "value": _encoded(value),
        "error": [] if error is None else [wire.printable(cls.__name__) for cls in type(error).__mro__[:-1]][:20],
        "message": "" if error is None else _words(error),
        "warnings": [_words(w.message) for w in caught[:20]],
        "after": [_digest(wire.encode(a)) for a in fresh.arguments],
        "peak_memory": peak,
        "seconds": seconds if call.get("seconds") and not IN_BROWSER else 0,
    }


def _run(function: Callable[..., Any], call: Call) -> tuple[Any, BaseException | None, int]:
    """Return the value, the exception (one of the two is None) and the peak of memory, measured where it is limited."""
    value, error, before = None, None, 0
    started = bool(call.memory) and not tracemalloc.is_tracing()
    if started:
        tracemalloc.start()
    if call.memory:
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
    try:
        value = function(*call.arguments, **call.keywords)
    except (Exception, SystemExit) as exception:  # a reader's function may raise anything
        error = exception
    finally:
        peak = tracemalloc.get_traced_memory()[1] - before if call.memory else 0
        if started:
            tracemalloc.stop()
    return value, error, peak


def _encoded(value: Any) -> Document:
    try:
        return wire.encode(value)
    except Exception:  # the reader's own class may refuse to be looked at
        return {"other": wire.printable(type(value).__name__)}


def _words(error: object) -> str:
    try:
        return wire.printable(error)[:MAX_WORDS]
    except Exception:
        return ""


def digests(call: dict[str, Any]) -> list[str]:
    """Return digests of the arguments in a call document, by which an answer tells whether one was changed."""
    return [_digest(argument) for argument in call["arguments"]]


def _digest(document: Document) -> str:
    """Return a digest of an argument's contents: what a call could change of it."""
    return hashlib.sha256(wire.dumps(_contents(document))).hexdigest()[:32]


def _contents(document: Document) -> Document:
    match document:
        case list(items) | {"tuple": list(items)} | {"pairs": list(items)}:
            return [_contents(item) for item in items]
        case {"dict": dict(items)}:
            return {key: _contents(item) for key, item in items.items()}
        case {"array": {"dtype": dtype, "shape": shape, "data": data}}:
            return [dtype, shape, data]
        case {"rng": _} | {"function": _} | {"own": _} | {"other": _}:
            return None  # generators and functions come back without an encoding
    return document
