"""chain_gradient: the derivative of a chain of neurons in its first weight."""

import numpy as np

from exercises.backprop.passes import ROUNDED
from exercises.forms import calls, every_form
from grader import Case, Exercise, slip
from solutions import backprop
from solutions.perceptron import activation, activation_grad


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


SUM = "u = h * weights[i] + biases[i]"
SLOPE = "activation_grad(u, kind)"

chain_gradient = Exercise(
    backprop.chain_gradient,
    points=3,
    hints=(
        "Walk along the chain once, from the input to the end, and keep two numbers: h, and the derivative of h in "
        "w_1.",
        "At every neuron compute its sum u from h. The derivative is then multiplied by f'(u), and by what stands "
        "in front of the thing that varies in u.",
        "In front of w_1 stands x, in front of every later h its own weight: the derivative is x f'(u_1), times "
        "w_i f'(u_i) for every later neuron i. Begin with x; in round i multiply by `weights[i]` unless i is 0, and by "
        "`activation_grad(u, kind)`; only then replace h by `activation(u, kind)`.",
    ),
    cases=(
        Case("three neurons", calls(chain(3, "sigmoid"), chain(3, "tanh")), share=2),
        Case("one neuron", calls(chain(1, "sigmoid"), chain(1, "elu"))),
        Case("six neurons", chain(6, "tanh")),
        Case("a chain in which one ReLU is silent, and one in which none is", dead),
        Case("the other activations", calls(chain(2, "identity"), chain(4, "leaky_relu"), chain(5, "elu"))),
        Case("whole numbers, then another chain", calls(whole_chain, chain(2, "sigmoid"))),
        Case("other number types and memory layouts", in_every_form, share=0.5, parameters=ROUNDED),
    ),
    wrong_answers=[
        slip(
            "chain_gradient_in_the_input",
            "The first weight is what varies: x stands in front of it, and w_1 itself is not a factor.",
            ("h, grad = float(x), float(x)", "h, grad = float(x), 1.0"),
            ("if i > 0:", "if True:"),
        ),
        slip(
            "chain_gradient_in_the_bias",
            "u_1 = x w_1 + b_1: its derivative in w_1 is x, so x is a factor. Without it you get that of b_1.",
            ("h, grad = float(x), float(x)", "h, grad = float(x), 1.0"),
        ),
        slip(
            "chain_gradient_with_every_weight",
            "Both x and w_1 are factors here: the derivative of x w_1 in w_1 is x alone.",
            ("if i > 0:", "if True:"),
        ),
        slip(
            "chain_gradient_with_the_weights_before",
            "Neuron i multiplies h by its own weight w_i: here it is that of the neuron before, and w_1 is among them.",
            ("grad * weights[i]", "grad * weights[i - 1]"),
        ),
        slip(
            "chain_gradient_with_every_input",
            "The factor of a later neuron is its weight: what it reads, h, is a factor for the first one alone.",
            ("grad * weights[i]", "grad * h"),
        ),
        slip(
            "chain_gradient_with_inputs_and_weights",
            "Only the first neuron contributes its input: later ones contribute their weight and their slope.",
            ("grad * weights[i]", "grad * h * weights[i]"),
        ),
        slip(
            "chain_gradient_without_the_weights",
            "Each later neuron contributes its weight w_i besides its slope f'(u_i).",
            ("grad * weights[i]", "grad"),
        ),
        slip(
            "chain_gradient_without_the_slopes",
            "Each neuron contributes its slope f'(u_i): the weights alone are the product of linear neurons.",
            (f"grad = grad * {SLOPE}", "grad = grad"),
        ),
        slip(
            "chain_gradient_at_the_activations",
            "The slope belongs to the sum u_i, before the activation: here it is taken at h_i, after it.",
            (SLOPE, "activation_grad(activation(u, kind), kind)"),
        ),
        slip(
            "chain_gradient_at_the_inputs",
            "The slope belongs to the neuron's own sum u_i: here it is taken at what the neuron reads.",
            (SLOPE, "activation_grad(h, kind)"),
        ),
        slip(
            "chain_gradient_passes_on_the_sums",
            "The next neuron reads h_i = f(u_i), not the sum u_i itself.",
            ("h = activation(u, kind)", "h = u"),
        ),
        slip(
            "chain_gradient_of_the_input_alone",
            "Each neuron reads the one before: replace h in every round, or all of them read x.",
            ("h = activation(u, kind)", "pass"),
        ),
        slip(
            "chain_gradient_without_biases",
            "Add the biases to the sums: they are no factors, but they shift where each slope is taken.",
            (SUM, "u = h * weights[i]"),
        ),
        slip(
            "chain_gradient_without_the_last_slope",
            "The last neuron has an activation too: f'(u_L) belongs to the product.",
            (f"grad * {SLOPE}", f"grad * ({SLOPE} if i < len(weights) - 1 else 1.0)"),
        ),
        slip(
            "chain_gradient_without_the_first_slope",
            "The first neuron has an activation too: f'(u_1) belongs to the product.",
            (f"grad * {SLOPE}", f"grad * ({SLOPE} if i > 0 else 1.0)"),
        ),
        slip(
            "chain_gradient_of_activations",
            "Multiply f' into the derivative, not f: this is the product of the activations.",
            (SLOPE, "activation(u, kind)"),
        ),
        slip(
            "chain_gradient_added_up",
            "Along a chain slopes are multiplied, not added.",
            (f"grad * {SLOPE}", f"grad + {SLOPE}"),
        ),
        slip(
            "chain_gradient_of_sigmoids_only",
            "Use the activation that `kind` names: here every chain is one of sigmoids.",
            (SLOPE, 'activation_grad(u, "sigmoid")'),
            ("activation(u, kind)", 'activation(u, "sigmoid")'),
        ),
        slip(
            "chain_gradient_the_end_itself",
            "This is the end of the chain, h_L: its derivative in w_1 is asked.",
            ("return float(grad)", "return float(h)"),
        ),
        slip(
            "chain_gradient_negative",
            "No sign changes here: the minus of gradient descent comes later, in the step.",
            ("return float(grad)", "return -float(grad)"),
        ),
    ],
)


@chain_gradient.wrong("This is the derivative in the last weight: follow the chain back to the first one.")
def chain_gradient_in_the_last_weight(x, weights, biases, kind):
    h = x
    for w, b in zip(weights, biases):
        before, u = h, h * w + b
        h = activation(u, kind)
    return before * activation_grad(u, kind)


@chain_gradient.wrong("Along a chain slopes multiply: nothing is added.")
def chain_gradient_adds_the_steps(x, weights, biases, kind):
    h, g = x, x
    for i in range(len(weights)):
        u = h * weights[i] + biases[i]
        g = g + activation_grad(u, kind) * weights[i]
        h = activation(u, kind)
    return g


@chain_gradient.variant
def chain_gradient_backwards(x, weights, biases, kind):
    sums, h = [], float(x)
    for w, b in zip(weights.astype(float), biases):
        sums.append(h * w + b)
        h = activation(sums[-1], kind)
    delta = 1.0
    for i in range(len(weights) - 1, 0, -1):
        delta *= activation_grad(sums[i], kind) * weights[i]
    return delta * activation_grad(sums[0], kind) * x


@chain_gradient.variant
def chain_gradient_with_products(x, weights, biases, kind):
    h, sums = float(x), np.zeros(len(weights))
    for i in range(len(weights)):
        sums[i] = h * weights[i] + biases[i]
        h = activation(sums[i], kind)
    return x * np.prod(activation_grad(sums, kind)) * np.prod(weights[1:])


@chain_gradient.variant
def chain_gradient_recursively(x, weights, biases, kind):
    def with_slope(i):
        h, slope = with_slope(i - 1) if i else (float(x), 0.0)
        w = float(weights[i])
        u = h * w + float(biases[i])
        return activation(u, kind), activation_grad(u, kind) * (slope * w if i else h)

    return with_slope(len(weights) - 1)[1]


@chain_gradient.variant
def chain_gradient_one_after_the_other(x, weights, biases, kind):
    u = x * weights[0] + biases[0]
    slope = x * activation_grad(u, kind)
    for w, b in zip(weights[1:], biases[1:]):
        u = activation(u, kind) * w + b
        slope = slope * w * activation_grad(u, kind)
    return slope
