"""perceptron_update: one step of learning from one example."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import perceptron
from solutions.perceptron import perceptron_predict


def example(num_inputs, y, prediction, learning_rate=0.25, sure=0.3, whole=False):
    """Make weights, a bias and an example with the right answer `y` for which the perceptron predicts `prediction`.

    The weighted sum alone does not tell the prediction's side; nor does the sum after a step of the weights alone,
    unless the perceptron is `sure`: from 1 on a single step does not turn the prediction over.
    """

    def make(rng):
        w, x = rng.normal(size=num_inputs), rng.normal(size=num_inputs)
        x = np.rint(3 * x).astype(int) if whole else x
        side = 1 if prediction else -1
        if side * (w @ x) > 0:
            w = -w
        b = side * rng.uniform(0.7, 1.3) * sure * learning_rate * (x @ x) - w @ x
        return w, float(b), x, y, learning_rate

    return make


def at_zero(num_inputs, y):
    """Make an example whose sum is exactly 0: whole numbers, a bias that cancels their sum."""

    def make(rng):
        w, x = rng.integers(1, 6, size=num_inputs), rng.integers(1, 6, size=num_inputs)
        return w, -int(w @ x), x, y, 0.5

    return make


perceptron_update = Exercise(
    perceptron.perceptron_update,
    points=3,
    hints=(
        "Predict first. Then y - prediction is 0, 1 or -1: nothing to do, move towards x, or move away from it.",
        "`perceptron_predict` wants rows: give it `x[np.newaxis]` of shape (1, D) and take entry 0. The same step, "
        "`learning_rate * (y - prediction)`, serves the weights (times x) and the bias (times 1).",
        "Call that step `step`, and return `w + step * x` together with the bias plus `step`. The new weights are a "
        "new array: `w += ...` would change the caller's own.",
    ),
    cases=(
        Case(
            "a miss, a false alarm, and right answers of both kinds",
            calls(example(3, 1, 0), example(3, 0, 1), example(4, 1, 1), example(2, 0, 0)),
            share=2,
        ),
        Case("other learning rates", calls(example(5, 0, 1, learning_rate=1.7), example(6, 1, 0, learning_rate=0.03))),
        Case("mistakes that one step does not mend", calls(example(3, 1, 0, sure=5), example(4, 0, 1, sure=5))),
        Case("one input", calls(example(1, 1, 0), example(1, 0, 1))),
        Case("a sum of exactly 0", calls(at_zero(3, 1), at_zero(4, 0))),
        Case("whole inputs, then as many as pixels", calls(example(7, 0, 1, whole=True), example(64, 0, 1))),
        Case("other number types and memory layouts", forms(example(4, 1, 0), example(5, 0, 1)), share=0.5),
    ),
)


@perceptron_update.wrong("Multiply the step by the learning rate, for the weights and for the bias.")
def perceptron_update_without_the_learning_rate(w, b, x, y, learning_rate):
    error = y - perceptron_predict(x[np.newaxis], w, b)[0]
    return w + error * x, b + error


@perceptron_update.wrong(
    "The bias learns as well: it is the weight of a constant input 1, so it moves by the step itself."
)
def perceptron_update_of_the_weights_alone(w, b, x, y, learning_rate):
    error = y - perceptron_predict(x[np.newaxis], w, b)[0]
    return w + learning_rate * error * x, b


@perceptron_update.wrong("The bias takes the same step as the weights: the learning rate belongs to it too.")
def perceptron_update_with_a_full_step_of_the_bias(w, b, x, y, learning_rate):
    error = y - perceptron_predict(x[np.newaxis], w, b)[0]
    return w + learning_rate * error * x, b + error


@perceptron_update.wrong("It is y - prediction: after a miss the sum has to grow, and this step makes it smaller.")
def perceptron_update_away_from_the_answer(w, b, x, y, learning_rate):
    error = perceptron_predict(x[np.newaxis], w, b)[0] - y
    return w + learning_rate * error * x, b + learning_rate * error


@perceptron_update.wrong("Change nothing when the prediction is right: a perceptron learns from its mistakes only.")
def perceptron_update_after_every_example(w, b, x, y, learning_rate):
    step = learning_rate if y == 1 else -learning_rate
    return w + step * x, b + step


@perceptron_update.wrong(
    "A false alarm must move the weights too: with answers 0 and 1, use y - prediction in place of y."
)
def perceptron_update_after_misses_only(w, b, x, y, learning_rate):
    if perceptron_predict(x[np.newaxis], w, b)[0] != y:
        w, b = w + learning_rate * y * x, b + learning_rate * y
    return w, b


@perceptron_update.wrong("Use the prediction, 0 or 1, not the weighted sum: the size of the sum does not matter here.")
def perceptron_update_by_the_weighted_sum(w, b, x, y, learning_rate):
    error = y - (x @ w + b)
    return w + learning_rate * error * x, b + learning_rate * error


@perceptron_update.wrong("Predict with the bias: the neuron answers 1 where x · w + b is above 0.")
def perceptron_update_predicts_without_the_bias(w, b, x, y, learning_rate):
    step = learning_rate * (y - int(x @ w > 0))
    return w + step * x, b + step


@perceptron_update.wrong(
    "Predict once, before anything moves: here the bias asks the weights that have already been changed."
)
def perceptron_update_predicts_twice(w, b, x, y, learning_rate):
    w = w + learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0]) * x
    b = b + learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w, b


@perceptron_update.wrong("A sum of exactly 0 does not pass: the prediction there is 0.")
def perceptron_update_passes_at_zero(w, b, x, y, learning_rate):
    step = learning_rate * (y - int(x @ w + b >= 0))
    return w + step * x, b + step


@perceptron_update.wrong("Work on a copy: `w += ...` writes into the caller's own array.")
def perceptron_update_changes_its_input(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    w += step * x
    return w, b + step


@perceptron_update.wrong("The weights move along the example: multiply their step by x.")
def perceptron_update_without_the_example(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w.astype(float) + step, b + step


@perceptron_update.wrong("The bias belongs to a constant input 1: its step is not multiplied by the inputs.")
def perceptron_update_of_the_bias_by_the_inputs(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w + step * x, b + step * np.sum(x)


@perceptron_update.wrong("Both move in the same direction: here the step of the bias is subtracted.")
def perceptron_update_with_the_bias_away(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w + step * x, b - step


@perceptron_update.wrong("Both move in the same direction: here the step of the weights is subtracted.")
def perceptron_update_with_the_weights_away(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w - step * x, b + step


@perceptron_update.wrong("A false alarm moves away from the example: keep the sign of y - prediction.")
def perceptron_update_towards_every_mistake(w, b, x, y, learning_rate):
    step = learning_rate * abs(y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w + step * x, b + step


@perceptron_update.wrong(
    "The prediction is 0 or 1, not -1 or 1: otherwise a right 0 moves, and a miss moves twice as far."
)
def perceptron_update_from_either_sign(w, b, x, y, learning_rate):
    step = learning_rate * (y - (1 if x @ w + b > 0 else -1))
    return w + step * x, b + step


@perceptron_update.wrong("Return the new weights and bias, not the steps by which they move.")
def perceptron_update_returns_the_steps(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return step * x, step


@perceptron_update.wrong("Return both, the weights and then the bias.")
def perceptron_update_returns_the_weights_alone(w, b, x, y, learning_rate):
    return w + learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0]) * x


@perceptron_update.wrong("Return the weights first, then the bias.")
def perceptron_update_returns_the_bias_first(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return b + step, w + step * x


@perceptron_update.wrong("The step is as long as the example: do not bring x to length 1.")
def perceptron_update_along_a_unit_vector(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w + step * x / np.linalg.norm(x), b + step


@perceptron_update.wrong("The weights stay and a step is added to them: they are not multiplied by it.")
def perceptron_update_scales_the_weights(w, b, x, y, learning_rate):
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w * (1 + step), b + step


@perceptron_update.variant
def perceptron_update_case_by_case(w, b, x, y, learning_rate):
    w, x = np.array(w, dtype=float), np.array(x, dtype=float)
    fires = np.dot(w, x) + b > 0
    if fires and y == 0:
        return w - learning_rate * x, b - learning_rate
    if not fires and y == 1:
        return w + learning_rate * x, b + learning_rate
    return w, b


@perceptron_update.variant
def perceptron_update_with_loops(w, b, x, y, learning_rate):
    total = sum(float(weight) * float(value) for weight, value in zip(w, x)) + b
    error = y - (1 if total > 0 else 0)
    return [
        float(weight) + learning_rate * error * float(value) for weight, value in zip(w, x)
    ], b + learning_rate * error


@perceptron_update.variant
def perceptron_update_with_the_bias_as_a_weight(w, b, x, y, learning_rate):
    weights, inputs = np.append(w, b).astype(float), np.append(x, 1).astype(float)
    weights += learning_rate * (y - float(weights @ inputs > 0)) * inputs
    return weights[:-1], weights[-1]
