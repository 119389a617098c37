"""Who grades: processes of this machine. `grader.classroom.cluster` does the same on others.

Workers have one small interface, so that the rest need not know where they are:

    with LocalWorkers(2) as workers:
        workers.warm(released, "confined")                      # may be left out
        shared = workers.share(assignment, released)            # once for each assignment
        for job, graded in workers.grade(jobs): ...             # Job in, Graded out, in any order

A job is bytes and its result is a document; a worker holds no secret, no gradebook and no state that grades depend on.
"""

import json
import logging
import multiprocessing
import pickle
import signal
import sys
import tempfile
import traceback
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait

from grader.grading.result import SubmissionResult
from grader.sandbox.scratch import scratch_folder

MOST_ATTEMPTS = 3  # at one submission whose worker dies


@dataclass(frozen=True)
class Job:
    """One submission to grade.

    Parameters
    ----------
    student : str
        Whose it is.
    data : bytes
        The submitted notebook.
    shared : object
        What `share` returned for its assignment.
    assignment, plan_digest : str
        The assignment's name, and the digest of what its grades depend on.
    attempt : str
        Which of several attempts it is.
    """

    student: str
    data: bytes
    shared: object
    assignment: str
    plan_digest: str
    attempt: str = ""


@dataclass(frozen=True)
class Graded:
    """What became of a job.

    Parameters
    ----------
    result : SubmissionResult or None
        The grades; None if grading was refused.
    log : str
        What the instructor's log should hold of it.
    refusal : str
        Why no submission at all can be graded, if so.
    """

    result: SubmissionResult | None
    log: str = ""
    refusal: str = ""

    @classmethod
    def from_bytes(cls, data):
        """Read what `Desk.grade` returned."""
        document = json.loads(data)
        result = document["result"] and SubmissionResult.from_document(document["result"])
        return cls(result, document["log"], document["refusal"])


class Desk:
    """Where one worker grades, with a warm pool for the assignment it is on.

    Only one is kept warm, because each is a process with NumPy and matplotlib in it: jobs come sorted by assignment.
    """

    def __init__(self):
        self._digest, self._assignment = "", None
        self._warm: tuple = ()
        self._pool = self._early = None
        self._open = ExitStack()

    def start(self):
        """Have a process warm up before it is known for what."""
        from grader.sandbox.pool import WarmProcess

        self._early = WarmProcess()

    def warm(self, folder, isolation, limits=None):
        """Have a warm pool for a released folder.

        Raises
        ------
        IsolationUnavailable
            If submissions cannot be confined here.
        """
        if self._warm != (folder, isolation, limits):
            self._end_pool()
            self._open_pool(folder, isolation, limits)

    def _open_pool(self, folder, isolation, limits):
        from grader.sandbox import Pool

        early, self._early = self._early, None
        self._pool = self._open.enter_context(Pool(folder, isolation, limits, early))
        self._warm = folder, isolation, limits

    def grade(self, job, load):
        """Grade a job.

        Parameters
        ----------
        job : Job
            The submission.
        load : callable
            From what was shared to the Assignment and its released folder; None for the folder if it is not here.

        Returns
        -------
        bytes
            A document that `Graded.from_bytes` reads.
        """
        from grader.grading.grade import grade
        from grader.sandbox import IsolationUnavailable

        document: dict = {"result": None, "log": "", "refusal": ""}
        with _Log() as log:
            try:
                self._set_up(job, load)
                document["result"] = grade(job.student, job.data, self._assignment, self._pool).to_document()
            except IsolationUnavailable as unavailable:
                document["refusal"] = str(unavailable)
            except Exception as error:
                document["result"] = failure(job, f"{type(error).__name__}: {error}").to_document()
                log.lines.append(traceback.format_exc())
        if not document["result"] or document["result"]["error"]:
            self.close()  # the next submission gets a fresh pool
        return json.dumps(document | {"log": "\n".join(log.lines)}).encode("utf-8")

    def _set_up(self, job, load):
        if job.plan_digest == self._digest:
            return
        self._assignment, folder = load(job.shared)
        if folder:
            self.warm(folder, self._assignment.isolation, self._assignment.limits)
        else:
            self._end_pool()
            made = self._assignment
            self._open_pool(self._unpack(made), made.isolation, made.limits)
        self._digest = job.plan_digest

    def _unpack(self, assignment):
        """Write the released folder's files where the pool can read them."""
        folder = self._open.enter_context(scratch_folder())
        for name, data in assignment.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        return folder

    def _end_pool(self):
        self._digest, self._warm = "", ()
        self._open.close()

    def close(self):
        """End what is warm."""
        self._end_pool()
        if self._early:
            self._early.close()
        self._early = None


class _Log(logging.Handler):
    """Keeps what the grader logs while one job is graded."""

    def __enter__(self):
        self.lines = []
        self.setFormatter(logging.Formatter())
        logging.getLogger("grader").addHandler(self)
        return self

    def __exit__(self, *exception):
        logging.getLogger("grader").removeHandler(self)

    def emit(self, record):
        self.lines.append(self.format(record))


def failure(job, words):
    """Return the result of a submission that could not be graded for a reason of ours."""
    return SubmissionResult(job.student, job.assignment, [], error=words, plan_digest=job.plan_digest)


def _work(connection, folder):
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
                case folder, isolation:
                    with suppress(Exception):  # what is wrong shows again when a job comes
                        desk.warm(folder, isolation)
    except (EOFError, BrokenPipeError):
        pass  # the main process is gone
    finally:
        desk.close()


def _load(shared):
    path, folder = shared
    return pickle.loads(path.read_bytes()), folder


class LocalWorkers:
    """Worker processes of this machine.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count):
        self._context = multiprocessing.get_context("spawn")  # a fork would inherit the secret
        self._open = ExitStack()
        self._folder = self._open.enter_context(scratch_folder())
        self._workers = [_Worker(self._context, str(self._folder)) for _ in range(count)]

    def __enter__(self):
        """Return the workers."""
        return self

    def __exit__(self, *exception):
        """End them."""
        for worker in self._workers:
            worker.end()
        for worker in self._workers:
            worker.wait()
        self._open.close()

    def warm(self, folder, isolation):
        """Have the workers warm up for a released folder while its assignment is still being planned."""
        for worker in self._workers:
            worker.connection.send((folder, isolation))

    def share(self, assignment, folder):
        """Lay an assignment, released to a folder, where every worker finds it; return what jobs say to name it."""
        path = self._folder / assignment.plan_digest
        path.write_bytes(pickle.dumps(assignment))
        return path, folder

    def grade(self, jobs):
        """Grade jobs.

        Parameters
        ----------
        jobs : iterable of Job
            Taken one by one as workers become free.

        Yields
        ------
        (Job, Graded)
            As they are done. Workers that find no more jobs end.
        """
        jobs = iter(jobs)
        for worker in self._workers:
            worker.take(next(jobs, None))
        while busy := [worker for worker in self._workers if worker.job]:
            ready = wait([worker.connection for worker in busy])
            for worker in [worker for worker in busy if worker.connection in ready]:
                job, graded = worker.job, worker.receive(worker.job)
                if graded is None:
                    continue  # it died, and tries again
                worker.take(next(jobs, None))
                yield job, graded


class _Worker:
    """One process and the job it is on."""

    def __init__(self, context, folder):
        self._context, self._folder = context, folder
        self.job: Job | None = None
        self._attempts = 0
        self._start()

    def _start(self):
        self.connection, other_end = self._context.Pipe()
        self._process = self._context.Process(target=_work, args=(other_end, self._folder), daemon=True)
        # an instructor's Ctrl-C is for the main process, which ends this one; ignoring it is inherited
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, handler)
        other_end.close()

    def take(self, job):
        """Begin a job; end if it is None, because there is none for the others either."""
        self.job, self._attempts = job, 0
        if job:
            self._attempt()
        else:
            self.end()

    def _attempt(self):
        self._attempts += 1
        with suppress(OSError):  # it died while it rested: `receive` will see it
            self.connection.send(self.job)

    def receive(self, job):
        """Return what became of its job; None if the process died and a new one tries again."""
        try:
            return Graded.from_bytes(self.connection.recv_bytes())
        except (EOFError, OSError):
            self._process.join()
            words = f"the worker process ended with exit code {self._process.exitcode}"
            self._start()
        if self._attempts < MOST_ATTEMPTS:
            self._attempt()
            return None
        return Graded(failure(job, words), f"{job.assignment} of {job.student}: {words}")

    def end(self):
        """Have the process end: at once if it is busy."""
        self.connection.close()
        if self.job:
            self._process.terminate()

    def wait(self):
        """Wait for the end of the process."""
        self._process.join()
