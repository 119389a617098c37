import pytest

from grader.grading.desk import Desk, Job
from grader.grading.grade import prepare


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, b"the tests' own secret", small.released)


@pytest.fixture
def job(small, assignment):
    return Job("a", small.notebook(), None, assignment.name, assignment.plan_digest)


def test_a_desk_without_the_released_folder_makes_one(small, assignment, job):
    desk = Desk()
    try:
        assert b'"points": 3.0' in desk.grade(job, lambda shared: (assignment, None))
    finally:
        desk.close()


def test_a_desk_that_cannot_load_an_assignment_says_so(job):
    def load(shared):
        raise FileNotFoundError("gone")

    document = Desk().grade(job, load)
    assert b"FileNotFoundError: gone" in document and b"Traceback" in document


def test_a_desk_refuses_where_submissions_cannot_be_confined(small, assignment, job, monkeypatch):
    monkeypatch.setattr("grader.sandbox.confine.missing", lambda: ["Landlock"])
    assert b"Missing: Landlock" in Desk().grade(job, lambda shared: (assignment, small.released))
