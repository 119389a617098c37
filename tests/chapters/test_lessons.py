"""Lessons run from top to bottom, and say the same when they are run again (nbval compares every output)."""

import os
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

from grader.course import Course

COURSE = Course.find(Path(__file__))
LESSONS = [chapter for chapter in COURSE.chapters() if (chapter.folder / "lesson.md").exists()]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(COURSE.root), "OPENBLAS_NUM_THREADS": "1"}


def executed(chapter):
    """Return a lesson as a notebook with its outputs."""
    notebook = jupytext.read(chapter.folder / "lesson.md")
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(chapter.folder)}})
    client.execute(env=ENVIRONMENT)
    return notebook


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "chapter",
    [pytest.param(c, id=c.assignment, marks=[] if c.short == "losses" else pytest.mark.slow) for c in LESSONS],
)
@pytest.mark.filterwarnings("ignore:Proactor|unclosed:ResourceWarning")
def test_a_lesson_says_the_same_when_it_is_run_again(chapter, tmp_path):
    notebook = tmp_path / f"{chapter.assignment}.ipynb"
    nbformat.write(executed(chapter), notebook)
    again = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(tmp_path),
    ]
    again += ["--nbval", "--nbval-cell-timeout", "120", "--nbval-current-env", str(notebook)]
    done = subprocess.run(again, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
