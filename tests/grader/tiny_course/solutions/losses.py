"""What an earlier chapter asked for."""

import numpy as np


def mse(predictions, targets):
    """Return half the mean squared difference."""
    return float(np.mean((predictions - targets) ** 2) / 2)


def softmax(logits):
    """Return probabilities."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
