"""weight_decay_step: shrink, then move."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import shape_errors, small, state, whole_state
from grader import Case, Exercise
from solutions import regularisation

weight_decay_step = Exercise(
    regularisation.weight_decay_step,
    points=2,
    hints=(
        "Differentiate loss plus penalty: the penalty adds a multiple of the weight itself to the gradient.",
        "Collect what belongs to w: every weight is multiplied by one minus `learning_rate * lam / n`. Then the step "
        "against the gradient follows as in plain descent.",
        "Convert both to float64 and raise a ValueError if their shapes differ. The new weights are the shrunken OLD "
        "weights minus `learning_rate` times the gradient; the gradient's part is not shrunk. Do not write into w.",
    ),
    cases=(
        Case("several weights", state(6, rest=(0.3, 4.0, 20)), share=2),
        Case("as many rows as columns", state(4, 4, rest=(0.5, 1.5, 3))),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, rest=(0.7, 2.0, 5)), state(2, 3, 4, rest=(1.5, 0.9, 30))),
        ),
        Case("no penalty, then a strong one", calls(state(5, 2, rest=(0.2, 0, 9)), state(2, 5, rest=(0.2, 60.0, 9)))),
        Case(
            "other number types and memory layouts",
            calls(
                forms(state(3, 4, rest=(0.2, 3.0, 7))),
                whole_state(7, 2, rest=(0.25, 8, 16)),
                small(whole_state(7, rest=(0.5, 2.0, 6))),
            ),
        ),
        *shape_errors(("weights", "a gradient"), "", (0.1, 1.0, 10)),
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


@weight_decay_step.wrong("Compare the shapes and raise a ValueError: NumPy stretches a gradient of one row silently.")
def weight_decay_step_broadcasts(w, grad, learning_rate, lam, n):
    w, grad = np.asarray(w, dtype=np.float64), np.asarray(grad, dtype=np.float64)
    return (1 - learning_rate * lam / n) * w - learning_rate * grad


@weight_decay_step.variant
def weight_decay_step_by_the_whole_gradient(w, grad, learning_rate, lam, n):
    if np.shape(w) != np.shape(grad):
        raise ValueError("w and grad must have the same shape")
    w = np.array(w, dtype=float)
    whole = np.array(grad, dtype=float) + lam * w / n
    return w - learning_rate * whole


@weight_decay_step.variant
def weight_decay_step_with_loops(w, grad, learning_rate, lam, n):
    if w.shape != grad.shape:
        raise ValueError("w and grad must have the same shape")
    new = np.empty(w.shape)
    for index in np.ndindex(w.shape):
        shrunken = float(w[index]) - learning_rate * lam / n * float(w[index])
        new[index] = shrunken - learning_rate * float(grad[index])
    return new


@weight_decay_step.variant
def weight_decay_step_in_two_moves(w, grad, learning_rate, lam, n):
    if w.shape != grad.shape:
        raise ValueError(f"{w.shape} is not {grad.shape}")
    new = w.astype(np.float64)
    new *= 1 - learning_rate * lam / n
    new -= learning_rate * grad.astype(np.float64)
    return new.tolist()
