"""activation_backward: a gradient through an activation, entry by entry."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise, raises
from solutions import backprop
from solutions.perceptron import activation, activation_grad

KINDS = ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu")


def of_kind(kind, *shape):
    """Make grad_output and z of a shape, z of both signs where there is more than one."""

    def make(rng):
        z = 1.5 * rng.normal(size=shape)
        if z.size > 1:
            z.flat[0], z.flat[-1] = -abs(z.flat[0]), abs(z.flat[-1])
        return rng.normal(size=shape), z, kind

    return make


def whole_numbers(rng):
    """Return integers for each kind, 0 among the pre-activations."""
    return [(rng.permutation(np.arange(1, 10)), np.arange(-4, 5), kind) for kind in KINDS]


def in_every_form(rng):
    """Return the same call in every form for each kind."""
    return [call for kind in KINDS for call in every_form(*of_kind(kind, 3, 4)(rng))]


activation_backward = Exercise(
    backprop.activation_backward,
    points=2,
    hints=(
        "Raising one z by a little raises its own a by f'(z) times as much, and no other a at all.",
        "So each entry of the incoming gradient is multiplied by the slope at its own z. You wrote that slope in "
        "chapter 2.",
        "Turn grad_output into a float64 array, raise a ValueError unless it has the shape of z, and multiply it "
        "with `*` by what `activation_grad` says of z and kind. `activation_grad` refuses unknown kinds.",
    ),
    cases=(
        Case("sigmoid and ReLU", calls(of_kind("sigmoid", 5, 3), of_kind("relu", 4, 6)), share=2),
        Case("tanh, as many neurons as examples", of_kind("tanh", 4, 4)),
        Case("leaky ReLU and ELU", calls(of_kind("leaky_relu", 3, 7), of_kind("elu", 6, 2))),
        Case("identity", of_kind("identity", 2, 5), share=0.5),
        Case("one example", calls(of_kind("tanh", 1, 6), of_kind("elu", 1, 1)), share=0.5),
        Case("any number of axes", calls(of_kind("sigmoid", 7), of_kind("relu", 2, 3, 4)), share=0.5),
        Case("whole numbers, and exactly 0", whole_numbers),
        Case("other number types and memory layouts", in_every_form, share=0.5),
        raises("an unknown kind", calls(of_kind("softplus", 3, 2), of_kind("ReLU", 2, 2))),
        raises(
            "shapes that differ, also where NumPy would broadcast",
            lambda rng: [
                (rng.normal(size=shape), rng.normal(size=(4, 3)), "tanh") for shape in (3, (4, 1), (1, 3), (3, 4), ())
            ],
        ),
    ),
)


@activation_backward.wrong("The slope f'(z) is only half of it: multiply it by the gradient that comes in.")
def activation_backward_ignores_the_gradient(grad_output, z, kind):
    return activation_grad(z, kind)


@activation_backward.wrong("Multiply by the slope f'(z), not by the activation f(z).")
def activation_backward_through_the_activation(grad_output, z, kind):
    return grad_output * activation(z, kind)


@activation_backward.wrong("The gradient comes in and goes out unchanged: multiply it by the slope f'(z).")
def activation_backward_passes_on(grad_output, z, kind):
    return grad_output


@activation_backward.wrong("The slope is taken at z, before the activation: here it is taken at f(z).")
def activation_backward_at_the_activation(grad_output, z, kind):
    return grad_output * activation_grad(activation(z, kind), kind)


@activation_backward.wrong("The slope belongs to z, where the forward pass was, not to the gradient that comes in.")
def activation_backward_at_the_gradient(grad_output, z, kind):
    return activation_grad(grad_output, kind) * grad_output


@activation_backward.wrong("The chain rule multiplies: a flat activation lets little through, it does not amplify.")
def activation_backward_divides(grad_output, z, kind):
    return grad_output / activation_grad(z, kind)


@activation_backward.wrong("The chain rule multiplies the slopes of nested functions: it does not add them.")
def activation_backward_adds(grad_output, z, kind):
    return grad_output + activation_grad(z, kind)


@activation_backward.wrong("One gradient for each z: do not add up the examples, the bias does that.")
def activation_backward_summed(grad_output, z, kind):
    return np.sum(grad_output * activation_grad(z, kind), axis=0)


@activation_backward.wrong("Do not divide by N: the 1/N of the mean has entered at the loss and is in grad_output.")
def activation_backward_averaged(grad_output, z, kind):
    return grad_output * activation_grad(z, kind) / len(z)


@activation_backward.wrong(
    "Compare the shapes and raise a ValueError: NumPy stretches (4, 1) to (4, 3) without a word."
)
def activation_backward_broadcasts(grad_output, z, kind):
    return np.asarray(grad_output, dtype=np.float64) * activation_grad(z, kind)


@activation_backward.wrong("Work on a copy: `grad_output *= ...` writes into the caller's own array.")
def activation_backward_changes_its_input(grad_output, z, kind):
    if np.shape(grad_output) != np.shape(z):
        raise ValueError("the shapes differ")
    grad_output *= activation_grad(z, kind)
    return grad_output


@activation_backward.variant
def activation_backward_with_loops(grad_output, z, kind):
    if np.shape(grad_output) != np.shape(z):
        raise ValueError("the shapes differ")
    slopes = np.array(activation_grad(z, kind))
    grad = np.zeros(np.shape(z))
    for index in np.ndindex(grad.shape):
        grad[index] = float(grad_output[index]) * slopes[index]
    return grad


@activation_backward.variant
def activation_backward_in_place_on_a_copy(grad_output, z, kind):
    grad = np.array(grad_output, dtype=np.float64)
    if grad.shape != z.shape:
        raise ValueError("the shapes differ")
    grad *= activation_grad(z, kind)
    return grad


@activation_backward.variant
def activation_backward_by_cases(grad_output, z, kind):
    G, z = np.array(grad_output, dtype=float), np.array(z, dtype=float)
    if G.shape != z.shape:
        raise ValueError("the shapes differ")
    if kind == "identity":
        return G
    if kind == "relu":
        return np.where(z > 0, G, 0)
    if kind == "leaky_relu":
        return np.where(z > 0, G, G / 100)
    a = activation(z, kind)
    if kind == "sigmoid":
        return G * a * (1 - a)
    if kind == "tanh":
        return G - G * a**2
    return np.where(z > 0, G, G * (a + 1))
