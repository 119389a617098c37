"""JupyterLite on the site: the whole notebook in the browser, with its check, its data, and a way to take it home."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from grader.course import Course

COURSE = Course(Path(__file__).parents[2])

NOTEBOOK = "path=04-losses/04-losses.ipynb"
PATIENCE = 180_000  # milliseconds: two cores, and Python, NumPy and matplotlib start in the browser
IDLE = ".jp-Notebook-ExecutionIndicator[data-status=idle]"  # before, a cell that is run is forgotten
WRONG = """def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)
"""
RIGHT = """def softmax(logits):
    logits = np.array(logits, dtype=float)
    if logits.ndim != 2:
        raise ValueError("logits must have shape (N, K)")
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
"""

HAS_RUN = """([cell, before]) => {
  const prompt = cell.querySelector(".jp-InputPrompt").innerText
  return /\\d/.test(prompt) && prompt !== before
}"""
SHOWS = "([cell, words]) => cell.querySelector('.jp-OutputArea')?.innerText.includes(words)"


class Notebook:
    """A notebook that is open in JupyterLite; `sources` are the texts of its cells as they were released."""

    def __init__(self, page, sources):
        self.page, self.sources = page, sources
        page.locator(IDLE).first.wait_for(state="attached", timeout=PATIENCE)

    def run(self, words, text=None, shows=None):
        """Run the first cell that holds these words, with another text if one is given, and return what comes out.

        What is to come out may be drawn after the cell has got its number.
        """
        position = next(k for k, source in enumerate(self.sources) if words in source)
        cell = self.page.locator(".jp-Notebook .jp-Cell").nth(position)
        cell.locator(".cm-content").wait_for()
        handle = cell.element_handle()
        before = handle.query_selector(".jp-InputPrompt").inner_text()
        handle.query_selector(".cm-content").click()
        if text:
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(HAS_RUN, arg=[handle, before], timeout=PATIENCE)
        if shows:
            self.page.wait_for_function(SHOWS, arg=[handle, shows], timeout=PATIENCE)
        outputs = handle.query_selector(".jp-OutputArea")
        return outputs.inner_text() if outputs else ""


@pytest.fixture
def open_lite(browser, address, site):
    """Return a function that opens a notebook in JupyterLite; the test fails if another host is asked for anything."""
    asked, contexts = [], []
    released = json.loads((site / "lite" / "files" / "04-losses" / "04-losses.ipynb").read_text(encoding="utf-8"))
    sources = ["".join(cell["source"]) for cell in released["cells"]]

    def open_notebook(app):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(f"{address}/lite/{app}/index.html?{NOTEBOOK}")
        return Notebook(page, sources)

    yield open_notebook
    for context in contexts:
        context.close()
    assert any(url.startswith(f"{address}/pyodide/") for url in asked)
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", f"blob:{address}"))] == []


def test_the_exercises_link_to_their_notebook_in_jupyterlite(site):
    page = BeautifulSoup((site / "chapters/04-losses/exercises.html").read_text(encoding="utf-8"), "html.parser")
    link = page.find("a", string="Open in JupyterLite")["href"]
    assert link == f"../../lite/notebooks/index.html?{NOTEBOOK}"
    assert (site / "lite" / "notebooks" / "index.html").is_file()


@pytest.mark.parametrize("app", [pytest.param("notebooks", marks=pytest.mark.slow), "lab"])
def test_a_reader_answers_and_checks_in_jupyterlite_and_hands_in_the_download(open_lite, app, tmp_path):
    notebook = open_lite(app)
    assert "Error" not in notebook.run("from selfcheck import check")
    assert "Error" not in notebook.run("load_digits()")
    notebook.run("def softmax", WRONG)
    assert "of 3 points" in notebook.run("check(softmax)", shows="sum over axis 1, not down the columns")
    notebook.run("def softmax", RIGHT)
    notebook.run("check(softmax)", shows="3 of 3 points")
    with notebook.page.expect_download() as download:
        if app == "lab":
            notebook.page.get_by_role("menuitem", name="File", exact=True).click()
            notebook.page.get_by_role("menuitem", name="Download", exact=True).click()
        else:
            notebook.page.get_by_role("button", name="Download").click()
    # handed in under the name that JupyterLite gives it: folder and file in one
    handed_in = tmp_path / "submitted" / "ada" / "04-losses" / download.value.suggested_filename
    download.value.save_as(handed_in)
    assert handed_in.suffix == ".ipynb"
    assert points_of(tmp_path / "submitted", tmp_path / "out")["softmax"] == "3"


def points_of(submitted, out):
    """Return the points of each exercise that `course grade` gives."""
    arguments = ["grade", str(submitted), "--out", str(out), "--workers", "1"]
    command = [sys.executable, "-c", "from grader.cli import main; main()", *arguments]
    subprocess.run(command, check=True, cwd=COURSE.root, stdin=subprocess.DEVNULL)
    with (out / "grades.csv").open(encoding="utf-8", newline="") as stream:
        return {row["exercise"]: row["points"] for row in csv.DictReader(stream)}
