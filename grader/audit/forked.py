"""Doing what may never end, take all memory or crash: in a fork of this process, with the sandbox's limits."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeVar

from grader.course import UnusableInput
from grader.sandbox.confine import UNKNOWN_SIZE, Confinement, sizes
from grader.sandbox.limits import Limits

SECONDS = 2.0  # of processor time for one item
WAITING = 60.0  # seconds of wall time for one item: what waits takes no processor time
LIMITS = Limits(cpu_seconds=3600, memory=2**29)

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(
    function: Callable[[Item], Result], items: Sequence[Item], seconds: float = SECONDS
) -> Generator[Result | None, None, None]:
    """Yield what a function returns for each item, or None where its process took too much or died.

    Parameters
    ----------
    function
        It runs in the fork, and cannot change what this process holds.
    items
        They reach the fork as they are; results must be picklable.
    seconds
        Of processor time, for each item.

    Raises
    ------
    UnusableInput
        If this system has no fork.
    """
    if not hasattr(os, "fork"):
        raise UnusableInput("Mutants may run for ever and need a process of their own to fork: use Linux or macOS.")
    place = 0
    while place < len(items):
        with _fork(function, items[place:], seconds) as results:
            while place < len(items) and results.poll(WAITING):
                try:
                    result, error = results.recv()
                except EOFError:
                    break
                if error:
                    raise error
                place += 1
                yield result
        if place < len(items):  # the next one was the fork's last
            place += 1
            yield None


@contextmanager
def _fork(function: Callable[[Any], Any], items: Sequence[Any], seconds: float) -> Iterator[Connection]:
    """Fork, and give the end of a pipe on which results come; the fork ends with the context."""
    ours, theirs = Pipe(duplex=False)
    process = os.fork()
    if not process:
        _work(theirs, function, items, seconds)
    theirs.close()
    try:
        yield ours
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        ours.close()


def _work(results: Connection, function: Callable[[Any], Any], items: Sequence[Any], seconds: float) -> NoReturn:
    """Send the result for each item, or the error, and leave without a word of Python's own."""
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        warnings.simplefilter("ignore")  # laws may warn of what they were not made for
        Confinement(LIMITS, held=sizes() if sys.platform == "linux" else UNKNOWN_SIZE).enter(results.fileno())
        for item in items:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            results.send((function(item), None))
    except MemoryError:
        pass  # as if it had been killed
    except Exception as error:
        results.send((None, error))
    finally:
        os._exit(0)
