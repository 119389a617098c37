"""Pages are executed side by side before Sphinx reads them, once each."""

import json
import shutil

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from grader.book.executed import PROGRESS

PAGE = """---
kernelspec: {{display_name: Python 3, language: python, name: python3}}
file_format: mystnb
---

# {name}

```{{code-cell}} ipython3
{code}
```
"""
MEET = """
import pathlib, time
pathlib.Path("{name}.here").touch()
end = time.monotonic() + 60
while not pathlib.Path("{other}.here").exists() and time.monotonic() < end:
    time.sleep(0.05)
met = pathlib.Path("{other}.here").exists()
with open("runs.txt", "a") as runs:
    runs.write("{name}\\n")
"They met." if met else "Nobody came."
"""


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a course of pages, given by name, and returns its site and what was logged."""

    def build(pages):
        root = tmp_path / "course"
        root.mkdir(exist_ok=True)
        (root / "course.toml").write_text('title = "Meetings"\n')
        (root / "index.md").write_text("# Meetings\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n")
        for name, code in pages.items():
            (root / f"{name}.md").write_text(PAGE.format(name=name, code=code))
        config = {
            "extensions": ["myst_nb", "grader.book.extension"],
            "source_suffix": {".rst": "restructuredtext"},
            "nb_execution_mode": "cache",
            "nb_execution_raise_on_error": True,
        }
        shutil.rmtree(tmp_path / "doctrees", ignore_errors=True)
        log = tmp_path / "log.txt"
        with patch_docutils(), docutils_namespace(), log.open("w") as status:
            folders = [root, None, tmp_path / "site", tmp_path / "doctrees"]
            Sphinx(*folders, "html", confoverrides=config, status=status, warning=status).build()
        return tmp_path / "site", log.read_text()

    return build


TWO = {"ada": MEET.format(name="ada", other="bo"), "bo": MEET.format(name="bo", other="ada")}


def test_pages_are_executed_side_by_side_and_read_with_their_results(build, tmp_path):
    site, log = build(TWO)
    for name in TWO:
        assert "They met." in (site / f"{name}.html").read_text()
    told = [line.partition(PROGRESS)[2] for line in log.splitlines() if PROGRESS in line]
    assert {line.partition(" in ")[0] for line in told} == {"ada", "bo"}
    assert [line.rpartition("; ")[2] for line in told] == ["1 left", "0 left"]
    assert (tmp_path / "course" / "runs.txt").read_text().split() in (["ada", "bo"], ["bo", "ada"])


def test_what_was_executed_is_not_executed_again_until_its_code_changes(build, tmp_path):
    build(TWO)
    _, log = build(TWO | {"bo": TWO["bo"] + "  # changed"})
    assert [line for line in log.splitlines() if PROGRESS in line] != []
    assert sorted((tmp_path / "course" / "runs.txt").read_text().split()) == ["ada", "bo", "bo"]
    seconds = json.loads((tmp_path / "course" / "build" / "book" / "seconds.json").read_text())
    assert set(seconds) == {"ada", "bo"}


def test_a_page_that_fails_stops_the_build_and_keeps_the_others(build, tmp_path):
    with pytest.raises(Exception, match="cy"):
        build(TWO | {"cy": "1 / 0"})
    (tmp_path / "course" / "cy.md").unlink()
    _, log = build(TWO)
    assert PROGRESS not in log


def test_a_line_that_a_kernel_sends_in_pieces_is_one_line(build):
    site, _ = build({"pieces": 'import time\nprint("one ", end="", flush=True)\ntime.sleep(1)\nprint("line")'})
    assert "one line" in (site / "pieces.html").read_text(encoding="utf-8")
