"""Canvas' gradebooks as its exporter writes them: sections, rows that are no student's, columns that it computes."""

import csv

import pytest

from grader.collect.collecting import collect
from grader.collect.returning import give_back
from grader.collect.tables import Writing, read_table
from grader.course import UnusableInput
from tests.grader.collect.conftest import canvas, invent, notebook, put
from tests.grader.collect.returning.quickly import grade_quickly, points_of, rows_in

ABOUT = ["Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Root Account", "Section"]
SPLIT = ["LastName", "FirstName", *ABOUT[1:]]
TASKS = ["Notes on 09-tiny", "Tiny (771)", "Essay (772)", "09-tiny Current Score", "09-tiny Final Score (2026)"]
SECTIONS = ["Section A", "Section A and Section B", "Section A, Section B, and Section C"]


def _gradebook(path, rows, about=ABOUT, how=None, sign="."):
    """Write a gradebook with the rows of these people below those that Canvas puts first."""
    how, filler = how or Writing(), [""] * (len(about) - 1)
    first = [
        ["", *filler, "", "Manual Posting", "", "", ""],
        ["    Points Possible", *filler, "(read only)", f"3{sign}00", f"7{sign}00", "(read only)", "(read only)"],
    ]
    last = ["Student, Test"] if about[0] == "Student" else ["Student", "Test"]
    test = [*last, "29999", "", "t0", "", "", SECTIONS[0], "", "", "", "", ""]
    with open(path, "w", encoding=how.encoding, newline="") as file:
        file.write("\ufeff" * how.byte_order_mark)
        writer = csv.writer(file, delimiter=how.separator, lineterminator=how.newline)
        writer.writerows([[*about, *TASKS], *first, *rows, test])
    return path


def _row(one, split=False, sign="."):
    first, *others = one.name.split(" ")
    last = " ".join(others)
    name = [last, first] if split else [f"{last}, {first}"]
    ids = [str(20000 + one.number), f"u{one.number}", f"s{one.number}", "", "uni.example"]
    return [*name, *ids, SECTIONS[one.number % 3], "kept by hand", "", f"{one.number}", f"9{sign}5", f"88{sign}1"]


@pytest.fixture
def give(tiny_course, tmp_path):
    """Return a function that gives a class back by a gradebook: the path of what was made, and who is in trouble."""

    def given(out, sheet, **options):
        returned = give_back(tiny_course, out, "canvas", tmp_path / "back", worksheets=[sheet], **options)
        return tmp_path / "back" / "canvas-marks.csv", returned.trouble

    return given


@pytest.mark.parametrize("split", [False, True], ids=["one column of names", "two columns of names"])
@pytest.mark.parametrize(
    ("how", "sign"),
    [(Writing(), "."), (Writing(";", byte_order_mark=True), ","), (Writing("\t", "\r\n", "utf-16-le", True), ",")],
    ids=["with commas", "with semicolons and decimal commas", "with tabs in UTF-16"],
)
def test_everybody_in_any_number_of_sections_gets_their_own_mark(give, class_of, tmp_path, split, how, sign):
    about, people = SPLIT if split else ABOUT, invent(30)
    sheet = _gradebook(tmp_path / "g.csv", [_row(one, split, sign) for one in reversed(people)], about, how, sign)
    marks, trouble = give(class_of(canvas, 30), sheet)
    made = read_table(marks)
    assert trouble == [] and made.how == how and made.headings == [*about, "Tiny (771)"]
    possible, *rows = [row for _, row in made.rows][1:]
    assert possible[0].strip() == "Points Possible" and possible[-1] == f"3{sign}00"
    place = about.index("ID")
    assert {row[place]: row[-1] for row in rows} == {
        "29999": "", **{str(20000 + one.number): f"{points_of(one.number):g}".replace(".", sign) for one in people}
    }  # fmt: skip
    assert [row[about.index("Section")] for row in rows[:-1]] == [SECTIONS[one.number % 3] for one in reversed(people)]


def test_a_row_about_other_assignments_alone_is_left_out(give, class_of, tmp_path):
    sheet = _gradebook(tmp_path / "g.csv", [_row(one) for one in invent(2)])
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace(",Manual Posting,,", ",,Manual Posting,"), encoding="utf-8"
    )
    marks, _ = give(class_of(canvas, 2), sheet)
    assert [row["ID"] for row in rows_in(marks)] == ["", "20000", "20001", "29999"]


def test_who_is_excused_stays_excused_and_is_named(give, class_of, tmp_path):
    rows = [_row(one) for one in invent(2)]
    rows[1][8] = "EX"
    marks, trouble = give(class_of(canvas, 2), _gradebook(tmp_path / "g.csv", rows))
    assert [row["Tiny (771)"] for row in rows_in(marks) if row["ID"]] == [f"{points_of(0):g}", "EX", ""]
    assert len(trouble) == 1 and trouble[0].endswith("g.csv says they are excused.")


def test_another_maximum_is_noticed_with_a_decimal_comma(give, class_of, tmp_path):
    rows = [_row(one, sign=",") for one in invent(2)]
    sheet = _gradebook(tmp_path / "g.csv", rows, how=Writing(";"), sign=",")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(";3,00;", ";10,00;"), encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"g.csv:3: 09-tiny has 10,00 points possible there, and 3 here"):
        give(class_of(canvas, 2), sheet)


def test_of_two_columns_that_may_be_the_assignment_one_can_be_told(give, class_of, tmp_path):
    sheet = _gradebook(tmp_path / "g.csv", [_row(one) for one in invent(2)])
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Essay (772)", "09-tiny again (772)"), encoding="utf-8")
    out = class_of(canvas, 2)
    with pytest.raises(UnusableInput, match=r"there are several columns for 09-tiny; there are 'Tiny \(771\)', "
                       r"'09-tiny again \(772\)'. Say which it is, --column '09-tiny=HEADING'"):  # fmt: skip
        give(out, sheet)
    marks, _ = give(out, sheet, columns={"tiny": "Tiny (771)"})
    assert list(rows_in(marks)[0])[-1] == "Tiny (771)"


@pytest.fixture
def by_roster(tiny_course, tmp_path):
    """Return a function that collects folders of students, and grades them with a roster."""

    def made(folders, roster):
        (tmp_path / "students.csv").write_text(roster, encoding="utf-8")
        for student, number in folders.items():
            put(tmp_path / "class" / student / "09-tiny.ipynb", notebook(f"# {number}"))
        collect(tiny_course, [tmp_path / "class"], tmp_path / "submitted", tmp_path / "students.csv")
        out = grade_quickly(tmp_path / "submitted", tmp_path / "out")
        put(out / "roster.csv", (tmp_path / "submitted" / "roster.csv").read_bytes())
        return out

    return made


def test_who_came_from_elsewhere_is_found_by_the_ids_that_the_roster_has(give, by_roster, tmp_path):
    people = invent(4)
    out = by_roster({"s0": 0, "jo": 1, "two": 2, "three": 3}, "student,sis user id\ns0,\njo,u1\ntwo,\nthree,u7\n")
    marks, trouble = give(out, _gradebook(tmp_path / "g.csv", [_row(one) for one in people]))
    assert {row["ID"]: row["Tiny (771)"] for row in rows_in(marks) if row["ID"]} == {
        "20000": f"{points_of(0):g}", "20001": f"{points_of(1):g}", "20002": "", "20003": "", "29999": "",
    }  # fmt: skip
    assert [words.split(" cannot")[0] for words in trouble] == ["three, 09-tiny", "two, 09-tiny"]


def test_a_number_that_is_two_peoples_on_two_systems_is_nobodys_mark(give, by_roster, tmp_path):
    """The SIS knows Jana as u1; the roster has 20001, which is her ID in Canvas, as Bo's number."""
    roster = "student,id number,sis user id\njana,,u1\nbo,20001,\ns0,,\n"
    out = by_roster({"jana": 1, "bo": 2, "s0": 3}, roster)
    marks, trouble = give(out, _gradebook(tmp_path / "g.csv", [_row(one) for one in invent(2)]))
    assert [row["Tiny (771)"] for row in rows_in(marks) if row["ID"]] == [f"{points_of(3):g}", "", ""]
    assert [words.split(" cannot")[0] for words in trouble] == ["bo, 09-tiny", "jana, 09-tiny"]


def test_a_gradebook_of_which_a_few_columns_were_sorted_is_refused_with_its_line(give, class_of, tmp_path):
    people, out = invent(3), class_of(canvas, 3)
    names = {row["student"]: row["name"] for row in rows_in(out / "collected.csv")}
    known = {name: student for student, name in names.items()}
    roster = ["student,name,canvas id,sis user id"]
    for one in people:
        name = one.canvas.split("_")[0]
        roster.append(f"{known[name]},{one.name},{20000 + one.number},u{one.number}")
    (tmp_path / "students.csv").write_text("\n".join(roster) + "\n", encoding="utf-8")
    rows = [_row(one) for one in people]
    rows[0][1], rows[1][1] = rows[1][1], rows[0][1]
    with pytest.raises(UnusableInput, match=r"g.csv:4: the ID 20001 is that of .*, and the row is that of "):
        give(out, _gradebook(tmp_path / "g.csv", rows), roster=tmp_path / "students.csv")
    assert not (tmp_path / "back").exists()
