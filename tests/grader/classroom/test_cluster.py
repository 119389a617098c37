import os
import signal

import pytest

from grader.classroom.cluster import ClusterWorkers
from grader.course import UnusableInput
from grader.grading.desk import Job
from grader.grading.grade import prepare

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, b"the tests' own secret", small.released)


@pytest.fixture(scope="module")
def address():
    """Return the address of a scheduler with two workers, each a process of its own."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield cluster.scheduler_address


def _jobs(small, assignment, shared, students):
    return [Job(student, small.notebook(), shared, assignment.name, assignment.plan_digest) for student in students]


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(small, assignment, address):
    students = [f"student {number}" for number in range(12)]
    with ClusterWorkers(address) as workers:
        done = []
        for job, graded in workers.grade(_jobs(small, assignment, workers.share(assignment, None), students)):
            done.append((job.student, graded.result.points))
            if len(done) == 2:
                with distributed.Client(address, set_as_default=False) as client:
                    os.kill(client.submit(os.getpid, pure=False).result(), signal.SIGKILL)
    assert sorted(done) == sorted((student, 6.0) for student in students)


def test_a_submission_that_the_cluster_cannot_grade_is_an_error_and_the_others_are_graded(small, assignment, address):
    with ClusterWorkers(address) as workers:
        good, bad = _jobs(small, assignment, workers.share(assignment, None), "ab")
        bad = Job("b", bad.data, b"no assignment", bad.assignment, "another digest")
        done = {job.student: graded for job, graded in workers.grade([bad, good])}
    assert done["a"].result.points == 6
    assert "UnpicklingError" in done["b"].result.error and "Traceback" in done["b"].log


def test_a_cluster_without_workers_is_refused_with_what_to_do():
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=":0") as cluster,
        pytest.raises(UnusableInput, match="has no workers: start one with: dask worker tcp://"),
    ):
        ClusterWorkers(cluster.scheduler_address)
