"""The exercises that the course promises: names, points and order. Notebooks and gradebooks out there rely on them."""

import json
import re
from pathlib import Path

import pytest

from grader.release import exercises_of, is_graded

CONTRACT = json.loads((Path(__file__).parents[1] / "recorded" / "contract.json").read_text(encoding="utf-8"))


def test_the_graded_chapters_are_those_of_the_contract_in_its_order(course):
    assert [chapter.assignment for chapter in course.chapters() if is_graded(chapter)] == list(CONTRACT)


def test_what_is_not_graded_is_chapter_0_alone(course):
    assert [chapter.assignment for chapter in course.chapters() if not is_graded(chapter)] == ["00-before"]


@pytest.mark.parametrize("assignment", CONTRACT)
def test_a_chapter_has_the_exercises_of_the_contract_with_their_points_in_its_order(assignment, course):
    found = exercises_of(course.chapter(assignment))
    assert [(name, made.points) for name, made in found.items()] == list(CONTRACT[assignment].items())


@pytest.mark.parametrize("assignment", CONTRACT)
def test_the_headings_of_a_page_say_number_name_and_points_of_each_exercise(assignment, course):
    page = course.chapter(assignment).page.read_text(encoding="utf-8")
    number = int(assignment.split("-")[0])
    assert re.findall(r"^## Exercise.*$", page, re.MULTILINE) == [
        f"## Exercise {number}.{place} · `{name}` ({points} point{'' if points == 1 else 's'})"
        for place, (name, points) in enumerate(CONTRACT[assignment].items(), 1)
    ]


@pytest.mark.parametrize("page", ["README.md", "index.md"])
def test_the_table_of_chapters_says_how_many_exercises_and_points_there_are(course, page):
    rows = re.findall(
        r"^\| (\d) \|.*\| (\d+) \| (\d+) \|$", (course.root / page).read_text(encoding="utf-8"), re.MULTILINE
    )
    counted = []
    for chapter in filter(is_graded, course.chapters()):
        points = [exercise.points for exercise in exercises_of(chapter).values()]
        counted.append((f"{chapter.number}", f"{len(points)}", f"{sum(points)}"))
    assert rows == counted
