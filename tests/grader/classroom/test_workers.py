import multiprocessing
import os
import shutil
import signal
from dataclasses import replace

import psutil
import pytest

from grader.classroom.workers import LocalWorkers
from grader.grading.desk import Job
from grader.grading.grade import prepare
from grader.sandbox import Limits


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, b"the tests' own secret", small.released)


class _EndsWhoeverReadsIt:
    def __reduce__(self):
        return os._exit, (9,)


def _jobs(small, assignment, shared, students):
    return [Job(student, small.notebook(), shared, assignment.name, assignment.plan_digest) for student in students]


def test_every_job_comes_back_once(small, assignment):
    with LocalWorkers(2) as workers:
        workers.warm(small.released, "confined", Limits())
        jobs = _jobs(small, assignment, workers.share(assignment, small.released), "abcde")
        done = list(workers.grade(jobs))
    assert sorted(job.student for job, _ in done) == list("abcde")
    assert {(graded.result.student, graded.result.points) for _, graded in done} == {(s, 6.0) for s in "abcde"}


def test_jobs_are_taken_only_as_workers_become_free(small, assignment):
    taken = []
    with LocalWorkers(1) as workers:
        jobs = _jobs(small, assignment, workers.share(assignment, small.released), "abc")
        results = workers.grade(job for job in jobs if not taken.append(job.student))
        next(results)
        assert taken == ["a", "b"]


def test_a_worker_that_is_killed_loses_nothing(small, assignment):
    def jobs(workers):
        for job in _jobs(small, assignment, workers.share(assignment, small.released), "abcd"):
            yield job
            if job.student == "a":
                for process in multiprocessing.active_children():
                    os.kill(process.pid, signal.SIGKILL)

    with LocalWorkers(2) as workers:
        done = list(workers.grade(jobs(workers)))
    assert sorted((job.student, graded.result.error) for job, graded in done) == [(student, "") for student in "abcd"]


def _zygote():
    children = psutil.Process().children()
    [found] = [one for one in children if "from grader.sandbox.zygote" in " ".join(one.cmdline())]
    return found


def test_workers_whose_zygote_is_killed_lose_nothing(small, assignment, tmp_path):
    other = tmp_path / small.released.name  # which no worker is warm for yet
    shutil.copytree(small.released, other)
    another = replace(assignment, plan_digest="another")
    with LocalWorkers(1) as workers:
        (first,) = _jobs(small, assignment, workers.share(assignment, small.released), "a")
        (later,) = _jobs(small, another, workers.share(another, other), "b")

        def jobs():
            yield first
            os.kill(_zygote().pid, signal.SIGKILL)
            yield later

        done = list(workers.grade(jobs()))
    assert [(job.student, graded.result.points) for job, graded in done] == [("a", 6.0), ("b", 6.0)]


def test_a_submission_whose_worker_dies_every_time_is_an_error_and_the_others_are_graded(small, assignment):
    with LocalWorkers(1) as workers:
        good, bad = _jobs(small, assignment, workers.share(assignment, small.released), "ab")
        bad = Job("b", b"", _EndsWhoeverReadsIt(), bad.assignment, bad.plan_digest)
        done = {job.student: graded for job, graded in workers.grade([bad, good])}
    assert done["b"].result.error == "the worker process ended with exit code 9"
    assert "04-losses of b" in done["b"].log
    assert done["a"].result.points == 6


def test_workers_that_are_ended_leave_no_process_and_no_folder(small, assignment, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with LocalWorkers(2) as workers:
        shared = workers.share(assignment, None)
        endless = small.notebook(mse="while True: pass")
        busy = [Job(student, endless, shared, assignment.name, assignment.plan_digest) for student in "ab"]
        quick = Job("c", small.notebook(), shared, assignment.name, assignment.plan_digest)
        next(workers.grade([quick, *busy]))
        assert list(tmp_path.iterdir())
    assert multiprocessing.active_children() == []
    assert list(tmp_path.iterdir()) == []
