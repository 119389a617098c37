"""nearest_neighbour: the label of the nearest example."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.clouds import as_bytes, as_whole, clouds, examples_of
from exercises.vectors.tables import changed, small
from grader import Case, Exercise
from solutions import vectors
from solutions.vectors import nearest_centroid, pairwise_squared_distances


def among(num_examples, num_dimensions, num_labels, num_queries, **how):
    """Make examples, labels that are no row numbers, and queries that have a clearly nearest example."""

    def make(rng):
        X, classes, _, queries = clouds(
            num_examples, num_dimensions, num_labels, num_queries, points=examples_of, **how
        )(rng)
        return X, rng.permutation(np.arange(2, 100))[:num_labels][classes], queries

    return make


def examples_again(make):
    """Make the same, but ask for some of the examples themselves."""

    def remake(rng):
        X, labels, queries = make(rng)
        return X, labels, rng.permutation(np.concatenate([X, queries]))

    return remake


nearest_neighbour = Exercise(
    vectors.nearest_neighbour,
    points=2,
    hints=(
        "Nothing is learnt beforehand: each query is compared with every example. You have written the distances.",
        "`pairwise_squared_distances(queries, X)` has one row per query. `argmin` along that row tells which example "
        "is nearest: a row number of X, not yet a label.",
        "Take the argmin with `axis=1`, which gives M row numbers, and use them as positions in `labels`: NumPy looks "
        "all of them up at once.",
    ),
    cases=(
        Case("a cloud of examples", among(12, 2, 5, 20), share=2),
        Case("as many examples as dimensions, labels and queries", among(5, 5, 5, 5)),
        Case("far from the origin", among(15, 3, 6, 25, around=4.0)),
        Case("queries that are examples", examples_again(among(8, 3, 6, 4))),
        Case("one query", calls(among(7, 4, 5, 1), among(9, 2, 6, 1)), share=0.5),
        Case("whole numbers, then other sizes", calls(among(9, 4, 6, 12, store=as_whole), among(14, 1, 7, 10))),
        Case(
            "other number types and memory layouts",
            calls(forms(among(10, 3, 6, 15)), changed(among(16, 6, 8, 12, store=as_bytes), 1, small)),
            share=0.5,
        ),
    ),
)


@nearest_neighbour.wrong("Return the label of the nearest example: `argmin` gives its row number, so look up `labels`.")
def nearest_neighbour_row_numbers(X, labels, queries):
    return pairwise_squared_distances(queries, X).argmin(axis=1)


@nearest_neighbour.wrong("Nearest is the smallest distance: argmin, not argmax.")
def nearest_neighbour_farthest(X, labels, queries):
    return labels[pairwise_squared_distances(queries, X).argmax(axis=1)]


@nearest_neighbour.wrong(
    "One label per query: take the argmin over the examples, axis 1 where the queries are the rows."
)
def nearest_neighbour_nearest_query(X, labels, queries):
    return labels[pairwise_squared_distances(queries, X).argmin(axis=0) % len(labels)]


@nearest_neighbour.wrong("Compare with the single examples: with the means of the labels it is the nearest centroid.")
def nearest_neighbour_by_centroids(X, labels, queries):
    return nearest_centroid(X, labels, int(max(labels)) + 1, queries)


@nearest_neighbour.wrong("Do not skip the nearest example: a query is not one of X, even where it equals one.")
def nearest_neighbour_second(X, labels, queries):
    return labels[pairwise_squared_distances(queries, X).argsort(axis=1)[:, 1]]


@nearest_neighbour.wrong("The largest product is not the smallest distance: long examples would win nearly everywhere.")
def nearest_neighbour_by_products(X, labels, queries):
    return labels[(queries.astype(float) @ X.T).argmax(axis=1)]


@nearest_neighbour.wrong("Distances count, not directions: do not bring the rows to length 1.")
def nearest_neighbour_by_directions(X, labels, queries):
    return labels[(queries @ (X / np.linalg.norm(X, axis=1, keepdims=True)).T).argmax(axis=1)]


@nearest_neighbour.wrong("Square the differences: the sum of their absolute values makes other examples nearest.")
def nearest_neighbour_along_the_streets(X, labels, queries):
    return labels[np.abs(queries[:, np.newaxis].astype(float) - X).sum(axis=2).argmin(axis=1)]


@nearest_neighbour.wrong("Return one label per query, shape (M,): these are the distances.")
def nearest_neighbour_returns_distances(X, labels, queries):
    return pairwise_squared_distances(queries, X)


@nearest_neighbour.wrong("Return the label of the nearest example, not the example itself.")
def nearest_neighbour_returns_the_example(X, labels, queries):
    return X[pairwise_squared_distances(queries, X).argmin(axis=1)]


@nearest_neighbour.wrong("Return the label of the smallest distance, not the distance.")
def nearest_neighbour_returns_the_smallest_distance(X, labels, queries):
    return pairwise_squared_distances(queries, X).min(axis=1)


@nearest_neighbour.wrong("Each query has its own neighbour: without an axis, argmin answers once for all of them.")
def nearest_neighbour_of_all_queries(X, labels, queries):
    return labels[pairwise_squared_distances(queries, X).argmin() % len(labels)]


@nearest_neighbour.wrong("A single neighbour decides here, not the most frequent label among three.")
def nearest_neighbour_of_three(X, labels, queries):
    nearest = labels[pairwise_squared_distances(queries, X).argsort(axis=1)[:, :3]]
    return [np.bincount(three).argmax() for three in nearest]


@nearest_neighbour.wrong("Convert to float64 before you subtract: differences and squares of bytes wrap around at 256.")
def nearest_neighbour_in_the_type_given(X, labels, queries):
    return labels[((queries[:, np.newaxis] - X) ** 2).sum(axis=2).argmin(axis=1)]


@nearest_neighbour.wrong("Square each difference, then add: here they are added first, and cancel.")
def nearest_neighbour_squares_the_sum(X, labels, queries):
    return labels[((queries[:, np.newaxis].astype(float) - X).sum(axis=2) ** 2).argmin(axis=1)]


@nearest_neighbour.wrong("Square the differences before you add them up: negative ones must not count as near.")
def nearest_neighbour_without_squares(X, labels, queries):
    return labels[(X - queries[:, np.newaxis].astype(float)).sum(axis=2).argmin(axis=1)]


@nearest_neighbour.wrong("All D differences count: here only the largest of them does.")
def nearest_neighbour_by_the_largest_difference(X, labels, queries):
    return labels[np.abs(queries[:, np.newaxis].astype(float) - X).max(axis=2).argmin(axis=1)]


@nearest_neighbour.variant
def nearest_neighbour_query_by_query(X, labels, queries):
    predicted = []
    for query in queries.astype(float):
        best, smallest = None, np.inf
        for x, label in zip(X.astype(float), labels):
            distance = np.sum((x - query) ** 2)
            if distance < smallest:
                best, smallest = label, distance
        predicted.append(best)
    return predicted


@nearest_neighbour.variant
def nearest_neighbour_in_plain_python(X, labels, queries):
    rows, names = X.tolist(), labels.tolist()

    def distance_to(query):
        return lambda n: sum((x - q) ** 2 for x, q in zip(rows[n], query))

    return [names[min(range(len(rows)), key=distance_to(query))] for query in queries.tolist()]


@nearest_neighbour.variant
def nearest_neighbour_by_sorting(X, labels, queries):
    distances = np.linalg.norm(queries[:, np.newaxis].astype(float) - X, axis=2)
    return np.take_along_axis(np.tile(labels, (len(queries), 1)), np.argsort(distances, axis=1), axis=1)[:, 0]
