"""Chapter 1: data as vectors. Whatever the data are, a network sees rows of numbers: one row per example.

Labels, images, texts, tables and time series become such rows; then rows are projected and compared by distance.
"""

import numpy as np


def one_hot(labels, num_classes):
    """Write each label as a row of zeros with a single 1, in the column of its class.

        one_hot[n, k] = 1 if labels[n] == k else 0

    Parameters
    ----------
    labels : ndarray, shape (N,)
        Classes, whole numbers from 0 to num_classes - 1.
    num_classes : int
        How many classes there are, whether or not all of them occur.

    Returns
    -------
    ndarray, shape (N, num_classes)
        One row per label; every row sums to 1.

    Raises
    ------
    ValueError
        If `labels` does not have one axis, or a label is not one of
        0..num_classes - 1.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning (2006), chapter 4, the 1-of-K
    scheme.

    Examples
    --------
    >>> one_hot(np.array([2, 0]), 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"labels must have shape (N,), not {labels.shape}")
    matches = labels[:, np.newaxis] == np.arange(num_classes)
    if not matches.any(axis=1).all():
        raise ValueError(f"labels must be whole numbers in 0..{num_classes - 1}")
    return matches.astype(np.float64)


def flatten_images(images, max_value):
    """Turn each image into one row of numbers from 0 to 1, line after line.

        row[n, h * W + w] = images[n, h, w] / max_value

    Parameters
    ----------
    images : ndarray, shape (N, H, W)
        Grey levels from 0 to `max_value`.
    max_value : float
        The largest grey level that is possible, such as 255 for bytes; it need not
        occur.

    Returns
    -------
    ndarray, shape (N, H * W)
        One row per image, line after line from the top.

    Raises
    ------
    ValueError
        If `images` does not have three axes, or `max_value` is not above 0.

    Examples
    --------
    >>> flatten_images(np.array([[[0, 4], [8, 16]]]), 16)
    array([[0.  , 0.25, 0.5 , 1.  ]])
    """
    images = np.asarray(images, dtype=np.float64)
    if images.ndim != 3:
        raise ValueError(f"images must have shape (N, H, W), not {images.shape}")
    if max_value <= 0:
        raise ValueError(f"max_value must be above 0, not {max_value}")
    num_images, height, width = images.shape
    return images.reshape(num_images, height * width) / max_value


def bag_of_words(documents, vocabulary):
    """Count how often each word of a vocabulary occurs in each document.

        counts[n, v] = number of words in documents[n] that equal vocabulary[v]

    A word is a run of letters, as long as possible, in lower case; everything else
    separates words. A letter is what `str.isalpha` says is one. The order of the
    words is forgotten.

    Parameters
    ----------
    documents : list of N str
        The texts.
    vocabulary : list of V str
        The words to count: lower-case and all different. Words outside it are
        ignored.

    Returns
    -------
    ndarray, shape (N, V)
        Counts: one row per document, one column per word of the vocabulary.

    References
    ----------
    Harris, Distributional structure (1954).

    Examples
    --------
    >>> bag_of_words(["The cat, the hat.", "Catalogue!"], ["cat", "the"])
    array([[1., 2.],
           [0., 0.]])
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

        row[n] = numbers[n, 0], ..., numbers[n, M - 1], then categories[n], one-hot

    Parameters
    ----------
    numbers : ndarray, shape (N, M)
        The numeric columns.
    categories : ndarray, shape (N,)
        The category of each row, whole numbers from 0 to num_categories - 1. Their
        order means nothing.
    num_categories : int
        How many categories there are.

    Returns
    -------
    ndarray, shape (N, M + num_categories)
        One row per row of the table.

    Raises
    ------
    ValueError
        If `numbers` does not have two axes, there is not one category per row, or a
        category is out of range.

    Examples
    --------
    >>> encode_table(np.array([[1.5, 80.0], [2.0, 65.0]]), np.array([1, 0]), 2)
    array([[ 1.5, 80. ,  0. ,  1. ],
           [ 2. , 65. ,  1. ,  0. ]])
    """
    numbers = np.asarray(numbers, dtype=np.float64)
    if numbers.ndim != 2 or np.shape(categories) != (len(numbers),):
        raise ValueError(f"numbers {numbers.shape} and categories {np.shape(categories)} must have shapes (N, M), (N,)")
    return np.hstack([numbers, one_hot(categories, num_categories)])


def sliding_windows(series, width):
    """Cut a series into all its stretches of `width` values.

        windows[t, i] = series[t + i]

    Each starts one step after the one before.

    Parameters
    ----------
    series : ndarray, shape (T,)
        Values in the order of time.
    width : int
        The length of a window, from 1 to T.

    Returns
    -------
    ndarray, shape (T - width + 1, width)
        One window per row.

    Raises
    ------
    ValueError
        If `series` does not have one axis, or `width` is below 1 or above T.

    Examples
    --------
    >>> sliding_windows(np.array([3.0, 1.0, 4.0, 1.0]), 3)
    array([[3., 1., 4.],
           [1., 4., 1.]])
    """
    series = np.asarray(series, dtype=np.float64)
    if series.ndim != 1:
        raise ValueError(f"series must have shape (T,), not {series.shape}")
    if not 1 <= width <= len(series):
        raise ValueError(f"width must lie in 1..{len(series)}, not {width}")
    starts = np.arange(len(series) - width + 1)
    return series[starts[:, np.newaxis] + np.arange(width)]


def project(X, P):
    """Map every row linearly to a row of another length.

        projected[n, q] = sum over m of X[n, m] * P[m, q]

    Parameters
    ----------
    X : ndarray, shape (N, M)
        One example per row.
    P : ndarray, shape (M, Q)
        The projection: column q says how the new number q is made of the M old ones.
        Q below M goes down, Q above M goes up.

    Returns
    -------
    ndarray, shape (N, Q)
        One projected example per row.

    Raises
    ------
    ValueError
        If `X` or `P` does not have two axes, or P does not have one row per column
        of X.

    Examples
    --------
    >>> project(np.array([[1.0, 2.0]]), np.array([[1.0, 0.0, 1.0], [0.0, 1.0, -1.0]]))
    array([[ 1.,  2., -1.]])
    """
    X = np.asarray(X, dtype=np.float64)
    P = np.asarray(P, dtype=np.float64)
    if X.ndim != 2 or P.ndim != 2 or X.shape[1] != P.shape[0]:
        raise ValueError(f"X {X.shape} and P {P.shape} must have shapes (N, M) and (M, Q)")
    return X @ P


def pairwise_squared_distances(A, B):
    """Squared Euclidean distance from every row of A to every row of B.

        distances[i, j] = ||A[i] - B[j]||**2
                        = ||A[i]||**2 + ||B[j]||**2 - 2 A[i] . B[j]

    The array of all differences, n by m by D, is never made: for two thousand images
    of a thousand pixels it would take 32 gigabytes.

    Parameters
    ----------
    A : ndarray, shape (n, D)
        One example per row.
    B : ndarray, shape (m, D)
        One example per row.

    Returns
    -------
    ndarray, shape (n, m)
        Squared distances, never negative, each with an error below 1e-9 of
        ||A[i]||**2 + ||B[j]||**2.

    Raises
    ------
    ValueError
        If `A` or `B` does not have two axes, or their rows differ in length.

    Examples
    --------
    >>> A = np.array([[0.0, 0.0], [3.0, 0.0]])
    >>> pairwise_squared_distances(A, np.array([[3.0, 4.0]]))
    array([[25.],
           [16.]])
    """
    A = np.asarray(A, dtype=np.float64)
    B = np.asarray(B, dtype=np.float64)
    if A.ndim != 2 or B.ndim != 2 or A.shape[1] != B.shape[1]:
        raise ValueError(f"A {A.shape} and B {B.shape} must have shapes (n, D) and (m, D)")
    squared_lengths_A = np.vecdot(A, A)
    squared_lengths_B = np.vecdot(B, B)
    distances = squared_lengths_A[:, np.newaxis] + squared_lengths_B - 2 * (A @ B.T)
    return np.maximum(distances, 0.0)  # rounding can leave a tiny negative number where two rows are equal


def nearest_centroid(X, labels, num_classes, queries):
    """Predict for each query the class whose average example is nearest.

        centroid[k] = mean of the rows X[n] with labels[n] == k
        prediction[m] = argmin over k of ||queries[m] - centroid[k]||**2

    Parameters
    ----------
    X : ndarray, shape (N, D)
        The training examples, one per row.
    labels : ndarray, shape (N,)
        Their classes, integers from 0 to num_classes - 1.
    num_classes : int
        How many classes there are. A class without examples has no average and is
        never predicted.
    queries : ndarray, shape (M, D)
        The examples to classify, one per row.

    Returns
    -------
    ndarray, shape (M,)
        The predicted classes, integers from 0 to num_classes - 1.

    Raises
    ------
    ValueError
        If `X` or `queries` does not have two axes, their rows differ in length, there
        is not one label per row of `X`, or a label is out of range.

    References
    ----------
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009),
    section 4.3.

    Examples
    --------
    >>> X = np.array([[0.0, 0.0], [0.0, 2.0], [9.0, 9.0]])
    >>> queries = np.array([[1.0, 1.0], [8.0, 7.0]])
    >>> nearest_centroid(X, np.array([0, 0, 2]), 3, queries)
    array([0, 2])
    """
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2 or np.shape(labels) != (len(X),):
        raise ValueError(f"X {X.shape} and labels {np.shape(labels)} must have shapes (N, D) and (N,)")
    members = one_hot(labels, num_classes)
    counts = members.sum(axis=0)
    present = np.flatnonzero(counts)
    sums = members.T @ X
    centroids = sums[present] / counts[present, np.newaxis]
    return present[pairwise_squared_distances(queries, centroids).argmin(axis=1)]
