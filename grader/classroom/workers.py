"""Who grades: processes of this machine. `grader.classroom.cluster` does the same on others."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from multiprocessing.connection import wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from grader.grading.desk import Graded, Job, failure, work
from grader.sandbox.processes import Line, Zygote
from grader.sandbox.scratch import scratch_folder

if TYPE_CHECKING:  # slow to import
    from grader.grading.grade import Assignment
    from grader.sandbox import Isolation, Limits

MOST_ATTEMPTS = 3  # at one submission whose worker dies


class Workers(Protocol):
    """What the rest of the grader knows of workers, wherever they are. A context manager."""

    def __enter__(self) -> Self:
        """Return the workers."""

    def __exit__(self, *exception: object) -> None:
        """End them, or leave them."""

    def warm(self, folder: Path, isolation: Isolation, limits: Limits) -> None:
        """Warm up for a released folder while its assignment is still being planned; may be left out."""

    def share(self, assignment: Assignment, folder: Path) -> object:
        """Lay an assignment, released to a folder, where workers find it; return what jobs say to name it."""

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Graded]]:
        """Grade jobs, taken one by one as there is room for them, and yield them as they are done."""


class LocalWorkers:
    """Worker processes of this machine.

    Parameters
    ----------
    count
        How many.
    """

    def __init__(self, count: int) -> None:
        self._context = multiprocessing.get_context("spawn")  # a fork would inherit the secret
        self._open = ExitStack()
        zygote = self._open.enter_context(Zygote())  # first: it takes longest to start
        self._folder = self._open.enter_context(scratch_folder())
        self._workers = [_Worker(self._context, str(self._folder), zygote.line) for _ in range(count)]

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(self, *exception: object) -> None:
        """End them."""
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.wait()
        self._open.close()

    def warm(self, folder: Path, isolation: Isolation, limits: Limits) -> None:
        """Have the workers warm up for a released folder while its assignment is still being planned."""
        for worker in self._workers:
            worker.connection.send((folder, isolation, limits))

    def share(self, assignment: Assignment, folder: Path | None) -> tuple[Path, Path | None]:
        """Lay an assignment, released to a folder, where every worker finds it; return what jobs say to name it."""
        path = self._folder / assignment.plan_digest
        path.write_bytes(pickle.dumps(assignment))
        return path, folder

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Graded]]:
        """Grade jobs.

        Parameters
        ----------
        jobs
            Taken one by one as workers become free.

        Yields
        ------
        As they are done. Workers that find no more jobs end.
        """
        jobs = iter(jobs)
        for worker in self._workers:
            worker.take(next(jobs, None))
        while busy := [worker for worker in self._workers if worker.job]:
            ready = wait([worker.connection for worker in busy])
            for worker in [worker for worker in busy if worker.connection in ready]:
                if done := worker.receive():  # otherwise it died, and tries again
                    worker.take(next(jobs, None))
                    yield done


class _Worker:
    """One process and the job it is on."""

    def __init__(self, context: SpawnContext, folder: str, line: Line) -> None:
        self._context, self._folder, self._line = context, folder, line
        self.job: Job | None = None
        self._attempts = 0
        self._start()

    def _start(self) -> None:
        self.connection, other_end = self._context.Pipe()
        self._process = self._context.Process(target=work, args=(other_end, self._folder, self._line), daemon=True)
        # an instructor's Ctrl-C is for the main process, which ends this one; ignoring it is inherited
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, handler)
        other_end.close()

    def take(self, job: Job | None) -> None:
        """Begin a job; end if it is None, because there is none for the others either."""
        self.job, self._attempts = job, 0
        if job:
            self._attempt()
        else:
            self.end()

    def _attempt(self) -> None:
        self._attempts += 1
        with suppress(OSError):  # it died while it rested: `receive` will see it
            self.connection.send(self.job)

    def receive(self) -> tuple[Job, Graded] | None:
        """Return its job and what became of it; None if the process died and a new one tries again."""
        job = self.job
        if job is None:  # it rests
            return None
        try:
            return job, Graded.from_bytes(self.connection.recv_bytes())
        except (EOFError, OSError):
            self._process.join()
            words = f"the worker process ended with exit code {self._process.exitcode}"
            self._start()
        if self._attempts < MOST_ATTEMPTS:
            self._attempt()
            return None
        return job, Graded(failure(job, words), f"{job.assignment} of {job.student}: {words}")

    def end(self) -> None:
        """Have the process end: at once if it is busy."""
        self.connection.close()
        if self.job:
            self._process.terminate()

    def wait(self) -> None:
        """Wait for the end of the process."""
        self._process.join()
