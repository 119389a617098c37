import csv
import pkgutil
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.workers import LocalWorkers
from grader.course import Course, UnusableInput
from grader.gradebook import Gradebook
from grader.grading.desk import Desk, Graded


class _Here:
    """Grades at one desk in this process, where a test is not about processes."""

    desk = Desk()

    def __init__(self, count, released):
        self.released = released

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def warm(self, folder, isolation, limits):
        pass

    def share(self, assignment, folder):
        return assignment

    def grade(self, jobs):
        for job in jobs:
            yield job, Graded.from_bytes(self.desk.grade(job, lambda assignment: (assignment, self.released)))


@pytest.fixture(scope="module", autouse=True)
def desk():
    yield _Here.desk
    _Here.desk.close()


@pytest.fixture
def here(small, monkeypatch):
    """Grade in this process."""
    monkeypatch.setattr("grader.classroom.LocalWorkers", lambda count: _Here(count, small.released))


@pytest.fixture
def classroom(small, tmp_path):
    """Return a function that grades tmp_path/class into tmp_path/out, and returns the tally."""

    def grade(**options):
        return Classroom(
            Options(
                **{"course": small.course, "submitted": tmp_path / "class", "out": tmp_path / "out", "workers": 1}
                | options
            )
        ).grade()

    return grade


@pytest.fixture
def submitted(small, tmp_path):
    """Return the folder of a class of three: all right, softmax wrong and the rest unwritten, not a notebook."""
    small.hand_in(tmp_path / "class", "ada")
    small.hand_in(tmp_path / "class", "bo", small.notebook(softmax=small.wrong_softmax))
    small.hand_in(tmp_path / "class", "<i>cy", b"{")
    return tmp_path / "class"


def _rows(out):
    with open(out / "grades.csv", newline="") as file:
        return list(csv.DictReader(file))


def _log(out):
    return (out / "grading.log").read_text()


def _recorded(url):
    with Gradebook(url) as gradebook:
        return {r.student: replace(r, seconds=0) for r in gradebook.results()}


def _pages(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.html")}


def _url(out):
    return f"sqlite:///{out / 'gradebook.db'}"


def test_a_class_is_graded_recorded_and_told(classroom, submitted, tmp_path):
    tally, out = classroom(), tmp_path / "out"
    assert (tally.total, tally.graded, tally.skipped, tally.errors, tally.exit_code) == (3, 3, 0, [], 0)
    points = {(row["student"], row["exercise"]): (row["points"], row["outcome"]) for row in _rows(out)}
    assert points["ada", "softmax"] == ("3", "passed")
    assert points["bo", "softmax"] == ("0", "failed")
    assert points["<i>cy", "mse"] == ("0", "ungradable")
    assert {student: r.points for student, r in _recorded(_url(out)).items()} == {"ada": 6, "bo": 0, "<i>cy": 0}
    assert [row["misconception"] for row in _rows(out) if row["student"] == "bo"][1] == "softmax_down_the_columns"
    assert "<i>cy" not in (out / "report.html").read_text()
    assert tally.assignments["04-losses"].outcomes == {"passed": 3, "failed": 3, "ungradable": 3}
    assert {p.relative_to(out).as_posix() for p in out.rglob("*.html")} == {
        "report.html", "feedback/ada/04-losses.html", "feedback/bo/04-losses.html", "feedback/<i>cy/04-losses.html",
    }  # fmt: skip
    assert stat.S_IMODE((out / "secret").stat().st_mode) == 0o600
    assert "04-losses of ada: 6 of 6 points" in (out / "grading.log").read_text()


def test_what_did_not_change_is_not_graded_again(classroom, here, submitted, small, tmp_path):
    classroom()
    before = _recorded(_url(tmp_path / "out"))
    small.hand_in(submitted, "bo")
    tally = classroom()
    after = _recorded(_url(tmp_path / "out"))
    assert (tally.graded, tally.skipped) == (1, 2)
    assert after["bo"].points == 6
    assert {student: after[student] for student in ("ada", "<i>cy")} == {s: before[s] for s in ("ada", "<i>cy")}


def test_a_forced_run_gives_the_same_grades(classroom, here, submitted, tmp_path):
    classroom()
    before = _recorded(_url(tmp_path / "out"))
    assert classroom(force=True).graded == 3
    assert _recorded(_url(tmp_path / "out")) == before


def test_a_corrected_definition_grades_all_again(classroom, here, submitted, small, tmp_path):
    classroom()
    same, corrected = (Course(shutil.copytree(small.course.root, tmp_path / name)) for name in ("same", "corrected"))
    for name in ("exercises/losses/softmax.py", "chapters/04-losses/exercises.md"):
        text = (corrected.root / name).read_text()
        (corrected.root / name).write_text(text.replace("points=3", "points=4").replace("(3 points)", "(4 points)"))
    assert classroom(course=same).skipped == 3
    assert classroom(course=corrected).graded == 3


@pytest.mark.parametrize("workers", [2, 8])
def test_any_number_of_workers_gives_the_same_grades(classroom, here, submitted, small, tmp_path, monkeypatch, workers):
    for number in range(5):
        small.hand_in(submitted, f"student {number}", small.notebook(softmax=small.wrong_softmax))
    classroom(workers=1)
    monkeypatch.setattr("grader.classroom.LocalWorkers", LocalWorkers)
    classroom(workers=workers, out=tmp_path / "other", secret=tmp_path / "out" / "secret")
    assert _recorded(_url(tmp_path / "other")) == _recorded(_url(tmp_path / "out"))
    assert (tmp_path / "other" / "grades.csv").read_bytes() == (tmp_path / "out" / "grades.csv").read_bytes()
    assert not (tmp_path / "other" / "secret").exists()


def test_the_gradebook_may_be_elsewhere(classroom, here, submitted, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    url = _url(tmp_path / "elsewhere")
    classroom(gradebook=url)
    assert _recorded(url)["ada"].points == 6
    assert not (tmp_path / "out" / "gradebook.db").exists()


def test_without_its_secret_a_gradebook_is_not_graded_into(classroom, here, submitted, tmp_path):
    classroom()
    before = _recorded(_url(tmp_path / "out"))
    (tmp_path / "out" / "secret").unlink()
    with pytest.raises(UnusableInput, match="holds grades, but the secret they were made with is not in"):
        classroom()
    assert not (tmp_path / "out" / "secret").exists()
    assert _recorded(_url(tmp_path / "out")) == before


def test_how_a_notebook_was_found_is_told_with_its_repairs(classroom, here, small, tmp_path):
    path = small.hand_in(tmp_path / "class", "ada")
    path.rename(path.with_name("mine.ipynb"))
    classroom()
    assert "'mine.ipynb'" in _recorded(_url(tmp_path / "out"))["ada"].repairs[0]


def test_a_folder_without_a_notebook_is_ungradable_and_is_not_looked_at_twice(classroom, here, submitted, tmp_path):
    (submitted / "dee" / "04-losses").mkdir(parents=True)
    assert classroom().graded == 4
    assert {row["outcome"] for row in _rows(tmp_path / "out") if row["student"] == "dee"} == {"ungradable"}
    assert classroom().skipped == 4


def test_what_is_left_out_is_told_and_left_to_be_graded(classroom, here, submitted, tmp_path):
    (submitted / "eve").symlink_to("/etc")
    tally = classroom()
    assert (tally.graded, tally.exit_code) == (3, 3)
    assert "eve" in tally.left_out[0] and tally.left_out[0] in _log(tmp_path / "out")


def test_a_notebook_that_this_machine_cannot_read_is_left_to_be_graded_again(
    classroom, here, submitted, tmp_path, monkeypatch
):
    def read(submission):
        if submission.student == "bo":
            raise OSError(5, "Input/output error")
        return submission.path.read_bytes()

    with monkeypatch.context() as patch:
        patch.setattr("grader.classroom.submissions.Submission.read", read)
        tally = classroom()
    assert (tally.graded, tally.exit_code) == (2, 3)
    assert tally.errors[0].error == "The notebook cannot be read: Input/output error."
    assert [row["outcome"] for row in _rows(tmp_path / "out") if row["student"] == "bo"] == ["error"]
    assert "bo is left to be graded again" in (tmp_path / "out" / "grading.log").read_text()
    assert classroom().exit_code == 0
    assert "error" not in {row["outcome"] for row in _rows(tmp_path / "out")}


def test_feedback_that_is_missing_is_written_from_the_gradebook(classroom, here, submitted, tmp_path):
    classroom()
    page = tmp_path / "out" / "feedback" / "ada" / "04-losses.html"
    text = page.read_text()
    page.unlink()
    classroom()
    assert page.read_text() == text


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("grader.gradebook.Gradebook.record", UnusableInput("The gradebook fails: gone."), "The gradebook fails: gone"),
        (
            "grader.report.write_feedback",
            OSError(28, "No space left on device"),
            "No space left on device.*run the same",
        ),
        ("grader.report.write_csv", OSError(28, "No space left on device"), "No space left on device.*run the same"),
    ],
    ids=["gradebook", "disk", "disk at the end"],
)
def test_a_run_that_fails_in_the_middle_is_finished_by_the_next(
    classroom, here, submitted, tmp_path, monkeypatch, name, error, words
):
    right, calls = pkgutil.resolve_name(name), []

    def fail_the_second_time(*arguments):
        calls.append(arguments)
        if len(calls) == 2 or name.endswith("write_csv"):
            raise error
        return right(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(name, fail_the_second_time)
        with pytest.raises(UnusableInput, match=words) as refused:
            classroom()
    recorded = 3 if "csv" in name else 1
    assert f"The run ends early, with {recorded} recorded: {refused.value}" in _log(tmp_path / "out")
    classroom()
    interrupted = _recorded(_url(tmp_path / "out"))
    classroom(out=tmp_path / "undisturbed", secret=tmp_path / "out" / "secret")
    assert interrupted == _recorded(_url(tmp_path / "undisturbed"))
    assert _rows(tmp_path / "out") == _rows(tmp_path / "undisturbed")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"submitted": "nowhere"}, r"There is no folder .*nowhere"),
        ({"submitted": "empty"}, r"no submissions in .*empty"),
        ({"gradebook": "sqlite:////nowhere/at/all.db"}, "nowhere/at/all.db"),
        ({"gradebook": "postgresql://me@127.0.0.1:1/course"}, "127.0.0.1:1/course"),
        ({"gradebook": "grades"}, "'grades' is not the URL of a gradebook"),
        ({"secret": "nowhere"}, "nowhere cannot be read"),
        ({"out": "file"}, r"file cannot be written: File exists"),
        ({"out": "file/inside"}, r"inside cannot be written: Not a directory"),
        ({"cluster": "tcp://127.0.0.1:1"}, "No Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
    ids=["no folder", "empty folder", "no gradebook", "no server", "no URL", "no secret", "out is a file",
         "out is in a file", "no cluster"],
)  # fmt: skip
def test_what_cannot_be_used_is_named_and_nothing_is_written(
    classroom, submitted, tmp_path, monkeypatch, options, words
):
    monkeypatch.setattr("grader.classroom.cluster.SECONDS_TO_CONNECT", 1)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    for name in ("submitted", "secret", "out"):
        if name in options:
            options = options | {name: tmp_path / options[name]}
    before = set(tmp_path.rglob("*"))
    with pytest.raises(UnusableInput, match=words):
        classroom(**options)
    assert set(tmp_path.rglob("*")) - before <= {tmp_path / "out" / "gradebook.db"}


def test_without_confinement_nothing_is_graded_and_nothing_is_written(classroom, submitted, tmp_path, monkeypatch):
    monkeypatch.setattr("grader.sandbox.confine.missing", lambda: ["Landlock"])
    with pytest.raises(UnusableInput, match=r"Missing: Landlock.*--isolation none"):
        classroom()
    assert not (tmp_path / "out").exists()


def test_without_isolation_the_results_say_so(classroom, here, submitted, tmp_path, monkeypatch):
    monkeypatch.setattr("grader.sandbox.confine.missing", lambda: ["Landlock"])
    classroom(isolation="none")
    assert {result.isolation for result in _recorded(_url(tmp_path / "out")).values()} == {"none"}


def test_two_runs_do_not_write_to_one_folder(classroom, here, submitted, tmp_path):
    from grader.classroom.output import output_folder

    with output_folder(tmp_path / "out"), pytest.raises(UnusableInput, match="Another `course grade` is writing"):
        classroom()


def _start(course, tmp_path, *options):
    command = [sys.executable, "-m", "grader.cli", "--root", course.root]
    command += ["grade", tmp_path / "class", "--out", tmp_path / "out"]
    return subprocess.Popen(
        [*command, "--workers", "1", *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        # a job in a shell's background ignores Ctrl-C, and so would all that it starts
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def _wait_for_feedback(out, process):
    while len(list(out.glob("feedback/*/*.html"))) < 2:  # so that the first is recorded
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill -9"])
def test_an_interrupted_run_goes_on_where_it_stopped(classroom, small, tmp_path, number):
    answers = [small.right, {"softmax": small.wrong_softmax}, {"mse": "import os\nos._exit(0)"}]
    for student in range(12):
        small.hand_in(tmp_path / "class", f"student {student:02}", small.notebook(**answers[student % 3]))
    sleeps = small.notebook(
        mse="import time\ntime.sleep(2)\n" + small.right["mse"]
    )  # nobody ends before the signal comes
    small.hand_in(tmp_path / "class", "student 10", sleeps)
    small.hand_in(tmp_path / "class", "student 11", sleeps)
    process = _start(small.course, tmp_path)
    _wait_for_feedback(tmp_path / "out", process)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "Run the same command again to go on" in said and "Traceback" not in said
    tally = classroom()
    assert 0 < tally.graded < 12 and tally.graded + tally.skipped == 12
    classroom(out=tmp_path / "undisturbed", secret=tmp_path / "out" / "secret")
    assert _recorded(_url(tmp_path / "out")) == _recorded(_url(tmp_path / "undisturbed"))
    assert _rows(tmp_path / "out") == _rows(tmp_path / "undisturbed")


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_thirty_runs_killed_at_random_moments_end_with_the_grades_of_an_undisturbed_one(classroom, small, tmp_path):
    answers = [small.right, {"softmax": small.wrong_softmax}, {"mse": "import os\nos._exit(0)"}, {"mse": "x"}]
    for student in range(200):
        small.hand_in(tmp_path / "class", f"student {student}", small.notebook(**answers[student % 4]))
    moments, killed, recorded = random.Random(7), 0, set()
    while killed < 30:
        process = _start(small.course, tmp_path, *["--force"] * (killed % 3 == 2))
        try:
            process.communicate(timeout=moments.uniform(0.5, 6))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            killed += 1
        if (tmp_path / "out" / "gradebook.db").exists():
            before, recorded = recorded, set(_recorded(_url(tmp_path / "out")))
            assert before <= recorded
    classroom()
    classroom(out=tmp_path / "undisturbed", secret=tmp_path / "out" / "secret", workers=2)
    assert _recorded(_url(tmp_path / "out")) == _recorded(_url(tmp_path / "undisturbed"))
    assert _rows(tmp_path / "out") == _rows(tmp_path / "undisturbed")
    pages = [_pages(tmp_path / out / "feedback") for out in ("out", "undisturbed")]
    assert pages[0] == pages[1]


def test_a_cluster_gives_the_same_grades(classroom, submitted, tmp_path):
    distributed = pytest.importorskip("distributed")
    classroom()
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=":0") as cluster:
        classroom(
            cluster=cluster.scheduler_address, workers=None, out=tmp_path / "far", secret=tmp_path / "out" / "secret"
        )
    assert _recorded(_url(tmp_path / "far")) == _recorded(_url(tmp_path / "out"))
