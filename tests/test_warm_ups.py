"""A course with a lesson alone, a chapter of warm-ups, which carry no points, and a chapter that is graded."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from grader import Case, Exercise, cli
from grader.book import Options
from grader.book.source import cover_of, toc_of
from grader.course import Course, UnusableInput
from grader.plan import plan
from grader.release import is_graded, release
from grader.selfcheck.judge import judge

HEAD = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# {title}
"""
PAGE = (
    HEAD
    + """
```{{code-cell}} ipython3
:tags: [setup]
import numpy as np
```

## {kind} {number}.1 · `{name}`

```{{code-cell}} ipython3
:tags: [exercise]
from solutions.{short} import {name}
```
"""
)
SOLUTION = '''import numpy as np


def {name}(x):
    """Return every number, {name}d."""
    return np.asarray(x) {does}
'''
JUDGED = """from grader import Case, Exercise, slip
from solutions import {short}

{name} = Exercise(
    {short}.{name},
    points={points},
    hints=(),
    cases=(
        Case("some numbers", lambda rng: (rng.normal(size=3),)),
        Case("one number", lambda rng: (rng.normal(size=1),)),
    ),
    wrong_answers=(slip("{name}_nothing", "It is still as it was.", ("{does}", "+ 0")),),
)
"""
CHAPTERS = {
    "01-warm": {"short": "warm", "kind": "Warm-up", "number": 1, "name": "double", "does": "* 2", "points": 0},
    "02-cold": {"short": "cold", "kind": "Exercise", "number": 2, "name": "halve", "does": "/ 2", "points": 3},
}
ANSWERS = {"double": "def double(x):\n    return 2 * x\n", "halve": "def halve(x):\n    return x / 2\n"}


@pytest.fixture
def course(tmp_path):
    texts = {
        "course.toml": 'title = "Cold and warm"\n[audit]\nvariants = 3\nhints = 3\nwrong_answers = 9\n',
        "chapters/00-welcome/lesson.md": HEAD.format(title="Welcome"),
    }
    for assignment, words in CHAPTERS.items():
        texts[f"chapters/{assignment}/exercises.md"] = PAGE.format(title=assignment, **words)
        texts[f"solutions/{words['short']}.py"] = SOLUTION.format(**words)
        texts[f"exercises/{words['short']}.py"] = JUDGED.format(**words)
    for name, text in texts.items():
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / name).write_text(text)
    return Course(tmp_path / "course")


@pytest.fixture
def command(course, capsys):
    """Return a function that runs the command on the course: exit code, output, complaints."""

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            cli.main(["--root", str(course.root), *map(str, arguments)])
        return left.value.code or 0, *capsys.readouterr()

    return run


def _hand_in(chapter, student):
    """Hand in a notebook with the right answers."""
    path = release(chapter, student) / f"{chapter.assignment}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        cell["source"] = ANSWERS.get(name, cell["source"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_lesson_alone_is_a_chapter_and_no_assignment(course):
    assert [chapter.assignment for chapter in course.chapters()] == ["00-welcome", "01-warm", "02-cold"]
    assert [chapter.assignment for chapter in course.assignments()] == ["01-warm", "02-cold"]
    assert [is_graded(chapter) for chapter in course.chapters()] == [False, False, True]


def test_warm_ups_are_released_as_all_exercises_are(command, tmp_path):
    code, said, _ = command("release", "--to", tmp_path / "release")
    assert (code, [Path(line).name for line in said.split()]) == (0, ["01-warm", "02-cold"])
    assert "NotImplementedError" in (tmp_path / "release" / "01-warm" / "01-warm.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("how", [["release", "00-welcome", "--to"], ["release", "--up-to", "0", "--to"]])
def test_a_lesson_alone_is_not_released(command, tmp_path, how):
    command(*how, tmp_path / "release")
    assert not (tmp_path / "release").exists()


def test_whoever_asks_for_the_exercises_of_a_lesson_alone_is_told(command):
    code, _, complaint = command("audit", "welcome")
    assert code == 2
    assert "00-welcome has a lesson and no exercises" in complaint


def test_warm_ups_are_audited_and_the_house_rules_do_not_hold_for_them(command):
    code, said, _ = command("audit", "warm")
    assert code == 0
    assert "1 exercises: every right answer passes" in said


def test_the_audit_finds_a_wrong_answer_to_a_warm_up_that_passes(course, command):
    path = course.root / "exercises" / "warm.py"
    path.write_text(path.read_text().replace('"+ 0"', '"* 2.0"'))
    code, said, _ = command("audit", "warm")
    assert code == 1
    assert "double_nothing is wrong and earns" in said


@pytest.mark.confined
def test_warm_ups_are_not_graded_and_the_instructor_is_told(course, command, tmp_path):
    for chapter in course.assignments():
        _hand_in(chapter, tmp_path / "class" / "ada")
    code, _, complaint = command("grade", tmp_path / "class", "--out", tmp_path / "out", "--workers", 1)
    assert (code, complaint.count("01-warm carries no points")) == (0, 1)
    rows = list(csv.DictReader((tmp_path / "out" / "grades.csv").read_text().splitlines()))
    assert [(row["exercise"], row["points"], row["outcome"]) for row in rows] == [("halve", "3", "passed")]


def test_a_class_that_handed_in_nothing_but_warm_ups_has_nothing_to_grade(course, command, tmp_path):
    _hand_in(course.chapter("warm"), tmp_path / "class" / "ada")
    code, _, complaint = command("grade", tmp_path / "class", "--out", tmp_path / "out")
    assert code == 2
    assert "There is nothing to grade. 01-warm carries no points" in complaint
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("what", "made"), [("sample-class", "synthetic-001"), ("nbgrader", "source")])
def test_a_class_is_made_of_what_is_graded(command, tmp_path, what, made):
    assert command(what, "--to", tmp_path / "made", *(["--students", 1] if what == "sample-class" else []))[0] == 0
    assert [path.name for path in (tmp_path / "made" / made).iterdir()] == ["02-cold"]


def test_where_nothing_carries_points_no_class_is_made(course, command, tmp_path):
    shutil.rmtree(course.root / "chapters" / "02-cold")
    code, _, complaint = command("sample-class", "--to", tmp_path / "class")
    assert code == 2
    assert "no exercise that carries points" in complaint


def test_the_contents_and_the_cover_have_every_chapter_and_ask_no_points_of_two(course):
    (part,) = toc_of(Options(course))["parts"]
    assert [one["file"] for one in part["chapters"]] == [
        "chapters/00-welcome/lesson",
        "chapters/01-warm/exercises",
        "chapters/02-cold/exercises",
    ]
    rows = cover_of(Options(course)).splitlines()[-3:]
    assert [row.split("|")[3:5] for row in rows] == [
        ["  ", "  "],
        [" [1](chapters/01-warm/exercises.md) ", "  "],
        [" [1](chapters/02-cold/exercises.md) ", " 3 "],
    ]


@pytest.mark.parametrize(
    ("right", "outcome"),
    [((True, True), "passed"), ((True, False), "partial"), ((False, True), "failed")],
    ids=["all", "the core", "all but the core"],
)
def test_an_answer_to_a_warm_up_is_right_in_part_as_any_other_is_and_earns_nothing(course, right, outcome):
    asked = plan(course.chapter("warm").definitions()["double"])
    answers = [case.expected if one else [] for case, one in zip(asked.cases, right)]
    result = judge(asked, answers)
    assert (result.outcome, result.points, result.max_points) == (outcome, 0.0, 0)


@pytest.mark.parametrize("points", [-1, 2.5, True], ids=str)
def test_points_are_whole_numbers(points):
    with pytest.raises(ValueError, match="give a whole number, 0 for a warm-up"):
        Exercise(abs, points, (), (Case("a number", lambda rng: (1,)),))


def test_a_folder_without_lesson_and_exercises_is_no_chapter(course):
    (course.root / "chapters" / "03-later").mkdir()
    with pytest.raises(UnusableInput, match="There is no chapter '3'"):
        course.chapter("3")


def test_a_question_in_words_carries_points_among_warm_ups(course):
    page = course.chapter("warm").page
    asked = '\n+++ {"tags": ["free-text"], "name": "why", "points": 1}\n\n## In words\n'
    page.write_text(page.read_text() + asked)
    assert is_graded(course.chapter("warm"))
