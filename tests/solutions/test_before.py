import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.before import (
    add_to_rows,
    column,
    gradient_at,
    loss_slope,
    matrix_product,
    slope_at,
    variance,
)

seeds = st.integers(0, 2**32 - 1)


def test_a_column_has_a_number_of_every_row_and_one_axis():
    np.testing.assert_array_equal(column(np.arange(6).reshape(3, 2), 1), [1, 3, 5])


def test_a_column_is_not_the_table_itself():
    X = np.zeros((2, 2))
    column(X, 0)[:] = 1
    assert not X.any()


@given(seed=seeds)
def test_rows_without_their_amounts_are_as_before(seed):
    rng = np.random.default_rng(seed)
    X, amounts = rng.integers(-9, 9, size=(4, 4)), rng.integers(-9, 9, size=4)
    np.testing.assert_array_equal(add_to_rows(X, amounts).T - amounts, X.T)


def test_a_matrix_product_worked_out_by_hand():
    np.testing.assert_array_equal(matrix_product([[1, 2], [0, -1]], [[3], [4]]), [[11], [-4]])


@given(seed=seeds)
def test_a_product_turned_over_is_the_product_of_the_factors_turned_over_in_the_other_order(seed):
    rng = np.random.default_rng(seed)
    A, B = rng.normal(size=(3, 2)), rng.normal(size=(2, 4))
    np.testing.assert_allclose(matrix_product(A, B).T, matrix_product(B.T, A.T))


def test_the_variance_of_equally_many_zeros_and_ones_is_a_quarter():
    assert variance([0, 1, 1, 0]) == 0.25


@given(seed=seeds, factor=st.floats(-9, 9), shift=st.floats(-9, 9))
def test_a_variance_does_not_see_a_shift_and_squares_a_factor(seed, factor, shift):
    x = np.random.default_rng(seed).normal(size=7)
    assert variance(factor * x + shift) == pytest.approx(factor**2 * variance(x), abs=1e-9)


@pytest.mark.parametrize("x", [-2.0, 0.0, 0.7])
def test_the_slope_is_that_of_the_curve(x, central_differences):
    assert slope_at(x) == pytest.approx(central_differences(lambda at: at**3 - 2 * at, np.array(x)), abs=1e-8)


@given(seed=seeds)
def test_the_slope_of_the_loss_is_that_of_the_loss(seed):
    w, x, y = np.random.default_rng(seed).normal(size=3)
    rise = ((w + 1e-5) * x - y) ** 2 / 2 - ((w - 1e-5) * x - y) ** 2 / 2
    assert loss_slope(w, x, y) == pytest.approx(rise / 2e-5, abs=1e-8)


def test_the_loss_is_level_where_the_answer_is_right():
    assert loss_slope(2, 3, 6) == 0


@given(seed=seeds)
def test_the_gradient_has_the_slopes_of_the_function(
    seed,
):
    w = np.random.default_rng(seed).normal(size=2)
    steps = 1e-5 * np.eye(2)
    rises = [((w + s)[0] ** 2 + 3 * np.prod(w + s)) - ((w - s)[0] ** 2 + 3 * np.prod(w - s)) for s in steps]
    np.testing.assert_allclose(gradient_at(w), np.array(rises) / 2e-5, atol=1e-8)


@pytest.mark.parametrize("function", [column, add_to_rows, matrix_product, variance, gradient_at])
def test_any_form_of_an_array_is_accepted(function, assert_form_is_accepted):
    square, row = np.array([[3.0, 1.0], [2.0, 5.0]]), np.array([4.0, 2.0])
    arguments = {column: (square, 1), add_to_rows: (square, row), matrix_product: (square, square)}
    assert_form_is_accepted(function, *arguments.get(function, (row,)))
