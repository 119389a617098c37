"""Activations or gradients with a dropout mask, and images, as arguments of the cases of this chapter."""

import numpy as np

from grader import Seeded


def masked(*shape, p=0.4, training=True):
    """Make values, a mask that drops about a share p of them (one at least, but not all), and the flag."""

    def make(rng):
        kept = rng.random(shape) >= p
        kept.flat[:2] = False, True
        return rng.normal(size=shape), kept / (1 - p), training

    return make


def whole_masked(*shape, training=True):
    """Make the same with small whole numbers as 8-bit integers, and a mask of 0 and 2."""

    def make(rng):
        mask = 2 * rng.integers(0, 2, size=shape)
        mask.flat[:2] = 0, 2
        return rng.integers(70, 120, size=shape).astype(np.int8), mask.astype(np.int8), training

    return make


def without_mask(*shape):
    """Make values for prediction, where nobody has drawn a mask."""
    return lambda rng: (rng.normal(size=shape), None, False)


def seeded(*arguments):
    """Make a call that ends with a generator of its own."""
    return lambda rng: (*arguments, Seeded(int(rng.integers(2**32))))


def repeated(make, times):
    """Make that many calls with independent generators."""
    return lambda rng: [make(rng) for _ in range(times)]


def same_and_other(make):
    """Make two calls with equal arguments and generators, then one with another generator."""

    def remake(rng):
        first = make(rng)
        return [first, first, (*first[:-1], Seeded(int(rng.integers(2**32))))]

    return remake


def weights(*shape, rest):
    """Make weights and a gradient of one shape, then learning rate, strength and size of the training set."""
    return lambda rng: (*rng.normal(size=(2, *shape)), *rest)


def whole_weights(*shape, rest, dtype=np.int64):
    """Make the same from integers."""
    return lambda rng: (*rng.integers(-19, 20, size=(2, *shape)).astype(dtype), *rest)
