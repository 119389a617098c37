import ast
import builtins
import io
import tokenize
from pathlib import Path

import pytest

import figures
from grader.book.browser_packages import bare_package, lesson_files
from grader.book.code_cells import CodeCell, read_cells
from grader.book.lesson_pages import course_cells
from grader.book.name_flow import bound_and_used, needed_before, only_draws, statements_for

HIDDEN = {"remove-cell"}
DRAWN = {"hide-input"}


def summary(cells):
    made = course_cells([CodeCell(text, frozenset(tags)) for text, tags in cells])
    return [(cell["id"], cell["source"], cell.get("draws", False)) for cell in made]


def test_a_hidden_cell_that_only_asserts_does_not_travel():
    assert summary([("x = 1", set()), ("assert x == 1", HIDDEN), ("x", set())]) == [
        ("1", "x = 1", False),
        ("2", "x", False),
    ]


def test_of_a_hidden_cell_only_what_later_cells_need_travels_and_no_assert():
    hidden = "a = 1\nb = a + 1\nunused = 5\nfor k in range(2):\n    assert k < 2\n    b += k"
    assert summary([(hidden, HIDDEN), ("print(b)", set())])[0][:2] == (
        "hidden-1",
        "a = 1\nb = a + 1\nfor k in range(2):\n    pass\n    b += k",
    )


def test_a_cell_that_only_draws_is_marked_if_its_code_is_folded():
    cells = [("x = 1", set()), ("y = x\nplt.plot(y)", DRAWN), ("plt.plot(x)", set()), ("x = 2", DRAWN), ("x", set())]
    assert [drawn for _, _, drawn in summary(cells)] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("for x in xs:\n    total += x", {"xs", "total"}),
        ("def f():\n    return g(1)", {"g"}),
        ("xs = [x for x in ys]", {"ys"}),
        ("x = x + 1", {"x"}),
        ("a[0] = 1", {"a"}),
    ],
    ids=["a loop", "a function's globals", "a comprehension", "a name bound anew", "an entry set"],
)
def test_names_that_must_be_there_before(source, needed):
    assert needed_before(source) - {"range"} == needed


def test_a_statement_that_changes_an_object_counts_as_giving_it():
    assert statements_for("losses = []\nlosses.append(1)\nother = 2", {"losses"}) == "losses = []\nlosses.append(1)"
    assert not only_draws("losses.append(1)", set())


def test_every_name_of_a_lesson_is_bound_without_the_cells_that_only_draw(course):
    for page in (page for chapter in course.chapters() for page in set(chapter.folder.glob("*.md")) - {chapter.page}):
        needed, bound = set(), set()
        for cell in reversed(course_cells(read_cells(page))):
            if not cell.get("draws"):
                needed = needed_before(cell["source"], needed)
                bound |= set().union(*(bound_and_used(statement)[0] for statement in ast.parse(cell["source"]).body))
        # a function may call one that only a later cell defines
        assert needed - bound <= set(dir(builtins)), page


def test_packages_travel_without_docstrings_and_comments(course):
    packages = bare_package(course.root / "solutions") | bare_package(Path(figures.__file__).parent)
    for path, content in packages.items():
        text = content.decode()
        documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, documented)]
        assert not any(map(ast.get_docstring, found)), path
        assert all(token.type != tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(text).readline)), (
            path
        )


def test_what_course_toml_names_travels_with_the_lessons(course):
    assert {"digits/digits.npz", "tests/recorded/keras.json", "pictures/openings.py"} <= set(lesson_files(course))
