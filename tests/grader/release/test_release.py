import ast
import inspect
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import numpy as np
import pytest

from grader.course import SOLUTIONS, Course, UnusableInput
from grader.exercise import split
from grader.release import exercises_of, generate_assignment, release, release_all, source_form, weave
from grader.release.chapter_source import read
from grader.release.files import archive
from grader.release.travelling import TRAVELLERS
from tests.reference_code import reference_lines

CHAPTERS = [chapter.assignment for chapter in Course.find(Path(__file__)).chapters()]


@pytest.fixture
def tiny(tiny_course):
    """Return the one chapter of the tests' own course."""
    return tiny_course.chapter("tiny")


@pytest.fixture(params=CHAPTERS)
def chapter(request, course):
    """Return each chapter of this repository's course in turn."""
    return course.chapter(request.param)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def solve(chapter, released):
    """Put the reference into a released notebook's answer cells."""
    path = released / f"{chapter.assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    solved = {cell.id: cell.source for cell in weave(chapter).cells}
    for cell in notebook.cells:
        cell.source = solved[cell.id]
    nbformat.write(notebook, path)
    return path


def test_the_notebook_is_the_recorded_one(tiny, tiny_course, tmp_path):
    notebook = release(tiny, tmp_path) / "09-tiny.ipynb"
    recorded = tiny_course.root / "released" / "09-tiny.ipynb"
    graded_with = f"Python {sys.version_info[0]}.{sys.version_info[1]} and NumPy {np.__version__.rpartition('.')[0]}"
    expected = recorded.read_text().replace("Python 3.11 and NumPy 2.4", graded_with)
    assert json.loads(notebook.read_text()) == json.loads(expected)


def test_the_folder_holds_the_notebook_what_travels_and_the_files_of_the_course_and_nothing_else(tiny, tmp_path):
    own = [name for name in files(TRAVELLERS) if "__pycache__" not in name]
    expected = {f"selfcheck/{name}" for name in [*own, "checks.json"]} | {"09-tiny.ipynb", "digits/__init__.py"}
    assert set(files(release(tiny, tmp_path))) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["09-tiny"]


def test_two_builds_give_the_same_bytes_and_the_same_zip(tiny, tmp_path):
    first, second = release(tiny, tmp_path / "first"), release(tiny, tmp_path / "second")
    assert files(first) == files(second)
    packed = [archive(folder, folder.parent / "tiny.zip").read_bytes() for folder in (first, second)]
    assert packed[0] == packed[1]


def test_the_zip_unpacks_to_the_release(tiny, tmp_path):
    released = release(tiny, tmp_path)
    with zipfile.ZipFile(archive(released, tmp_path / "packed" / "09-tiny.zip")) as pack:
        pack.extractall(tmp_path / "unpacked")
    assert files(tmp_path / "unpacked" / "09-tiny") == files(released)


def test_checks_hold_the_plan_of_the_pages_exercises_with_public_arguments(tiny, tmp_path):
    checks = json.loads((release(tiny, tmp_path) / "selfcheck" / "checks.json").read_text())
    assert checks["assignment"] == "09-tiny"
    assert {name: exercise["points"] for name, exercise in checks["exercises"].items()} == {"halve": 2, "quarter": 1}
    assert list(checks["exercises"]["halve"]["cases"][0]["mistakes"]) == ["quartered"]


def test_an_existing_release_is_replaced_whole(tiny, tmp_path):
    released = release(tiny, tmp_path)
    (released / "old.txt").write_text("from an older release")
    (released / "09-tiny.ipynb").write_text("{}")
    fresh = files(release(tiny, tmp_path / "elsewhere"))
    assert files(release(tiny, tmp_path)) == fresh
    assert sorted(path.name for path in tmp_path.iterdir()) == ["09-tiny", "elsewhere"]


def test_a_folder_that_is_no_release_is_left_alone(tiny, tmp_path):
    precious = tmp_path / "09-tiny" / "exercises.md"
    precious.parent.mkdir()
    precious.write_text("the only copy")
    with pytest.raises(UnusableInput, match="exists and is not a release"):
        release(tiny, tmp_path)
    assert precious.read_text() == "the only copy"


def test_a_target_that_cannot_be_written_is_named(tiny, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnusableInput, match=r"cannot be written to .*file"):
        release(tiny, tmp_path / "file")


def test_what_nbgrader_refuses_is_said(tiny, tmp_path, capfd):
    woven = weave(tiny)
    woven.cells[-1].metadata["nbgrader"]["grade_id"] = "halve"
    write_source(woven, tmp_path)
    with pytest.raises(UnusableInput, match=r"nbgrader cannot release 09-tiny: .*") as caught:
        generate_assignment(tmp_path, "09-tiny")
    assert "duplicate" in str(caught.value).lower()
    assert capfd.readouterr() == ("", "")


def test_of_several_chapters_all_are_released_or_none(authored, tmp_path):
    for name in ("chapters/{}/exercises.md", "solutions/{}.py", "exercises/{}.py"):
        old = authored.root / name.format("09-tiny" if "chapters" in name else "tiny")
        new = authored.root / name.format("10-late" if "chapters" in name else "late")
        new.parent.mkdir(exist_ok=True)
        text = old.read_text(encoding="utf-8").replace("tiny", "late").replace("Exercise 9.", "Exercise 10.")
        new.write_text(text.replace("rng.normal(size=3), 2", "rng.normal(size=-3), 2"), encoding="utf-8")
    with pytest.raises(
        UnusableInput, match=r"exercises/late\.py:11: the case 'some numbers' of quarter cannot be asked"
    ):
        release_all(authored.chapters(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def write_source(notebook, course):
    (course / "source" / "09-tiny").mkdir(parents=True)
    nbformat.write(notebook, course / "source" / "09-tiny" / "09-tiny.ipynb")


def test_nbgrader_runs_silently_and_leaves_no_database(tiny, tmp_path, capfd):
    write_source(weave(tiny), tmp_path)
    generate_assignment(tmp_path, "09-tiny")
    assert set(files(tmp_path)) == {"source/09-tiny/09-tiny.ipynb", "release/09-tiny/09-tiny.ipynb"}
    assert capfd.readouterr() == ("", "")


def test_a_function_splits_into_docstring_and_body_with_its_comments(tiny):
    halve = exercises_of(tiny)["halve"].reference
    head, body = split(halve)
    assert head.endswith('array([1., 2.])\n    """')
    assert body.lstrip().startswith("# a comment of the reference")
    assert source_form(halve, {"np"}, "cell 1") == f"{head}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"


def test_a_function_that_uses_what_the_notebook_lacks_is_named(tiny):
    quarter = exercises_of(tiny)["quarter"].reference
    with pytest.raises(UnusableInput, match=r"cell 9: quarter uses halve, mse; .* carry-over"):
        source_form(quarter, {"np"}, "cell 9")


def lines_of_the_engine():
    """Return what travels to readers of any course, and may stand in a reference as well."""
    return {line.strip() for path in TRAVELLERS.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()}


def assert_no_reference_code(folder, functions):
    lines = reference_lines(functions) - lines_of_the_engine()
    assert lines
    for path, content in files(folder).items():
        text = content.decode("utf-8", "replace")
        found = {line for line in lines if line in text or json.dumps(line)[1:-1] in text}
        assert not found, f"{path} holds reference code: {found}"


def test_no_file_of_the_release_holds_reference_code(tiny, tmp_path):
    references = [exercise.reference for exercise in exercises_of(tiny).values()]
    assert_no_reference_code(release(tiny, tmp_path), references)
    with pytest.raises(AssertionError, match=r"source/09-tiny\.ipynb holds reference code"):
        (tmp_path / "source").mkdir()
        nbformat.write(weave(tiny), tmp_path / "source" / "09-tiny.ipynb")
        assert_no_reference_code(tmp_path, references)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return a function that releases a chapter of the course, once."""
    to, done = tmp_path_factory.mktemp("release"), {}

    def once(chapter):
        if chapter not in done:
            done[chapter] = release(chapter, to)
        return done[chapter]

    return once


@pytest.mark.sampled
def test_no_chapters_release_holds_any_chapters_reference_code(chapter, released):
    exercises = [made for other in chapter.course.chapters() for made in other.definitions().values()]
    assert_no_reference_code(released(chapter), [exercise.reference for exercise in exercises])


def test_cells_carry_nbgraders_metadata_and_the_definitions_points(chapter, released):
    notebook = nbformat.read(released(chapter) / f"{chapter.assignment}.ipynb", as_version=4)
    nbformat.validate(notebook)
    cells = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    points = {cell.grade_id.removesuffix("-check"): cell.points for cell in cells if cell.grade}
    assert points == {name: exercise.points for name, exercise in exercises_of(chapter).items()}
    assert {cell.grade_id for cell in cells if cell.solution} - {"carry-over"} == set(points)
    assert all(cell.schema_version == 3 and cell.locked == cell.grade for cell in cells)
    assert notebook.metadata.kernelspec.name == "python3" and notebook.metadata.language_info.name == "python"
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)


def test_the_solved_notebook_runs_and_earns_all_points_where_the_course_is_not_installed(chapter, released, tmp_path):
    folder = shutil.copytree(released(chapter), tmp_path / chapter.assignment)
    notebook = nbformat.read(solve(chapter, folder), as_version=4)
    own = {"carry-over": "\n".join(_sources(cell, chapter) for cell in read(chapter) if cell.kind == "carry-over")}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    cells = [own.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source) for cell in code]
    program = (
        "import sys, matplotlib\nmatplotlib.use('agg')\n"
        "import socket; socket.socket.connect = None\n"
        "for name in ('grader', 'solutions', 'exercises', 'figures', 'nbgrader', 'scipy'): sys.modules[name] = None\n"
        "sys.path.insert(0, '.')\n" + "\n".join(cells)
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def _sources(cell, chapter):
    """Return what a reader pastes into the carry-over cell: earlier functions, and what those use."""
    texts, wanted = {}, [(f"{SOLUTIONS}.{module}", name) for module, names in cell.imports.items() for name in names]
    while wanted:
        module, name = wanted.pop()
        function = getattr(chapter.course.module(SOLUTIONS, module.removeprefix(f"{SOLUTIONS}.")), name)
        texts[name] = inspect.getsource(function)
        used = {node.id for node in ast.walk(ast.parse(texts[name])) if isinstance(node, ast.Name)} - texts.keys()
        found = {n: function.__globals__[n] for n in used if callable(function.__globals__.get(n))}
        wanted += [(value.__module__, n) for n, value in found.items()]
    return "\n".join(texts.values())


@pytest.mark.sampled
def test_nbgrader_validates_the_solved_notebook_and_not_the_stub(chapter, released, tmp_path):
    from nbgrader.validator import Validator

    folder = shutil.copytree(released(chapter), tmp_path / chapter.assignment)
    path = folder / f"{chapter.assignment}.ipynb"
    failed = Validator().validate(str(path))["failed"]
    assert len(failed) >= len(exercises_of(chapter))
    assert Validator().validate(str(solve(chapter, folder))) == {}
