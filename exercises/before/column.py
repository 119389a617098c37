"""column: one column of a table."""

import numpy as np

from exercises.forms import calls
from grader import Case, Exercise, slip
from solutions import before

TAKEN = "[:, d]"


def table(n, width, d):
    """Make a table of n rows, and ask for column d."""
    return lambda rng: (rng.normal(size=(n, width)), d)


column = Exercise(
    before.column,
    points=0,
    hints=(
        "`X[n]` is row n. What stands in front of the comma when all rows are meant?",
        "A colon means *all*: `X[:, 0]` has the first number of every row.",
        "Write `X[:, d]`. With a plain number behind the comma that axis disappears, and the shape is (N,).",
    ),
    cases=(
        Case("the second column of five rows", table(5, 3, 1), share=2),
        Case("a square table", table(4, 4, 2)),
        Case("the first column, then the last", calls(table(3, 4, 0), table(2, 3, 2))),
    ),
    wrong_answers=(
        slip("column_is_a_row", "This is row d: all rows are meant, and column d, `X[:, d]`.", (TAKEN, "[d % len(X)]")),
        slip(
            "column_keeps_two_axes",
            "The shape is (N, 1), a table one column wide: with a plain d in place of `[d]` it is (N,).",
            (TAKEN, "[:, [d]]"),
        ),
        slip("column_counts_from_one", "Columns count from 0: the first is `X[:, 0]`.", (TAKEN, "[:, d - 1]")),
    ),
)


@column.variant
def column_by_take(X, d):
    return np.take(X, d, axis=1)


@column.variant
def column_row_by_row(X, d):
    return [row[d] for row in X.tolist()]
