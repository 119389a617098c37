"""output_delta: where the backward pass begins, behind a sigmoid and a squared error."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, raises
from solutions import backprop
from solutions.losses import mse_grad
from solutions.perceptron import activation_grad, sigmoid

output_delta = Exercise(
    backprop.output_delta,
    points=2,
    hints=(
        "Two steps of the chain rule: from the loss to the output a = sigmoid(z), then from a to z.",
        "The first step is the gradient of `mse` in its predictions, which you wrote in chapter 4; the second is "
        "the slope of the sigmoid at z, which you wrote in chapter 2. Both have the shape (N, K).",
        "Multiply `mse_grad(..., targets)` of the outputs, entry by entry with `*`, by `activation_grad(z, ...)`. "
        "The 1/N is in the first factor already. `mse_grad` refuses shapes that differ; you refuse a z without two "
        "axes.",
    ),
    cases=(
        Case("a batch with several outputs", normal((5, 3), (5, 3)), share=2),
        Case("as many outputs as examples", normal((4, 4), (4, 4))),
        Case("one example", normal((1, 6), (1, 6)), share=0.5),
        Case("one output", normal((7, 1), (7, 1)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 5), (2, 5)), normal((6, 2), (6, 2)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((3, 4), (3, 4))), tiny((4, 5), (4, 5))),
            share=0.5,
        ),
        raises("shapes that only broadcast", calls(normal((4, 3), 3), normal((4, 3), (4, 1)), normal((4, 3), (1, 3)))),
        raises("one axis, or shapes that do not fit", calls(normal(4, 4), normal((4, 3), (3, 4)))),
    ),
)


@output_delta.wrong("The 1/N of the mean is missing: it enters here, at the loss, and nowhere else.")
def output_delta_not_averaged(z, targets):
    return (sigmoid(z) - targets) * activation_grad(z, "sigmoid")


@output_delta.wrong("The slope of the sigmoid is missing: the loss sees z only through sigmoid(z).")
def output_delta_without_the_slope(z, targets):
    return mse_grad(sigmoid(z), targets)


@output_delta.wrong("The outputs are sigmoid(z), not z: compare those with the targets.")
def output_delta_of_raw_sums(z, targets):
    return mse_grad(z, targets) * activation_grad(z, "sigmoid")


@output_delta.wrong("The slope is taken at z: `activation_grad` applies the sigmoid itself, here it is applied twice.")
def output_delta_at_the_output(z, targets):
    return mse_grad(sigmoid(z), targets) * activation_grad(sigmoid(z), "sigmoid")


@output_delta.wrong("It is output minus target: an output that is too large must give a positive delta.")
def output_delta_reversed(z, targets):
    return mse_grad(targets, sigmoid(z)) * activation_grad(z, "sigmoid")


@output_delta.wrong("Divide by the N examples alone, not by all N·K entries: the loss sums over the outputs.")
def output_delta_averages_the_outputs(z, targets):
    return (sigmoid(z) - targets) / z.size * activation_grad(z, "sigmoid")


@output_delta.wrong("The factor 2 of the derivative cancels against the 1/2 in the loss.")
def output_delta_doubled(z, targets):
    return 2 * mse_grad(sigmoid(z), targets) * activation_grad(z, "sigmoid")


@output_delta.wrong("Multiply entry by entry with `*`: each output meets its own slope, and no others.")
def output_delta_as_a_matrix_product(z, targets):
    return mse_grad(sigmoid(z), targets) @ activation_grad(z, "sigmoid").T


@output_delta.wrong("One delta for each example and output: the sum over the examples comes later, at the biases.")
def output_delta_summed(z, targets):
    return np.sum(mse_grad(sigmoid(z), targets) * activation_grad(z, "sigmoid"), axis=0)


@output_delta.wrong("Compare the shapes first and raise a ValueError: NumPy stretches (4, 1) to (4, 3) without a word.")
def output_delta_broadcasts(z, targets):
    a = sigmoid(np.asarray(z, dtype=np.float64))
    return (a - targets) * a * (1 - a) / len(a)


@output_delta.variant
def output_delta_of_the_outputs(z, targets):
    if np.ndim(z) != 2 or np.shape(z) != np.shape(targets):
        raise ValueError("z and targets must have shape (N, K)")
    a = sigmoid(z)
    return (a - targets) * a * (1 - a) / len(a)


@output_delta.variant
def output_delta_with_loops(z, targets):
    import math

    if z.ndim != 2 or z.shape != targets.shape:
        raise ValueError("z and targets must have shape (N, K)")
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
    if z.ndim < 2 or z.shape != targets.shape:
        raise ValueError("z and targets must have shape (N, K)")
    slope = 1 / (2 + np.exp(z) + np.exp(-z))
    return (slope * (1 / (1 + np.exp(-z)) - targets) / z.shape[0]).tolist()
