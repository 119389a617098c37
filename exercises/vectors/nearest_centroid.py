"""nearest_centroid: the class whose average is nearest."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.clouds import as_bytes, as_whole, clouds, needing_fractions
from exercises.vectors.tables import changed, small
from grader import Case, Exercise
from solutions import vectors
from solutions.vectors import pairwise_squared_distances

whole_clouds = needing_fractions(clouds(31, 2, 3, 30, store=as_whole))

nearest_centroid = Exercise(
    vectors.nearest_centroid,
    points=4,
    hints=(
        "Two steps: the mean of the rows of each class, then for each query the class whose mean is nearest. You have "
        "written the distances already.",
        "`X[labels == k].mean(axis=0)` is the centroid of class k; all of them as rows of one array, and "
        "`pairwise_squared_distances(queries, centroids).argmin(axis=1)` gives the row of the nearest.",
        "A class without examples has no mean (0/0 is nan, which argmin takes for the smallest): collect centroids of "
        "`present = np.unique(labels)` only, and return `present[...]` of the rows that argmin gives.",
    ),
    cases=(
        Case("three overlapping classes", clouds(40, 2, 3, 30), share=2),
        Case("as many examples as dimensions, classes and queries", clouds(5, 5, 5, 5)),
        Case("a class without examples", clouds(18, 3, 5, 40, present=[0, 2, 3], around=4.0), share=2),
        Case("one query, one example of each class", clouds(4, 3, 4, 1), share=0.5),
        Case("whole numbers, then other sizes", calls(whole_clouds, clouds(12, 1, 3, 25)), share=1.5),
        Case(
            "other number types and memory layouts",
            calls(forms(clouds(10, 3, 2, 15)), changed(clouds(16, 6, 4, 30, store=as_bytes), 1, small)),
            share=0.5,
        ),
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


@nearest_centroid.wrong("Convert to float64 first: the square of a byte wraps around at 256.")
def nearest_centroid_in_the_type_given(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present]).astype(X.dtype)
    differences = queries[:, np.newaxis] - centroids
    return present[(differences**2).sum(axis=2).argmin(axis=1)]


@nearest_centroid.wrong("The mean of whole numbers has fractions: an array of the type of X cuts them off.")
def nearest_centroid_without_fractions(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.zeros((len(present), X.shape[1]), dtype=X.dtype)
    for row, k in enumerate(present):
        centroids[row] = X[labels == k].mean(axis=0)
    return present[pairwise_squared_distances(queries, centroids).argmin(axis=1)]


@nearest_centroid.wrong("Use `/` for the mean: `//` rounds every centroid down to whole numbers.")
def nearest_centroid_rounded_down(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([X[labels == k].sum(axis=0) // np.sum(labels == k) for k in present])
    return present[pairwise_squared_distances(queries, centroids).argmin(axis=1)]


@nearest_centroid.wrong("All examples of a class count: here its first one stands for the class.")
def nearest_centroid_by_the_first_example(X, labels, num_classes, queries):
    present = np.unique(labels)
    firsts = np.array([X[labels == k][0] for k in present])
    return present[pairwise_squared_distances(queries, firsts).argmin(axis=1)]


@nearest_centroid.wrong("First the mean of the rows, then one distance: a mean of distances also counts the spread.")
def nearest_centroid_by_mean_distances(X, labels, num_classes, queries):
    present = np.unique(labels)
    distances = pairwise_squared_distances(queries, X)
    return present[np.array([distances[:, labels == k].mean(axis=1) for k in present]).argmin(axis=0)]


@nearest_centroid.wrong("A centroid is a row of D means: without `axis=0` all the numbers of a class become one.")
def nearest_centroid_of_single_numbers(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([np.full(X.shape[1], X[labels == k].mean()) for k in present])
    return present[pairwise_squared_distances(queries, centroids).argmin(axis=1)]


@nearest_centroid.wrong("The queries are to be classified: here the examples are, again.")
def nearest_centroid_of_the_examples(X, labels, num_classes, queries):
    present = np.unique(labels)
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return present[pairwise_squared_distances(X, centroids).argmin(axis=1)]


@nearest_centroid.wrong("Each query has its own nearest class: here all of them get the most frequent one.")
def nearest_centroid_by_majority(X, labels, num_classes, queries):
    classes, counts = np.unique(labels, return_counts=True)
    return np.full(len(queries), classes[counts.argmax()])


@nearest_centroid.variant
def nearest_centroid_query_by_query(X, labels, num_classes, queries):
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
    distances = np.full((len(queries), num_classes), np.inf)
    for k in set(labels.tolist()):
        distances[:, k] = pairwise_squared_distances(queries, [X[labels == k].mean(axis=0)])[:, 0]
    return np.argmin(distances, axis=1).astype(float)


@nearest_centroid.variant
def nearest_centroid_as_linear_scores(X, labels, num_classes, queries):
    labels = labels.astype(int)
    counts = np.bincount(labels, minlength=num_classes)  # refuses labels below 0 with a ValueError
    sums = np.zeros((num_classes, X.shape[1]))
    np.add.at(sums, labels, X)
    centroids = sums / np.maximum(counts, 1)[:, None]
    scores = queries @ centroids.T - 0.5 * (centroids**2).sum(axis=1)  # ||q||**2 is the same for every class
    return np.where(counts > 0, scores, -np.inf).argmax(axis=1)
