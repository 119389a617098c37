import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from solutions.losses import (
    accuracy,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    log_softmax,
    mse,
    mse_grad,
    softmax,
    softmax_is_right,
)

LECTURE = np.array([[-1.45, -7.82, -3.78]])
HUGE = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, -1e4]])
tables = arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 5)), elements=st.floats(-50, 50))
seeds = st.integers(0, 2**32 - 1)


# mse and mse_grad


@pytest.mark.parametrize(
    "predictions, targets, loss",
    [([1, 2, 3], [1, 0, 7], 20 / 6), ([[1, 2], [3, 4]], [[0, 2], [3, 1]], 10 / 4), ([[5]], [[5]], 0)],
    ids=["one-number-each", "rows", "no-error"],
)
def test_mse_halves_the_mean_squared_distance(predictions, targets, loss):
    assert mse(predictions, targets) == pytest.approx(loss)


def test_mse_sums_the_outputs_and_averages_the_examples():
    assert mse(np.ones((3, 4)), np.zeros((3, 4))) == 2.0


@given(seed=seeds)
def test_mse_of_a_batch_given_twice_is_that_of_the_batch(seed):
    rng = np.random.default_rng(seed)
    predictions, targets = rng.normal(size=(2, 4, 3))
    assert mse(np.tile(predictions, (2, 1)), np.tile(targets, (2, 1))) == pytest.approx(mse(predictions, targets))


def test_mse_grad_is_the_error_over_the_number_of_examples():
    np.testing.assert_array_equal(mse_grad([[1, 2], [3, 4]], [[0, 2], [3, 1]]), [[0.5, 0], [0, 1.5]])


@pytest.mark.parametrize("shape", [(4,), (4, 3), (1, 1)], ids=str)
def test_mse_grad_is_the_slope_of_mse(shape, central_differences):
    rng = np.random.default_rng(1)
    predictions, targets = rng.normal(size=(2, *shape))
    slope = central_differences(lambda x: mse(x, targets), predictions)
    np.testing.assert_allclose(mse_grad(predictions, targets), slope, rtol=1e-7, atol=1e-9)


# softmax and log_softmax


def test_softmax_and_its_logarithm_on_the_example_of_the_lecture():
    np.testing.assert_allclose(softmax(LECTURE), [[0.9099, 0.0016, 0.0885]], atol=5e-5)
    np.testing.assert_allclose(log_softmax(LECTURE), [[-0.0944, -6.4644, -2.4244]], atol=5e-5)
    assert cross_entropy(LECTURE, [0]) == pytest.approx(0.0944, abs=5e-5)


def test_softmax_of_logarithms_is_their_share():
    np.testing.assert_allclose(softmax(np.log([[1.0, 2.0, 5.0]])), [[0.125, 0.25, 0.625]], rtol=1e-12)


@given(logits=tables)
def test_softmax_rows_are_probabilities_in_the_order_of_the_logits(logits):
    p = softmax(logits)
    assert np.all((p >= 0) & (p <= 1))
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)
    np.testing.assert_array_equal(np.sort(p, axis=1), np.take_along_axis(p, logits.argsort(axis=1), axis=1))


@given(logits=tables, shift=st.floats(-1000, 1000))
def test_softmax_is_unchanged_by_a_constant_shift(logits, shift):
    np.testing.assert_allclose(softmax(logits + shift), softmax(logits), rtol=1e-9, atol=1e-12)


def test_softmax_treats_every_row_on_its_own():
    np.testing.assert_allclose(softmax([[0, 0], [np.log(3), 0]]), [[0.5, 0.5], [0.75, 0.25]], rtol=1e-12)


def test_softmax_of_huge_logits_is_exact():
    np.testing.assert_allclose(softmax(HUGE), [[1, 0, 0], [1 / 3, 1 / 3, 1 / 3], [0.5, 0.5, 0]], rtol=1e-15)


@given(logits=tables)
def test_log_softmax_is_the_logarithm_of_softmax(logits):
    np.testing.assert_allclose(np.exp(log_softmax(logits)), softmax(logits), rtol=1e-12)


def test_log_softmax_of_huge_logits_is_finite():
    expected = [[0, -2e4, -1e4], [-np.log(3)] * 3, [-np.log(2), -np.log(2), -2e4 - np.log(2)]]
    np.testing.assert_allclose(log_softmax(HUGE), expected, rtol=1e-15)


# cross_entropy and cross_entropy_grad


@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_cross_entropy_of_a_uniform_guess_is_the_logarithm_of_the_number_of_classes(classes):
    assert cross_entropy(np.full((3, classes), 7.0), [0, 1, classes - 1]) == pytest.approx(np.log(classes))


def test_cross_entropy_averages_the_surprise_at_the_right_classes():
    logits = np.log([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]])
    assert cross_entropy(logits, [0, 1]) == pytest.approx((np.log(2) + np.log(10)) / 2)


def test_cross_entropy_of_a_certain_and_wrong_answer_is_large_but_finite():
    assert cross_entropy(HUGE[:1], [1]) == 2e4
    assert cross_entropy(HUGE[:1], [0]) == 0


def test_cross_entropy_accepts_labels_stored_as_floats():
    assert cross_entropy(LECTURE, np.array([2.0])) == cross_entropy(LECTURE, np.array([2]))


def test_cross_entropy_grad_is_the_probability_minus_the_one_hot_label():
    logits = np.log([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]])
    expected = np.array([[-0.5, 0.25, 0.25], [0.1, -0.9, 0.8]]) / 2
    np.testing.assert_allclose(cross_entropy_grad(logits, [0, 1]), expected, rtol=1e-12)


def test_cross_entropy_grad_is_the_slope_of_cross_entropy(central_differences):
    rng = np.random.default_rng(2)
    logits, labels = rng.normal(size=(4, 5)) * 3, np.array([0, 4, 4, 2])
    slope = central_differences(lambda z: cross_entropy(z, labels), logits)
    np.testing.assert_allclose(cross_entropy_grad(logits, labels), slope, rtol=1e-6, atol=1e-9)


@given(logits=tables, data=st.data())
def test_cross_entropy_grad_rows_sum_to_zero_and_pull_only_the_right_class_up(logits, data):
    n, k = logits.shape
    labels = np.array(data.draw(st.lists(st.integers(0, k - 1), min_size=n, max_size=n)))
    grad = cross_entropy_grad(logits, labels)
    np.testing.assert_allclose(grad.sum(axis=1), 0, atol=1e-12)
    right = np.arange(k) == labels[:, np.newaxis]
    assert np.all(grad[right] <= 0) and np.all(grad[~right] >= 0)


# binary_cross_entropy


@pytest.mark.parametrize(
    "logits, labels, loss",
    [
        ([0, 0], [0, 1], np.log(2)),
        ([np.log(3)], [1], np.log(4 / 3)),
        ([np.log(3)], [0], np.log(4)),
        ([1e4, -1e4], [1, 0], 0),
        ([1e4, -1e4, 0, 0], [0, 1, 0, 1], 5e3 + np.log(2) / 2),
    ],
    ids=["undecided", "three-to-one-and-right", "three-to-one-and-wrong", "certain-and-right", "certain-and-wrong"],
)
def test_binary_cross_entropy_averages_the_surprise(logits, labels, loss):
    assert binary_cross_entropy(logits, labels) == pytest.approx(loss, rel=1e-12)


@given(seed=seeds)
def test_binary_cross_entropy_is_the_cross_entropy_of_two_classes(seed):
    rng = np.random.default_rng(seed)
    logits, labels = 5 * rng.normal(size=6), rng.integers(0, 2, size=6)
    two_columns = np.column_stack([np.zeros(6), logits])
    assert binary_cross_entropy(logits, labels) == pytest.approx(cross_entropy(two_columns, labels), rel=1e-12)


@pytest.mark.parametrize("scale", [1, 30, 1e4])
def test_binary_cross_entropy_grad_is_the_probability_minus_the_label(scale):
    logits, labels = scale * np.array([-1.0, 0.0, 1.0, 1.0]), np.array([1, 0, 1, 0])
    p = np.array([1 / (1 + np.exp(min(scale, 700))), 0.5, *[1 / (1 + np.exp(-scale))] * 2])
    np.testing.assert_allclose(binary_cross_entropy_grad(logits, labels), (p - labels) / 4, rtol=0, atol=1e-15)


def test_binary_cross_entropy_grad_is_the_slope_of_binary_cross_entropy(central_differences):
    rng = np.random.default_rng(3)
    logits, labels = 3 * rng.normal(size=5), np.array([0, 1, 1, 0, 1])
    slope = central_differences(lambda z: binary_cross_entropy(z, labels), logits)
    np.testing.assert_allclose(binary_cross_entropy_grad(logits, labels), slope, rtol=1e-6, atol=1e-9)


# softmax_is_right


def test_softmax_is_right_accepts_softmax():
    assert softmax_is_right(softmax) is True


@pytest.mark.parametrize(
    "f",
    [
        pytest.param(lambda z: softmax(z.T).T, id="down-the-columns"),
        pytest.param(lambda z: softmax(np.clip(z, -700, 700)), id="clipped"),
        pytest.param(lambda z: softmax(z) * (1 + 1e-7), id="nearly"),
        pytest.param(lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True), id="overflows"),
        pytest.param(lambda z: np.divide(z, 2, out=z) * 0 + softmax(2 * z), id="changes-its-input"),
        pytest.param(lambda z: softmax(z).squeeze(), id="without-the-axis-of-one"),
    ],
)
def test_softmax_is_right_refuses_what_is_wrong(f):
    assert softmax_is_right(f) is False


# accuracy


@pytest.mark.parametrize(
    "labels, share", [([0, 1, 2], 1), ([0, 1, 0], 2 / 3), ([1, 2, 0], 0)], ids=["all", "two", "none"]
)
def test_accuracy_is_the_share_of_largest_logits_at_the_right_class(labels, share):
    assert accuracy([[5, 1, 0], [-3, -1, -2], [0, 0, 1]], labels) == pytest.approx(share)


@given(seed=seeds)
def test_accuracy_of_logits_is_that_of_their_probabilities(seed):
    rng = np.random.default_rng(seed)
    logits, labels = rng.normal(size=(9, 4)), rng.integers(0, 4, size=9)
    assert accuracy(logits, labels) == accuracy(softmax(logits), labels)


# all of them

ROWS = np.array([[0.3, 200.0], [1.7, 3.1], [90.2, 45.0]])
TARGETS = np.array([[10.6, 0.0], [1.0, 250.5], [90.0, 45.0]])
LABELS = np.array([0.0, 1.0, 1.0])
CALLS = {
    "mse": (mse, ROWS, TARGETS),
    "mse-of-one-axis": (mse, ROWS[:, 0], TARGETS[:, 0]),
    "mse_grad": (mse_grad, ROWS, TARGETS),
    "softmax": (softmax, ROWS),
    "log_softmax": (log_softmax, ROWS),
    "cross_entropy": (cross_entropy, ROWS, LABELS),
    "cross_entropy_grad": (cross_entropy_grad, ROWS, LABELS),
    "binary_cross_entropy": (binary_cross_entropy, ROWS[:, 1], LABELS),
    "binary_cross_entropy_grad": (binary_cross_entropy_grad, ROWS[:, 1], LABELS),
    "accuracy": (accuracy, ROWS, LABELS),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_arrays_of_any_form_give_the_same_result_and_stay_as_they_were(call, assert_form_is_accepted):
    assert_form_is_accepted(*call)


@pytest.mark.parametrize(
    "predictions, targets",
    [((3,), (4,)), ((3,), (1,)), ((3, 1), (3,)), ((3, 2), (1, 2)), ((3, 2), ())],
    ids=["lengths", "one-target-for-all", "column-against-row", "one-row-for-all", "a-number"],
)
def test_mse_of_different_shapes_is_a_value_error(predictions, targets):
    with pytest.raises(ValueError):
        mse(np.ones(predictions), np.ones(targets))
