import ast
import csv
import json
import random
from itertools import pairwise
from pathlib import Path

import pytest

from grader.audit.sample_class import COLUMNS, write
from grader.audit.sample_class.answers import ENDLESS, EXITS, RIGHT, UNFINISHED, WRONG, carried_over, possible_answers
from grader.audit.sample_class.mangling import CUT_OFF, MANGLINGS, mangled
from grader.classroom.submissions import find
from grader.course import SOLUTIONS, Course, UnusableInput
from grader.grading.grade import NOT_WRITTEN, grade, prepare
from grader.intake import notebook, take_in
from grader.release import release
from grader.sandbox import Limits, Pool

COURSE = Course(Path(__file__).parents[4])
CHAPTERS = [pytest.param(chapter, id=chapter.assignment) for chapter in COURSE.chapters()]


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def truth(folder):
    return list(csv.DictReader((folder / "truth.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def twenty(small, tmp_path):
    return write(tmp_path / "class", 20, 0, [small.chapter])


# The folder


def test_the_class_is_where_submissions_are_looked_for_and_says_that_it_is_synthetic(twenty):
    found = find(twenty, ["04-losses"])
    assert [s.student for s in found.submissions] == [f"synthetic-{n:03d}" for n in range(1, 21)]
    assert found.left_out == found.notes == []
    assert "These students do not exist." in (twenty / "README.md").read_text()


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(small, twenty, tmp_path):
    assert files(write(tmp_path / "again", 20, 0, [small.chapter])) == files(twenty)
    assert files(write(tmp_path / "other", 20, 1, [small.chapter]))["truth.csv"] != files(twenty)["truth.csv"]


def test_twenty_students_have_every_kind_of_answer_and_of_trouble(twenty):
    rows = truth(twenty)
    assert list(rows[0]) == list(COLUMNS)
    assert {row["kind"] for row in rows} == {RIGHT, WRONG, UNFINISHED, "blank", ENDLESS, EXITS}
    assert {row["notebook"] for row in rows} == {"", *MANGLINGS, CUT_OFF}
    assert len(rows) == 20 * 3


def test_a_class_is_replaced_whole(small, twenty):
    write(twenty, 2, 0, [small.chapter])
    assert sorted(path.name for path in twenty.iterdir()) == [
        "README.md",
        "synthetic-001",
        "synthetic-002",
        "truth.csv",
    ]
    assert [path.name for path in twenty.parent.iterdir()] == ["class"]


def test_a_folder_with_something_else_in_it_is_refused_and_left_alone(small, tmp_path):
    (tmp_path / "thesis.tex").write_text("all of it")
    with pytest.raises(UnusableInput, match="is not a synthetic class"):
        write(tmp_path, 2, 0, [small.chapter])
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/class"])
def test_a_folder_that_cannot_be_written_is_refused(small, tmp_path, place):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableInput, match=r"file|/proc/class"):
        write(tmp_path / place, 2, 0, [small.chapter])


# The answers


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_possible_answer_is_one_function_of_the_exercises_name(chapter):
    for exercise in chapter.definitions().values():
        for kind in (RIGHT, WRONG, UNFINISHED, ENDLESS, EXITS):
            for answer in possible_answers(exercise, kind):
                [definition] = ast.parse(answer.source).body
                assert (definition.name, definition.decorator_list) == (exercise.name, [])


def test_an_answer_keeps_the_stubs_docstring(course):
    softmax = course.chapter("losses").definitions()["softmax"]
    for kind in (WRONG, UNFINISHED):
        for answer in possible_answers(softmax, kind):
            assert ast.get_docstring(ast.parse(answer.source).body[0]) == ast.get_docstring(
                ast.parse(possible_answers(softmax, RIGHT)[0].source).body[0]
            )


def test_what_is_carried_over_runs_on_its_own(course):
    import numpy as np

    namespace = {"np": np}
    exec(carried_over(course, {"backprop": ("train_step", "mlp_backward"), "losses": ("softmax",)}), namespace)
    rng = np.random.default_rng(0)
    X, labels, sizes = rng.normal(size=(5, 4)), np.array([0, 1, 2, 1, 0]), (4, 6, 3)
    weights = [rng.normal(size=size) for size in pairwise(sizes)]
    arguments = (X, labels, weights, [np.zeros(n) for n in sizes[1:]], "tanh", 0.1)
    reference = course.module(SOLUTIONS, "backprop").train_step
    assert namespace["train_step"](*arguments)[0] == reference(*arguments)[0]


# The manglings


@pytest.mark.parametrize("kind", ["", *MANGLINGS])
@pytest.mark.parametrize("seed", range(3))
def test_no_answer_is_lost_by_a_mangling(small, kind, seed):
    released, _ = notebook.read((small.released / "04-losses.ipynb").read_bytes())
    names = list(small.right)
    data = mangled(kind, small.document(), names, random.Random(seed))
    assert (data == mangled("", small.document(), names, random.Random(seed))) == (kind == "")
    answers = take_in(data, released, names).answers
    assert {name: answer.source.strip() for name, answer in answers.items()} == {
        name: source.strip() for name, source in small.right.items()
    }


def test_a_notebook_that_was_cut_off_is_not_readable(small):
    with pytest.raises(notebook.Unreadable, match="not valid JSON"):
        notebook.read(mangled(CUT_OFF, small.document(), ["mse"], random.Random(0)))


# The truth


def assert_as_in_truth(report, row):
    """Check one graded answer against what was put there."""
    kind = "cut off" if row["notebook"] == CUT_OFF else row["kind"]
    assert report.name == row["exercise"]
    if kind == RIGHT:
        assert (report.outcome, report.points) == ("passed", report.max_points)
    elif kind == WRONG:
        assert (report.outcome in ("partial", "failed"), report.misconception) == (True, row["answer"])
    elif kind == "cut off":
        assert report.outcome == "ungradable"
    elif kind == "blank":
        assert (report.outcome, report.reason) == ("failed", NOT_WRITTEN)
    else:
        assert (report.outcome, report.points) == ("failed", 0)
        assert bool(report.reason) == (kind in (ENDLESS, EXITS))


def assert_graded_as_in_truth(folder, chapter, released):
    rows = truth(folder)
    assignment = prepare(chapter, b"the tests' own secret", released)
    submissions = find(folder, [chapter.assignment]).submissions
    with Pool(released, limits=Limits(exchange_seconds=3)) as pool:
        for submission in submissions:
            result = grade(submission.student, submission.read(), assignment, pool)
            own = [row for row in rows if row["student"] == submission.student]
            assert len(result.exercises) == len(own), result.error
            for report, row in zip(result.exercises, own):
                assert_as_in_truth(report, row)


@pytest.mark.confined
def test_grading_a_class_of_twenty_finds_just_what_was_put_there(small, twenty):
    assert_graded_as_in_truth(twenty, small.chapter, small.released)


@pytest.mark.sampled
@pytest.mark.confined
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_grading_a_class_of_each_chapter_finds_just_what_was_put_there(chapter, tmp_path):
    folder = write(tmp_path / "class", 6, 1, [chapter])
    assert_graded_as_in_truth(folder, chapter, release(chapter, tmp_path / "release"))


def test_the_notebooks_are_plain_json_as_jupyter_writes_it(twenty):
    healthy = {row["student"] for row in truth(twenty) if row["notebook"] == ""}
    for student in healthy:
        data = (twenty / student / "04-losses" / "04-losses.ipynb").read_text(encoding="utf-8")
        assert data == json.dumps(json.loads(data), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
