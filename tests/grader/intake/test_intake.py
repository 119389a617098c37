"""Mangled and hostile notebooks: answers are found wherever they are, and nothing else is believed."""

import copy
import importlib.util
import json
import re
from html import unescape
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html

from grader.intake import notebook, take_in
from grader.intake.notebook import Unreadable
from grader.intake.rebuilt import literal, rebuild


def _load(name):
    """Load the module beside this file, which is data and no test."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


manglings = _load("manglings")
EXERCISES, RELEASE, MANGLINGS = manglings.EXERCISES, manglings.RELEASE, manglings.MANGLINGS
own, remove, insert, take, run = (getattr(manglings, name) for name in ("own", "remove", "insert", "take", "run"))


@pytest.fixture
def solved():
    """Return the released notebook with every answer filled in."""
    document = copy.deepcopy(RELEASE)
    for name in EXERCISES:
        own(document, name)["source"] = manglings.ANSWER.format(name=name)
    return document


ALL_RIGHT = {name: f"{name} by the reader" for name in EXERCISES}


def test_a_clean_notebook_needs_no_repair(solved):
    intake = take(solved)
    assert run(intake) == ALL_RIGHT
    assert intake.repairs == []
    assert [step.kind for step in intake.steps] == ["setup"] + 3 * ["answer", "ask", "use"]


def test_the_answer_that_is_shown_is_the_readers_own_text(solved):
    assert take(solved).answers["mse"].source == manglings.ANSWER.format(name="mse")


def test_an_untouched_notebook_is_blank_and_nothing_is_asked():
    intake = take(RELEASE)
    assert [answer.state for answer in intake.answers.values()] == ["blank"] * 3
    assert [step.kind for step in intake.steps] == ["setup", "use", "use", "use"]


def test_a_stub_with_other_comments_and_blank_lines_is_still_blank(solved):
    own(solved, "mse")["source"] = manglings.STUB.format(name="mse").replace("YOUR CODE", "what goes") + "\n\n"
    assert take(solved).answers["mse"].state == "blank"


def test_an_emptied_answer_cell_is_blank(solved):
    own(solved, "mse")["source"] = "\n"
    assert take(solved).answers["mse"].state == "blank"


@pytest.mark.parametrize("marked", [True, False], ids=["with its mark", "without its mark"])
@pytest.mark.parametrize("copies", [1, 3])
def test_copies_of_an_answer_below_its_check_are_the_readers_own(solved, copies, marked):
    place = solved["cells"].index(own(solved, "softmax-check")) + 1
    for number in range(copies):
        copied = copy.deepcopy(own(solved, "softmax")) | {"source": f"def softmax(z):\n    return {number}\n"}
        if not marked:
            copied |= {"metadata": {}, "id": f"copy-{number}"}
        solved["cells"].insert(place, copied)
    intake = take(solved)
    assert intake.answers["softmax"].source == manglings.ANSWER.format(name="softmax")
    asked = next(i for i, step in enumerate(intake.steps) if step.kind == "ask" and step.exercises == ("softmax",))
    assert [i > asked for i, step in enumerate(intake.steps) if step.kind == "own"] == [True] * copies


def test_an_answer_that_stands_only_below_its_check_is_found_there(solved):
    below = copy.deepcopy(own(solved, "softmax"))
    own(solved, "softmax")["source"] = manglings.STUB.format(name="softmax")
    solved["cells"].insert(solved["cells"].index(own(solved, "softmax-check")) + 1, below)
    assert run(take(solved)) == ALL_RIGHT


def test_at_least_twenty_five_manglings_are_tried():
    assert len(MANGLINGS) >= 25


@pytest.mark.parametrize("mangle", MANGLINGS, ids=lambda mangle: mangle.__name__)
def test_every_answer_is_recovered_from_a_notebook(solved, mangle):
    mangle(solved)
    assert run(take(solved)) == ALL_RIGHT


@pytest.mark.parametrize(
    ("mangle", "words"),
    [
        (
            manglings.strip_everything,
            "mse, softmax, accuracy: the cell's mark was missing; it was told by the function in it.",
        ),
        (manglings.strip_nbgrader, "mse, softmax, accuracy: the cell's mark was missing; it was told by its id."),
        (
            manglings.duplicate_above,
            "softmax: there were 2 cells of it; the last one above its check that is filled in was read.",
        ),
        (manglings.split_below_the_docstring, "softmax: the cell was split; its parts were joined."),
        (manglings.answer_below_the_check, "softmax: the answer stood in another cell than its own."),
        (
            manglings.retype_as_markdown,
            "softmax: the answer stood in a cell that is not of type code; its text was read as code.",
        ),
        (manglings.delete_checks_text_and_setup, "4 released cells: missing from the notebook, and put back."),
    ],
    ids=["stripped", "stripped with ids", "duplicated", "split", "elsewhere", "retyped", "deleted"],
)
def test_a_repair_is_told_in_plain_words(solved, mangle, words):
    mangle(solved)
    assert words in take(solved).repairs


def test_changed_checks_are_told(solved):
    manglings.edit_the_tests(solved)
    assert any("the check cell had been changed" in words for words in take(solved).repairs)


def test_check_cells_are_never_run(solved):
    for name in EXERCISES:
        own(solved, f"{name}-check")["source"] = "raise SystemExit"
    insert(solved, "mse-check", "raise SystemExit", metadata=manglings.marks("mse-check", grade=True))
    assert not any("SystemExit" in step.source for step in take(solved).steps)


def test_the_setup_of_the_release_is_run_even_if_the_reader_changed_it(solved):
    solved["cells"][1]["source"] = "check = None"
    steps = take(solved).steps
    assert [step.source for step in steps[:2]] == ["import numpy as np\nfrom selfcheck import check", "check = None"]
    assert [step.kind for step in steps[:2]] == ["setup", "own"]


def test_own_cells_run_in_their_place(solved):
    insert(solved, "softmax", "mine = 1")
    kinds = [(step.kind, step.exercises) for step in take(solved).steps]
    assert kinds[4:7] == [("answer", ("softmax",)), ("own", ()), ("ask", ("softmax",))]


def test_a_deleted_answer_is_missing_and_the_others_are_there(solved):
    remove(solved, "softmax")
    intake = take(solved)
    assert intake.answers["softmax"].state == "missing"
    assert run(intake) == {name: words for name, words in ALL_RIGHT.items() if name != "softmax"}


def test_an_answer_without_its_function_is_told_by_its_position(solved):
    own(solved, "softmax").update(source="def soft_max(x):\n    return x", metadata={}, id="another")
    intake = take(solved)
    assert intake.answers["softmax"].source == "def soft_max(x):\n    return x"
    assert "softmax: the cell's mark was missing; it was told by its position." in intake.repairs


def test_a_cell_with_two_answers_runs_once(solved):
    manglings.merge_two_answers(solved)
    assert [step.exercises for step in take(solved).steps if step.kind == "answer"] == [
        ("mse", "softmax"),
        ("accuracy",),
    ]


def test_the_last_definition_before_the_check_counts_as_in_jupyter(solved):
    insert(solved, "softmax", "def softmax(x):\n    return 'second thoughts'")
    assert run(take(solved))["softmax"] == "second thoughts"


def test_a_later_experiment_does_not_spoil_an_answer(solved):
    insert(solved, "softmax-check", "def softmax(x):\n    return 'an experiment'")
    assert run(take(solved)) == ALL_RIGHT


# Answers in words

WORDS = "Because *it* is:\n\n# 1\n<b>$x$</b> [a](javascript:b)"
STUB_OF_WORDS = "YOUR ANSWER HERE"


@pytest.fixture
def asked():
    """Return the released notebook with a question below the first exercise."""
    document = copy.deepcopy(RELEASE)
    marks = manglings.marks("explain", grade=True, solution=True) | {}
    marks["nbgrader"]["points"] = 2
    new = [
        {"cell_type": "markdown", "id": "question", "metadata": {}, "source": "Why?"},
        {"cell_type": "markdown", "id": "words", "metadata": marks, "source": STUB_OF_WORDS},
    ]
    place = document["cells"].index(own(document, "mse-check")) + 1
    document["cells"][place:place] = new
    return document


def take_words(submitted, asked):
    released, _ = notebook.read(json.dumps(asked).encode())
    return take_in(json.dumps(submitted).encode(), released, EXERCISES)


def with_words(asked, words=WORDS, **changes):
    document = copy.deepcopy(asked)
    own(document, "explain").update(source=words, **changes)
    return document


def without_marks(document):
    for cell in document["cells"]:
        cell["metadata"] = {}
    return document


def without_ids(document):
    for cell in document["cells"]:
        del cell["id"]
    return document


def twice(document):
    place = document["cells"].index(own(document, "explain"))
    document["cells"].insert(place, copy.deepcopy(own(document, "explain")) | {"source": STUB_OF_WORDS, "id": "second"})
    return document


HANDED_IN = {
    "as it was released": lambda asked: with_words(asked),
    "as code": lambda asked: with_words(asked, cell_type="code"),
    "without marks": lambda asked: without_marks(with_words(asked)),
    "without marks and ids": lambda asked: without_ids(without_marks(with_words(asked))),
    "twice, once untouched": lambda asked: twice(with_words(asked)),
}


@pytest.mark.parametrize("change", HANDED_IN.values(), ids=HANDED_IN)
def test_an_answer_in_words_is_found_and_never_run(asked, change):
    intake = take_words(change(asked), asked)
    assert (intake.answers["explain"].state, intake.answers["explain"].source) == ("written", WORDS)
    assert not any("Because" in step.source for step in intake.steps)


@pytest.mark.parametrize(
    "words", [STUB_OF_WORDS, f"\n{STUB_OF_WORDS}  \n", " \n"], ids=["stub", "with blanks", "empty"]
)
def test_what_is_not_written_in_words_is_blank(asked, words):
    assert take_words(with_words(asked, words), asked).answers["explain"].state == "blank"


def test_words_that_look_like_comments_are_an_answer(asked):
    assert take_words(with_words(asked, f"{STUB_OF_WORDS}\n# Because"), asked).answers["explain"].state == "written"


def test_a_deleted_answer_in_words_is_missing(asked):
    document = with_words(asked)
    document["cells"].remove(own(document, "explain"))
    assert take_words(document, asked).answers["explain"].state == "missing"


def test_words_are_rebuilt_letter_by_letter_and_what_is_blank_is_the_stub(asked):
    rebuilt = rebuild(json.dumps(with_words(asked)).encode(), asked, EXERCISES)
    assert own(rebuilt, "explain")["source"] == literal(WORDS)
    assert own(rebuilt, "explain")["metadata"] == own(asked, "explain")["metadata"]
    assert own(rebuild(json.dumps(asked).encode(), asked, EXERCISES), "explain")["source"] == STUB_OF_WORDS


FORMULAS = ["$$a$$ ", "\\begin{a}", "\\end{a}", "\\\\[", "\\\\]", "[a](javascript:b)", "</pre>", "    "]
LETTERS = st.lists(st.sampled_from([*FORMULAS, *"ab \t\n\r`~*_<>&[]()$\\\"'#-=|!:/0.\x0c\u2028"]), max_size=40).map(
    "".join
)


@given(LETTERS)
def test_nothing_in_literal_text_is_more_than_letters(text):
    shown = markdown2html(f"Before\n\n{literal(text)}")
    tags = re.findall(r"<(\w+)[^>]*>", shown)
    assert set(tags) <= {"p", "pre"}
    outside = re.sub(r"<pre[^>]*>.*?</pre>", "", shown, flags=re.DOTALL)
    assert re.sub(r"<[^>]*>", "", outside).split() == ["Before"]
    assert "".join(unescape(re.sub(r"<[^>]*>", "", shown)).split()) == "Before" + "".join(text.split())


def test_notes_of_the_readers_own_are_letters_too(solved):
    solved["cells"].insert(2, {"cell_type": "markdown", "metadata": {}, "source": "[mine](javascript:b)"})
    [shown] = [c for c in rebuild(json.dumps(solved).encode(), RELEASE, EXERCISES)["cells"] if "mine" in c["source"]]
    assert shown["source"] == literal("[mine](javascript:b)")


# What cannot be read, and what can


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_other_encodings_are_read_and_noted(solved, encoding):
    own(solved, "mse")["source"] += "# ñandú\n"
    intake = take(json.dumps(solved, ensure_ascii=False).encode(encoding))
    assert run(intake) == ALL_RIGHT
    assert "instead of UTF-8" in intake.repairs[0]
    assert "ñandú" in intake.answers["mse"].source


def test_the_old_format_with_worksheets_is_read_and_noted(solved):
    old = nbformat.convert(nbformat.from_dict(solved), 3)
    for cell in old.worksheets[0].cells:
        cell.metadata = own(solved, "mse")["metadata"] if "def mse" in cell.get("input", "") else {}
    intake = take(json.dumps(old).encode())
    assert run(intake) == ALL_RIGHT
    assert "nbformat 3" in intake.repairs[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not valid JSON"),
        (b'{"cells": [', "not valid JSON"),
        (b"[" * 200_000, "not valid JSON"),
        (b'{"cells": [' + b"9" * 5000 + b"]}", "not valid JSON"),
        (b"<<<<<<< HEAD\n{}", "not valid JSON"),
        (b"[]", "no notebook"),
        (b"null", "no notebook"),
        (b"{}", "has no cells"),
        (b'{"cells": {"0": 1}}', "has no cells"),
        (b'{"cells": []}', "has no cells"),
        (b'{"worksheets": 3}', "old format"),
        (b'{"worksheets": [{"cells": [3]}]}', "old format"),
        (json.dumps({"cells": [{}] * 3000}).encode(), "3000 cells"),
        (b'{"cells": [' + b"[]," * 3_000_000 + b"[]]}", "too many parts"),
        (b'{"cells": ["' + b"x" * 21 * 2**20 + b'"]}', "21 MB"),
    ],
    ids=["empty", "blank", "picture", "cut off", "deep", "long number", "conflict", "list", "null", "object",
         "cells is no list", "no cells", "worksheets is no list", "cell is no object", "many cells", "many parts",
         "many bytes"],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_what_to_do(data, words):
    with pytest.raises(Unreadable, match=words):
        take(data)


def test_what_utf_8_cannot_say_is_replaced(solved):
    own(solved, "mse")["source"] += "# \ud800"
    assert take(solved).answers["mse"].source.endswith("# ?")
