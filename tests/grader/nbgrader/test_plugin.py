"""nbgrader's own commands and formgrader on a course directory of ours: a real nbgrader, server and browser."""

import csv
import json
import os
import shutil
import sqlite3
import urllib.request
from contextlib import closing

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade

from grader.audit.sample_class.answers import RIGHT, WRONG, possible_answers
from grader.classroom import Classroom, Options
from grader.nbgrader import course_directory

pytestmark = [pytest.mark.confined, pytest.mark.xdist_group("nbgrader"), pytest.mark.timeout(1800)]
NAME = "04-losses"
HTML = "<img src=x onerror=\"document.title = 'run'\">"
ENDLESS = "def mse(predictions, targets):\n    import os\n    os._exit(0)\n"
SCORES = """
    SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.needs_manual_grade
    FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1, 2
"""
COMMENTS = """
    SELECT submitted_assignment.student_id, base_cell.name, comment.auto_comment
    FROM comment JOIN base_cell ON base_cell.id = comment.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = comment.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1, 2
"""


def _fill_in(document, **answers):
    document = json.loads(json.dumps(document))
    for cell in document["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = answers.get(name, cell["source"])
    return document


def _cheat(document):
    """Change what stock nbgrader believes: no output, a negative one, and tags that skip a cell all give full marks."""
    for cell in document["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "-1"
            cell["metadata"] |= {"tags": ["skip-execution"], "nbgrader": cell["metadata"]["nbgrader"] | {"points": 100}}
    return document


def _hand_in_all(submitted, released, right, wrong):
    """Hand in one of each kind."""
    noted = _fill_in(released, **right)
    noted["cells"].insert(3, {"id": "mine", "cell_type": "markdown", "metadata": {}, "source": f"my note {HTML}"})
    kinds = {
        "right": json.dumps(noted),
        "wrong": json.dumps(_fill_in(released, **right | {"softmax": wrong})),
        "blank": json.dumps(released),
        "cheat": json.dumps(_cheat(_fill_in(released))),
        "exits": json.dumps(_fill_in(released, **right | {"mse": ENDLESS})),
        "unreadable": "{",
        "renamed": json.dumps(_fill_in(released, **right)),
        "stripped": json.dumps(_without_metadata(_fill_in(released, **right))),
    }
    for student, text in kinds.items():
        folder = submitted / student / NAME
        folder.mkdir(parents=True)
        (folder / ("my copy.ipynb" if student == "renamed" else f"{NAME}.ipynb")).write_text(text)
    (submitted / "right" / NAME / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
    _hand_in_traps(submitted)


def _hand_in_traps(submitted):
    """Put beside notebooks what would make nbgrader read elsewhere, or wait for ever."""
    (submitted.parent / "private.txt").write_text("not for students")
    (submitted / "blank" / NAME / "linked.txt").symlink_to(submitted.parent / "private.txt")
    (submitted / "cheat" / NAME / "timestamp.txt").symlink_to(submitted.parent / "private.txt")
    os.mkfifo(submitted / "exits" / NAME / "timestamp.txt")
    with open(submitted / "exits" / NAME / "large.bin", "wb") as large:
        large.truncate(200 * 10**6)
    (submitted / "right" / NAME / "own data.txt").write_text("mine")


def _without_metadata(document):
    return {"cells": [cell | {"metadata": {}} for cell in document["cells"]], "metadata": {}, "nbformat": 4}


@pytest.fixture(scope="module")
def graded(course, nbgrader, tmp_path_factory):
    """Return the folder of a course that nbgrader graded; `course grade` graded the same into its folder `ours`."""
    folder = course_directory.write(tmp_path_factory.mktemp("nbgrader") / "course", [course.chapter(NAME)])
    released = json.loads((folder / "release" / NAME / f"{NAME}.ipynb").read_bytes())
    exercises = course.chapter(NAME).definitions()
    right = {name: possible_answers(exercise, RIGHT)[0].source for name, exercise in exercises.items()}
    _hand_in_all(folder / "submitted", released, right, possible_answers(exercises["softmax"], WRONG)[0].source)
    done = nbgrader(folder, "autograde", NAME)
    assert done.returncode == 0, done.stderr
    Classroom(Options(course, folder / "submitted", folder / "ours", secret=folder / "secret", workers=1)).grade()
    return folder


@pytest.fixture(scope="module")
def worth(course):
    """Return what each exercise is worth, by name."""
    return {name: exercise.points for name, exercise in course.chapter(NAME).definitions().items()}


@pytest.fixture
def points(graded, query):
    """Return everybody's points, by student."""
    points = dict.fromkeys((student.name for student in (graded / "submitted").iterdir()), 0.0)
    for student, _, score, _ in query(graded / "gradebook.db", SCORES):
        points[student] += score
    return points


@pytest.mark.parametrize("statement", [SCORES, COMMENTS], ids=["scores", "comments"])
def test_nbgrader_autograde_records_what_course_grade_records(graded, query, statement):
    assert query(graded / "gradebook.db", statement) == query(graded / "ours" / "gradebook.db", statement)


def test_the_results_themselves_are_recorded_too_so_that_course_grade_skips_what_nbgrader_graded(graded, course):
    url = f"sqlite:///{graded / 'gradebook.db'}"
    options = Options(course, graded / "submitted", graded / "ours", url, secret=graded / "secret", workers=1)
    tally = Classroom(options).grade()
    assert (tally.graded, tally.skipped) == (0, 8)


def test_right_answers_earn_all_points_and_what_fools_stock_nbgrader_earns_none(points, worth):
    most = sum(worth.values())
    assert [points[student] for student in ("right", "renamed", "stripped")] == [most] * 3
    assert points["exits"] == most - worth["mse"] and 0 < points["wrong"] < most
    assert [points[student] for student in ("blank", "cheat", "unreadable")] == [0, 0, 0]


def test_the_check_cells_of_autograded_notebooks_give_the_same_points_to_stock_nbgrader(graded, query):
    recorded = {(student, cell): score for student, cell, score, _ in query(graded / "gradebook.db", SCORES)}
    found = {}
    for path in graded.glob(f"autograded/*/{NAME}/{NAME}.ipynb"):
        for cell in filter(is_grade, nbformat.read(path, as_version=4).cells):
            found[path.parts[-3], cell.metadata.nbgrader.grade_id] = determine_grade(cell)[0]
    assert found == recorded


def test_formgrader_learns_when_a_submission_was_handed_in(graded, query):
    times = dict(query(graded / "gradebook.db", "SELECT student_id, timestamp FROM submitted_assignment"))
    assert times["right"] == "2026-03-01 12:00:00.000000" and times["wrong"] is None


def test_nothing_that_lies_beside_a_notebook_is_copied_but_the_time(graded):
    copied = {path.relative_to(graded / "autograded") for path in graded.glob(f"autograded/*/{NAME}/*.*")}
    assert {path.name for path in copied} == {f"{NAME}.ipynb", "timestamp.txt"}
    assert [path.parts[0] for path in copied if path.name == "timestamp.txt"] == ["right"]


def test_feedback_shows_answers_and_comments_and_obeys_no_html_of_the_submission(graded, nbgrader):
    done = nbgrader(graded, "generate_feedback", NAME, "--student", "[ru]*")  # a glob: some of each kind
    assert done.returncode == 0, done.stderr
    pages = {path.parts[-3]: path.read_text() for path in graded.glob(f"feedback/*/{NAME}/{NAME}.html")}
    assert set(pages) == {"right", "renamed", "unreadable"}
    assert "my note" in pages["right"] and "<img src=x" not in pages["right"]
    assert "There is no answer" in pages["unreadable"] or "not valid JSON" in pages["unreadable"]
    assert "How this notebook was read" in pages["renamed"]


def test_export_writes_everybodys_scores(graded, nbgrader, points):
    done = nbgrader(graded, "export", "--to", "scores.csv")
    assert done.returncode == 0, done.stderr
    with open(graded / "scores.csv", newline="") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == pytest.approx(points)


@pytest.mark.parametrize("student, words", [("right", "Success!"), ("wrong", "failed")])
def test_validate_tells_right_from_wrong(graded, nbgrader, student, words):
    folder = graded / "release" / NAME  # where what the notebook needs lies beside it
    shutil.copy(graded / "submitted" / student / NAME / f"{NAME}.ipynb", folder / "mine.ipynb")
    done = nbgrader(graded, "validate", str(folder / "mine.ipynb"))
    assert words in done.stdout + done.stderr


def test_a_score_that_a_person_gave_stays_when_nbgrader_grades_again(graded, nbgrader, query, worth):
    own = "FROM submitted_notebook n JOIN submitted_assignment s ON s.id = n.assignment_id WHERE s.student_id = 'wrong'"
    with closing(sqlite3.connect(graded / "gradebook.db")) as database, database:
        database.execute(f"UPDATE grade SET manual_score = 1.5 WHERE notebook_id = (SELECT n.id {own})")
    assert nbgrader(graded, "autograde", NAME, "--student", "wrong", "--force").returncode == 0
    given = query(
        graded / "gradebook.db",
        f"SELECT manual_score, needs_manual_grade FROM grade WHERE notebook_id = (SELECT n.id {own})",
    )
    assert given == [(1.5, 1)] * len(worth)


def test_what_cannot_be_used_is_told_in_a_sentence(graded, nbgrader):
    (graded / "submitted" / "right" / "99-none").mkdir()
    shutil.copy(graded / "submitted" / "right" / NAME / f"{NAME}.ipynb", graded / "submitted" / "right" / "99-none")
    done = nbgrader(graded, "autograde", "99-none")
    shutil.rmtree(graded / "submitted" / "right" / "99-none")
    assert done.returncode == 1 and "There is no chapter '99-none'" in done.stderr and "Traceback" not in done.stderr


@pytest.fixture
def formgrader(graded, serve):
    """Return the address of a formgrader of the course."""
    return serve(graded)


def _ask(url, method="GET"):
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=120) as answer:
        return json.loads(answer.read() or "null")


def test_formgrader_autogrades_through_its_api_and_shows_the_scores_in_a_browser(graded, formgrader, page, worth):
    most = sum(worth.values())
    [assignment] = _ask(f"{formgrader}/api/assignments")
    assert (assignment["name"], assignment["max_score"], assignment["num_submissions"]) == (NAME, most, 8)
    answer = _ask(f"{formgrader}/api/submission/{NAME}/exits/autograde", "POST")
    assert answer["success"], answer
    assert _ask(f"{formgrader}/api/submission/{NAME}/exits")["score"] == most - worth["mse"]
    [notebook] = _ask(f"{formgrader}/api/submitted_notebooks/{NAME}/{NAME}?")[:1]
    page.goto(f"{formgrader}/manage_submissions/{NAME}", wait_until="domcontentloaded")
    page.get_by_role("row").filter(has_text="exits").get_by_text(f"{most - worth['mse']} / {most}").wait_for()
    page.goto(f"{formgrader}/submissions/{notebook['id']}/", wait_until="domcontentloaded")
    assert page.locator("input.score").count() == len(worth)
    assert page.title() != "run"
