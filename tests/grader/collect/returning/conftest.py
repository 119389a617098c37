import pytest

from grader.collect.collecting import collect
from tests.grader.collect.conftest import invent
from tests.grader.collect.returning.quickly import grade_quickly


@pytest.fixture
def class_of(tiny_course, tmp_path):
    """Return a function that collects and grades a made-up class: OUT."""

    def made(make, count=200, **options):
        collect(tiny_course, [make(tmp_path / "download", invent(count))], tmp_path / "submitted")
        return grade_quickly(tmp_path / "submitted", tmp_path / "out", **options)

    return made
