"""Clouds of examples and queries between them, as arguments of the classifiers of this chapter."""

import numpy as np

CLEAR = 1e-3  # by how much, relatively, the nearest point is nearer than the next: no rounding turns that over


def clouds(num_examples, num_dimensions, num_classes, num_queries, present=None, around=0.0, **how):
    """Make overlapping clouds of examples, one for each class present, and queries between them.

    Parameters
    ----------
    num_examples, num_dimensions, num_classes, num_queries
        The sizes of `X`, `labels`, `num_classes`, `queries`.
    present
        The classes that have examples; all of them by default.
    around
        How far the clouds lie from the origin, where some of the queries stay.
    **how
        `points`, what the queries are compared with, `centroids_of` by default; and `store`, how numbers are kept.
    """

    def make(rng):
        classes = np.arange(num_classes) if present is None else np.asarray(present)
        labels = rng.permutation(np.concatenate([classes, rng.choice(classes, size=num_examples - len(classes))]))
        centres = around + 1.5 * rng.normal(size=(num_classes, num_dimensions))
        X = centres[labels] + rng.normal(size=(num_examples, num_dimensions))
        away = around * rng.uniform(size=(8 * num_queries, 1))
        queries = away + 2 * rng.normal(size=(8 * num_queries, num_dimensions))
        X, queries = map(how.get("store", np.asarray), (X, queries))
        points = how.get("points", centroids_of)(X, labels)
        return X, labels, num_classes, clear_ones(queries, points)[:num_queries]

    return make


def centroids_of(X, labels):
    """Return the mean of each class that has examples."""
    return np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])


def examples_of(X, labels):
    """Return the examples themselves."""
    return X


def as_bytes(rows):
    """Return rows as the small unsigned integers of image files."""
    return np.clip(128 + 30 * rows, 0, 255).astype(np.uint8)


def as_whole(rows):
    """Return rows as small whole numbers."""
    return np.rint(rows).astype(int)


def clear_ones(queries, points):
    """Return those queries that have a clearly nearest point."""
    distances = np.sort(_distances(queries, points), axis=1)
    second = np.inf if len(points) == 1 else distances[:, 1]
    return queries[distances[:, 0] < (1 - CLEAR) * second]


def needing_fractions(make):
    """Make the same, drawn again until a centroid without its fraction would mislead, however it is rounded."""

    def remake(rng):
        while True:
            X, labels, num_classes, queries = make(rng)
            right = centroids_of(X, labels)
            if all(
                np.any(_nearest(queries, f(right)) != _nearest(queries, right)) for f in (np.trunc, np.floor, np.rint)
            ):
                return X, labels, num_classes, queries

    return remake


def _nearest(queries, points):
    return _distances(queries, points).argmin(axis=1)


def _distances(queries, points):
    return np.linalg.norm(np.subtract(queries[:, np.newaxis], points, dtype=np.float64), axis=2)
