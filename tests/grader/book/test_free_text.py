"""Where an exercise page gets its places for answers in words."""

import pytest

from grader.book.free_text import with_places

HEAD = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\nfile_format: mystnb\n---\n\n"
ASKED = '+++ {"tags": ["free-text"], "name": "why", "points": 2}\n\nWhy?\n'
PLACE = "```{free-text} why\n:points: 2\n```"


@pytest.mark.parametrize(
    "after",
    ["", "\n+++\n\nMore.\n", "\n```{code-cell} ipython3\nx = 1\n```\n"],
    ids=["the end", "a cell of text", "a cell of code"],
)
def test_the_place_is_where_the_cell_ends(after):
    text = with_places(f"{HEAD}# A page\n\n{ASKED}{after}")
    before, _, rest = text.partition(PLACE)
    assert before.endswith("Why?\n\n")
    assert rest.strip() == after.strip()


def test_what_only_looks_like_the_end_of_a_cell_is_none():
    text = with_places(f"{HEAD}{ASKED}\n```text\n+++ plus signs\n```\n")
    assert text.rstrip().endswith(f"+++ plus signs\n```\n\n{PLACE}")


def test_a_page_that_asks_for_no_words_stays_as_it_is():
    text = f"{HEAD}# A page\n\n\nWith  spaces.\n"
    assert with_places(text) == text
