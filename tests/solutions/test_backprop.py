from itertools import pairwise

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.backprop import (
    activation_backward,
    affine_backward,
    chain_gradient,
    gradient_is_right,
    mlp_backward,
    numerical_gradient,
    output_delta,
    relative_error,
    train_step,
)
from solutions.losses import cross_entropy, cross_entropy_grad, mse
from solutions.mlp import mlp_forward
from solutions.perceptron import sigmoid

KINDS = ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"]
seeds = st.integers(0, 2**32 - 1)

# The same functions once more in terms of autograd, which differentiates them on its own.
DIFFERENTIABLE = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "leaky_relu": lambda z: anp.where(z > 0, z, 0.01 * z),
    "elu": lambda z: anp.where(z > 0, z, anp.exp(anp.minimum(z, 0)) - 1),
}


def random_network(rng, sizes):
    weights = [rng.normal(size=shape) for shape in pairwise(sizes)]
    return weights, [rng.normal(size=size) for size in sizes[1:]]


def loss_by_autograd(parameters, X, labels, hidden):
    weights, biases = parameters
    a = X
    for W, b in zip(weights[:-1], biases[:-1]):
        a = DIFFERENTIABLE[hidden](a @ W + b)
    logits = a @ weights[-1] + biases[-1]
    log_probabilities = logits - anp.log(anp.sum(anp.exp(logits), axis=1, keepdims=True))
    return -anp.mean(log_probabilities[np.arange(len(labels)), labels])


# numerical_gradient


def test_numerical_gradient_of_a_quadratic_is_exact_up_to_rounding():
    x = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -4.0]])
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), x), 2 * x, atol=1e-9)


@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 1, 2)], ids=["number", "vector", "matrix", "three-axes"])
def test_numerical_gradient_has_the_shape_of_the_point(shape):
    x = np.random.default_rng(0).normal(size=shape)
    grad = numerical_gradient(lambda x: np.sum(np.sin(x)), x)
    assert np.shape(grad) == shape
    np.testing.assert_allclose(grad, np.cos(x), atol=1e-9)


def test_numerical_gradient_takes_half_a_step_to_either_side_of_the_point():
    # of x**3 the central difference is 3 x**2 + h**2, the forward difference 3 x**2 + 3 x h + h**2
    assert numerical_gradient(lambda x: x**3, 2.0, h=0.1) == pytest.approx(12.01)


def test_numerical_gradient_steps_by_a_hundred_thousandth_if_not_told_otherwise():
    assert numerical_gradient(lambda x: x**3, 0.0) == pytest.approx(1e-10, rel=1e-9)  # h**2


def test_numerical_gradient_works_at_integers():
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**3), np.array([1, 2])), [3, 12], atol=1e-8)


def test_numerical_gradient_neither_changes_the_point_nor_trusts_the_function_with_it():
    x = np.array([1.0, 2.0])

    def spoiling(probe):
        total = np.sum(probe**2)
        probe[:] = 0
        return total

    np.testing.assert_allclose(numerical_gradient(spoiling, x), [2, 4], atol=1e-9)
    np.testing.assert_array_equal(x, [1, 2])


def test_numerical_gradient_shows_only_points_that_differ_in_one_entry_by_the_step():
    x, seen = np.zeros((2, 2)), []
    numerical_gradient(lambda probe: seen.append(probe) or 0.0, x, h=0.5)
    assert len(seen) == 8
    assert all(np.count_nonzero(probe) == 1 and np.abs(probe).sum() == 0.5 for probe in seen)


def test_numerical_gradient_gives_the_function_its_point_in_the_shape_that_it_has():
    x = np.arange(6.0).reshape(2, 3)
    grad = numerical_gradient(lambda x: np.sum(np.sum(x, axis=0) ** 2), x)
    np.testing.assert_allclose(grad, [[6, 10, 14], [6, 10, 14]], atol=1e-8)


# relative_error


@pytest.mark.parametrize(
    "a, b, error",
    [
        ([1, 2], [1, 2], 0),
        ([1, 0], [3, 0], 0.5),
        ([1, 1], [1, -1], 1),
        ([100, 1], [100, 3], 0.5),
        ([1e-13], [0], 0.1),
        (3, 1, 0.5),
        ([[1, 2]], [[2, 2]], 1 / 3),
    ],
    ids=["equal", "zeros-agree", "opposite", "worst-entry", "below-the-floor", "numbers", "matrices"],
)
def test_relative_error_is_that_of_the_worst_entry(a, b, error):
    assert relative_error(a, b) == pytest.approx(error)
    assert relative_error(b, a) == relative_error(a, b)


@given(seed=seeds, scale=st.floats(1e-6, 1e6))
def test_relative_error_does_not_depend_on_the_unit(seed, scale):
    a, b = np.random.default_rng(seed).normal(size=(2, 4))
    assert relative_error(scale * a, scale * b) == pytest.approx(relative_error(a, b))


# chain_gradient


def test_chain_gradient_of_the_lecture_is_a_product_of_slopes_and_weights():
    x, (w1, w2), (b1, b2) = 0.5, (2.0, -3.0), (0.1, 0.2)
    h1 = sigmoid(x * w1 + b1)
    h2 = sigmoid(h1 * w2 + b2)
    by_hand = h2 * (1 - h2) * w2 * h1 * (1 - h1) * x
    assert chain_gradient(x, np.array([w1, w2]), np.array([b1, b2]), "sigmoid") == pytest.approx(by_hand, rel=1e-12)


def test_chain_gradient_of_one_neuron_is_its_slope_times_its_input():
    assert chain_gradient(3.0, np.array([2.0]), np.array([-6.0]), "sigmoid") == pytest.approx(0.75)


@pytest.mark.parametrize("kind", KINDS)
def test_chain_gradient_agrees_with_autograd(kind):
    rng = np.random.default_rng(4)
    x, weights, biases = rng.normal(), rng.normal(size=5), rng.normal(size=5)

    def end(weights):
        h = x
        for i in range(5):
            h = DIFFERENTIABLE[kind](h * weights[i] + biases[i])
        return h

    assert chain_gradient(x, weights, biases, kind) == pytest.approx(autograd.grad(end)(weights)[0], rel=1e-10)


@pytest.mark.parametrize("depth", [2, 5, 10, 20])
def test_chain_gradient_of_sigmoids_with_unit_weights_vanishes_like_a_power_of_a_quarter(depth):
    gradient = chain_gradient(1.0, np.ones(depth), np.full(depth, -0.5), "sigmoid")
    assert 0 < gradient <= 0.25**depth


# output_delta


def test_output_delta_of_undecided_outputs_is_an_eighth_of_the_error():
    np.testing.assert_allclose(output_delta(np.zeros((2, 1)), [[1], [0]]), [[-0.0625], [0.0625]])


def test_output_delta_is_the_slope_of_mse(central_differences):
    rng = np.random.default_rng(2)
    z, targets = rng.normal(size=(2, 4, 3))
    slope = central_differences(lambda z: mse(sigmoid(z), targets), z)
    np.testing.assert_allclose(output_delta(z, targets), slope, rtol=1e-7, atol=1e-9)


def test_output_delta_of_a_saturated_output_is_tiny_however_wrong_it_is():
    assert 0 < output_delta([[20.0]], [[0]])[0, 0] < 1e-8


# affine_backward and activation_backward


def test_affine_backward_follows_the_hand_computation():
    grad_X, grad_W, grad_b = affine_backward([[1, 0], [2, -1]], [[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1], [2, 2]])
    np.testing.assert_array_equal(grad_X, [[1, 0, 2], [2, -1, 2]])
    np.testing.assert_array_equal(grad_W, [[9, -4], [12, -5], [15, -6]])
    np.testing.assert_array_equal(grad_b, [3, -1])


@pytest.mark.parametrize("shape", [(4, 3, 2), (1, 3, 2), (3, 3, 3), (5, 1, 1)], ids=str)
def test_affine_backward_agrees_with_autograd(shape):
    rng = np.random.default_rng(5)
    num_examples, d_in, d_out = shape
    X, W, b = rng.normal(size=(num_examples, d_in)), rng.normal(size=(d_in, d_out)), rng.normal(size=d_out)
    grad_output = rng.normal(size=(num_examples, d_out))
    expected = autograd.grad(lambda layer: anp.sum(grad_output * (layer[0] @ layer[1] + layer[2])))((X, W, b))
    for got, want in zip(affine_backward(grad_output, X, W), expected, strict=True):
        np.testing.assert_allclose(got, want, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_activation_backward_agrees_with_autograd(kind):
    rng = np.random.default_rng(6)
    z, grad_output = rng.normal(size=(2, 4, 5))
    expected = autograd.grad(lambda z: anp.sum(grad_output * DIFFERENTIABLE[kind](z)))(z)
    np.testing.assert_allclose(activation_backward(grad_output, z, kind), expected, rtol=1e-10)


def test_activation_backward_of_relu_blocks_what_was_not_positive():
    np.testing.assert_array_equal(activation_backward([1, 2, 3], [-1, 0, 1], "relu"), [0, 0, 3])


# mlp_backward


def test_mlp_backward_follows_the_hand_computation():
    weights, biases = [np.array([[1.0, -1.0]]), np.array([[2.0], [4.0]])], [np.zeros(2), np.zeros(1)]
    pre_activations, activations = mlp_forward([[3.0], [-5.0]], weights, biases, "relu", "identity")
    grad_weights, grad_biases = mlp_backward([[1.0], [10.0]], weights, pre_activations, activations, "relu")
    np.testing.assert_array_equal(grad_weights[1], [[3], [50]])
    np.testing.assert_array_equal(grad_biases[1], [11])
    np.testing.assert_array_equal(grad_weights[0], [[6, -200]])
    np.testing.assert_array_equal(grad_biases[0], [2, 40])


@pytest.mark.parametrize("sizes", [[3, 4], [3, 5, 4], [3, 3, 3, 3], [3, 6, 1, 5, 4]], ids=str)
@pytest.mark.parametrize("hidden", KINDS)
def test_mlp_backward_agrees_with_autograd(sizes, hidden):
    rng = np.random.default_rng(7)
    weights, biases = random_network(rng, sizes)
    X, labels = rng.normal(size=(6, 3)), rng.integers(0, sizes[-1], size=6)
    pre_activations, activations = mlp_forward(X, weights, biases, hidden, "identity")
    grad_output = cross_entropy_grad(activations[-1], labels)
    got = mlp_backward(grad_output, weights, pre_activations, activations, hidden)
    expected = autograd.grad(loss_by_autograd)((weights, biases), X, labels, hidden)
    for got_arrays, expected_arrays in zip(got, expected, strict=True):
        for got_array, expected_array in zip(got_arrays, expected_arrays, strict=True):
            np.testing.assert_allclose(got_array, expected_array, rtol=1e-9, atol=1e-12)


def test_mlp_backward_passes_the_gradient_check_of_the_chapter():
    rng = np.random.default_rng(8)
    weights, biases = random_network(rng, [2, 4, 3])
    X, labels = rng.normal(size=(5, 2)), rng.integers(0, 3, size=5)

    def loss_at(W):
        return cross_entropy(mlp_forward(X, [W, weights[1]], biases, "tanh", "identity")[1][-1], labels)

    pre_activations, activations = mlp_forward(X, weights, biases, "tanh", "identity")
    grad_output = cross_entropy_grad(activations[-1], labels)
    grad_weights, _ = mlp_backward(grad_output, weights, pre_activations, activations, "tanh")
    assert relative_error(grad_weights[0], numerical_gradient(loss_at, weights[0])) < 1e-7


@given(seed=seeds)
def test_mlp_backward_of_two_batches_together_is_the_sum_of_both(seed):
    rng = np.random.default_rng(seed)
    weights, biases = random_network(rng, [2, 3, 2])
    X, grad_output = rng.normal(size=(2, 6, 2))

    def grad_W1(rows):
        pre_activations, activations = mlp_forward(X[rows], weights, biases, "tanh", "identity")
        return mlp_backward(grad_output[rows], weights, pre_activations, activations, "tanh")[0][0]

    together = grad_W1(slice(None))
    np.testing.assert_allclose(grad_W1(slice(2)) + grad_W1(slice(2, None)), together, rtol=1e-9, atol=1e-12)


# train_step


@pytest.mark.parametrize("hidden", KINDS)
def test_train_step_goes_against_the_gradient_of_autograd(hidden):
    rng = np.random.default_rng(9)
    weights, biases = random_network(rng, [3, 5, 4])
    X, labels = rng.normal(size=(6, 3)), rng.integers(0, 4, size=6)
    loss, new_weights, new_biases = train_step(X, labels, weights, biases, hidden, 0.3)
    grad_weights, grad_biases = autograd.grad(loss_by_autograd)((weights, biases), X, labels, hidden)
    assert loss == pytest.approx(loss_by_autograd((weights, biases), X, labels, hidden), rel=1e-12)
    for new, old, grad in zip(new_weights + new_biases, weights + biases, grad_weights + grad_biases, strict=True):
        np.testing.assert_allclose(new, old - 0.3 * grad, rtol=1e-9, atol=1e-12)


def test_train_step_without_a_learning_rate_stays_where_it_is():
    rng = np.random.default_rng(10)
    weights, biases = random_network(rng, [3, 5, 4])
    _, new_weights, new_biases = train_step(rng.normal(size=(6, 3)), [0, 1, 2, 3, 0, 1], weights, biases, "relu", 0.0)
    for new, old in zip(new_weights + new_biases, weights + biases, strict=True):
        np.testing.assert_array_equal(new, old)


def test_train_steps_learn_xor():
    rng = np.random.default_rng(11)
    weights, biases = random_network(rng, [2, 8, 2])
    X, labels = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    losses = []
    for _ in range(300):
        loss, weights, biases = train_step(X, labels, weights, biases, "tanh", 0.5)
        losses.append(loss)
    assert losses[-1] < 0.05 < losses[0]
    logits = mlp_forward(X, weights, biases, "tanh", "identity")[1][-1]
    np.testing.assert_array_equal(logits.argmax(axis=1), labels)


def test_train_step_is_right_for_logits_of_ten_thousand():
    weights, biases = [np.array([[1e4, -1e4]])], [np.zeros(2)]
    loss, new_weights, new_biases = train_step(np.ones((1, 1)), np.array([1]), weights, biases, "relu", 0.5)
    assert loss == 2e4
    np.testing.assert_array_equal(new_weights, [[[1e4 - 0.5, -1e4 + 0.5]]])
    np.testing.assert_array_equal(new_biases, [[-0.5, 0.5]])


# gradient_is_right


@pytest.mark.parametrize("shape", [(1,), (4,), (2, 3), (2, 2, 2)], ids=str)
@pytest.mark.parametrize("kind", ["sigmoid", "tanh", "elu"])
def test_gradient_is_right_believes_autograd(kind, shape):
    def f(x):
        return anp.sum(DIFFERENTIABLE[kind](x) * anp.exp(x))

    assert gradient_is_right(f, autograd.grad(f), np.random.default_rng(13).normal(size=shape)) is True


@pytest.mark.parametrize(
    "gradient",
    [
        lambda x: x,
        lambda x: -2 * x,
        lambda x: 2 * x * (1 + 1e-3 * (x == x.min())),
        lambda x: 2 * x.ravel(),
        lambda x: np.float64(2 * x[0, 0]),
    ],
    ids=["half", "uphill", "one-entry", "flat", "a-number"],
)
def test_gradient_is_right_finds_what_is_not_the_gradient(gradient):
    assert gradient_is_right(lambda x: np.sum(x**2), gradient, np.array([[1.0, -2.0], [3.0, 0.5]])) is False


def test_gradient_is_right_does_not_take_a_row_that_fits_for_the_gradient():
    x = np.array([[1.0, 2.0], [1.0, 2.0]])
    assert not gradient_is_right(lambda x: np.sum(x**2), lambda x: 2 * x[0], x)


# all


def network_in_hand(rng):
    weights = [rng.integers(0, 5, size=shape).astype(float) for shape in [(3, 4), (4, 2)]]
    biases = [rng.integers(0, 5, size=size).astype(float) for size in (4, 2)]
    return weights, biases


@pytest.mark.parametrize(
    "function",
    [
        lambda X, Z, W, b: relative_error(Z, Z + 1),
        lambda X, Z, W, b: chain_gradient(2, b[0], b[0], "tanh"),
        lambda X, Z, W, b: numerical_gradient(lambda x: np.sum(x**2), X),
        lambda X, Z, W, b: output_delta(Z, Z),
        lambda X, Z, W, b: affine_backward(Z, X, W[0][:, :2]),
        lambda X, Z, W, b: activation_backward(Z, Z, "elu"),
        lambda X, Z, W, b: mlp_backward(Z, W, [X[:, :1] * b[0], Z], [X, X[:, :1] * b[0], Z], "tanh"),
        lambda X, Z, W, b: train_step(X, Z[:, 0], W, b, "sigmoid", 0.5),
        lambda X, Z, W, b: gradient_is_right(lambda x: np.sum(x**2.0), lambda x: 2.0 * np.asarray(x, float), X),
    ],
    ids=["relative", "chain", "numerical", "delta", "affine", "activation", "mlp", "train_step", "is_right"],
)
def test_gradients_accept_any_form_of_input_and_leave_it_as_it_was(function, assert_form_is_accepted):
    weights, biases = network_in_hand(np.random.default_rng(12))
    X, Z = np.array([[1.0, 2, 3], [4, 0, 1]]), np.array([[0.0, 3], [1, 2]])
    assert_form_is_accepted(function, X, Z, weights, biases)
