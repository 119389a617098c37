"""activation_backward: a gradient through an activation, entry by entry."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise, slip
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


GRADIENT, SLOPE = "np.asarray(grad_output, dtype=np.float64)", "activation_grad(z, kind)"

activation_backward = Exercise(
    backprop.activation_backward,
    points=2,
    hints=(
        "Raising one z by a little raises its own a by f'(z) times as much, and no other a at all.",
        "So each entry of the incoming gradient is multiplied by the slope at its own z. You wrote that slope in "
        "chapter 2.",
        "Multiply grad_output with `*` by what `activation_grad` says of z and kind, and return the product; "
        "grad_output itself stays as it is.",
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
    ),
    wrong_answers=[
        slip(
            "activation_backward_ignores_the_gradient",
            "The slope f'(z) is only half of it: multiply it by the gradient that comes in.",
            (f"{GRADIENT} * ", ""),
        ),
        slip(
            "activation_backward_through_the_activation",
            "Multiply by the slope f'(z), not by the activation f(z).",
            (SLOPE, "activation(z, kind)"),
        ),
        slip(
            "activation_backward_passes_on",
            "The gradient comes in and goes out unchanged: multiply it by the slope f'(z).",
            (f" * {SLOPE}", ""),
        ),
        slip(
            "activation_backward_at_the_activation",
            "The slope is taken at z, before the activation: here it is taken at f(z).",
            (SLOPE, "activation_grad(activation(z, kind), kind)"),
        ),
        slip(
            "activation_backward_at_the_gradient",
            "The slope belongs to z, where the forward pass was, not to the gradient that comes in.",
            (SLOPE, "activation_grad(grad_output, kind)"),
        ),
        slip(
            "activation_backward_of_their_product",
            "Multiply by the slope at z: here the slope is taken at the product of z and the gradient.",
            (f"{GRADIENT} * {SLOPE}", f"activation_grad({GRADIENT} * z, kind)"),
        ),
        slip(
            "activation_backward_times_z",
            "Multiply by the slope alone: z says where it is taken, and is no factor.",
            (SLOPE, f"{SLOPE} * z"),
        ),
        slip(
            "activation_backward_divides",
            "The chain rule multiplies: a flat activation lets little through, it does not amplify.",
            (f"* {SLOPE}", f"/ {SLOPE}"),
        ),
        slip(
            "activation_backward_adds",
            "The chain rule multiplies the slopes of nested functions: it does not add them.",
            (f"* {SLOPE}", f"+ {SLOPE}"),
        ),
        slip(
            "activation_backward_of_sigmoids_only",
            "Use the activation that `kind` names: here every slope is that of a sigmoid.",
            ("activation_grad(z, kind)", 'activation_grad(z, "sigmoid")'),
        ),
        slip(
            "activation_backward_downhill",
            "No sign changes here: the minus of gradient descent comes later, in the step.",
            (f"{GRADIENT} * ", f"-{GRADIENT} * "),
        ),
        slip(
            "activation_backward_summed",
            "One gradient for each z: do not add up the examples, the bias does that.",
            (f"{GRADIENT} * {SLOPE}", f"np.sum({GRADIENT} * {SLOPE}, axis=0)"),
        ),
        slip(
            "activation_backward_averaged",
            "Do not divide by N: the 1/N of the mean has entered at the loss and is in grad_output.",
            (SLOPE, f"{SLOPE} / len(z)"),
        ),
        slip(
            "activation_backward_as_a_matrix_product",
            "Multiply entry by entry with `*`: each gradient meets its own slope, and no others.",
            (f"* {SLOPE}", f"@ {SLOPE}.T"),
        ),
    ],
)


@activation_backward.wrong("Work on a copy: `grad_output *= ...` writes into the caller's own array.")
def activation_backward_changes_its_input(grad_output, z, kind):
    grad_output *= activation_grad(z, kind)
    return grad_output


@activation_backward.wrong("Going back multiplies by the slope f'(z): here the gradient is sent through f itself.")
def activation_backward_forwards(grad_output, z, kind):
    return activation(grad_output, kind)


@activation_backward.wrong("`kind` names the activation: the slope is 0 or 1 with ReLU alone.")
def activation_backward_of_relu_only(grad_output, z, kind):
    return grad_output * (z > 0)


@activation_backward.wrong("The slope is taken at z, and multiplies the gradient: here the two have changed places.")
def activation_backward_exchanged(grad_output, z, kind):
    return z * activation_grad(grad_output, kind)


@activation_backward.wrong(
    "Only ReLU stops the gradient where z is negative; the slope of `kind` says all there is to say."
)
def activation_backward_where_positive(grad_output, z, kind):
    return np.where(z > 0, grad_output * activation_grad(z, kind), 0)


@activation_backward.variant
def activation_backward_as_it_is_written(grad_output, z, kind):
    return grad_output * activation_grad(z, kind)


@activation_backward.variant
def activation_backward_with_loops(grad_output, z, kind):
    slopes = np.array(activation_grad(z, kind))
    grad = np.zeros(np.shape(z))
    for index in np.ndindex(grad.shape):
        grad[index] = float(grad_output[index]) * slopes[index]
    return grad


@activation_backward.variant
def activation_backward_in_place_on_a_copy(grad_output, z, kind):
    grad = np.array(grad_output, dtype=np.float64)
    grad *= activation_grad(z, kind)
    return grad


@activation_backward.variant
def activation_backward_by_cases(grad_output, z, kind):
    G, z = np.array(grad_output, dtype=float), np.array(z, dtype=float)
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
