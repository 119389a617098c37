"""perceptron_fit: example after example, epoch after epoch."""

import numpy as np

from exercises.forms import calls, forms
from exercises.perceptron.examples import to_learn
from grader import Case, Exercise, slip
from solutions import perceptron
from solutions.perceptron import perceptron_predict, perceptron_update

COUNT = "mistakes[epoch] += perceptron_predict(x_n[np.newaxis], w, b)[0] != y_n"
UPDATE = "w, b = perceptron_update(w, b, x_n, y_n, learning_rate)"


def whole(rng, num_examples, num_inputs, num_epochs):
    """Return rows of whole numbers with random answers, and a learning rate with which all arithmetic is exact."""
    X = rng.integers(-6, 7, size=(num_examples, num_inputs))
    return X, rng.permutation(np.arange(num_examples) % 2), num_epochs, 0.5


perceptron_fit = Exercise(
    perceptron.perceptron_fit,
    points=4,
    hints=(
        "Two loops, one inside the other: over the epochs, and in each over the examples in their order. You have "
        "written the body already: it is one call of `perceptron_update`.",
        "Start with `w = np.zeros(X.shape[1])` and `b = 0.0`, before both loops. Whether the prediction is wrong must "
        "be looked at before the update: afterwards the neuron has changed.",
        "Let `mistakes` be `num_epochs` zeros. For each epoch and each pair of `zip(X, y)`: add 1 to `mistakes[epoch]` "
        "if the prediction for `x[np.newaxis]` is not y, and only then take w and b from `perceptron_update`.",
    ),
    cases=(
        Case("examples that a line can separate", to_learn(12, 2, 5, 1.0), share=2),
        Case("examples that no line separates", to_learn(15, 3, 6, 0.5, wrong=4)),
        Case("as many inputs as examples", to_learn(7, 7, 4, 0.3)),
        Case("a learning rate of 0.03", to_learn(11, 5, 3, 0.03, wrong=2)),
        Case("many epochs, the later ones without mistakes", to_learn(6, 4, 30, 0.7)),
        Case("one example, and one epoch", calls(to_learn(1, 3, 4, 1.0), to_learn(9, 2, 1, 0.6, wrong=1)), share=0.5),
        Case(
            "whole numbers, then another shape",
            calls(lambda rng: whole(rng, 8, 3, 5), lambda rng: whole(rng, 5, 6, 3), to_learn(10, 1, 4, 0.9, wrong=2)),
        ),
        Case("other number types and memory layouts", forms(to_learn(9, 4, 3, 0.4, wrong=2)), share=0.5),
    ),
    wrong_answers=(
        slip(
            "perceptron_fit_counts_after_the_update",
            "Look at the prediction before the update: afterwards the mistake may already be repaired.",
            (COUNT, "pass"),
            (UPDATE, f"{UPDATE}\n            {COUNT}"),
        ),
        slip(
            "perceptron_fit_forgets",
            "Set the weights to zero once, before the first epoch: here each epoch forgets the one before.",
            ("for x_n, y_n in", "w, b = np.zeros(X.shape[1]), 0.0\n        for x_n, y_n in"),
        ),
        slip(
            "perceptron_fit_adds_up_the_mistakes",
            "Start the count at 0 in each epoch: these are the mistakes since the beginning.",
            ("return w, b, mistakes", "return w, b, np.cumsum(mistakes)"),
        ),
        slip(
            "perceptron_fit_returns_shares",
            "Return the number of mistakes of each epoch, not their share.",
            ("return w, b, mistakes", "return w, b, mistakes / len(X)"),
        ),
        slip(
            "perceptron_fit_lets_mistakes_cancel",
            "A miss and a false alarm are two mistakes: count them, do not add +1 and -1.",
            (COUNT, "mistakes[epoch] += y_n - perceptron_predict(x_n[np.newaxis], w, b)[0]"),
        ),
        slip(
            "perceptron_fit_backwards",
            "Visit the examples in the order in which they come: another order makes other mistakes.",
            ("zip(X, y)", "zip(X[::-1], y[::-1])"),
        ),
        slip(
            "perceptron_fit_starts_from_ones",
            "Start from weights of zero and a bias of zero.",
            ("np.zeros(X.shape[1]), 0.0,", "np.ones(X.shape[1]), 1.0,"),
        ),
        slip(
            "perceptron_fit_without_a_bias",
            "Keep the new bias too: `w, b = perceptron_update(...)`.",
            (UPDATE, "w, _ = perceptron_update(w, b, x_n, y_n, learning_rate)"),
        ),
        slip(
            "perceptron_fit_without_the_learning_rate",
            "Pass the learning rate on: these weights are those of a learning rate of 1.",
            (UPDATE, "w, b = perceptron_update(w, b, x_n, y_n, 1.0)"),
        ),
        slip(
            "perceptron_fit_counts_right_answers",
            "Count the predictions that are wrong, not those that are right.",
            ("!= y_n", "== y_n"),
        ),
        slip(
            "perceptron_fit_without_the_last_example",
            "All N examples are visited, the last one as well: `range(N)` already stops before N.",
            ("zip(X, y)", "zip(X[:-1], y[:-1])"),
        ),
        slip(
            "perceptron_fit_without_the_first_example",
            "All N examples are visited, the first one as well: positions count from 0.",
            ("zip(X, y)", "zip(X[1:], y[1:])"),
        ),
        slip(
            "perceptron_fit_returns_one_count",
            "One count for each epoch is asked for, not a single one for all of them.",
            ("return w, b, mistakes", "return w, b, mistakes.sum()"),
        ),
        slip(
            "perceptron_fit_returns_no_mistakes",
            "Return three things: the weights, the bias, and the mistakes of each epoch.",
            ("return w, b, mistakes", "return w, b"),
        ),
    ),
)


@perceptron_fit.wrong(
    "Count a mistake before the update of that example: at the end of the epoch it is another neuron."
)
def perceptron_fit_counts_after_the_epoch(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        for n in range(len(X)):
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
        mistakes.append(np.sum(perceptron_predict(X, w, b) != y))
    return w, b, mistakes


@perceptron_fit.wrong(
    "Judge each example with the weights of that moment: here a whole epoch is judged before it begins."
)
def perceptron_fit_counts_before_the_epoch(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        mistakes.append(np.sum(perceptron_predict(X, w, b) != y))
        for n in range(len(X)):
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
    return w, b, mistakes


@perceptron_fit.wrong("Update after each example: here all examples of an epoch are judged by the same weights.")
def perceptron_fit_in_one_batch(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        errors = y - perceptron_predict(X, w, b)
        mistakes.append(np.count_nonzero(errors))
        w, b = w + learning_rate * errors @ X, b + learning_rate * errors.sum()
    return w, b, mistakes


@perceptron_fit.wrong("Return one count per epoch, also for the epochs after the last mistake: they are zeros.")
def perceptron_fit_stops_early(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(num_epochs):
        count = 0
        for n in range(len(X)):
            count += perceptron_predict(X[n : n + 1], w, b)[0] != y[n]
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
        mistakes.append(count)
        if count == 0:
            break
    return w, b, mistakes


@perceptron_fit.wrong("The epochs are the outer loop: all examples in order, then all of them again.")
def perceptron_fit_example_by_example(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs)
    for n in range(len(X)):
        for epoch in range(num_epochs):
            mistakes[epoch] += perceptron_predict(X[n : n + 1], w, b)[0] != y[n]
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
    return w, b, mistakes


@perceptron_fit.wrong("After a mistake the epoch goes on with the next example: do not break off.")
def perceptron_fit_breaks_off(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs)
    for epoch in range(num_epochs):
        for n in range(len(X)):
            if perceptron_predict(X[n : n + 1], w, b)[0] != y[n]:
                mistakes[epoch] += 1
                w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
                break
    return w, b, mistakes


@perceptron_fit.wrong("Go through the examples `num_epochs` times: here a single epoch is trained.")
def perceptron_fit_for_one_epoch(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs)
    for n in range(len(X)):
        mistakes[0] += perceptron_predict(X[n : n + 1], w, b)[0] != y[n]
        w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
    return w, b, mistakes


@perceptron_fit.wrong("Return the weights and the bias after the last update, not the best ones on the way.")
def perceptron_fit_keeps_the_best(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs)
    fewest, best = len(X) + 1, (w, b)
    for epoch in range(num_epochs):
        for n in range(len(X)):
            mistakes[epoch] += perceptron_predict(X[n : n + 1], w, b)[0] != y[n]
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
        left = np.sum(perceptron_predict(X, w, b) != y)
        if left < fewest:
            fewest, best = left, (w, b)
    return *best, mistakes


@perceptron_fit.wrong("Return the weights and the bias after the last update, not their mean over all of them.")
def perceptron_fit_averages(X, y, num_epochs, learning_rate):
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs)
    sum_w, sum_b = np.zeros(X.shape[1]), 0.0
    for epoch in range(num_epochs):
        for n in range(len(X)):
            mistakes[epoch] += perceptron_predict(X[n : n + 1], w, b)[0] != y[n]
            w, b = perceptron_update(w, b, X[n], y[n], learning_rate)
            sum_w, sum_b = sum_w + w, sum_b + b
    return sum_w / (num_epochs * len(X)), sum_b / (num_epochs * len(X)), mistakes


@perceptron_fit.wrong("The count is for watching, but the weights must move as well: call `perceptron_update`.")
def perceptron_fit_never_updates(X, y, num_epochs, learning_rate):
    w, b = np.zeros(X.shape[1]), 0.0
    return w, b, [np.sum(perceptron_predict(X, w, b) != y)] * num_epochs


@perceptron_fit.variant
def perceptron_fit_with_an_index(X, y, num_epochs, learning_rate):
    w = np.zeros(X.shape[1])
    b = 0
    mistakes = []
    for _ in range(num_epochs):
        count = 0
        for i in range(X.shape[0]):
            new_w, new_b = perceptron_update(w, b, X[i], int(y[i]), learning_rate)
            if new_b != b:  # it moves after a mistake, and only then
                count += 1
            w, b = new_w, new_b
        mistakes.append(count)
    return w, b, mistakes


@perceptron_fit.variant
def perceptron_fit_with_the_bias_as_a_weight(X, y, num_epochs, learning_rate):
    rows = np.column_stack([X.astype(float), np.ones(len(X))])
    weights = np.zeros(rows.shape[1])
    mistakes = np.zeros(num_epochs, dtype=int)
    for epoch in range(num_epochs):
        for row, answer in zip(rows, y):
            error = int(answer) - int(weights @ row > 0)
            mistakes[epoch] += abs(error)
            weights += learning_rate * error * row
    return weights[:-1], weights[-1], mistakes


@perceptron_fit.variant
def perceptron_fit_in_plain_python(X, y, num_epochs, learning_rate):
    rows, answers = np.asarray(X, dtype=float).tolist(), np.asarray(y).tolist()
    w, b, mistakes = [0.0] * len(rows[0]), 0.0, []
    for _ in range(num_epochs):
        wrong = 0
        for x, answer in zip(rows, answers):
            predicted = int(sum(p * q for p, q in zip(w, x)) + b > 0)
            if predicted != answer:
                wrong += 1
                step = learning_rate if answer else -learning_rate
                w, b = [p + step * q for p, q in zip(w, x)], b + step
        mistakes.append(wrong)
    return w, b, mistakes
