from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.perceptron import (
    activation,
    activation_grad,
    gate_weights,
    perceptron_fit,
    perceptron_predict,
    perceptron_update,
    sigmoid,
)

KINDS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"]
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
seeds = st.integers(0, 2**32 - 1)


def separable_data(seed):
    """Examples on two sides of a random plane, their right answers, and how far the nearest is from the plane."""
    rng = np.random.default_rng(seed)
    direction, bias = rng.normal(size=3), 0.3
    length = np.hypot(np.linalg.norm(direction), bias)
    X = rng.normal(size=(40, 3))
    margins = (X @ direction + bias) / length
    wide = np.abs(margins) > 0.1
    return X[wide], (margins[wide] > 0).astype(int), np.abs(margins[wide]).min()


# perceptron_predict


def test_perceptron_predict_asks_whether_the_sum_passes_the_threshold():
    X = [[1, 2], [3, 0], [0, 0], [-1, 4]]  # sums with (2, -1) and bias 1: 1, 7, 1, -5
    np.testing.assert_array_equal(perceptron_predict(X, [2, -1], 1), [1, 1, 1, 0])


def test_a_sum_of_exactly_zero_is_not_enough():
    np.testing.assert_array_equal(perceptron_predict([[1, 1], [1, 2]], [1, 1], -2), [0, 1])


def test_the_bias_is_minus_the_threshold():
    np.testing.assert_array_equal(perceptron_predict([[4.9], [5.0], [5.1]], [1.0], -5.0), [0, 0, 1])


@given(seed=seeds, scale=st.floats(1e-3, 1e3))
def test_scaling_weights_and_bias_together_changes_no_prediction(seed, scale):
    rng = np.random.default_rng(seed)
    X, w, b = rng.normal(size=(9, 4)), rng.normal(size=4), rng.normal()
    np.testing.assert_array_equal(perceptron_predict(X, scale * w, scale * b), perceptron_predict(X, w, b))


# gate_weights


@pytest.mark.parametrize("gate, table", [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("NAND", [1, 1, 1, 0])])
def test_gate_weights_realise_the_truth_table(gate, table):
    w, b = gate_weights(gate)
    assert w.shape == (2,)
    np.testing.assert_array_equal(perceptron_predict(CORNERS, w, b), table)


# perceptron_update


@pytest.mark.parametrize(
    "y, w, b",
    [(0, [-0.5, -1.5], 0.0), (1, [0.5, 0.5], 0.5)],
    ids=["a-false-alarm-moves-away", "a-right-answer-changes-nothing"],
)
def test_perceptron_update_moves_after_a_mistake_only(y, w, b):
    new_w, new_b = perceptron_update([0.5, 0.5], 0.5, [2.0, 4.0], y, 0.5)
    np.testing.assert_array_equal(new_w, w)
    assert new_b == b


def test_perceptron_update_moves_towards_an_example_that_it_missed():
    new_w, new_b = perceptron_update([-1.0, 0.0], 0.0, [1.0, 3.0], 1, 0.25)
    np.testing.assert_array_equal(new_w, [-0.75, 0.75])
    assert new_b == 0.25


def test_the_sum_after_a_mistake_is_better_by_the_squared_length_of_the_example_and_its_one():
    w, b, x = np.array([-1.0, 0.5]), -3.0, np.array([1.0, 2.0])
    new_w, new_b = perceptron_update(w, b, x, 1, 0.1)
    assert (x @ new_w + new_b) - (x @ w + b) == pytest.approx(0.1 * (x @ x + 1))


def test_an_answer_stored_in_a_byte_still_moves_the_weights_down():
    w, b = perceptron_update([1.0], 0.0, [1.0], np.uint8(0), 1.0)
    assert (w[0], b) == (0.0, -1.0)


# perceptron_fit


def test_perceptron_fit_follows_the_hand_computation():
    # epoch 1   x = 1: 0 is right       x = 2: 0 is a miss, w = 2, b = 1
    # epoch 2   x = 1: 3 is an alarm, w = 1, b = 0       x = 2: 2 is right
    # epoch 3   x = 1: 1 is an alarm, w = 0, b = -1      x = 2: -1 is a miss, w = 2, b = 0
    w, b, mistakes = perceptron_fit([[1.0], [2.0]], [0, 1], 3, 1.0)
    np.testing.assert_array_equal(w, [2.0])
    assert b == 0.0
    np.testing.assert_array_equal(mistakes, [1, 1, 2])


@given(seed=seeds)
def test_perceptron_fit_makes_no_more_mistakes_than_novikoff_allows(seed):
    X, y, margin = separable_data(seed)
    radius_squared = (X**2).sum(axis=1).max() + 1  # the bias is the weight of a constant input 1
    _, _, mistakes = perceptron_fit(X, y, 5, 1.0)
    assert mistakes.sum() <= radius_squared / margin**2


def test_an_epoch_without_mistakes_means_that_every_prediction_is_right():
    X, y, _ = separable_data(1)
    w, b, mistakes = perceptron_fit(X, y, 50, 0.1)
    assert mistakes[0] > 0 and mistakes[-1] == 0
    np.testing.assert_array_equal(perceptron_predict(X, w, b), y)


def test_the_learning_rate_only_scales_weights_that_started_at_zero():
    X, y, _ = separable_data(2)
    w, b, mistakes = perceptron_fit(X, y, 3, 1.0)
    half_w, half_b, same_mistakes = perceptron_fit(X, y, 3, 0.5)
    np.testing.assert_array_equal(half_w, w / 2)
    assert half_b == b / 2
    np.testing.assert_array_equal(same_mistakes, mistakes)


def test_every_epoch_on_xor_has_a_mistake():
    _, _, mistakes = perceptron_fit(CORNERS, [0, 1, 1, 0], 25, 1.0)
    assert mistakes.shape == (25,)
    assert mistakes.min() >= 1


def test_training_for_no_epoch_leaves_the_zeros():
    w, b, mistakes = perceptron_fit(CORNERS, [0, 0, 0, 1], 0, 1.0)
    np.testing.assert_array_equal(w, [0, 0])
    assert b == 0 and mistakes.shape == (0,)


# sigmoid


@given(z=st.floats(-1000, 1000))
def test_sigmoid_agrees_with_decimal_arithmetic_of_28_digits(z):
    exact = 1 / (1 + (-Decimal(z)).exp())
    assert abs(Decimal(float(sigmoid(z))) - exact) < Decimal("1e-15")


@pytest.mark.parametrize("z, value", [(-np.inf, 0), (-1000, 0), (0, 0.5), (np.log(3), 0.75), (1000, 1), (np.inf, 1)])
def test_sigmoid_stays_between_its_limits_without_a_warning(z, value):
    assert sigmoid(z) == pytest.approx(value, abs=1e-15)
    assert 0 <= sigmoid(z) <= 1


def test_sigmoid_keeps_the_digits_of_its_small_values():
    np.testing.assert_allclose(sigmoid([-40.0, -300.0]), [np.exp(-40.0), np.exp(-300.0)], rtol=1e-12)


@given(z=st.floats(allow_nan=False))
def test_sigmoid_of_the_opposite_is_the_rest_to_one(z):
    assert sigmoid(-z) == pytest.approx(1 - sigmoid(z), abs=1e-15)


@pytest.mark.parametrize("shape", [(), (3,), (0,), (2, 3), (2, 1, 4)], ids=str)
@pytest.mark.parametrize(
    "function", [sigmoid, *(lambda z, k=kind: activation(z, k) for kind in KINDS)], ids=["sigmoid", *KINDS]
)
def test_every_shape_is_kept(function, shape):
    assert np.shape(function(np.full(shape, -0.5))) == shape


# activation and activation_grad


@pytest.mark.parametrize(
    "kind, values",
    [
        ("identity", [-2, 0, 3]),
        ("sigmoid", [0.11920292202211755, 0.5, 0.9525741268224334]),
        ("tanh", [-0.9640275800758169, 0, 0.9950547536867305]),
        ("relu", [0, 0, 3]),
        ("leaky_relu", [-0.02, 0, 3]),
        ("elu", [-0.8646647167633873, 0, 3]),
    ],
)
def test_activation_at_minus_two_zero_and_three(kind, values):
    np.testing.assert_allclose(activation([-2, 0, 3], kind), values, rtol=1e-12)


@pytest.mark.parametrize(
    "kind, at_zero", [("identity", 1), ("sigmoid", 0.25), ("tanh", 1), ("relu", 0), ("leaky_relu", 0.01), ("elu", 1)]
)
def test_activation_grad_at_zero(kind, at_zero):
    assert activation_grad(0, kind) == at_zero


@pytest.mark.parametrize("kind", KINDS)
def test_activation_grad_is_the_slope_of_activation(kind):
    z = np.linspace(-5.05, 5.05, 102)  # the kink at 0 lies between two points
    slope = (activation(z + 1e-6, kind) - activation(z - 1e-6, kind)) / 2e-6
    np.testing.assert_allclose(activation_grad(z, kind), slope, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_no_activation_falls_and_none_is_steeper_than_one(kind):
    z = np.linspace(-30, 30, 601)
    assert np.all(np.diff(activation(z, kind)) >= 0)
    assert np.all((activation_grad(z, kind) >= 0) & (activation_grad(z, kind) <= 1))


def test_the_slope_of_the_sigmoid_is_never_above_a_quarter():
    assert activation_grad(np.linspace(-9, 9, 181), "sigmoid").max() == 0.25


@given(z=st.floats(-20, 20))
def test_tanh_is_a_sigmoid_stretched(z):
    assert activation(z, "tanh") == pytest.approx(2 * sigmoid(2 * z) - 1, abs=1e-14)


@pytest.mark.parametrize(
    "kind, limits, slopes",
    [
        ("identity", [-1000, 1000], [1, 1]),
        ("sigmoid", [0, 1], [0, 0]),
        ("tanh", [-1, 1], [0, 0]),
        ("relu", [0, 1000], [0, 1]),
        ("leaky_relu", [-10, 1000], [0.01, 1]),
        ("elu", [-1, 1000], [0, 1]),
    ],
)
def test_activation_and_its_slope_far_out_come_without_a_warning(kind, limits, slopes):
    far_out = np.array([-1000.0, 1000.0])
    np.testing.assert_allclose(activation(far_out, kind), limits, atol=1e-15)
    np.testing.assert_allclose(activation_grad(far_out, kind), slopes, atol=1e-15)


# all of them

ROWS = np.array([[0.3, 200.0], [17.7, 3.1], [90.2, 45.0]])
CALLS = {
    "perceptron_predict": (perceptron_predict, ROWS, np.array([2.5, 1.5]), -150.0),
    "perceptron_update": (perceptron_update, np.array([3.0, 200.0]), 0.5, np.array([250.5, 2.0]), 0, 0.1),
    "perceptron_fit": (perceptron_fit, ROWS, np.array([0.0, 1.0, 0.0]), 4, 0.1),
    "sigmoid": (sigmoid, ROWS / 50),
    **{f"activation-{kind}": (activation, ROWS / 50, kind) for kind in KINDS},
    **{f"activation_grad-{kind}": (activation_grad, ROWS / 50, kind) for kind in KINDS},
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_arrays_of_any_form_give_the_same_result_and_stay_as_they_were(call, assert_form_is_accepted):
    assert_form_is_accepted(*call)
