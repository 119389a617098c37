"""Chapter 4: losses. A loss turns "how wrong is the network?" into one number that can be differentiated.

Every loss is a mean over the N examples, so that its size does not depend on the size of the batch, and every gradient
has the shape of the thing it belongs to. Logarithms are natural.
"""

import numpy as np


# Nielsen, Neural Networks and Deep Learning (2015), chapter 1, equation 6.
def mse(predictions, targets):
    """Mean squared error, halved: the squares are summed over the outputs and averaged over the examples.

    predictions   shape (N, K) or (N,), one example per row
    targets       the same shape
    returns       a number
    raises        ValueError if the two shapes differ, even where NumPy would broadcast them

    >>> mse(np.array([[1, 0], [0, 3]]), np.array([[0, 0], [0, 1]]))
    1.25
    """
    predictions = np.asarray(predictions, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    if predictions.shape != targets.shape:
        raise ValueError(f"predictions {predictions.shape} and targets {targets.shape} must have the same shape")
    return float(np.sum((predictions - targets) ** 2) / (2 * len(predictions)))


def mse_grad(predictions, targets):
    """Gradient of `mse` in the predictions: the derivative of the loss in each of them.

    predictions   shape (N, K) or (N,), one example per row
    targets       the same shape
    returns       the same shape
    """
    predictions = np.asarray(predictions, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    return (predictions - targets) / len(predictions)


# Bridle, Probabilistic interpretation of feedforward classification network outputs (1990); on overflow Goodfellow,
# Bengio and Courville, Deep Learning (2016), section 4.1.
def softmax(logits):
    """Turn each row of scores into probabilities that sum to 1.

    logits    shape (N, K), K scores per example, also as large as 1e4 or as small as -1e4
    returns   shape (N, K)

    >>> softmax(np.array([[0, 0], [1000, 0]])).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    logits = np.asarray(logits, dtype=np.float64)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))  # the shift cancels, and nothing overflows
    return exponentials / exponentials.sum(axis=1, keepdims=True)


# Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3, for this and the next two.
def log_softmax(logits):
    """Compute the natural logarithm of `softmax`, finite where a probability would round to 0.

    logits    shape (N, K), K scores per example, also as large as 1e4 or as small as -1e4
    returns   shape (N, K)

    >>> log_softmax(np.array([[1000, 0]])).tolist()
    [[0.0, -1000.0]]
    """
    logits = np.asarray(logits, dtype=np.float64)
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(logits, labels):
    """Mean negative log-probability that the softmax of the logits gives to the right classes.

    logits    shape (N, K), also as large as 1e4 or as small as -1e4
    labels    shape (N,), the right classes, whole numbers from 0 to K - 1
    returns   a number

    >>> round(cross_entropy(np.zeros((2, 4)), np.array([3, 0])), 6)  # log 4
    1.386294
    """
    labels = np.asarray(labels).astype(int)
    return float(-np.mean(log_softmax(logits)[np.arange(len(labels)), labels]))


# Bishop, Pattern Recognition and Machine Learning (2006), equation 4.109.
def cross_entropy_grad(logits, labels):
    """Gradient of `cross_entropy` in the logits: the derivative of the loss in each of them.

    logits    shape (N, K), also as large as 1e4 or as small as -1e4
    labels    shape (N,), the right classes, whole numbers from 0 to K - 1
    returns   shape (N, K)
    """
    labels = np.asarray(labels).astype(int)
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad / len(labels)


# Nielsen, Neural Networks and Deep Learning (2015), chapter 3, equation 57.
def binary_cross_entropy(logits, labels):
    """Cross-entropy of yes-or-no answers: the sigmoid of a logit is the probability of a 1.

    logits    shape (N,), also as large as 1e4 or as small as -1e4
    labels    shape (N,), the right answers, each 0 or 1
    returns   a number

    >>> binary_cross_entropy(np.array([1e4, -1e4]), np.array([1, 1]))
    5000.0
    """
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


def binary_cross_entropy_grad(logits, labels):
    """Gradient of `binary_cross_entropy` in the logits: the derivative of the loss in each of them.

    logits    shape (N,)
    labels    shape (N,), the right answers, each 0 or 1
    returns   shape (N,)
    """
    logits, labels = np.asarray(logits, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    probabilities = np.exp(-np.logaddexp(0, -logits))  # the sigmoid, which overflows nowhere
    return (probabilities - labels) / len(labels)


def softmax_is_right(f):
    """Say whether an implementation of `softmax` keeps its contract.

    f         takes logits as `softmax` does, and returns an array
    returns   True or False
    """
    shares = np.array([[1, 2, 4], [3, 1, 3], [5, 1, 1], [2, 4, 1]]) / 7
    levels = np.array([[0], [10_000], [-10_000], [2]])  # adding a number to a row changes nothing
    tries = [(np.log(shares) + levels, shares), (np.array([[10_000.0, 0.0, -10_000.0]]), np.array([[1, 0, 0]]))]
    for logits, probabilities in tries:
        given = logits.copy()
        with np.errstate(all="ignore"):
            answer = np.asarray(f(given))
        if answer.shape != logits.shape or not np.array_equal(given, logits):
            return False
        if not np.allclose(answer, probabilities, rtol=0, atol=1e-9):
            return False
    return True


def accuracy(logits, labels):
    """Share of the examples whose largest logit is at the right class.

    logits    shape (N, K), K scores per example
    labels    shape (N,), the right classes, whole numbers from 0 to K - 1
    returns   a number from 0 to 1

    >>> accuracy(np.array([[1, 9], [2, 1]]), np.array([1, 1]))
    0.5
    """
    return float(np.mean(np.asarray(logits).argmax(axis=1) == np.asarray(labels)))
