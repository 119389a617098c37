import json
import subprocess
import sys

import pytest

from grader.book.browser_packages import lesson_files
from grader.book.solutions import stand_ins

WRITTEN = [
    "def mse(a, b):\n    return 0.25",
    "import math\n\ndef half_of(x):\n    return math.floor(x) / 2 + mse(1, 1)",
    "def softmax(z):\n    return z)",
    "1 / 0",
]


@pytest.fixture
def run(small, tmp_path):
    """Return a function that runs a cell where the stand-ins are, beside what the reader wrote."""
    for place, content in stand_ins(small.course).items():
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(content)
    (tmp_path / "solutions" / "written.json").write_text(json.dumps(WRITTEN))

    def run(cell):
        command = [sys.executable, "-c", cell]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
        return done.stdout.strip(), (done.stderr.strip().splitlines() or [""])[-1]

    return run


def test_lessons_get_the_courses_functions_or_stand_ins_of_the_same_modules(small):
    published, stood_in = lesson_files(small.course), lesson_files(small.course, "never")
    assert b"exponentials" in published["solutions/losses.py"]
    assert published.keys() | {"solutions/__init__.py"} == stood_in.keys()
    assert not any(b"exponentials" in content for content in stood_in.values())


def test_of_every_module_of_this_course_there_is_a_stand_in_without_a_word_of_it(course):
    files = stand_ins(course)
    modules = {path.relative_to(course.root).as_posix() for path in (course.root / "solutions").rglob("*.py")}
    assert files.keys() == modules
    package = files.pop("solutions/__init__.py")
    assert len(set(files.values())) == 1
    assert b"def __getattr__" in package


def test_a_stand_in_has_the_readers_functions_as_one_notebook_would(run):
    cell = "from solutions.losses import half_of, mse; print(mse(1, 2), half_of(3.5))"  # one of them uses the other
    assert run(cell) == ("0.25 1.75", "")


@pytest.mark.parametrize("name", ["accuracy", "softmax"], ids=["that is not there", "that does not run"])
def test_a_function_can_be_imported_and_says_that_it_is_to_be_written_when_it_is_called(run, name):
    said, error = run(f"from solutions.losses import mse, {name}; print(mse(1, 2)); {name}([[1.0]], labels=[0])")
    assert said == "0.25"
    assert f"{name} is a function that you write in the exercises. This site publishes no solutions" in error


def test_a_stand_in_invents_no_names_of_pythons_own(run):
    assert run("import solutions.losses as losses; print(hasattr(losses, '__wrapped__'))") == ("False", "")


def test_before_anything_is_written_a_lesson_can_import_its_functions(run, tmp_path):
    (tmp_path / "solutions" / "written.json").unlink()
    assert run("from solutions.losses import mse; print(callable(mse))") == ("True", "")
