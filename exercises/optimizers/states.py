"""Weights with their gradient and an optimizer's state, as arguments of the cases of this chapter."""

import numpy as np

from exercises.forms import calls
from grader import raises


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
    """Make the same from integers; every gradient is at least 12 away from 0: its square overflows 8 bits."""

    def make(rng):
        w = rng.integers(-5, 6, size=shape)
        grad = rng.choice([-1, 1], size=shape) * rng.integers(12, 20, size=shape)
        kept = [rng.integers(1, 30, size=shape) for _ in averages]
        return w, grad, *kept, *rest

    return make


def small(make):
    """Make the same arguments with arrays of 8-bit integers."""
    return lambda rng: tuple(a.astype(np.int8) if isinstance(a, np.ndarray) else a for a in make(rng))


def at_rest(make, averages):
    """Make the same arguments with the running averages at 0, as they are before the first step."""

    def remake(rng):
        w, grad, *rest = make(rng)
        return w, grad, *(np.zeros_like(w) for _ in averages), *rest[len(averages) :]

    return remake


def changed(make, position, change):
    """Make the same arguments, one of them changed."""

    def remake(rng):
        arguments = list(make(rng))
        arguments[position] = change(arguments[position])
        return tuple(arguments)

    return remake


def shape_errors(names, averages, rest):
    """Return the cases in which the arrays of a step do not have one shape; `names` are those of the arrays."""
    table, square = state(4, 3, averages=averages, rest=rest), state(3, 3, averages=averages, rest=rest)
    return (
        *(
            raises(
                f"{name} that only broadcasts",
                calls(changed(table, at, lambda a: a[0]), changed(square, at, lambda a: a[:, :1])),
            )
            for at, name in enumerate(names)
        ),
        raises("arrays turned over", changed(table, 1, lambda grad: grad.T.copy())),
    )
