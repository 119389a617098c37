import csv

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.absent import absent
from grader.collect.roster import Roster
from grader.course import UnusableInput


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "students.csv"
    path.write_text("student\nada\nbo\nJose\u0301\n", encoding="utf-8")
    return path


def test_whoever_is_on_the_roster_and_has_no_submission_is_absent_whatever_the_spelling(roster):
    found = absent(Roster(roster), {"04-losses": ["ada", "José"], "05-backprop": ["ada", "bo", "Jose\u0301"]})
    assert found == {"04-losses": ["bo"]}
    assert absent(None, {"04-losses": ["ada"]}) == {}


@pytest.mark.confined
def test_the_absent_are_in_the_report_and_have_a_zero_only_if_that_is_asked_for(small, tmp_path, roster):
    small.hand_in(tmp_path / "class", "ada")
    small.hand_in(tmp_path / "class", "José")

    def grade(**options):
        options = Options(small.course, tmp_path / "class", tmp_path / "out", workers=1, roster=roster, **options)
        tally = Classroom(options).grade()
        with open(tmp_path / "out" / "grades.csv", newline="", encoding="utf-8") as file:
            return tally, [row for row in csv.DictReader(file) if row["student"] == "bo"]

    tally, rows = grade()
    assert (tally.exit_code, rows) == (0, [])
    assert tally.notes == ["04-losses: 1 on the roster has not handed in: bo."]
    assert "Not handed in" in (tmp_path / "out" / "report.html").read_text()
    tally, rows = grade(zero=True)
    assert tally.exit_code == 0
    assert [(row["exercise"], row["points"], row["outcome"]) for row in rows] == [
        ("mse", "0", "missing"),
        ("softmax", "0", "missing"),
        ("accuracy", "0", "missing"),
    ]


def test_a_roster_that_cannot_be_used_stops_the_run_before_anything_is_written(small, tmp_path):
    small.hand_in(tmp_path / "class", "ada")
    (tmp_path / "students.csv").write_text("points\n1\n")
    options = Options(small.course, tmp_path / "class", tmp_path / "out", roster=tmp_path / "students.csv")
    with pytest.raises(UnusableInput, match=r"students.csv:1: there is no column 'student'"):
        Classroom(options).grade()
    assert not (tmp_path / "out").exists()
