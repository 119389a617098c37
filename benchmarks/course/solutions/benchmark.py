"""The references of the benchmark's ten exercises: the course's own."""

from solutions.losses import (
    accuracy,
    binary_cross_entropy,
    cross_entropy,
    cross_entropy_grad,
    log_softmax,
    mse,
    mse_grad,
    softmax,
)
from solutions.perceptron import activation, sigmoid

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
