"""batchnorm_backward: the gradient goes through the mean and the variance too."""

import numpy as np

from exercises.batchnorm.columns import bent, misshapen, single
from exercises.forms import calls, forms, normal, tiny, whole
from grader import Call, Case, Exercise, raises
from solutions import batchnorm


def passed(num_examples, num_columns, make=normal):
    """Make grad_output and x `(N, D)`, and gamma `(D,)`."""
    return make((num_examples, num_columns), (num_examples, num_columns), num_columns)


def hardly_varying(rng):
    """Make a batch whose variances are of the size of epsilon."""
    grad_output, x, gamma = passed(6, 3)(rng)
    return grad_output, 0.004 * x + 2, gamma


def with_epsilon(make, *epsilons):
    """Make one call for each epsilon, given by name."""
    return lambda rng: [Call(make(rng), {"epsilon": epsilon}) for epsilon in epsilons]


batchnorm_backward = Exercise(
    batchnorm.batchnorm_backward,
    points=6,
    hints=(
        "Compute x_hat again, the normalised batch before gamma and beta. out = gamma * x_hat + beta gives two of the "
        "three gradients at once: for both, add up over the examples.",
        "Moving one x moves the mean and the variance of its column, and with them every entry of the column. So two "
        "terms are subtracted from the direct one: what all share (a mean), and what is in proportion to x_hat.",
        "grad_beta sums grad_output over axis 0, grad_gamma sums grad_output times x_hat. For grad_x take from "
        "grad_output its column mean, and from that x_hat times the column mean of (grad_output times x_hat); then "
        "multiply all of it by gamma and divide by the root of the variance plus epsilon.",
    ),
    cases=(
        Case("a batch of five, three columns", passed(5, 3), share=2),
        Case("as many columns as examples", passed(4, 4)),
        Case("one example: moving it changes nothing", passed(1, 4), share=0.5),
        Case("two examples", passed(2, 5), share=0.5),
        Case("variances as small as epsilon", hardly_varying),
        Case("another epsilon", with_epsilon(passed(6, 2), 0.1, 1e-3), share=0.5),
        Case("whole numbers, then another shape", calls(passed(3, 6, whole), passed(8, 2))),
        Case("other number types and memory layouts", calls(forms(passed(4, 3)), passed(9, 2, tiny)), share=0.5),
        raises(
            "arrays of other shapes",
            calls(
                bent(passed(5, 3), 0, single),
                bent(passed(5, 3), 0, lambda grad_output: grad_output[:1]),
                misshapen(passed(5, 3), 2),
            ),
        ),
        raises("an example that is no batch", normal(4, 4, 4)),
    ),
)


@batchnorm_backward.wrong("Mean and variance depend on x too: this holds only where they are fixed, at prediction.")
def batchnorm_backward_with_fixed_statistics(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    return gamma / std * grad_output, (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)


@batchnorm_backward.wrong("The path through the variance is missing: take out what is in proportion to x_hat.")
def batchnorm_backward_without_the_variance(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_x = gamma / std * (grad_output - grad_output.mean(axis=0))
    return grad_x, (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)


@batchnorm_backward.wrong("The path through the mean is missing: take out what all examples of a column share.")
def batchnorm_backward_without_the_mean(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_x = gamma / std * (grad_output - x_hat * (grad_output * x_hat).mean(axis=0))
    return grad_x, (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)


@batchnorm_backward.wrong("What mean and variance take back is divided by N: each x moves them by 1/N only.")
def batchnorm_backward_without_one_over_n(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    return gamma / std * (grad_output - grad_beta - x_hat * grad_gamma), grad_gamma, grad_beta


@batchnorm_backward.wrong("grad_x is multiplied by gamma: what reaches x has passed through the scaling.")
def batchnorm_backward_without_gamma(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    return (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x)) / std, grad_gamma, grad_beta


@batchnorm_backward.wrong("gamma multiplies x_hat, not x: its gradient is the sum of grad_output times x_hat.")
def batchnorm_backward_scale_of_raw_x(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    g = grad_output - grad_output.mean(axis=0) - x_hat * (grad_output * x_hat).mean(axis=0)
    return gamma / std * g, (grad_output * x).sum(axis=0), grad_output.sum(axis=0)


@batchnorm_backward.wrong("Sum over the examples for gamma and beta: the 1/N of the mean is in grad_output already.")
def batchnorm_backward_averaged(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).mean(axis=0), grad_output.mean(axis=0)
    return gamma / std * (grad_output - grad_beta - x_hat * grad_gamma), grad_gamma, grad_beta


@batchnorm_backward.wrong("The root of the variance divides grad_x: here it is divided by the variance itself.")
def batchnorm_backward_divides_by_the_variance(grad_output, x, gamma, epsilon=1e-5):
    var = x.var(axis=0) + epsilon
    x_hat = (x - x.mean(axis=0)) / np.sqrt(var)
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    return gamma / var * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x)), grad_gamma, grad_beta


@batchnorm_backward.wrong("Epsilon is part of the forward pass, so of its derivative too: add it to the variance.")
def batchnorm_backward_without_epsilon(grad_output, x, gamma, epsilon=1e-5):
    with np.errstate(all="ignore"):
        std = np.sqrt(x.var(axis=0))
        x_hat = (x - x.mean(axis=0)) / std
        grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
        return gamma / std * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x)), grad_gamma, grad_beta


@batchnorm_backward.wrong("The order is grad_x, grad_gamma, grad_beta.")
def batchnorm_backward_in_another_order(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    return gamma / std * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x)), grad_beta, grad_gamma


@batchnorm_backward.wrong("gamma and beta belong to columns: sum over the examples, axis 0, not over the columns.")
def batchnorm_backward_sums_the_rows(grad_output, x, gamma, epsilon=1e-5):
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    g = grad_output - grad_output.mean(axis=0) - x_hat * (grad_output * x_hat).mean(axis=0)
    return gamma / std * g, (grad_output * x_hat).sum(axis=1), grad_output.sum(axis=1)


@batchnorm_backward.wrong("Compare the shapes and raise a ValueError: NumPy stretches one row over the batch silently.")
def batchnorm_backward_of_any_shapes(grad_output, x, gamma, epsilon=1e-5):
    grad_output, x, gamma = (np.asarray(array, dtype=np.float64) for array in (grad_output, x, gamma))
    grad_output = grad_output[..., : x.shape[-1]] + np.zeros(x.shape[1:])
    std = np.sqrt(x.var(axis=0) + epsilon)
    x_hat = (x - x.mean(axis=0)) / std
    grad_gamma, grad_beta = (grad_output * x_hat).sum(axis=0), grad_output.sum(axis=0)
    return gamma / std * (grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x)), grad_gamma, grad_beta


@batchnorm_backward.variant
def batchnorm_backward_by_the_long_chain(grad_output, x, gamma, epsilon=1e-5):
    grad_output, x, gamma = np.float64(grad_output), np.float64(x), np.float64(gamma)
    if x.ndim != 2 or grad_output.shape != x.shape or gamma.shape != x.shape[1:]:
        raise ValueError("the shapes do not fit")
    N = len(x)
    centred = x - x.mean(axis=0)
    var = np.mean(centred**2, axis=0)
    inverse = 1 / np.sqrt(var + epsilon)
    grad_hat = grad_output * gamma
    grad_var = np.sum(grad_hat * centred, axis=0) * -0.5 * inverse**3
    grad_centred = grad_hat * inverse + grad_var * 2 * centred / N
    grad_mean = -grad_centred.sum(axis=0)
    return grad_centred + grad_mean / N, np.sum(grad_output * centred * inverse, axis=0), grad_output.sum(axis=0)


@batchnorm_backward.variant
def batchnorm_backward_by_projection(grad_output, x, gamma, epsilon=1e-5):
    if np.ndim(x) != 2 or np.shape(grad_output) != np.shape(x) or np.shape(gamma) != (np.shape(x)[1],):
        raise ValueError("the shapes do not fit")
    N, D = x.shape
    G, X, scale = grad_output.astype(float), x.astype(float), gamma.astype(float)
    grad_x, grad_gamma = np.zeros((N, D)), np.zeros(D)
    for d in range(D):
        std = np.sqrt(np.var(X[:, d]) + epsilon)
        hat = (X[:, d] - np.mean(X[:, d])) / std
        jacobian = scale[d] / std * (np.eye(N) - 1 / N - np.outer(hat, hat) / N)
        grad_x[:, d] = jacobian @ G[:, d]
        grad_gamma[d] = hat @ G[:, d]
    return grad_x, grad_gamma, np.ones(N) @ G


@batchnorm_backward.variant
def batchnorm_backward_with_einsum(grad_output, x, gamma, epsilon=1e-5):
    G, X, gamma = (np.array(array, dtype=np.float64) for array in (grad_output, x, gamma))
    if X.ndim != 2 or G.shape != X.shape or gamma.shape != (X.shape[1],):
        raise ValueError("the shapes do not fit")
    centred = X - np.average(X, axis=0)
    inverse = (np.einsum("nd,nd->d", centred, centred) / len(X) + epsilon) ** -0.5
    grad_gamma = np.einsum("nd,nd,d->d", G, centred, inverse)
    grad_beta = np.einsum("nd->d", G)
    bracket = len(X) * G - grad_beta - np.einsum("nd,d->nd", centred, inverse * grad_gamma)
    return [np.einsum("d,d,nd->nd", gamma, inverse, bracket) / len(X), grad_gamma, grad_beta]
