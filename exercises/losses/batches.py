"""Batches of logits with their labels, as arguments of the cases of this chapter."""

import numpy as np

from exercises.forms import calls
from grader import raises


def scored(num_examples, num_classes, scale=2.0):
    """Make logits `(N, K)` and labels `(N,)`."""

    def make(rng):
        return scale * rng.normal(size=(num_examples, num_classes)), rng.integers(num_classes, size=num_examples)

    return make


def whole_scored(num_examples, num_classes):
    """Make logits `(N, K)` that are integers, no two of a row equal, and labels `(N,)`."""

    def make(rng):
        rows = np.tile(np.arange(num_classes) - num_classes // 2, (num_examples, 1))
        return rng.permuted(rows, axis=1), rng.integers(num_classes, size=num_examples)

    return make


def answered(num_examples, scale=2.0):
    """Make logits `(N,)` of a yes-or-no question and labels `(N,)` of 0 and 1, both among them where N > 1."""

    def make(rng):
        return scale * rng.normal(size=num_examples), rng.permutation(np.arange(num_examples) % 2)

    return make


def relabelled(make, change):
    """Make the same logits with other labels, as `change` makes them of the right ones."""

    def remake(rng):
        logits, labels = make(rng)
        return logits, change(labels)

    return remake


def small(labels):
    """Return the labels as the small unsigned integers that data sets keep."""
    return labels.astype(np.uint8)


def column(labels):
    """Return the labels with an axis too many, shape `(N, 1)`."""
    return labels[:, None]


def with_first(label):
    """Return a function that puts a label in the first place."""

    def change(labels):
        changed = labels.copy()
        changed[0] = label
        return changed

    return change


def label_errors():
    """Return the cases in which logits `(N, K)` and labels `(N,)` call for a ValueError."""
    return (
        raises("a label of -1", relabelled(scored(5, 3), with_first(-1))),
        raises("a label of K", relabelled(scored(3, 4), with_first(4))),
        raises("labels with an axis too many", relabelled(scored(4, 3), column)),
        raises(
            "one label for many examples, or scores with a single axis",
            calls(relabelled(scored(6, 3), lambda labels: labels[:1]), lambda rng: (rng.normal(size=3), np.array([1]))),
        ),
    )
