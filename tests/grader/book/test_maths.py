from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from grader.book import maths
from grader.book.editions.tree import MATHML
from grader.book.maths import typeset, typeset_node
from grader.course import UnusableInput


def test_a_formula_becomes_mathml_for_the_ear_and_html_for_the_eye():
    made = BeautifulSoup(typeset(r"\frac{1}{N}"), "html.parser")
    assert made.select_one(".katex-mathml mfrac").get_text() == "1N"
    assert made.select_one(".katex-mathml annotation").get_text() == r"\frac{1}{N}"
    assert made.select_one(".katex-html")["aria-hidden"] == "true"


@pytest.mark.parametrize(
    ("formula", "script", "count"),
    [
        (r"\lambda_{\max}", "msub", 2),
        (r"x_{\min}^{\max}", "msubsup", 3),
        (r"\exp^2 x", "msup", 2),
        (r"\max_x f", "munder", 2),
        (r"\operatorname*{argmax}_x f", "munder", 2),
        (r"\overline{\max}", "mover", 2),
        (r"\frac{\max}{2}", "mfrac", 2),
    ],
)
def test_an_element_has_as_many_parts_as_mathml_allows(formula, script, count):
    text = typeset(formula, display=True)
    math = ElementTree.fromstring(text[text.index("<math") : text.index("</math>") + len("</math>")])
    (found,) = math.iter(f"{MATHML}{script}")
    assert len(found) == count


def test_a_displayed_formula_is_a_block_and_may_have_aligned_lines():
    made = BeautifulSoup(typeset(r"\begin{aligned} a &= b \\ &= c \end{aligned}", display=True), "html.parser")
    assert made.select_one(".katex-display math")["display"] == "block"
    assert len(made.select("math mtr")) == 2


def test_a_formula_longer_than_any_page_is_set_whole():
    made = BeautifulSoup(typeset(" + ".join(f"x_{{{n}}}" for n in range(300))), "html.parser")
    assert len(made.select("math msub")) == 300


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        pytest.param(r"\frac{1}", "Unexpected end of input", id="unfinished"),
        pytest.param(r"\losss", "Undefined control sequence: .losss", id="unknown command"),
        pytest.param("½ x", "Unrecognized Unicode character", id="character without metrics"),
    ],
)
def test_what_katex_cannot_set_is_an_error_that_says_why(formula, words):
    with pytest.raises(ValueError, match=words):
        typeset(formula)


@pytest.mark.parametrize(
    ("formula", "after", "kept"),
    [
        ("x", ". Then", "x."),
        ("x", "), which", "x),"),
        ("x", " and", None),
        ("x", "th", None),
        (r"\underbrace{a + b + c + d + e + f}_{g}", ". Then", None),
    ],
    ids=["full stop", "bracket and comma", "space", "letters", "a long formula"],
)
def test_punctuation_stays_in_the_line_of_its_formula(formula, after, kept):
    document = new_document("page")
    paragraph = nodes.paragraph("", "", nodes.Text("Let "), nodes.math("", formula), nodes.Text(after))
    document += paragraph
    whole = paragraph.astext()
    maths.keep_punctuation(None, document, "page")
    assert paragraph.astext() == whole
    assert [node.astext() for node in document.findall(nodes.inline)] == ([kept] if kept else [])


def test_a_comma_behind_a_long_formula_stays_although_a_short_one_has_the_same_behind_it():
    document = new_document("page")
    formulas = nodes.math("", "a + b + c" * 5), nodes.math("", "x")
    paragraph = nodes.paragraph("", "", formulas[0], nodes.Text(", "), formulas[1], nodes.Text(", "))
    document += paragraph
    whole = paragraph.astext()
    maths.keep_punctuation(None, document, "page")
    assert paragraph.astext() == whole
    assert [node.astext() for node in document.findall(nodes.inline)] == ["x,"]


def test_the_page_and_line_of_a_bad_formula_are_named():
    node = nodes.math("", r"\losss")
    node.source, node.line = "chapters/04-losses/lesson.md", 7
    with pytest.raises(ExtensionError, match=r"lesson\.md:7: .*losss"):
        typeset_node(node, display=False)


def test_a_missing_engine_is_named(monkeypatch):
    monkeypatch.setattr(maths.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UnusableInput, match="quickjs is missing"):
        maths.engine.__wrapped__()


@pytest.mark.parametrize(
    ("part", "children", "expected"),
    [
        pytest.param(nodes.thead, ["f"], True, id="all of a heading"),
        pytest.param(nodes.thead, ["f", " for all"], False, id="part of a heading"),
        pytest.param(nodes.tbody, ["f"], False, id="in the body of a table"),
    ],
)
def test_a_formula_that_is_all_of_a_columns_heading_is_known(part, children, expected):
    formula = nodes.math("", children[0])
    paragraph = nodes.paragraph("", "", formula, *map(nodes.Text, children[1:]))
    part("", nodes.row("", nodes.entry("", paragraph)))
    assert maths.is_heading(formula) is expected
