"""rmsprop_step: every weight divides by the root mean square of its own recent gradients."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, changed, shape_errors, small, state, whole_state
from grader import Call, Case, Exercise
from solutions import optimizers


def named(make, **constants):
    """Make one call that names its constants."""
    return lambda rng: [Call(make(rng), constants)]


rmsprop_step = Exercise(
    optimizers.rmsprop_step,
    points=3,
    hints=(
        "The average is of the squared gradients, entry by entry. Its root says how large each weight's gradients "
        "usually are.",
        "First `mean_square` becomes beta times itself plus 1 - beta times the square of grad. Then the step divides "
        "grad by the root of the new mean_square.",
        "Convert the three arrays to float64 and raise a ValueError unless all three shapes are equal. The divisor is "
        "`np.sqrt(mean_square) + epsilon`: epsilon is added after the root. Return the weights first, then the new "
        "mean square, which is neither rooted nor increased by epsilon.",
    ),
    cases=(
        Case("several weights with a past", state(5, averages="s", rest=(0.3,)), share=2),
        Case("the first step, from a mean square of 0", at_rest(state(7, averages="s", rest=(0.8,)), "s")),
        Case(
            "other values of beta, as many rows as columns",
            calls(named(state(4, 4, averages="s", rest=(0.2,)), beta=0.6), state(3, 3, averages="s", rest=(0.1, 0.0))),
        ),
        Case(
            "a large epsilon, then gradients as small as epsilon",
            calls(
                named(state(6, averages="s", rest=(0.4,)), epsilon=0.05),
                state(8, averages="s", rest=(1.0,), scale=1e-8),
            ),
        ),
        Case(
            "a weight whose gradients were always 0",
            at_rest(changed(state(4, averages="s", rest=(0.5,)), 1, lambda g: g * [1, 0, 1, 0]), "s"),
            share=0.5,
        ),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, averages="s", rest=(1.5,)), state(2, 3, 4, averages="s", rest=(0.05,))),
            share=0.5,
        ),
        Case(
            "whole numbers, then another shape",
            calls(whole_state(2, 6, averages="s", rest=(0.25,)), state(6, 2, averages="s", rest=(0.1,))),
        ),
        Case(
            "other number types and memory layouts",
            calls(forms(state(3, 4, averages="s", rest=(0.2,))), small(whole_state(9, averages="s", rest=(0.5,)))),
            share=0.5,
        ),
        *shape_errors(("weights", "a gradient", "a mean square"), "s", (0.1,)),
    ),
)


@rmsprop_step.wrong("Average the squares: `grad**2`, not grad, or gradients of opposite sign cancel.")
def rmsprop_step_without_the_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad
    return w - learning_rate * grad / (np.sqrt(np.abs(mean_square)) + epsilon), mean_square


@rmsprop_step.wrong("Divide by the root of the mean square: without it the step does not have the size of the rate.")
def rmsprop_step_without_the_root(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (mean_square + epsilon), mean_square


@rmsprop_step.wrong("Add epsilon after the root: sqrt(mean_square) + epsilon, not sqrt(mean_square + epsilon).")
def rmsprop_step_with_epsilon_in_the_root(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / np.sqrt(mean_square + epsilon), mean_square


@rmsprop_step.wrong("Add epsilon to the root: a weight whose gradients are all 0 would be divided by 0.")
def rmsprop_step_without_epsilon(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / np.sqrt(mean_square), mean_square


@rmsprop_step.wrong("Update the mean square first: the step divides by the new one, which knows today's gradient.")
def rmsprop_step_by_the_old_mean_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    step = learning_rate * grad / (np.sqrt(mean_square) + epsilon)
    return w - step, beta * mean_square + (1 - beta) * grad**2


@rmsprop_step.wrong(
    "The past fades by the factor beta: to add up all squares for ever is Adagrad, and slows to a halt."
)
def rmsprop_step_in_the_manner_of_adagrad(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = mean_square + grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("The new square enters with the weight 1 - beta: this is a sum, not an average.")
def rmsprop_step_with_a_fading_sum(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("beta is the weight of the past: the old mean square gets beta, the new square 1 - beta.")
def rmsprop_step_with_the_weights_exchanged(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = (1 - beta) * mean_square + beta * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Every weight has a scale of its own: take no mean or norm over the weights.")
def rmsprop_step_with_one_scale_for_all(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square.mean()) + epsilon), mean_square


@rmsprop_step.wrong("Hand on the mean square itself: its root serves this step only.")
def rmsprop_step_hands_on_the_root(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    root = np.sqrt(beta * mean_square + (1 - beta) * grad**2)
    return w - learning_rate * grad / (root + epsilon), root


@rmsprop_step.wrong("Subtract: the gradient points uphill, and dividing by a positive scale does not turn it round.")
def rmsprop_step_uphill(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w + learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Return the mean square as well: the next step cannot go on without it.")
def rmsprop_step_forgets_the_mean_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    return w - learning_rate * grad / (np.sqrt(beta * mean_square + (1 - beta) * grad**2) + epsilon)


@rmsprop_step.wrong("Use the argument `beta`: 0.9 is only what it is when nobody says otherwise.")
def rmsprop_step_with_a_beta_of_its_own(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    w, grad, mean_square = (np.asarray(array, dtype=np.float64) for array in (w, grad, mean_square))
    if not w.shape == grad.shape == mean_square.shape:
        raise ValueError("three arrays of one shape")
    mean_square = 0.9 * mean_square + 0.1 * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Work on copies: `mean_square *= beta` writes into the caller's own array.")
def rmsprop_step_changes_its_input(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square *= beta
    mean_square += (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Compare the three shapes first and raise a ValueError: NumPy stretches a single row silently.")
def rmsprop_step_broadcasts(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    w, grad, mean_square = (np.asarray(array, dtype=np.float64) for array in (w, grad, mean_square))
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Convert to float64 first: float32 carries 7 digits, and squares overflow in small integers.")
def rmsprop_step_in_the_type_given(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    if not w.shape == grad.shape == mean_square.shape:
        raise ValueError("three arrays of one shape")
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.variant
def rmsprop_step_with_loops(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    if not np.shape(w) == np.shape(grad) == np.shape(mean_square):
        raise ValueError("three arrays of one shape")
    moved, averaged = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for index in np.ndindex(moved.shape):
        slope = float(grad[index])
        averaged[index] = beta * float(mean_square[index]) + (1 - beta) * slope * slope
        moved[index] = float(w[index]) - learning_rate * slope / (averaged[index] ** 0.5 + epsilon)
    return moved, averaged


@rmsprop_step.variant
def rmsprop_step_with_a_rate_per_weight(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    w, grad, mean_square = (np.array(array, dtype=float) for array in (w, grad, mean_square))
    if w.shape != grad.shape or w.shape != mean_square.shape:
        raise ValueError("three arrays of one shape")
    averaged = mean_square + (1 - beta) * (np.square(grad) - mean_square)
    rates = learning_rate / (averaged**0.5 + epsilon)
    return [w - rates * grad, averaged]


@rmsprop_step.variant
def rmsprop_step_in_place_on_copies(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    if w.shape != grad.shape or grad.shape != mean_square.shape:
        raise ValueError("three arrays of one shape")
    new, slope, kept = w.astype(float), grad.astype(float), mean_square.astype(float)
    kept *= beta
    kept += (1 - beta) * slope * slope
    slope /= np.sqrt(kept) + epsilon
    new -= learning_rate * slope
    return new, kept
