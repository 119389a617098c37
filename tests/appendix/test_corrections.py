"""Every correction to the slides is listed in the appendix and made in a lesson, and each leads to the other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "appendix" / "corrections.md").read_text(encoding="utf-8")
CHAPTERS = re.findall(r"chapters/(.*)/lesson$", (ROOT / "_toc.yml").read_text(encoding="utf-8"), re.M)
LESSONS = {name: (ROOT / "chapters" / name / "lesson.md").read_text(encoding="utf-8") for name in CHAPTERS}
BOX = re.compile(
    r"^(?P<fence>:{3,})\{admonition\} Correction (?:to the lecture (?:slides|notes)|(?P<number>\d+)[^:\n]*: [^\n]+)\n"
    r"(?P<inside>.*?)^(?P=fence)$",
    re.M | re.S,
)
BOXES = [
    pytest.param(box, id=f"{chapter}-{n}")
    for chapter, text in sorted(LESSONS.items())
    for n, box in enumerate(BOX.finditer(text), 1)
]


def row(number):
    """Return the part of the page between this correction's label and the next."""
    return re.split(r"^\(correction-\d+\)=$", PAGE.split(f"(correction-{number})=")[1], flags=re.M)[0]


def test_all_corrections_are_listed_once():
    assert sorted(map(int, re.findall(r"^\(correction-(\d+)\)=$", PAGE, re.M))) == list(range(1, 29))


@pytest.mark.parametrize("number", range(1, 29))
def test_a_row_says_what_is_there_what_is_wrong_and_what_the_course_says(number):
    assert f"### {number} · " in row(number)
    assert re.findall(r"^(The (?:slides|notes)[^\n]*|What is wrong|Here)\n: ", row(number), re.M)[1:] == [
        "What is wrong",
        "Here",
    ]


@pytest.mark.parametrize("box", BOXES)
def test_a_box_in_a_lesson_and_its_row_lead_to_each_other(box):
    named = re.search(r"^:name: corrected-(\d+)", box["inside"], re.M)
    assert named, "give the box a name: `:name: corrected-13` for number 13"
    assert box["number"] in (None, named[1]), "the title and the name of the box have different numbers"
    assert f"<correction-{named[1]}>`" in box["inside"], "end the box with {ref}`the appendix <correction-13>`."
    label = named[0].removeprefix(":name: ") + re.search(r"corrected-\d+(.*)", box["inside"])[1]
    assert f"<{label}>`" in row(named[1]), f"link appendix/corrections.md, number {named[1]}, to {label}"


def test_every_box_of_a_correction_is_found():
    boxes = sum(text.count(":class: correction") for text in LESSONS.values())
    assert len(BOXES) == boxes > 28
