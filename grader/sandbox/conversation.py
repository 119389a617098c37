"""The grader's end of one runner: requests with a deadline, answers that are believed only as far as they are data."""

import contextlib
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self

from grader.sandbox import confine, frames
from grader.sandbox.limits import IsolationUnavailable, Limits, RunnerLost, in_words
from grader.sandbox.runner import OUT_OF_MEMORY
from grader.selfcheck import wire
from grader.selfcheck.calling import MAX_WORDS

ROOM = 16 * 2**20  # bytes that decoding arguments and encoding answers may take beside the call itself
CHUNK = 2**20
PATIENCE = 3  # seconds of wall time for each second of processor time that a call may take, on a busy machine
START_SECONDS = 60  # for a fork to confine itself, on however busy a machine


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
    end
        Ends the process and returns its wait status and processor seconds; a RuntimeError if that cannot be known.

    Attributes
    ----------
    cpu_seconds
        Processor time that it took, known when it has ended.
    """

    def __init__(
        self, connection: socket.socket, process: int, limits: Limits, end: Callable[[int], tuple[int, float]]
    ) -> None:
        self.cpu_seconds = 0.0
        self._connection, self._process, self._limits, self._end = connection, process, limits, end
        self._deadline = time.monotonic() + limits.conversation_seconds
        self._lost, self._patience = "", limits.exchange_seconds
        self._confirm()

    def __enter__(self) -> Self:
        """Return the runner."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.close()

    def run_cell(self, source: str) -> str:
        """Run a cell, and return the name of the exception's class that it ended with; '' if it ran to its end.

        Raises
        ------
        RunnerLost
            If the runner could not answer; it has ended, and the caller asks the pool for another.
        """
        match self._exchange({"cell": wire.printable(source)}):
            case {"error": str(error)} if len(error) <= MAX_WORDS:
                return error
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
        seconds = batch[0].get("seconds", 0)
        before = self._cpu_seconds() if seconds else None
        with self._memory_limited(batch):
            got = self._exchange({"call": name, "calls": batch, "probe": probe}, PATIENCE * seconds)
        if not isinstance(got, list) or len(got) != len(batch) or not all(isinstance(one, dict) for one in got):
            raise self._lose("it sent something that is no answer to a call")
        if before is not None and (after := self._cpu_seconds()) is not None:
            got[0]["seconds"] = after - before
        return got

    def possible(self) -> list[str]:
        """Return what of the things that confinement forbids the runner can do; see `confine.possible`."""
        return self._exchange({"possible": True})

    def close(self) -> None:
        """End the runner, if it has not ended."""
        if self._connection.fileno() >= 0:
            self._connection.close()
            with contextlib.suppress(RuntimeError):  # the warm process took it along
                _, self.cpu_seconds = self._end(self._process)

    def _confirm(self) -> None:
        """Read what the fork says before it has seen any of the submission: that it is confined."""
        try:
            said = self._receive(frames.NO_NONCE, time.monotonic() + START_SECONDS)
        except RunnerLost as lost:
            raise RuntimeError(f"a runner did not start: {lost}") from None
        if said != {"ready": True}:
            self.close()
            raise IsolationUnavailable(f"A submission could not be confined: {said}")

    def _cpu_seconds(self) -> float | None:
        """Return the processor time that the runner has taken so far; None where the system does not tell."""
        try:
            return confine.cpu_seconds(self._process)
        except OSError:
            return None

    def _exchange(self, request: dict[str, Any], patience: float = 0.0) -> Any:
        if self._lost:
            raise RunnerLost(self._lost)
        begun = time.monotonic()
        self._patience = max(self._limits.exchange_seconds, patience)
        self._deadline += patience
        deadline = min(self._deadline, begun + self._patience)
        if self._spoke_unasked():
            raise self._lose("it wrote to the grader without being asked")
        nonce = os.urandom(frames.NONCE_BYTES)
        self._send(frames.pack(nonce, request), deadline)
        answer = self._receive(nonce, deadline)
        self._deadline -= max(0.0, patience - (time.monotonic() - begun))  # what was not needed is given back
        return answer

    def _spoke_unasked(self) -> bool:
        self._connection.setblocking(False)
        try:
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        except OSError:  # nothing there; or the runner is gone, which the next step finds
            return False

    def _send(self, data: bytes, deadline: float) -> None:
        with self._watched(deadline):
            self._wait(deadline)
            self._connection.sendall(data)

    def _receive(self, nonce: bytes, deadline: float) -> Any:
        header = self._read(frames.HEADER.size, deadline)
        got, length = frames.HEADER.unpack(header)
        if got != nonce:
            raise self._lose("it sent an answer to a question that was not asked")
        if length > self._limits.answer_bytes:
            raise self._lose(f"it sent more than {in_words(self._limits.answer_bytes)}")
        data = self._read(length, deadline)
        try:
            return wire.loads(data)
        except wire.WireError as error:
            raise self._lose(f"it sent something that could not be read: {error}") from error

    def _read(self, length: int, deadline: float) -> bytes:
        data = bytearray()  # grows with what has come, not with what was announced
        with self._watched(deadline):
            while len(data) < length:
                self._wait(deadline)
                part = self._connection.recv(min(length - len(data), CHUNK))
                if not part:
                    raise self._lose()
                data += part
        return bytes(data)

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:  # also for a runner that never stops sending
            raise TimeoutError
        self._connection.settimeout(left)

    @contextlib.contextmanager
    def _watched(self, deadline: float) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            late = self._limits.conversation_seconds if deadline == self._deadline else self._patience
            raise self._lose(f"it ran longer than {late:g} s") from None
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
