"""Workers on other machines: `course grade --cluster ADDRESS` sends submissions to Dask distributed.

A task is a function of bytes, so a task whose worker is lost is simply done again elsewhere. The secret, the gradebook
and the recording of results stay where the command runs. Each worker needs this package in the same version.
"""

from __future__ import annotations

import atexit
import pickle
from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from grader.classroom.workers import MOST_ATTEMPTS
from grader.course import UnusableInput
from grader.grading.desk import Desk, Graded, Job, failure

if TYPE_CHECKING:  # slow to import
    from grader.grading.grade import Assignment
    from grader.sandbox import Isolation, Limits

SECONDS_TO_CONNECT = 10
AHEAD = 2  # jobs sent for each thread of the cluster, so that none waits for us

_lock = Lock()
_desk = Desk()
atexit.register(_desk.close)


def run(job: Job, shared: bytes) -> bytes:
    """Grade a job in a worker of the cluster; one at a time in each process.

    Parameters
    ----------
    job
        The submission.
    shared
        The pickled Assignment.

    Returns
    -------
    A document that `Graded.from_bytes` reads.
    """
    with _lock:
        return _desk.grade(replace(job, shared=shared), _load)


def _load(shared: bytes) -> tuple[Assignment, None]:
    return pickle.loads(shared), None


class ClusterWorkers:
    """The workers of a Dask scheduler.

    Parameters
    ----------
    address
        Of the scheduler, `tcp://HOST:PORT`.

    Raises
    ------
    UnusableInput
        If there is no scheduler that answers, or it has no workers.
    """

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client

            self._client = Client(address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
        except ImportError as error:
            raise UnusableInput("--cluster needs Dask: pip install 'course-grader[cluster]'.") from error
        except (OSError, ValueError) as error:
            raise UnusableInput(f"No Dask scheduler answers at {address}. Start one with: dask scheduler") from error
        if not self._client.nthreads():
            self._client.close()
            raise UnusableInput(f"The Dask scheduler {address} has no workers: start one with: dask worker {address}")

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Leave the cluster; it stays."""
        self._client.close()

    def warm(self, folder: Path, isolation: Isolation, limits: Limits) -> None:
        """Do nothing: these workers have no folder of ours."""

    def share(self, assignment: Assignment, folder: Path | None) -> bytes:
        """Return what jobs hold to name an assignment: its bytes, which `grade` spreads."""
        return pickle.dumps(assignment)

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Graded]]:
        """Grade jobs.

        Parameters
        ----------
        jobs
            Taken one by one as the cluster has room for them.

        Yields
        ------
        As they are done.
        """
        from distributed import as_completed

        jobs = iter(jobs)
        running: dict[Hashable, tuple[Job, int]] = {}
        spread: dict[str, Any] = {}
        done = as_completed(loop=self._client.loop)
        self._submit(islice(jobs, AHEAD * sum(self._client.nthreads().values())), running, spread, done)
        for future in done:
            job, attempts = running.pop(future.key)
            graded = self._result(future)
            if graded is None and attempts < MOST_ATTEMPTS:
                spread.pop(job.plan_digest, None)
                self._submit([job], running, spread, done, attempts + 1)
                continue
            self._submit(islice(jobs, 1), running, spread, done)
            yield job, graded or Graded(failure(job, "its worker on the cluster was lost, again and again"))

    def _submit(
        self,
        jobs: Iterable[Job],
        running: dict[Hashable, tuple[Job, int]],
        spread: dict[str, Any],
        done: Any,
        attempt: int = 1,
    ) -> None:
        for job in jobs:
            if job.plan_digest not in spread:
                spread[job.plan_digest] = self._client.scatter(job.shared, broadcast=True, hash=False)
            future = self._client.submit(run, replace(job, shared=None), spread[job.plan_digest], pure=False)
            running[future.key] = job, attempt
            done.add(future)

    def _result(self, future: Any) -> Graded | None:
        """Return what became of a job; None if its worker, or the data sent to it, was lost."""
        from distributed import KilledWorker

        with suppress(KilledWorker):
            if future.status == "finished":
                return Graded.from_bytes(future.result())
        return None
