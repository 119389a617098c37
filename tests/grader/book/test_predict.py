import io
import re

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

HEAD = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
file_format: mystnb
---

# A lesson

"""
CELL = "```{code-cell} ipython3\nprint(6 * 7)\n```\n"
OF_CHOICES = ":::{predict} How many is $6 \\cdot 7$?\n:choices: `36` | 42 | 48\n:answer: 42\n\nSix *sevens*.\n:::\n\n"
OF_A_NUMBER = ":::{predict} How many?\n:number: 0.5\n:unit: apples\n:answer: 42\n:::\n\n"


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a page and returns its HTML, and what Sphinx complained of."""

    def run(text, execute="off"):
        source = tmp_path / "source"
        source.mkdir()
        (source / "index.md").write_text(HEAD + text)
        complaints = io.StringIO()
        settings = {
            "extensions": ["myst_nb", "grader.book.block", "grader.book.predict"],
            "myst_enable_extensions": ["colon_fence", "dollarmath"],
            "nb_execution_mode": execute,
            "source_suffix": {".rst": "restructuredtext"},  # extensions add to Sphinx's own table, for all later builds
        }
        made = [tmp_path / name for name in ("site", "doctrees")]
        with docutils_namespace():  # what one Sphinx registers is none of the next one's
            Sphinx(source, None, *made, "html", settings, status=None, warning=complaints).build()
        return (made[0] / "index.html").read_text(encoding="utf-8"), re.sub("\x1b[^m]*m", "", complaints.getvalue())

    return run


def test_a_question_is_a_form_with_its_answer_folded_and_the_result_of_the_cell_below_too(build):
    page, complaints = build(OF_CHOICES + CELL)
    assert complaints == ""
    form, answer, result = (page.index(mark) for mark in ("<form", "predict-answer", "predict-result"))
    assert form < answer < page.index("print") < result
    assert re.findall(r'type="radio" value="([^"]*)"', page) == ["`36`", "42", "48"]
    assert 'data-answer="42"' in page and "<legend>" in page and "<em>sevens</em>" in page
    assert len(re.findall(r"<details[^>]*>", page)) == 2 and " open" not in "".join(re.findall(r"<details[^>]*>", page))


def test_a_question_may_ask_for_a_number_with_a_unit_and_a_tolerance(build):
    page, complaints = build(OF_A_NUMBER + CELL)
    assert complaints == ""
    assert 'data-answer="42"' in page and 'data-tolerance="0.5"' in page and 'inputmode="decimal"' in page
    assert "<strong>42 apples</strong>" in page


def test_the_result_of_the_cell_is_inside_of_the_fold_and_the_cell_ran_as_always(build):
    page, complaints = build(OF_CHOICES + CELL + "\nMore.\n\n" + CELL.replace("7", "8"), execute="force")
    assert complaints == ""
    fold = page[page.index("predict-result") :]
    assert "<pre>42\n</pre>" in fold[: fold.index("</details>")].replace("<span></span>", "")
    assert page.count("predict-result") == 1 and "48" in fold[fold.index("</details>") :]


def test_another_question_has_another_name_and_the_same_one_keeps_its_own(build):
    page, _ = build(OF_CHOICES + CELL + OF_A_NUMBER + CELL)
    names = re.findall(r'data-predict="([^"]+)"', page)
    assert names[0] == names[1] != names[2] == names[3]


def test_controls_are_not_closed_twice(build):
    page, _ = build(OF_CHOICES + CELL)
    assert "</input>" not in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (":choices: 1 | 2", "say what the cell shows, as in `:answer: 14`"),
        (":answer: 1", "give either `:choices: 8 | 12 | 14`, or `:number:`"),
        (":choices: 1 | 2\n:number:\n:answer: 1", "give either"),
        (":choices: 1 | 2\n:answer: 3", "the answer '3' is none of the choices 1, 2"),
        (":choices: 1\n:answer: 1", "two different answers or more"),
        (":choices: 1 | 1\n:answer: 1", "two different answers or more"),
        (":choices: 1 | 2\n:answer: 1\n:unit: m", "`:unit:` belongs to `:number:`"),
        (":number:\n:answer: many", "`:answer:` is a number here, not 'many'"),
        (":number: wide\n:answer: 1", "`:number:` is a number here, not 'wide'"),
        (":number: nan\n:answer: 1", "`:number:` is a number here, not 'nan'"),
        (":number: -1\n:answer: 1", "how far off an answer may be, 0 or more"),
    ],
)
def test_a_question_that_cannot_be_asked_is_named_with_file_and_line(build, options, said):
    _, complaints = build(f"Before.\n\n:::{{predict}} How many?\n{options}\n:::\n\n{CELL}")
    line = HEAD.count("\n") + 3
    assert re.search(rf"index\.md:{line}: (ERROR|WARNING): predict: .*{re.escape(said)}", complaints), complaints


@pytest.mark.parametrize(
    "below", ["", "Prose.\n\n" + CELL, "## A heading\n\n" + CELL], ids=["nothing", "prose", "a part"]
)
def test_a_question_without_a_code_cell_below_is_named_with_file_and_line(build, below):
    _, complaints = build(OF_CHOICES + below)
    line = HEAD.count("\n") + 1
    assert f"index.md:{line}: WARNING: predict: a code cell must stand directly below" in complaints
