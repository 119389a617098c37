"""pairwise_squared_distances: every row of A against every row of B, in little memory."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from exercises.vectors.laws import squared_distances
from exercises.vectors.tables import of_bytes
from grader import Call, Case, Exercise
from solutions import vectors

NUM_PIXELS = 256


def close_together(rng):
    """Make rows far from the origin and near one another, half of them so near that rounding decides."""
    A, B = (
        37.3 + np.concatenate([1e-8 * rng.normal(size=(near, 9)), rng.normal(size=(far, 9))])
        for near, far in ((15, 15), (12, 12))
    )
    B[0] = A[0]
    return A, B


def images(n, m):
    """Make two sets of images, and allow a quarter of the memory that all their differences would take.

    Small integers, so that little travels to readers; not so small that the square of a difference would wrap around.
    """

    def make(rng):
        A, B = (rng.integers(100, size=(count, NUM_PIXELS), dtype=np.int16) for count in (n, m))
        return [Call((A, B), memory=n * m * NUM_PIXELS * np.dtype(np.float64).itemsize // 4)]

    return make


def judged(name, arguments, share=1.0):
    """Return a case that is judged by the accuracy that the contract asks for."""
    return Case(name, arguments, share, law=squared_distances)


pairwise_squared_distances = Exercise(
    vectors.pairwise_squared_distances,
    points=3,
    hints=(
        "Multiply out ||a - b||**2 on paper: three terms, two of which depend on a single row.",
        "The third term, for all pairs at once, is a matrix product: `A @ B.T` has entry (i, j) = A[i] . B[j]. "
        "Lengths of shape (n, 1) plus lengths of shape (m,) make an array (n, m).",
        "Convert both to float64. `(A * A).sum(axis=1)[:, np.newaxis]` plus the same "
        "of B, without the new axis, minus twice `A @ B.T`. Where rows are equal, rounding leaves a tiny negative "
        "number: finish with `np.maximum(..., 0)`.",
    ),
    cases=(
        judged("a few rows", normal((5, 3), (4, 3)), share=2),
        judged("as many rows in A as in B as numbers in each", normal((4, 4), (4, 4))),
        judged("one row against one, and against several", calls(normal((1, 6), (1, 6)), normal((1, 2), (7, 2))), 0.5),
        judged("rows close together and equal, far from the origin", close_together, share=1.5),
        judged("whole numbers, then another shape", calls(whole((3, 5), (2, 5)), normal((2, 4), (6, 4)))),
        judged(
            "other number types and memory layouts",
            calls(forms(normal((6, 3), (5, 3))), of_bytes((3, 4), (5, 4))),
            share=0.5,
        ),
        judged("images of 256 pixels, in a quarter of the memory of all differences", images(64, 32), share=1.5),
    ),
)


@pairwise_squared_distances.wrong(
    "The array of all differences has n * m * D numbers: multiply out ||a - b||**2, and one matrix product does."
)
def pairwise_by_all_the_differences(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    return ((A[:, np.newaxis, :] - B[np.newaxis, :, :]) ** 2).sum(axis=2)


@pairwise_squared_distances.wrong(
    "A squared distance is never negative: rounding can leave -1e-12 where rows are equal, so finish with np.maximum."
)
def pairwise_below_zero(A, B):
    A, B = np.asarray(A, dtype=float), np.asarray(B, dtype=float)
    return (A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1) - 2 * A @ B.T


@pairwise_squared_distances.wrong("The squared distance is asked for: leave out the square root.")
def pairwise_with_the_root(A, B):
    return np.sqrt(np.maximum((A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1) - 2 * A @ B.T, 0))


@pairwise_squared_distances.wrong("The product of a and b comes twice: ||a||**2 + ||b||**2 - 2 a.b, with the factor 2.")
def pairwise_without_the_two(A, B):
    return np.maximum((A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1) - A @ B.T, 0)


@pairwise_squared_distances.wrong("The product is subtracted: with a plus this is the squared length of a + b.")
def pairwise_of_sums(A, B):
    return np.maximum((A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1) + 2 * A @ B.T, 0)


@pairwise_squared_distances.wrong(
    "Square the differences: their absolute values add up to another distance (Manhattan's)."
)
def pairwise_along_the_streets(A, B):
    return np.array([np.abs(np.subtract(B, a, dtype=float)).sum(axis=1) for a in A])


@pairwise_squared_distances.wrong("Row i belongs to A[i], column j to B[j]: this is the transpose.")
def pairwise_turned_over(A, B):
    return np.maximum((B**2).sum(axis=1)[:, np.newaxis] + (A**2).sum(axis=1) - 2 * B @ A.T, 0)


@pairwise_squared_distances.wrong("Sum over the D numbers of a row, do not average them.")
def pairwise_averaged(A, B):
    return np.maximum((A**2).sum(axis=1)[:, np.newaxis] + (B**2).sum(axis=1) - 2 * A @ B.T, 0) / A.shape[1]


@pairwise_squared_distances.wrong("Every row of A meets every row of B, n * m pairs: not only the first the first.")
def pairwise_of_partners_only(A, B):
    count = min(len(A), len(B))
    return np.sum((A[:count] - B[:count]) ** 2, axis=1)


@pairwise_squared_distances.wrong(
    "The lengths of the rows belong to it: the product A @ B.T alone says nothing of distance."
)
def pairwise_products(A, B):
    return A @ B.T


@pairwise_squared_distances.wrong(
    "Lengths of A run down the rows, shape (n, 1), lengths of B along the columns, shape (m,): here they changed "
    "places."
)
def pairwise_with_lengths_changed_over(A, B):
    return np.maximum((B**2).sum(axis=1)[:, np.newaxis] + (A**2).sum(axis=1) - 2 * A @ B.T, 0)


@pairwise_squared_distances.wrong("Convert both to float64 first: squares of bytes wrap around at 256.")
def pairwise_in_the_type_given(A, B):
    return np.maximum((A * A).sum(axis=1)[:, np.newaxis] + (B * B).sum(axis=1) - 2 * (A @ B.T), 0)


@pairwise_squared_distances.wrong("Square each difference, then add: here the differences are added first and cancel.")
def pairwise_squares_the_sum(A, B):
    return np.subtract.outer(A.astype(float).sum(axis=1), B.astype(float).sum(axis=1)) ** 2


@pairwise_squared_distances.wrong("The third term is missing: ||a||**2 + ||b||**2 - 2 a.b.")
def pairwise_of_lengths_alone(A, B):
    return np.add.outer((A.astype(float) ** 2).sum(axis=1), (B.astype(float) ** 2).sum(axis=1))


@pairwise_squared_distances.wrong("Two of the three terms are here: the squared lengths of the rows of B are missing.")
def pairwise_without_the_lengths_of_B(A, B):
    return (A.astype(float) ** 2).sum(axis=1)[:, np.newaxis] - 2 * A.astype(float) @ B.T


@pairwise_squared_distances.wrong("Two of the three terms are here: the squared lengths of the rows of A are missing.")
def pairwise_without_the_lengths_of_A(A, B):
    return (B.astype(float) ** 2).sum(axis=1) - 2 * A.astype(float) @ B.T


@pairwise_squared_distances.wrong("Distances from A to B are asked for: here B does not occur.")
def pairwise_within_A(A, B):
    return ((A[:, np.newaxis].astype(float) - A) ** 2).sum(axis=2)


@pairwise_squared_distances.wrong("Square the lengths: ||a||**2 is the sum of the squares, without a root.")
def pairwise_of_lengths_not_squared(A, B):
    lengths = np.add.outer(np.linalg.norm(A, axis=1), np.linalg.norm(B, axis=1))
    return np.maximum(lengths - 2 * A.astype(float) @ B.T, 0)


@pairwise_squared_distances.wrong("Take the squares of all differences: here the largest one alone counts.")
def pairwise_by_the_largest_difference(A, B):
    return np.array([(np.subtract(B, a, dtype=float) ** 2).max(axis=1) for a in A])


@pairwise_squared_distances.variant
def pairwise_row_by_row(A, B):
    return np.array([((B.astype(float) - a) ** 2).sum(axis=1) for a in A])


@pairwise_squared_distances.variant
def pairwise_column_by_column(A, B):
    distances = np.zeros((len(A), len(B)))
    for d in range(A.shape[1]):
        distances += np.subtract.outer(A[:, d].astype(float), B[:, d].astype(float)) ** 2
    return distances


@pairwise_squared_distances.variant
def pairwise_pair_by_pair(A, B):
    A, B = A.astype(float), B.astype(float)
    return [[float(np.linalg.norm(a - b)) ** 2 for b in B] for a in A]


@pairwise_squared_distances.variant
def pairwise_around_the_mean(A, B):
    middle = B.mean(axis=0, dtype=np.float64)  # distances do not change, and rounding errors shrink with the rows
    A, B = A - middle, B - middle
    return np.abs((A**2).sum(axis=1)[:, None] - 2 * np.einsum("nd,md->nm", A, B) + (B**2).sum(axis=1)[None, :])


@pairwise_squared_distances.variant
def pairwise_in_plain_python(A, B):
    A, B = A.tolist(), B.tolist()
    return [[sum((x - y) ** 2 for x, y in zip(a, b)) for b in B] for a in A]
