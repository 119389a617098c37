"""Moodle's worksheets as Moodle and spreadsheets write them, in the language of whoever downloaded them."""

import csv
import re

import pytest

from grader.collect.collecting import collect
from grader.collect.returning import give_back
from grader.collect.tables import Writing, read_table
from grader.course import UnusableInput
from tests.grader.collect.conftest import invent, moodle, notebook, put
from tests.grader.collect.returning.quickly import grade_quickly, points_of

COMMENT = 'Two lines,\r\n"quoted"; and\na tab\t'
WORKSHEETS = {  # what stands before a number, the maximum of three points, and the headings
    "English": ("Participant ", "3.00", "Identifier|Full name|Email address|Status|Grade|Maximum grade|"
                "Grade can be changed|Last modified (submission)|Last modified (grade)|Feedback comments"),
    "German": ("Teilnehmer/in", "3,00", "ID|Vollständiger Name|E-Mail-Adresse|Status|Bewertung|Bestwertung|"
               "Bewertung kann geändert werden|Zuletzt geändert (Abgabe)|Zuletzt geändert (Bewertung)|"
               "Feedback als Kommentar"),
    "Spanish": ("Participante ", "3,00", "Identificador|Nombre completo|Dirección de correo|Estado|Calificación|"
                "Calificación máxima|La calificación puede ser cambiada|Última modificación (entrega)|"
                "Última modificación (calificación)|Comentarios de retroalimentación"),
    "Portuguese": ("Participante", "3,00", "Identificador|Nome completo|Identificação de usuário|Status|Nota|"
                   "Nota máxima|Nota pode ser alterada|Última modificação (envio)|Última modificação (nota)|"
                   "Comentários de feedback"),
    "Russian": ("Участник ", "3,00", "Идентификатор|Полное имя|Адрес электронной почты|Состояние|Оценка|"
                "Максимальная оценка|Оценка может быть изменена|Последнее изменение (ответ)|"
                "Последнее изменение (оценка)|Отзыв в виде комментария"),
    "French": ("Participant ", "3,00", "Identifiant|Nom complet|Adresse de courriel|Statut|Note|Note maximale|"
               "La note peut être modifiée|Dernière modification (travail remis)|Dernière modification (note)|"
               "Feedback par commentaires"),
}  # fmt: skip
WRITINGS = {
    "as Moodle writes it": Writing(),
    "with a mark and CRLF": Writing(newline="\r\n", byte_order_mark=True),
    "with semicolons": Writing(";", "\r\n"),
    "with tabs in UTF-16": Writing("\t", "\r\n", "utf-16-le", True),
}


def _write(path, people, language="English", how=WRITINGS["as Moodle writes it"], **changes):
    before, most, headings = WORKSHEETS[language]
    headings = [changes.get(heading, heading) for heading in headings.split("|")]
    rows = [[f"{before}{1234000 + one.number}", one.name, "", "", "", most, "x", "-", "-", COMMENT] for one in people]
    with open(path, "w", encoding=how.encoding, newline="") as file:
        file.write("\ufeff" * how.byte_order_mark)
        csv.writer(file, delimiter=how.separator, lineterminator="\r\n").writerows([headings, *rows])
    if how.newline == "\n":
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))
    return path


@pytest.fixture
def give(tiny_course, tmp_path, class_of):
    """Return a function that gives a class back by a worksheet: the worksheet and what was made of it."""

    def given(sheet, columns=None, out=None):
        out = out or class_of(moodle, 20)
        returned = give_back(tiny_course, out, "moodle", tmp_path / "back", worksheets=[sheet], columns=columns)
        assert returned.trouble == []
        return read_table(sheet), read_table(tmp_path / "back" / "09-tiny-marks.csv")

    return given


@pytest.mark.parametrize("how", WRITINGS.values(), ids=WRITINGS)
@pytest.mark.parametrize("language", WORKSHEETS)
def test_the_worksheet_comes_back_as_it_was_but_for_everybodys_own_mark(give, tmp_path, language, how):
    sheet, made = give(_write(tmp_path / "sheet.csv", reversed(invent(22)), language, how))
    assert (made.how, made.headings) == (how, sheet.headings) and sheet.how == how
    sign = "," if "," in WORKSHEETS[language][1] else "."
    for (_, before), (_, after) in zip(sheet.rows, made.rows, strict=True):
        number = int(re.search(r"\d+$", before[0])[0]) - 1234000
        mark = f"{points_of(number):g}".replace(".", sign) if number < 20 else ""
        assert after == [*before[:4], mark, *before[5:]]


def test_where_a_column_is_not_recognised_a_sentence_names_those_there_are_and_the_option(give, tmp_path):
    sheet = _write(tmp_path / "sheet.csv", invent(20), **{"Identifier": "Tunniste", "Grade": "Arvosana"})
    with pytest.raises(UnusableInput, match=r"sheet.csv:1: there is no column 'Identifier'; the columns are 'Tunniste',"
                       r" .*'Arvosana', .* Say which it is: --column 'Identifier=HEADING'"):  # fmt: skip
        give(sheet)
    assert not (tmp_path / "back").exists()


def test_a_column_in_a_language_that_is_not_known_can_be_told(give, tmp_path):
    names = {"Identifier": "Tunniste", "Full name": "Koko nimi", "Grade": "Arvosana", "Maximum grade": "Enintään"}
    told = {"identifier": "Tunniste", "Full Name": "koko nimi", "grade": "Arvosana", "Maximum grade": "Enintään"}
    _, made = give(_write(tmp_path / "sheet.csv", invent(20), **names), told)
    assert [row[4] for _, row in made.rows] == [f"{points_of(one.number):g}" for one in invent(20)]


def test_another_name_is_noticed_in_a_language_that_is_not_known(give, tmp_path):
    sheet = _write(tmp_path / "sheet.csv", invent(20), **{"Full name": "Koko nimi"})
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(invent(20)[4].name, "Eve Else"), encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"participant 1234004 is 'Eve Else' here"):
        give(sheet)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"Grades": "Grade"}, "'Grades' is asked of no column; those of moodle are 'Identifier', 'Full name',"),
        ({"Grade": "Mark"}, "sheet.csv:1: there is no column 'Mark'; the columns are 'Identifier',"),
        ({"Grade": "Twice"}, "sheet.csv:1: there are 2 columns 'Twice'"),
    ],
    ids=["no such name", "no such heading", "a heading twice"],
)
def test_what_is_told_of_a_column_and_cannot_be_is_refused(give, tmp_path, columns, words):
    twice = {"Last modified (grade)": "Twice", "Feedback comments": "Twice"}
    with pytest.raises(UnusableInput) as refusal:
        give(_write(tmp_path / "sheet.csv", invent(20), **twice), columns)
    assert words in str(refusal.value)


def test_columns_are_told_of_a_worksheet_alone(tiny_course, tmp_path, class_of):
    with pytest.raises(UnusableInput, match="give it with --worksheet"):
        give_back(tiny_course, class_of(moodle, 1), "moodle", tmp_path / "back", columns={"Grade": "Arvosana"})


def test_another_maximum_is_noticed_with_a_decimal_comma(give, tmp_path):
    sheet = _write(tmp_path / "sheet.csv", invent(20), "German", Writing(";"))
    sheet.write_text(sheet.read_text(encoding="utf-8").replace(";3,00;", ";1.000,00;"), encoding="utf-8")
    with pytest.raises(UnusableInput, match=r"sheet.csv:2: the maximum grade is 1.000,00 there, and 3 here.*1000"):
        give(sheet)


def test_names_that_were_hidden_during_marking_are_nobody_elses(give, tiny_course, tmp_path):
    for one in invent(3):
        folder = f"Teilnehmerin_{1234000 + one.number}_assignsubmission_file"
        put(tmp_path / "blind" / folder / "09-tiny.ipynb", notebook(f"# {one.number}"))
    collect(tiny_course, [tmp_path / "blind"], tmp_path / "submitted")
    out = grade_quickly(tmp_path / "submitted", tmp_path / "out")
    _, made = give(_write(tmp_path / "sheet.csv", invent(3), "German"), out=out)
    assert [row[4] for _, row in made.rows] == [f"{points_of(number):g}".replace(".", ",") for number in range(3)]


def test_worksheets_of_several_groups_come_back_one_by_one(tiny_course, tmp_path, class_of):
    people = invent(5)
    sheets = [_write(tmp_path / "a.csv", people[:2]), _write(tmp_path / "b.csv", people[2:4], "German")]
    returned = give_back(tiny_course, class_of(moodle, 5), "moodle", tmp_path / "back", worksheets=sheets)
    made = [read_table(tmp_path / "back" / f"09-tiny-marks-{number}.csv") for number in (1, 2)]
    marks = [row[4].replace(",", ".") for table in made for _, row in table.rows]
    assert marks == [f"{points_of(one.number):g}" for one in people[:4]]
    assert [words.partition(" is not in ")[2] for words in returned.trouble] == [f"{sheets[0]} or {sheets[1]}."]
    assert len([name for name in returned.files if "marks" in name]) == 2
