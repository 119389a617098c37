"""From a platform to a folder, to grades, and back: everybody's mark is their own."""

import csv
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.collect import names
from grader.collect.collecting import collect
from grader.collect.returning import give_back
from grader.course import UnusableInput
from grader.report.pdf import find_browser, print_pdf
from tests.grader.collect.conftest import canvas, gradescope, invent, moodle, moodle_flat, notebook, put
from tests.grader.collect.returning.quickly import MOST, grade_quickly, pages_in, points_of, rows_in


def _worksheet(path, people, most=MOST, **changes):
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Identifier", "Full name", "Email address", "Grade", "Maximum grade", "Last modified (grade)"])
        for one in people:
            writer.writerow([f"Participant {1234000 + one.number}", changes.get(one.name, one.name), "", "", most, "-"])
    return path


@pytest.mark.parametrize("make", [moodle, moodle_flat], ids=["folders", "no folders"])
def test_everybody_of_200_gets_their_own_mark_and_page_back_into_moodle(tiny_course, tmp_path, class_of, make):
    sheet = _worksheet(tmp_path / "sheet.csv", reversed(invent(202)))
    returned = give_back(tiny_course, class_of(make), "moodle", tmp_path / "back", worksheets=[sheet])
    assert returned.trouble == []
    marks = {row["Full name"]: row["Grade"] for row in rows_in(tmp_path / "back" / "09-tiny-marks.csv")}
    assert marks == {one.name: f"{points_of(one.number):g}" if one.number < 200 else "" for one in invent(202)}
    pages = pages_in(tmp_path / "back" / "09-tiny-feedback.zip")
    assert pages == {f"{one.moodle}_09-tiny.html": f"of {one.number}" for one in invent(200)}


def test_everybody_of_200_gets_their_own_mark_and_page_back_into_canvas(tiny_course, tmp_path, class_of):
    with open(tmp_path / "gradebook.csv", "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Student", "ID", "SIS User ID", "Section", "Tiny (771)", "Other (772)", "Final Score"])
        writer.writerow(["    Points Possible", "", "", "", MOST, "7", "(read only)"])
        for one in reversed(invent(200)):
            writer.writerow([one.name, 20000 + one.number, f"x{one.number}", "A", "", "5", "80"])
    sheet = tmp_path / "gradebook.csv"
    returned = give_back(tiny_course, class_of(canvas), "canvas", tmp_path / "back", worksheets=[sheet])
    assert returned.trouble == []
    first, *rows = rows_in(tmp_path / "back" / "canvas-marks.csv")
    assert list(first) == ["Student", "ID", "SIS User ID", "Section", "Tiny (771)"]
    assert first["Tiny (771)"] == str(MOST)
    assert {row["ID"]: row["Tiny (771)"] for row in rows} == {
        str(20000 + one.number): f"{points_of(one.number):g}" for one in invent(200)
    }
    pages = pages_in(tmp_path / "back" / "09-tiny-feedback.zip")
    assert {re.sub("_LATE", "", name): text for name, text in pages.items()} == {
        f"{one.canvas}_09-tiny.html": f"of {one.number}" for one in invent(200)
    }


def test_everybody_of_200_gets_their_own_mark_and_page_back_for_gradescope(tiny_course, tmp_path, class_of):
    give_back(tiny_course, class_of(gradescope), "gradescope", tmp_path / "back")
    rows = rows_in(tmp_path / "back" / "09-tiny-marks.csv")
    assert {row["SID"]: row["Total Score"] for row in rows} == {
        f"s{one.number}": f"{points_of(one.number):g}" for one in invent(200)
    }
    assert {f"{row['First Name']} {row['Last Name']}" for row in rows} == {names.clean(one.name) for one in invent(200)}
    assert {
        int(re.search(r"\d+", name)[0]): text for name, text in pages_in(tmp_path / "back/09-tiny-feedback.zip").items()
    } == {one.number: f"of {one.number}" for one in invent(200)}


@pytest.mark.parametrize("make", [moodle, canvas, gradescope])
def test_without_a_platform_there_is_one_row_for_each_student_with_totals(tiny_course, tmp_path, class_of, make):
    give_back(tiny_course, class_of(make, 20), "csv", tmp_path / "back", "percent")
    rows = rows_in(tmp_path / "back" / "marks.csv")
    assert len(rows) == 20
    assert all(row["mark"] == f"{round(float(row['points']) / 3 * 100 + 1e-9, 1):g}" for row in rows)
    assert sorted(row["09-tiny"] for row in rows) == sorted(f"{points_of(number):g}" for number in range(20))
    assert len(pages_in(tmp_path / "back" / "feedback.zip")) == 20


NAMES = st.text(st.characters(categories=["L", "Mn"]) | st.sampled_from(" ,.'=+-@"), min_size=1, max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(people=st.lists(NAMES.filter(names.key), min_size=1, max_size=4))
def test_whatever_people_are_called_their_mark_goes_to_their_own_number(tiny_course, tmp_path_factory, people):
    folder = tmp_path_factory.mktemp("named")
    for number, name in enumerate(people, 1):
        put(folder / "d" / f"{name}_{number}_assignsubmission_file" / "09-tiny.ipynb", notebook(f"# {number}"))
    collect(tiny_course, [folder / "d"], folder / "submitted")
    give_back(tiny_course, grade_quickly(folder / "submitted", folder / "out"), "moodle", folder / "back")
    assert {row["Identifier"]: row["Grade"] for row in rows_in(folder / "back" / "09-tiny-marks.csv")} == {
        f"Participant {number}": f"{points_of(number):g}" for number in range(1, len(people) + 1)
    }


def test_moodles_table_without_a_worksheet_has_its_columns(tiny_course, tmp_path, class_of):
    give_back(tiny_course, class_of(moodle, 3), "moodle", tmp_path / "back", "20")
    [first, *_] = rows_in(tmp_path / "back" / "09-tiny-marks.csv")
    assert (first["Identifier"], first["Maximum grade"]) == ("Participant 1234002", "20")


def test_whoever_has_no_mark_yet_or_is_not_in_the_worksheet_is_named(tiny_course, tmp_path, class_of):
    sheet = _worksheet(tmp_path / "sheet.csv", invent(4)[1:])
    out = class_of(moodle, 4, error=[2])
    returned = give_back(tiny_course, out, "moodle", tmp_path / "back", worksheets=[sheet])
    first, third = invent(4)[0].name, invent(4)[2].name
    assert returned.trouble == [
        f"{third}, 09-tiny has no mark: an answer waits for a person to grade it.",
        f"{first}, 09-tiny is not in {sheet}.",
    ]
    assert [row["Grade"] for row in rows_in(tmp_path / "back" / "09-tiny-marks.csv")][1] == ""


def test_who_did_not_come_from_the_platform_is_named(tiny_course, tmp_path, class_of):
    returned = give_back(tiny_course, class_of(gradescope, 2), "canvas", tmp_path / "back")
    assert len(returned.trouble) == 2 and "cannot be told to Canvas" in returned.trouble[0]


def _of_another_assignment(path):
    _worksheet(path, [one.__class__(one.number + 500, one.name) for one in invent(3)])


def _with_another_name(path):
    _worksheet(path, invent(3), **{invent(3)[1].name: "Eve Else"})


def _with_another_maximum(path):
    _worksheet(path, invent(3), most="100.00")


def _with_one_number_twice(path):
    _worksheet(path, [*invent(3), invent(1)[0]])


def _without_a_column(path):
    path.write_text("Full name,Grade\nJana,\n")


def _with_a_long_row(path):
    path.write_text("Identifier,Grade\nParticipant 1,2,3\n")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (_of_another_assignment, "sheet.csv:2: none of its participants handed in what was graded"),
        (_with_another_name, "sheet.csv:3: participant 1234001 is 'Eve Else' here"),
        (_with_another_maximum, "sheet.csv:2: the maximum grade is 100.00 there, and 3 here"),
        (_with_one_number_twice, "sheet.csv:5: 'Participant 1234000' stands in line 2, too"),
        (_without_a_column, "sheet.csv:1: there is no column 'Identifier'; the columns are 'Full name', 'Grade'"),
        (_with_a_long_row, "sheet.csv:2: the row has 3 cells, and there are 2 columns"),
        (lambda path: path.write_text(""), "sheet.csv:1: the table is empty"),
        (lambda path: path.write_bytes(b"Identifier,Grade\nM\xfcller,1\n"), "sheet.csv:2: this is not UTF-8"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), "sheet.csv:1: it is a spreadsheet, not CSV"),
        (lambda path: None, "sheet.csv cannot be read: No such file"),
    ],
    ids=[
        "of another assignment", "another name", "another maximum", "a number twice", "no column", "a long row",
        "empty", "not UTF-8", "a spreadsheet", "no file",
    ],
)  # fmt: skip
def test_a_worksheet_that_cannot_be_used_is_refused_with_its_line_and_nothing_is_written(
    tiny_course, tmp_path, class_of, make, words
):
    make(tmp_path / "sheet.csv")
    with pytest.raises(UnusableInput) as refusal:
        give_back(tiny_course, class_of(moodle, 3), "moodle", tmp_path / "back", worksheets=[tmp_path / "sheet.csv"])
    assert words in str(refusal.value) and not (tmp_path / "back").exists()


def test_a_gradebook_without_the_assignment_is_refused(tiny_course, tmp_path, class_of):
    (tmp_path / "gradebook.csv").write_text("Student,ID,Section,Essay (7)\nA,20000,A,\n")
    with pytest.raises(
        UnusableInput, match=r"gradebook.csv:1: there is no column for 09-tiny; .*'Essay \(7\)'|no column"
    ):
        give_back(
            tiny_course, class_of(canvas, 1), "canvas", tmp_path / "back", worksheets=[tmp_path / "gradebook.csv"]
        )
    assert not (tmp_path / "back").exists()


def test_a_folder_that_nobody_graded_is_refused(tiny_course, tmp_path):
    with pytest.raises(UnusableInput, match=r"There is no grades\.csv in"):
        give_back(tiny_course, tmp_path, "csv", tmp_path / "back")


@pytest.mark.browser
def test_what_is_folded_on_a_page_is_printed_and_the_page_itself_stays(tmp_path):
    folded = (
        "<!doctype html><title>t</title><details{}><summary>All right</summary>" + "<p>case</p>" * 200 + "</details>"
    )
    pages = {}
    for name, is_open in (("folded", ""), ("open", " open")):
        page = put(tmp_path / f"{name}.html", folded.format(is_open).encode())
        print_pdf(page, tmp_path / f"{name}.pdf", find_browser())
        pages[name] = (tmp_path / f"{name}.pdf").read_bytes().count(b"/Type /Page\n")
        assert page.read_text() == folded.format(is_open)
    assert pages["folded"] == pages["open"] > 1


@pytest.mark.browser
def test_feedback_is_pdf_on_request(tiny_course, tmp_path, class_of):
    out = class_of(moodle, 1)
    [page] = (out / "feedback").rglob("*.html")
    page.write_text("<!doctype html><title>t</title><p>Well done.")
    give_back(tiny_course, out, "moodle", tmp_path / "back", pdf=True)
    with zipfile.ZipFile(tmp_path / "back" / "09-tiny-feedback.zip") as pack:
        [name] = pack.namelist()
        assert name == f"{invent(1)[0].moodle}_09-tiny.pdf" and pack.read(name).startswith(b"%PDF-")


def test_without_chromium_pdf_is_refused_and_nothing_is_written(tiny_course, tmp_path, class_of, monkeypatch):
    out = class_of(moodle, 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnusableInput, match="apt-get install chromium"):
        give_back(tiny_course, out, "moodle", tmp_path / "back", pdf=True)
    assert not (tmp_path / "back").exists()
