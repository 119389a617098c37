"""A course on other subjects, of eleven small files: audited, released, graded, published."""

import csv
import io
import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from rich.console import Console

from grader import cli
from grader.audit import run as audit
from grader.audit.sample_class import write as write_class
from grader.course import Course
from grader.release import exercises_of, release

FOLDER = Path(__file__).parent / "other_course"
OF_THIS_COURSE = re.compile(r"neural|perceptron|backprop|softmax|handwritten|digit|nnbh", re.IGNORECASE)


def _command(*arguments):
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    return left.value.code or 0


def _table(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Return the course in a folder of its own."""
    ignored = shutil.ignore_patterns("__pycache__", "build")
    return Course(shutil.copytree(FOLDER, tmp_path_factory.mktemp("other") / "numbers-and-words", ignore=ignored))


def _hand_in_words(course, student):
    """Hand in a notebook in which nothing but the question in words is answered."""
    path = release(course.chapter("statistics"), student) / "01-statistics.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    [cell] = [
        cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_mean"
    ]
    cell["source"] = "The middle: one bad mark does not move it."
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def graded(other, tmp_path_factory):
    """Return the rows of grades.csv of a synthetic class, each with what the student wrote."""
    folder = tmp_path_factory.mktemp("class")
    write_class(folder / "class", 40, 3, other.chapters())
    _hand_in_words(other, folder / "class" / "ada")
    assert _command("--root", other.root, "grade", folder / "class", "--out", folder / "out", "--workers", 2) == 0
    written = {
        tuple(row[k] for k in ("student", "assignment", "exercise")): row for row in _table(folder / "class/truth.csv")
    }
    rows = _table(folder / "out" / "grades.csv")
    return [(row, written.get((row["student"], row["assignment"], row["exercise"]))) for row in rows]


def test_it_is_made_of_eleven_files():
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not {"__pycache__", "build"} & {*path.parts}]
    assert len(files) == 11


def test_it_passes_its_audit(other):
    said = io.StringIO()
    assert audit(other.chapters(), Console(file=said, width=200)), said.getvalue()


@pytest.mark.parametrize("chapter", ["01-statistics", "02-texts"])
def test_it_is_released_with_its_data_and_without_its_reference(other, tmp_path, chapter):
    assert _command("--root", other.root, "release", chapter, "--to", tmp_path) == 0
    released = tmp_path / chapter
    assert (released / "marks.py").is_file()
    assert "NotImplementedError" in (released / f"{chapter}.ipynb").read_text(encoding="utf-8")
    texts = "".join(path.read_text(encoding="utf-8") for path in released.rglob("*") if path.is_file())
    assert not [line for line in ("return sum(numbers) / len(numbers)", "self.counts.get") if line in texts]


@pytest.mark.confined
def test_right_answers_get_full_marks_and_there_are_some_of_every_exercise(other, graded):
    right = [row for row, answer in graded if answer and answer["kind"] == "right" and not answer["notebook"]]
    assert {row["exercise"] for row in right} == {
        name for chapter in other.chapters() for name in exercises_of(chapter)
    }
    assert not [row for row in right if (row["outcome"], row["points"]) != ("passed", row["max_points"])]


@pytest.mark.confined
def test_wrong_answers_lose_points_and_are_named(graded):
    wrong = [(row, answer) for row, answer in graded if answer and answer["kind"] == "wrong" and not answer["notebook"]]
    assert len({row["exercise"] for row, _ in wrong}) > 8
    assert not [row for row, answer in wrong if row["misconception"] != answer["answer"]]
    assert not [row for row, _ in wrong if float(row["points"]) >= float(row["max_points"])]


@pytest.mark.confined
def test_what_a_person_grades_has_no_points_until_then(graded):
    [words] = [row for row, _ in graded if (row["student"], row["exercise"]) == ("ada", "explain_mean")]
    assert (words["outcome"], words["points"], words["max_points"]) == ("manual", "", "2")


@pytest.fixture(scope="module")
def site(other, tmp_path_factory):
    """Return its site."""
    site = tmp_path_factory.mktemp("site") / "site"
    assert _command("--root", other.root, "build", "--to", site) == 0
    return site


def _said(path):
    """Return what a page says: its text, and what is in its attributes and data, without the styles and scripts."""
    html = re.sub(
        r"<style.*?</style>|<script(?! type=.application/json).*?</script>", "", path.read_text("utf-8"), flags=re.S
    )
    return unescape(html)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_no_page_of_its_site_speaks_of_another_course(site):
    pages = [page for page in site.rglob("*.html") if "lite" not in page.relative_to(site).parts]
    assert {f"chapters/{name}.html" for name in ("01-statistics/exercises", "02-texts/lesson")} <= {
        page.relative_to(site).as_posix() for page in pages
    }
    found = {page.relative_to(site).as_posix(): OF_THIS_COURSE.findall(_said(page)) for page in pages}
    assert not {name: words for name, words in found.items() if words}


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_its_cover_has_its_title_and_its_chapters(site):
    cover = _said(site / "index.html")
    assert all(words in cover for words in ("Numbers and Words", "people count", "Statistics", "Texts"))
