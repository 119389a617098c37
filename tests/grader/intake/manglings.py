"""A small release, and the ways in which its notebook comes back mangled with every answer still in it."""

import contextlib
import copy
import json

from grader.intake import notebook, take_in

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


def marks(grade_id, **special):
    return {"nbgrader": {"grade_id": grade_id, "grade": False, "solution": False, "locked": False} | special}


def _cell(number, source, metadata=None, cell_type="code"):
    document = {"cell_type": cell_type, "id": f"04-small-{number:03d}", "metadata": metadata or {}, "source": source}
    return document | ({"outputs": [], "execution_count": None} if cell_type == "code" else {})


def _make_release():
    cells = [_cell(0, "# Small", cell_type="markdown"), _cell(1, "import numpy as np\nfrom selfcheck import check")]
    for name in EXERCISES:
        cells.append(_cell(len(cells), f"## Exercise {name}", cell_type="markdown"))
        cells.append(_cell(len(cells), STUB.format(name=name), marks(name, solution=True)))
        cells.append(_cell(len(cells), f"check({name})", marks(f"{name}-check", grade=True, locked=True)))
        cells.append(_cell(len(cells), f"print({name}(1))"))
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


RELEASE = _make_release()
RELEASED = notebook.read(json.dumps(RELEASE).encode())[0]


def own(document, grade_id):
    return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def remove(document, *grade_ids):
    for grade_id in grade_ids:
        document["cells"].remove(own(document, grade_id))


def insert(document, after, *sources, metadata=None):
    """Insert cells of the reader's own after a cell of that grade_id."""
    position = document["cells"].index(own(document, after)) + 1
    new = [
        {"cell_type": "code", "id": f"own-{position}-{n}", "metadata": copy.deepcopy(metadata or {}), "source": source}
        for n, source in enumerate(sources)
    ]
    document["cells"][position:position] = new


def take(document):
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return take_in(data, RELEASED, EXERCISES)


def run(intake):
    """Run the steps plainly and return what each function was at the moment when it was asked."""
    namespace, asked = {"__builtins__": __builtins__}, {}
    for step in intake.steps:
        if step.kind == "ask":
            asked[step.exercises[0]] = namespace[step.exercises[0]](1)
        elif step.kind not in ("setup", "use"):
            with contextlib.suppress(ModuleNotFoundError):
                exec(step.source, namespace)
    return asked


MANGLINGS = []


def mangling(function):
    """Collect a way in which notebooks get mangled without losing an answer."""
    MANGLINGS.append(function)
    return function


@mangling
def duplicate_the_stub(document):
    insert(document, "softmax", STUB.format(name="softmax"), metadata=marks("softmax", solution=True))


@mangling
def duplicate_above(document):
    own(document, "softmax")["source"] = ANSWER.format(name="softmax").replace("by the reader", "at first")
    insert(document, "softmax", ANSWER.format(name="softmax"), metadata=marks("softmax", solution=True))


@mangling
def duplicate_everything(document):
    document["cells"] += copy.deepcopy(document["cells"])


@mangling
def split_below_the_docstring(document):
    head, tail = ANSWER.format(name="softmax").split("    return")
    own(document, "softmax")["source"] = head
    insert(document, "softmax", "    return" + tail, metadata=marks("softmax", solution=True))


@mangling
def split_in_three_without_metadata(document):
    own(document, "softmax")["source"] = "def softmax(x):\n    words = 'softmax'"
    insert(document, "softmax", "    words += ' by the'", "    return words + ' reader'")


@mangling
def split_above_the_function(document):
    own(document, "softmax")["source"] = "WORDS = 'softmax by the reader'"
    insert(document, "softmax", "def softmax(x):\n    return WORDS", metadata=marks("softmax", solution=True))


@mangling
def merge_two_answers(document):
    own(document, "mse")["source"] += "\n\n" + ANSWER.format(name="softmax")
    remove(document, "mse-check", "softmax")


@mangling
def merge_all_answers_in_the_last(document):
    own(document, "accuracy")["source"] = "\n\n".join(ANSWER.format(name=name) for name in EXERCISES)
    remove(document, "mse", "softmax")


@mangling
def merge_with_the_check(document):
    own(document, "softmax")["source"] += "\n\nassert softmax(1)"
    remove(document, "softmax-check")


@mangling
def answer_in_the_check_cell(document):
    own(document, "softmax")["source"] = STUB.format(name="softmax")
    own(document, "softmax-check")["source"] = ANSWER.format(name="softmax")


@mangling
def answer_below_the_check(document):
    own(document, "softmax")["source"] = STUB.format(name="softmax")
    insert(document, "softmax-check", "HELP = ' by the reader'", "def softmax(x):\n    return 'softmax' + HELP")


@mangling
def answer_in_a_cell_of_the_release(document):
    own(document, "softmax")["source"] = STUB.format(name="softmax")
    use = next(c for c in document["cells"] if c["source"] == "print(softmax(1))")
    use["source"] = ANSWER.format(name="softmax") + "print(softmax(1))"


@mangling
def answer_by_lambda(document):
    own(document, "softmax")["source"] = "softmax = lambda x: 'softmax by the reader'"


@mangling
def delete_checks_text_and_setup(document):
    document["cells"] = [c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("solution")]


@mangling
def reverse(document):
    document["cells"].reverse()


@mangling
def retype_as_markdown(document):
    own(document, "softmax")["cell_type"] = "markdown"


@mangling
def retype_as_raw_without_metadata(document):
    own(document, "softmax").update(cell_type="raw", metadata={})


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
        own(document, name)["metadata"]["nbgrader"]["grade_id"] = f"cell-{number}"


@mangling
def swap_grade_ids(document):
    one, other = own(document, "mse"), own(document, "softmax")
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
        own(document, f"{name}-check")["source"] = f"def {name}2(x): pass\nraise SystemExit"


@mangling
def edit_the_setup(document):
    document["cells"][1]["source"] = "import math\n" + document["cells"][1]["source"]
    own(document, "softmax")["source"] = "def softmax(x):\n    return 'softmax by the reader'[: int(math.inf > 0) * 99]"


@mangling
def own_helper_cells(document):
    own(document, "softmax")["source"] = "def softmax(x):\n    return helper()"
    insert(document, "mse-check", "def helper():\n    return 'softmax by the reader'")


@mangling
def helper_in_a_copied_cell(document):
    own(document, "softmax")["source"] = "def softmax(x):\n    return helper()"
    copied = "def helper():\n    return 'softmax by the reader'"
    insert(document, "softmax", copied, metadata=marks("softmax", solution=True))


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
    own(document, "softmax")["source"] = "if True:\n    pass\n" + ANSWER.format(name="softmax")
