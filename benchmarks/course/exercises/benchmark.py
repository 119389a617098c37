"""Ten exercises of the course, those that need no others, as one chapter."""

from grader.exercises.losses.accuracy import accuracy
from grader.exercises.losses.binary_cross_entropy import binary_cross_entropy
from grader.exercises.losses.cross_entropy import cross_entropy
from grader.exercises.losses.cross_entropy_grad import cross_entropy_grad
from grader.exercises.losses.log_softmax import log_softmax
from grader.exercises.losses.mse import mse
from grader.exercises.losses.mse_grad import mse_grad
from grader.exercises.losses.softmax import softmax
from grader.exercises.perceptron.activation import activation
from grader.exercises.perceptron.sigmoid import sigmoid

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
