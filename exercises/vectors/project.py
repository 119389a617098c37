"""project: every row mapped linearly."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, raises
from solutions import vectors

project = Exercise(
    vectors.project,
    points=2,
    hints=(
        "Entry (n, q) of the result is a sum of M products: row n of X meets column q of P.",
        "That is what the matrix product does: `X @ P`. Read the shapes aloud: (N, M) @ (M, Q) gives (N, Q).",
        "Convert both with `np.asarray(..., dtype=np.float64)`; raise a ValueError unless both have two axes and "
        "`X.shape[1] == P.shape[0]` (a single axis would pass through `@` unnoticed); return the product.",
    ),
    cases=(
        Case("rows of three numbers onto two", normal((5, 3), (3, 2)), share=2),
        Case("rows of two numbers lifted to four", normal((6, 2), (2, 4))),
        Case("as many rows as old and new numbers", normal((4, 4), (4, 4))),
        Case("one row", normal((1, 5), (5, 3)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((3, 7), (7, 2)), normal((2, 6), (6, 1)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((7, 3), (3, 5))), tiny((4, 6), (6, 3))),
            share=0.5,
        ),
        raises("rows that do not fit the projection", calls(normal((2, 3), (2, 3)), normal((5, 1), (4, 3)))),
        raises("a row without its axis", calls(normal(3, (3, 2)), normal((4, 3), 3))),
        raises("examples with three axes", normal((5, 2, 3), (3, 4))),
    ),
)


@project.wrong("The product is `X @ P`: column q of P makes the new number q. Here P is turned over.")
def project_by_the_transpose(X, P):
    return X @ P.T if X.shape[1] == P.shape[1] else X @ P


@project.wrong("The rows come first, `X @ P`: in the other order P would mix the examples with one another.")
def project_in_the_other_order(X, P):
    return P @ X if P.shape[1] == X.shape[0] else (P.T @ X.T).T


@project.wrong("Use `@`, the matrix product: `*` multiplies entry by entry and adds nothing up.")
def project_entry_by_entry(X, P):
    return X * P if X.shape == P.shape else X[:, :, np.newaxis] * P


@project.wrong("One row per example, shape (N, Q): this is the transpose.")
def project_into_columns(X, P):
    return P.T @ X.T


@project.wrong(
    "Do not subtract the mean first: a projection is linear, row by row, and does not look at the other rows."
)
def project_centred(X, P):
    return (X - np.mean(X, axis=0)) @ P


@project.wrong("Use P as it is: dividing its columns by their lengths makes another projection.")
def project_by_unit_columns(X, P):
    return X @ (P / np.linalg.norm(P, axis=0))


@project.wrong("The sum of the products, not their mean: do not divide by M.")
def project_averaged(X, P):
    return X @ P / X.shape[1]


@project.wrong(
    "Raise a ValueError unless P has one row per column of X: multiplied by hand, (N, 1) is stretched to fit."
)
def project_broadcasts(X, P):
    if np.ndim(X) != 2 or np.ndim(P) != 2:
        raise ValueError("X and P must have two axes")
    return (X.astype(float)[:, :, np.newaxis] * P).sum(axis=1)


@project.wrong("`@` takes vectors and stacks as well: raise a ValueError unless X and P both have two axes.")
def project_of_any_axes(X, P):
    return np.asarray(X, dtype=np.float64) @ np.asarray(P, dtype=np.float64)


@project.wrong("Convert both to float64 first: small unsigned integers wrap around at 256, and float32 has 7 digits.")
def project_in_the_type_given(X, P):
    if X.ndim != 2 or P.ndim != 2:
        raise ValueError("X and P must have two axes")
    return X @ P


@project.variant
def project_with_loops(X, P):
    if X.ndim != 2 or P.ndim != 2 or len(P) != len(X[0]):
        raise ValueError("X and P must have shapes (N, M) and (M, Q)")
    projected = np.zeros((X.shape[0], P.shape[1]))
    for n in range(X.shape[0]):
        for q in range(P.shape[1]):
            for m in range(X.shape[1]):
                projected[n, q] += float(X[n, m]) * float(P[m, q])
    return projected


@project.variant
def project_column_by_column(X, P):
    (_, old), (rows, new) = X.shape, P.shape  # one axis, or three, cannot be unpacked: a ValueError
    if old != rows:
        raise ValueError("X and P must have shapes (N, M) and (M, Q)")
    X, P = X.astype(float), P.astype(float)
    return np.column_stack([X.dot(P[:, q]) for q in range(new)])


@project.variant
def project_with_einsum(X, P):
    if X.ndim != 2 or P.ndim != 2 or X.shape[1] != P.shape[0]:
        raise ValueError("X and P must have shapes (N, M) and (M, Q)")
    return np.einsum("nm,mq->nq", X, P, dtype=np.float64)


@project.variant
def project_as_a_sum_of_columns(X, P):
    if X.ndim != 2 or P.ndim != 2 or X.shape[1] != P.shape[0]:
        raise ValueError("X and P must have shapes (N, M) and (M, Q)")
    return sum(np.outer(np.array(X[:, m], dtype=float), P[m]) for m in range(len(P)))
