"""A folder of submissions with what should not be in one, graded by the command: it costs its owner, and is named."""

import csv
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import grader

SETPRIV = shutil.which("setpriv")
pytestmark = pytest.mark.confined
RIGHT = ["=1+1", "'=1+1", "Ann [audit]", "ada", ".name"]


def _course(root, *arguments):
    """Run the command as somebody who cannot read everything, which root can."""
    unprivileged = [SETPRIV, "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    command = [*unprivileged, sys.executable, "-m", "grader.cli", "--root", str(root), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def _hand_in_harm(small, submitted):
    for student in RIGHT:
        small.hand_in(submitted, student)
    drafts = submitted / "ada" / "my-drafts"
    drafts.mkdir()
    (drafts / "draft.ipynb").write_text("{}")
    (submitted / "ada" / "04-losses" / "selfcheck").write_text("a file")
    (submitted / "closed" / "04-losses").mkdir(parents=True)
    special = small.hand_in(submitted, "socket")
    special.unlink()
    with socket.socket(socket.AF_UNIX) as open_one:
        open_one.bind(os.path.relpath(special))  # the name of a socket must be short
    (submitted / "pipe").mkdir()
    os.mkfifo(submitted / "pipe" / "04-losses")
    small.hand_in(submitted, "unreadable").chmod(0)
    small.hand_in(submitted, "unsearchable").parent.chmod(0o400)


@pytest.fixture(scope="module")
def graded(small, tmp_path_factory):
    if os.geteuid() == 0 and not SETPRIV:
        pytest.skip("root can read everything, and there is no setpriv")
    folder = tmp_path_factory.mktemp("hostile")
    _hand_in_harm(small, folder / "class")
    closed = (folder / "class" / "closed", folder / "class" / "closed" / "04-losses")
    for path in reversed(closed):
        path.chmod(0)
    done = _course(small.course.root, "grade", folder / "class", "--out", folder / "out", "--workers", 2)
    yield folder, done
    for path in (*closed, folder / "class" / "unsearchable" / "04-losses"):
        path.chmod(0o700)


def _points(out):
    points = {}
    with open(out / "grades.csv", newline="") as file:
        for row in csv.DictReader(file):
            points[row["student"]] = points.get(row["student"], 0) + float(row["points"])
    return points


def test_what_one_student_hands_in_costs_nobody_else_and_the_run_ends_with_3_for_what_is_left_out(graded):
    folder, done = graded
    assert done.returncode == 3, done.stderr
    points = _points(folder / "out")
    assert {points[name] for name in ("'=1+1", "''=1+1", "Ann [audit]", "ada", ".name")} == {6}
    assert {points[name] for name in ("socket", "pipe", "unreadable", "unsearchable")} == {0}


def test_whatever_was_passed_over_is_named_in_the_summary(graded):
    _, done = graded
    for words in ("'closed' is left out", "'ada/my-drafts/draft.ipynb' is left out", "'.name' begins with a dot"):
        assert words in done.stderr


def test_each_student_has_a_page_of_their_own(graded):
    folder, _ = graded
    pages = {path.parts[-2] for path in (folder / "out" / "feedback").glob("*/04-losses.html")}
    assert pages == {*RIGHT, "socket", "pipe", "unreadable", "unsearchable"}


def test_a_later_run_has_nothing_to_do_and_names_the_same(graded, small):
    folder, _ = graded
    done = _course(small.course.root, "grade", folder / "class", "--out", folder / "out")
    assert done.returncode == 3 and "0 submissions graded, 9 unchanged" in done.stdout


def test_a_name_does_nothing_to_the_terminal(small, tmp_path):
    small.hand_in(tmp_path / "class", "ada")
    small.hand_in(tmp_path / "class", "red\x1b[31m\x1b]0;title\x07")
    done = _course(small.course.root, "grade", tmp_path / "class", "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "\x1b" not in done.stdout + done.stderr and r"'red\x1b[31m\x1b]0;title\x07' is left out" in done.stderr
