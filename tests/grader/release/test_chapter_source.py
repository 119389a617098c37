import pytest

from exercises import of_chapter
from grader import course
from grader.course import Chapter, UnusableInput
from grader.release.chapter_source import check_headings, plain_markdown, read

SETUP = "```{code-cell} ipython3\n:tags: [setup]\nimport numpy as np\n```\n"
HEADING = "## Exercise 4.1 · `softmax` (3 points)\n"
SOFTMAX = "```{code-cell} ipython3\n:tags: [exercise]\nfrom solutions.losses import softmax\n```\n"


def cell(source, tags=""):
    return "```{code-cell} ipython3\n" + (f":tags: [{tags}]\n" if tags else "") + source + "\n```\n"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Return a function that makes a chapter 04-losses of the given pieces."""
    monkeypatch.setattr(course, "CHAPTERS", tmp_path)
    (tmp_path / "04-losses").mkdir()

    def write(*pieces):
        (tmp_path / "04-losses" / "exercises.md").write_text("\n".join(pieces), encoding="utf-8")
        return Chapter("04-losses")

    return write


def test_cells_are_read_by_their_tags(page):
    carry_over = cell(
        "from solutions.mlp import affine\nfrom solutions.perceptron import sigmoid, activation", "carry-over"
    )
    chapter = page(
        "# Losses", SETUP, cell("import figures", "book-only"), carry_over, SOFTMAX, cell("softmax(np.eye(2))")
    )
    cells = read(chapter)
    assert [c.kind for c in cells] == ["markdown", "setup", "book-only", "carry-over", "exercise", "use"]
    assert cells[3].names == ("affine", "sigmoid", "activation")
    assert cells[4].imports == {"losses": ("softmax",)}


def test_two_lines_may_import_from_the_same_module(page):
    carry_over = cell("from solutions.losses import mse\nfrom solutions.losses import mse_grad", "carry-over")
    cells = read(page("# Losses", SETUP, carry_over, SOFTMAX))
    assert cells[2].imports == {"losses": ("mse", "mse_grad")}


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        pytest.param([SOFTMAX], "first code cell", id="no setup"),
        pytest.param([SETUP, SETUP], "first code cell", id="two setups"),
        pytest.param(
            [SETUP, cell("from solutions.losses import mse")], "imports solutions.losses", id="untagged answer"
        ),
        pytest.param([SETUP, cell("import solutions", "book-only")], "imports solutions", id="answer in book-only"),
        pytest.param([SETUP, cell("import scipy.stats")], "NumPy and matplotlib only", id="package readers lack"),
        pytest.param([SETUP, cell("import figures")], "NumPy and matplotlib only", id="our own package"),
        pytest.param([SETUP, cell("%matplotlib inline")], "not plain Python", id="magic"),
        pytest.param(
            [SETUP, cell("from solutions.losses import mse, softmax", "exercise")], "one function", id="two at once"
        ),
        pytest.param([SETUP, cell("from solutions.mlp import affine", "exercise")], "this chapter", id="other chapter"),
        pytest.param([SETUP, cell("softmax = None", "exercise")], "only lines like", id="code in an exercise"),
        pytest.param(
            [SETUP, cell("from solutions.mlp import affine as f", "carry-over")], "only lines like", id="renamed"
        ),
        pytest.param([SETUP, SOFTMAX, SOFTMAX], "2 cells are the exercise softmax", id="twice"),
        pytest.param([SETUP, cell("1", "exercise, book-only")], "one of them or none", id="two tags"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named(page, pieces, words):
    with pytest.raises(UnusableInput, match=r"04-losses/exercises\.md") as caught:
        read(page(*pieces))
    assert words in str(caught.value)


def test_the_error_names_the_cell_by_number_tag_and_first_line(page):
    with pytest.raises(UnusableInput, match=r"cell 3 \(use, import scipy\)"):
        read(page(SETUP, "Text.", cell("import scipy")))


def test_a_page_that_is_not_there_is_named(page):
    page()
    with pytest.raises(UnusableInput, match=r"05-backprop/exercises\.md cannot be read"):
        read(Chapter("05-backprop"))


@pytest.mark.parametrize(
    "text",
    ["```{note}\nread\n```", ":::{tip}\n:::", "See {ref}`softmax`.", "![a digit](digit.svg)"],
    ids=["directive", "colon fence", "role", "local picture"],
)
def test_what_plain_jupyter_cannot_show_is_refused(text):
    with pytest.raises(UnusableInput, match="cell 2: plain Jupyter cannot show"):
        plain_markdown(text, "cell 2")


@pytest.mark.parametrize(
    "text",
    ["$\\frac{1}{2}$ and `a[0]`", "```python\n{1: 2}\n```", "[out](https://example.org)", "| a | b |\n|---|---|"],
    ids=["maths", "code", "link outside", "table"],
)
def test_plain_markdown_stays_as_it_is(text):
    assert plain_markdown(text, "cell 2") == text


@pytest.mark.parametrize(
    "heading",
    [
        "## Exercise 4.2 · `softmax` (3 points)",
        "## Exercise 4.1 · `mse` (3 points)",
        "## Exercise 4.1 · `softmax` (4 points)",
        "## Exercise 4.1 · softmax (3 points)",
        "### Exercise 4.1 · `softmax` (3 points)",
    ],
    ids=["number", "name", "points", "form", "level"],
)
def test_a_heading_that_disagrees_with_the_definition_is_named(page, heading):
    softmax = of_chapter("losses")["softmax"]
    with pytest.raises(UnusableInput, match="the exercise asks for"):
        check_headings(page(SETUP, heading, SOFTMAX), {"softmax": softmax})


def test_right_headings_pass_and_a_missing_exercise_is_named(page):
    softmax = of_chapter("losses")["softmax"]
    chapter = page(SETUP, HEADING, SOFTMAX)
    check_headings(chapter, {"softmax": softmax})
    with pytest.raises(UnusableInput, match="no exercise cell for accuracy"):
        check_headings(chapter, {"softmax": softmax, "accuracy": softmax})


def test_another_order_than_that_of_the_definitions_is_named(page):
    defined = of_chapter("losses")
    mse = SOFTMAX.replace("softmax", "mse")
    chapter = page(SETUP, HEADING, SOFTMAX, "## Exercise 4.2 · `mse` (2 points)\n", mse)
    check_headings(chapter, {name: defined[name] for name in ("softmax", "mse")})
    with pytest.raises(UnusableInput, match="the order in solutions is mse, softmax"):
        check_headings(chapter, {name: defined[name] for name in ("mse", "softmax")})


@pytest.mark.parametrize("chapter", course.chapters(), ids=lambda chapter: chapter.assignment)
def test_the_headings_of_the_course_agree_with_its_definitions(chapter):
    check_headings(chapter, of_chapter(chapter.short))
