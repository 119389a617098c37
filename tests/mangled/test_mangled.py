"""Every kind of mangled notebook, graded as one class by the command `course grade`: no point that is there is lost."""

import csv
import importlib.util
from pathlib import Path

import pytest

from grader import cli
from grader.classroom import tally
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
]


def _kinds():
    spec = importlib.util.spec_from_file_location("mangled_kinds", Path(__file__).with_name("kinds.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


KINDS = _kinds()
POINTS = {"mse": 2.0, "softmax": 3.0, "accuracy": 1.0}
FILES = {"renamed": ["losses (1).ipynb"], "two notebooks": ["04-losses.ipynb", "Untitled.ipynb"], "no notebook": []}


@pytest.fixture(scope="module")
def out(small, tmp_path_factory):
    """Grade all kinds as students of one class, and return the folder of the grades."""
    folder = tmp_path_factory.mktemp("mangled")
    for name, mangle in KINDS.KINDS.items():
        document = small.document()
        data = mangle(document)
        small.hand_in(folder / "class", name, small.encoded(document) if data is None else data)
    for student, names in FILES.items():
        (folder / "class" / student / "04-losses").mkdir(parents=True)
        for name in names:
            right = name != "Untitled.ipynb"
            data = small.notebook() if right else small.notebook(softmax=small.wrong_softmax)
            (folder / "class" / student / "04-losses" / name).write_bytes(data)
    with pytest.raises(SystemExit) as left:
        cli.main(
            [
                "--root",
                str(small.course.root),
                "grade",
                str(folder / "class"),
                "--out",
                str(folder / "out"),
                "--workers",
                "2",
            ]
        )
    # a mangled notebook is no error of ours; of a student's two notebooks with different answers, one was not graded
    assert left.value.code == tally.LEFT_TO_GRADE
    return folder / "out"


def _rows(out, student):
    with open(out / "grades.csv", newline="") as file:
        return {row["exercise"]: row for row in csv.DictReader(file) if row["student"] == student}


def test_at_least_twenty_five_kinds_are_tried():
    assert len(KINDS.KINDS) >= 25
    assert all(mangle.__doc__ for mangle in KINDS.KINDS.values())


@pytest.mark.parametrize("name", KINDS.KINDS)
def test_points_are_recovered_wherever_the_answer_is_there(out, name):
    rows, lost = _rows(out, name), KINDS.LOST[name]
    for exercise, points in POINTS.items():
        expected = ("ungradable", 0.0) if exercise in lost else ("passed", points)
        assert (rows[exercise]["outcome"], float(rows[exercise]["points"])) == expected, KINDS.KINDS[name].__doc__


@pytest.mark.parametrize("name", [name for name, lost in KINDS.LOST.items() if lost])
def test_what_is_lost_is_told_with_the_reason(out, name):
    page = (out / "feedback" / name / "04-losses.html").read_text()
    assert "could not be read" in page or "No cell of the notebook defines" in page


@pytest.mark.parametrize("student", ["renamed", "two notebooks"])
def test_a_file_of_another_name_or_beside_another_is_read(out, student):
    assert {name: float(row["points"]) for name, row in _rows(out, student).items()} == POINTS
    assert ".ipynb" in (out / "feedback" / student / "04-losses.html").read_text()


def test_a_folder_without_a_notebook_is_ungradable_with_the_reason(out):
    assert {row["outcome"] for row in _rows(out, "no notebook").values()} == {"ungradable"}
    assert "holds no notebook" in (out / "feedback" / "no notebook" / "04-losses.html").read_text()
