"""A course with one of everything that a screen and paper show in different ways, and its book in both forms."""

import shutil
from pathlib import Path

import pytest

from grader.book import Options, build_book
from grader.course import Course
from grader.report.pdf import NAMES, find_browser

SMALL_COURSE = Path(__file__).parents[3] / "site" / "small_course"
CONTENTS = """format: jb-book
root: index
parts:
  - caption: The chapters
    chapters:
      - file: chapters/01-numbers/lesson
        title: "1 · Numbers"
        sections:
          - file: chapters/01-numbers/exercises
  - caption: Behind them
    chapters:
      - file: notes
"""
COVER = """# A small course

:::{div}
:class: lead
Numbers and their doubles.
:::

## How it works

See [the figure](#the-figure), [the notes](notes.md) and [a site](https://example.org/).
"""
NOTES = """---
kernelspec: {display_name: Python 3, language: python, name: python3}
file_format: mystnb
---

# Notes

:::{admonition} A remark
:class: dropdown
What was folded is open: $x^2$.
:::

::::{dropdown} The answer
It is `42`.
::::

## A section whose title is so long that it takes two lines on any paper

```{code-cell} ipython3
from figures import bars, panel, slider, touch

height = slider("height", 0, 1, 0.5)
touch(panel(bars([height, 0.25]), x=(-0.6, 1.6), y=(0, 1)), alt="Two bars, one of which a slider sets.")
```
"""


def pytest_itemcollected(item):
    """Leave out what is printed where there is no browser, and have one process build the book for all tests."""
    if {"site", "printer"} & set(item.fixturenames):
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.skipif(not any(map(shutil.which, NAMES)), reason="needs a Chromium on PATH"))
        item.add_marker(pytest.mark.timeout(900))
        item.add_marker(pytest.mark.xdist_group("editions"))


@pytest.fixture(scope="session")
def printer():
    """Return the program that prints."""
    return find_browser()


@pytest.fixture(scope="session")
def small_course(tmp_path_factory):
    """Return the course."""
    root = tmp_path_factory.mktemp("editions") / "course"
    shutil.copytree(SMALL_COURSE, root, ignore=shutil.ignore_patterns("build", "__pycache__", "conftest.py"))
    for name, text in {"_toc.yml": CONTENTS, "index.md": COVER, "notes.md": NOTES}.items():
        (root / name).write_text(text, encoding="utf-8")
    lesson = root / "chapters" / "01-numbers" / "lesson.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("## A figure", "(the-figure)=\n## A figure"), encoding="utf-8")
    return Course(root)


@pytest.fixture(scope="session")
def site(small_course, tmp_path_factory):
    """Return the folder of its site, with the book in both forms."""
    return build_book(tmp_path_factory.mktemp("book") / "site", Options(small_course, pdf=True, epub=True))
