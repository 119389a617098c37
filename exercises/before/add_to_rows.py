"""add_to_rows: broadcasting along the axis that NumPy would not choose by itself."""

import numpy as np

from exercises.forms import calls, normal, whole
from grader import Case, Exercise, slip
from solutions import before

ADDED = "X + amounts[:, np.newaxis]"

add_to_rows = Exercise(
    before.add_to_rows,
    points=0,
    hints=(
        "NumPy compares shapes from the right: which shape would be laid along the rows?",
        "A column of shape (N, 1) is stretched over all D columns: make one of `amounts`.",
        "`amounts[:, np.newaxis]` and `amounts.reshape(-1, 1)` both have the shape (N, 1). Add one of them to `X`.",
    ),
    cases=(
        Case("as many rows as columns", normal((4, 4), (4,)), share=2),
        Case("six rows of two numbers", normal((6, 2), (6,))),
        Case("one column, then one row, of whole numbers", calls(whole((5, 1), (5,)), whole((1, 4), (1,)))),
    ),
    wrong_answers=(
        slip(
            "add_to_rows_adds_to_columns",
            "This adds a number to each column: (N,) is laid along the last axis. Give it the shape (N, 1).",
            (ADDED, "X + amounts"),
        ),
        slip(
            "add_to_rows_adds_one_sum",
            "Every row gets a number of its own, not the sum of all.",
            (ADDED, "X + amounts.sum()"),
        ),
        slip(
            "add_to_rows_multiplies",
            "The amounts are added: this multiplies each row by its own.",
            (ADDED, "X * amounts[:, np.newaxis]"),
        ),
    ),
)


@add_to_rows.variant
def add_to_rows_turned_over(X, amounts):
    return (X.T + amounts).T


@add_to_rows.variant
def add_to_rows_one_by_one(X, amounts):
    return np.array([row + amount for row, amount in zip(X, amounts)])
