"""Chapter 0: what the others take for granted. Columns, broadcasting, the matrix product, variance, slopes."""

import numpy as np


def column(X, d):
    """Take one column out of a table.

    X         shape (N, D)
    d         which column, counting from 0
    returns   shape (N,)

    >>> column(np.array([[1, 2], [3, 4], [5, 6]]), 1).tolist()
    [2.0, 4.0, 6.0]
    """
    return np.array(X, dtype=np.float64)[:, d]


def add_to_rows(X, amounts):
    """Add to every row a number of its own.

    X         shape (N, D)
    amounts   shape (N,), one number per row
    returns   shape (N, D)

    >>> add_to_rows(np.array([[1, 2], [3, 4]]), np.array([10, 20])).tolist()
    [[11.0, 12.0], [23.0, 24.0]]
    """
    X, amounts = np.asarray(X, dtype=np.float64), np.asarray(amounts, dtype=np.float64)
    return X + amounts[:, np.newaxis]


def matrix_product(A, B):
    """Multiply rows by columns.

    A         shape (N, D)
    B         shape (D, M)
    returns   shape (N, M)

    >>> matrix_product(np.array([[1, 2]]), np.array([[3, 4], [5, 6]])).tolist()
    [[13.0, 16.0]]
    """
    return np.asarray(A, dtype=np.float64) @ np.asarray(B, dtype=np.float64)


def variance(x):
    """Average the squared distances of some numbers from their mean.

    x         shape (N,)
    returns   a single number

    >>> float(variance(np.array([2, 4, 9])))
    8.666666666666666
    """
    x = np.asarray(x, dtype=np.float64)
    return np.mean((x - x.mean()) ** 2)


def slope_at(x):
    """How steep the curve x³ - 2x is at x.

    x         a number, or an array of them
    returns   the slope there, of the same shape

    >>> float(slope_at(2.0))
    10.0
    """
    return 3 * x**2 - 2


def loss_slope(w, x, y):
    """How steeply the loss (w x - y)² / 2 rises with w.

    w, x, y   numbers
    returns   the slope of the loss in w

    >>> loss_slope(2.0, 3.0, 5.0)
    3.0
    """
    return (w * x - y) * x


def gradient_at(w):
    """Give the gradient of w₁² + 3 w₁ w₂: its slope in each of the two numbers.

    w         shape (2,), the place
    returns   shape (2,)

    >>> gradient_at(np.array([1, 2])).tolist()
    [8.0, 3.0]
    """
    w = np.asarray(w, dtype=np.float64)
    return np.array([2 * w[0] + 3 * w[1], 3 * w[0]])
