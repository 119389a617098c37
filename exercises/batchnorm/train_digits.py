"""train_digits: any network that reads unseen digits; the grader runs it itself."""

import numpy as np

from digits import load_digits
from exercises.batchnorm.laws import class_names, reads_digits
from grader import Call, Case, Exercise, Seeded
from solutions import batchnorm
from solutions.backprop import mlp_backward, train_step
from solutions.batchnorm import (
    batchnorm_backward,
    batchnorm_forward,
    batchnorm_running,
    fold_batchnorm,
    initialise,
    standardise,
    standardise_fit,
)
from solutions.losses import cross_entropy_grad
from solutions.mlp import collapse_linear, mlp_forward
from solutions.optimizers import adam_step, minibatches, momentum_step
from solutions.regularisation import random_crops, shift_images

NUM_GIVEN = 1200
SECONDS = 10  # of processor time for each call, where the reference takes 1.5; see `laws.slowness`


def digits(part):
    """Return digits as bytes, which keeps messages small: images `(N, 64)` and labels `(N,)`."""
    images, labels = load_digits(part)
    return images.reshape(-1, 64).astype(np.uint8), labels.astype(np.uint8)


def training(rng, chosen):
    """Make one call with the chosen released digits, their names as this call has them, and a generator of its own."""
    X, labels = digits("released")
    named = class_names(X[chosen])[labels[chosen]].astype(np.uint8)
    return Call((X[chosen], named, Seeded(int(rng.integers(2**31)))), seconds=SECONDS)


def three_times(rng):
    """Make three calls, each with other random digits."""
    num_digits = len(digits("released")[0])
    return [training(rng, np.sort(rng.permutation(num_digits)[:NUM_GIVEN])) for _ in range(3)]


def held_out():
    """Return the law's parameters for grading: digits that are in no release."""
    return {"unseen": [digits("held-out")]}


def held_back():
    """Return two disjoint sets of released digits; `twice` gives each time all but one of them."""
    num_digits = len(digits("released")[0])
    order = np.random.default_rng(8).permutation(num_digits)
    num_kept = num_digits - NUM_GIVEN
    return [np.sort(order[start : start + num_kept]) for start in (0, num_kept)]


def twice(rng):
    """Make two calls that give all released digits but those that are held back."""
    everything = np.arange(len(digits("released")[0]))
    return [training(rng, np.setdiff1d(everything, kept)) for kept in held_back()]


def kept_back():
    """Return the law's parameters for the self-check: the released digits that were not given."""
    X, labels = digits("released")
    return {"unseen": [(X[kept], labels[kept]) for kept in held_back()]}


train_digits = Exercise(
    batchnorm.train_digits,
    points=6,
    hints=(
        "Begin with what you have: standardise the pixels, start a network 64-100-10 with `initialise`, and repeat "
        "`minibatches`, `mlp_forward`, `cross_entropy_grad`, `mlp_backward` and a step of your favourite optimizer.",
        "The grader feeds raw grey levels. Standardising is an affine layer with a diagonal matrix: `collapse_linear` "
        "merges two affine layers; a batch normalisation behind a layer goes into it with `fold_batchnorm`. And a "
        "network reads moved digits if it has seen some: `shift_images` makes nine digits of one.",
        "Move the training digits by -1, 0 and 1 in both directions and put all nine together. Some eight epochs of "
        "Adam in batches of 32, the learning rate falling from 0.005 to 0, then read 97 to 98 %, moved or not. "
        "Standardise with mean and std: the layer before yours has the weights `np.diag(1 / std)` and the biases "
        "`-mean / std`.",
    ),
    cases=(
        Case(
            "450 digits that no released file contains, as they are and moved, after three trainings",
            three_times,
            law=reads_digits,
            parameters=held_out,
            audience="grader",
        ),
        Case(
            "your digits that were not given, as they are and moved, after two trainings",
            twice,
            law=reads_digits,
            parameters=kept_back,
            audience="reader",
        ),
    ),
)


@train_digits.wrong("The grader feeds raw grey levels from 0 to 16: merge the standardisation into the first layer.")
def train_digits_for_standardised_rows(X, labels, rng):
    X = standardise(X, *standardise_fit(X))
    weights, biases = [initialise(64, 8, "he", rng), initialise(8, 10, "he", rng)], [np.zeros(8), np.zeros(10)]
    for _ in range(60):
        _, weights, biases = train_step(X, labels, weights, biases, "relu", 0.5)
    return weights, biases


@train_digits.wrong("Zero weights never part: all hidden neurons are alike and pass nothing back; draw them at random.")
def train_digits_from_zero(X, labels, rng):
    weights, biases = [np.zeros((64, 4)), np.zeros((4, 10))], [np.zeros(4), np.zeros(10)]
    for _ in range(20):
        _, weights, biases = train_step(X / 16, labels, weights, biases, "relu", 0.5)
    return [weights[0] / 16, weights[1]], biases


@train_digits.wrong("Train for longer: twenty steps of gradient descent are too few.")
def train_digits_stops_too_early(X, labels, rng):
    weights, biases = [initialise(64, 8, "he", rng), initialise(8, 10, "he", rng)], [np.zeros(8), np.zeros(10)]
    for _ in range(20):
        _, weights, biases = train_step(X / 16, labels, weights, biases, "relu", 0.1)
    return [weights[0] / 16, weights[1]], biases


@train_digits.wrong("ReLU stands between the layers when your network is run: train it with `relu` too.")
def train_digits_with_tanh(X, labels, rng):
    mean, std = standardise_fit(X)
    weights, biases = [initialise(64, 8, "lecun", rng), initialise(8, 10, "lecun", rng)], [np.zeros(8), np.zeros(10)]
    for _ in range(60):
        _, weights, biases = train_step(standardise(X, mean, std), labels, weights, biases, "tanh", 0.5)
    W1, b1 = collapse_linear(np.diag(1 / std), -mean / std, weights[0], biases[0])
    return [W1, weights[1]], [b1, biases[1]]


@train_digits.wrong("This is the nearest class average as one layer, about 90 % right: now let a network learn.")
def train_digits_as_nearest_average(X, labels, rng):
    averages = np.stack([X[labels == k].mean(axis=0) for k in range(10)])
    return [averages.T], [-0.5 * (averages**2).sum(axis=1)]


@train_digits.wrong("Least squares in one layer ends near 94 %: add a hidden layer, and train with cross-entropy.")
def train_digits_by_least_squares(X, labels, rng):
    rows = np.hstack([X, np.ones((len(X), 1))])
    solution = np.linalg.lstsq(rows.T @ rows + np.eye(65), rows.T @ np.eye(10)[labels], rcond=None)[0]
    return [solution[:-1]], [solution[-1]]


@train_digits.wrong("Show the training moved digits too: this network knows each digit at one place only.")
def train_digits_without_moving(X, labels, rng):
    X = X / 16
    weights, biases = [initialise(64, 40, "he", rng), initialise(40, 10, "he", rng)], [np.zeros(40), np.zeros(10)]
    for _ in range(20):
        for batch in minibatches(len(X), 50, rng):
            _, weights, biases = train_step(X[batch], labels[batch], weights, biases, "relu", 0.5)
    return [weights[0] / 16, weights[1]], biases


@train_digits.wrong("Call the digits by the labels that are given: in every call they have other names.")
def train_digits_with_names_of_its_own(X, labels, rng):
    weights, biases = [initialise(64, 10, "he", rng)], [np.zeros(10)]
    for _ in range(60):
        _, weights, biases = train_step(X / 16, (labels + 1) % 10, weights, biases, "relu", 0.5)
    return [weights[0] / 16], biases


@train_digits.wrong("A layer's weights have the shape (D_in, D_out); these are transposed.")
def train_digits_transposed(X, labels, rng):
    weights, biases = [initialise(64, 4, "he", rng), initialise(4, 10, "he", rng)], [np.zeros(4), np.zeros(10)]
    for _ in range(10):
        _, weights, biases = train_step(X / 16, labels, weights, biases, "relu", 0.5)
    return [weights[0].T / 16, weights[1].T], biases


@train_digits.wrong("Return two lists, first all weights and then all biases, not one pair for each layer.")
def train_digits_in_layers(X, labels, rng):
    weights, biases = [initialise(64, 4, "he", rng), initialise(4, 10, "he", rng)], [np.zeros(4), np.zeros(10)]
    for _ in range(10):
        _, weights, biases = train_step(X / 16, labels, weights, biases, "relu", 0.5)
    return (weights[0] / 16, biases[0]), (weights[1], biases[1])


@train_digits.wrong("Some pixels are always empty, and dividing by their std of 0 gives NaN: use `standardise_fit`.")
def train_digits_divides_by_zero(X, labels, rng):
    with np.errstate(all="ignore"):
        X = (X - X.mean(axis=0)) / X.std(axis=0)
        weights, biases = [initialise(64, 10, "he", rng)], [np.zeros(10)]
        for _ in range(2):
            _, weights, biases = train_step(X, labels, weights, biases, "relu", 0.5)
    return weights, biases


@train_digits.variant
def train_digits_with_momentum(X, labels, rng):
    images = np.asarray(X, dtype=float).reshape(-1, 8, 8) / 16
    moves = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    X, labels = np.concatenate([shift_images(images, *move) for move in moves]).reshape(-1, 64), np.tile(labels, 9)
    parameters = [initialise(64, 80, "he", rng), initialise(80, 10, "he", rng), np.zeros(80), np.zeros(10)]
    velocities = [np.zeros_like(array) for array in parameters]
    for epoch in range(8):
        for batch in minibatches(len(X), 32, rng):
            zs, activations = mlp_forward(X[batch], parameters[:2], parameters[2:], "relu", "identity")
            grad_logits = cross_entropy_grad(zs[-1], labels[batch])
            grad_weights, grad_biases = mlp_backward(grad_logits, parameters[:2], zs, activations, "relu")
            for i, grad in enumerate(grad_weights + grad_biases):
                parameters[i], velocities[i] = momentum_step(parameters[i], grad, velocities[i], 1 - epoch / 8)
    return [parameters[0] / 16, parameters[1]], parameters[2:]


@train_digits.variant
def train_digits_with_batchnorm(X, labels, rng):
    X, width, decay = np.asarray(X, dtype=float) / 16, 100, 0.9
    parameters = [initialise(64, width, "he", rng), np.ones(width), np.zeros(width), initialise(width, 10, "he", rng)]
    parameters.append(np.zeros(10))
    m, v, t = [np.zeros_like(a) for a in parameters], [np.zeros_like(a) for a in parameters], 0
    running_mean, running_var = np.zeros(width), np.ones(width)
    padded = np.pad(X.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    for epoch in range(50):
        moved = random_crops(padded, 8, rng).reshape(-1, 64)  # each digit by up to one pixel, anew in every epoch
        for batch in minibatches(len(X), 50, rng):
            W1, gamma, beta, W2, b2 = parameters
            rows = moved[batch]
            z = rows @ W1
            out, mean, var = batchnorm_forward(z, gamma, beta)
            running_mean, running_var = batchnorm_running(running_mean, running_var, mean, var, decay)
            a = np.maximum(out, 0)
            grad_logits = cross_entropy_grad(a @ W2 + b2, labels[batch])
            grad_out = (grad_logits @ W2.T) * (out > 0)
            grad_z, grad_gamma, grad_beta = batchnorm_backward(grad_out, z, gamma)
            grads = [rows.T @ grad_z, grad_gamma, grad_beta, a.T @ grad_logits, grad_logits.sum(axis=0)]
            for i, grad in enumerate(grads):
                parameters[i], m[i], v[i], _ = adam_step(parameters[i], grad, m[i], v[i], t, 0.01 * (1 - epoch / 50))
            t += 1
    W1, gamma, beta, W2, b2 = parameters
    W1, b1 = fold_batchnorm(W1, np.zeros(width), gamma, beta, running_mean, running_var)
    return [W1 / 16, W2], [b1, b2]


@train_digits.variant
def train_digits_in_three_layers(X, labels, rng):
    frame = np.pad(np.asarray(X, dtype=np.float64).reshape(-1, 8, 8) / 16, ((0, 0), (1, 1), (1, 1)))
    X = np.concatenate([frame[:, y : y + 8, x : x + 8] for y in range(3) for x in range(3)]).reshape(-1, 64)
    labels, sizes = np.tile(labels, 9), [64, 80, 40, 10]
    weights = [rng.normal(0, (2 / sizes[i]) ** 0.5, sizes[i : i + 2]) for i in range(3)]
    biases = [np.zeros(size) for size in sizes[1:]]
    for epoch in range(10):
        order = rng.permutation(len(X))
        for start in range(0, len(X), 32):
            batch = order[start : start + 32]
            _, weights, biases = train_step(X[batch], labels[batch], weights, biases, "relu", 0.3 * (1 - epoch / 10))
    return (weights[0] / 16, *weights[1:]), tuple(biases)
