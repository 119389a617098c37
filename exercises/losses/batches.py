"""Batches of logits with their labels, as arguments of the cases of this chapter."""

import numpy as np


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


def huge(num_examples, num_classes):
    """Make logits whose exponentials overflow or vanish, some rows far above the others, K at least 3."""

    def make(rng):
        level = 1e4 * (np.arange(num_examples) % 3 - 1.0)
        steps = rng.choice([-1e4, -2.0, -1.0, 0.0], size=(num_examples, num_classes))
        steps[:, :3] = 0.0, -1.0, -1e4
        return (rng.permuted(np.clip(level[:, None] + steps, -1e4, 1e4), axis=1),)

    return make


def huge_scored(num_examples, num_classes):
    """Make huge logits and labels: some rows are right, some nearly, some as wrong as can be."""

    def make(rng):
        (logits,) = huge(num_examples, num_classes)(rng)
        places = rng.permutation(np.arange(num_examples)) % 3 * (num_classes - 1) // 2
        return logits, np.take_along_axis(logits.argsort(axis=1), places[:, None], axis=1)[:, 0]

    return make


def answered(num_examples, scale=2.0):
    """Make logits `(N,)` of a yes-or-no question and labels `(N,)` of 0 and 1, both among them where N > 1."""

    def make(rng):
        return scale * rng.normal(size=num_examples), rng.permutation(np.arange(num_examples) % 2)

    return make


def whole_answered(num_examples):
    """Make logits `(N,)` that are integers and labels `(N,)` that are floats."""
    return lambda rng: (rng.integers(-5, 6, size=num_examples), answered(num_examples)(rng)[1].astype(float))


def relabelled(make, change):
    """Make the same logits with other labels, as `change` makes them of the right ones."""

    def remake(rng):
        logits, labels = make(rng)
        return logits, change(labels)

    return remake


def small(labels):
    """Return the labels as the small unsigned integers that data sets keep."""
    return labels.astype(np.uint8)
