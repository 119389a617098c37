"""Tables as spreadsheets and platforms write them, read and written again: nothing in them changes."""

import codecs
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.tables import Writing, read_table
from grader.course import UnusableInput

MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
WRITINGS = [
    Writing(separator, newline, encoding, has_mark)
    for separator in ",;\t"
    for newline in ("\n", "\r\n", "\r")
    for encoding, has_mark in [("utf-8", False), ("utf-8", True), ("utf-16-le", True), ("utf-16-be", True)]
]
CELLS = st.text(st.sampled_from("aü😀,;\t\"'\n\r =0") | st.characters(categories=["L", "N", "P"]), max_size=8)


def _written(headings, rows, how, quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=how.separator, lineterminator="\r\n", quoting=quoting).writerows([headings])
    lines = [text.getvalue().removesuffix("\r\n")]
    for row in rows:
        text = io.StringIO()
        csv.writer(text, delimiter=how.separator, lineterminator="\r\n", quoting=quoting).writerow(row)
        lines.append(text.getvalue().removesuffix("\r\n"))
    data = "".join(line + how.newline for line in lines).encode(how.encoding)
    return MARKS[how.encoding] * how.byte_order_mark + data


@given(
    how=st.sampled_from(WRITINGS),
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS).filter(lambda row: "".join(row).strip()), max_size=5),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_whatever_stands_in_a_table_it_is_read_and_written_as_it_was(tmp_path_factory, how, rows, quoting):
    path = tmp_path_factory.mktemp("table") / "table.csv"
    path.write_bytes(_written(["name", "Grade, in points", "x"], rows, how, quoting))
    table = read_table(path)
    assert table.how == how and [tuple(row) for _, row in table.rows] == rows
    table.write(path, [row for _, row in table.rows])
    assert path.read_bytes() == _written(["name", "Grade, in points", "x"], rows, how)


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("\n\n;;\nName;Note\nJana;1\n", ["Name", "Note"]),
        ('"Mark, in points";Name\n1;Jana\n', ["Mark, in points", "Name"]),
        ("Name, first name;Mail\nMüller, Jana;x@y\n", ["Name, first name", "Mail"]),
        ("name, mail\nJana, x@y\n", ["name", "mail"]),
        ('"a\nb";"c"\n1;2\n', ["a\nb", "c"]),
        ("name\nJana\n", ["name"]),
    ],
    ids=["blank lines first", "quoted", "a comma in a heading", "blanks after commas", "two lines", "one column"],
)
def test_the_headings_are_told_apart_whatever_stands_in_and_before_them(tmp_path, text, headings):
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    table = read_table(tmp_path / "table.csv")
    assert table.headings == headings and len(table.rows) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("name\nJana\n".encode("utf-16-le"), ":1: this is not UTF-8: save the table as CSV in UTF-8"),
        (codecs.BOM_UTF16_LE + b"n\0a", ":1: this is not UTF-16: save the table as CSV in UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ":1: it is a spreadsheet, not CSV"),
    ],
    ids=["UTF-16 without its mark", "half a character", "an old spreadsheet"],
)
def test_what_is_no_text_is_refused_in_a_sentence(tmp_path, data, words):
    (tmp_path / "table.csv").write_bytes(data)
    with pytest.raises(UnusableInput) as refusal:
        read_table(tmp_path / "table.csv")
    assert f"table.csv{words}" in str(refusal.value)
