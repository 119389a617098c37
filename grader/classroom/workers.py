"""Who grades: processes of this machine. `grader.classroom.cluster` does the same on others.

A job is bytes and its result is a document; a worker holds no secret, no gradebook and no state that grades depend on.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

from grader.grading.result import SubmissionResult
from grader.sandbox.scratch import scratch_folder

if TYPE_CHECKING:  # slow to import
    from grader.grading.grade import Assignment
    from grader.sandbox import Isolation, Limits, Pool
    from grader.sandbox.pool import WarmProcess

    # from what was shared to the assignment and its released folder; None for the folder if it is not here
    Load = Callable[[Any], tuple[Assignment, Path | None]]

MOST_ATTEMPTS = 3  # at one submission whose worker dies


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    Parameters
    ----------
    student
        Whose it is.
    data
        The submitted notebook.
    shared
        What `share` returned for its assignment.
    assignment, plan_digest
        The assignment's name, and the digest of what its grades depend on.
    attempt
        Which of several attempts it is.
    """

    student: str
    data: bytes
    shared: Any
    assignment: str
    plan_digest: str
    attempt: str = ""


@dataclass(frozen=True)
class Graded:
    """What became of a job.

    Parameters
    ----------
    result
        The grades; None if grading was refused.
    log
        What the instructor's log should hold of it.
    refusal
        Why no submission at all can be graded, if so.
    scale
        By what limits of time were multiplied; see `grader.sandbox.calibration`.
    """

    result: SubmissionResult | None
    log: str = ""
    refusal: str = ""
    scale: float = 1.0

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `Desk.grade` returned."""
        document = json.loads(data)
        result = document["result"] and SubmissionResult.from_document(document["result"])
        return cls(result, document["log"], document["refusal"], document["scale"])


class Desk:
    """Where one worker grades, with a warm pool for the assignment it is on.

    Only one is kept warm, because each is a process with NumPy and matplotlib in it: jobs come sorted by assignment.
    """

    def __init__(self) -> None:
        self._digest = ""
        self._ready: tuple[Assignment, Pool] | None = None  # for the assignment of that digest
        self._warm: tuple[Path, Isolation, Limits | None] | None = None
        self._pool: Pool | None = None
        self._early: WarmProcess | None = None
        self._open = ExitStack()

    def start(self) -> None:
        """Have a process warm up before it is known for what."""
        from grader.sandbox.pool import WarmProcess

        self._early = WarmProcess()

    def warm(self, folder: Path, isolation: Isolation, limits: Limits | None = None) -> Pool:
        """Return a warm pool for a released folder: the one that is there, if it is for that.

        Raises
        ------
        IsolationUnavailable
            If submissions cannot be confined here.
        """
        if self._pool and self._warm == (folder, isolation, limits):
            return self._pool
        self._end_pool()
        return self._open_pool(folder, isolation, limits)

    def _open_pool(self, folder: Path, isolation: Isolation, limits: Limits | None) -> Pool:
        from grader.sandbox import Pool

        early, self._early = self._early, None
        self._pool = self._open.enter_context(Pool(folder, isolation, limits, early))
        self._warm = folder, isolation, limits
        return self._pool

    def grade(self, job: Job, load: Load) -> bytes:
        """Grade a job.

        Parameters
        ----------
        job
            The submission.
        load
            From what was shared to the Assignment and its released folder; None for the folder if it is not here.

        Returns
        -------
        A document that `Graded.from_bytes` reads.
        """
        from grader.grading.grade import grade
        from grader.sandbox import IsolationUnavailable

        document: dict[str, Any] = {"result": None, "log": "", "refusal": "", "scale": 1.0}
        with _Log() as log:
            try:
                assignment, pool = self._set_up(job, load)
                document["result"] = grade(job.student, job.data, assignment, pool).to_document()
                document["scale"] = pool.limits.scale
            except IsolationUnavailable as unavailable:
                document["refusal"] = str(unavailable)
            except Exception as error:
                document["result"] = failure(job, f"{type(error).__name__}: {error}").to_document()
                log.lines.append(traceback.format_exc())
        if not document["result"] or document["result"]["error"]:
            self.close()  # the next submission gets a fresh pool
        return json.dumps(document | {"log": "\n".join(log.lines)}).encode("utf-8")

    def _set_up(self, job: Job, load: Load) -> tuple[Assignment, Pool]:
        if self._ready and job.plan_digest == self._digest:
            return self._ready
        assignment, folder = load(job.shared)
        if folder:
            pool = self.warm(folder, assignment.isolation, assignment.limits)
        else:
            self._end_pool()
            pool = self._open_pool(self._unpack(assignment), assignment.isolation, assignment.limits)
        self._digest, self._ready = job.plan_digest, (assignment, pool)
        return self._ready

    def _unpack(self, assignment: Assignment) -> Path:
        """Write the released folder's files where the pool can read them."""
        folder = self._open.enter_context(scratch_folder())
        for name, data in assignment.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def _end_pool(self) -> None:
        self._digest, self._ready, self._warm, self._pool = "", None, None, None
        self._open.close()

    def close(self) -> None:
        """End what is warm."""
        self._end_pool()
        if self._early:
            self._early.close()
        self._early = None


class _Log(logging.Handler):
    """Keeps what the grader logs while one job is graded."""

    def __enter__(self) -> Self:
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter())
        logging.getLogger("grader").addHandler(self)
        return self

    def __exit__(self, *exception: object) -> None:
        logging.getLogger("grader").removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def failure(job: Job, words: str) -> SubmissionResult:
    """Return the result of a submission that could not be graded for a reason of ours."""
    return SubmissionResult(job.student, job.assignment, [], error=words, plan_digest=job.plan_digest)


def _work(connection: Connection, folder: str) -> None:
    """Grade what comes until the other end is closed; temporary files go to a folder that outlives this process."""
    tempfile.tempdir = folder
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that what is open is closed
    desk = Desk()
    try:
        desk.start()
        import grader.grading.grade  # noqa: F401 (to have it when the first job comes)

        while True:
            match connection.recv():
                case Job() as job:
                    connection.send_bytes(desk.grade(job, _load))
                case folder, isolation, limits:
                    with suppress(Exception):  # what is wrong shows again when a job comes
                        desk.warm(folder, isolation, limits)
    except (EOFError, BrokenPipeError):
        pass  # the main process is gone
    finally:
        desk.close()


def _load(shared: tuple[Path, Path | None]) -> tuple[Assignment, Path | None]:
    path, folder = shared
    return pickle.loads(path.read_bytes()), folder


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
        self._folder = self._open.enter_context(scratch_folder())
        self._workers = [_Worker(self._context, str(self._folder)) for _ in range(count)]

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

    def __init__(self, context: SpawnContext, folder: str) -> None:
        self._context, self._folder = context, folder
        self.job: Job | None = None
        self._attempts = 0
        self._start()

    def _start(self) -> None:
        self.connection, other_end = self._context.Pipe()
        self._process = self._context.Process(target=_work, args=(other_end, self._folder), daemon=True)
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
