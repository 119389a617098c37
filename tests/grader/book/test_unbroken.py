import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document

from grader.book.block import block
from grader.book.unbroken import keep_code, keep_units, with_no_break_spaces


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("it reads 96 % of them", "it reads 96\N{NO-BREAK SPACE}% of them", id="per cent"),
        pytest.param("97 to 99 %, and 5 s", "97 to 99\N{NO-BREAK SPACE}%, and 5\N{NO-BREAK SPACE}s", id="two units"),
        pytest.param("more than 600\nMB, in all", "more than 600\N{NO-BREAK SPACE}MB, in all", id="end of a line"),
        pytest.param("8 bits and 1 bit", "8\N{NO-BREAK SPACE}bits and 1\N{NO-BREAK SPACE}bit", id="one and many"),
        pytest.param("8 steps, 2 minutes, 3 games", None, id="words that begin as units do"),
        pytest.param("a %, some MB", None, id="no number"),
        pytest.param("96% and 5s", None, id="no space"),
    ],
)
def test_a_number_and_its_unit_stay_in_one_line(text, kept):
    assert with_no_break_spaces(text) == (kept or text)


@pytest.mark.parametrize(
    ("inside", "is_kept"),
    [
        pytest.param(lambda text: nodes.paragraph("", text), True, id="text"),
        pytest.param(lambda text: nodes.paragraph("", "", nodes.strong("", text)), True, id="strong text"),
        pytest.param(lambda text: block("legend", nodes.Text(text)), True, id="question"),
        pytest.param(lambda text: nodes.paragraph("", "", nodes.literal("", text)), False, id="code in a line"),
        pytest.param(lambda text: nodes.literal_block("", text), False, id="code or a printed result"),
        pytest.param(lambda text: nodes.paragraph("", "", nodes.math("", text)), False, id="formula"),
        pytest.param(lambda text: nodes.math_block("", text), False, id="displayed formula"),
        pytest.param(lambda text: nodes.raw("", text, format="html"), False, id="markup"),
        pytest.param(lambda text: block("pre", block("span", nodes.Text(text))), False, id="element with code"),
    ],
)
def test_only_text_is_changed(inside, is_kept):
    document = new_document("page")
    document += inside("N = 96 % 5")
    keep_units(None, document, "page")
    assert document.astext() == ("N = 96\N{NO-BREAK SPACE}% 5" if is_kept else "N = 96 % 5")


def test_texts_that_read_the_same_are_all_changed():
    document = new_document("page")
    document += nodes.paragraph("", "", nodes.Text("5 s "), nodes.emphasis("", "or"), nodes.Text("5 s "))
    keep_units(None, document, "page")
    assert document.astext().count("\N{NO-BREAK SPACE}") == 2


@pytest.mark.parametrize(
    ("code", "is_kept"),
    [
        pytest.param("(N, D)", True, id="a shape"),
        pytest.param("X - X.mean(axis=0)", False, id="what may fill a line"),
    ],
)
def test_a_short_piece_of_code_stays_in_one_line(code, is_kept):
    document = new_document("page")
    document += nodes.paragraph("", "", nodes.literal("", code, classes=["code"]))
    keep_code(None, document, "page")
    assert next(document.findall(nodes.literal))["classes"] == ["code", "unbroken"][: 1 + is_kept]


def test_a_built_page_has_both(build_page):
    said = "It is right in 96 % of the cases, of shape `(N, 2)`."
    site = build_page(lambda text: text.replace("\n# ", f"\n{said}\n\n# ", 1))
    page = BeautifulSoup((site / "chapters/09-tiny/exercises.html").read_text(encoding="utf-8"), "html.parser")
    assert "right in 96\N{NO-BREAK SPACE}% of the cases" in page.get_text()
    assert "(N, 2)" in [code.get_text() for code in page.select("code.unbroken")]
