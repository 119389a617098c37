"""Mangled and hostile notebooks: answers are found wherever they are, and nothing else is believed."""

import contextlib
import copy
import json

import nbformat
import pytest

from grader.intake import notebook, take_in
from grader.intake.notebook import Unreadable

EXERCISES = ["mse", "softmax", "accuracy"]
STUB = '''def {name}(x):
    """Say what it returns."""
    # YOUR CODE HERE
    raise NotImplementedError()
'''
ANSWER = '''def {name}(x):
    """Say what it returns."""
    return "{name} by the reader"
'''


def _marks(grade_id, **special):
    return {"nbgrader": {"grade_id": grade_id, "grade": False, "solution": False, "locked": False} | special}


def _cell(number, source, metadata=None, cell_type="code"):
    document = {"cell_type": cell_type, "id": f"04-small-{number:03d}", "metadata": metadata or {}, "source": source}
    return document | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def _make_release():
    cells = [_cell(0, "# Small", cell_type="markdown"), _cell(1, "import numpy as np\nfrom selfcheck import check")]
    for name in EXERCISES:
        cells.append(_cell(len(cells), f"## Exercise {name}", cell_type="markdown"))
        cells.append(_cell(len(cells), STUB.format(name=name), _marks(name, solution=True)))
        cells.append(_cell(len(cells), f"check({name})", _marks(f"{name}-check", grade=True, locked=True)))
        cells.append(_cell(len(cells), f"print({name}(1))"))
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


RELEASE = _make_release()
RELEASED = notebook.read(json.dumps(RELEASE).encode())[0]


@pytest.fixture
def solved():
    """Return the released notebook with every answer filled in."""
    document = copy.deepcopy(RELEASE)
    for name in EXERCISES:
        _own(document, name)["source"] = ANSWER.format(name=name)
    return document


def _own(document, grade_id):
    return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _remove(document, *grade_ids):
    for grade_id in grade_ids:
        document["cells"].remove(_own(document, grade_id))


def _insert(document, after, *sources, metadata=None):
    """Insert cells of the reader's own after a cell of that grade_id."""
    position = document["cells"].index(_own(document, after)) + 1
    new = [
        {"cell_type": "code", "id": f"own-{position}-{n}", "metadata": copy.deepcopy(metadata or {}), "source": source}
        for n, source in enumerate(sources)
    ]
    document["cells"][position:position] = new


def _take(document):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return take_in(data, RELEASED, EXERCISES)


def _run(intake):
    """Run the steps plainly and return what each function was at the moment when it was asked."""
    namespace, asked = {"__builtins__": __builtins__}, {}
    for step in intake.steps:
        if step.kind == "ask":
            asked[step.exercises[0]] = namespace[step.exercises[0]](1)
        elif step.kind not in ("setup", "use"):
            with contextlib.suppress(ModuleNotFoundError):
                exec(step.source, namespace)
    return asked


ALL_RIGHT = {name: f"{name} by the reader" for name in EXERCISES}


def test_a_clean_notebook_needs_no_repair(solved):
    intake = _take(solved)
    assert _run(intake) == ALL_RIGHT
    assert intake.repairs == []
    assert [step.kind for step in intake.steps] == ["setup"] + 3 * ["answer", "ask", "use"]


def test_the_answer_that_is_shown_is_the_readers_own_text(solved):
    assert _take(solved).answers["mse"].source == ANSWER.format(name="mse")


def test_an_untouched_notebook_is_blank_and_nothing_is_asked():
    intake = _take(RELEASE)
    assert [answer.state for answer in intake.answers.values()] == ["blank"] * 3
    assert [step.kind for step in intake.steps] == ["setup", "use", "use", "use"]


def test_a_stub_with_other_comments_and_blank_lines_is_still_blank(solved):
    _own(solved, "mse")["source"] = STUB.format(name="mse").replace("YOUR CODE", "what goes") + "\n\n"
    assert _take(solved).answers["mse"].state == "blank"


def test_an_emptied_answer_cell_is_blank(solved):
    _own(solved, "mse")["source"] = "\n"
    assert _take(solved).answers["mse"].state == "blank"


MANGLINGS = []


def mangling(function):
    """Collect a way in which notebooks get mangled without losing an answer."""
    MANGLINGS.append(function)
    return function


@mangling
def duplicate_the_stub(document):
    _insert(document, "softmax", STUB.format(name="softmax"), metadata=_marks("softmax", solution=True))


@mangling
def duplicate_above(document):
    _own(document, "softmax")["source"] = ANSWER.format(name="softmax").replace("by the reader", "at first")
    _insert(document, "softmax", ANSWER.format(name="softmax"), metadata=_marks("softmax", solution=True))


@mangling
def duplicate_everything(document):
    document["cells"] += copy.deepcopy(document["cells"])


@mangling
def split_below_the_docstring(document):
    head, tail = ANSWER.format(name="softmax").split("    return")
    _own(document, "softmax")["source"] = head
    _insert(document, "softmax", "    return" + tail, metadata=_marks("softmax", solution=True))


@mangling
def split_in_three_without_metadata(document):
    _own(document, "softmax")["source"] = "def softmax(x):\n    words = 'softmax'"
    _insert(document, "softmax", "    words += ' by the'", "    return words + ' reader'")


@mangling
def split_above_the_function(document):
    _own(document, "softmax")["source"] = "WORDS = 'softmax by the reader'"
    _insert(document, "softmax", "def softmax(x):\n    return WORDS", metadata=_marks("softmax", solution=True))


@mangling
def merge_two_answers(document):
    _own(document, "mse")["source"] += "\n\n" + ANSWER.format(name="softmax")
    _remove(document, "mse-check", "softmax")


@mangling
def merge_all_answers_in_the_last(document):
    _own(document, "accuracy")["source"] = "\n\n".join(ANSWER.format(name=name) for name in EXERCISES)
    _remove(document, "mse", "softmax")


@mangling
def merge_with_the_check(document):
    _own(document, "softmax")["source"] += "\n\nassert softmax(1)"
    _remove(document, "softmax-check")


@mangling
def answer_in_the_check_cell(document):
    _own(document, "softmax")["source"] = STUB.format(name="softmax")
    _own(document, "softmax-check")["source"] = ANSWER.format(name="softmax")


@mangling
def answer_below_the_check(document):
    _own(document, "softmax")["source"] = STUB.format(name="softmax")
    _insert(document, "softmax-check", "HELP = ' by the reader'", "def softmax(x):\n    return 'softmax' + HELP")


@mangling
def answer_in_a_cell_of_the_release(document):
    _own(document, "softmax")["source"] = STUB.format(name="softmax")
    use = next(c for c in document["cells"] if c["source"] == "print(softmax(1))")
    use["source"] = ANSWER.format(name="softmax") + "print(softmax(1))"


@mangling
def answer_by_lambda(document):
    _own(document, "softmax")["source"] = "softmax = lambda x: 'softmax by the reader'"


@mangling
def delete_checks_text_and_setup(document):
    document["cells"] = [c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]


@mangling
def reverse(document):
    document["cells"].reverse()


@mangling
def retype_as_markdown(document):
    _own(document, "softmax")["cell_type"] = "markdown"


@mangling
def retype_as_raw_without_metadata(document):
    _own(document, "softmax").update(cell_type="raw", metadata={})


@mangling
def strip_nbgrader(document):
    for cell in document["cells"]:
        cell["metadata"] = {}


@mangling
def strip_ids(document):
    for cell in document["cells"]:
        del cell["id"]
    document["nbformat_minor"] = 4


@mangling
def strip_everything(document):
    strip_nbgrader(document)
    strip_ids(document)


@mangling
def strip_everything_and_edit_the_rest(document):
    strip_everything(document)
    for cell in document["cells"]:
        if not cell["source"].startswith("def"):
            cell["source"] = "# " + cell["source"].replace("\n", "\n# ")


@mangling
def keep_bare_answers(document):
    delete_checks_text_and_setup(document)
    strip_everything(document)


@mangling
def rename_grade_ids(document):
    for number, name in enumerate(EXERCISES):
        _own(document, name)["metadata"]["nbgrader"]["grade_id"] = f"cell-{number}"


@mangling
def swap_grade_ids(document):
    one, other = _own(document, "mse"), _own(document, "softmax")
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]


@mangling
def shift_ids_and_strip(document):
    for cell, following in zip(document["cells"], document["cells"][1:]):
        cell["id"] = following["id"]
    document["cells"][-1]["id"] = "another"
    strip_nbgrader(document)


@mangling
def colab(document):
    strip_nbgrader(document)
    for number, cell in enumerate(document["cells"]):
        del cell["id"]
        cell["metadata"] = {"id": f"aB3_{number}", "outputId": "x", "colab": {"base_uri": "https://example.org"}}
    document["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "julia-1.9"}}


@mangling
def deepnote(document):
    strip_nbgrader(document)
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = {"cell_id": f"{number:032x}", "deepnote_cell_type": cell["cell_type"]}
        cell["id"] = f"{number:032x}"


@mangling
def wrong_metadata_types(document):
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = [None, [], "x", {"nbgrader": 3}, {"nbgrader": {"grade_id": ["softmax"]}}][number % 5]
        cell["id"] = number


@mangling
def cells_that_are_none(document):
    document["cells"][2:2] = [None, 7, [], {"source": 3, "cell_type": "code"}, {"cell_type": "code"}]


@mangling
def edit_the_tests(document):
    for name in EXERCISES:
        _own(document, f"{name}-check")["source"] = f"def {name}2(x): pass\nraise SystemExit"


@mangling
def edit_the_setup(document):
    document["cells"][1]["source"] = "import math\n" + document["cells"][1]["source"]
    _own(document, "softmax")["source"] = (
        "def softmax(x):\n    return 'softmax by the reader'[: int(math.inf > 0) * 99]"
    )


@mangling
def own_helper_cells(document):
    _own(document, "softmax")["source"] = "def softmax(x):\n    return helper()"
    _insert(document, "mse-check", "def helper():\n    return 'softmax by the reader'")


@mangling
def helper_in_a_copied_cell(document):
    _own(document, "softmax")["source"] = "def softmax(x):\n    return helper()"
    copied = "def helper():\n    return 'softmax by the reader'"
    _insert(document, "softmax", copied, metadata=_marks("softmax", solution=True))


@mangling
def windows_line_ends(document):
    for cell in document["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@mangling
def lists_of_lines(document):
    for cell in document["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)


@mangling
def hostile_outputs(document):
    for cell in document["cells"]:
        cell["outputs"] = {"text": ["<script>"], "data": 10**6 * "x"}


@mangling
def format_4_0(document):
    strip_ids(document)
    document["nbformat_minor"] = 0


@mangling
def format_of_the_future(document):
    document.update(nbformat=5, nbformat_minor=9)


@mangling
def indent_an_answer(document):
    _own(document, "softmax")["source"] = "if True:\n    pass\n" + ANSWER.format(name="softmax")


def test_at_least_twenty_five_manglings_are_tried():
    assert len(MANGLINGS) >= 25


@pytest.mark.parametrize("mangle", MANGLINGS, ids=lambda mangle: mangle.__name__)
def test_every_answer_is_recovered_from_a_notebook(solved, mangle):
    mangle(solved)
    assert _run(_take(solved)) == ALL_RIGHT


@pytest.mark.parametrize(
    ("mangle", "words"),
    [
        (strip_everything, "mse, softmax, accuracy: the cell's mark was missing; it was told by the function in it."),
        (strip_nbgrader, "mse, softmax, accuracy: the cell's mark was missing; it was told by its id."),
        (duplicate_above, "softmax: there were 2 cells of it; the last one that is filled in was read."),
        (split_below_the_docstring, "softmax: the cell was split; its parts were joined."),
        (answer_below_the_check, "softmax: the answer stood in another cell than its own."),
        (
            retype_as_markdown,
            "softmax: the answer stood in a cell that is not of type code; its text was read as code.",
        ),
        (delete_checks_text_and_setup, "4 released cells: missing from the notebook, and put back."),
    ],
    ids=["stripped", "stripped with ids", "duplicated", "split", "elsewhere", "retyped", "deleted"],
)
def test_a_repair_is_told_in_plain_words(solved, mangle, words):
    mangle(solved)
    assert words in _take(solved).repairs


def test_changed_checks_are_told(solved):
    edit_the_tests(solved)
    assert any("the check cell had been changed" in words for words in _take(solved).repairs)


def test_check_cells_are_never_run(solved):
    for name in EXERCISES:
        _own(solved, f"{name}-check")["source"] = "raise SystemExit"
    _insert(solved, "mse-check", "raise SystemExit", metadata=_marks("mse-check", grade=True))
    assert not any("SystemExit" in step.source for step in _take(solved).steps)


def test_the_setup_of_the_release_is_run_even_if_the_reader_changed_it(solved):
    solved["cells"][1]["source"] = "check = None"
    steps = _take(solved).steps
    assert [step.source for step in steps[:2]] == ["import numpy as np\nfrom selfcheck import check", "check = None"]
    assert [step.kind for step in steps[:2]] == ["setup", "own"]


def test_own_cells_run_in_their_place(solved):
    _insert(solved, "softmax", "mine = 1")
    kinds = [(step.kind, step.exercises) for step in _take(solved).steps]
    assert kinds[4:7] == [("answer", ("softmax",)), ("own", ()), ("ask", ("softmax",))]


def test_a_deleted_answer_is_missing_and_the_others_are_there(solved):
    _remove(solved, "softmax")
    intake = _take(solved)
    assert intake.answers["softmax"].state == "missing"
    assert _run(intake) == {name: words for name, words in ALL_RIGHT.items() if name != "softmax"}


def test_an_answer_without_its_function_is_told_by_its_position(solved):
    _own(solved, "softmax").update(source="def soft_max(x):\n    return x", metadata={}, id="another")
    intake = _take(solved)
    assert intake.answers["softmax"].source == "def soft_max(x):\n    return x"
    assert "softmax: the cell's mark was missing; it was told by its position." in intake.repairs


def test_a_cell_with_two_answers_runs_once(solved):
    merge_two_answers(solved)
    assert [step.exercises for step in _take(solved).steps if step.kind == "answer"] == [
        ("mse", "softmax"),
        ("accuracy",),
    ]


def test_the_last_definition_before_the_check_counts_as_in_jupyter(solved):
    _insert(solved, "softmax", "def softmax(x):\n    return 'second thoughts'")
    assert _run(_take(solved))["softmax"] == "second thoughts"


def test_a_later_experiment_does_not_spoil_an_answer(solved):
    _insert(solved, "softmax-check", "def softmax(x):\n    return 'an experiment'")
    assert _run(_take(solved)) == ALL_RIGHT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_other_encodings_are_read_and_noted(solved, encoding):
    _own(solved, "mse")["source"] += "# ñandú\n"
    intake = _take(json.dumps(solved, ensure_ascii=False).encode(encoding))
    assert _run(intake) == ALL_RIGHT
    assert "instead of UTF-8" in intake.repairs[0]
    assert "ñandú" in intake.answers["mse"].source


def test_the_old_format_with_worksheets_is_read_and_noted(solved):
    old = nbformat.convert(nbformat.from_dict(solved), 3)
    for cell in old.worksheets[0].cells:
        cell.metadata = _own(solved, "mse")["metadata"] if "def mse" in cell.get("input", "") else {}
    intake = _take(json.dumps(old).encode())
    assert _run(intake) == ALL_RIGHT
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
        _take(data)


def test_what_utf_8_cannot_say_is_replaced(solved):
    _own(solved, "mse")["source"] += "# \ud800"
    assert _take(solved).answers["mse"].source.endswith("# ?")
