import shutil
import subprocess
import sys

import pytest

from exercises import of_chapter
from grader.release import travelling
from grader.release.travelling import rename, write_selfcheck


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("from grader.selfcheck import wire", "from selfcheck import wire"),
        ("from grader.selfcheck import laws, wire", "from selfcheck import laws, wire"),
        ("from grader.selfcheck.calling import Call", "from selfcheck.calling import Call"),
        ("from grader.selfcheck.laws import equal", "from selfcheck.laws.general import equal"),
        ("from grader.selfcheck.hints import show", "from selfcheck.hints import show"),
        ("from grader.selfcheck import check", "from selfcheck import check"),
        ("import digits", "import selfcheck.datasets"),
        ("encoded by `grader.selfcheck.wire` for the grader.", "encoded by `selfcheck.wire` for the grader."),
    ],
)
def test_modules_get_the_names_of_the_folder(here, there):
    assert rename(here) == there


@pytest.mark.parametrize(
    "text", ["from grader import course", "import grader.plan", "from solutions.losses import mse"]
)
def test_what_does_not_travel_keeps_its_name(text):
    assert rename(text) == text


@pytest.fixture
def folder(tmp_path):
    softmax = of_chapter("losses")["softmax"]
    write_selfcheck(tmp_path / "selfcheck", "04-losses", {"softmax": softmax})
    return tmp_path / "selfcheck"


def test_the_held_out_digits_and_the_other_laws_do_not_travel(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert {"wire.py", "calling.py", "compare.py", "judge.py", "laws/general.py", "datasets.py", "checks.json"} <= names
    assert {name for name in names if name.startswith("data/")} == {"data/digits.npz", "data/README.md"}
    assert {name for name in names if name.startswith("laws/")} == {"laws/__init__.py", "laws/general.py"}


def test_the_package_judges_an_answer_where_the_course_is_not_installed(folder):
    program = """
import json, sys
sys.modules["grader"] = sys.modules["solutions"] = sys.modules["figures"] = None  # any import of them fails
import numpy as np
sys.path.insert(0, ".")
from selfcheck import judge, calling, datasets
planned = judge.PlannedExercise.from_document(json.load(open("selfcheck/checks.json"))["exercises"]["softmax"])
def softmax(z):
    z = np.asarray(z, dtype=float)
    z = z - z.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
answers = [[calling.answer(softmax, call) for call in case.calls] for case in planned.cases]
print(judge.judge(planned, answers).outcome, datasets.load_digits()[0].shape)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("passed (1347, 8, 8)\n", "")


def test_a_module_that_imports_what_does_not_travel_is_named(tmp_path, monkeypatch):
    shutil.copytree(travelling.GRADER, tmp_path / "grader")
    (tmp_path / "grader" / "laws" / "general.py").write_text("from grader.plan import plan\n")
    monkeypatch.setattr(travelling, "GRADER", tmp_path / "grader")
    with pytest.raises(ImportError, match=r"general\.py travels to readers and imports grader\.plan"):
        write_selfcheck(tmp_path / "selfcheck", "04-losses", {})


def test_a_module_of_the_self_check_cannot_take_the_place_of_a_shared_one(tmp_path, monkeypatch):
    shutil.copytree(travelling.GRADER, tmp_path / "grader")
    (tmp_path / "grader" / "selfcheck" / "wire.py").write_text("")
    monkeypatch.setattr(travelling, "GRADER", tmp_path / "grader")
    with pytest.raises(ImportError, match=r"selfcheck/wire\.py takes the place"):
        write_selfcheck(tmp_path / "selfcheck", "04-losses", {})
