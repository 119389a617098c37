import ast
import json
import shutil
import subprocess
import sys

import pytest

from grader.course import Course, UnusableInput
from grader.release import exercises_of, release
from grader.release.travelling import TRAVELLERS, copy_files, write_selfcheck

READERS_HAVE = {"numpy", *sys.stdlib_module_names}
MAYBE = {"IPython", "matplotlib"}  # used by functions that are called only where they are there
MODULES = sorted(TRAVELLERS.rglob("*.py"))


def names(folder):
    paths = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix() for path in paths}


@pytest.fixture
def written(course, tmp_path):
    """Return the folder of what travels with the chapter on vectors, which has a law of its own."""
    write_selfcheck(tmp_path / "selfcheck", "01-vectors", exercises_of(course.chapter("vectors")))
    return tmp_path / "selfcheck"


def test_what_travels_is_the_package_as_it_is_and_the_checks(written):
    assert names(written) == names(TRAVELLERS) | {"checks.json"}
    assert all((written / name).read_bytes() == (TRAVELLERS / name).read_bytes() for name in names(TRAVELLERS))


@pytest.mark.parametrize("place", ["planted.py", "planted/__init__.py", "planted.css"])
def test_a_new_file_of_the_package_travels_unasked(place, tmp_path):
    travellers = shutil.copytree(TRAVELLERS, tmp_path / "package")
    (travellers / place).parent.mkdir(exist_ok=True)
    (travellers / place).write_text("# new here\n")
    write_selfcheck(tmp_path / "selfcheck", "01-vectors", {}, travellers)
    assert (tmp_path / "selfcheck" / place).read_text() == "# new here\n"


def test_compiled_modules_stay_here(tmp_path):
    travellers = shutil.copytree(TRAVELLERS, tmp_path / "package")
    (travellers / "__pycache__").mkdir(exist_ok=True)
    (travellers / "__pycache__" / "wire.cpython-311.pyc").touch()
    write_selfcheck(tmp_path / "selfcheck", "01-vectors", {}, travellers)
    assert not (tmp_path / "selfcheck" / "__pycache__").exists()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(TRAVELLERS).as_posix())
def test_a_module_that_travels_imports_what_travels_numpy_and_the_standard_library(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(node.level <= len(module.relative_to(TRAVELLERS).parts) for node in froms)
    assert imported(ast.walk(tree)) <= READERS_HAVE | MAYBE
    assert imported(tree.body) <= READERS_HAVE


def imported(nodes):
    """Return the packages that nodes import, by their names from the top."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_the_text_of_a_chapters_laws_is_in_the_checks_once(written, course):
    checks = json.loads((written / "checks.json").read_bytes())
    own = (course.root / "exercises" / "vectors" / "laws.py").read_text(encoding="utf-8")
    assert checks["exercises"]["pairwise_squared_distances"]["laws"].count(own) == 1
    assert checks["exercises"]["one_hot"]["laws"] == [""]


ELSEWHERE = """
import json, sys
sys.modules["grader"] = sys.modules["solutions"] = sys.modules["exercises"] = None  # any import of them fails
import numpy as np
sys.path.insert(0, ".")
from selfcheck import calling, judge
planned = judge.PlannedExercise.from_document(
    json.load(open("selfcheck/checks.json"))["exercises"]["pairwise_squared_distances"]
)
def right(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError("two tables with as many columns")
    return np.maximum((A**2).sum(axis=1)[:, np.newaxis] - 2 * A @ B.T + (B**2).sum(axis=1), 0)
def wrong(A, B):
    return np.sqrt(right(A, B))
for function in (right, wrong):
    answers = [[calling.answer(function, call) for call in case.calls] for case in planned.cases]
    print(judge.judge(planned, answers).outcome)
"""


def test_a_chapters_own_law_judges_where_the_course_is_not_installed(written):
    command = [sys.executable, "-c", ELSEWHERE]
    done = subprocess.run(command, cwd=written.parent, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("passed\nfailed\n", "")


def test_of_the_digits_those_travel_that_the_course_names_and_the_held_out_ones_do_not(course, tmp_path):
    released = release(course.chapter("losses"), tmp_path)
    assert names(released / "digits") == {"__init__.py", "digits.npz", "README.md"}


@pytest.mark.parametrize("taken", ["selfcheck/wire.py", "selfcheck/more.py", "09-tiny.ipynb"])
def test_a_file_of_the_course_cannot_take_the_place_of_what_is_released(authored, change, taken, tmp_path):
    (authored.root / taken).parent.mkdir(exist_ok=True)
    (authored.root / taken).touch()
    change("course.toml", "digits/__init__.py", taken)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "09-tiny.ipynb").touch()
    with pytest.raises(UnusableInput, match=rf"course\.toml:2: '{taken}' takes the place of what is released"):
        copy_files(Course(authored.root), tmp_path / "out")
