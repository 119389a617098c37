"""Chapter 4: losses. A loss turns "how wrong is the network?" into one number that can be differentiated.

Every loss is a mean over the N examples, so that its size does not depend on the size of the batch, and every gradient
has the shape of the thing it belongs to. Logarithms are natural.
"""

import numpy as np


def mse(predictions, targets):
    """Mean squared error, halved.

        mse = 1/(2N) * sum over n, k of (predictions[n, k] - targets[n, k])**2

    Parameters
    ----------
    predictions : ndarray, shape (N, K) or (N,)
        What the network says, one row per example.
    targets : ndarray, the same shape
        What it should have said.

    Returns
    -------
    float
        The mean over the N examples of half the squared distance. The K outputs are summed, not averaged.

    Raises
    ------
    ValueError
        If the two shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 6.

    Examples
    --------
    >>> mse(np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([[0.0, 0.0], [0.0, 1.0]]))
    1.25
    """
    predictions = np.asarray(predictions, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} must have the same shape")
    return float(np.sum((predictions - targets) ** 2) / (2 * len(predictions)))


def mse_grad(predictions, targets):
    """Gradient of `mse` in the predictions.

        grad = (predictions - targets) / N

    Parameters
    ----------
    predictions : ndarray, shape (N, K) or (N,)
        What the network says, one row per example.
    targets : ndarray, the same shape
        What it should have said.

    Returns
    -------
    ndarray, the shape of `predictions`
        The derivative of the loss in each prediction. The 1/N of the mean is in it.

    Raises
    ------
    ValueError
        If the two shapes differ, even where NumPy would broadcast them.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 2, equation 30 (there for one example).

    Examples
    --------
    >>> mse_grad(np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([[0.0, 0.0], [0.0, 1.0]]))
    array([[0.5, 0. ],
           [0. , 1. ]])
    """
    predictions = np.asarray(predictions, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} must have the same shape")
    return (predictions - targets) / len(predictions)


def softmax(logits):
    """Turn each row of scores into probabilities.

        softmax(z)[n, k] = exp(z[n, k]) / sum over j of exp(z[n, j])

    A row is unchanged when a constant is added to all its scores, so the largest can be made 0 and nothing overflows.

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        One row of K scores per example; any finite size, also 1e4 and -1e4.

    Returns
    -------
    ndarray, shape (N, K)
        Probabilities: every entry in [0, 1], every row sums to 1.

    Raises
    ------
    ValueError
        If `logits` does not have exactly two axes.

    References
    ----------
    Bridle, Probabilistic interpretation of feedforward classification network outputs (1990).
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 4.1, on overflow.

    Examples
    --------
    >>> softmax(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 2:
        raise ValueError(f"logits must have shape (N, K), not {logits.shape}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def log_softmax(logits):
    """Logarithm of `softmax`, computed without ever forming a probability that could round to 0.

        log_softmax(z)[n, k] = z[n, k] - m[n] - log(sum over j of exp(z[n, j] - m[n])),   m[n] = max over j of z[n, j]

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        One row of K scores per example; any finite size, also 1e4 and -1e4.

    Returns
    -------
    ndarray, shape (N, K)
        Log-probabilities (natural logarithm): every entry is finite and at most 0.

    Raises
    ------
    ValueError
        If `logits` does not have exactly two axes.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3.

    Examples
    --------
    >>> log_softmax(np.array([[1000.0, 0.0]]))
    array([[    0., -1000.]])
    """
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 2:
        raise ValueError(f"logits must have shape (N, K), not {logits.shape}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(logits, labels):
    """Mean negative log-probability that the softmax of the logits gives to the right classes.

        cross_entropy = -1/N * sum over n of log_softmax(logits)[n, labels[n]]

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        One row of K scores per example.
    labels : ndarray, shape (N,)
        The right classes, integers from 0 to K - 1.

    Returns
    -------
    float
        The mean over the N examples, in nats; 0 for certain and right, log K for a uniform guess.

    Raises
    ------
    ValueError
        If `logits` does not have two axes, there is not one label per row, or a label is outside 0..K - 1.

    References
    ----------
    Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3.

    Examples
    --------
    >>> round(cross_entropy(np.zeros((2, 4)), np.array([3, 0])), 6)  # log 4
    1.386294
    """
    log_probabilities = log_softmax(logits)
    labels = np.asarray(labels)
    num_examples, num_classes = log_probabilities.shape
    if labels.shape != (num_examples,):
        raise ValueError(f"labels must have shape ({num_examples},), not {labels.shape}")
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError(f"labels must lie in 0..{num_classes - 1}")
    return float(-np.mean(log_probabilities[np.arange(num_examples), labels.astype(int)]))


def cross_entropy_grad(logits, labels):
    """Gradient of `cross_entropy` in the logits: the predicted probabilities minus the one-hot labels, over N.

        grad[n, k] = (softmax(logits)[n, k] - [k == labels[n]]) / N

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        One row of K scores per example.
    labels : ndarray, shape (N,)
        The right classes, integers from 0 to K - 1.

    Returns
    -------
    ndarray, shape (N, K)
        The derivative of the loss in each logit; every row sums to 0. The 1/N of the mean is in it.

    Raises
    ------
    ValueError
        If `logits` does not have two axes, there is not one label per row, or a label is outside 0..K - 1.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning (2006), equation 4.109.

    Examples
    --------
    >>> cross_entropy_grad(np.zeros((2, 2)), np.array([0, 1]))
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])
    """
    grad = softmax(logits)
    labels = np.asarray(labels)
    num_examples, num_classes = grad.shape
    if labels.shape != (num_examples,):
        raise ValueError(f"labels must have shape ({num_examples},), not {labels.shape}")
    if np.any((labels < 0) | (labels >= num_classes)):
        raise ValueError(f"labels must lie in 0..{num_classes - 1}")
    grad[np.arange(num_examples), labels.astype(int)] -= 1
    return grad / num_examples


def binary_cross_entropy(logits, labels):
    """Cross-entropy of a yes-or-no answer: one logit per example, whose sigmoid is the probability of a 1.

        binary_cross_entropy = 1/N * sum over n of [log(1 + exp(z[n])) - labels[n] * z[n]]

    This is -y log(p) - (1 - y) log(1 - p) with p = 1 / (1 + exp(-z)), rearranged so that p is never formed.

    Parameters
    ----------
    logits : ndarray, shape (N,)
        One score z per example; any finite size, also 1e4 and -1e4.
    labels : ndarray, shape (N,)
        The right answers, each 0 or 1.

    Returns
    -------
    float
        The mean over the N examples, in nats.

    Raises
    ------
    ValueError
        If `logits` does not have one axis, the shapes differ, or a label is neither 0 nor 1.

    References
    ----------
    Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 57.

    Examples
    --------
    >>> binary_cross_entropy(np.array([1e4, -1e4]), np.array([1, 1]))
    5000.0
    """
    logits = np.asarray(logits, dtype=np.float64)
    labels = np.asarray(labels, dtype=np.float64)
    if logits.ndim != 1 or logits.shape != labels.shape:
        raise ValueError(f"logits {logits.shape} and labels {labels.shape} must both have shape (N,)")
    if np.any((labels != 0) & (labels != 1)):
        raise ValueError("labels must be 0 or 1")
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def accuracy(logits, labels):
    """Share of the examples whose largest logit is at the right class.

        accuracy = 1/N * number of n with argmax over k of logits[n, k] == labels[n]

    Parameters
    ----------
    logits : ndarray, shape (N, K)
        One row of K scores per example; probabilities do as well, since softmax keeps the order.
    labels : ndarray, shape (N,)
        The right classes, integers from 0 to K - 1.

    Returns
    -------
    float
        A number from 0 to 1.

    Raises
    ------
    ValueError
        If `logits` does not have two axes, there is not one label per row, or a label is outside 0..K - 1.

    Examples
    --------
    >>> accuracy(np.array([[0.1, 0.9], [2.0, 1.0]]), np.array([1, 1]))
    0.5
    """
    logits = np.asarray(logits, dtype=np.float64)
    labels = np.asarray(labels)
    if logits.ndim != 2 or labels.shape != (len(logits),):
        raise ValueError(f"logits {logits.shape} and labels {labels.shape} must have shapes (N, K) and (N,)")
    if np.any((labels < 0) | (labels >= logits.shape[1])):
        raise ValueError(f"labels must lie in 0..{logits.shape[1] - 1}")
    return float(np.mean(logits.argmax(axis=1) == labels))
