"""Time: the same answers get the same grades on any number of workers, and the limit is what was asked for."""

import json
import shutil
import subprocess
import sys

import pytest

from grader.classroom import Classroom, Options
from grader.course import Course, UnusableInput
from grader.gradebook import Gradebook
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
]
BURN = "import time\nbegun = time.process_time()\nwhile time.process_time() - begun < {seconds}: pass\n"


@pytest.fixture
def submitted(small, tmp_path):
    """A class of four equal notebooks: right functions, each with an experiment of some seconds below it."""
    answers = {name: source + "\n" + BURN.format(seconds=0.6) for name, source in small.right.items()}
    for student in ("ada", "ben", "cyd", "dan"):
        small.hand_in(tmp_path / "class", student, small.notebook(**answers))
    return tmp_path / "class"


def _points(course, submitted, out, **options):
    Classroom(Options(course, submitted, out, **options)).grade()
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        return {result.student: [(e.points, e.outcome) for e in result.exercises] for result in gradebook.results()}


def test_grades_do_not_depend_on_the_number_of_workers_or_on_what_else_the_machine_does(small, submitted, tmp_path):
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        several = _points(small.course, submitted, tmp_path / "several", workers=4, time_limit=1)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    one = _points(
        small.course, submitted, tmp_path / "one", workers=1, time_limit=1, secret=tmp_path / "several/secret"
    )
    assert (
        one == several == {name: [(2, "passed"), (3, "passed"), (1, "passed")] for name in ("ada", "ben", "cyd", "dan")}
    )


def test_a_question_that_takes_longer_than_the_limit_is_ended(small, tmp_path):
    slow = "def mse(a, b):\n" + "".join(f"    {line}\n" for line in BURN.format(seconds=1.5).splitlines())
    small.hand_in(tmp_path / "class", "ada", small.notebook(**small.right | {"mse": slow + "    return 0.0"}))
    Classroom(Options(small.course, tmp_path / "class", tmp_path / "out", time_limit=1)).grade()
    page = (tmp_path / "out/feedback/ada/04-losses.html").read_text()
    assert "When it was called: it used more than 1 s of processor time" in page


def test_the_course_says_the_limit_and_the_log_the_scale(small, tmp_path):
    root = shutil.copytree(small.course.root, tmp_path / "course")
    with open(root / "course.toml", "a") as settings:
        settings.write("[grading]\ntime_limit = 3\n")
    assert Options(Course(root), tmp_path, tmp_path).allowed.exchange_seconds == 3
    assert Options(Course(root), tmp_path, tmp_path, time_limit=7).allowed.exchange_seconds == 7
    small.hand_in(tmp_path / "class", "ada")
    Classroom(Options(Course(root), tmp_path / "class", tmp_path / "out")).grade()
    assert "Limits of time are multiplied by" in (tmp_path / "out/grading.log").read_text()


def test_a_limit_that_is_none_is_refused(small, tmp_path):
    root = shutil.copytree(small.course.root, tmp_path / "course")
    with open(root / "course.toml", "a") as settings:
        settings.write("[grading]\ntime_limit = 0\n")
    with pytest.raises(UnusableInput, match=r"course\.toml:\d+: time_limit is 0, where a second or more is asked"):
        _ = Course(root).settings


def test_a_notebook_that_sleeps_in_every_cell_keeps_a_worker_for_so_long_only(small, tmp_path):
    mse = small.right["mse"].replace("    return ", "    assert 3 < len(slept) < 12\n    return ")  # of 40 cells
    document = small.document(**small.right | {"mse": "slept = globals().get('slept', [])\n" + mse})
    for number in range(40):
        source = f"import time\nslept = globals().get('slept', [])\ntime.sleep(0.9)\nslept.append({number})"
        document["cells"].insert(2, {"cell_type": "code", "metadata": {}, "outputs": [], "source": source})
    small.hand_in(tmp_path / "class", "ada", json.dumps(document).encode())
    assert _points(small.course, tmp_path / "class", tmp_path / "out", time_limit=1)["ada"][0] == (2, "passed")
