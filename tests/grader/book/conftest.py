"""Small things to build: pages of the tests' own course, a course on other subjects, files in the form of Pyodide's."""

import hashlib
import json
import shutil

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from grader.book import pyodide
from grader.course import Course

DEPENDS = {
    "numpy": [],
    "matplotlib": ["numpy", "Pillow"],
    "pillow": [],
    "micropip": [],
    "ssl": [],
    "sqlite3": [],
    "jedi": [],
    "ipython": ["prompt_toolkit"],  # names are not always spelt as their entries are
    "prompt-toolkit": ["numpy"],
    "scipy": ["numpy"],
}


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def pyodide_files(tmp_path, monkeypatch):
    """Return a folder in the form of Pyodide's, whose files are small; their sha256 take the place of the real ones."""
    folder = tmp_path / "files"
    folder.mkdir()
    entries = {}
    for name, depends in DEPENDS.items():
        content = f"the wheel of {name}".encode()
        (folder / f"{name}-1.0.whl").write_bytes(content)
        entries[name] = {"file_name": f"{name}-1.0.whl", "sha256": digest(content), "depends": depends}
    entries["scipy"]["imports"] = ["fruit_salad"]  # a module whose name is not its package's
    lock = {"info": {"version": pyodide.VERSION}, "packages": entries}
    for name in pyodide.CORE:
        content = json.dumps(lock) if name == pyodide.LOCK else f"core {name}"
        (folder / name).write_text(content)
    monkeypatch.setattr(pyodide, "CORE", {name: digest((folder / name).read_bytes()) for name in pyodide.CORE})
    return folder


@pytest.fixture
def build_page(tiny_course, tmp_path):
    """Return a function that builds the exercise page of the tests' own course, and returns the site's folder."""

    def build(change=lambda text: text, **config):
        root, docname = tmp_path / "course", "chapters/09-tiny/exercises"
        shutil.copytree(tiny_course.root, root, ignore=shutil.ignore_patterns("__pycache__", "build"))
        page = root / f"{docname}.md"
        page.write_text(change(page.read_text(encoding="utf-8")), encoding="utf-8")
        config |= {
            "root_doc": docname,
            "include_patterns": ["chapters/**"],
            "extensions": ["myst_nb", "grader.book.extension"],
            "source_suffix": {".rst": "restructuredtext"},  # extensions add to Sphinx's own table, for all later builds
            "myst_enable_extensions": ["dollarmath"],
            "nb_execution_mode": "off",
            "suppress_warnings": ["myst.xref_missing"],
        }
        folders = [root, None, tmp_path / "site", tmp_path / "doctrees"]
        with patch_docutils(), docutils_namespace():
            Sphinx(*folders, "html", confoverrides=config, status=None, warningiserror=True).build()
        return tmp_path / "site"

    return build


TITLE = "Means & texts"
PAGE = """---
kernelspec: {{display_name: Python 3, language: python, name: python3}}
file_format: mystnb
---

# {title}

{body}
"""
LESSON = """
A mean is a sum, divided.

```{code-cell} ipython3
from solutions.means import mean

mean([1, 2, 6])
```
"""
EXERCISES = """
```{{code-cell}} ipython3
:tags: [setup]
import numpy as np
```

## Exercise {number}.1 · `{name}` ({points})

```{{code-cell}} ipython3
:tags: [exercise]
from solutions.{module} import {name}
```
"""
MODULE = """from grader import Case, Exercise
from solutions.{module} import {name}

{name} = Exercise({name}, {points}, ("Think.",), (Case("one", lambda rng: ({argument},)),))
"""
OTHER_SUBJECTS = {
    "course.toml": f'title = "{TITLE}"\n',
    "chapters/01-means/lesson.md": PAGE.format(title="Means: one number for many", body=LESSON),
    "chapters/01-means/exercises.md": PAGE.format(
        title="Exercises: means", body=EXERCISES.format(number=1, module="means", name="mean", points="2 points")
    ),
    "chapters/02-words/exercises.md": PAGE.format(
        title="Words", body=EXERCISES.format(number=2, module="words", name="shout", points="1 point")
    ),
    "solutions/means.py": 'def mean(x):\n    """Return the mean."""\n    return sum(x) / len(x)\n',
    "solutions/words.py": 'def shout(text):\n    """Return capitals."""\n    return text.upper()\n',
    "exercises/means.py": MODULE.format(module="means", name="mean", points=2, argument="[1.0, 2.0]"),
    "exercises/words.py": MODULE.format(module="words", name="shout", points=1, argument="'abc'"),
}


@pytest.fixture(scope="session")
def other_subjects(tmp_path_factory):
    """Return a course of two chapters on other subjects, with the fewest files that a course can have."""
    root = tmp_path_factory.mktemp("other-subjects")
    for name, text in OTHER_SUBJECTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Course(root)
