"""batchnorm_predict: the kept statistics in place of the batch's own, so that one example is enough."""

import numpy as np

from exercises.batchnorm.columns import kept, whole_kept, with_epsilon
from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import batchnorm

batchnorm_predict = Exercise(
    batchnorm.batchnorm_predict,
    points=3,
    hints=(
        "The formula is that of `batchnorm_forward`, with other statistics: which arguments hold them?",
        "Nothing is measured on x here. What happens to an example must not depend on the examples beside it.",
        "Subtract running_mean, divide by the root of (running_var plus epsilon), multiply by gamma, add beta, and "
        "return that alone. Work in float64.",
    ),
    cases=(
        Case("five examples, three columns", kept(5, 3), share=2),
        Case("one example", kept(1, 4)),
        Case("as many columns as examples", kept(4, 4)),
        Case("small variances", kept(7, 2, scale=0.003)),
        Case("another epsilon", with_epsilon(kept(6, 2), 0.1, 1e-3), share=0.5),
        Case("whole numbers, then another shape", calls(whole_kept(3, 6), kept(8, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(kept(4, 3)), whole_kept(9, 2, np.uint8)),
            share=0.5,
        ),
    ),
)


@batchnorm_predict.wrong("Use the kept statistics: with the batch's own, an answer depends on its neighbours.")
def batchnorm_predict_with_the_batch(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta


@batchnorm_predict.wrong("The variance is kept too: here only the mean is the kept one.")
def batchnorm_predict_with_the_variance_of_the_batch(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_mean) / np.sqrt(x.var(axis=0) + epsilon) + beta


@batchnorm_predict.wrong("Divide by the root of the variance: running_var is a variance, no standard deviation.")
def batchnorm_predict_without_the_root(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_mean) / (running_var + epsilon) + beta


@batchnorm_predict.wrong("Epsilon belongs inside the root, as in training.")
def batchnorm_predict_with_epsilon_outside(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_mean) / (np.sqrt(running_var) + epsilon) + beta


@batchnorm_predict.wrong("Epsilon is there at prediction too: the network has learned with it.")
def batchnorm_predict_without_epsilon(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_mean) / np.sqrt(running_var) + beta


@batchnorm_predict.wrong("Subtract the running mean as well.")
def batchnorm_predict_without_the_mean(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * x / np.sqrt(running_var + epsilon) + beta


@batchnorm_predict.wrong("Scale with gamma and shift with beta at prediction too: they are part of the network.")
def batchnorm_predict_without_gamma_and_beta(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return (x - running_mean) / np.sqrt(running_var + epsilon)


@batchnorm_predict.wrong("gamma scales and beta shifts; here they have changed places.")
def batchnorm_predict_swaps_gamma_and_beta(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return beta * (x - running_mean) / np.sqrt(running_var + epsilon) + gamma


@batchnorm_predict.wrong("Prediction changes no statistics: return the normalised examples alone.")
def batchnorm_predict_returns_statistics(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_mean) / np.sqrt(running_var + epsilon) + beta, running_mean, running_var


@batchnorm_predict.wrong("Scale before you shift: beta itself is not multiplied by gamma.")
def batchnorm_predict_scales_beta(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * ((x - running_mean) / np.sqrt(running_var + epsilon) + beta)


@batchnorm_predict.wrong("Use the epsilon that is given, not always 1e-5.")
def batchnorm_predict_with_a_fixed_epsilon(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    x, gamma, beta = (np.asarray(array, dtype=np.float64) for array in (x, gamma, beta))
    return gamma * (x - running_mean) / np.sqrt(running_var.astype(float) + 1e-5) + beta


@batchnorm_predict.wrong("Mean and variance are kept: subtract the one, divide by the root of the other.")
def batchnorm_predict_swaps_the_statistics(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    return gamma * (x - running_var) / np.sqrt(np.abs(running_mean) + epsilon) + beta


@batchnorm_predict.wrong("First subtract the mean, then multiply: brackets around x - running_mean.")
def batchnorm_predict_without_brackets(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * x - running_mean / np.sqrt(running_var + epsilon) + beta


@batchnorm_predict.wrong("Subtract the running mean.")
def batchnorm_predict_adds_the_mean(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * (x + running_mean) / np.sqrt(running_var + epsilon) + beta


@batchnorm_predict.wrong("Divide by the root of the variance.")
def batchnorm_predict_multiplies_by_the_std(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * (x - running_mean) * np.sqrt(running_var + epsilon) + beta


@batchnorm_predict.wrong("Beta is added at the end.")
def batchnorm_predict_subtracts_beta(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * (x - running_mean) / np.sqrt(running_var + epsilon) - beta


@batchnorm_predict.wrong("`x -= ...` writes into the caller's array: make a new one.")
def batchnorm_predict_changes_its_input(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    x -= running_mean
    x /= np.sqrt(running_var + epsilon)
    return gamma * x + beta


@batchnorm_predict.wrong("Nothing is updated in prediction: no example depends on another.")
def batchnorm_predict_goes_on_averaging(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    m = 0.9 * running_mean + 0.1 * x.mean(axis=0)
    v = 0.9 * running_var + 0.1 * x.var(axis=0)
    return gamma * (x - m) / np.sqrt(v + epsilon) + beta


@batchnorm_predict.wrong("The running variance is a square already: only its root is taken.")
def batchnorm_predict_squares_the_variance(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * (x - running_mean) / np.sqrt(running_var**2 + epsilon) + beta


@batchnorm_predict.wrong("The running variance is taken as it is, however many examples there are.")
def batchnorm_predict_with_another_variance(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return gamma * (x - running_mean) / np.sqrt(running_var * len(x) / max(len(x) - 1, 1) + epsilon) + beta


@batchnorm_predict.wrong("Multiply by gamma: every column has a scale of its own.")
def batchnorm_predict_with_beta_alone(x, gamma, beta, running_mean, running_var, epsilon=1e-05):
    return (x - running_mean) / np.sqrt(running_var + epsilon) + beta


@batchnorm_predict.variant
def batchnorm_predict_by_scale_and_shift(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    arrays = [np.array(array, dtype=np.float64) for array in (x, gamma, beta, running_mean, running_var)]
    x, gamma, beta, mean, var = arrays
    scale = gamma * (var + epsilon) ** -0.5
    return x * scale + (beta - scale * mean)


@batchnorm_predict.variant
def batchnorm_predict_example_by_example(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    rows = []
    for example in x:
        centred = example.astype(float) - running_mean.astype(float)
        rows.append(centred / np.sqrt(running_var.astype(float) + epsilon) * gamma.astype(float) + beta.astype(float))
    return rows


@batchnorm_predict.variant
def batchnorm_predict_as_a_layer(x, gamma, beta, running_mean, running_var, epsilon=1e-5):
    columns = np.stack([gamma, beta, running_mean, running_var]).astype(np.float64)
    scale = columns[0] / np.sqrt(columns[3] + epsilon)
    return (np.float64(x) - columns[2]) @ np.diag(scale) + columns[1]
