"""batchnorm_forward: every column normalised with the statistics of its own batch, then rescaled."""

import numpy as np

from exercises.batchnorm.columns import in_single_precision, with_epsilon
from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise
from solutions import batchnorm


def batch(num_examples, num_columns, make=normal, **options):
    """Make x `(N, D)`, gamma and beta `(D,)`."""
    return make((num_examples, num_columns), num_columns, num_columns, **options)


def with_a_constant_column(rng):
    """Make a batch whose middle column holds one value."""
    x, gamma, beta = batch(6, 3)(rng)
    x[:, 1] = x[0, 1]
    return x, gamma, beta


batchnorm_forward = Exercise(
    batchnorm.batchnorm_forward,
    points=4,
    hints=(
        "Every column is normalised by itself, over the examples of the batch: axis 0.",
        "Mean and variance of shape (D,) line up with the columns of x. The variance is divided by N, which is what "
        "`x.var(axis=0)` does.",
        "Subtract the mean, divide by the root of (variance plus epsilon), multiply by gamma, add beta. Return that "
        "together with the mean and the variance, the latter without epsilon; work in float64.",
    ),
    cases=(
        Case("a batch of five, three columns", batch(5, 3), share=2),
        Case("as many columns as examples", batch(4, 4)),
        Case("columns far from 0, and hardly varying", batch(7, 2, scale=0.003)),
        Case("a column that holds a single value", with_a_constant_column, share=0.5),
        Case("one example", batch(1, 4), share=0.5),
        Case("another epsilon", with_epsilon(batch(6, 2), 0.1, 1e-3)),
        Case("whole numbers, then another shape", calls(batch(3, 6, whole), batch(8, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(batch(4, 3)), in_single_precision(batch(5, 2), 0), batch(9, 2, tiny)),
            share=0.5,
        ),
    ),
)


@batchnorm_forward.wrong("Normalise every column over the examples, axis 0; along the rows it is layer normalisation.")
def batchnorm_forward_along_the_rows(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean.ravel(), var.ravel()


@batchnorm_forward.wrong("Divide by N, not by N - 1: the variance of batch normalisation is the biased one.")
def batchnorm_forward_unbiased(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0) * len(x) / max(len(x) - 1, 1)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


@batchnorm_forward.wrong("Epsilon belongs inside the root, where it is added to the variance.")
def batchnorm_forward_with_epsilon_outside(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / (np.sqrt(var) + epsilon) + beta, mean, var


@batchnorm_forward.wrong("Epsilon is missing: without it a constant column divides 0 by 0.")
def batchnorm_forward_without_epsilon(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    with np.errstate(all="ignore"):
        return gamma * (x - mean) / np.sqrt(var) + beta, mean, var


@batchnorm_forward.wrong("Use the epsilon that is given, not always 1e-5.")
def batchnorm_forward_with_a_fixed_epsilon(x, gamma, beta, epsilon=1e-5):
    x, gamma, beta = (np.asarray(array, dtype=np.float64) for array in (x, gamma, beta))
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + 1e-5) + beta, mean, var


@batchnorm_forward.wrong("Divide by the standard deviation, the root of the variance.")
def batchnorm_forward_without_the_root(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / (var + epsilon) + beta, mean, var


@batchnorm_forward.wrong("gamma scales and beta shifts; here they have changed places.")
def batchnorm_forward_swaps_gamma_and_beta(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return beta * (x - mean) / np.sqrt(var + epsilon) + gamma, mean, var


@batchnorm_forward.wrong("Scale before you shift: beta itself is not multiplied by gamma.")
def batchnorm_forward_scales_beta(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * ((x - mean) / np.sqrt(var + epsilon) + beta), mean, var


@batchnorm_forward.wrong("Normalising is half of it: multiply by gamma and add beta.")
def batchnorm_forward_without_gamma_and_beta(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return (x - mean) / np.sqrt(var + epsilon), mean, var


@batchnorm_forward.wrong("Return the variance of the batch as it is, without epsilon in it.")
def batchnorm_forward_returns_epsilon_too(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0) + epsilon
    return gamma * (x - mean) / np.sqrt(var) + beta, mean, var


@batchnorm_forward.wrong("The third result is the variance, not the standard deviation.")
def batchnorm_forward_returns_the_deviation(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, np.sqrt(var + epsilon)


@batchnorm_forward.wrong("Return three results: the running statistics are made from the mean and the variance.")
def batchnorm_forward_without_the_statistics(x, gamma, beta, epsilon=1e-5):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta


@batchnorm_forward.wrong("One mean and one variance for each column, not for the whole batch.")
def batchnorm_forward_of_everything(x, gamma, beta, epsilon=1e-5):
    mean, var = np.full(x.shape[-1], x.mean()), np.full(x.shape[-1], x.var())
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


@batchnorm_forward.wrong("Work on a new array: `x -= ...` writes into the caller's own batch.")
def batchnorm_forward_changes_its_input(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    if x.dtype == float:
        x -= mean
        return gamma * x / np.sqrt(var + epsilon) + beta, mean, var
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


@batchnorm_forward.wrong("Subtract the mean before you divide: the normalised column lies around 0.")
def batchnorm_forward_without_the_mean(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * x / np.sqrt(var + epsilon) + beta, mean, var


@batchnorm_forward.wrong("The order is out, mean, variance.")
def batchnorm_forward_in_another_order(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, var, mean


@batchnorm_forward.wrong("Return the variance of the batch, not its root.")
def batchnorm_forward_returns_the_std(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=0), x.std(axis=0)
    return gamma * (x - m) / np.sqrt(v**2 + epsilon) + beta, m, v


@batchnorm_forward.wrong("The mean and the variance have the shape (D,): without `keepdims`.")
def batchnorm_forward_with_two_axes(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
    return gamma * (x - m) / np.sqrt(v + epsilon) + beta, m, v


@batchnorm_forward.wrong("Beta is added at the end.")
def batchnorm_forward_subtracts_beta(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - m) / np.sqrt(v + epsilon) - beta, m, v


@batchnorm_forward.wrong("Return the mean and the variance of the batch that came in.")
def batchnorm_forward_measures_the_result(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=0), x.var(axis=0)
    out = gamma * (x - m) / np.sqrt(v + epsilon) + beta
    return out, out.mean(axis=0), out.var(axis=0)


@batchnorm_forward.wrong("The variance is the mean square of what is left when the mean is taken off.")
def batchnorm_forward_by_the_mean_square(x, gamma, beta, epsilon=1e-05):
    m = x.mean(axis=0)
    v = np.mean(x**2, axis=0)
    return gamma * (x - m) / np.sqrt(v + epsilon) + beta, m, v


@batchnorm_forward.wrong("Every column has its own mean and variance: `axis=0`.")
def batchnorm_forward_of_all_columns(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(), x.var()
    return gamma * (x - m) / np.sqrt(v + epsilon) + beta, m, v


@batchnorm_forward.wrong("Multiply by gamma: every column has a scale of its own.")
def batchnorm_forward_with_beta_alone(x, gamma, beta, epsilon=1e-05):
    m, v = x.mean(axis=0), x.var(axis=0)
    return (x - m) / np.sqrt(v + epsilon) + beta, m, v


@batchnorm_forward.variant
def batchnorm_forward_column_by_column(x, gamma, beta, epsilon=1e-5):
    num_examples, num_columns = np.shape(x)
    out, means, variances = np.zeros((num_examples, num_columns)), [], []
    for d in range(num_columns):
        column = np.array(x[:, d], dtype=float)
        means.append(column.sum() / num_examples)
        variances.append(np.sum((column - means[d]) ** 2) / num_examples)
        out[:, d] = float(gamma[d]) * (column - means[d]) / (variances[d] + epsilon) ** 0.5 + float(beta[d])
    return out, means, variances


@batchnorm_forward.variant
def batchnorm_forward_by_scale_and_shift(x, gamma, beta, epsilon=1e-5):
    x = np.array(x, dtype=np.float64)
    mean = np.average(x, axis=0)
    centred = x - mean
    var = np.einsum("nd,nd->d", centred, centred) / len(x)
    return [centred * (np.float64(gamma) * (var + epsilon) ** -0.5) + np.float64(beta), mean, var]


@batchnorm_forward.variant
def batchnorm_forward_with_columns_for_examples(x, gamma, beta, epsilon=1e-5):
    rows = x.T.astype(float)
    mean, var = rows.mean(axis=1, keepdims=True), rows.var(axis=1, keepdims=True)
    out = gamma.astype(float)[:, None] * (rows - mean) / np.sqrt(var + epsilon) + beta.astype(float)[:, None]
    return out.T, mean[:, 0], var[:, 0]
