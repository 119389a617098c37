"""Chapter 6: optimizers. What to do with a gradient once backpropagation has delivered it.

A step is a function from the old weights, the gradient and the optimizer's state to the new weights and the new state.
It works on an array of any shape, entry by entry, and never changes what it is given.
"""

import numpy as np

from solutions.backprop import train_step


# Kingma and Ba, Adam: A Method for Stochastic Optimization (2015), section 3.
def ewma(values, beta, bias_correction):
    """Return the exponentially weighted moving average after each value of a series, which starts at 0.

    values has shape (T,), oldest first; beta, from 0 to 1, is the weight of the past. With bias_correction, each
    average is divided by the total weight of the values in it. Returns shape (T,).

    >>> ewma(np.array([4.0, 8.0]), 0.5, bias_correction=False)
    array([2., 5.])
    """
    averages, v = [], 0.0
    for t, value in enumerate(np.asarray(values, dtype=np.float64), start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return np.array(averages)


# Robbins and Monro, A Stochastic Approximation Method (1951).
def sgd_step(w, grad, learning_rate):
    """Make one step of gradient descent: against the gradient.

    w and grad have one shape, any. Returns the new weights.

    >>> sgd_step(np.array([1.0, 2.0]), np.array([10.0, -10.0]), 0.1)
    array([0., 3.])
    """
    return np.asarray(w, dtype=np.float64) - learning_rate * np.asarray(grad, dtype=np.float64)


# Polyak, Some methods of speeding up the convergence of iteration methods (1964), in the classical form.
def momentum_step(w, grad, velocity, learning_rate, beta=0.9):
    """Make one step along an exponentially weighted average of the gradients, the velocity.

    w, grad and velocity have one shape, any; beta is the weight of the past. Returns the new (w, velocity).

    >>> momentum_step(np.array([1.0]), np.array([4.0]), np.array([2.0]), 0.1, beta=0.5)
    (array([0.7]), array([3.]))
    """
    w, grad, velocity = (np.asarray(array, dtype=np.float64) for array in (w, grad, velocity))
    velocity = beta * velocity + (1 - beta) * grad
    return w - learning_rate * velocity, velocity


# Tieleman and Hinton, Neural Networks for Machine Learning (2012), lecture 6.5.
def rmsprop_step(w, grad, mean_square, learning_rate, beta=0.9, epsilon=1e-8):
    """Make one step in which every weight has its own scale: the root mean square of its recent gradients.

    w, grad and mean_square have one shape, any; beta is the weight of the past, epsilon is added to the root.
    Returns the new (w, mean_square).

    >>> rmsprop_step(np.array([1.0]), np.array([2.0]), np.array([4.0]), 0.5, epsilon=0.0)
    (array([0.5]), array([4.]))
    """
    w, grad, mean_square = (np.asarray(array, dtype=np.float64) for array in (w, grad, mean_square))
    mean_square = beta * mean_square + (1 - beta) * grad**2
    return w - learning_rate * grad / (np.sqrt(mean_square) + epsilon), mean_square


# Kingma and Ba (2015), algorithm 1.
def adam_step(w, grad, m, v, t, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
    """Make one step of Adam: along the average m of gradients, over the root of the average v of their squares.

    w, grad, m and v have one shape, any; beta1 and beta2 are the weights of the past in m and v, epsilon is added to
    the root; t steps were done before this one, 0 at first. Returns the new (w, m, v, t), m and v as they are averaged,
    without the correction for their start at 0.
    """
    w, grad, m, v = (np.asarray(array, dtype=np.float64) for array in (w, grad, m, v))
    t = t + 1
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad**2
    corrected_m = m / (1 - beta1**t)
    corrected_v = v / (1 - beta2**t)
    return w - learning_rate * corrected_m / (np.sqrt(corrected_v) + epsilon), m, v, t


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 8.1.3.
def minibatches(num_examples, batch_size, rng):
    """Shuffle the examples and deal them out: one epoch of mini-batches.

    rng, a numpy.random.Generator, decides the order. Returns a list of index arrays: each of 0 to num_examples - 1 is
    in exactly one of them, and only the last may hold fewer than batch_size.

    >>> [len(batch) for batch in minibatches(5, 2, np.random.default_rng(0))]
    [2, 2, 1]
    """
    order = rng.permutation(num_examples)
    return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]


# LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 5.
def max_stable_learning_rate(hessian):
    """Return the learning rate at which gradient descent on a quadratic bowl stops converging.

    hessian (D, D) is symmetric and positive definite. Returns a float.

    >>> max_stable_learning_rate(np.array([[0.1, 0.0], [0.0, 2.0]]))  # of x**2 / 20 + y**2
    1.0
    """
    return float(2 / np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64))[-1])


def fit(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    """Train a network: num_epochs times through the examples, in mini-batches that are shuffled anew each time.

    X has shape (N, D), labels (N,); weights and biases are lists of L arrays; hidden and learning_rate are those of
    `train_step`; rng is asked by `minibatches`, once an epoch.
    Returns (losses, weights, biases); losses, shape (num_epochs,), holds for each epoch the mean loss over its
    examples, each measured right before the step in which it takes part.
    """
    X, labels = np.asarray(X), np.asarray(labels)
    losses = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        for batch in minibatches(len(X), batch_size, rng):
            loss, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)
            losses[epoch] += loss * len(batch) / len(X)
    return losses, weights, biases
