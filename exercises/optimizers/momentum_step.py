"""momentum_step: along an exponentially weighted average of the gradients."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, named, state, whole_state
from grader import Case, Exercise, slip
from solutions import optimizers

AVERAGE = "beta * velocity + (1 - beta) * grad"
MOVED = "w - learning_rate * velocity"

momentum_step = Exercise(
    optimizers.momentum_step,
    points=3,
    hints=(
        "Two lines, in order: first the new velocity from the old one and the gradient, then the new weights.",
        "The new velocity is an average: the old one weighs `beta`, the gradient `1 - beta`. The step goes along the "
        "new velocity, not along the gradient.",
        "Compute `beta * velocity + (1 - beta) * grad` into a new array, subtract `learning_rate` times it from w, and "
        "return the weights first, the velocity second.",
    ),
    cases=(
        Case("several weights that already move", state(5, averages="g", rest=(0.3,)), share=2),
        Case("the first step, from a velocity of 0", at_rest(state(7, averages="g", rest=(0.8,)), "g")),
        Case(
            "other values of beta, as many rows as columns",
            calls(named(state(4, 4, averages="g", rest=(0.2,)), beta=0.7), state(3, 3, averages="g", rest=(0.1, 0.0))),
        ),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, averages="g", rest=(1.5,)), state(2, 3, 4, averages="g", rest=(0.05,))),
            share=0.5,
        ),
        Case(
            "whole numbers, then another shape",
            calls(whole_state(2, 6, averages="g", rest=(0.5, 0.5)), state(6, 2, averages="g", rest=(0.1,))),
        ),
        Case("other number types and memory layouts", forms(state(3, 4, averages="g", rest=(0.2,))), share=0.5),
    ),
    wrong_answers=[
        slip(
            "momentum_step_in_the_classical_form",
            "The gradient enters with the weight 1 - beta: here the velocity is an average, not a sum.",
            ("(1 - beta) * grad", "grad"),
        ),
        slip(
            "momentum_step_with_the_rate_in_the_classical_form",
            "The velocity is an average of gradients: the learning rate multiplies the step, when the weights move.",
            ("(1 - beta) * grad", "learning_rate * grad"),
            (MOVED, "w - velocity"),
        ),
        slip(
            "momentum_step_with_the_weights_exchanged",
            "beta is the weight of the past: the old velocity gets beta, the new gradient 1 - beta.",
            (AVERAGE, "(1 - beta) * velocity + beta * grad"),
        ),
        slip(
            "momentum_step_along_the_old_velocity",
            "Update the velocity first and step along the new one: here today's gradient comes too late.",
            (f"velocity = {AVERAGE}", f"new = {AVERAGE}"),
            (f"{MOVED}, velocity", f"{MOVED}, new"),
        ),
        slip(
            "momentum_step_along_the_gradient",
            "Step along the velocity: with the gradient in its place nothing has momentum.",
            (MOVED, "w - learning_rate * grad"),
        ),
        slip(
            "momentum_step_uphill",
            "Subtract: the velocity is an average of gradients, and gradients point uphill.",
            (MOVED, "w + learning_rate * velocity"),
        ),
        slip(
            "momentum_step_against_the_gradient_in_the_average",
            "The velocity averages the gradients as they are: the minus comes once, when the weights move.",
            (AVERAGE, "beta * velocity - (1 - beta) * grad"),
        ),
        slip(
            "momentum_step_of_a_velocity_downhill",
            "The velocity averages the gradients as they are: here it is turned round, and added.",
            (AVERAGE, "beta * velocity - (1 - beta) * grad"),
            (MOVED, "w + learning_rate * velocity"),
        ),
        slip(
            "momentum_step_with_the_rate_in_the_velocity",
            "Keep the learning rate out of the velocity: it multiplies the step, once, when the weights move.",
            ("(1 - beta) * grad", "learning_rate * (1 - beta) * grad"),
            (MOVED, "w - velocity"),
        ),
        slip(
            "momentum_step_without_the_learning_rate",
            "Multiply the velocity by the learning rate before you subtract it.",
            (MOVED, "w - velocity"),
        ),
        slip(
            "momentum_step_that_never_forgets",
            "The old velocity fades by the factor beta: without it every gradient is remembered for ever.",
            ("beta * velocity", "velocity"),
        ),
        slip(
            "momentum_step_in_the_manner_of_nesterov",
            "Step along the velocity alone: looking one step further ahead is Nesterov's method.",
            (MOVED, "w - learning_rate * (beta * velocity + (1 - beta) * grad)"),
        ),
        slip(
            "momentum_step_along_both",
            "The gradient is in the velocity already: do not step along it once more.",
            (MOVED, "w - learning_rate * (velocity + grad)"),
        ),
        slip(
            "momentum_step_returns_the_velocity_first",
            "Return the weights first, the velocity second.",
            (f"{MOVED}, velocity", f"velocity, {MOVED}"),
        ),
        slip(
            "momentum_step_forgets_the_velocity",
            "Return the velocity as well: the next step cannot go on without it.",
            (f"{MOVED}, velocity", MOVED),
        ),
        slip(
            "momentum_step_hands_on_the_old_velocity",
            "Hand on the new velocity: the old one knows nothing of this gradient.",
            (f"velocity = {AVERAGE}", f"new = {AVERAGE}"),
            (MOVED, "w - learning_rate * new"),
        ),
        slip(
            "momentum_step_with_a_beta_of_its_own",
            "Use the argument `beta`: 0.9 is only what it is when nobody says otherwise.",
            (AVERAGE, "0.9 * velocity + 0.1 * grad"),
        ),
    ],
)


@momentum_step.wrong("Work on copies: `velocity *= beta` writes into the caller's own array.")
def momentum_step_changes_its_input(w, grad, velocity, learning_rate, beta=0.9):
    velocity *= beta
    velocity += (1 - beta) * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("The velocity averages the gradients themselves: squares are for RMSProp.")
def momentum_step_of_squares(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * velocity + (1 - beta) * grad**2
    return w - learning_rate * v, v


@momentum_step.wrong("`w -= ...` writes into the caller's array: make a new one.")
def momentum_step_changes_the_weights(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * velocity + (1 - beta) * grad
    w -= learning_rate * v
    return w, v


@momentum_step.wrong("The velocity averages gradients, not weights.")
def momentum_step_of_the_weights(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * velocity + (1 - beta) * w
    return w - learning_rate * v, v


@momentum_step.wrong("Only the old velocity is multiplied by beta: mind the brackets.")
def momentum_step_weighs_twice(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * (velocity + (1 - beta) * grad)
    return w - learning_rate * v, v


@momentum_step.wrong("The weight of the new gradient is (1 - beta), in brackets.")
def momentum_step_without_brackets(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * velocity + 1 - beta * grad
    return w - learning_rate * v, v


@momentum_step.wrong("The velocity is an average of gradients: the learning rate comes in afterwards.")
def momentum_step_with_the_rate_and_the_sign_in_the_velocity(w, grad, velocity, learning_rate, beta=0.9):
    v = beta * velocity - learning_rate * grad
    return w + v, v


@momentum_step.variant
def momentum_step_as_it_is_written(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + (1 - beta) * grad
    w = w - learning_rate * velocity
    return w, velocity


@momentum_step.variant
def momentum_step_with_loops(w, grad, velocity, learning_rate, beta=0.9):
    moved, averaged = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for index in np.ndindex(moved.shape):
        averaged[index] = beta * float(velocity[index]) + (1 - beta) * float(grad[index])
        moved[index] = float(w[index]) - learning_rate * averaged[index]
    return moved, averaged


@momentum_step.variant
def momentum_step_towards_the_gradient(w, grad, velocity, learning_rate, beta=0.9):
    past = velocity.astype(float)
    past += (1 - beta) * (grad.astype(float) - past)
    return [w.astype(float) - learning_rate * past, past]


@momentum_step.variant
def momentum_step_by_way_of_the_classical_form(w, grad, velocity, learning_rate, beta=0.9):
    w, grad, velocity = (np.array(array, dtype=float) for array in (w, grad, velocity))
    summed = beta * velocity / (1 - beta) + grad
    return w - (1 - beta) * learning_rate * summed, (1 - beta) * summed
