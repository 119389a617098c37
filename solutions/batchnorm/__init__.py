"""Chapter 8: initialisation, input and batch normalisation. Keeping the numbers inside a network in range."""

from solutions.batchnorm.digits import train_digits
from solutions.batchnorm.initialisation import activation_rms, initialise, standardise, standardise_fit
from solutions.batchnorm.normalisation import (
    batchnorm_backward,
    batchnorm_forward,
    batchnorm_images,
    batchnorm_is_right,
    batchnorm_predict,
    batchnorm_running,
    fold_batchnorm,
)

__all__ = [
    "activation_rms",
    "batchnorm_backward",
    "batchnorm_forward",
    "batchnorm_images",
    "batchnorm_is_right",
    "batchnorm_predict",
    "batchnorm_running",
    "fold_batchnorm",
    "initialise",
    "standardise",
    "standardise_fit",
    "train_digits",
]
