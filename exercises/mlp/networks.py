"""Layers, networks and points to interpolate, as arguments of the cases of this chapter."""

from itertools import pairwise

import numpy as np


def asked(*numbers):
    """Make a call with each of some numbers."""
    return lambda rng: [(number,) for number in numbers]


def network(num_examples, *layer_sizes, hidden, output):
    """Make X `(N, D_0)`, normal weights and biases of a network, and its two activations."""

    def make(rng):
        weights = [rng.normal(size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.normal(size=size) for size in layer_sizes[1:]]
        return rng.normal(size=(num_examples, layer_sizes[0])), weights, biases, hidden, output

    return make


def whole_network(num_examples, *layer_sizes, hidden, output):
    """Make a network as `network` does, of integers."""

    def make(rng):
        weights = [rng.integers(-3, 4, size=shape) for shape in pairwise(layer_sizes)]
        biases = [rng.integers(-3, 4, size=size) for size in layer_sizes[1:]]
        return rng.integers(-5, 6, size=(num_examples, layer_sizes[0])), weights, biases, hidden, output

    return make


def points(n, scale=1.0):
    """Make increasing x `(n,)`, no two closer than 0.2, and normal y `(n,)`."""

    def make(rng):
        x = rng.uniform(-2, 2) + np.cumsum(rng.uniform(0.2, 1.5, size=n))
        return x, scale * rng.normal(size=n)

    return make


def whole_points(n, dtype=np.int64):
    """Make increasing integers x `(n,)` and integers y `(n,)` that fall somewhere."""

    def make(rng):
        y = rng.permutation(np.arange(3, 3 + n))
        y[:2] = sorted(y[:2], reverse=True)
        return np.cumsum(rng.integers(1, 5, size=n)).astype(dtype), y.astype(dtype)

    return make


def moved(make, by):
    """Make the same points further to the right."""

    def remake(rng):
        x, y = make(rng)
        return x + by, y

    return remake
