"""perceptron_predict: 1 where the weighted sum plus the bias passes 0."""

import numpy as np

from exercises.forms import calls, forms
from exercises.perceptron.examples import of_bytes, rows
from grader import Case, Exercise
from solutions import perceptron

perceptron_predict = Exercise(
    perceptron.perceptron_predict,
    points=2,
    hints=(
        "First the N sums, all at once, with a matrix product; then a comparison of each with a number.",
        "`X @ w` has shape (N,), and adding `b` shifts every entry. `> 0` gives True and False, but numbers are asked.",
        "Compare `X @ w + b` with 0 and turn the truth values into numbers with `.astype(int)`. Convert X and w to "
        "float64 before that: products of bytes wrap around.",
    ),
    cases=(
        Case("a batch of examples", rows(40, 3), share=2),
        Case("as many inputs as examples", rows(6, 6)),
        Case("one example", calls(rows(1, 4), rows(1, 2), rows(1, 7), rows(1, 5)), share=0.5),
        Case("sums of exactly 0", lambda rng: exact(rng, 12, 4)),
        Case("pixels stored as bytes, then another batch", calls(of_bytes(30, 5), rows(25, 2))),
        Case("other number types and memory layouts", forms(rows(21, 4)), share=0.5),
    ),
)


def exact(rng, num_examples, num_inputs):
    """Return rows of whole numbers, every third of which has a sum of exactly 0, the others one of 1 or -1."""
    w = rng.permutation([1, -2, 3, -1])[:num_inputs]
    X = rng.integers(-4, 5, size=(num_examples, num_inputs))
    place = np.flatnonzero(w == 1)[0]
    X[:, place] += np.arange(num_examples) % 3 - 1 + 2 - X @ w
    return X, w, -2


@perceptron_predict.wrong("A sum of exactly 0 does not pass: compare with `>`, not with `>=`.")
def perceptron_predict_at_zero_too(X, w, b):
    return (X @ w + b >= 0).astype(int)


@perceptron_predict.wrong("The bias is minus the threshold: add it to the sum and compare with 0.")
def perceptron_predict_takes_the_bias_for_the_threshold(X, w, b):
    return (X @ w > b).astype(int)


@perceptron_predict.wrong("Add the bias: without it, the neuron's threshold is always 0.")
def perceptron_predict_without_the_bias(X, w, b):
    return (X @ w > 0).astype(int)


@perceptron_predict.wrong(
    "These are the weighted sums: a perceptron answers 1 where its sum is above 0, and 0 elsewhere."
)
def perceptron_predict_returns_the_sums(X, w, b):
    return X @ w + b


@perceptron_predict.wrong("The two answers are 1 and 0 here, not 1 and -1.")
def perceptron_predict_of_either_sign(X, w, b):
    return np.where(X @ w + b > 0, 1, -1)


@perceptron_predict.wrong("The other way round: the neuron is active, 1, where the sum is above 0.")
def perceptron_predict_reversed(X, w, b):
    return (X @ w + b < 0).astype(int)


@perceptron_predict.wrong("One bias for each row: add it after the inputs have been summed, not to each of them.")
def perceptron_predict_adds_the_bias_to_every_input(X, w, b):
    return (np.sum(X * w + b, axis=1) > 0).astype(int)


@perceptron_predict.wrong("Add up before you decide: each example has one weighted sum, and one answer.")
def perceptron_predict_decides_for_each_input(X, w, b):
    return (X * w + b > 0).astype(int)


@perceptron_predict.wrong(
    "Convert X and w to float64 first: products of bytes wrap around, and a large sum turns negative."
)
def perceptron_predict_in_the_type_given(X, w, b):
    return (X @ w + b > 0).astype(int)


@perceptron_predict.wrong("The numbers 0 and 1 are asked for, not True and False: add `.astype(int)`.")
def perceptron_predict_of_truth_values(X, w, b):
    return X.astype(float) @ w + b > 0


@perceptron_predict.wrong("One answer per example, shape (N,): this is a column of shape (N, 1).")
def perceptron_predict_in_a_column(X, w, b):
    return (X.astype(float) @ np.reshape(w, (-1, 1)) + b > 0).astype(int)


@perceptron_predict.wrong("The sum is compared with 0: the bias already holds the threshold.")
def perceptron_predict_above_a_half(X, w, b):
    return (X.astype(float) @ w + b > 0.5).astype(int)


@perceptron_predict.wrong("Keep the sign of the sum: a large negative one does not pass.")
def perceptron_predict_by_the_size(X, w, b):
    return (np.abs(X.astype(float) @ w + b) > 0).astype(int)


@perceptron_predict.wrong("Answer with 0 or 1 for each example, not with the positions of those that pass.")
def perceptron_predict_returns_positions(X, w, b):
    return np.flatnonzero(X.astype(float) @ w + b > 0)


@perceptron_predict.wrong("The inputs are multiplied by their weights before they are added up.")
def perceptron_predict_without_weights(X, w, b):
    return (X.astype(float).sum(axis=1) + b > 0).astype(int)


@perceptron_predict.wrong("`np.sign` gives -1, 0 and 1: the two answers are 1 and 0.")
def perceptron_predict_signs(X, w, b):
    return np.sign(X.astype(float) @ w + b)


@perceptron_predict.variant
def perceptron_predict_row_by_row(X, w, b):
    answers = []
    for x in X:
        total = float(b)
        for value, weight in zip(x, w):
            total += float(value) * float(weight)
        answers.append(1 if total > 0 else 0)
    return answers


@perceptron_predict.variant
def perceptron_predict_with_the_bias_as_a_weight(X, w, b):
    ones = np.ones((len(X), 1))
    return np.heaviside(np.hstack([X, ones]) @ np.append(w, b), 0.0)


@perceptron_predict.variant
def perceptron_predict_by_the_threshold(X, w, b):
    X, threshold = X.astype(float), -np.float64(b)
    return np.where(np.einsum("ij,j->i", X, w.astype(float)) > threshold, 1.0, 0.0)
