"""output_delta: where the backward pass begins, behind a sigmoid and a squared error."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from grader import Case, Exercise, slip
from solutions import backprop
from solutions.losses import mse, mse_grad
from solutions.perceptron import activation_grad, sigmoid

WHOLE = 'mse_grad(sigmoid(z), targets) * activation_grad(z, "sigmoid")'

output_delta = Exercise(
    backprop.output_delta,
    points=2,
    hints=(
        "Two steps of the chain rule: from the loss to the output a = sigmoid(z), then from a to z.",
        "The first step is the gradient of `mse` in its predictions, which you wrote in chapter 4; the second is "
        "the slope of the sigmoid at z, which you wrote in chapter 2. Both have the shape (N, K).",
        "It is (sigmoid(z) - targets) / N times sigmoid'(z): multiply `mse_grad(..., targets)` of the outputs, entry "
        "by entry with `*`, by `activation_grad(z, ...)`. The 1/N is in the first factor already.",
    ),
    cases=(
        Case("a batch with several outputs", normal((5, 3), (5, 3)), share=2),
        Case("as many outputs as examples", normal((4, 4), (4, 4))),
        Case("one example", normal((1, 6), (1, 6)), share=0.5),
        Case("one output", normal((7, 1), (7, 1)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 5), (2, 5)), normal((6, 2), (6, 2)))),
        Case("other number types and memory layouts", forms(normal((3, 4), (3, 4))), share=0.5),
    ),
    wrong_answers=[
        slip(
            "output_delta_not_averaged",
            "The 1/N of the mean is missing: it enters here, at the loss, and nowhere else.",
            ("mse_grad(sigmoid(z), targets)", "(sigmoid(z) - targets)"),
        ),
        slip(
            "output_delta_averaged_twice",
            "The 1/N is in `mse_grad` already: do not divide by N again.",
            (WHOLE, f"{WHOLE} / len(z)"),
        ),
        slip(
            "output_delta_without_the_slope",
            "The slope of the sigmoid is missing: the loss sees z only through sigmoid(z).",
            (' * activation_grad(z, "sigmoid")', ""),
        ),
        slip(
            "output_delta_of_the_slope_alone",
            "How far the output is from its target is missing: multiply by the gradient of the loss in the output.",
            ("mse_grad(sigmoid(z), targets) * ", ""),
        ),
        slip(
            "output_delta_of_raw_sums",
            "The outputs are sigmoid(z), not z: compare those with the targets.",
            ("mse_grad(sigmoid(z), targets)", "mse_grad(z, targets)"),
        ),
        slip(
            "output_delta_at_the_output",
            "The slope is taken at z: `activation_grad` applies the sigmoid itself, here it is applied twice.",
            ("activation_grad(z,", "activation_grad(sigmoid(z),"),
        ),
        slip(
            "output_delta_through_the_activation",
            "Multiply by the slope of the sigmoid, not by the sigmoid.",
            ('activation_grad(z, "sigmoid")', "sigmoid(z)"),
        ),
        slip(
            "output_delta_with_half_the_slope",
            "The slope of the sigmoid is a(1 - a) with a = sigmoid(z): the factor a is missing.",
            ('activation_grad(z, "sigmoid")', "(1 - sigmoid(z))"),
        ),
        slip(
            "output_delta_with_z_in_the_slope",
            "The slope of the sigmoid is a(1 - a) with a = sigmoid(z): here it is z(1 - z).",
            ('activation_grad(z, "sigmoid")', "z * (1 - z)"),
        ),
        slip(
            "output_delta_reversed",
            "It is output minus target: an output that is too large must give a positive delta.",
            ("mse_grad(sigmoid(z), targets)", "mse_grad(targets, sigmoid(z))"),
        ),
        slip(
            "output_delta_averages_the_outputs",
            "Divide by the N examples alone, not by all N·K entries: the loss sums over the outputs.",
            ("mse_grad(sigmoid(z), targets)", "(sigmoid(z) - targets) / z.size"),
        ),
        slip(
            "output_delta_doubled",
            "The factor 2 of the derivative cancels against the 1/2 in the loss.",
            (WHOLE, f"2 * {WHOLE}"),
        ),
        slip(
            "output_delta_of_the_loss_itself",
            "The derivative of the squared difference is the difference: here it is still squared.",
            ("mse_grad(sigmoid(z), targets)", "(sigmoid(z) - targets) ** 2 / len(z)"),
        ),
        slip(
            "output_delta_as_a_matrix_product",
            "Multiply entry by entry with `*`: each output meets its own slope, and no others.",
            (' * activation_grad(z, "sigmoid")', ' @ activation_grad(z, "sigmoid").T'),
        ),
        slip(
            "output_delta_summed",
            "One delta for each example and output: the sum over the examples comes later, at the biases.",
            (WHOLE, f"np.sum({WHOLE}, axis=0)"),
        ),
    ],
)


@output_delta.wrong("The chain rule needs the slope of the loss, `mse_grad`, not the loss.")
def output_delta_times_the_loss(z, targets):
    return mse(sigmoid(z), targets) * activation_grad(z, "sigmoid")


@output_delta.wrong("The chain rule multiplies the two slopes.")
def output_delta_added(z, targets):
    return mse_grad(sigmoid(z), targets) + activation_grad(z, "sigmoid")


@output_delta.wrong("The slope of the sigmoid is a (1 - a), with a minus.")
def output_delta_with_one_plus(z, targets):
    return mse_grad(sigmoid(z), targets) * sigmoid(z) * (1 + sigmoid(z))


@output_delta.wrong("Divide by the number of examples, `len(z)`, not by the number of outputs.")
def output_delta_over_the_outputs(z, targets):
    return (sigmoid(z) - targets) * activation_grad(z, "sigmoid") / z.shape[1]


@output_delta.wrong("The derivative of the square is the difference itself, not its square.")
def output_delta_squared(z, targets):
    return (sigmoid(z) - targets) ** 2 * activation_grad(z, "sigmoid") / (2 * len(z))


@output_delta.wrong("`mse` compares the outputs with the targets: its slope is taken at sigmoid(z).")
def output_delta_compares_the_slope(z, targets):
    return mse_grad(activation_grad(z, "sigmoid"), targets)


@output_delta.variant
def output_delta_of_the_outputs(z, targets):
    a = sigmoid(z)
    return (a - targets) * a * (1 - a) / len(a)


@output_delta.variant
def output_delta_as_the_chain_rule_says(z, targets):
    return activation_grad(z, "sigmoid") * mse_grad(sigmoid(z), targets)


@output_delta.variant
def output_delta_with_loops(z, targets):
    import math

    num_examples, num_outputs = z.shape
    delta = np.zeros((num_examples, num_outputs))
    for n in range(num_examples):
        for k in range(num_outputs):
            a = 1 / (1 + math.exp(-float(z[n, k])))
            delta[n, k] = (a - float(targets[n, k])) * a * (1 - a) / num_examples
    return delta


@output_delta.variant
def output_delta_by_the_exponential(z, targets):
    z, targets = np.array(z, dtype=float), np.array(targets, dtype=float)
    slope = 1 / (2 + np.exp(z) + np.exp(-z))
    return (slope * (1 / (1 + np.exp(-z)) - targets) / z.shape[0]).tolist()
