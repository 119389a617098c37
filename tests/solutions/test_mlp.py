from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.mlp import (
    affine,
    collapse_linear,
    count_parameters,
    interpolating_network,
    mlp_forward,
    parity_network,
    sawtooth_network,
)
from solutions.perceptron import activation, sigmoid

seeds = st.integers(0, 2**32 - 1)


def random_network(rng, sizes):
    weights = [rng.normal(size=shape) for shape in pairwise(sizes)]
    return weights, [rng.normal(size=size) for size in sizes[1:]]


def answers(X, weights, biases, hidden="relu", output="identity"):
    return mlp_forward(X, weights, biases, hidden, output)[1][-1]


# affine


def test_affine_adds_the_bias_of_each_neuron_to_every_example():
    result = affine([[1, 2], [3, 4]], [[1, 0, 2], [0, 1, 2]], [100, 200, 300])
    np.testing.assert_array_equal(result, [[101, 202, 306], [103, 204, 314]])


@given(seed=seeds)
def test_affine_treats_every_row_on_its_own(seed):
    rng = np.random.default_rng(seed)
    X, W, b = rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4)
    rows = np.concatenate([affine(row[np.newaxis], W, b) for row in X])
    np.testing.assert_allclose(affine(X, W, b), rows, rtol=1e-12, atol=1e-12)


# count_parameters


@pytest.mark.parametrize(
    "sizes, count",
    [([2, 3, 1], 13), ([64, 10], 650), ([784, 30, 10], 23860), ((1, 1, 1, 1), 6)],
    ids=["the-lecture", "one-layer", "nielsen", "tuple"],
)
def test_count_parameters_counts_weights_and_biases(sizes, count):
    assert count_parameters(sizes) == count


@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5))
def test_count_parameters_agrees_with_the_arrays_of_such_a_network(sizes):
    weights, biases = random_network(np.random.default_rng(0), sizes)
    assert count_parameters(sizes) == sum(array.size for array in weights + biases)


def test_count_parameters_does_not_overflow_in_a_small_integer_type():
    assert count_parameters(np.array([200, 200], dtype=np.uint8)) == 40200


# mlp_forward


def test_mlp_forward_follows_the_hand_computation():
    weights = [[[1.0, -1.0], [0.0, 2.0]], [[1.0], [3.0]]]
    biases = [[0.5, 0.0], [-1.0]]
    pre_activations, activations = mlp_forward([[2.0, 1.0], [1.0, 1.0]], weights, biases, "relu", "identity")
    np.testing.assert_array_equal(pre_activations[0], [[2.5, 0.0], [1.5, 1.0]])
    np.testing.assert_array_equal(activations[1], [[2.5, 0.0], [1.5, 1.0]])
    np.testing.assert_array_equal(pre_activations[1], [[1.5], [3.5]])
    np.testing.assert_array_equal(activations[2], [[1.5], [3.5]])


def test_mlp_forward_is_the_two_three_one_network_of_the_lecture():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(4, 2))
    (W1, W2), (b1, b2) = random_network(rng, [2, 3, 1])
    _, activations = mlp_forward(X, [W1, W2], [b1, b2], "sigmoid", "sigmoid")
    np.testing.assert_allclose(activations[2], sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2), rtol=1e-12)


@given(seed=seeds, sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5))
def test_mlp_forward_keeps_every_layer(seed, sizes):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(7, sizes[0]))
    weights, biases = random_network(rng, sizes)
    pre_activations, activations = mlp_forward(X, weights, biases, "tanh", "elu")
    assert [z.shape for z in pre_activations] == [(7, size) for size in sizes[1:]]
    assert [a.shape for a in activations] == [(7, size) for size in sizes]
    np.testing.assert_array_equal(activations[0], X)
    kinds = ["tanh"] * (len(sizes) - 2) + ["elu"]
    for z, a_before, a, W, b, kind in zip(
        pre_activations, activations[:-1], activations[1:], weights, biases, kinds, strict=True
    ):
        np.testing.assert_allclose(z, a_before @ W + b, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(a, activation(z, kind), rtol=1e-12)


def test_a_network_of_one_layer_uses_the_output_activation():
    _, activations = mlp_forward([[1.0, -1.0]], [np.eye(2)], [np.zeros(2)], "sigmoid", "relu")
    np.testing.assert_array_equal(activations[-1], [[1.0, 0.0]])


def test_hidden_neurons_may_change_places():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(6, 3))
    (W1, W2), (b1, b2) = random_network(rng, [3, 4, 2])
    order = [2, 0, 3, 1]
    swapped = answers(X, [W1[:, order], W2[order]], [b1[order], b2])
    np.testing.assert_allclose(swapped, answers(X, [W1, W2], [b1, b2]), rtol=1e-12, atol=1e-12)


# parity_network


def bits(n):
    return np.array(list(product([0, 1], repeat=n)))


@pytest.mark.parametrize("n", range(2, 9))
def test_parity_network_is_clearly_above_one_half_exactly_for_an_odd_number_of_ones(n):
    weights, biases = parity_network(n)
    assert [array.shape for array in weights + biases] == [(n, n), (n, 1), (n,), (1,)]
    output = answers(bits(n), weights, biases)[:, 0]
    np.testing.assert_array_equal(output > 0.5, bits(n).sum(axis=1) % 2 == 1)
    assert np.abs(output - 0.5).min() >= 0.1


def test_parity_of_two_bits_is_exclusive_or():
    np.testing.assert_array_equal(answers(bits(2), *parity_network(2))[:, 0], [0, 1, 1, 0])


def test_parity_network_needs_the_bend_of_its_hidden_layer():
    output = answers(bits(3), *parity_network(3), hidden="identity")[:, 0]
    assert not np.array_equal(output > 0.5, bits(3).sum(axis=1) % 2 == 1)


# collapse_linear


def test_collapse_linear_follows_the_hand_computation():
    W, b = collapse_linear([[1, 2], [0, 1]], [1, -1], [[1], [10]], [100])
    np.testing.assert_array_equal(W, [[21], [10]])
    np.testing.assert_array_equal(b, [91])


@given(seed=seeds, sizes=st.tuples(*[st.integers(1, 5)] * 3))
def test_collapse_linear_gives_the_one_layer_equal_to_two(seed, sizes):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(6, sizes[0]))
    weights, biases = random_network(rng, sizes)
    W, b = collapse_linear(weights[0], biases[0], weights[1], biases[1])
    np.testing.assert_allclose(affine(X, W, b), answers(X, weights, biases, "identity"), rtol=1e-9, atol=1e-9)


# interpolating_network


def test_interpolating_network_draws_the_absolute_value():
    x = np.linspace(-3, 3, 13)
    weights, biases = interpolating_network([-3, 0, 3], [3, 0, 3])
    np.testing.assert_allclose(answers(x[:, np.newaxis], weights, biases)[:, 0], np.abs(x), atol=1e-12)


@given(
    steps=st.lists(st.floats(0.1, 10), min_size=1, max_size=12),
    start=st.floats(-100, 100),
    data=st.data(),
)
def test_interpolating_network_passes_through_the_points_and_is_linear_between_them(steps, start, data):
    x = start + np.cumsum([0.0, *steps])
    y = np.array(data.draw(st.lists(st.floats(-100, 100), min_size=len(x), max_size=len(x))))
    weights, biases = interpolating_network(x, y)
    hidden = len(x) - 1
    assert [array.shape for array in weights + biases] == [(1, hidden), (hidden, 1), (hidden,), (1,)]
    positions = np.sort(np.concatenate([x, x[:-1] + 0.3 * np.diff(x)]))
    output = answers(positions[:, np.newaxis], weights, biases)[:, 0]
    np.testing.assert_allclose(output, np.interp(positions, x, y), rtol=0, atol=1e-8)


def test_changing_the_network_leaves_the_points_alone():
    y = np.array([1.0, 2.0])
    _, biases = interpolating_network(np.array([0.0, 1.0]), y)
    biases[1][0] = 99
    np.testing.assert_array_equal(y, [1, 2])


# sawtooth_network


def test_sawtooth_network_of_one_layer_is_a_single_tooth():
    x = np.linspace(0, 1, 101)
    np.testing.assert_allclose(answers(x[:, np.newaxis], *sawtooth_network(1))[:, 0], 1 - np.abs(2 * x - 1), atol=1e-15)


@pytest.mark.parametrize("depth", range(1, 11))
def test_each_layer_of_a_sawtooth_network_doubles_the_teeth(depth):
    weights, biases = sawtooth_network(depth)
    shapes = [(1, 2), *[(2, 2)] * (depth - 1), (2, 1)]
    assert [array.shape for array in weights + biases] == shapes + [shape[1:] for shape in shapes]
    places = np.linspace(0, 1, 2**depth + 1)[:, np.newaxis]  # where the wave turns, and its ends
    np.testing.assert_array_equal(answers(places, weights, biases)[:, 0], np.arange(2**depth + 1) % 2)
    between = (places[1:] + places[:-1]) / 2
    np.testing.assert_array_equal(answers(between, weights, biases), 0.5)


@given(x=st.floats(0, 1), depth=st.integers(1, 7))
def test_a_deeper_sawtooth_is_the_tent_of_the_one_before(x, depth):
    def wave(at, layers):
        return answers(np.array([[at]]), *sawtooth_network(layers)).item()

    assert wave(x, depth + 1) == pytest.approx(wave(wave(x, depth), 1), abs=1e-12)


# all of them

ROWS = np.array([[0.3, 200.0], [17.7, 3.1], [90.2, 45.0]])
WIDE, NARROW = np.array([[100.0, 1.1, 5.0], [3.3, 250.0, 0.0]]), np.array([[1.5], [200.0], [3.0]])
CALLS = {
    "affine": (affine, ROWS, WIDE, np.array([200.2, 0.0, 1.0])),
    "count_parameters": (count_parameters, np.array([200.0, 100.0, 50.0])),
    "mlp_forward": (
        mlp_forward,
        ROWS,
        [WIDE, NARROW],
        [np.array([200.2, 0.0, 1.0]), np.array([7.7])],
        "relu",
        "identity",
    ),
    "collapse_linear": (collapse_linear, WIDE, np.array([200.2, 0.0, 1.0]), NARROW, np.array([7.7])),
    "interpolating_network": (interpolating_network, np.array([0.0, 3.0, 200.5]), np.array([250.0, 1.5, 7.7])),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_arrays_of_any_form_give_the_same_result_and_stay_as_they_were(call, assert_form_is_accepted):
    assert_form_is_accepted(*call)
