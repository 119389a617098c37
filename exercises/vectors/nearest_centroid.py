"""nearest_centroid: the class whose average is nearest."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.tables import changed, with_first
from grader import Case, Exercise, raises
from solutions import vectors
from solutions.vectors import pairwise_squared_distances

CLEAR = 1e-3  # by how much, relatively, the nearest centroid is nearer than the next: no rounding turns that over


def clouds(num_examples, num_dimensions, num_classes, num_queries, present=None, around=0.0):
    """Make overlapping clouds of examples, one for each class present, and queries between them.

    `around` moves the clouds away from the origin, but not all the queries.
    """

    def make(rng):
        classes = np.arange(num_classes) if present is None else np.asarray(present)
        labels = rng.permutation(np.concatenate([classes, rng.choice(classes, size=num_examples - len(classes))]))
        centres = around + 1.5 * rng.normal(size=(num_classes, num_dimensions))
        X = centres[labels] + rng.normal(size=(num_examples, num_dimensions))
        queries = around * rng.uniform(size=(8 * num_queries, 1)) + 2 * rng.normal(
            size=(8 * num_queries, num_dimensions)
        )
        return X, labels, num_classes, clear_ones(queries, X, labels)[:num_queries]

    return make


def bytes_of(make):
    """Make the same as the small unsigned integers of image files."""

    def remake(rng):
        X, labels, num_classes, queries = make(rng)
        X, queries = (np.clip(128 + 30 * rows, 0, 255).astype(np.uint8) for rows in (X, queries))
        return X, labels.astype(np.uint8), num_classes, clear_ones(queries, X, labels)

    return remake


def whole(make):
    """Make the same as whole numbers."""

    def remake(rng):
        X, labels, num_classes, queries = make(rng)
        X, queries = (np.rint(100 * rows).astype(int) for rows in (X, queries))
        return X, labels, num_classes, clear_ones(queries, X, labels)

    return remake


def clear_ones(queries, X, labels):
    """Return those queries that have a clearly nearest centroid."""
    centroids = np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])
    distances = np.sort(np.linalg.norm(queries[:, np.newaxis] - centroids, axis=2), axis=1)
    second = np.inf if len(centroids) == 1 else distances[:, 1]
    return queries[distances[:, 0] < (1 - CLEAR) * second]


nearest_centroid = Exercise(
    vectors.nearest_centroid,
    points=4,
    hints=(
        "Two steps: the mean of the rows of each class, then for each query the class whose mean is nearest. You have "
        "written the distances already.",
        "`X[labels == k].mean(axis=0)` is the centroid of class k; all of them as rows of one array, and "
        "`pairwise_squared_distances(queries, centroids).argmin(axis=1)` gives the row of the nearest.",
        "A class without examples has no mean (0/0 is nan, which argmin takes for the smallest): collect centroids of "
        "`present = np.unique(labels)` only, and return `present[...]` of the rows that argmin gives. Before that, "
        "raise a ValueError unless there is one label in 0..num_classes - 1 per row of X.",
    ),
    cases=(
        Case("three overlapping classes", clouds(20, 2, 3, 40), share=2),
        Case("as many examples as dimensions, classes and queries", clouds(5, 5, 5, 5)),
        Case("a class without examples", clouds(18, 3, 5, 40, present=[0, 2, 3], around=4.0), share=2),
        Case("one query, one example of each class", clouds(4, 3, 4, 1), share=0.5),
        Case("whole numbers, then other sizes", calls(whole(clouds(9, 4, 2, 30)), clouds(12, 1, 3, 25))),
        Case(
            "other number types and memory layouts",
            calls(forms(clouds(10, 3, 2, 15)), bytes_of(clouds(16, 6, 4, 30))),
            share=0.5,
        ),
        raises(
            "queries of another length than the examples",
            calls(
                *[
                    changed(clouds(7, 3, 2, 4), 3, lambda queries: queries[:, :1]),
                    changed(clouds(8, 4, 3, 5), 3, lambda queries: queries[:, :3]),
                ]
            ),
            share=0.5,
        ),
        raises("too few labels", changed(clouds(6, 2, 3, 4), 1, lambda labels: labels[:5])),
        raises(
            "a label below 0, or of num_classes",
            calls(
                *[
                    changed(clouds(8, 2, 3, 5), 1, with_first(-1)),
                    changed(clouds(6, 3, 2, 4), 1, with_first(2)),
                ]
            ),
            share=0.5,
        ),
        raises("a query without its axis", changed(clouds(7, 2, 3, 4), 3, lambda queries: queries[0])),
    ),
)


@nearest_centroid.wrong(
    "The mean of no examples is nan, and argmin takes nan for the smallest: leave out the classes without examples."
)
def nearest_centroid_of_nothing(X, labels, num_classes, queries):
    centroids = np.array([X[labels == k].mean(axis=0) for k in range(num_classes)])
    return pairwise_squared_distances(queries, centroids).argmin(axis=1)


@nearest_centroid.wrong("A class without examples has no centroid, not one at the origin: never predict it.")
def nearest_centroid_at_the_origin(X, labels, num_classes, queries):
    members = np.eye(num_classes)[labels]
    centroids = members.T @ X / np.maximum(members.sum(axis=0), 1)[:, np.newaxis]
    return pairwise_squared_distances(queries, centroids).argmin(axis=1)


@nearest_centroid.wrong("Return the class, not its position among the classes present: 0, 2, 3 are not 0, 1, 2.")
def nearest_centroid_renumbered(X, labels, num_classes, queries):
    centroids = np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])
    return pairwise_squared_distances(queries, centroids).argmin(axis=1)


@nearest_centroid.wrong(
    "Compare with the mean of each class, not with its single examples: that is the nearest neighbour."
)
def nearest_centroid_by_the_nearest_example(X, labels, num_classes, queries):
    return labels[pairwise_squared_distances(queries, X).argmin(axis=1)]


@nearest_centroid.wrong("Divide the sum of each class by the number of its examples: a centroid is a mean.")
def nearest_centroid_of_sums(X, labels, num_classes, queries):
    present = np.unique(labels)
    sums = np.array([X[labels == k].sum(axis=0) for k in present])
    return present[pairwise_squared_distances(queries, sums).argmin(axis=1)]


@nearest_centroid.wrong("Divide each class by its own number of examples, not by the number of all.")
def nearest_centroid_divided_by_all(X, labels, num_classes, queries):
    present = np.unique(labels)
    sums = np.array([X[labels == k].sum(axis=0) for k in present])
    return present[pairwise_squared_distances(queries, sums / len(X)).argmin(axis=1)]


@nearest_centroid.wrong("The centroid is the mean of each column, not its median.")
def nearest_centroid_by_medians(X, labels, num_classes, queries):
    present = np.unique(labels)
    medians = np.array([np.median(X[labels == k], axis=0) for k in present])
    return present[pairwise_squared_distances(queries, medians).argmin(axis=1)]


@nearest_centroid.wrong("Nearest is the smallest distance: argmin, not argmax.")
def nearest_centroid_farthest(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return present[pairwise_squared_distances(queries, centroids).argmax(axis=1)]


@nearest_centroid.wrong(
    "The largest product is not the smallest distance: a long centroid would win nearly everywhere."
)
def nearest_centroid_by_products(X, labels, num_classes, queries):
    present = np.unique(labels)
    return present[(queries @ np.array([X[labels == k].mean(axis=0) for k in present]).T).argmax(axis=1)]


@nearest_centroid.wrong("Square the differences: the sum of their absolute values makes other classes nearest.")
def nearest_centroid_along_the_streets(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return present[np.abs(queries[:, np.newaxis] - centroids).sum(axis=2).argmin(axis=1)]


@nearest_centroid.wrong("One class per query: take the argmin along axis 1, over the classes, not over the queries.")
def nearest_centroid_nearest_query(X, labels, num_classes, queries):
    centroids = np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])
    return pairwise_squared_distances(queries, centroids).argmin(axis=0)


@nearest_centroid.wrong(
    "Return the classes, shape (M,): these are the distances, and the smallest one names the class."
)
def nearest_centroid_returns_distances(X, labels, num_classes, queries):
    centroids = np.array([X[labels == k].mean(axis=0) for k in np.unique(labels)])
    return pairwise_squared_distances(queries, centroids)


@nearest_centroid.wrong(
    "Queries must have as many numbers as the examples: NumPy stretches a query of one number to fit."
)
def nearest_centroid_broadcasts(X, labels, num_classes, queries):
    if np.shape(labels) != (len(X),) or queries.ndim != 2 or not np.isin(labels, range(num_classes)).all():
        raise ValueError("there must be one label in 0..num_classes - 1 per example, and queries have two axes")
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return present[np.linalg.norm(queries[:, np.newaxis] - centroids, axis=2).argmin(axis=1)]


@nearest_centroid.wrong(
    "A label outside 0..num_classes - 1 is a mistake in the data: raise a ValueError, do not learn it."
)
def nearest_centroid_of_any_labels(X, labels, num_classes, queries):
    if np.shape(labels) != (len(X),) or queries.ndim != 2 or X.shape[1] != queries.shape[1]:
        raise ValueError("there must be one label per example, and queries as long as the examples")
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return present[pairwise_squared_distances(queries, centroids).argmin(axis=1)]


@nearest_centroid.wrong("Convert to float64 first: the square of a byte wraps around at 256.")
def nearest_centroid_in_the_type_given(X, labels, num_classes, queries):
    if np.shape(labels) != (len(X),) or not np.isin(labels, range(num_classes)).all():
        raise ValueError("there must be one label in 0..num_classes - 1 per example")
    if queries.ndim != 2 or X.shape[1] != queries.shape[1]:
        raise ValueError("queries must have as many columns as X")
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present]).astype(X.dtype)
    differences = queries[:, np.newaxis] - centroids
    return present[(differences**2).sum(axis=2).argmin(axis=1)]


@nearest_centroid.variant
def nearest_centroid_query_by_query(X, labels, num_classes, queries):
    if len(labels) != len(X) or queries.ndim != 2 or queries.shape[1] != X.shape[1]:
        raise ValueError("shapes do not fit")
    if min(labels) < 0 or max(labels) >= num_classes:
        raise ValueError("a label is out of range")
    predicted = []
    for query in queries.astype(float):
        best, smallest = None, np.inf
        for k in range(num_classes):
            if np.any(labels == k):
                distance = np.sum((X[labels == k].mean(axis=0, dtype=float) - query) ** 2)
                if distance < smallest:
                    best, smallest = k, distance
        predicted.append(best)
    return predicted


@nearest_centroid.variant
def nearest_centroid_with_infinite_distances(X, labels, num_classes, queries):
    if X.ndim != 2 or labels.shape != X.shape[:1] or np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("there must be one label in 0..num_classes - 1 per example")
    distances = np.full((len(queries), num_classes), np.inf)
    for k in set(labels.tolist()):
        distances[:, k] = pairwise_squared_distances(queries, [X[labels == k].mean(axis=0)])[:, 0]
    return np.argmin(distances, axis=1).astype(float)


@nearest_centroid.variant
def nearest_centroid_as_linear_scores(X, labels, num_classes, queries):
    labels = labels.astype(int)
    counts = np.bincount(labels, minlength=num_classes)  # refuses labels below 0 with a ValueError
    if len(counts) > num_classes or len(labels) != len(X):
        raise ValueError("there must be one label in 0..num_classes - 1 per example")
    sums = np.zeros((num_classes, X.shape[1]))
    np.add.at(sums, labels, X)
    centroids = sums / np.maximum(counts, 1)[:, None]
    if queries.ndim != 2:
        raise ValueError("queries must have two axes")
    scores = queries @ centroids.T - 0.5 * (centroids**2).sum(axis=1)  # ||q||**2 is the same for every class
    return np.where(counts > 0, scores, -np.inf).argmax(axis=1)
