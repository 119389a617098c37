"""Weights with their gradient and an optimizer's state, as arguments of the cases of this chapter."""

import numpy as np

from grader import Call


def state(*shape, averages="", rest=(), scale=1.0):
    """Make weights, a gradient and running averages, all of one shape; averages of squares are positive.

    Parameters
    ----------
    *shape : int
        The shape of each array.
    averages : str
        A letter for each running average: "g" of gradients, "s" of their squares.
    rest : tuple
        What follows the arrays: the learning rate and what else the call names by position.
    scale : float
        The size of the gradients.
    """

    def make(rng):
        w, grad = rng.normal(size=shape), scale * rng.normal(size=shape)
        draw = {"g": lambda: scale * rng.normal(size=shape), "s": lambda: scale**2 * rng.gamma(2, size=shape)}
        return w, grad, *(draw[kind]() for kind in averages), *rest

    return make


def whole_state(*shape, averages="", rest=()):
    """Make the same from integers."""

    def make(rng):
        w = rng.integers(-5, 6, size=shape)
        grad = rng.choice([-1, 1], size=shape) * rng.integers(1, 10, size=shape)
        kept = [rng.integers(1, 30, size=shape) for _ in averages]
        return w, grad, *kept, *rest

    return make


def at_rest(make, averages):
    """Make the same arguments with the running averages at 0, as they are before the first step."""

    def remake(rng):
        w, grad, *rest = make(rng)
        return w, grad, *(np.zeros_like(w) for _ in averages), *rest[len(averages) :]

    return remake


def flat_somewhere(make):
    """Make the same arguments with a gradient of 0 for every other weight."""

    def remake(rng):
        w, grad, *rest = make(rng)
        return w, grad * (np.arange(grad.size).reshape(grad.shape) % 2), *rest

    return remake


def named(make, **constants):
    """Make one call that names its constants."""
    return lambda rng: [Call(make(rng), constants)]
