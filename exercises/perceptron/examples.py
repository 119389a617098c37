"""Examples with their answers, as arguments of the cases of this chapter."""

import numpy as np

CLEAR = 1e-6  # no weighted sum comes closer to 0, except the exact 0 of zero weights: rounding turns no prediction over


def rows(num_examples, num_inputs):
    """Make rows `(N, D)`, weights `(D,)` and a bias, with about as many sums above 0 as below."""

    def make(rng):
        X, w = rng.normal(size=(num_examples, num_inputs)), rng.normal(size=num_inputs)
        return X, w, float(0.5 * rng.choice([-1, 1]) * np.linalg.norm(w))

    return make


def to_learn(num_examples, num_inputs, num_epochs, learning_rate, wrong=0):
    """Make rows `(N, D)` with answers `(N,)`, some `wrong`, which a perceptron shall learn in so many epochs.

    Drawn again until no prediction on the way depends on rounding and, given enough rows, both kinds of mistake occur.
    """

    def make(rng):
        while True:
            X = rng.normal(size=(num_examples, num_inputs)) + 0.4
            answers = (X @ rng.normal(size=num_inputs) > 0.3).astype(int)
            answers[rng.choice(num_examples, size=wrong, replace=False)] ^= 1
            sums, moves = run(X, answers, num_epochs, learning_rate)
            clear = np.all((np.abs(sums) > CLEAR) | (sums == 0)) and np.count_nonzero(sums == 0) <= num_examples
            if clear and (num_examples < 5 or {-1, 1} <= set(moves)):
                return X, answers, num_epochs, learning_rate

    return make


def run(X, y, num_epochs, learning_rate):
    """Return each weighted sum that a perceptron sees while it learns, and each move: 1, 0 or -1."""
    w, sums, moves = np.zeros(X.shape[1] + 1), [], []
    for x, answer in [*zip(np.column_stack([X, np.ones(len(X))]), y.tolist())] * num_epochs:
        sums.append(x @ w)
        moves.append(answer - int(sums[-1] > 0))
        w = w + learning_rate * moves[-1] * x
    return np.array(sums), moves


def of_bytes(num_examples, num_inputs):
    """Make rows of bytes, as image files have, and weights of a byte: some of the sums need more than 16 bits."""

    def make(rng):
        while True:
            X = rng.integers(0, 256, size=(num_examples, num_inputs)).astype(np.uint8)
            w = rng.integers(-127, 128, size=num_inputs).astype(np.int8)
            right, wrapped = X.astype(int) @ w > 0, X @ w > 0
            if np.count_nonzero(right != wrapped) > 2 and 0 < np.count_nonzero(right) < num_examples:
                return X, w, 0.5

    return make


def number(value):
    """Make the arguments of one call from a function of the generator: a single Python number."""
    return lambda rng: (value(rng),)
