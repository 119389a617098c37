"""Networks after their forward pass, as arguments of the cases of this chapter."""

from itertools import pairwise

import numpy as np

from solutions.mlp import mlp_forward


def passed(num_examples, *layer_sizes, hidden):
    """Make grad_output `(N, D_L)` and a network with what its forward pass computed, output identity."""

    def make(rng):
        weights = [rng.normal(size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.normal(size=size) for size in layer_sizes[1:]]
        X = rng.normal(size=(num_examples, layer_sizes[0]))
        sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
        return rng.normal(size=sums[-1].shape), weights, sums, activations, hidden

    return make


def whole_passed(num_examples, *layer_sizes, hidden):
    """Make the same of integers; `hidden` must keep them."""

    def make(rng):
        weights = [rng.integers(-3, 4, size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.integers(-3, 4, size=size) for size in layer_sizes[1:]]
        X = rng.integers(-5, 6, size=(num_examples, layer_sizes[0]))
        sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
        sums, activations = ([array.astype(int) for array in arrays] for arrays in (sums, activations))
        return rng.integers(-3, 4, size=sums[-1].shape), weights, sums, activations, hidden

    return make


def classifier(num_examples, *layer_sizes, hidden, learning_rate=0.1):
    """Make X `(N, D_0)`, labels `(N,)`, a network, its hidden activation and a learning rate."""

    def make(rng):
        weights = [rng.normal(size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.normal(size=size) for size in layer_sizes[1:]]
        labels = rng.integers(layer_sizes[-1], size=num_examples)
        return rng.normal(size=(num_examples, layer_sizes[0])), labels, weights, biases, hidden, learning_rate

    return make


def whole_classifier(num_examples, *layer_sizes, hidden):
    """Make the same of integers, small enough that no class is certain, with a learning rate of 1."""

    def make(rng):
        weights = [rng.integers(-1, 2, size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.integers(-1, 2, size=size) for size in layer_sizes[1:]]
        labels = rng.integers(layer_sizes[-1], size=num_examples)
        return rng.integers(-2, 3, size=(num_examples, layer_sizes[0])), labels, weights, biases, hidden, 1

    return make


def replaced(make, *changes):
    """Make the same arguments with some of them changed, each by a pair of its position and a function."""

    def remake(rng):
        arguments = list(make(rng))
        for position, change in changes:
            arguments[position] = change(arguments[position])
        return tuple(arguments)

    return remake


def first_row(array):
    """Return the first example alone, shape `(1, D)`."""
    return array[:1]


def first_with(position, change):
    """Return a function that changes one array of a list."""

    def changed(arrays):
        return [change(array) if i == position else array for i, array in enumerate(arrays)]

    return changed


def but_last(arrays):
    """Return a list without its last array."""
    return arrays[:-1]


def one_label(label):
    """Return a function that gives the first example this label."""

    def change(labels):
        return np.concatenate([[label], labels[1:]])

    return change
