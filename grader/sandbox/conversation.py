"""The grader's end of one runner: requests with a deadline, answers that are believed only as far as they are data."""

import contextlib
import os
import resource
import signal
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from grader.sandbox import confine, frames
from grader.sandbox.limits import Budget, IsolationUnavailable, Limits, RunnerLost, in_words
from grader.sandbox.runner import OUT_OF_MEMORY
from grader.sandbox.watch import TooLong, Watch
from grader.selfcheck import wire
from grader.selfcheck.calling import MAX_WORDS

ROOM = 16 * 2**20  # bytes that decoding arguments and encoding answers may take beside the call itself
CHUNK = 2**20
SMALL = 2**20  # bytes of an answer for which there is always room
PATIENCE = 3  # seconds until a call is ended, for each second of processor time that it is allowed
GRACE = 1.25  # a cell that takes too long is asked to stop first, and keeps what it has defined
START_SECONDS = 60.0  # for a fork to confine itself
MOST_LINES = 255  # of a cell: what a submission can say with the number of a line is a byte


@dataclass(frozen=True)
class CellOutcome:
    """How a cell ended.

    Parameters
    ----------
    error
        The name of the exception's class that it stopped with; '' if it ran to its end.
    line
        The line on which it stopped; 0 if that is not known.
    """

    error: str
    line: int = 0


class Runner:
    """One fork, which holds one submission. A context manager; not for two threads at once.

    Parameters
    ----------
    connection
        Our end of its socket pair.
    process
        Its process id.
    limits
        What it may use.
    budget
        What is left to its submission.
    end
        Ends the process and returns its wait status and processor seconds; a RuntimeError if that cannot be known.

    Attributes
    ----------
    cpu_seconds
        Processor time that it took, known when it has ended.
    """

    def __init__(
        self,
        connection: socket.socket,
        process: int,
        limits: Limits,
        budget: Budget,
        end: Callable[[int], tuple[int, float]],
    ) -> None:
        self.cpu_seconds = 0.0
        self._connection, self._process, self._limits, self._end = connection, process, limits, end
        self._budget, self._lost = budget, ""
        self._confirm()

    def __enter__(self) -> Self:
        """Return the runner."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def run_cell(
        self, source: str, names: Sequence[str] = (), sparing: bool = False, again: bool = False
    ) -> CellOutcome:
        """Run a cell. What follows a line that stops it is run too.

        Parameters
        ----------
        source
            The cell's text.
        names
            What it should define; definitions that it did not come to are made by themselves.
        sparing
            Whether to make its definitions and nothing else.
        again
            Whether it ran before, in a runner that was lost: that has a budget of its own.

        Raises
        ------
        RunnerLost
            If the runner could not answer; it has ended, and the caller asks the pool for another.
        """
        seconds = self._limits.exchange_seconds
        soft = seconds * self._limits.scale
        request = {"cell": wire.printable(source), "names": list(names), "seconds": soft, "sparing": sparing}
        answer, _ = self._exchange(request, "replays" if again else "cells", seconds, GRACE)
        match answer:
            case {"error": str(error), "line": int(line)} if len(error) <= MAX_WORDS:
                return CellOutcome(error, line if 0 < line <= MOST_LINES else 0)
        raise self._lose("it sent something that is no outcome of a cell")

    def call(self, name: str, calls: Iterable[dict[str, Any]], probe: str = "") -> list[dict[str, Any]]:
        """Call a function of the submission, or a probe of something else in it.

        Parameters
        ----------
        name
            The name of what is called. If there is none, every answer is a NameError.
        calls
            The documents of the calls. One with a limit of its own goes alone: the runner's memory is then limited, and
            the processor time measured, from outside. A call that may take long is waited for, and takes nothing from
            the time of the conversation.
        probe
            The text of the function that is called in its place and is given it; '' to call it itself.

        Returns
        -------
        The documents of the answers, as they came.

        Raises
        ------
        RunnerLost
            As `run_cell`.
        """
        return [answer for batch in _batches(calls) for answer in self._call_batch(name, batch, probe)]

    def _call_batch(self, name: str, batch: list[dict[str, Any]], probe: str) -> list[dict[str, Any]]:
        allowed = batch[0].get("seconds", 0)
        seconds = max(self._limits.exchange_seconds, PATIENCE * allowed)
        with self._memory_limited(batch):
            request = {"call": name, "calls": batch, "probe": probe}
            got, ran = self._exchange(request, "" if allowed else "questions", seconds)
        if not isinstance(got, list) or len(got) != len(batch) or not all(isinstance(one, dict) for one in got):
            raise self._lose("it sent something that is no answer to a call")
        if allowed:
            got[0]["seconds"] = ran / self._limits.scale
        return got

    def possible(self) -> list[str]:
        """Return what of the things that confinement forbids the runner can do; see `confine.possible`."""
        return self._exchange({"possible": True}, "", START_SECONDS)[0]

    def close(self) -> None:
        """End the runner, if it has not ended."""
        if self._connection.fileno() >= 0:
            self._connection.close()
            with contextlib.suppress(RuntimeError):  # the warm process took it along
                _, self.cpu_seconds = self._end(self._process)

    def _confirm(self) -> None:
        """Read what the fork says before it has seen any of the submission: that it is confined."""
        try:
            said = self._receive(frames.NO_NONCE, self._watch("", START_SECONDS))
        except RunnerLost as lost:
            raise RuntimeError(f"a runner did not start: {lost}") from None
        if said != {"ready": True}:
            self.close()
            raise IsolationUnavailable(f"A submission could not be confined: {said}")

    def _watch(self, purse: str, seconds: float, grace: float = 1.0) -> Watch:
        return Watch(self._process, seconds, self._limits.scale * grace, self._budget, purse)

    def _exchange(self, request: dict[str, Any], purse: str, seconds: float, grace: float = 1.0) -> tuple[Any, float]:
        """Return the answer to a request, and the processor time that it took."""
        if self._lost:
            raise RunnerLost(self._lost)
        if self._spoke_unasked():
            raise self._lose("it wrote to the grader without being asked")
        watch = self._watch(purse, seconds, grace)
        nonce = os.urandom(frames.NONCE_BYTES)
        try:
            self._send(frames.pack(nonce, request), watch)
            answer = self._receive(nonce, watch)
        finally:
            watch.charge()
        return answer, watch.ran

    def _spoke_unasked(self) -> bool:
        self._connection.setblocking(False)
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing there; or the runner is gone, which the next step finds
            return False

    def _send(self, data: bytes, watch: Watch) -> None:
        left = memoryview(data)
        with self._watched():
            while left:
                with self._patient(watch):
                    left = left[self._connection.send(left[:CHUNK]) :]

    def _receive(self, nonce: bytes, watch: Watch) -> Any:
        header = self._read(frames.HEADER.size, watch)
        got, length = frames.HEADER.unpack(header)
        if got != nonce:
            raise self._lose("it sent an answer to a question that was not asked")
        if length > self._limits.answer_bytes:
            raise self._lose(f"it sent more than {in_words(self._limits.answer_bytes)}")
        data = self._read(length, watch)
        weight = wire.weight(data)
        if weight > max(self._budget.room, SMALL):
            raise self._lose(f"its answers took more than {in_words(self._limits.room)} in all")
        self._budget.room -= weight
        try:
            return wire.loads(data)
        except wire.WireError as error:
            raise self._lose(f"it sent something that could not be read: {error}") from error

    def _read(self, length: int, watch: Watch) -> bytes:
        data = bytearray()  # grows with what has come, not with what was announced
        with self._watched():
            while len(data) < length:
                with self._patient(watch):
                    part = self._connection.recv(min(length - len(data), CHUNK))
                    if not part:
                        raise self._lose()
                    data += part
        return bytes(data)

    @contextlib.contextmanager
    def _patient(self, watch: Watch) -> Iterator[None]:
        """Wait a little for the other end; look at it before, also at one that never stops sending."""
        watch.look()
        self._connection.settimeout(watch.patience)
        with contextlib.suppress(TimeoutError):
            yield

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except TooLong as late:
            raise self._lose(str(late)) from None
        except OSError:
            raise self._lose() from None

    def _lose(self, reason: str = "") -> RunnerLost:
        """End the runner and return the exception that says why; without a reason, how it ended says it."""
        self._connection.close()
        status, self.cpu_seconds = self._end(self._process)
        self._lost = reason or self._how_it_ended(status)
        return RunnerLost(self._lost)

    def _how_it_ended(self, status: int) -> str:
        if os.WIFEXITED(status):
            if os.WEXITSTATUS(status) == OUT_OF_MEMORY:
                return f"it used more than {in_words(self._limits.memory)} of memory"
            return f"the process ended (os._exit or the like: code {os.WEXITSTATUS(status)})"
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU or self.cpu_seconds >= self._limits.cpu_seconds:
            return f"it used more than {self._limits.cpu_seconds} s of processor time"
        if number == signal.SIGSYS:
            return "it asked the system for something that no exercise needs"
        if number == signal.SIGKILL:
            return "its connection to the grader ended: it was closed, or the machine ran out of memory"
        return f"the process ended (a crash: signal {number}, {signal.strsignal(number)})"

    @contextlib.contextmanager
    def _memory_limited(self, batch: list[dict[str, Any]]) -> Iterator[None]:
        """Limit the runner's data to what the call may allocate, from outside, where a submission cannot undo it.

        Twice the limit, and room for the arguments, because what decoding and encoding take comes on top; the exact
        peak is in the answer. Skipped where the system does not tell what the runner holds.
        """
        limit = batch[0].get("memory")
        if limit and hasattr(resource, "prlimit"):
            with contextlib.suppress(OSError):
                data = confine.sizes(self._process)[1]
                self._limit_data(data + 2 * limit + 4 * len(wire.dumps(batch)) + ROOM)
        yield
        if limit and hasattr(resource, "prlimit"):
            with contextlib.suppress(OSError):
                self._limit_data(None)

    def _limit_data(self, wanted: int | None) -> None:
        """Set the runner's limit of data below its hard limit, or back to that."""
        hard = resource.prlimit(self._process, resource.RLIMIT_DATA)[1]
        resource.prlimit(self._process, resource.RLIMIT_DATA, (min(wanted or hard, hard), hard))


def _batches(calls: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Cut calls into those that go together: each one with a limit of its own alone."""
    batches: list[list[dict[str, Any]]] = []
    for call in calls:
        if not batches or _limited(call) or _limited(batches[-1][0]):
            batches.append([])
        batches[-1].append(call)
    return batches


def _limited(call: dict[str, Any]) -> bool:
    return "memory" in call or "seconds" in call
