"""Feedback by nbgrader's exchange: from a student's `nbgrader submit` to the page that the same student fetches."""

import pytest

from grader.nbgrader import course_directory

pytestmark = [pytest.mark.confined, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(1800)]
NAME = "04-losses"
NOTEBOOKS = {"ada": f"{NAME}.ipynb", "Bo Berg": f"{NAME}.ipynb", "cy": "my own copy.ipynb"}


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exchange")
    folder.chmod(0o777)  # as nbgrader asks
    return folder


@pytest.fixture(scope="module")
def run(nbgrader, exchange):
    """Return a function that runs a command of nbgrader with the exchange, in a folder of the course or a student."""

    def command(folder, *arguments):
        return nbgrader(folder, *arguments, "--course", "nn", f"--Exchange.root={exchange}")

    return command


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """Return each student's own folder."""
    return {student: tmp_path_factory.mktemp("home") for student in NOTEBOOKS}  # nbgrader takes these for patterns


@pytest.fixture(scope="module")
def released(small, run, homes, tmp_path_factory):
    """Let students fetch and submit; collect, autograde, generate and release: what the last command said."""
    folder = course_directory.write(tmp_path_factory.mktemp("nbgrader") / "course", [small.chapter])
    _done(run(folder, "release_assignment", NAME))
    for student, home in homes.items():
        as_student = f"--CourseDirectory.student_id={student}"
        _done(run(home, "fetch_assignment", NAME, as_student))
        (home / NAME / f"{NAME}.ipynb").unlink()
        answer = f"# written by {student}\n{small.right['mse']}"
        (home / NAME / NOTEBOOKS[student]).write_bytes(small.notebook(mse=answer))
        _done(run(home, "submit", NAME, as_student))
    _done(run(folder, "collect", NAME))
    small.hand_in(folder / "submitted", "by hand")
    linked = small.hand_in(folder / "submitted", "linked")
    linked.with_name("submission_secret.txt").symlink_to(folder / "submitted" / "ada" / NAME / "submission_secret.txt")
    for step in ("autograde", "generate_feedback"):
        _done(run(folder, step, NAME))
    return run(folder, "release_feedback", NAME)


def _done(process):
    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize("student", NOTEBOOKS)
def test_a_student_fetches_the_feedback_in_their_own_notebook(released, run, homes, student):
    as_student = f"--CourseDirectory.student_id={student}"
    _done(run(homes[student], "fetch_feedback", NAME, as_student))
    [page] = homes[student].glob(f"{NAME}/feedback/*/*.html")
    text = page.read_text()
    assert f"# written by {student}" in text and page.stem == NOTEBOOKS[student].removesuffix(".ipynb")
    assert all(f"# written by {other}" not in text for other in NOTEBOOKS if other != student)


def test_whoever_did_not_hand_in_by_the_exchange_is_named_after_all_others_got_theirs(released):
    assert released.returncode == 1 and "Not released: 2" in released.stderr
    for student in ("by hand", "linked"):
        assert f"{student} did not hand in by the exchange" in released.stderr
    assert "Traceback" not in released.stderr


def test_no_page_lies_in_the_exchange_but_those_of_students_who_handed_in_by_it(released, exchange):
    pages = [path.read_text() for path in (exchange / "nn" / "feedback").iterdir()]
    told = [next(student for student in NOTEBOOKS if f"# written by {student}" in text) for text in pages]
    assert sorted(told) == sorted([*NOTEBOOKS, "cy"])  # by the name of the release and by that of cy's own notebook
