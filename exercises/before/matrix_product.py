"""matrix_product: rows times columns."""

import numpy as np

from exercises.forms import calls, normal, whole
from grader import Case, Exercise
from solutions import before

matrix_product = Exercise(
    before.matrix_product,
    points=0,
    hints=(
        "The number in row n, column m is made of row n of `A` and column m of `B`.",
        "Multiply the two number by number and add up: `np.sum(A[n] * B[:, m])`, for every n and every m.",
        "NumPy has an operator for the whole of it, which is not `*`: it is the sign in e-mail addresses.",
    ),
    cases=(
        Case("two square matrices", normal((3, 3), (3, 3)), share=2),
        Case("four rows and two columns of five", normal((4, 5), (5, 2))),
        Case("one row, then one column, of whole numbers", calls(whole((1, 3), (3, 4)), whole((3, 2), (2, 1)))),
    ),
)


@matrix_product.wrong("`*` multiplies number by number: a matrix product multiplies rows by columns and adds up.")
def matrix_product_number_by_number(A, B):
    return A * B


@matrix_product.wrong("The order matters: the rows are those of the first, the columns those of the second.")
def matrix_product_the_other_way_round(A, B):
    return B @ A


@matrix_product.wrong("This multiplies rows by rows: the second matrix gives its columns.")
def matrix_product_of_rows_by_rows(A, B):
    return A @ B.T


@matrix_product.variant
def matrix_product_with_loops(A, B):
    made = np.zeros((len(A), B.shape[1]))
    for n in range(len(A)):
        for m in range(B.shape[1]):
            made[n, m] = np.sum(A[n] * B[:, m])
    return made


@matrix_product.variant
def matrix_product_by_broadcasting(A, B):
    return np.sum(A[:, :, np.newaxis] * B[np.newaxis], axis=1)
