"""What a submission may use, and the two ways in which it cannot be run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Literal

from grader.selfcheck.surroundings import CELL_SECONDS

Isolation = Literal["confined", "none"]  # none runs submissions with the rights of whoever grades; the limits hold
IN_ALL = 6  # times what one request may take: all cells together, all questions together, all sleep together
WAITED = 60  # times what one request may take: wall time of a submission, whatever it does


@dataclass(frozen=True)
class Limits:
    """What one submission may use; everything beyond it ends its runner.

    Parameters
    ----------
    exchange_seconds
        Processor time of one cell and of one exercise's questions, on a machine of scale 1; the same again asleep.
        Time spent waiting for a processor counts as neither, so that other work on the machine does not matter.
    cpu_seconds
        Processor time of one runner, whoever watches it.
    memory
        Bytes beyond what the interpreter with its libraries takes.
    file_size
        Bytes of a file that is written. Confined, none can be opened for writing.
    open_files
        Open descriptors.
    answer_bytes
        Bytes of one answer.
    room
        Bytes that all answers of a submission may take in the grader's memory, see `wire.weight`.
    scale
        How much longer than on the machine for which the seconds are meant things take; see
        `grader.sandbox.calibration`.
    """

    exchange_seconds: float = float(CELL_SECONDS)
    cpu_seconds: int = 600
    memory: int = 2**30
    file_size: int = 0
    open_files: int = 64
    answer_bytes: int = 16 * 2**20
    room: int = 256 * 2**20
    scale: float = 1.0


class Budget:
    """The seconds that are left to one submission, in all its runners together.

    Cells and questions have budgets of their own, so that an experiment does not cost an exercise.

    Parameters
    ----------
    limits
        What one submission may use.

    Attributes
    ----------
    cells, replays, questions, asleep
        Seconds of processor time for cells, for cells that ran already in a runner that was lost, and for questions;
        and seconds of sleep.
    room
        Bytes of the grader's memory for answers.
    """

    def __init__(self, limits: Limits) -> None:
        seconds = limits.exchange_seconds * limits.scale
        self.cells = self.questions = self.asleep = IN_ALL * seconds
        self.replays = 2 * IN_ALL * seconds
        self.room = limits.room
        self._until = time.monotonic() + WAITED * seconds

    @property
    def is_over(self) -> bool:
        """Whether it has kept a worker for too long, on a machine that has no time for it."""
        return time.monotonic() > self._until

    def allows(self, ran_before: bool) -> bool:
        """Whether there is time to run a cell as it is."""
        return (self.replays if ran_before else self.cells) > 0 and self.asleep > 0


class RunnerLost(Exception):
    """A runner died, hung or sent nonsense. The message says so in words for whoever wrote the submission."""


class IsolationUnavailable(Exception):
    """Submissions cannot be confined on this machine. The message says what is missing and what to do."""


def in_words(size: int) -> str:
    """Return a number of bytes in words.

    >>> in_words(2**30), in_words(16 * 2**20), in_words(1000)
    ('1 GiB', '16 MiB', '1000 bytes')
    """
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size} bytes"
