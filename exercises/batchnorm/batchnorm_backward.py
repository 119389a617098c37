"""batchnorm_backward: the gradient goes through the mean and the variance too."""

import numpy as np

from exercises.batchnorm.columns import in_single_precision, with_epsilon
from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, slip
from solutions import batchnorm


def passed(num_examples, num_columns, make=normal):
    """Make grad_output and x `(N, D)`, and gamma `(D,)`."""
    return make((num_examples, num_columns), (num_examples, num_columns), num_columns)


def hardly_varying(rng):
    """Make a batch whose variances are of the size of epsilon."""
    grad_output, x, gamma = passed(6, 3)(rng)
    return grad_output, 0.004 * x + 2, gamma


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
        Case(
            "other number types and memory layouts",
            calls(forms(passed(4, 3)), in_single_precision(passed(5, 2), 0, 1), passed(9, 2, tiny)),
            share=0.5,
        ),
    ),
    wrong_answers=(
        slip(
            "batchnorm_backward_with_fixed_statistics",
            "Mean and variance depend on x too: this holds only where they are fixed, at prediction.",
            ("(grad_output - grad_beta / len(x) - x_hat * grad_gamma / len(x))", "grad_output"),
        ),
        slip(
            "batchnorm_backward_without_the_variance",
            "The path through the variance is missing: take out what is in proportion to x_hat.",
            (" - x_hat * grad_gamma / len(x)", ""),
        ),
        slip(
            "batchnorm_backward_without_the_mean",
            "The path through the mean is missing: take out what all examples of a column share.",
            (" - grad_beta / len(x)", ""),
        ),
        slip(
            "batchnorm_backward_without_one_over_n",
            "What mean and variance take back is divided by N: each x moves them by 1/N only.",
            ("grad_beta / len(x) - x_hat * grad_gamma / len(x)", "grad_beta - x_hat * grad_gamma"),
        ),
        slip(
            "batchnorm_backward_adds_the_variance",
            "What the variance takes back is subtracted, as what the mean takes back is.",
            ("- x_hat * grad_gamma", "+ x_hat * grad_gamma"),
        ),
        slip(
            "batchnorm_backward_takes_back_without_x_hat",
            "What the variance takes back is in proportion to x_hat: multiply that mean by x_hat again.",
            ("x_hat * grad_gamma", "grad_gamma"),
        ),
        slip(
            "batchnorm_backward_without_gamma",
            "grad_x is multiplied by gamma: what reaches x has passed through the scaling.",
            ("gamma / std *", "1 / std *"),
        ),
        slip(
            "batchnorm_backward_without_the_scale",
            "grad_x is divided by the root of the variance: x was.",
            ("gamma / std *", "gamma *"),
        ),
        slip(
            "batchnorm_backward_divides_by_the_variance",
            "The root of the variance divides grad_x: here it is divided by the variance itself.",
            ("gamma / std *", "gamma / std**2 *"),
        ),
        slip(
            "batchnorm_backward_scale_of_raw_x",
            "gamma multiplies x_hat, not x: its gradient is the sum of grad_output times x_hat.",
            ("return grad_x, grad_gamma,", "return grad_x, (grad_output * x).sum(axis=0),"),
        ),
        slip(
            "batchnorm_backward_scale_of_out",
            "gamma multiplies x_hat alone: leave gamma itself out of its own gradient.",
            ("return grad_x, grad_gamma,", "return grad_x, gamma * grad_gamma,"),
        ),
        slip(
            "batchnorm_backward_averaged",
            "Sum over the examples for gamma and beta: the 1/N of the mean is in grad_output already.",
            ("return grad_x, grad_gamma, grad_beta", "return grad_x, grad_gamma / len(x), grad_beta / len(x)"),
        ),
        slip(
            "batchnorm_backward_sums_the_rows",
            "gamma and beta belong to columns: sum over the examples, axis 0, not over the columns.",
            (
                "return grad_x, grad_gamma, grad_beta",
                "return grad_x, (grad_output * x_hat).sum(axis=1), grad_output.sum(axis=1)",
            ),
        ),
        slip(
            "batchnorm_backward_in_another_order",
            "The order is grad_x, grad_gamma, grad_beta.",
            ("return grad_x, grad_gamma, grad_beta", "return grad_x, grad_beta, grad_gamma"),
        ),
        slip(
            "batchnorm_backward_without_epsilon",
            "Epsilon is part of the forward pass, so of its derivative too: add it to the variance.",
            (" + epsilon", ""),
        ),
        slip(
            "batchnorm_backward_with_epsilon_outside",
            "Epsilon belongs inside the root, where it is added to the variance.",
            ("x.var(axis=0) + epsilon)", "x.var(axis=0)) + epsilon"),
        ),
        slip(
            "batchnorm_backward_unbiased",
            "The variance of the forward pass is divided by N, and so is this one.",
            ("x.var(axis=0)", "x.var(axis=0) * len(x) / max(len(x) - 1, 1)"),
        ),
        slip(
            "batchnorm_backward_with_raw_x",
            "x_hat is centred: subtract the mean of its column.",
            ("(x - x.mean(axis=0)) / std", "x / std"),
        ),
    ),
)


@batchnorm_backward.wrong("The derivative of x / std is 1 / std: divide by it.")
def batchnorm_backward_multiplies_by_the_std(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma * s * (grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)),
        (grad_output * xh).sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong("The gradient of gamma is that of out times what gamma was multiplied by, added up.")
def batchnorm_backward_without_the_incoming_gradient(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)),
        xh.sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong("Gamma and beta served all examples: add their gradients up over the rows.")
def batchnorm_backward_of_each_example(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)),
        (grad_output * xh),
        grad_output,
    )


@batchnorm_backward.wrong("Gamma multiplied the normalised values: divide the deviations by the std.")
def batchnorm_backward_by_the_deviations(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)),
        (grad_output * (x - x.mean(axis=0))).sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong("The square's 2 cancels against the root's 1/2: the path by the variance counts once.")
def batchnorm_backward_counts_the_variance_twice(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean(axis=0) - 2 * xh * (grad_output * xh).mean(axis=0)),
        (grad_output * xh).sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong("Every column takes back its own means: `axis=0`.")
def batchnorm_backward_over_everything(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean() - xh * (grad_output * xh).mean()),
        (grad_output * xh).sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong(
    "What the variance takes back goes along the normalised values: divide by the std twice in all."
)
def batchnorm_backward_by_deviations(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    return (
        gamma / s * (grad_output - grad_output.mean(axis=0) - (x - x.mean(axis=0)) * (grad_output * xh).mean(axis=0)),
        (grad_output * xh).sum(axis=0),
        grad_output.sum(axis=0),
    )


@batchnorm_backward.wrong("Nothing is divided by N at the end: the 1/N of the mean loss is in grad_output.")
def batchnorm_backward_averaged_at_the_end(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    inner = grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)
    grad_gamma, grad_beta = (grad_output * xh).sum(axis=0), grad_output.sum(axis=0)
    return gamma / s * inner / len(x), grad_gamma, grad_beta


@batchnorm_backward.wrong("Epsilon stands inside the root, as it did forwards.")
def batchnorm_backward_with_epsilon_behind_the_root(grad_output, x, gamma, epsilon=1e-05):
    s = np.sqrt(x.var(axis=0) + epsilon)
    xh = (x - x.mean(axis=0)) / s
    s = np.sqrt(x.var(axis=0)) + epsilon
    inner = grad_output - grad_output.mean(axis=0) - xh * (grad_output * xh).mean(axis=0)
    grad_gamma, grad_beta = (grad_output * xh).sum(axis=0), grad_output.sum(axis=0)
    return gamma / s * inner, grad_gamma, grad_beta


@batchnorm_backward.variant
def batchnorm_backward_by_the_long_chain(grad_output, x, gamma, epsilon=1e-5):
    grad_output, x, gamma = np.float64(grad_output), np.float64(x), np.float64(gamma)
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
    centred = X - np.average(X, axis=0)
    inverse = (np.einsum("nd,nd->d", centred, centred) / len(X) + epsilon) ** -0.5
    grad_gamma = np.einsum("nd,nd,d->d", G, centred, inverse)
    grad_beta = np.einsum("nd->d", G)
    bracket = len(X) * G - grad_beta - np.einsum("nd,d->nd", centred, inverse * grad_gamma)
    return [np.einsum("d,d,nd->nd", gamma, inverse, bracket) / len(X), grad_gamma, grad_beta]
