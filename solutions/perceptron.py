"""Chapter 2: the perceptron. One neuron weighs its inputs, adds a bias, and decides.

The threshold rule comes first, with the way it learns from its mistakes; then the smooth functions that take the place
of its step, because a step has no slope to learn from.
"""

import numpy as np


# Rosenblatt, The perceptron (1958). Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 2.
def perceptron_predict(X, w, b):
    """Answer 1 where the weighted sum of a row plus the bias is above 0, else 0.

    X         shape (N, D), one example per row
    w         shape (D,), one weight per input
    b         the bias, a single number
    returns   shape (N,), 0 or 1 for each example

    >>> perceptron_predict(np.array([[2, 0], [1, 1]]), np.array([1, -1]), 0).tolist()
    [1, 0]
    """
    X, w = np.asarray(X, dtype=np.float64), np.asarray(w, dtype=np.float64)
    return (X @ w + b > 0).astype(int)


# McCulloch and Pitts, A logical calculus of the ideas immanent in nervous activity (1943).
def gate_weights(gate):
    """Weights and bias with which a perceptron of two inputs, each 0 or 1, is a logic gate.

    gate      "AND", "OR" or "NAND"
    returns   (w, b): two weights, shape (2,), and the bias; many choices are right

    >>> corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> perceptron_predict(corners, *gate_weights("OR")).tolist()
    [0, 1, 1, 1]
    """
    if gate == "AND":
        return np.array([1.0, 1.0]), -1.5
    if gate == "OR":
        return np.array([1.0, 1.0]), -0.5
    return np.array([-1.0, -1.0]), 1.5


# Rosenblatt, Principles of Neurodynamics (1962), the error-correction rule.
def perceptron_update(w, b, x, y, learning_rate):
    """Learn from one example: change nothing if the prediction is right, else move towards the right answer.

    w, b      weights of shape (D,) and bias before the step
    x, y      one example of shape (D,) and its right answer, 0 or 1
    returns   (w, b) after the step

    >>> w, b = perceptron_update(np.zeros(2), 0.0, np.array([1, 2]), 1, learning_rate=0.5)
    >>> w.tolist(), float(b)
    ([0.5, 1.0], 0.5)
    """
    x = np.asarray(x, dtype=np.float64)
    step = learning_rate * (y - perceptron_predict(x[np.newaxis], w, b)[0])
    return w + step * x, b + step


# Novikoff, On convergence proofs on perceptrons (1962): on separable data the mistakes come to an end.
def perceptron_fit(X, y, num_epochs, learning_rate):
    """Train a perceptron from zeros: update after each example, in order, epoch after epoch.

    X, y      examples of shape (N, D) and their right answers of shape (N,), 0 or 1
    returns   (w, b, mistakes): weights and bias at the end, and the number of mistakes
              of each epoch, shape (num_epochs,)

    >>> w, b, mistakes = perceptron_fit(np.array([[0], [1]]), np.array([0, 1]), 3, 1.0)
    >>> mistakes.tolist()
    [1, 1, 0]
    """
    X = np.asarray(X, dtype=np.float64)
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, np.zeros(num_epochs, dtype=int)
    for epoch in range(num_epochs):
        for x_n, y_n in zip(X, y):
            mistakes[epoch] += perceptron_predict(x_n[np.newaxis], w, b)[0] != y_n
            w, b = perceptron_update(w, b, x_n, y_n, learning_rate)
    return w, b, mistakes


# Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 3.
def sigmoid(z):
    """Squash any number into the interval from 0 to 1, smoothly.

    z         a number or an array of any shape; also 1000, -1000 and the infinities
    returns   the shape of z, every entry in [0, 1], without a warning

    >>> sigmoid(np.array([-1000, 0, np.inf])).tolist()
    [0.0, 0.5, 1.0]
    """
    z = np.asarray(z, dtype=np.float64)
    exponential = np.exp(-np.abs(z))  # at most 1, so nothing overflows
    return np.where(z >= 0, 1.0, exponential) / (1.0 + exponential)


# Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models (2013), for leaky ReLU.
# Clevert, Unterthiner and Hochreiter, Fast and accurate deep network learning by exponential linear units (2016).
def activation(z, kind):
    """Apply an activation function to every entry.

    z         a number or an array of any shape
    kind      "identity", "sigmoid", "tanh", "relu", "leaky_relu" or "elu"
    returns   the shape of z

    >>> activation(np.array([-2, 0, 3]), "leaky_relu").tolist()
    [-0.02, 0.0, 3.0]
    """
    z = np.asarray(z, dtype=np.float64)
    if kind == "sigmoid":
        return sigmoid(z)
    if kind == "tanh":
        return np.tanh(z)
    if kind == "relu":
        return np.where(z > 0, z, 0.0)
    if kind == "leaky_relu":
        return np.where(z > 0, z, 0.01 * z)
    if kind == "elu":
        return np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))  # the branch not taken must not overflow either
    return z


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.3.
def activation_grad(z, kind):
    """Differentiate `activation` at the pre-activation z, for every entry.

    z         a number or an array of any shape: what goes into the function
    kind      "identity", "sigmoid", "tanh", "relu", "leaky_relu" or "elu"
    returns   the shape of z; at 0, relu has 0 and leaky_relu 0.01

    >>> activation_grad(np.array([-2, 0, 3]), "relu").tolist()
    [0.0, 0.0, 1.0]
    """
    z = np.asarray(z, dtype=np.float64)
    if kind == "sigmoid":
        return sigmoid(z) * (1.0 - sigmoid(z))
    if kind == "tanh":
        return 1.0 - np.tanh(z) ** 2
    if kind == "relu":
        return np.where(z > 0, 1.0, 0.0)
    if kind == "leaky_relu":
        return np.where(z > 0, 1.0, 0.01)
    if kind == "elu":
        return np.where(z > 0, 1.0, np.exp(np.minimum(z, 0.0)))  # the branch not taken must not overflow either
    return np.ones_like(z)
