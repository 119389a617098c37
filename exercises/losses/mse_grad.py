"""mse_grad: the gradient of mse in the predictions."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise
from solutions import losses
from solutions.losses import mse

mse_grad = Exercise(
    losses.mse_grad,
    points=2,
    hints=(
        "Differentiate one term of the sum, (p - t)² / (2N), in its own p: every entry of the gradient is such a "
        "derivative.",
        "The 2 of the square cancels the 2 below it. What remains is a difference and 1/N, for each entry by itself.",
        "Convert both with `np.asarray(..., dtype=np.float64)` and divide `predictions - targets` by "
        "`len(predictions)`: there is nothing to add up.",
    ),
    cases=(
        Case("a batch with several outputs", normal((5, 3), (5, 3)), share=2),
        Case("as many outputs as examples", normal((4, 4), (4, 4))),
        Case("one output per example, a single axis", normal(7, 7)),
        Case("one example", normal((1, 6), (1, 6)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 5), (2, 5)), normal((6, 2), (6, 2)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((3, 4), (3, 4))), tiny((4, 5), (4, 5))),
            share=0.5,
        ),
    ),
)


@mse_grad.wrong("Divide by N: the loss is a mean over the examples, so each entry of its gradient carries 1/N.")
def mse_grad_not_averaged(predictions, targets):
    return predictions - targets


@mse_grad.wrong("The factor 2 of the derivative is gone: it cancels against the 1/2 in the loss.")
def mse_grad_doubled(predictions, targets):
    return 2 * (predictions - targets) / len(predictions)


@mse_grad.wrong("It is predictions - targets: too large a prediction must give a positive derivative.")
def mse_grad_reversed(predictions, targets):
    return (targets - predictions) / len(predictions)


@mse_grad.wrong("Divide by the N examples alone, not by all N·K entries: the loss sums over the outputs.")
def mse_grad_averages_the_outputs(predictions, targets):
    return (predictions - targets) / predictions.size


@mse_grad.wrong("The gradient has the shape of the predictions, one derivative per entry: do not add up the examples.")
def mse_grad_summed_over_the_examples(predictions, targets):
    return np.sum(predictions - targets, axis=0) / len(predictions)


@mse_grad.wrong(
    "Differentiate: the derivative of a square is linear in the difference, so nothing is squared any more."
)
def mse_grad_still_squared(predictions, targets):
    return (predictions - targets) ** 2 / (2 * len(predictions))


@mse_grad.wrong(
    "The size of the difference counts too, not its sign alone: that would be the absolute value's gradient."
)
def mse_grad_of_absolute_values(predictions, targets):
    return np.sign(predictions - targets) / len(predictions)


@mse_grad.wrong("Convert both to float64 first: in unsigned integers 2 - 3 is 255.")
def mse_grad_in_the_type_given(predictions, targets):
    return (predictions - targets) / len(predictions)


@mse_grad.wrong("Work on a copy: `predictions -= targets` writes into the caller's own array.")
def mse_grad_changes_its_input(predictions, targets):
    predictions -= targets
    return predictions / len(predictions)


@mse_grad.wrong("The 1/2 of the loss is used up by the square's derivative: divide by N, not by 2N.")
def mse_grad_halved(predictions, targets):
    return (predictions - targets) / (2 * len(predictions))


@mse_grad.wrong("This is the gradient of `np.mean` of the squares: the course's loss is their sum over 2N.")
def mse_grad_of_the_plain_mean(predictions, targets):
    return 2 * (predictions - targets) / predictions.size


@mse_grad.wrong("The loss carries 1/(2N): its 2 cancels the 2 of the derivative, its 1/N stays.")
def mse_grad_of_the_sum_of_squares(predictions, targets):
    return 2 * (predictions - targets)


@mse_grad.wrong("N is the number of rows, `len(predictions)`: this divides by the number of outputs.")
def mse_grad_divides_by_the_outputs(predictions, targets):
    return (predictions - targets) / predictions.shape[-1]


@mse_grad.wrong("Divide by N, do not multiply: with more examples each of them counts for less.")
def mse_grad_multiplies_by_the_examples(predictions, targets):
    return (predictions - targets) * len(predictions)


@mse_grad.wrong("This is the loss. Its gradient has a derivative for each prediction, in their shape.")
def mse_grad_is_the_loss(predictions, targets):
    return mse(predictions, targets)


@mse_grad.wrong("The derivative of (p - t)² in p is 2 (p - t): the target does not vanish.")
def mse_grad_without_the_targets(predictions, targets):
    return predictions / len(predictions)


@mse_grad.wrong("Each entry has its own derivative: do not add up the outputs of an example.")
def mse_grad_summed_over_the_outputs(predictions, targets):
    return np.sum((predictions - targets).reshape(len(predictions), -1), axis=1) / len(predictions)


@mse_grad.wrong("`//` drops the fraction: divide with `/`.")
def mse_grad_rounded_down(predictions, targets):
    return (predictions - targets) // len(predictions)


@mse_grad.wrong("The slope has a sign: where a prediction is too small, raising it lowers the loss.")
def mse_grad_without_the_sign(predictions, targets):
    return np.abs(predictions - targets) / len(predictions)


@mse_grad.wrong("The loss itself is no factor of its slope: the derivative of a square is linear.")
def mse_grad_times_the_loss(predictions, targets):
    return (predictions - targets) * mse(predictions, targets)


@mse_grad.variant
def mse_grad_with_loops(predictions, targets):
    grad = np.zeros(np.shape(predictions))
    for index in np.ndindex(grad.shape):
        grad[index] = (float(predictions[index]) - float(targets[index])) / len(grad)
    return grad


@mse_grad.variant
def mse_grad_as_lists(predictions, targets):
    return ((predictions.astype(float) - targets.astype(float)) / predictions.shape[0]).tolist()


@mse_grad.variant
def mse_grad_in_place_on_a_copy(predictions, targets):
    errors = np.array(predictions, dtype=float)
    errors -= targets
    errors *= 1 / len(errors)
    return errors


@mse_grad.variant
def mse_grad_by_central_differences(predictions, targets):
    grad = np.empty(predictions.shape)
    for index in np.ndindex(predictions.shape):
        step = np.zeros(predictions.shape)
        step[index] = 1.0  # exact however large: the loss is a parabola in each prediction
        grad[index] = (mse(predictions + step, targets) - mse(predictions - step, targets)) / 2
    return grad
