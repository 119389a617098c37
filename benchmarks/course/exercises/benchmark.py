"""Ten exercises of the course, those that need no others, as one chapter."""

from exercises.losses.accuracy import accuracy
from exercises.losses.binary_cross_entropy import binary_cross_entropy
from exercises.losses.cross_entropy import cross_entropy
from exercises.losses.cross_entropy_grad import cross_entropy_grad
from exercises.losses.log_softmax import log_softmax
from exercises.losses.mse import mse
from exercises.losses.mse_grad import mse_grad
from exercises.losses.softmax import softmax
from exercises.perceptron.activation import activation
from exercises.perceptron.sigmoid import sigmoid

__all__ = [
    "accuracy",
    "activation",
    "binary_cross_entropy",
    "cross_entropy",
    "cross_entropy_grad",
    "log_softmax",
    "mse",
    "mse_grad",
    "sigmoid",
    "softmax",
]
