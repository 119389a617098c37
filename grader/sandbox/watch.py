"""How long a runner took over one request, as the system tells it from outside, and when that is too long."""

from __future__ import annotations

import time
from contextlib import suppress

from grader.sandbox import confine
from grader.sandbox.limits import Budget

LONGEST_LOOK = 0.25  # seconds between two looks
LEAST = 0.1  # of what a request may usually take: what one may that begins when the budget is used up
BUSY = 10  # seconds of wall time for one of processor time, where the system does not tell who waits for a processor


class TooLong(Exception):
    """The runner took longer than it may. The message says so in words for whoever wrote the submission."""


class Watch:
    """Watches one request to one runner.

    Parameters
    ----------
    process
        The runner's process id.
    seconds
        What it may usually take: of processor time, and asleep.
    scale
        How much longer than that it is left to itself: on a slow machine, and for what is first asked to stop.
    budget
        What is left to the submission.
    purse
        Which part of the budget the request is paid from, an attribute of it; '' for none.

    Attributes
    ----------
    ran, asleep
        Seconds, known when the request is done.
    """

    def __init__(self, process: int, seconds: float, scale: float, budget: Budget, purse: str) -> None:
        self.ran = self.asleep = 0.0
        self._process, self._seconds, self._budget, self._purse = process, seconds, budget, purse
        most = seconds * scale
        self._may_run = most if not purse or getattr(budget, purse) > 0 else LEAST * most
        self._may_sleep = most if not purse or budget.asleep > 0 else LEAST * most
        self._begun, self._before = time.monotonic(), self._times()
        self._looked = self._begun
        self.patience = min(LONGEST_LOOK, most / 4)  # seconds until the next look

    def look(self) -> None:
        """Look at the runner, if the last look was a while ago.

        Raises
        ------
        TooLong
            If it took longer than it may.
        RuntimeError
            If the machine has no time for it.
        """
        now = time.monotonic()
        if now - self._looked < self.patience:
            return
        self._looked = now
        self._measure(now)
        if self.ran > self._may_run:
            raise TooLong(f"it used more than {self._seconds:g} s of processor time")
        if self.asleep > self._may_sleep:
            raise TooLong(f"it slept or waited longer than {self._seconds:g} s")
        if self._budget.is_over:
            raise RuntimeError("the machine is too busy: a submission did not get the time that it may take")

    def charge(self) -> None:
        """Take what the request took from the budget."""
        self._measure(time.monotonic())
        if self._purse:
            self._budget.asleep -= self.asleep
            setattr(self._budget, self._purse, getattr(self._budget, self._purse) - self.ran)

    def _measure(self, now: float) -> None:
        wall = now - self._begun
        after = self._times()
        if after and self._before:
            self.ran = after[0] - self._before[0]
            self.asleep = max(0.0, wall - self.ran - (after[1] - self._before[1]))
        elif not self._before:
            self.ran = wall / BUSY

    def _times(self) -> tuple[float, float] | None:
        with suppress(OSError):
            return confine.times(self._process)
        return None
