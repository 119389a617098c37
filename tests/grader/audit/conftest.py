"""An exercise in which nothing is to be found, for tests to spoil; and a console that keeps what is printed."""

import io

import numpy as np
import pytest
from rich.console import Console

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


@pytest.fixture
def sound():
    """Return a function that makes the sound exercise."""
    return _sound


@pytest.fixture
def console():
    """Return a console whose `file` keeps what is printed."""
    return Console(file=io.StringIO(), width=120)
