"""What an author got wrong is said in one sentence, with file and line and what to do, and nothing is written."""

import re

import pytest

from grader import cli

PAGE, REFERENCE, DEFINITIONS = "chapters/09-tiny/exercises.md", "solutions/tiny.py", "exercises/tiny.py"
QUARTER_CELL = """## Exercise 9.2 · `quarter` (1 point)

```{code-cell} ipython3
:tags: [exercise]
from solutions.tiny import quarter
```
"""
AGAIN = """

{} = Exercise(tiny.halve, 2, HINTS, halve.cases)
"""
OWN_LAW = """

def odd(calls, answers, expected):
    return silent(calls, answers, expected)


quarter.cases = [Case("some numbers", lambda rng: (rng.normal(size=3), 2), law=odd)]
"""
CHANGED = {
    "a reference that is missing": (
        (REFERENCE, "def quarter(", "def a_quarter("),
        r"{}/exercises/tiny\.py:11: AttributeError: module 'solutions\.tiny' has no attribute 'quarter'\.",
    ),
    "a reference of another chapter": (
        (DEFINITIONS, "from solutions import tiny\n", "from solutions import tiny, vectors\n"),
        (DEFINITIONS, "Exercise(tiny.quarter", "Exercise(vectors.one_hot"),
        r"{}/exercises/tiny\.py:11: the reference of one_hot is not in solutions/tiny; write it there, or define .*\.",
    ),
    "two definitions under two names": (
        (DEFINITIONS, "x) / 4\n", "x) / 4\n" + AGAIN.format("another")),
        r"{}/exercises/tiny\.py:19: halve is defined twice, also in {}/exercises/tiny\.py:10; leave one of them\.",
    ),
    "two definitions under one name": (
        (DEFINITIONS, "x) / 4\n", "x) / 4\n" + AGAIN.format("halve")),
        r"{}/exercises/tiny\.py:19: halve is defined twice, also in line 10; leave one of them\.",
    ),
    "two cells with one name": (
        (PAGE, QUARTER_CELL, QUARTER_CELL + QUARTER_CELL),
        r"{}/chapters/09-tiny/exercises\.md:68 \(.*\): two cells are the exercise quarter; leave one of them",
    ),
    "a heading with another number": (
        (PAGE, "Exercise 9.2", "Exercise 9.3"),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): the heading above is .*, but the exercise asks for 9\.2",
    ),
    "a heading with another name": (
        (PAGE, "· `quarter`", "· `quarters`"),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): the heading above is .*, but the exercise asks for `quarter`",
    ),
    "a heading with other points": (
        (PAGE, "(1 point)", "(2 points)"),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): the heading above is .*, but the exercise asks for \(1 point\)",
    ),
    "a law that does not travel": (
        (DEFINITIONS, "x) / 4\n", "x) / 4\n" + OWN_LAW),
        r"{}/exercises/tiny\.py:5: the law odd does not travel: its module imports grader, and readers have .*\.",
    ),
    "a cell without a definition": (
        (DEFINITIONS, "quarter = Exercise", "quarter = lambda *_: Exercise"),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): exercises/tiny has no definition of quarter; write it, or .*",
    ),
    "a definition without a cell": (
        (PAGE, QUARTER_CELL, ""),
        r"{}/exercises/tiny\.py:11: quarter has no cell in {}/chapters/09-tiny/exercises\.md; write one with .*: "
        "from solutions.tiny import quarter",
    ),
    "a file of course.toml that is missing": (
        ("course.toml", '"digits/__init__.py"', '"digits/__init__.py", "digits/data.csv"'),
        r"{}/course\.toml:2: there is no file 'digits/data\.csv' in the course; put it there, or .*\.",
    ),
    "a syntax error in a reference": (
        (REFERENCE, "return doubled", "return = doubled"),
        r"{}/solutions/tiny\.py:16: SyntaxError: invalid syntax \(tiny\.py, line 16\)\.",
    ),
    "a syntax error in a definition": (
        (DEFINITIONS, "from solutions import tiny", "from solutions import"),
        r"{}/exercises/tiny\.py:6: SyntaxError: .*\.",
    ),
    "a package that is not installed": (
        (DEFINITIONS, "import numpy as np", "import nowhere_to_be_found as np"),
        r"{}/exercises/tiny\.py:3: No module named 'nowhere_to_be_found'\.",
    ),
    "a name that the notebook does not have": (
        (PAGE, "import mse, softmax", "import softmax"),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): quarter uses mse; import .* in a cell tagged carry-over, .*",
    ),
    "a reference without a docstring": (
        (REFERENCE, '"""Return a quarter of every number, `times` over; `mse` of it and itself is 0."""', ""),
        r"{}/chapters/09-tiny/exercises\.md:62 \(.*\): quarter has no docstring, which would be .*",
    ),
    "a case that cannot be asked": (
        (DEFINITIONS, "(rng.normal(size=3), 2)", "(rng.normal(size=-3), 2)"),
        r"{}/exercises/tiny\.py:11: the case 'some numbers' of quarter cannot be asked: ValueError: .*\.",
    ),
}
MISSING = {
    "course.toml": r"There is no course\.toml in {}\. Name the folder of a course with --root, or make one .*",
    REFERENCE: r"There is no {}/solutions/tiny\.py, which the chapter tiny needs: write it\.",
    DEFINITIONS: r"There is no {}/exercises/tiny\.py, which the chapter tiny needs: write it\.",
    PAGE: r"{} has no chapter yet: it is a folder chapters/01-name with an exercises\.md\.",
    "digits/__init__.py": r"{}/course\.toml:2: there is no file 'digits/__init__\.py' in the course; put it .*\.",
}


@pytest.fixture
def refused(authored, tmp_path, capsys):
    """Return a function that releases the course, sees that it is refused, and returns what is said."""

    def run():
        with pytest.raises(SystemExit) as left:
            cli.main(["release", "--root", str(authored.root), "--to", str(tmp_path / "out")])
        said = capsys.readouterr()
        assert (left.value.code, said.out) == (2, "")
        assert not (tmp_path / "out").exists()
        return said.err.strip().replace(str(authored.root), "{}")

    return run


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_a_mistake_is_named_with_file_and_line(change, refused, changed):
    *edits, words = changed
    for edit in edits:
        change(*edit)
    assert re.fullmatch(words.replace("{}", r"\{\}"), refused())


@pytest.mark.parametrize(("name", "words"), MISSING.items(), ids=MISSING)
def test_a_file_that_is_missing_is_named(authored, refused, name, words):
    (authored.root / name).unlink()
    assert re.fullmatch(words.replace("{}", r"\{\}"), refused())


def test_without_a_mistake_the_course_is_released(authored, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["release", "--root", str(authored.root), "--to", str(tmp_path / "out")])
    assert left.value.code == 0
    assert (tmp_path / "out" / "09-tiny" / "09-tiny.ipynb").is_file()
    assert capsys.readouterr().out.strip() == str(tmp_path / "out" / "09-tiny")
