import pytest

from grader.plan import plan
from grader.selfcheck import checking, finding, wire


@pytest.fixture(scope="session")
def plans(course):
    return {name: plan(exercise) for name, exercise in course.chapter("losses").definitions().items()}


@pytest.fixture(scope="session")
def checks_file(plans, tmp_path_factory):
    path = tmp_path_factory.mktemp("selfcheck") / "checks.json"
    exercises = {name: planned.to_document() for name, planned in plans.items()}
    path.write_bytes(wire.dumps({"assignment": "04-losses", "exercises": exercises}))
    return path


@pytest.fixture(autouse=True)
def released(monkeypatch, checks_file):
    """Let the self-check find the plans that a release would have put beside it, and no earlier failures."""
    monkeypatch.setattr(checking, "_failures", {})
    before = finding.RELEASE.set(checks_file.parent)
    yield
    finding.RELEASE.reset(before)
