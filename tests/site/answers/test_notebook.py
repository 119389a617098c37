"""The notebook that a reader downloads, what `course grade` makes of it, and what can be uploaded again."""

import csv
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import Course
from grader.release import exercises_of, release

COURSE = Course(Path(__file__).parents[3])

ONES = "def softmax(logits):\n    return np.ones_like(logits)"
TWOS = "def softmax(logits):\n    return 2 * np.ones_like(logits)"
ZERO = "def mse(predictions, targets):\n    return 0.0"
CHAPTERS = [pytest.param(chapter.assignment, id=chapter.assignment) for chapter in COURSE.chapters()]


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return the bytes of the released notebook of chapter 4."""
    folder = release(COURSE.chapter("04-losses"), tmp_path_factory.mktemp("released"))
    return (folder / "04-losses.ipynb").read_bytes()


def filled(released, answers, change=None):
    """Return a notebook with answers in it, each cell changed by a function."""
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] in answers:
            cell["source"] = answers[marks["grade_id"]].splitlines(keepends=True)
        if change:
            change(cell)
    return json.dumps(notebook).encode()


def answer_cell(data, name):
    """Return the cell of a notebook that nbgrader's marks name."""
    cells = json.loads(data)["cells"]
    return next(cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


@pytest.mark.sampled
@pytest.mark.parametrize("assignment", CHAPTERS)
def test_without_answers_the_download_is_the_released_notebook(open_exercises, assignment, tmp_path):
    folder = release(COURSE.chapter(assignment), tmp_path)
    data = open_exercises(assignment).download()
    assert data == (folder / f"{assignment}.ipynb").read_bytes()


def test_a_download_differs_from_the_release_in_the_answers_alone(exercises, released):
    exercises.put_answers({"softmax": ONES + "\n\n# α, \u2028 and \\n stay\n", "mse": ZERO})
    expected = filled(released, {"softmax": ONES + "\n\n# α, \u2028 and \\n stay\n", "mse": ZERO})
    found, wanted = json.loads(exercises.download()), json.loads(expected)
    for cell in (*found["cells"], *wanted["cells"]):
        cell["source"] = "".join(cell["source"])
    assert found == wanted
    count = len(exercises.course_page["exercises"])
    exercises.expect_text(".bar-says", f"04-losses.ipynb was downloaded with 2 of {count} answers in it.")


def test_a_reader_errs_understands_leaves_comes_back_and_hands_in(exercises, right, tmp_path):
    down, sentence = wrong_answer("softmax", "softmax_down_the_columns")
    exercises.write("softmax", down)
    exercises.check("softmax", "failed")
    assert sentence in exercises.feedback("softmax").inner_text()
    exercises.expect_progress(0, 0)
    exercises.write("softmax", right["softmax"])
    exercises.expect_text("[data-exercise=softmax] .exercise-title", "changed since the last check")
    exercises.check("softmax", "passed")
    exercises.write("accuracy", right["accuracy"])
    exercises.check("accuracy", "passed")
    exercises.write("mse", wrong_answer("mse", "mse_averages_the_outputs")[0])
    exercises.check("mse", "failed")
    exercises.again().expect_progress(2, 4)
    rows = grade(exercises.download(), tmp_path)
    assert sum(float(row["points"]) for row in rows.values()) == 4
    assert {name for name, row in rows.items() if row["outcome"] == "passed"} == {"softmax", "accuracy"}
    assert rows["mse"]["misconception"] == "mse_averages_the_outputs"


def test_what_is_said_of_an_answer_goes_when_the_answer_is_forgotten(exercises):
    exercises.write("softmax", ONES)
    exercises.check("softmax", "failed")
    exercises.press("Forget my answers")
    exercises.press("Forget")
    exercises.page.locator("[data-exercise=softmax] .feedback:empty:not([data-outcome])").wait_for(state="attached")


def wrong_answer(name, known_as):
    """Return a wrong answer to an exercise of chapter 4, as a reader would write it, and what it is told."""
    wrong = next(w for w in exercises_of(COURSE.chapter("losses"))[name].wrong_answers if w.name == known_as)
    source = wrong.source
    return source[source.index("def ") :].replace(known_as, name), wrong.sentence


def test_course_grade_gives_the_points_of_the_download(exercises, right, tmp_path):
    mean = inspect.getsource(exercises_of(COURSE.chapter("losses"))["mse"].reference).replace(
        "2 * len(predictions)", "2 * targets.size"
    )
    answers = {"softmax": right["softmax"], "accuracy": right["accuracy"], "mse": mean}
    exercises.put_answers(answers)
    rows = grade(exercises.download(), tmp_path)
    points = {name: float(row["points"]) for name, row in rows.items()}
    assert points["softmax"] == 3 and points["accuracy"] == 1 and points["mse"] < 1
    assert (rows["mse"]["outcome"], rows["mse"]["misconception"]) == ("failed", "mse_averages_the_outputs")
    assert {rows[name]["points"] for name in rows if name not in answers} == {"0"}


def grade(data, folder):
    """Return the rows of grades.csv by exercise, after `course grade` on a class of one."""
    notebook = folder / "submitted" / "ada" / "04-losses" / "04-losses.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_bytes(data)
    command = "from grader.cli import main; main()"
    arguments = ["grade", str(folder / "submitted"), "--out", str(folder / "out"), "--workers", "1"]
    subprocess.run([sys.executable, "-c", command, *arguments], check=True, cwd=COURSE.root, stdin=subprocess.DEVNULL)
    with (folder / "out" / "grades.csv").open(encoding="utf-8", newline="") as stream:
        return {row["exercise"]: row for row in csv.DictReader(stream)}


def test_upload_restores_what_was_downloaded(exercises):
    exercises.put_answers({"softmax": ONES, "mse": ZERO})
    data = exercises.download()
    exercises.press("Forget my answers")
    exercises.press("Forget")
    exercises.upload(data)
    exercises.expect_text(".bar-says", "Taken from 04-losses.ipynb: mse and softmax.")
    exercises.expect("softmax", ONES)
    exercises.expect("mse", ZERO)
    assert exercises.download() == data
    exercises.upload(data)
    exercises.expect_text(".bar-says", "are the ones that are here. Nothing was changed.")
    exercises.again().expect("softmax", ONES)


@pytest.mark.parametrize(
    ("choice", "softmax", "mse"),
    [
        pytest.param("Replace my answer", TWOS, ZERO, id="replace"),
        pytest.param("Keep mine, take the others", ONES, ZERO, id="keep"),
        pytest.param("Cancel", ONES, None, id="cancel"),
    ],
)
def test_upload_asks_before_it_replaces_an_answer(exercises, released, choice, softmax, mse):
    exercises.put_answers({"softmax": ONES})
    exercises.upload(filled(released, {"softmax": TWOS, "mse": ZERO}))
    dialog = exercises.page.get_by_role("dialog", name="Replace what you wrote here?")
    assert "04-losses.ipynb holds other text for softmax than this page." in dialog.inner_text()
    exercises.press(choice)
    dialog.wait_for(state="detached")
    exercises.expect("softmax", softmax)
    kept = {name: answer["source"] for name, answer in exercises.record()["answers"].items()}
    assert kept == {"softmax": softmax} | ({"mse": mse} if mse else {})


def _without_marks(cell):
    cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "https://localhost/"}}


def _run_in_an_editor(cell):
    cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    if cell["cell_type"] == "code":
        cell |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]}
        cell["metadata"]["vscode"] = {"languageId": "python"}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_without_marks, id="Colab, without nbgrader's marks"),
        pytest.param(_run_in_an_editor, id="VS Code, with outputs"),
        pytest.param(lambda cell: cell.update(id="0123abcd", metadata={}), id="new ids and no marks"),
    ],
)
def test_upload_reads_what_other_programs_make_of_a_notebook(exercises, released, change):
    exercises.upload(filled(released, {"softmax": ONES, "mse": ZERO}, change), "04-losses (1).ipynb")
    exercises.expect_text(".bar-says", "Taken from 04-losses (1).ipynb: mse and softmax.")
    exercises.expect("softmax", ONES)
    exercises.expect("mse", ZERO)


def test_upload_takes_the_filled_in_cell_of_several_and_names_own_cells(exercises, released):
    notebook = json.loads(filled(released, {"softmax": ONES}))
    own = {"cell_type": "code", "metadata": {}, "source": ["shift = 3"], "outputs": []}
    notebook["cells"] = [own, *notebook["cells"], answer_cell(released, "softmax")]
    exercises.upload(json.dumps(notebook).encode())
    exercises.expect_text(".bar-says", "Taken from 04-losses.ipynb: softmax. One cell of your own was left aside")
    exercises.expect("softmax", ONES)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", "digits.png", "The file is not a notebook", id="a picture"),
        pytest.param(b'{"cells": 5}', "a.ipynb", "it has no cells", id="JSON"),
        pytest.param(b"[]", "a.ipynb", "it has no cells", id="a list"),
        pytest.param(b"null", "a.ipynb", "it has no cells", id="null"),
        pytest.param(b'{"cells": [null, 3, {}]}', "a.ipynb", "no exercise of chapter 4", id="odd cells"),
        pytest.param(None, "04-losses.ipynb", "There are no answers in this notebook", id="the released notebook"),
    ],
)
def test_a_file_without_answers_changes_nothing_and_is_told_why(exercises, released, data, name, said):
    exercises.put_answers({"softmax": ONES})
    before = exercises.record()
    exercises.upload(released if data is None else data, name)
    exercises.expect_text(".bar-says", said)
    assert exercises.page.locator(".bar-says").inner_text().endswith("Nothing was changed.")
    assert exercises.record() == before


def test_the_notebook_of_another_chapter_is_refused(exercises, tmp_path):
    folder = release(COURSE.chapter("05-backprop"), tmp_path)
    carried = {"carry-over": ONES, "relative_error": "def relative_error(a, b):\n    return 0.0"}
    exercises.upload(filled((folder / "05-backprop.ipynb").read_bytes(), carried), "notebook.ipynb")
    exercises.expect_text(".bar-says", "This is the notebook of chapter 5 (05-backprop), and this page is chapter 4.")
    assert exercises.record() is None


@pytest.fixture
def later(open_exercises):
    """Return the exercises of chapter 5 after two answers in chapter 4."""
    earlier = open_exercises()
    earlier.put_answers({"softmax": ONES, "mse": ZERO})
    earlier.page.goto(earlier.page.url.replace("04-losses", "05-backprop"), wait_until="networkidle")
    return type(earlier)(earlier.page, "05-backprop")


def test_answers_of_earlier_chapters_are_carried_over(later):
    text = "".join(answer_cell(later.download(), "carry-over")["source"])
    assert ONES in text and ZERO in text and "NotImplementedError" not in text
    assert "# Not written there yet: sigmoid, activation" in text
    assert later.record() is None, "what is composed of other answers goes on following them"


def test_carried_over_functions_can_be_changed_and_are_taken_back_by_an_upload(later):
    cell, mine = "functions of earlier chapters", "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))"
    composed = "".join(answer_cell(later.download(), "carry-over")["source"])
    later.write(cell, mine)
    later.expect_kept("carry-over", mine)
    data = later.download()
    assert "".join(answer_cell(data, "carry-over")["source"]) == mine
    later.press("Forget my answers")
    later.press("Forget")
    later.expect(cell, composed)
    later.upload(data)
    later.expect_text(".bar-says", "Taken from 05-backprop.ipynb: the functions of earlier chapters.")
    later.expect(cell, mine)
