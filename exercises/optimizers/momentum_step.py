"""momentum_step: along an exponentially weighted average of the gradients."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import at_rest, shape_errors, small, state, whole_state
from grader import Call, Case, Exercise
from solutions import optimizers


def named_beta(make, beta):
    """Make one call that names beta."""
    return lambda rng: [Call(make(rng), {"beta": beta})]


momentum_step = Exercise(
    optimizers.momentum_step,
    points=3,
    hints=(
        "Two lines, in order: first the new velocity from the old one and the gradient, then the new weights.",
        "The new velocity is an average: the old one weighs `beta`, the gradient `1 - beta`. The step goes along the "
        "new velocity, not along the gradient.",
        "Convert the three arrays to float64 and raise a ValueError unless all three shapes are equal. Compute "
        "`beta * velocity + (1 - beta) * grad` into a new array, subtract `learning_rate` times it from w, and return "
        "the weights first, the velocity second.",
    ),
    cases=(
        Case("several weights that already move", state(5, averages="g", rest=(0.3,)), share=2),
        Case("the first step, from a velocity of 0", at_rest(state(7, averages="g", rest=(0.8,)), "g")),
        Case(
            "other values of beta, as many rows as columns",
            calls(named_beta(state(4, 4, averages="g", rest=(0.2,)), 0.7), state(3, 3, averages="g", rest=(0.1, 0.0))),
        ),
        Case(
            "one weight, then an array with three axes",
            calls(state(1, averages="g", rest=(1.5,)), state(2, 3, 4, averages="g", rest=(0.05,))),
            share=0.5,
        ),
        Case(
            "whole numbers, then another shape",
            calls(whole_state(2, 6, averages="g", rest=(0.25,)), state(6, 2, averages="g", rest=(0.1,))),
        ),
        Case(
            "other number types and memory layouts",
            calls(forms(state(3, 4, averages="g", rest=(0.2,))), small(whole_state(8, averages="g", rest=(0.5,)))),
            share=0.5,
        ),
        *shape_errors(("weights", "a gradient", "a velocity"), "g", (0.1,)),
    ),
)


@momentum_step.wrong("The gradient enters with the weight 1 - beta: here the velocity is an average, not a sum.")
def momentum_step_in_the_classical_form(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("beta is the weight of the past: the old velocity gets beta, the new gradient 1 - beta.")
def momentum_step_with_the_weights_exchanged(w, grad, velocity, learning_rate, beta=0.9):
    velocity = (1 - beta) * velocity + beta * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("Update the velocity first and step along the new one: here today's gradient comes too late.")
def momentum_step_along_the_old_velocity(w, grad, velocity, learning_rate, beta=0.9):
    return w - learning_rate * velocity, beta * velocity + (1 - beta) * grad


@momentum_step.wrong("Step along the velocity: with the gradient in its place nothing has momentum.")
def momentum_step_along_the_gradient(w, grad, velocity, learning_rate, beta=0.9):
    return w - learning_rate * grad, beta * velocity + (1 - beta) * grad


@momentum_step.wrong("Subtract: the velocity is an average of gradients, and gradients point uphill.")
def momentum_step_uphill(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + (1 - beta) * grad
    return w + learning_rate * velocity, velocity


@momentum_step.wrong("Keep the learning rate out of the velocity: it multiplies the step, once, when the weights move.")
def momentum_step_with_the_rate_in_the_velocity(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + learning_rate * (1 - beta) * grad
    return w - velocity, velocity


@momentum_step.wrong("The old velocity fades by the factor beta: without it every gradient is remembered for ever.")
def momentum_step_that_never_forgets(w, grad, velocity, learning_rate, beta=0.9):
    velocity = velocity + (1 - beta) * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("Step along the velocity alone: looking one step further ahead is Nesterov's method.")
def momentum_step_in_the_manner_of_nesterov(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + (1 - beta) * grad
    return w - learning_rate * (beta * velocity + (1 - beta) * grad), velocity


@momentum_step.wrong("Return the weights first, the velocity second.")
def momentum_step_returns_the_velocity_first(w, grad, velocity, learning_rate, beta=0.9):
    velocity = beta * velocity + (1 - beta) * grad
    return velocity, w - learning_rate * velocity


@momentum_step.wrong("Return the velocity as well: the next step cannot go on without it.")
def momentum_step_forgets_the_velocity(w, grad, velocity, learning_rate, beta=0.9):
    return w - learning_rate * (beta * velocity + (1 - beta) * grad)


@momentum_step.wrong("Use the argument `beta`: 0.9 is only what it is when nobody says otherwise.")
def momentum_step_with_a_beta_of_its_own(w, grad, velocity, learning_rate, beta=0.9):
    w, grad, velocity = (np.asarray(array, dtype=np.float64) for array in (w, grad, velocity))
    if not w.shape == grad.shape == velocity.shape:
        raise ValueError("three arrays of one shape")
    velocity = 0.9 * velocity + 0.1 * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("Work on copies: `velocity *= beta` writes into the caller's own array.")
def momentum_step_changes_its_input(w, grad, velocity, learning_rate, beta=0.9):
    velocity *= beta
    velocity += (1 - beta) * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("Compare the three shapes first and raise a ValueError: NumPy stretches a single row silently.")
def momentum_step_broadcasts(w, grad, velocity, learning_rate, beta=0.9):
    w, grad, velocity = (np.asarray(array, dtype=np.float64) for array in (w, grad, velocity))
    velocity = beta * velocity + (1 - beta) * grad
    return w - learning_rate * velocity, velocity


@momentum_step.wrong("Convert the arrays to float64 first: float32 carries 7 digits, and so would the new weights.")
def momentum_step_in_the_type_given(w, grad, velocity, learning_rate, beta=0.9):
    if not w.shape == grad.shape == velocity.shape:
        raise ValueError("three arrays of one shape")
    velocity = beta * velocity + (1 - beta) * grad
    return w - learning_rate * velocity, velocity


@momentum_step.variant
def momentum_step_with_loops(w, grad, velocity, learning_rate, beta=0.9):
    if np.shape(w) != np.shape(grad) or np.shape(w) != np.shape(velocity):
        raise ValueError("three arrays of one shape")
    moved, averaged = np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for index in np.ndindex(moved.shape):
        averaged[index] = beta * float(velocity[index]) + (1 - beta) * float(grad[index])
        moved[index] = float(w[index]) - learning_rate * averaged[index]
    return moved, averaged


@momentum_step.variant
def momentum_step_towards_the_gradient(w, grad, velocity, learning_rate, beta=0.9):
    if w.shape != grad.shape or grad.shape != velocity.shape:
        raise ValueError("three arrays of one shape")
    past = velocity.astype(float)
    past += (1 - beta) * (grad.astype(float) - past)
    return [w.astype(float) - learning_rate * past, past]


@momentum_step.variant
def momentum_step_by_way_of_the_classical_form(w, grad, velocity, learning_rate, beta=0.9):
    w, grad, velocity = (np.array(array, dtype=float) for array in (w, grad, velocity))
    if {grad.shape, velocity.shape} != {w.shape}:
        raise ValueError("three arrays of one shape")
    summed = beta * velocity / (1 - beta) + grad
    return w - (1 - beta) * learning_rate * summed, (1 - beta) * summed
