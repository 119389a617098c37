"""Arguments of the cases about activation functions: pre-activations and a kind."""

import numpy as np

from exercises.forms import calls, every_form

KINDS = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu")


def of_kind(kind, *shape, scale=1.5):
    """Make pre-activations of a shape for one kind, of both signs where there is more than one."""

    def make(rng):
        z = scale * rng.normal(size=shape)
        if z.size > 1:
            z.flat[0], z.flat[-1] = -abs(z.flat[0]), abs(z.flat[-1])
        return z, kind

    return make


def of_each_kind(*shapes):
    """Make one call for each kind, with the shapes in turn."""
    return calls(*(of_kind(kind, *shapes[i % len(shapes)]) for i, kind in enumerate(KINDS)))


def far_out(kind):
    """Make pre-activations for one kind, both 1000 and -1000 among them."""

    def make(rng):
        sizes = np.append(rng.uniform(20, 990, size=3), 1000)
        return rng.permutation(np.concatenate([sizes, -sizes, rng.normal(size=2)])), kind

    return make


def single_numbers(rng):
    """Return one call for each kind with a single number, of either sign and in several types."""
    return [((-1.0) ** i * rng.uniform(0.2, 2), kind) for i, kind in enumerate(KINDS)] + [(-2, "elu"), (3, "tanh")]


def whole_numbers(rng):
    """Return one call for each kind with integers from -4 to 4, 0 among them."""
    return [(rng.permutation(np.arange(-4, 5))[: 9 - i % 2].reshape(-1), kind) for i, kind in enumerate(KINDS)]


def at_zero(rng):
    """Return one call for each kind with zeros among other numbers."""
    return [(np.array([0.0, rng.normal(), 0.0, rng.normal()]), kind) for kind in KINDS]


def in_every_form(rng):
    """Return calls with float32, strided, read-only and unsigned pre-activations for each kind."""
    made = [call for kind in KINDS for call in every_form(*of_kind(kind, 3, 4)(rng))]
    return made + [(rng.integers(0, 10, size=(2, 5)).astype(np.uint8), kind) for kind in KINDS]
