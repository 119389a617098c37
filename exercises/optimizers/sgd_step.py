"""sgd_step: against the gradient."""

import numpy as np

from exercises.forms import calls, forms
from exercises.optimizers.states import state, whole_state
from grader import Case, Exercise, slip
from solutions import optimizers

W, GRAD = "np.asarray(w, dtype=np.float64)", "np.asarray(grad, dtype=np.float64)"

sgd_step = Exercise(
    optimizers.sgd_step,
    points=1,
    hints=(
        "The gradient points uphill. How far to go against it is the learning rate's business.",
        "New weights are the old ones minus the learning rate times the gradient; NumPy does all entries at once.",
        "Subtract `learning_rate * grad` from w, and return the result: `w - ...` makes a new array, `w -= ...` would "
        "change the caller's.",
    ),
    cases=(
        Case("several weights", state(6, rest=(0.3,)), share=2),
        Case("as many rows as columns", state(4, 4, rest=(0.05,))),
        Case("one weight, then an array with three axes", calls(state(1, rest=(0.7,)), state(2, 3, 4, rest=(1.5,)))),
        Case("whole numbers, then another shape", calls(whole_state(2, 5, rest=(0.25,)), state(5, 2, rest=(0.1,)))),
        Case("other number types and memory layouts", forms(state(3, 4, rest=(0.2,))), share=0.5),
    ),
    wrong_answers=[
        slip(
            "sgd_step_uphill",
            "Subtract: the gradient points to where the loss grows, and you want it to fall.",
            (" - ", " + "),
        ),
        slip(
            "sgd_step_without_the_learning_rate",
            "Multiply the gradient by the learning rate: its full length is rarely the right step.",
            ("learning_rate * ", ""),
        ),
        slip(
            "sgd_step_without_the_gradient",
            "Multiply the learning rate by the gradient: it says in which direction, and how steep.",
            (f" * {GRAD}", ""),
        ),
        slip(
            "sgd_step_divides_by_the_learning_rate",
            "Multiply by the learning rate, do not divide by it: a larger rate must make a longer step.",
            (f"learning_rate * {GRAD}", f"{GRAD} / learning_rate"),
        ),
        slip(
            "sgd_step_returns_the_change",
            "Return the new weights: this is the change alone.",
            (f"{W} - learning_rate", "-learning_rate"),
        ),
        slip(
            "sgd_step_returns_what_is_subtracted",
            "Return the new weights: this is only what is to be subtracted from them.",
            (f"{W} - ", ""),
        ),
        slip(
            "sgd_step_the_other_way_round",
            "It is the weights minus the step: here the weights are subtracted from the step.",
            (f"{W} - learning_rate * {GRAD}", f"learning_rate * {GRAD} - {W}"),
        ),
        slip(
            "sgd_step_of_both",
            "The learning rate multiplies the gradient alone: here the weights shrink with it.",
            (f"{W} - learning_rate * {GRAD}", f"learning_rate * ({W} - {GRAD})"),
        ),
        slip(
            "sgd_step_in_proportion_to_the_weight",
            "The step does not depend on how large the weight is: subtract, do not multiply w by anything.",
            (f"{W} - learning_rate", f"{W} - {W} * learning_rate"),
        ),
        slip(
            "sgd_step_by_the_sign",
            "Use the gradient itself: its sign alone forgets how steep the slope is.",
            (GRAD, f"np.sign({GRAD})"),
        ),
        slip(
            "sgd_step_of_fixed_length",
            "Do not divide by the gradient's length: where the slope is gentle the step is to be short.",
            (GRAD, f"{GRAD} / np.linalg.norm(grad)"),
        ),
        slip(
            "sgd_step_of_the_mean",
            "Every weight has its own slope: subtract the gradient entry by entry, not its mean.",
            (GRAD, "np.mean(grad)"),
        ),
    ],
)


@sgd_step.wrong("Work on a copy: `w -= ...` writes into the caller's own array.")
def sgd_step_changes_its_input(w, grad, learning_rate):
    w -= learning_rate * grad
    return w


@sgd_step.wrong("The step is the learning rate times the gradient: a steeper slope makes a longer step.")
def sgd_step_over_the_gradient(w, grad, learning_rate):
    return w - learning_rate / grad


@sgd_step.wrong("The gradient's sign says which way is down: do not take it away.")
def sgd_step_of_the_size(w, grad, learning_rate):
    return w - learning_rate * np.abs(grad)


@sgd_step.wrong("The gradient is a mean already: nothing is divided by the number of weights.")
def sgd_step_averaged(w, grad, learning_rate):
    return w - learning_rate * grad / len(w)


@sgd_step.wrong("Every weight moves by its own entry of the gradient.")
def sgd_step_of_the_first_entry(w, grad, learning_rate):
    return w - learning_rate * grad[0]


@sgd_step.wrong("From the weights, subtract the gradient times the learning rate: here the two have changed places.")
def sgd_step_exchanged(w, grad, learning_rate):
    return grad - learning_rate * w


@sgd_step.wrong("Every weight moves by its own entry of the gradient, not by their sum.")
def sgd_step_of_the_sum(w, grad, learning_rate):
    return w - learning_rate * grad.sum()


@sgd_step.variant
def sgd_step_as_it_is_written(w, grad, learning_rate):
    return w - learning_rate * grad


@sgd_step.variant
def sgd_step_with_loops(w, grad, learning_rate):
    new = np.zeros(np.shape(w))
    for index in np.ndindex(new.shape):
        new[index] = float(w[index]) - learning_rate * float(grad[index])
    return new


@sgd_step.variant
def sgd_step_in_place_on_a_copy(w, grad, learning_rate):
    new = np.array(w, dtype=float)
    new -= learning_rate * grad.astype(float)
    return new


@sgd_step.variant
def sgd_step_as_lists(w, grad, learning_rate):
    return np.add(w, np.multiply(grad, -learning_rate, dtype=np.float64)).tolist()
