import shutil

import pytest

from grader.course import Course


@pytest.fixture
def authored(tiny_course, tmp_path):
    """Return a copy of the tiny course, which may be changed before it is first read."""
    return Course(shutil.copytree(tiny_course.root, tmp_path / "course"))


@pytest.fixture
def change(authored):
    """Return a function that changes words of a file of the copy."""

    def changed(name, old, new):
        path = authored.root / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return changed
