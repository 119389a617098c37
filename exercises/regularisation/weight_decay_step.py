"""weight_decay_step: shrink, then move."""

import numpy as np

from exercises.forms import calls, forms
from exercises.regularisation.masked import weights, whole_weights
from grader import Case, Exercise
from solutions import regularisation

weight_decay_step = Exercise(
    regularisation.weight_decay_step,
    points=2,
    hints=(
        "Differentiate loss plus penalty: the penalty adds a multiple of the weight itself to the gradient.",
        "Collect what belongs to w: every weight is multiplied by one minus `learning_rate * lam / n`. Then the step "
        "against the gradient follows as in plain descent.",
        "The new weights are the shrunken OLD weights minus `learning_rate` times the gradient; the gradient's part is "
        "not shrunk. Work in float64, and do not write into w.",
    ),
    cases=(
        Case("several weights", weights(6, rest=(0.3, 4.0, 20)), share=2),
        Case("as many rows as columns", weights(4, 4, rest=(0.5, 1.5, 3))),
        Case(
            "one weight, then an array with three axes",
            calls(weights(1, rest=(0.7, 2.0, 5)), weights(2, 3, 4, rest=(1.5, 0.9, 30))),
        ),
        Case(
            "no penalty, then a strong one", calls(weights(5, 2, rest=(0.2, 0, 9)), weights(2, 5, rest=(0.2, 60.0, 9)))
        ),
        Case(
            "other number types and memory layouts",
            calls(
                forms(weights(3, 4, rest=(0.2, 3.0, 7))),
                whole_weights(7, 2, rest=(0.25, 8, 16)),
                whole_weights(7, rest=(0.5, 2.0, 6), dtype=np.int8),
            ),
        ),
    ),
)


@weight_decay_step.wrong("Divide lam by n: the penalty is shared out over the training set like the loss.")
def weight_decay_step_not_divided_by_n(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam) * w - learning_rate * grad


@weight_decay_step.wrong("The half in the penalty meets the 2 of the derivative: the slope is lam / n times w.")
def weight_decay_step_with_half_the_decay(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / (2 * n)) * w - learning_rate * grad


@weight_decay_step.wrong("The decay is part of the gradient, so the learning rate multiplies it too.")
def weight_decay_step_without_the_rate_in_the_decay(w, grad, learning_rate, lam, n):
    return (1 - lam / n) * w - learning_rate * grad


@weight_decay_step.wrong("Shrink: one MINUS learning_rate * lam / n. With a plus the weights grow.")
def weight_decay_step_that_grows(w, grad, learning_rate, lam, n):
    return (1 + learning_rate * lam / n) * w - learning_rate * grad


@weight_decay_step.wrong("Shrink the old weights only: both slopes are taken before the step.")
def weight_decay_step_that_shrinks_afterwards(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / n) * (w - learning_rate * grad)


@weight_decay_step.wrong("The decay is proportional to the weight: with its sign alone it is the L1 penalty.")
def weight_decay_step_by_the_sign(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / n * np.sign(w))


@weight_decay_step.wrong("The penalty is missing: this is plain gradient descent.")
def weight_decay_step_without_decay(w, grad, learning_rate, lam, n):
    return w - learning_rate * grad


@weight_decay_step.wrong("Subtract the gradient's part: the loss grows the other way.")
def weight_decay_step_uphill(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / n) * w + learning_rate * grad


@weight_decay_step.wrong("Work on a copy: `w *= ...` writes into the caller's own array.")
def weight_decay_step_changes_its_input(w, grad, learning_rate, lam, n):
    w *= 1 - learning_rate * lam / n
    w -= learning_rate * grad
    return w


@weight_decay_step.wrong("Descent needs the slope of the penalty, lam / n times w, and not the penalty itself.")
def weight_decay_step_adds_the_penalty(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / (2 * n) * w.astype(float) ** 2)


@weight_decay_step.wrong("Return the new weights: this is only what changes.")
def weight_decay_step_returns_the_change(w, grad, learning_rate, lam, n):
    return -learning_rate * (grad + lam / n * w)


@weight_decay_step.wrong("Only the penalty is divided by n: the gradient is that of a mean already.")
def weight_decay_step_divides_the_gradient(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / n) * w - learning_rate * grad / n


@weight_decay_step.wrong("The learning rate multiplies the gradient too.")
def weight_decay_step_without_the_rate_at_the_gradient(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / n) * w - grad


@weight_decay_step.wrong("The slope of the penalty is a multiple of the weight itself.")
def weight_decay_step_by_a_constant(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / n)


@weight_decay_step.wrong("The penalty is divided by n, and so is its slope.")
def weight_decay_step_times_n(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam * n * w)


@weight_decay_step.wrong("The gradient of the loss counts as well: the decay is only what comes on top.")
def weight_decay_step_without_the_gradient(w, grad, learning_rate, lam, n):
    return (1 - learning_rate * lam / n) * w


@weight_decay_step.wrong("The penalty pulls at the weights: its slope is a multiple of w, not of the gradient.")
def weight_decay_step_decays_the_gradient(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / n * grad)


@weight_decay_step.wrong("The slope of the penalty has the sign of the weight: negative ones are pulled up.")
def weight_decay_step_without_the_sign(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / n * np.abs(w))


@weight_decay_step.wrong("The step goes along the slope: what the penalty adds to it is its derivative, not its value.")
def weight_decay_step_adds_the_summed_penalty(w, grad, learning_rate, lam, n):
    return w - learning_rate * (grad + lam / (2 * n) * np.sum(w**2))


@weight_decay_step.wrong("The learning rate multiplies both slopes.")
def weight_decay_step_takes_whole_steps(w, grad, learning_rate, lam, n):
    return w - grad - lam / n * w


@weight_decay_step.variant
def weight_decay_step_by_the_whole_gradient(w, grad, learning_rate, lam, n):
    w = np.array(w, dtype=float)
    whole = np.array(grad, dtype=float) + lam * w / n
    return w - learning_rate * whole


@weight_decay_step.variant
def weight_decay_step_with_loops(w, grad, learning_rate, lam, n):
    new = np.empty(w.shape)
    for index in np.ndindex(w.shape):
        shrunken = float(w[index]) - learning_rate * lam / n * float(w[index])
        new[index] = shrunken - learning_rate * float(grad[index])
    return new


@weight_decay_step.variant
def weight_decay_step_in_two_moves(w, grad, learning_rate, lam, n):
    new = w.astype(np.float64)
    new *= 1 - learning_rate * lam / n
    new -= learning_rate * grad.astype(np.float64)
    return new.tolist()
