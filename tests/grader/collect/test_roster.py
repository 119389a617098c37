import pytest

from grader.collect.collecting import collect
from grader.collect.layouts import Person
from grader.collect.roster import Roster
from grader.course import UnusableInput
from tests.grader.collect.conftest import canvas, invent, moodle, notebook, put


@pytest.fixture
def roster(tmp_path):
    def made(text):
        (tmp_path / "students.csv").write_text(text, encoding="utf-8")
        return Roster(tmp_path / "students.csv")

    return made


@pytest.mark.parametrize(
    "person",
    [
        Person("anybody", id="k7"),
        Person("anybody", email="Jana@Uni.example"),
        Person("Jana Müller"),
        Person("Müller, Jana"),
        Person("JANA  MU\u0308LLER "),
        Person("müllerjana"),
        Person("anybody", id="Participant k7"),
    ],
    ids=["id", "address", "name", "last name first", "another spelling", "as Canvas writes it", "as Moodle writes it"],
)
def test_somebody_is_found_by_what_the_platform_says(roster, person):
    found = roster("student,first name,surname,id number,email\njm,Jana,Müller,K7,jana@uni.example\nbo,Bo,Berg,K8,\n")
    assert found.find(person).student == "jm"


def test_somebody_who_is_not_on_it_is_nobody(roster):
    assert roster("student,name\njm,Jana\n").find(Person("Eve", "9", "e@x")) is None


def test_of_two_people_of_one_name_the_id_decides_and_without_one_it_is_refused(roster):
    found = roster("student,name,id\na,Jana Müller,1\nb,Jana Müller,2\n")
    assert found.find(Person("Jana Müller", "2")).student == "b"
    with pytest.raises(UnusableInput, match=r"students.csv:2: 'Jana Müller' may be the student of line 2 and 3"):
        found.find(Person("Jana Müller", "77"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("points,grade\n1,2\n", ":1: there is no column 'student'; the columns are 'points', 'grade'"),
        ("student,id\na,1\nb,1\n", ":3: '1' stands for 'b' and, in line 2, for 'a'"),
        ("student,email\na,x@y\nb,X@Y\n", ":3: 'x@y' stands for 'b' and, in line 2, for 'a'"),
        ("student\na\n a \n", ":3: 'a' stands in line 2, too"),
        ("student,name\n,\nb,B\n,x\n", ""),
        ("", ":1: the table is empty"),
        ('student\n"a\n', ":2: this is not CSV"),
    ],
    ids=["no column", "one id", "one address", "one student", "an empty row", "empty", "cut off"],
)
def test_a_roster_that_cannot_be_used_is_refused_with_its_line(roster, text, words):
    if not words:
        assert [member.student for member in roster(text).members] == ["b", "x"]
        return
    with pytest.raises(UnusableInput) as refusal:
        roster(text)
    assert f"students.csv{words}" in str(refusal.value)


def test_names_and_ids_of_a_platform_become_those_of_the_roster_and_the_absent_are_named(tiny_course, tmp_path):
    people = invent(3)
    rows = [f"s{one.number},{one.name},{20000 + one.number}" for one in [*people, type(people[0])(9, "Zu Spät")]]
    (tmp_path / "students.csv").write_text("\n".join(["student,name,canvas id", *rows]) + "\n", encoding="utf-8")
    sources = [canvas(tmp_path / "canvas", people[:2]), moodle(tmp_path / "moodle", people[2:])]
    collected = collect(tiny_course, sources, tmp_path / "submitted", tmp_path / "students.csv")
    assert {row.student: row.platform for row in collected.kept} == {"s0": "Canvas", "s1": "Canvas", "s2": "Moodle"}
    assert collected.missing == {"09-tiny": ["s9"]} and collected.notes == []


def test_who_is_not_on_the_roster_is_kept_and_named(tiny_course, tmp_path):
    (tmp_path / "students.csv").write_text("student\nada\n")
    put(tmp_path / "class" / "eve" / "09-tiny.ipynb", notebook())
    collected = collect(tiny_course, [tmp_path / "class"], tmp_path / "submitted", tmp_path / "students.csv")
    assert collected.notes == ["'eve' is not on the roster; what they handed in was kept."]


def test_a_notebook_of_a_group_is_everybodys(tiny_course, tmp_path):
    (tmp_path / "students.csv").write_text("student,group\nada,Team 1\nbo,Team 1\ncy,Team 2\n")
    put(tmp_path / "d" / "Team 1_55_assignsubmission_file" / "09-tiny.ipynb", notebook("# ours"))
    for _ in range(2):  # and again, when it is collected once more
        collected = collect(tiny_course, [tmp_path / "d"], tmp_path / "submitted", tmp_path / "students.csv")
        assert sorted({row.student for row in collected.kept}) == ["ada", "bo"]
    assert collected.missing == {"09-tiny": ["cy"]}


@pytest.mark.parametrize(
    "text",
    [
        "Student,Name,ID number,Email,Group\njm,Jana Müller,K7,jana@uni.example,Team 1\n",
        "\ufeffGROUP;E-MAIL;name;Student;ID-Number\nTeam 1;jana@uni.example;Müller, Jana;jm;K7\n",
        "\n\nid number\temail address\tgroup\tfirst name\tLAST NAME\tstudent\n\n"
        "K7\tjana@uni.example\tTeam 1\tJana\tMüller\tjm\n\t\t\t\t\t\n",
        "Nachname;Vorname;E-Mail-Adresse;Matrikelnummer;Gruppe;student\r\n"
        "Müller;Jana;jana@uni.example;K7;Team 1;jm\r\n;;;;;\r\n",
        "Name;Vorname;E-Mail;Matrikelnummer;Gruppe;student\nMüller;Jana;jana@uni.example;K7;Team 1;jm\n",
        "Фамилия;Имя;Адрес электронной почты;id;Группа;student\nMüller;Jana;jana@uni.example;K7;Team 1;jm\n",
    ],
    ids=["commas", "a mark, semicolons, capitals", "tabs and blank lines", "German", "two words for names", "Russian"],
)
def test_a_roster_says_the_same_in_whatever_order_case_and_language_its_columns_are(roster, text):
    found = roster(text)
    [member] = found.members
    assert (member.student, member.ids, member.email, member.group) == ("jm", ("K7",), "jana@uni.example", "Team 1")
    assert found.find(Person("Jana Müller")) is member


def test_in_a_gradebook_of_canvas_the_rows_that_are_no_students_are_not_on_the_roster(roster):
    first = "Student,ID,SIS User ID,SIS Login ID,Section,Tiny (7)\n,,,,,Manual Posting\n    Points Possible,,,,,3\n"
    found = roster(f'{first}"Müller, Jana",20001,u1,jm,Section A,\n"Student, Test",20009,,t,Section A,\n')
    assert [(one.student, one.ids) for one in found.members] == [("Müller, Jana", ("20001", "u1", "jm"))]


def test_a_worksheet_of_moodle_in_any_language_is_a_roster(roster):
    found = roster(
        "ID,Vollständiger Name,E-Mail-Adresse,Bewertung\nTeilnehmer/in1234567,Jana Müller,jana@uni.example,\n"
    )
    assert found.find(Person("anybody", id="1234567")).student == "jana@uni.example"
