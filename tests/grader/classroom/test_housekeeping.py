import csv
import re
import shutil
import sqlite3

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.housekeeping import forget, rename
from grader.collect import manifest
from grader.course import Course, UnusableInput

pytestmark = pytest.mark.confined
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment", "course_results")


@pytest.fixture(scope="module")
def graded_once(small, tmp_path_factory):
    """Return a folder in which the course, and what was graded of two students, lie."""
    folder = tmp_path_factory.mktemp("graded")
    out = folder / "out"
    rows = []
    for student in ("ada", "bo"):
        small.hand_in(out / "submitted", student)
        row = manifest.Row(student, "04-losses", "1", f"{student}/04-losses/04-losses.ipynb", "kept", platform="Moodle")
        rows.append(row)
    manifest.write(rows, out / "submitted" / manifest.NAME)
    Classroom(Options(small.course, out / "submitted", out, workers=1)).grade()
    return folder


@pytest.fixture
def out(graded_once, tmp_path):
    shutil.copytree(graded_once / "out", tmp_path / "out")
    return tmp_path / "out"


def _students(out):
    with open(out / "grades.csv", newline="") as file:
        return {(row["student"], row["assignment"]) for row in csv.DictReader(file)}


def _counts(out):
    connection = sqlite3.connect(out / "gradebook.db")
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def test_of_a_student_who_is_forgotten_nothing_is_left_behind(small, out):
    before = _counts(out)
    assert forget(small.course, out, "ada") == ["04-losses"]
    assert _counts(out) == {table: count // 2 for table, count in before.items()}
    assert _students(out) == {("bo", "04-losses")}
    left = [path.relative_to(out) for path in out.rglob("*") if "ada" in path.parts]
    assert left == [] or left == [(out / "submitted" / "ada").relative_to(out)]
    texts = ["grades.csv", "report.html", "collected.csv", "submitted/collected.csv", "grading.log"]
    assert [name for name in texts if re.search(r"\bada\b", (out / name).read_text())] == []


def test_an_assignment_that_is_renamed_leaves_nothing_under_its_old_name(small, out, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(small.course.root, root, ignore=shutil.ignore_patterns("release"))
    (root / "chapters" / "04-losses").rename(root / "chapters" / "05-losses")
    before = _counts(out)
    assert rename(Course(root), out, "04-losses", "05-losses") == 2
    assert _counts(out) == before and _students(out) == {("ada", "05-losses"), ("bo", "05-losses")}
    pages = sorted(path.relative_to(out).as_posix() for path in (out / "feedback").rglob("*.html"))
    assert pages == ["feedback/ada/05-losses.html", "feedback/bo/05-losses.html"]
    assert {row.file for row in manifest.read(out / "submitted")} == {
        "ada/05-losses/04-losses.ipynb",
        "bo/05-losses/04-losses.ipynb",
    }
    assert (out / "submitted" / "ada" / "05-losses" / "04-losses.ipynb").is_file()


def test_who_or_what_is_not_there_is_named(small, out, tmp_path):
    with pytest.raises(UnusableInput, match=r"There is nothing of 'eve' in .*out\."):
        forget(small.course, out, "eve")
    with pytest.raises(UnusableInput, match=r"nothing is recorded for '03-mlp'; there are 04-losses"):
        rename(small.course, out, "03-mlp", "04-losses")
    with pytest.raises(UnusableInput, match=r"There is no gradebook\.db in"):
        forget(small.course, tmp_path, "ada")
