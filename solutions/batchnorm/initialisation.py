"""Chapter 8, first part: where a network starts, and what it is fed.

Weights that are drawn too small or too large, and inputs of very different sizes, make deep networks hard to train.
"""

import numpy as np

from solutions.perceptron import activation


# LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.6.
# Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), equation 12.
# He, Zhang, Ren and Sun, Delving Deep into Rectifiers (2015), equation 10.
def initialise(fan_in, fan_out, scheme, rng):
    """Return normal weights with mean 0, shape (fan_in, fan_out), drawn from the generator rng.

    scheme is "lecun", "he" or "glorot" and sets the variance.

    >>> W = initialise(200, 300, "he", np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 2)
    ((200, 300), 0.1)
    """
    variance = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}[scheme]
    return np.sqrt(variance) * rng.standard_normal((fan_in, fan_out))


# Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), section 4.2.
def activation_rms(X, weights, kind):
    """Return the root mean square of the activations of each layer, shape (L,).

    X has the shape (N, D_0), weights is a list of L arrays; kind is the activation of every layer.

    >>> activation_rms(np.array([[3, 4]]), [np.eye(2), 2 * np.eye(2)], "relu") ** 2
    array([12.5, 50. ])
    """
    rms = []
    a = np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.sqrt(np.mean(a**2)))
    return np.array(rms)


# LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.3.
def standardise_fit(X):
    """Return (mean, std) of the columns of X, shape (D,) each; X has the shape (N, D).

    A column whose values are all equal gets the std 1.

    >>> standardise_fit(np.array([[1, 7], [5, 7]]))
    (array([3., 7.]), array([2., 1.]))
    """
    X = np.asarray(X, dtype=np.float64)
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[np.ptp(X, axis=0) == 0] = 1.0  # not std == 0: rounding can leave 1e-17 where all values are equal
    return mean, std


# LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.3.
def standardise(X, mean, std):
    """Return the standardised examples, shape (N, D).

    X has the shape (N, D), mean and std have the shape (D,).

    >>> standardise(np.array([[1, 7], [9, 8]]), np.array([3, 7]), np.array([2, 1]))
    array([[-1.,  0.],
           [ 3.,  1.]])
    """
    return (np.asarray(X, dtype=np.float64) - mean) / std
