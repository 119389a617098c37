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
LESSONS = [page for chapter in COURSE.chapters() for page in sorted(set(chapter.folder.glob("*.md")) - {chapter.page})]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(COURSE.root), "OPENBLAS_NUM_THREADS": "1"}


def executed(page):
    """Return a lesson, or another page beside it, as a notebook with its outputs."""
    notebook = jupytext.read(page)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(page.parent)}})
    client.execute(env=ENVIRONMENT)
    return notebook


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            id=f"{page.parent.name}/{page.stem}",
            marks=[] if page.match("04-losses/lesson.md") else pytest.mark.slow,
        )
        for page in LESSONS
    ],
)
@pytest.mark.filterwarnings("ignore:Proactor|unclosed:ResourceWarning")
def test_a_lesson_says_the_same_when_it_is_run_again(page, tmp_path):
    notebook = tmp_path / f"{page.parent.name}-{page.stem}.ipynb"
    nbformat.write(executed(page), notebook)
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
