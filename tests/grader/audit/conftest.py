"""An exercise in which nothing is to be found, for tests to spoil; a course of one exercise; a console to read."""

import io

import numpy as np
import pytest
from rich.console import Console

from grader.course import Course
from grader.exercise import Case, Exercise, raises


def mse(predictions, targets):
    """Return half the mean squared error."""
    predictions = np.asarray(predictions, dtype=np.float64)
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


def cases(*more):
    batch = Case("a batch", lambda rng: (rng.normal(size=(4, 3)), rng.normal(size=(4, 3))), share=2)
    return (batch, Case("one axis", lambda rng: (rng.normal(size=5), rng.normal(size=5))), *more)


CHECKED = raises("shapes", lambda rng: (np.ones((2, 3)), np.ones(3)))


def _sound(reference=mse, points=2, more=(CHECKED,), hints=("a", "b", "c")):
    exercise = Exercise(reference, points, hints, cases(*more))

    @exercise.wrong("Halve it.")
    def mse_doubled(predictions, targets):
        return np.sum((predictions - targets) ** 2) / len(predictions)

    @exercise.wrong("Divide by N.")
    def mse_summed(predictions, targets):
        return np.sum((predictions - targets) ** 2) / 2

    @exercise.wrong("Square.")
    def mse_absolute(predictions, targets):
        return np.sum(np.abs(predictions - targets)) / len(predictions)

    @exercise.wrong("Check the shapes.")
    def mse_broadcasts(predictions, targets):
        return np.sum((predictions - targets) ** 2) / (2 * len(predictions))

    @exercise.variant
    def mse_by_mean(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        return np.mean((predictions - targets) ** 2) * predictions.size / len(predictions) / 2

    @exercise.variant
    def mse_by_dot(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        errors = (predictions - targets).ravel()
        return errors @ errors / (2 * len(predictions))

    @exercise.variant
    def mse_by_loop(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        return sum(float(e) ** 2 for e in (predictions - targets).ravel()) / 2 / len(predictions)

    return exercise


REFERENCE = '''import numpy as np


def halve(x):
    """Return half of every number."""
    return np.asarray(x) / 2
'''
EXERCISE = """import numpy as np

from grader import Case, Exercise
from solutions import halves

halve = Exercise(halves.halve, 1, (), (Case("some numbers", lambda rng: ({numbers},)),))
{more}
"""
PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Exercises: halves

```{code-cell} ipython3
:tags: [setup]
import numpy as np
```

## Exercise 1.1 · `halve` (1 point)

```{code-cell} ipython3
:tags: [exercise]
from solutions.halves import halve
```
"""


@pytest.fixture
def sound():
    """Return a function that makes the sound exercise."""
    return _sound


@pytest.fixture
def halves(tmp_path):
    """Return a function that makes the chapter of a course with one exercise."""

    def make(more="", rules="", numbers="rng.normal(size=3)"):
        texts = {
            "course.toml": f'title = "Halves"\n{rules}',
            "solutions/halves.py": REFERENCE,
            "exercises/halves.py": EXERCISE.format(numbers=numbers, more=more),
            "chapters/01-halves/exercises.md": PAGE,
        }
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return Course(tmp_path).chapters()

    return make


@pytest.fixture
def console():
    """Return a console whose `file` keeps what is printed."""
    return Console(file=io.StringIO(), width=120)
