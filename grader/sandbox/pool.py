"""A pool of one warm process, and as many runners forked from it, one after the other, as there are submissions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Self, get_args

from grader.sandbox import confine
from grader.sandbox.conversation import Runner
from grader.sandbox.limits import Budget, Isolation, IsolationUnavailable, Limits
from grader.sandbox.processes import Line, WarmProcess, Zygote


class Pool:
    """Runs submissions of one assignment. A context manager; not for two threads at once.

    Parameters
    ----------
    folder
        The released assignment's folder: readable, the working directory, first on the path.
    isolation
        Whether runners are confined by Landlock and seccomp. The limits hold in any case.
    limits
        What one submission may use. Their scale is this machine's, once the pool is entered.
    line
        Where to ask for the warm process; by default the pool has a zygote of its own.

    Raises
    ------
    IsolationUnavailable
        On entering, if runners are to be confined and cannot be.
    ValueError
        If there is no such folder or isolation.
    """

    def __init__(
        self,
        folder: Path,
        isolation: Isolation = "confined",
        limits: Limits | None = None,
        line: Line | None = None,
    ) -> None:
        self.folder, self.isolation, self.limits = Path(folder).resolve(), isolation, limits or Limits()
        if isolation not in get_args(Isolation):
            raise ValueError(f"isolation is {isolation!r}; it can be {' or '.join(map(repr, get_args(Isolation)))}")
        if not self.folder.is_dir():
            raise ValueError(f"{folder} is no folder; release the assignment first")
        self._line = line
        self._zygote: Zygote | None = None
        self._warm: WarmProcess | None = None

    def __enter__(self) -> Self:
        """Start the warm process, and see for once that a fork of it is confined."""
        try:
            if self.isolation == "confined":
                _refuse(confine.missing())
            with self.runner() as runner:
                if self.isolation == "confined":
                    _refuse([f"a confinement that keeps a submission from {words}" for words in runner.possible()])
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End everything."""
        self.close()

    def runner(self, budget: Budget | None = None) -> Runner:
        """Return a new runner: a `conversation.Runner`, a context manager.

        Parameters
        ----------
        budget
            What is left to its submission; None for that of a new one.
        """
        try:
            return self._fork(budget)
        except (EOFError, OSError):  # a process is gone: the machine may have run out of memory
            self.close()
            self._line = None  # the zygote that others share may be it
            return self._fork(budget)

    def close(self) -> None:
        """End the warm process and everything that came of it."""
        for process in (self._warm, self._zygote):
            if process:
                process.close()
        self._warm = self._zygote = None

    def _fork(self, budget: Budget | None) -> Runner:
        if not self._warm:
            self._warm = WarmProcess(self._line or self._own_line())
            scale = self._warm.greet(self.folder, self.isolation, self.limits)
            self.limits = replace(self.limits, scale=scale)
        connection, process = self._warm.fork()
        return Runner(connection, process, self.limits, budget or Budget(self.limits), self._warm.end)

    def _own_line(self) -> Line:
        self._zygote = Zygote()
        return self._zygote.line


def _refuse(missing: list[str]) -> None:
    """Raise IsolationUnavailable if anything is missing."""
    if missing:
        raise IsolationUnavailable(
            f"Submissions cannot be confined here. Missing: {'; '.join(missing)}. Grade in a Linux container or "
            "virtual machine that has it, or use --isolation none, which runs submissions with your own rights."
        )
