"""Whom an instructor means by what they type."""

import unicodedata
from pathlib import Path

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.named import Named
from grader.collect.manifest import Row
from grader.collect.roster import Roster
from grader.course import UnusableInput
from grader.gradebook import Gradebook

ROSTER = """student,name,student id,email
jm,Jana Müller,0042,jana@uni.example
bo,Bo O’Brien,17,bo@uni.example
ann,Ann Lee,18,
ann2,Ann Lee,19,
cy,Cy Young,20,
"""
THERE = ["jm", "bo", "ann", "ann2", "Zoë Šimůnková", "Bo OBrien", "Bo O'Brien"]
ROWS = [Row("Zoë Šimůnková", id="1234567", name="Zoë Šimůnková", email="zoe@uni.example")]
WHERE = Path("class")


@pytest.fixture
def named(tmp_path):
    (tmp_path / "students.csv").write_text(ROSTER, encoding="utf-8")
    return Named(THERE, Roster(tmp_path / "students.csv"), ROWS)


KINDS = {
    "as their folder is called": ("jm", "jm"),
    "an id of the roster": ("0042", "jm"),
    "an address of the roster": ("BO@uni.example", "bo"),
    "a name of the roster": ("Jana Müller", "jm"),
    "a name, the last one first": ("müller, jana", "jm"),
    "an id of the platform": ("1234567", "Zoë Šimůnková"),
    "an address of the platform": ("zoe@uni.example", "Zoë Šimůnková"),
    "a name in another spelling": ("ZOË ŠIMŮNKOVÁ", "Zoë Šimůnková"),
    "a decomposed name": (unicodedata.normalize("NFD", "Zoë Šimůnková"), "Zoë Šimůnková"),
    "one of two spellings, as it is written": ("Bo OBrien", "Bo OBrien"),
}


@pytest.mark.parametrize(("text", "student"), KINDS.values(), ids=KINDS)
def test_somebody_is_found_by_whatever_names_them(named, text, student):
    assert named.find(text, WHERE) == student


NOBODY = {
    "nobody": ("Eve", "There is nothing of 'Eve' in class."),
    "almost somebody": ("Zoe Simunkova", "There is nothing of 'Zoe Simunkova' in class; did you mean 'Zoë Šimůnková'?"),
    "an id without its zeros": ("42", "There is nothing of '42' in class."),
    "no name": (" ", "There is nothing of ' ' in class."),
    "somebody who has not handed in": ("20", "'20' in class: 'cy', in line 6 of the roster, has not handed in."),
    "two of one name": ("Ann Lee", "'Ann Lee' may be 'ann' or 'ann2': name one of them as it is written here."),
    "two with one spelling": ("bo obrien", "'bo obrien' may be 'bo', 'Bo OBrien' or \"Bo O'Brien\": name one of them"),
}


@pytest.mark.parametrize(("text", "words"), NOBODY.values(), ids=NOBODY)
def test_who_is_nobody_or_may_be_several_is_said(named, text, words):
    with pytest.raises(UnusableInput) as refusal:
        named.find(text, WHERE)
    assert words in str(refusal.value)


@pytest.mark.confined
def test_only_those_who_are_named_are_graded_again(small, tmp_path):
    for student in ("jm", "bo", "cy"):
        small.hand_in(tmp_path / "class", student)
    (tmp_path / "class" / "roster.csv").write_text(ROSTER, encoding="utf-8")

    def grade(**options):
        options = Options(small.course, tmp_path / "class", tmp_path / "out", workers=1, **options)
        tally = Classroom(options).grade()
        with Gradebook(options.url) as gradebook:
            return (tally.total, tally.graded, tally.skipped), [result.student for result in gradebook.results()]

    assert grade(students=("0042", "Cy Young")) == ((2, 2, 0), ["cy", "jm"])
    assert grade() == ((3, 1, 2), ["bo", "cy", "jm"])
    assert grade(students=("bo@uni.example",), force=True) == ((1, 1, 0), ["bo", "cy", "jm"])
    with pytest.raises(UnusableInput, match=r"There is nothing of 'eve' in .*class\."):
        grade(students=("jm", "eve"))
