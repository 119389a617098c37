"""Where one worker grades, in a process of this machine or of another one: jobs come, results go.

A job is bytes and its result is a document; a worker holds no secret, no gradebook and no state that grades depend on.
"""

from __future__ import annotations

import json
import logging
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from grader.grading.result import SubmissionResult
from grader.sandbox.scratch import scratch_folder

if TYPE_CHECKING:  # slow to import
    from grader.grading.grade import Assignment
    from grader.sandbox import Isolation, Limits, Pool
    from grader.sandbox.processes import Line, Zygote

    # from what was shared to the assignment and its released folder; None for the folder if it is not here
    Load = Callable[[Any], tuple[Assignment, Path | None]]


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
    """Where one worker grades, with a warm pool for the assignment it is on: jobs come sorted by assignment.

    Parameters
    ----------
    line
        Where to ask for warm processes; by default the desk has a zygote of its own.
    """

    def __init__(self, line: Line | None = None) -> None:
        self._line = line
        self._zygote: Zygote | None = None
        self._digest = ""
        self._ready: tuple[Assignment, Pool] | None = None  # for the assignment of that digest
        self._warm: tuple[Path, Isolation, Limits | None] | None = None
        self._pool: Pool | None = None
        self._open = ExitStack()

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

        self._pool = self._open.enter_context(Pool(folder, isolation, limits, self._line or self._own_line()))
        self._warm = folder, isolation, limits
        return self._pool

    def _own_line(self) -> Line:
        from grader.sandbox.processes import Zygote

        self._zygote = self._zygote or Zygote()
        return self._zygote.line

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
        if self._zygote:
            self._zygote.close()
        self._zygote = None


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


def work(connection: Connection, folder: str, line: Line) -> None:
    """Grade what comes until the other end is closed.

    Parameters
    ----------
    connection
        Jobs and what to warm up for come here, and results go.
    folder
        For temporary files; it outlives this process.
    line
        Where to ask for warm processes.
    """
    tempfile.tempdir = folder
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # so that what is open is closed
    desk = Desk(line)
    try:
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
