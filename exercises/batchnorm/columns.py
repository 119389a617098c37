"""Batches with what belongs to each of their columns, as arguments of the cases of this chapter."""

import numpy as np

from exercises.forms import float32
from grader import Call


def kept(num_examples, num_columns, scale=1.0):
    """Make x `(N, D)` and gamma, beta, running_mean, running_var `(D,)`, variances above 0."""

    def make(rng):
        gamma, beta, mean = rng.normal(size=(3, num_columns))
        x = scale * rng.normal(size=(num_examples, num_columns))
        return x, gamma, beta, mean, scale**2 * rng.uniform(0.3, 3.0, size=num_columns)

    return make


def whole_kept(num_examples, num_columns, dtype=np.int64):
    """Make the same of integers, none of them negative."""

    def make(rng):
        gamma, beta, mean, var = rng.integers(1, 9, size=(4, num_columns)).astype(dtype)
        return rng.integers(0, 10, size=(num_examples, num_columns)).astype(dtype), gamma, beta, mean, var

    return make


def layer(num_inputs, num_outputs, make=kept):
    """Make W `(D_in, D_out)`, b, gamma, beta, running_mean, running_var `(D_out,)`; `make` as `kept` does."""

    def remake(rng):
        W, gamma, beta, mean, var = make(num_inputs, num_outputs)(rng)
        return W, make(1, num_outputs)(rng)[0][0], gamma, beta, mean, var

    return remake


def in_single_precision(make, *positions):
    """Make the same arguments, some of them float32 and the rest float64."""

    def remake(rng):
        return tuple(float32(a) if at in positions else a for at, a in enumerate(make(rng)))

    return remake


def with_epsilon(make, *epsilons):
    """Make one call for each epsilon, given by name."""
    return lambda rng: [Call(make(rng), {"epsilon": epsilon}) for epsilon in epsilons]
