"""Whatever somebody hands in: its notebook is found, or it is named. Nobody is lost."""

import io
import json
import zipfile

import pytest

from grader.classroom import Classroom, Options
from grader.classroom.candidates import candidates
from grader.classroom.submissions import find

NOTEBOOK = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode()


def _zip(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as pack:
        for name, data in files.items():
            pack.writestr(name.replace("_dot_", "."), data)
    return file.getvalue()


FOUND = {
    "a notebook with the name of a document": ("04-losses.docx", NOTEBOOK),
    "a notebook without a name of its own": ("download.bin", NOTEBOOK),
    "a notebook with the name of a page": ("view.php", NOTEBOOK),
    "capital letters": ("04-LOSSES.IPYNB", NOTEBOOK),
    "a download that has another end": ("04-losses.ipynb.part", NOTEBOOK),
    "a zip file in capital letters": ("A.ZIP", _zip(a_dot_IPYNB=NOTEBOOK)),
    "a zip file with the name of a notebook": ("04-losses.ipynb", _zip(a_dot_ipynb=NOTEBOOK)),
    "a notebook within a document": ("answers.docx", _zip(**{"word/a_dot_ipynb": NOTEBOOK})),
    "a notebook of no name in a zip file": ("a.zip", _zip(answers=NOTEBOOK)),
}


@pytest.mark.parametrize(("name", "data"), FOUND.values(), ids=FOUND)
def test_a_notebook_is_found_whatever_it_is_called(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    [found] = candidates(tmp_path)
    assert found.trouble == "" and json.loads(found.read()) == json.loads(NOTEBOOK)


NAMED = {
    "RAR": ("04-losses.rar", b"Rar!\x1a\x07\x01\0", "a RAR archive"),
    "7z": ("04-losses.7z", b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    "RAR with the name of a notebook": ("04-losses.ipynb", b"Rar!\x1a\x07\x01\0", "a RAR archive"),
    "tar": ("04-losses.tar.gz", b"\x1f\x8b\x08", "a compressed file"),
    "gzip": ("04-losses.ipynb.gz", b"\x1f\x8b\x08", "a compressed file"),
    "a zip file in a zip file": ("a.zip", _zip(inner_dot_zip=_zip(a_dot_ipynb=NOTEBOOK)), "a zip file in a zip file"),
    "what Jupyter saves": (".ipynb_checkpoints/04-losses-checkpoint.ipynb", NOTEBOOK, "a copy that Jupyter keeps"),
    "what Jupyter writes to": (".~04-losses.ipynb", NOTEBOOK, "a copy that Jupyter keeps"),
}


@pytest.mark.parametrize(("name", "data", "words"), NAMED.values(), ids=NAMED)
def test_what_cannot_be_looked_into_is_named(tmp_path, name, data, words):
    path = tmp_path / "ada" / "04-losses" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    [found] = find(tmp_path, ["04-losses"]).submissions
    assert words in found.problem and words in found.candidates[0].trouble


def test_what_jupyter_keeps_is_no_matter_beside_a_notebook_or_an_attempt(tmp_path):
    for name in (".ipynb_checkpoints/a-checkpoint.ipynb", "attempt-1/a.ipynb"):
        (tmp_path / "ada" / "04-losses" / name).parent.mkdir(parents=True)
        (tmp_path / "ada" / "04-losses" / name).write_bytes(NOTEBOOK)
    [found] = find(tmp_path, ["04-losses"]).submissions
    assert (found.attempt, found.problem) == ("attempt-1", "")


def test_data_that_are_compressed_are_no_hand_in(tmp_path):
    (tmp_path / "digits.npz").write_bytes(_zip(images_dot_npy=b"\x93NUMPY"))
    (tmp_path / "digits.csv.gz").write_bytes(b"\x1f\x8b\x08")
    (tmp_path / "a.zip").write_bytes(_zip(digits_dot_npz=_zip(a_dot_npy=b""), a_dot_ipynb=NOTEBOOK))
    assert [one.name for one in candidates(tmp_path)] == ["a.zip/a.ipynb"]


def test_a_folder_without_a_notebook_says_what_it_holds_and_an_empty_one_is_named(tmp_path):
    for place in ("ada/04-losses/04-losses.html", "ada/04-losses/04-losses.pdf"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text("<p>mse")
    (tmp_path / "bo").mkdir()
    found = find(tmp_path, ["04-losses"])
    assert found.submissions[0].problem == "The folder holds no notebook, but '04-losses.html', '04-losses.pdf'."
    assert found.notes == ["'bo' is an empty folder: nothing was handed in there."]


@pytest.mark.confined
def test_a_notebook_of_another_assignment_is_named_and_its_author_told(course, tmp_path):
    cells = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name, "solution": True}}, "source": f"{name} = abs"}
        for name in course.chapter("05-backprop").definitions()
    ]
    (tmp_path / "class" / "ada" / "04-losses").mkdir(parents=True)
    document = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (tmp_path / "class" / "ada" / "04-losses" / "04-losses.ipynb").write_text(json.dumps(document))
    tally = Classroom(Options(course, tmp_path / "class", tmp_path / "out", workers=1)).grade()
    words = "The notebook is one of 05-backprop, not of 04-losses."
    assert tally.left_out == [f"ada, 04-losses: {words}"] and tally.exit_code == 3
    assert words in (tmp_path / "out" / "feedback" / "ada" / "04-losses.html").read_text()
