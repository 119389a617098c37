"""A page with cells says that it is a notebook, or the build says which page does not."""

import shutil

import pytest

from grader.book import Options, build_book
from grader.book.notebook_pages import is_notebook
from grader.course import Course, UnusableInput

CELL = "```{code-cell} ipython3\nx = 1\n```\n"
HEADS = {
    "mystnb": ("---\nfile_format: mystnb\n---\n", True),
    "jupytext": ("---\njupytext:\n  text_representation:\n    format_name: myst\n---\n", True),
    "a kernel alone": ("---\nkernelspec:\n  name: python3\n---\n", False),
    "nothing": ("", False),
    "further down": ("# Numbers\n\n---\nfile_format: mystnb\n---\n", False),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS)
def test_a_page_says_at_its_top_that_it_is_a_notebook(head, expected):
    assert is_notebook(f"{head}\n{CELL}") == expected


@pytest.mark.parametrize("name", ["lesson.md", "exercises.md"])
def test_a_page_that_does_not_say_it_is_named_before_anything_is_built(tmp_path, pytestconfig, name):
    course = shutil.copytree(pytestconfig.rootpath / "tests/site/small_course", tmp_path / "course")
    page = course / "chapters" / "01-numbers" / name
    page.write_text(page.read_text().replace("file_format: mystnb\n", ""))
    with pytest.raises(UnusableInput, match=r"put `file_format: mystnb`") as caught:
        build_book(tmp_path / "site", Options(Course(course)))
    line = page.read_text().split("```{code-cell}")[0].count("\n") + 1
    assert str(caught.value).startswith(f"{page}:{line} has a cell") and not (tmp_path / "site").exists()
