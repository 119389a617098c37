"""Chapter 8, last part: everything that the course built, in one function that learns to read digits."""

import numpy as np

from solutions.backprop import mlp_backward
from solutions.batchnorm.initialisation import initialise, standardise, standardise_fit
from solutions.losses import cross_entropy_grad
from solutions.mlp import collapse_linear, mlp_forward
from solutions.optimizers import adam_step, minibatches
from solutions.regularisation import shift_images


def train_digits(X, labels, rng):
    """Return (weights, biases) of a ReLU network that reads digits, two lists with one array for each layer.

    X has the shape (N, 64), grey levels from 0 to 16; labels has the shape (N,). The network gets rows such as X's.

    >>> rng = np.random.default_rng(0)
    >>> weights, biases = train_digits(rng.integers(0, 17, size=(20, 64)), np.arange(20) % 10, rng)
    >>> weights[0].shape[0], biases[-1].shape
    (64, (10,))
    """
    # a digit moved by one pixel is the same digit: nine times as many examples
    shifts = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    X = np.concatenate([shift_images(X.reshape(-1, 8, 8), dy, dx).reshape(-1, 64) for dy, dx in shifts])
    labels = np.tile(labels, len(shifts))
    centre, spread = standardise_fit(X)
    X = standardise(X, centre, spread)
    parameters = [initialise(64, 100, "he", rng), initialise(100, 10, "he", rng), np.zeros(100), np.zeros(10)]
    m = v = [np.zeros_like(array) for array in parameters]
    t, num_epochs = 0, 8
    for epoch in range(num_epochs):
        learning_rate = 0.005 * (1 - epoch / num_epochs)
        # so few rows at once that NumPy multiplies them on one core, whose time is the same on every machine
        for batch in minibatches(len(X), 32, rng):
            weights, biases = parameters[:2], parameters[2:]
            zs, activations = mlp_forward(X[batch], weights, biases, "relu", "identity")
            grad_logits = cross_entropy_grad(zs[-1], labels[batch])
            grad_weights, grad_biases = mlp_backward(grad_logits, weights, zs, activations, "relu")
            state = zip(parameters, grad_weights + grad_biases, m, v)
            steps = [adam_step(*arrays, t, learning_rate) for arrays in state]
            parameters, m, v = ([step[i] for step in steps] for i in range(3))
            t = t + 1
    # standardising is an affine layer too, so it merges with the first one
    W1, b1 = collapse_linear(np.diag(1 / spread), -centre / spread, parameters[0], parameters[2])
    return [W1, parameters[1]], [b1, parameters[3]]
