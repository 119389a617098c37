"""sgd_step: against the gradient."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import shape_errors, small, state, whole_state
from grader import Case, Exercise
from solutions import optimizers

sgd_step = Exercise(
    optimizers.sgd_step,
    points=1,
    hints=(
        "The gradient points uphill. How far to go against it is the learning rate's business.",
        "New weights are the old ones minus the learning rate times the gradient; NumPy does all entries at once.",
        "Convert both with `np.asarray(..., dtype=np.float64)`, raise a ValueError if `w.shape` is not `grad.shape`, "
        "and subtract `learning_rate * grad` from w in a new array: `w -= ...` would change the caller's.",
    ),
    cases=(
        Case("several weights", state(6, rest=(0.3,)), share=2),
        Case("as many rows as columns", state(4, 4, rest=(0.05,))),
        Case("one weight, then an array with three axes", calls(state(1, rest=(0.7,)), state(2, 3, 4, rest=(1.5,)))),
        Case("whole numbers, then another shape", calls(whole_state(2, 5, rest=(0.25,)), state(5, 2, rest=(0.1,)))),
        Case(
            "other number types and memory layouts",
            calls(forms(state(3, 4, rest=(0.2,))), small(whole_state(7, rest=(0.5,)))),
            share=0.5,
        ),
        *shape_errors(("weights", "a gradient"), "", (0.1,)),
    ),
)


@sgd_step.wrong("Subtract: the gradient points to where the loss grows, and you want it to fall.")
def sgd_step_uphill(w, grad, learning_rate):
    return w + learning_rate * grad


@sgd_step.wrong("Multiply the gradient by the learning rate: its full length is rarely the right step.")
def sgd_step_without_the_learning_rate(w, grad, learning_rate):
    return w - grad


@sgd_step.wrong("Multiply by the learning rate, do not divide by it: a larger rate must make a longer step.")
def sgd_step_divides_by_the_learning_rate(w, grad, learning_rate):
    return w - grad / learning_rate


@sgd_step.wrong("Return the new weights: this is the change alone.")
def sgd_step_returns_the_change(w, grad, learning_rate):
    return -learning_rate * grad


@sgd_step.wrong("The step does not depend on how large the weight is: subtract, do not multiply w by anything.")
def sgd_step_in_proportion_to_the_weight(w, grad, learning_rate):
    return w * (1 - learning_rate * grad)


@sgd_step.wrong("Use the gradient itself: its sign alone forgets how steep the slope is.")
def sgd_step_by_the_sign(w, grad, learning_rate):
    return w - learning_rate * np.sign(grad)


@sgd_step.wrong("Do not divide by the gradient's length: where the slope is gentle the step is to be short.")
def sgd_step_of_fixed_length(w, grad, learning_rate):
    return w - learning_rate * grad / np.linalg.norm(grad)


@sgd_step.wrong("Work on a copy: `w -= ...` writes into the caller's own array.")
def sgd_step_changes_its_input(w, grad, learning_rate):
    if w.shape != grad.shape:
        raise ValueError("w and grad must have the same shape")
    w -= learning_rate * grad
    return w


@sgd_step.wrong("Compare the shapes first and raise a ValueError: NumPy stretches a gradient of one row silently.")
def sgd_step_broadcasts(w, grad, learning_rate):
    return np.asarray(w, dtype=np.float64) - learning_rate * np.asarray(grad, dtype=np.float64)


@sgd_step.wrong("Convert both to float64 first: float32 carries 7 digits, and so would the new weights.")
def sgd_step_in_the_type_given(w, grad, learning_rate):
    if w.shape != grad.shape:
        raise ValueError("w and grad must have the same shape")
    return w - learning_rate * grad


@sgd_step.variant
def sgd_step_with_loops(w, grad, learning_rate):
    if np.shape(w) != np.shape(grad):
        raise ValueError("w and grad must have the same shape")
    new = np.zeros(np.shape(w))
    for index in np.ndindex(new.shape):
        new[index] = float(w[index]) - learning_rate * float(grad[index])
    return new


@sgd_step.variant
def sgd_step_in_place_on_a_copy(w, grad, learning_rate):
    if w.shape != grad.shape:
        raise ValueError(f"{w.shape} is not {grad.shape}")
    new = np.array(w, dtype=float)
    new -= learning_rate * grad.astype(float)
    return new


@sgd_step.variant
def sgd_step_as_lists(w, grad, learning_rate):
    if np.shape(w) != np.shape(grad):
        raise ValueError("w and grad must have the same shape")
    return np.add(w, np.multiply(grad, -learning_rate, dtype=np.float64)).tolist()
