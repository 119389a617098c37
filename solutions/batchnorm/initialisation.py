"""Chapter 8, first part: where a network starts, and what it is fed.

Weights that are drawn too small or too large, and inputs of very different sizes, make deep networks hard to train.
"""

import numpy as np

from solutions.perceptron import activation


def initialise(fan_in, fan_out, scheme, rng):
    """Draw the first weights of a layer from a normal distribution with mean 0.

        variance = 1 / fan_in                "lecun"
                   2 / fan_in                "he"
                   2 / (fan_in + fan_out)    "glorot"

    Parameters
    ----------
    fan_in, fan_out : int
        The number of inputs and of neurons of the layer.
    scheme : {"lecun", "he", "glorot"}
        Which variance to take.
    rng : numpy.random.Generator
        Where the draw comes from.

    Returns
    -------
    ndarray, shape (fan_in, fan_out)
        The weights.

    Raises
    ------
    ValueError
        If the scheme is unknown.

    References
    ----------
    LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.6.
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), equation 12.
    He, Zhang, Ren and Sun, Delving Deep into Rectifiers (2015), equation 10.

    Examples
    --------
    >>> W = initialise(200, 300, "he", np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 2)
    ((200, 300), 0.1)
    """
    variances = {"lecun": 1 / fan_in, "he": 2 / fan_in, "glorot": 2 / (fan_in + fan_out)}
    if scheme not in variances:
        raise ValueError(f"unknown scheme {scheme!r}: choose lecun, he or glorot")
    return np.sqrt(variances[scheme]) * rng.standard_normal((fan_in, fan_out))


def activation_rms(X, weights, kind):
    """Follow the size of the activations through a network without biases.

        a[0] = X;   a[l] = f(a[l-1] @ W[l]),   rms[l] = sqrt(mean over n, k of a[l][n, k]**2)   for l = 1..L

    Parameters
    ----------
    X : ndarray, shape (N, D_0)
        One example per row.
    weights : list of L ndarray, shapes (D_{l-1}, D_l)
        The weights of each layer, from input to output.
    kind : {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}
        The activation f of every layer.

    Returns
    -------
    ndarray, shape (L,)
        The root mean square of the activations of each layer: one number per layer, X itself is left out.

    Raises
    ------
    ValueError
        If the shapes do not fit together, or the kind is unknown.

    References
    ----------
    Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), section 4.2.

    Examples
    --------
    >>> activation_rms(np.array([[3.0, 4.0]]), [np.eye(2), 2 * np.eye(2)], "relu") ** 2
    array([12.5, 50. ])
    """
    rms = []
    a = np.asarray(X, dtype=np.float64)
    for W in weights:
        if a.ndim != 2 or np.ndim(W) != 2:
            raise ValueError(f"activations {a.shape} and weights {np.shape(W)} must have two axes each")
        a = activation(a @ W, kind)
        rms.append(np.sqrt(np.mean(a**2)))
    return np.array(rms)


def standardise_fit(X):
    """Measure on the training set what `standardise` needs: the mean and the scale of every column.

        mean[d] = 1/N * sum over n of X[n, d]
        std[d] = sqrt(1/N * sum over n of (X[n, d] - mean[d])**2),   but 1 if all values of column d are equal

    Parameters
    ----------
    X : ndarray, shape (N, D)
        The training examples, one per row.

    Returns
    -------
    mean, std : ndarray, shape (D,)
        Mean and biased standard deviation of every column. No std is 0: a pixel that is always empty gets 1.

    Raises
    ------
    ValueError
        If `X` does not have exactly two axes.

    References
    ----------
    LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.3.

    Examples
    --------
    >>> standardise_fit(np.array([[1.0, 7.0], [5.0, 7.0]]))
    (array([3., 7.]), array([2., 1.]))
    """
    X = np.asarray(X, dtype=np.float64)
    if X.ndim != 2:
        raise ValueError(f"X must have shape (N, D), not {X.shape}")
    mean, std = X.mean(axis=0), X.std(axis=0)
    std[np.ptp(X, axis=0) == 0] = 1.0  # not std == 0: rounding can leave 1e-17 where all values are equal
    return mean, std


def standardise(X, mean, std):
    """Shift and scale every column with the statistics of the training set.

        standardised[n, d] = (X[n, d] - mean[d]) / std[d]

    Parameters
    ----------
    X : ndarray, shape (N, D)
        Examples: of the training set, the test set or anywhere else.
    mean, std : ndarray, shape (D,)
        From `standardise_fit` on the training set.

    Returns
    -------
    ndarray, shape (N, D)
        On the training set every column now has mean 0 and, unless it is constant, variance 1.

    Raises
    ------
    ValueError
        If the three shapes do not fit together, even where NumPy would broadcast them.

    References
    ----------
    LeCun, Bottou, Orr and Mueller, Efficient BackProp (1998), section 4.3.

    Examples
    --------
    >>> standardise(np.array([[1.0, 7.0], [9.0, 8.0]]), np.array([3.0, 7.0]), np.array([2.0, 1.0]))
    array([[-1.,  0.],
           [ 3.,  1.]])
    """
    X, mean, std = (np.asarray(array, dtype=np.float64) for array in (X, mean, std))
    if X.ndim != 2 or not mean.shape == std.shape == X.shape[1:]:
        raise ValueError(f"X {X.shape}, mean {mean.shape}, std {std.shape} must have shapes (N, D), (D,), (D,)")
    return (X - mean) / std
