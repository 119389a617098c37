import json

import pytest

from grader.course import Course, UnusableInput
from grader.release.chapter_source import check_headings, plain_markdown, read

SETUP = "```{code-cell} ipython3\n:tags: [setup]\nimport numpy as np\n```\n"
HEADING = "## Exercise 9.1 · `halve` (2 points)\n"
HALVE = "```{code-cell} ipython3\n:tags: [exercise]\nfrom solutions.tiny import halve\n```\n"


def cell(source, tags=""):
    return "```{code-cell} ipython3\n" + (f":tags: [{tags}]\n" if tags else "") + source + "\n```\n"


def words(*, text="Why?", **about):
    return f"+++ {json.dumps({'tags': ['free-text']} | about)}\n\n{text}\n"


@pytest.fixture
def page(tmp_path):
    """Return a function that makes a chapter 09-tiny of the given pieces."""
    (tmp_path / "course.toml").write_text('title = "A course"\nfiles = ["weather.py", "weather.csv"]\n')
    (tmp_path / "chapters" / "09-tiny").mkdir(parents=True)

    def write(*pieces):
        (tmp_path / "chapters" / "09-tiny" / "exercises.md").write_text("\n".join(pieces), encoding="utf-8")
        return Course(tmp_path).chapter("tiny")

    return write


def test_cells_are_read_by_their_tags(page):
    carry_over = cell(
        "from solutions.mlp import affine\nfrom solutions.perceptron import sigmoid, activation", "carry-over"
    )
    chapter = page("# Halves", SETUP, cell("import figures", "book-only"), carry_over, HALVE, cell("halve(np.eye(2))"))
    cells = read(chapter)
    assert [c.kind for c in cells] == ["markdown", "setup", "book-only", "carry-over", "exercise", "use"]
    assert cells[3].names == ("affine", "sigmoid", "activation")
    assert cells[4].imports == {"tiny": ("halve",)}


def test_a_question_to_be_answered_in_words_has_a_name_and_points(page):
    cells = read(page("# Halves", SETUP, words(name="explain", points=2), HALVE))
    assert [(c.kind, c.is_code) for c in cells[2:]] == [("free-text", False), ("exercise", True)]
    assert (cells[2].source, cells[2].name, cells[2].points) == ("Why?", "explain", 2)


def test_two_lines_may_import_from_the_same_module(page):
    carry_over = cell("from solutions.losses import mse\nfrom solutions.losses import mse_grad", "carry-over")
    cells = read(page("# Halves", SETUP, carry_over, HALVE))
    assert cells[2].imports == {"losses": ("mse", "mse_grad")}


def test_cells_may_import_what_travels_to_readers(page):
    assert [c.kind for c in read(page(SETUP, cell("import weather\nimport csv\nimport matplotlib")))] == [
        "setup",
        "use",
    ]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        pytest.param(["# Halves"], "first code cell", id="no code"),
        pytest.param([HALVE], "first code cell", id="no setup"),
        pytest.param([SETUP, SETUP], "first code cell", id="two setups"),
        pytest.param([SETUP, cell("from solutions.tiny import halve")], "imports solutions.tiny", id="untagged answer"),
        pytest.param([SETUP, cell("import solutions", "book-only")], "imports solutions", id="answer in book-only"),
        pytest.param([SETUP, cell("from exercises import tiny")], "imports exercises", id="how answers are judged"),
        pytest.param(
            [SETUP, cell("import scipy.stats")],
            "a released notebook has matplotlib, numpy, weather and the standard library",
            id="package readers lack",
        ),
        pytest.param([SETUP, cell("import figures")], "imports figures", id="our own package"),
        pytest.param([SETUP, cell("%matplotlib inline")], "not plain Python", id="magic"),
        pytest.param(
            [SETUP, cell("from solutions.tiny import halve, quarter", "exercise")], "one function", id="two at once"
        ),
        pytest.param(
            [SETUP, cell("from solutions.mlp import affine", "exercise")],
            "imports from solutions.tiny",
            id="other chapter",
        ),
        pytest.param([SETUP, cell("halve = None", "exercise")], "only lines like", id="code in an exercise"),
        pytest.param(
            [SETUP, cell("from solutions.mlp import affine as f", "carry-over")], "only lines like", id="renamed"
        ),
        pytest.param(
            [SETUP, *2 * [cell("from solutions.mlp import affine", "carry-over")]],
            "one cell at most",
            id="carried twice",
        ),
        pytest.param([SETUP, HALVE, HALVE], "two cells are the exercise halve", id="twice"),
        pytest.param([SETUP, cell("1", "exercise, book-only")], "one of them or none", id="two tags"),
        pytest.param([SETUP, words(points=2)], ":8: a free-text cell has a name", id="words without a name"),
        pytest.param(
            [SETUP, words(name="Why not?", points=2)], ":8: a free-text cell has a name", id="words as a name"
        ),
        pytest.param([SETUP, words(name="why")], ":8: the free-text cell why says what it is worth", id="no points"),
        pytest.param([SETUP, words(name="why", points=1.5)], "why says what it is worth", id="half a point"),
        pytest.param(
            [SETUP, words(name="halve", points=1), HALVE], "two cells are the exercise halve", id="a name twice"
        ),
    ],
)
def test_a_cell_that_breaks_a_rule_is_named(page, pieces, words):
    with pytest.raises(UnusableInput, match=r"09-tiny/exercises\.md") as caught:
        read(page(*pieces))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("pieces", "place"),
    [
        pytest.param([SETUP, "Text.", cell("import scipy")], r":8 \(use, import scipy\)", id="another cell"),
        pytest.param(
            [SETUP, HALVE, HALVE], r":13 \(exercise, from solutions\.tiny import halve\)", id="the second of two"
        ),
        pytest.param([SETUP, HALVE, SETUP], r":13 \(setup, import numpy as np\)", id="the second setup"),
    ],
)
def test_an_error_names_the_line_of_the_cell_its_tag_and_its_first_line(page, pieces, place):
    with pytest.raises(UnusableInput, match=rf"09-tiny/exercises\.md{place}"):
        read(page(*pieces))


def test_a_page_that_cannot_be_read_is_named(page):
    chapter = page(SETUP)
    chapter.page.write_bytes(b"\xff")
    with pytest.raises(UnusableInput, match=r"09-tiny/exercises\.md cannot be read"):
        read(chapter)


@pytest.mark.parametrize(
    "text",
    ["```{note}\nread\n```", ":::{tip}\n:::", "See {ref}`halve`.", "![a digit](digit.svg)"],
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


@pytest.fixture
def headed(page, tiny_course):
    """Return a function that checks a heading above the one exercise of a page."""
    exercises = tiny_course.chapter("tiny").definitions()

    def check(*pieces):
        chapter = page(SETUP, *pieces)
        check_headings(chapter, read(chapter), exercises)

    return check


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("## Exercise 9.2 · `halve` (2 points)", "9.1"),
        ("## Exercise 4.1 · `halve` (2 points)", "9.1"),
        ("## Exercise 9.1 · `mse` (2 points)", "`halve`"),
        ("## Exercise 9.1 · `halve` (4 points)", r"\(2 points\)"),
        ("# Exercise 9.1 · `halve` (1 point)", r"\(2 points\)"),
    ],
    ids=["place", "chapter", "name", "points", "one point"],
)
def test_a_heading_that_disagrees_with_the_definition_is_named(headed, heading, asked):
    with pytest.raises(UnusableInput, match=rf"exercises\.md:9 .*{heading[:12]}.*the exercise asks for {asked}$"):
        headed(heading, HALVE)


@pytest.mark.parametrize(
    "heading",
    [HEADING, "## Exercise 9.1\n", "## `halve` (2 points)\n", "## Halves\n", "### Exercise 7\n", ""],
    ids=["full", "number alone", "no number", "a title of its own", "a part of an exercise", "none"],
)
def test_what_a_heading_leaves_out_does_not_matter(headed, heading):
    headed(heading, HALVE)


def test_the_number_is_that_of_the_place_on_the_page(headed):
    quarter = HALVE.replace("halve", "quarter")
    headed("## Exercise 9.1 · `quarter` (1 point)\n", quarter, "## Exercise 9.2 · `halve` (2 points)\n", HALVE)
