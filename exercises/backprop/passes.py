"""Networks, before and after their forward pass, as arguments of the cases of this chapter and the next."""

from itertools import pairwise

import numpy as np

from solutions.mlp import mlp_forward

ROUNDED = {"rtol": 1e-5}  # single precision, carried through all layers


def passed(num_examples, *layer_sizes, hidden):
    """Make grad_output `(N, D_L)` and a network with what its forward pass computed, output identity."""

    def make(rng):
        X, _, weights, biases, *_ = classifier(num_examples, *layer_sizes, hidden=hidden)(rng)
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


def certain(num_examples, *layer_sizes, hidden):
    """Make a classifier whose logits are as large as 1e4, of either sign, and whose labels are the unlikeliest ones."""

    def make(rng):
        X, _, weights, biases, *rest = classifier(num_examples, *layer_sizes, hidden=hidden)(rng)
        logits = mlp_forward(X, weights, biases, hidden, "identity")[1][-1]
        scale = 1e4 / np.max(np.abs(logits))
        scaled = [*weights[:-1], scale * weights[-1]], [*biases[:-1], scale * biases[-1]]
        return X, np.argmin(logits, axis=1), *scaled, *rest

    return make
