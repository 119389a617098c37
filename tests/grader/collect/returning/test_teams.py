"""Teams: one notebook, and a mark and a page for everybody."""

import csv

import pytest

from grader.collect.collecting import collect
from grader.collect.returning import give_back
from grader.course import UnusableInput
from tests.grader.collect.conftest import notebook, put
from tests.grader.collect.returning.quickly import grade_quickly, pages_in, rows_in

ROSTER = """student,name,email,group
jm,Jana Müller,jana@uni.example,"Team 1, Monday"
bo,Bo O’Brien,bo@uni.example,Team 1
ann,Anne-Marie Roy,ann@uni.example,Team 2
cy,Marie Roy,cy@uni.example,
"""
EACH = {  # as Moodle packs what teams submit: a folder for each member
    "Team 1-Jana Müller_11": 1,
    "Team 1-Bo O’Brien_12": 1,
    "Team 2-Anne-Marie Roy_13": 2,
    "Marie Roy_14": 3,
}
SHEET = [(11, "Jana Müller", "jana@uni.example"), (12, "Bo O’Brien", "bo@uni.example"),
         (13, "Anne-Marie Roy", "ann@uni.example"), (14, "Marie Roy", "cy@uni.example")]  # fmt: skip


@pytest.fixture
def handed_in(tiny_course, tmp_path):
    """Return a function that collects and grades files, by their paths: the folder of grades."""

    def made(files, roster=ROSTER):
        (tmp_path / "students.csv").write_text(roster, encoding="utf-8")
        for path, number in files.items():
            put(tmp_path / "download" / path, notebook(f"# {number}"))
        collect(tiny_course, [tmp_path / "download"], tmp_path / "submitted", tmp_path / "students.csv")
        out = grade_quickly(tmp_path / "submitted", tmp_path / "out")
        put(out / "roster.csv", (tmp_path / "submitted" / "roster.csv").read_bytes())  # as `course grade` keeps it
        return out

    return made


@pytest.fixture
def give(tiny_course, tmp_path):
    """Return a function that gives a class back, with a worksheet of these rows; then the marks and the pages."""

    def given(out, platform, headings=None, rows=()):
        with open(tmp_path / "sheet.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *rows] if headings else [])
        sheets = [tmp_path / "sheet.csv"] if headings else []
        returned = give_back(tiny_course, out, platform, tmp_path / "back", worksheets=sheets)
        [marks] = (tmp_path / "back").glob("*marks.csv")
        [pages] = (tmp_path / "back").glob("*feedback.zip")
        return rows_in(marks), pages_in(pages), returned.trouble

    return given


def _moodle(files):
    return {f"{place}_assignsubmission_file/09-tiny.ipynb": number for place, number in files.items()}


MOODLE = ("Identifier", "Full name", "Email address", "Grade", "Maximum grade")


def _sheet(people=SHEET):
    return [(f"Participant {number}", name, email, "", 3) for number, name, email in people]


@pytest.mark.parametrize("headings", [None, MOODLE], ids=["a table made anew", "a worksheet"])
def test_each_member_of_a_team_has_their_own_folder_in_moodle_and_gets_their_own_mark(handed_in, give, headings):
    out = handed_in(_moodle(EACH))
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["ann", "bo", "cy", "jm"]
    marks, pages, trouble = give(out, "moodle", headings, _sheet())
    assert trouble == []
    assert {row["Identifier"][-2:]: row["Grade"] for row in marks} == {
        "11": "1.75",
        "12": "1.75",
        "13": "0.25",
        "14": "2",
    }
    assert pages == {f"{place}_assignsubmission_file_09-tiny.html": f"of {number}" for place, number in EACH.items()}


def test_a_name_with_a_hyphen_is_no_team(handed_in):
    out = handed_in(_moodle({"Anne-Marie Roy_13": 2, "Team 9-Marie Roy_14": 3}))
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["Team 9-Marie Roy", "ann"]


TEAM = {"Team 1_55": 1, "Marie Roy_14": 3}


def test_what_came_in_once_for_a_team_goes_back_to_every_member_by_the_worksheet(handed_in, give):
    out = handed_in(_moodle(TEAM))
    assert sorted(path.name for path in (out / "feedback").iterdir()) == ["bo", "cy", "jm"]
    marks, pages, trouble = give(out, "moodle", MOODLE, _sheet([*SHEET, (55, "Eve Else", "eve@uni.example")]))
    assert trouble == []
    assert [row["Grade"] for row in marks] == ["1.75", "1.75", "", "2", ""]
    assert pages == {
        "Jana Müller_11_assignsubmission_file_09-tiny.html": "of 1",
        "Bo O’Brien_12_assignsubmission_file_09-tiny.html": "of 1",
        "Marie Roy_14_assignsubmission_file_09-tiny.html": "of 3",
    }


def test_without_a_worksheet_the_members_of_such_a_team_are_named(handed_in, give):
    marks, _, trouble = give(handed_in(_moodle(TEAM)), "moodle")
    assert [row["Identifier"] for row in marks] == ["Participant 14"]
    assert [words[:47] for words in trouble] == [
        "bo, 09-tiny came in for the team 'Team 1': give",
        "jm, 09-tiny came in for the team 'Team 1': give",
    ]


def test_a_member_is_found_by_name_where_the_worksheet_has_no_addresses(handed_in, give):
    people = [(number, name, "") for number, name, _ in SHEET]
    marks, _, trouble = give(handed_in(_moodle(TEAM)), "moodle", MOODLE, _sheet([*people, (55, "x", "")]))
    assert [row["Grade"] for row in marks] == ["1.75", "1.75", "", "2", ""] and trouble == []


def test_somebody_of_the_same_name_and_another_address_gets_no_mark(handed_in, give):
    others = [(11, "Jana Müller", "another@uni.example"), *SHEET[1:], (55, "x", "")]
    marks, _, trouble = give(handed_in(_moodle(TEAM)), "moodle", MOODLE, _sheet(others))
    assert [row["Grade"] for row in marks] == ["", "1.75", "", "2", ""]
    assert len(trouble) == 1 and trouble[0].startswith("jm, 09-tiny came in for the team 'Team 1'")


def test_two_rows_that_may_be_one_member_are_refused_with_their_lines(handed_in, give):
    people = [(number, name, "") for number, name, _ in [*SHEET, (15, "Müller, Jana", ""), (55, "x", "")]]
    with pytest.raises(UnusableInput, match=r"sheet\.csv:6: this row may be that of 'jm', and so may line 2; give"):
        give(handed_in(_moodle(TEAM)), "moodle", MOODLE, _sheet(people))


def test_every_member_of_a_team_gets_the_mark_in_canvas_by_the_gradebook(handed_in, give):
    out = handed_in({"team1_20001_900001_09-tiny.ipynb": 1, "roymarie_20004_900004_09-tiny.ipynb": 3})
    headings = ("Student", "ID", "SIS Login ID", "Section", "Tiny (771)")
    rows = [("    Points Possible", "", "", "", 3), ("Müller, Jana", 20001, "jana@uni.example", "A", ""),
            ("O’Brien, Bo", 20002, "bo@uni.example", "A", ""), ("Roy, Marie", 20004, "cy@uni.example", "B", ""),
            ("Student, Test", 20009, "", "A", "")]  # fmt: skip
    marks, pages, trouble = give(out, "canvas", headings, rows)
    assert {row["ID"]: row["Tiny (771)"] for row in marks} == {
        "": "3", "20001": "1.75", "20002": "1.75", "20004": "2", "20009": "",
    }  # fmt: skip
    assert sorted(pages) == ["roymarie_20004_900004_09-tiny.html", "team1_20001_900001_09-tiny.html"] and not trouble


def test_without_a_platform_every_member_has_a_row_with_their_own_name(handed_in, give):
    rows, pages, _ = give(handed_in(_moodle(TEAM)), "csv")
    assert [(row["student"], row["name"], row["email"], row["points"]) for row in rows] == [
        ("bo", "Bo O’Brien", "bo@uni.example", "1.75"),
        ("cy", "Marie Roy", "cy@uni.example", "2"),
        ("jm", "Jana Müller", "jana@uni.example", "1.75"),
    ]
    assert sorted(pages) == ["bo/09-tiny.html", "cy/09-tiny.html", "jm/09-tiny.html"]
