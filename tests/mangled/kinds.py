"""What happens to notebooks on their way home: each function does it to one and says in a sentence what it is.

A mangling takes the notebook as a document, all right answers in it, and may return the bytes of the file; else the
document is written as JSON. What is left of the points is all of them, unless the table LOST says which are gone.
"""

import copy
import json

import nbformat

NAMES = ("mse", "softmax", "accuracy")
KINDS = {}
LOST = {}


def kind(function=None, lost=()):
    """Collect a mangling; `lost` are the exercises that nobody could find in what is left."""
    if function is None:
        return lambda made: kind(made, lost)
    KINDS[function.__name__] = function
    LOST[function.__name__] = set(lost)
    return function


def _own(document, name):
    return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def _code(source, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}


def _text(source):
    return source if isinstance(source, str) else "".join(source)


def _insert(document, after, *cells):
    place = document["cells"].index(_own(document, after)) + 1
    document["cells"][place:place] = cells


def _bytes(document):
    return json.dumps(document).encode()


@kind
def duplicated_answer(document):
    """An answer stands there twice, with the same name and id."""
    _insert(document, "softmax", copy.deepcopy(_own(document, "softmax")))


@kind
def copy_below_its_check(document):
    """An answer was copied below its check, mark and all, and changed there."""
    _insert(document, "mse-check", {**copy.deepcopy(_own(document, "mse")), "source": "def mse(a, b):\n    return 7.0"})


@kind
def broken_copy_below_its_check(document):
    """A copy of an answer below its check does not even run."""
    _insert(
        document, "softmax-check", {**copy.deepcopy(_own(document, "softmax")), "source": "def softmax(z):\n    1 +"}
    )


@kind
def emptied_above_and_answer_below(document):
    """An answer cell was emptied, and the answer stands in a copy below the check."""
    answer = copy.deepcopy(_own(document, "accuracy"))
    _own(document, "accuracy")["source"] = ""
    _insert(document, "accuracy-check", answer)


@kind
def duplicated_notebook(document):
    """All cells stand there twice."""
    document["cells"] += copy.deepcopy(document["cells"])


@kind
def empty_copy(document):
    """A copy of an answer cell was left empty."""
    _insert(document, "softmax", {**copy.deepcopy(_own(document, "softmax")), "source": ""})


@kind
def split_answer(document):
    """An answer was split below its docstring, in the middle of the function."""
    head, line, tail = _text(_own(document, "softmax")["source"]).partition("    logits = ")
    _own(document, "softmax")["source"] = head
    _insert(document, "softmax", _code(line + tail))


@kind
def merged_answers(document):
    """Two answers were merged into the first of their cells."""
    own = _own(document, "softmax")
    _own(document, "mse")["source"] = _text(_own(document, "mse")["source"]) + "\n\n" + _text(own["source"])
    document["cells"].remove(own)


@kind
def merged_into_one(document):
    """All answers are in one cell at the end, and no other code is left."""
    sources = [_text(_own(document, name)["source"]) for name in NAMES]
    document["cells"] = [_code("import numpy as np"), _code("\n\n".join(sources))]


@kind(lost=["softmax"])
def deleted_answer(document):
    """An answer cell was deleted: that one is ungradable, the others are graded."""
    document["cells"].remove(_own(document, "softmax"))


@kind
def deleted_checks(document):
    """All check cells were deleted."""
    for name in NAMES:
        document["cells"].remove(_own(document, f"{name}-check"))


@kind
def only_answers(document):
    """Everything but the answers was deleted, the setup too."""
    document["cells"] = [_own(document, name) for name in NAMES]


@kind
def reversed_cells(document):
    """The cells are in the opposite order."""
    document["cells"].reverse()


@kind
def answer_as_markdown(document):
    """An answer cell became text."""
    cell = _own(document, "softmax")
    cell["cell_type"] = "markdown"
    del cell["outputs"], cell["execution_count"]


@kind
def answer_as_raw(document):
    """An answer cell became raw, and lost its metadata."""
    _own(document, "softmax").update(cell_type="raw", metadata={})


@kind
def other_ids(document):
    """All ids were given anew."""
    for number, cell in enumerate(document["cells"]):
        cell["id"] = f"{number:08x}"


@kind
def stripped(document):
    """All metadata and ids are gone."""
    for cell in document["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)
    document["metadata"], document["nbformat_minor"] = {}, 4


@kind
def foreign_metadata(document):
    """The metadata are of other types than any notebook has."""
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = [None, [], "x", {"nbgrader": 3}, {"nbgrader": {"grade_id": ["softmax"]}}][number % 5]
        cell["id"] = number


@kind
def swapped_names(document):
    """Two answers stand in each other's cells."""
    one, other = _own(document, "mse"), _own(document, "softmax")
    one["source"], other["source"] = other["source"], one["source"]


@kind
def colab(document):
    """Saved by Colab: its own metadata, no ids, no names of nbgrader."""
    stripped(document)
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = {"id": f"aB3_{number}", "colab": {"base_uri": "https://localhost:8080/"}}
    document["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    document["nbformat_minor"] = 0


@kind
def vs_code(document):
    """Saved by VS Code: lines as lists, metadata of its own beside nbgrader's."""
    for cell in document["cells"]:
        cell["source"] = _text(cell["source"]).splitlines(keepends=True)
        cell["metadata"]["vscode"] = {"languageId": "python"}
    document["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}


@kind
def jupyterlite(document):
    """Saved by JupyterLite: the Pyodide kernel, trusted cells."""
    for cell in document["cells"]:
        cell["metadata"]["trusted"] = True
    document["metadata"]["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


@kind
def deepnote(document):
    """Saved by Deepnote: ids and metadata of its own."""
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = {"cell_id": f"{number:032x}", "deepnote_cell_type": cell["cell_type"]}
        cell["id"] = f"{number:032x}"


@kind
def format_3(document):
    """Written in the old format with worksheets."""
    for cell in document["cells"]:
        cell["source"] = _text(cell["source"])
    return nbformat.writes(nbformat.convert(nbformat.from_dict(document), 3), version=3).encode()


def _in_format_4(minor):
    def convert(document):
        document["nbformat_minor"] = minor
        for cell in document["cells"]:
            if minor < 5:
                cell.pop("id", None)

    convert.__name__ = f"format_4_{minor}"
    convert.__doc__ = f"Written as nbformat 4.{minor}."
    return kind(convert)


for _minor in range(6):
    _in_format_4(_minor)


@kind
def format_of_the_future(document):
    """Says that it is of a format that does not exist yet."""
    document.update(nbformat=6, nbformat_minor=1)


@kind
def wrong_kernel(document):
    """Says that it is for another language."""
    document["metadata"] = {"kernelspec": {"name": "julia-1.9", "language": "julia", "display_name": "Julia"}}


@kind
def windows_line_ends(document):
    """Lines end as on Windows, in the sources and in the file."""
    for cell in document["cells"]:
        cell["source"] = _text(cell["source"]).replace("\n", "\r\n")
    return json.dumps(document, indent=1).replace("\n", "\r\n").encode()


@kind
def byte_order_mark(document):
    """The file begins with a byte order mark."""
    return b"\xef\xbb\xbf" + _bytes(document)


@kind
def utf_16(document):
    """The file was saved as UTF-16."""
    return json.dumps(document).encode("utf-16")


@kind
def latin_1(document):
    """The file was saved as Latin-1, with an accent in a comment."""
    _own(document, "softmax")["source"] = "# á\n" + _text(_own(document, "softmax")["source"])
    return json.dumps(document, ensure_ascii=False).encode("latin-1", "replace")


@kind
def answer_in_another_cell(document):
    """An answer stands in a cell of its own below the untouched stub."""
    source = _text(_own(document, "softmax")["source"])
    _own(document, "softmax")["source"] = "def softmax(logits):\n    raise NotImplementedError()\n"
    _insert(document, "softmax", _code(source))


@kind
def answer_in_the_check_cell(document):
    """An answer stands in the cell of the check."""
    _own(document, "softmax-check")["source"] = _own(document, "softmax")["source"]
    _own(document, "softmax")["source"] = ""


@kind
def edited_checks(document):
    """The check cells were edited, and would fail."""
    for name in NAMES:
        _own(document, f"{name}-check")["source"] = "assert False"


@kind
def cells_that_are_none(document):
    """Some of the cells are no cells."""
    document["cells"][1:1] = [None, 7, [], "cell", {}]


@kind
def large_outputs(document):
    """Outputs of a few megabytes."""
    for cell in document["cells"][:4]:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 2**20}]


@kind
def own_cells_that_fail(document):
    """Experiments stand between the answers, and stop with errors."""
    _insert(document, "mse", _code("1 / 0"), _code("mse(1, 2, 3)"), _code("unfinished ("))


@kind(lost=NAMES)
def cut_off(document):
    """The upload was cut off in the middle."""
    data = _bytes(document)
    return data[: len(data) // 2]


@kind(lost=NAMES)
def empty_file(document):
    """The file is empty."""
    return b""


@kind(lost=NAMES)
def another_file(document):
    """A PDF was handed in."""
    return b"%PDF-1.7\n" + bytes(100)


@kind(lost=NAMES)
def no_cells(document):
    """The notebook has no cells."""
    document["cells"] = []
