"""project: every row mapped linearly."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from exercises.vectors.tables import of_bytes
from grader import Case, Exercise
from solutions import vectors

project = Exercise(
    vectors.project,
    points=2,
    hints=(
        "Entry (n, q) of the result is a sum of M products: row n of X meets column q of P.",
        "That is what the matrix product does: `X @ P`. Read the shapes aloud: (N, M) @ (M, Q) gives (N, Q).",
        "Convert both with `np.asarray(..., dtype=np.float64)`, since products of bytes wrap around at 256, and return "
        "their matrix product, X on the left.",
    ),
    cases=(
        Case("rows of three numbers onto two", normal((5, 3), (3, 2)), share=2),
        Case("rows of two numbers lifted to four", normal((6, 2), (2, 4))),
        Case("as many rows as old and new numbers", normal((4, 4), (4, 4))),
        Case("one row", normal((1, 5), (5, 3)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((3, 7), (7, 2)), normal((2, 6), (6, 1)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((7, 3), (3, 5))), of_bytes((4, 6), (6, 3))),
            share=0.5,
        ),
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


@project.wrong("Convert both to float64 first: products of small unsigned integers wrap around at 256.")
def project_in_the_type_given(X, P):
    return X @ P


@project.wrong("Add the products up, `+=`: with `=` the last product alone is left.")
def project_keeps_the_last_product(X, P):
    return np.outer(X[:, -1].astype(float), P[-1])


@project.wrong("All M numbers count, from 0 to M - 1: `range(M)` already stops before M.")
def project_without_the_last_number(X, P):
    return X[:, :-1].astype(float) @ P[:-1]


@project.wrong("Leave the lengths of the rows as they are: a projection multiplies, and does no more.")
def project_unit_rows(X, P):
    return (X / np.linalg.norm(X, axis=1, keepdims=True)) @ P


@project.wrong("This goes there and back again: one product, `X @ P`, gives rows of Q numbers.")
def project_there_and_back(X, P):
    return X.astype(float) @ P @ P.T


@project.wrong("The products are added with their signs: take no absolute value and no square.")
def project_to_absolute_values(X, P):
    return np.abs(X.astype(float) @ P)


@project.variant
def project_with_loops(X, P):
    projected = np.zeros((X.shape[0], P.shape[1]))
    for n in range(X.shape[0]):
        for q in range(P.shape[1]):
            for m in range(X.shape[1]):
                projected[n, q] += float(X[n, m]) * float(P[m, q])
    return projected


@project.variant
def project_column_by_column(X, P):
    X, P = X.astype(float), P.astype(float)
    return np.column_stack([X.dot(P[:, q]) for q in range(P.shape[1])])


@project.variant
def project_with_einsum(X, P):
    return np.einsum("nm,mq->nq", X, P, dtype=np.float64)


@project.variant
def project_as_a_sum_of_columns(X, P):
    return sum(np.outer(np.array(X[:, m], dtype=float), P[m]) for m in range(len(P)))
