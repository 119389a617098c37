"""The course of this repository; and a small class for the tests of grading: a course of three exercises, notebooks."""

import copy
import json
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.course import Chapter, Course
from grader.course.own_modules import own_modules

ROOT = Path(__file__).parents[1]
BROWSERS = ["chromium-headless-shell", "chromium", "google-chrome"]  # the first takes half the processor time
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
collect_ignore = ["other_course"]  # a course is no test
OF_LOSSES = ("solutions/losses.py", "exercises/forms.py", "exercises/losses/batches.py")

PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Exercises: losses

```{code-cell} ipython3
:tags: [setup]
import numpy as np
```

## Exercise 4.1 · `mse` (2 points)

```{code-cell} ipython3
:tags: [exercise]
from solutions.losses import mse
```

```{code-cell} ipython3
shown = mse(np.ones((1, 2)), np.zeros((1, 2)))
print(shown)
```

## Exercise 4.2 · `softmax` (3 points)

```{code-cell} ipython3
:tags: [exercise]
from solutions.losses import softmax
```

## Exercise 4.3 · `accuracy` (1 point)

```{code-cell} ipython3
:tags: [exercise]
from solutions.losses import accuracy
```
"""
RIGHT = {
    "mse": '''def mse(predictions, targets):
    """Return half the mean squared distance."""
    predictions, targets = np.asarray(predictions, dtype=float), np.asarray(targets, dtype=float)
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))
''',
    "softmax": '''def softmax(logits):
    """Return probabilities."""
    logits = np.array(logits, dtype=float)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
''',
    "accuracy": '''def accuracy(logits, labels):
    """Return the share of right answers."""
    return np.mean(np.argmax(logits, axis=1) == labels)
''',
}
WRONG_SOFTMAX = """def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=0, keepdims=True))
    return exponentials / exponentials.sum(axis=0, keepdims=True)
"""


def pytest_itemcollected(item):
    """Say of a test that it needs a browser; have one process run all tests that share what a module makes once."""
    if "browser" in item.fixturenames:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on PATH"))
    made = [one for found in item._fixtureinfo.name2fixturedefs.values() for one in found if one.scope == "module"]
    if made and not item.get_closest_marker("xdist_group"):
        item.add_marker(pytest.mark.xdist_group(item.location[0]))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave the first and the last case of a sampled test to each run; the scheduled run tries those between them."""
    sampled = defaultdict(list)
    for item in items:
        if item.get_closest_marker("sampled"):
            sampled[item.path, item.originalname].append(item)
    for cases in sampled.values():
        for item in cases[1:-1]:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def browser():
    """Return a headless Chromium, which ends with the module: beside Playwright nothing can have an event loop."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # milliseconds, as long as Playwright waits for everything else
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@dataclass(frozen=True)
class SmallClass:
    """The chapter of the small course, its release, and what readers may hand in."""

    chapter: Chapter
    released: Path
    right: dict
    wrong_softmax: str

    @property
    def course(self):
        """The small course."""
        return self.chapter.course

    def document(self, **answers):
        """Return the released notebook with these answers in it, as a document; without any, all are right."""
        document = copy.deepcopy(json.loads((self.released / "04-losses.ipynb").read_bytes()))
        for name, source in (answers or self.right).items():
            self.cell(document, name)["source"] = source
        return document

    def notebook(self, **answers):
        """Return the same as bytes."""
        return self.encoded(self.document(**answers))

    def encoded(self, document):
        """Return a document as the bytes of a file."""
        return json.dumps(document).encode("utf-8")

    def cell(self, document, grade_id):
        """Return the cell of that name."""
        return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)

    def hand_in(self, submitted, student, data=None):
        """Put a submission where it is looked for; without data, all right."""
        path = submitted / student / "04-losses" / "04-losses.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.notebook() if data is None else data)
        return path


@pytest.fixture(scope="session")
def course():
    """Return the course of this repository."""
    return Course(ROOT)


@pytest.fixture(autouse=True)
def this_course_again(course):
    """Let `solutions` mean this course's own after a test, whichever course it asked: doctests are no part of one."""
    yield
    own_modules.stand_in_for(course)


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """Return the small class, whose course has three of the exercises on losses, and no others."""
    from grader.release import release

    root = tmp_path_factory.mktemp("small")
    (root / "course.toml").write_text('title = "A small course"\n')
    for name in (*OF_LOSSES, *(f"exercises/losses/{name}.py" for name in RIGHT)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, root / name)
    (root / "chapters" / "04-losses").mkdir(parents=True)
    (root / "chapters" / "04-losses" / "exercises.md").write_text(PAGE)
    chapter = Course(root).chapter("losses")
    return SmallClass(chapter, release(chapter, root / "release"), RIGHT, WRONG_SOFTMAX)
