"""One call of a function: typed arguments in, a typed answer out. The function may be anybody's.

Used by the reader's own `check`, by the confined runner, and by the grader on its reference and on the wrong answers,
so that all three see a function in exactly the same way. Travels to readers: NumPy and the standard library only.
"""

import hashlib
import sys
import time
import tracemalloc
import warnings
from dataclasses import dataclass, field

from . import wire

MOST_MEASURED = 2**53  # bytes or seconds: a forged integer may be too large for a float
MAX_WORDS = 500  # of an exception's or a warning's message
# a thread's own time is not stretched by other work, nor by a library that lets idle threads wait in a loop
CLOCK = getattr(time, "thread_time", time.process_time)
IN_BROWSER = sys.platform == "emscripten"  # several times slower than the limits that are stated: not judged


@dataclass(frozen=True)
class Call:
    """The arguments of one call.

    Parameters
    ----------
    arguments : tuple
        Positional arguments: anything that `grader.selfcheck.wire` encodes.
    keywords : dict
        Keyword arguments.
    memory : int or None
        Bytes that the call may allocate at its peak, None for no limit of its own.
    seconds : int or None
        Processor time that the call may take, None for no limit of its own.
    """

    arguments: tuple
    keywords: dict = field(default_factory=dict)
    memory: int | None = None
    seconds: int | None = None

    def encode(self):
        """Return the call as a document."""
        document: dict[str, object] = {"arguments": [wire.encode(a) for a in self.arguments]}
        if self.keywords:
            document["keywords"] = {key: wire.encode(a) for key, a in self.keywords.items()}
        if self.memory:
            document["memory"] = self.memory
        if self.seconds:
            document["seconds"] = self.seconds
        return document

    @classmethod
    def decode(cls, document):
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
    value : object
        What the function returned; None after an exception.
    error : tuple of str
        The names of the exception's class and its bases, most special first; empty if none was raised.
    message : str
        The exception's message.
    warnings : tuple of str
        The messages of the warnings, in order.
    changed : tuple of int
        Positions of the arguments whose contents the call changed.
    peak_memory : int
        Bytes allocated at the peak of the call; 0 where it was not measured.
    seconds : float
        Processor time that the call took; 0 where it was not measured.
    """

    value: object = None
    error: tuple = ()
    message: str = ""
    warnings: tuple = ()
    changed: tuple = ()
    peak_memory: int = 0
    seconds: float = 0.0

    @classmethod
    def decode(cls, document, call, before=None):
        """Read an answer document, which may be forged, as the answer to a call document.

        Parameters
        ----------
        document : object
            The document.
        call : dict
            The document of the call.
        before : list of str, optional
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


def _all_strings(items):
    return len(items) <= 100 and all(isinstance(item, str) and len(item) <= MAX_WORDS for item in items)


def answer(function, call):
    """Call a function and return the document of its answer.

    Parameters
    ----------
    function : callable
        The function, from whomever.
    call : dict
        The document of a `Call`.

    Returns
    -------
    dict
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


def _run(function, call):
    """Return the value, the exception (one of the two is None) and the peak of memory, measured where it is limited."""
    value = error = None
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


def _encoded(value):
    try:
        return wire.encode(value)
    except Exception:  # the reader's own class may refuse to be looked at
        return {"other": wire.printable(type(value).__name__)}


def _words(error):
    try:
        return wire.printable(error)[:MAX_WORDS]
    except Exception:
        return ""


def digests(call):
    """Return digests of the arguments in a call document, by which an answer tells whether one was changed."""
    return [_digest(argument) for argument in call["arguments"]]


def _digest(document):
    """Return a digest of an argument's contents: what a call could change of it."""
    return hashlib.sha256(wire.dumps(_contents(document))).hexdigest()[:32]


def _contents(document):
    match document:
        case list(items) | {"tuple": list(items)}:
            return [_contents(item) for item in items]
        case {"dict": dict(items)}:
            return {key: _contents(item) for key, item in items.items()}
        case {"array": {"dtype": dtype, "shape": shape, "data": data}}:
            return [dtype, shape, data]
        case {"rng": _} | {"function": _} | {"other": _}:
            return None  # generators and functions come back without an encoding
    return document
