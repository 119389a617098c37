"""chain_gradient: the derivative of a chain of neurons in its first weight."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise, raises
from solutions import backprop
from solutions.perceptron import activation, activation_grad, sigmoid


def chain(length, kind):
    """Make a chain of some length with weights away from 0, of both signs."""

    def make(rng):
        weights = rng.uniform(0.5, 2, size=length) * rng.choice([-1, 1], size=length)
        return float(rng.uniform(0.5, 2)), weights, rng.normal(size=length), kind

    return make


def alive(length, kind):
    """Make a chain whose every neuron has a positive sum."""
    return lambda rng: (
        float(rng.uniform(0.5, 2)),
        rng.uniform(0.5, 1.5, size=length),
        rng.uniform(0.1, 0.5, size=length),
        kind,
    )


def dead(rng):
    """Return chains of ReLUs: one with a neuron below 0 in the middle, one with all neurons at work."""
    x, weights, biases, kind = alive(4, "relu")(rng)
    biases[2] = -50.0
    return [(x, weights, biases, kind), alive(3, "relu")(rng)]


def whole_chain(rng):
    """Return a chain of integers."""
    return int(rng.integers(2, 5)), np.array([1, -2, 1]), np.array([-2, 1, 1]), "tanh"


def in_every_form(rng):
    """Return the same chain in every form, and one whose input is an array without axes."""
    x, weights, biases, kind = chain(5, "tanh")(rng)
    return [*every_form(x, weights, biases, kind), (np.array(x), weights, biases, "sigmoid")]


chain_gradient = Exercise(
    backprop.chain_gradient,
    points=3,
    hints=(
        "Walk along the chain once, from the input to the end, and keep two numbers: h, and the derivative of h in "
        "w_1.",
        "At every neuron compute its sum u from h. The derivative is then multiplied by f'(u), and by what stands "
        "in front of the thing that varies in u: x for the first neuron, w_i for every later one.",
        "Start with a derivative of 1.0. In round i: the sum u; multiply the derivative by (h if i is 0, else "
        "`weights[i]`) and by `activation_grad(u, kind)`; only then replace h by `activation(u, kind)`. Before the "
        "loop raise a ValueError unless x is one number and the two arrays have the same shape (L,).",
    ),
    cases=(
        Case("three neurons", calls(chain(3, "sigmoid"), chain(3, "tanh")), share=2),
        Case("one neuron", calls(chain(1, "sigmoid"), chain(1, "elu"))),
        Case("six neurons", chain(6, "tanh")),
        Case("a chain in which one ReLU is silent, and one in which none is", dead),
        Case("the other activations", calls(chain(2, "identity"), chain(4, "leaky_relu"), chain(5, "elu"))),
        Case("whole numbers, then another chain", calls(whole_chain, chain(2, "sigmoid"))),
        Case("other number types and memory layouts", in_every_form, share=0.5),
        raises("an unknown activation", chain(3, "softplus")),
        raises(
            "lengths that differ, also where NumPy would broadcast",
            lambda rng: [(1.0, rng.normal(size=3), rng.normal(size=n), "tanh") for n in (2, 1)],
        ),
        raises("an input that is no single number", lambda rng: (rng.normal(size=3), *chain(3, "tanh")(rng)[1:])),
        raises("matrices", lambda rng: (1.0, rng.normal(size=(2, 3)), rng.normal(size=(2, 3)), "tanh")),
    ),
)


@chain_gradient.wrong("The first weight is what varies: x stands in front of it, and w_1 itself is not a factor.")
def chain_gradient_in_the_input(x, weights, biases, kind):
    h, grad = x, 1.0
    for w, b in zip(weights, biases):
        u = h * w + b
        grad = grad * w * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong(
    "u_1 = x w_1 + b_1: its derivative in w_1 is x, so x is a factor. Without it you get that of b_1."
)
def chain_gradient_in_the_bias(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        grad = grad * (1.0 if i == 0 else weights[i]) * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("Both x and w_1 are factors here: the derivative of x w_1 in w_1 is x alone.")
def chain_gradient_with_every_weight(x, weights, biases, kind):
    h, grad = x, x
    for w, b in zip(weights, biases):
        u = h * w + b
        grad = grad * w * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("Each later neuron contributes its weight w_i besides its slope f'(u_i).")
def chain_gradient_without_the_weights(x, weights, biases, kind):
    h, grad = x, x
    for w, b in zip(weights, biases):
        u = h * w + b
        grad = grad * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("Each neuron contributes its slope f'(u_i): the weights alone are the product of linear neurons.")
def chain_gradient_without_the_slopes(x, weights, biases, kind):
    return x * np.prod(weights[1:])


@chain_gradient.wrong("The slope belongs to the sum u_i, before the activation: here it is taken at h_i, after it.")
def chain_gradient_at_the_activations(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        grad = grad * (h if i == 0 else weights[i])
        h = activation(h * weights[i] + biases[i], kind)
        grad = grad * activation_grad(h, kind)
    return grad


@chain_gradient.wrong("The next neuron reads h_i = f(u_i), not the sum u_i itself.")
def chain_gradient_passes_on_the_sums(x, weights, biases, kind):
    u, grad = x, x
    for i in range(len(weights)):
        u = u * weights[i] + biases[i]
        grad = grad * (1.0 if i == 0 else weights[i]) * activation_grad(u, kind)
    return grad


@chain_gradient.wrong("Add the biases to the sums: they are no factors, but they shift where each slope is taken.")
def chain_gradient_without_biases(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i]
        grad = grad * (h if i == 0 else weights[i]) * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("The last neuron has an activation too: f'(u_L) belongs to the product.")
def chain_gradient_without_the_last_slope(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        grad = grad * (h if i == 0 else weights[i])
        if i < len(weights) - 1:
            grad = grad * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("The first neuron has an activation too: f'(u_1) belongs to the product.")
def chain_gradient_without_the_first_slope(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        grad = grad * (h if i == 0 else weights[i] * activation_grad(u, kind))
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("Multiply f' into the derivative, not f: this is the product of the activations.")
def chain_gradient_of_activations(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        grad = grad * (h if i == 0 else weights[i]) * activation(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.wrong("Use the activation that `kind` names: here every chain is one of sigmoids.")
def chain_gradient_of_sigmoids_only(x, weights, biases, kind):
    h, grad = x, 1.0
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        grad = grad * (h if i == 0 else weights[i]) * activation_grad(u, "sigmoid")
        h = sigmoid(u)
    return grad


@chain_gradient.wrong("This is the derivative in the last weight: follow the chain back to the first one.")
def chain_gradient_in_the_last_weight(x, weights, biases, kind):
    h = x
    for w, b in zip(weights, biases):
        before, u = h, h * w + b
        h = activation(u, kind)
    return before * activation_grad(u, kind)


@chain_gradient.wrong(
    "Raise a ValueError unless weights and biases have one and the same shape (L,), and x is one number."
)
def chain_gradient_of_anything(x, weights, biases, kind):
    x, weights, biases = (np.asarray(array, dtype=np.float64) for array in (x, weights, biases))
    h, grad = x, 1.0
    for i, (w, b) in enumerate(zip(weights, biases)):
        u = h * w + b
        grad = grad * (h if i == 0 else w) * activation_grad(u, kind)
        h = activation(u, kind)
    return grad


@chain_gradient.variant
def chain_gradient_backwards(x, weights, biases, kind):
    weights, biases = np.array(weights, dtype=float), np.array(biases, dtype=float)
    if np.size(x) != 1 or weights.ndim != 1 or weights.shape != biases.shape:
        raise ValueError("the chain does not fit")
    sums, h = [], float(x)
    for w, b in zip(weights, biases):
        sums.append(h * w + b)
        h = activation(sums[-1], kind)
    delta = 1.0
    for i in range(len(weights) - 1, 0, -1):
        delta *= activation_grad(sums[i], kind) * weights[i]
    return delta * activation_grad(sums[0], kind) * x


@chain_gradient.variant
def chain_gradient_with_products(x, weights, biases, kind):
    weights, biases = np.asarray(weights, dtype=np.float64), np.asarray(biases, dtype=np.float64)
    if weights.ndim != 1 or weights.shape != biases.shape:
        raise ValueError("weights and biases must have the same shape (L,)")
    if np.ndim(x) > 0:
        raise ValueError("x must be a number")
    h, sums = float(x), np.zeros(len(weights))
    for i in range(len(weights)):
        sums[i] = h * weights[i] + biases[i]
        h = activation(sums[i], kind)
    return x * np.prod(activation_grad(sums, kind)) * np.prod(weights[1:])


@chain_gradient.variant
def chain_gradient_recursively(x, weights, biases, kind):
    if np.ndim(x) or np.ndim(weights) != 1 or np.shape(weights) != np.shape(biases):
        raise ValueError("the chain does not fit")

    def with_slope(i):
        h, slope = with_slope(i - 1) if i else (float(x), 0.0)
        w = float(weights[i])
        u = h * w + float(biases[i])
        return activation(u, kind), activation_grad(u, kind) * (slope * w if i else h)

    return with_slope(len(weights) - 1)[1]
