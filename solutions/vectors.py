"""Chapter 1: data as vectors. Whatever the data are, a network sees rows of numbers: one row per example.

Labels, images, texts, tables and time series become such rows; then rows are projected and compared by distance.
"""

import numpy as np


# Bishop, Pattern Recognition and Machine Learning (2006), chapter 4, the 1-of-K scheme.
def one_hot(labels, num_classes):
    """Write each label as a row of zeros with a single 1, in the column of its class.

    labels    shape (N,), whole numbers from 0 to num_classes - 1
    returns   shape (N, num_classes), whether or not every class occurs
    raises    ValueError if a label is not one of 0..num_classes - 1

    >>> one_hot(np.array([2, 0]), 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    labels = np.asarray(labels)
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError(f"labels must lie in 0..{num_classes - 1}")
    return (labels[:, np.newaxis] == np.arange(num_classes)).astype(np.float64)


def flatten_images(images, max_value):
    """Turn each image into one row of numbers from 0 to 1, line after line.

    images      shape (N, H, W), grey levels from 0 to max_value
    max_value   the largest grey level that is possible; it need not occur
    returns     shape (N, H * W)

    >>> flatten_images(np.array([[[0, 4], [8, 16]]]), 16).tolist()
    [[0.0, 0.25, 0.5, 1.0]]
    """
    images = np.asarray(images, dtype=np.float64)
    return images.reshape(len(images), -1) / max_value


# Harris, Distributional structure (1954).
def bag_of_words(documents, vocabulary):
    """Count how often each word of a vocabulary occurs in each document.

    documents    list of N str; a word is a run of letters, in lower case
    vocabulary   list of V different lower-case str; other words are ignored
    returns      shape (N, V), counts

    >>> bag_of_words(["The cat, the hat.", "Catalogue!"], ["cat", "the"]).tolist()
    [[1.0, 2.0], [0.0, 0.0]]
    """
    column = {word: v for v, word in enumerate(vocabulary)}
    counts = np.zeros((len(documents), len(vocabulary)))
    for n, document in enumerate(documents):
        spaced = "".join(character if character.isalpha() else " " for character in document)
        for word in spaced.lower().split():
            if word in column:
                counts[n, column[word]] += 1
    return counts


def encode_table(numbers, categories, num_categories):
    """Turn a table of numbers and one column of categories into rows of numbers.

    numbers      shape (N, M)
    categories   shape (N,), whole numbers from 0 to num_categories - 1
    returns      shape (N, M + num_categories): the numbers, then the category, one-hot

    >>> encode_table(np.array([[1.5, 80.0]]), np.array([1]), 2).tolist()
    [[1.5, 80.0, 0.0, 1.0]]
    """
    return np.hstack([np.asarray(numbers, dtype=np.float64), one_hot(categories, num_categories)])


def sliding_windows(series, width):
    """Cut a series into all its stretches of `width` values, each one step after the one before.

    series    shape (T,), values in the order of time
    width     the length of a window, from 1 to T
    returns   shape (T - width + 1, width), one window per row

    >>> sliding_windows(np.array([3.0, 1.0, 4.0, 1.0]), 3).tolist()
    [[3.0, 1.0, 4.0], [1.0, 4.0, 1.0]]
    """
    series = np.asarray(series, dtype=np.float64)
    starts = np.arange(len(series) - width + 1)
    return series[starts[:, np.newaxis] + np.arange(width)]


def project(X, P):
    """Map every row linearly to a row of another length.

    X         shape (N, M), one example per row
    P         shape (M, Q); column q says how the new number q is made of the M old ones
    returns   shape (N, Q)

    >>> project(np.array([[1, 2]]), np.array([[1, 0, 1], [0, 1, -1]])).tolist()
    [[1.0, 2.0, -1.0]]
    """
    return np.asarray(X, dtype=np.float64) @ np.asarray(P, dtype=np.float64)


def pairwise_squared_distances(A, B):
    """Squared Euclidean distance from every row of A to every row of B.

    A         shape (n, D)
    B         shape (m, D)
    returns   shape (n, m), never negative; the n * m * D differences are never stored

    >>> pairwise_squared_distances(np.array([[0, 0], [3, 0]]), np.array([[3, 4]])).tolist()
    [[25.0], [16.0]]
    """
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    distances = np.vecdot(A, A)[:, np.newaxis] + np.vecdot(B, B) - 2 * (A @ B.T)
    return np.maximum(distances, 0.0)  # rounding can leave a tiny negative number where two rows are equal


def nearest_centroid(X, labels, num_classes, queries):
    """Predict for each query the class whose average example is nearest.

    X         shape (N, D), the examples
    labels    shape (N,), their classes, from 0 to num_classes - 1
    queries   shape (M, D)
    returns   shape (M,), classes; one without examples is never predicted

    >>> X, labels = np.array([[0, 0], [0, 2], [9, 9]]), np.array([0, 0, 2])
    >>> nearest_centroid(X, labels, 3, np.array([[1, 1], [8, 7]])).tolist()
    [0, 2]
    """
    X, labels = np.asarray(X, dtype=np.float64), np.asarray(labels)
    present = [k for k in range(num_classes) if k in labels]
    centroids = np.array([X[labels == k].mean(axis=0) for k in present])
    return np.array(present)[pairwise_squared_distances(queries, centroids).argmin(axis=1)]


# Cover and Hart, Nearest neighbor pattern classification (1967).
def nearest_neighbour(X, labels, queries):
    """Predict for each query the label of the nearest example.

    X         shape (N, D), the examples
    labels    shape (N,), whole numbers
    queries   shape (M, D)
    returns   shape (M,), labels

    >>> nearest_neighbour(np.array([[0, 0], [4, 0]]), np.array([7, 5]), np.array([[3, 1]])).tolist()
    [5]
    """
    return np.asarray(labels)[pairwise_squared_distances(queries, X).argmin(axis=1)]


def split_by_group(groups, test_groups):
    """Split examples into training and test set so that no group is on both sides.

    groups        shape (N,), the group of each example, such as its writer
    test_groups   list of the groups to be tested on
    returns       (train, test): positions of examples, ascending

    >>> train, test = split_by_group(np.array([5, 3, 5, 8]), [5])
    >>> train.tolist(), test.tolist()
    ([1, 3], [0, 2])
    """
    tested = np.isin(groups, test_groups)
    return np.flatnonzero(~tested), np.flatnonzero(tested)
