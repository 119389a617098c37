"""rmsprop_step: every weight divides by the root mean square of its own recent gradients."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, flat_somewhere, named, state, whole_state
from grader import Case, Exercise, slip
from solutions import optimizers

AVERAGE = "beta * mean_square + (1 - beta) * grad**2"
DIVISOR = "(np.sqrt(mean_square) + epsilon)"
MOVED = f"w - learning_rate * grad / {DIVISOR}"

rmsprop_step = Exercise(
    optimizers.rmsprop_step,
    points=3,
    hints=(
        "The average is of the squared gradients, entry by entry. Its root says how large each weight's gradients "
        "usually are.",
        "First `mean_square` becomes beta times itself plus 1 - beta times the square of grad. Then the step divides "
        "grad by the root of the new mean_square.",
        "The divisor is `np.sqrt(mean_square) + epsilon`: epsilon is added after the root. Return the weights first, "
        "then the new mean square, which is neither rooted nor increased by epsilon.",
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
            "weights whose gradients were always 0",
            flat_somewhere(at_rest(state(4, averages="s", rest=(0.5,)), "s")),
            share=0.5,
        ),
        Case(
            "one weight, then an array with three axes",
            calls(whole_state(1, averages="s", rest=(0.1,)), state(2, 3, 4, averages="s", rest=(0.05,))),
            share=0.5,
        ),
        Case(
            "whole numbers, also for epsilon, then another shape",
            calls(
                whole_state(2, 6, averages="s", rest=(0.5, 0.5, 1)),
                whole_state(3, averages="s", rest=(0.5, 0.5)),
                state(6, 2, averages="s", rest=(0.1,)),
            ),
        ),
        Case(
            "a step nearly as long as the weight",
            lambda rng: (np.array([0.1]), np.array([0.1]), np.array([0.1]), 0.3),
            share=0.5,
        ),
        Case("other number types and memory layouts", forms(state(3, 4, averages="s", rest=(0.2,))), share=0.5),
    ),
    wrong_answers=[
        slip(
            "rmsprop_step_without_the_square",
            "Average the squares: `grad**2`, not grad, or gradients of opposite sign cancel.",
            ("grad**2", "grad"),
            ("np.sqrt(mean_square)", "np.sqrt(np.abs(mean_square))"),
        ),
        slip(
            "rmsprop_step_of_the_sizes",
            "Average the squares of the gradients, `grad**2`, not their sizes.",
            ("grad**2", "np.abs(grad)"),
        ),
        slip(
            "rmsprop_step_without_the_root",
            "Divide by the root of the mean square: without it the step does not have the size of the rate.",
            ("np.sqrt(mean_square)", "mean_square"),
        ),
        slip(
            "rmsprop_step_with_epsilon_in_the_root",
            "Add epsilon after the root: sqrt(mean_square) + epsilon, not sqrt(mean_square + epsilon).",
            (DIVISOR, "np.sqrt(mean_square + epsilon)"),
        ),
        slip(
            "rmsprop_step_without_epsilon",
            "Add epsilon to the root: a weight whose gradients are all 0 would be divided by 0.",
            (DIVISOR, "np.sqrt(mean_square)"),
        ),
        slip(
            "rmsprop_step_with_epsilon_outside_the_quotient",
            "Epsilon belongs to the divisor: put `np.sqrt(mean_square) + epsilon` in parentheses.",
            (DIVISOR, "np.sqrt(mean_square) + epsilon"),
        ),
        slip(
            "rmsprop_step_by_the_old_mean_square",
            "Update the mean square first: the step divides by the new one, which knows today's gradient.",
            (f"mean_square = {AVERAGE}", f"new = {AVERAGE}"),
            (f"{DIVISOR}, mean_square", f"{DIVISOR}, new"),
        ),
        slip(
            "rmsprop_step_in_the_manner_of_adagrad",
            "The past fades by the factor beta: to add up all squares for ever is Adagrad, and slows to a halt.",
            (AVERAGE, "mean_square + grad**2"),
        ),
        slip(
            "rmsprop_step_that_never_forgets",
            "The old mean square fades by the factor beta: here it stays whole, and the average only grows.",
            ("beta * mean_square", "mean_square"),
        ),
        slip(
            "rmsprop_step_with_a_fading_sum",
            "The new square enters with the weight 1 - beta: this is a sum, not an average.",
            ("(1 - beta) * grad**2", "grad**2"),
        ),
        slip(
            "rmsprop_step_with_the_weights_exchanged",
            "beta is the weight of the past: the old mean square gets beta, the new square 1 - beta.",
            (AVERAGE, "(1 - beta) * mean_square + beta * grad**2"),
        ),
        slip(
            "rmsprop_step_that_squares_the_weight_too",
            "The weight 1 - beta is not squared: square the gradient alone.",
            ("(1 - beta) * grad**2", "((1 - beta) * grad) ** 2"),
        ),
        slip(
            "rmsprop_step_with_one_scale_for_all",
            "Every weight has a scale of its own: take no mean or norm over the weights.",
            ("np.sqrt(mean_square)", "np.sqrt(mean_square.mean())"),
        ),
        slip(
            "rmsprop_step_without_the_gradient",
            "The root is only the divisor: the step goes along the gradient.",
            ("learning_rate * grad /", "learning_rate /"),
        ),
        slip(
            "rmsprop_step_multiplies",
            "Divide by the root: large gradients are to be made smaller, not larger.",
            (f"grad / {DIVISOR}", f"grad * {DIVISOR}"),
        ),
        slip(
            "rmsprop_step_hands_on_the_root",
            "Hand on the mean square itself: its root serves this step only.",
            (f"{DIVISOR}, mean_square", f"{DIVISOR}, np.sqrt(mean_square)"),
        ),
        slip(
            "rmsprop_step_uphill",
            "Subtract: the gradient points uphill, and dividing by a positive scale does not turn it round.",
            ("w - learning_rate", "w + learning_rate"),
        ),
        slip(
            "rmsprop_step_returns_the_mean_square_first",
            "Return the weights first, the mean square second.",
            (f"{MOVED}, mean_square", f"mean_square, {MOVED}"),
        ),
        slip(
            "rmsprop_step_forgets_the_mean_square",
            "Return the mean square as well: the next step cannot go on without it.",
            (f"{MOVED}, mean_square", MOVED),
        ),
        slip(
            "rmsprop_step_with_a_beta_of_its_own",
            "Use the argument `beta`: 0.9 is only what it is when nobody says otherwise.",
            (AVERAGE, "0.9 * mean_square + 0.1 * grad**2"),
        ),
        slip(
            "rmsprop_step_with_an_epsilon_of_its_own",
            "Use the argument `epsilon`: 1e-8 is only what it is when nobody says otherwise.",
            (DIVISOR, "(np.sqrt(mean_square) + 1e-8)"),
        ),
    ],
)


@rmsprop_step.wrong("Work on copies: `mean_square *= beta` writes into the caller's own array.")
def rmsprop_step_changes_its_input(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square *= beta
    mean_square += (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


@rmsprop_step.wrong("Every weight has a mean square of its own: nothing is averaged over the entries.")
def rmsprop_step_of_the_mean_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-08):
    s = beta * mean_square + (1 - beta) * np.mean(grad**2)
    return w - learning_rate * grad / (np.sqrt(s) + epsilon), s


@rmsprop_step.wrong("Return the new mean square: else it never changes.")
def rmsprop_step_returns_the_old_mean_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-08):
    s = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(s) + epsilon), mean_square


@rmsprop_step.wrong("`mean_square` is an average of squares already: do not square it again.")
def rmsprop_step_squares_the_mean_square(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-08):
    s = beta * mean_square**2 + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(s) + epsilon), s


@rmsprop_step.wrong("Divide the gradient by the root of the mean square, not by its own size.")
def rmsprop_step_by_sign(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-08):
    s = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * np.sign(grad), s


@rmsprop_step.wrong("The mean square is that of the gradients, not of the weights.")
def rmsprop_step_of_the_weights(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-08):
    s = beta * mean_square + (1 - beta) * w**2
    return w - learning_rate * grad / (np.sqrt(s) + epsilon), s


@rmsprop_step.variant
def rmsprop_step_as_it_is_written(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    mean_square = beta * mean_square + (1 - beta) * grad * grad
    w = w - learning_rate * grad / (np.sqrt(mean_square) + epsilon)
    return w, mean_square


@rmsprop_step.variant
def rmsprop_step_with_loops(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    moved, averaged = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for index in np.ndindex(moved.shape):
        slope = float(grad[index])
        averaged[index] = beta * float(mean_square[index]) + (1 - beta) * slope * slope
        moved[index] = float(w[index]) - learning_rate * slope / (averaged[index] ** 0.5 + epsilon)
    return moved, averaged


@rmsprop_step.variant
def rmsprop_step_with_a_rate_per_weight(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    w, grad, mean_square = (np.array(array, dtype=float) for array in (w, grad, mean_square))
    averaged = mean_square + (1 - beta) * (np.square(grad) - mean_square)
    rates = learning_rate / (averaged**0.5 + epsilon)
    return [w - rates * grad, averaged]


@rmsprop_step.variant
def rmsprop_step_in_place_on_copies(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    new, slope, kept = w.astype(float), grad.astype(float), mean_square.astype(float)
    kept *= beta
    kept += (1 - beta) * slope * slope
    slope /= np.sqrt(kept) + epsilon
    new -= learning_rate * slope
    return new, kept
