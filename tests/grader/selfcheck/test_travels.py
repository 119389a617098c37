"""The self-check where it is used: in a folder beside a notebook, without this repository."""

import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from grader.release import exercises_of
from grader.release.travelling import write_selfcheck

ALONE = """
import sys
sys.path.insert(0, ".")
from selfcheck import CheckFailed, check
import numpy as np

def mse_grad(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return (predictions.astype(float) - targets) / len(predictions)

check(mse_grad)

def accuracy(logits, labels):
    return np.sum(logits.argmax(axis=1) == labels)

try:
    check(accuracy)
except CheckFailed as error:
    print(error)

with_files = {name.split(".")[0] for name, module in sys.modules.items() if getattr(module, "__file__", None)}
print(sorted(name for name in with_files - set(sys.stdlib_module_names) if not name.startswith("_")))
"""


@pytest.fixture(scope="module")
def folder(course, tmp_path_factory):
    path = tmp_path_factory.mktemp("04-losses")
    write_selfcheck(path / "selfcheck", "04-losses", exercises_of(course.chapter("losses")))
    return path


def test_it_needs_numpy_and_nothing_else(folder):
    shown = subprocess.run([sys.executable, "-I", "-c", ALONE], cwd=folder, capture_output=True, text=True, check=True)
    lines = shown.stdout.splitlines()
    assert lines[0] == "mse_grad: all right, 2 of 2 points here"
    assert "Likely cause: Divide by N: accuracy is the share of right answers" in shown.stdout
    assert lines[-2] == "accuracy is not right yet: 0 of 1 points here."
    assert lines[-1] == "['numpy', 'selfcheck']"
    assert shown.stderr == ""


RIGHT = """
import numpy as np
from selfcheck import check

def softmax(logits):
    logits = np.asarray(logits, dtype=float)
    if logits.ndim != 2:
        raise ValueError("two axes")
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
"""
WRONG = "def softmax(logits):\n    exponentials = np.exp(logits)\n    return exponentials / exponentials.sum(axis=1)"


QUICK = f"""
import sys
sys.path.insert(0, ".")
import numpy as np
before = set(sys.modules)
{RIGHT}
from selfcheck import report
print(report(softmax).outcome, len(report(softmax).html) > 500)
print(*sorted(set(sys.modules) - before))
"""


def test_a_right_answer_is_shown_on_a_page_without_what_takes_time_to_load(folder):
    command = [sys.executable, "-I", "-c", QUICK]
    shown = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
    assert shown[0] == "passed True"
    loaded = set(shown[1].split())
    assert "selfcheck.html_page" in loaded
    assert not loaded & {"selfcheck.telling", "selfcheck.plain_text", "html", "sysconfig"}


def test_a_notebook_shows_the_page_and_fails_with_one_line(folder):
    cells = [new_code_cell(source) for source in (RIGHT, "check(softmax)", WRONG, "check(softmax)")]
    notebook = new_notebook(cells=cells)
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    with pytest.raises(CellExecutionError, match="softmax is not right yet: 0 of 3 points here"):
        client.execute()
    nbformat.validate(notebook)
    (passed,) = notebook.cells[1].outputs
    assert "All right" in passed.data["text/html"]
    failed, error = notebook.cells[3].outputs
    assert "Likely cause" in failed.data["text/html"]
    assert "softmax(np.array([[" in failed.data["text/plain"]  # an example to paste
    assert error.traceback == ["CheckFailed: softmax is not right yet: 0 of 3 points here."]
