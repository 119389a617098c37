"""fold_batchnorm: an affine layer and the prediction-time normalisation behind it become one affine layer."""

import numpy as np

from exercises.batchnorm.columns import layer, whole_kept, with_epsilon
from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import batchnorm
from solutions.batchnorm import batchnorm_predict

fold_batchnorm = Exercise(
    batchnorm.fold_batchnorm,
    points=3,
    hints=(
        "At prediction the statistics are fixed numbers, so batch normalisation multiplies each column by one number "
        "and adds another.",
        "Call the factor of column k scale[k]: gamma over the root of the variance plus epsilon. It multiplies all "
        "that the layer puts into column k: which part of W is that, and what happens to b?",
        "W is multiplied by scale, which lines up with its columns. The new bias is what comes out for the input 0: "
        "b minus the running mean, times scale, plus beta.",
    ),
    cases=(
        Case("a layer of four inputs and three neurons", layer(4, 3), share=2),
        Case("as many neurons as inputs", layer(4, 4)),
        Case("one input, then one neuron", calls(layer(1, 5), layer(6, 1)), share=0.5),
        Case("another epsilon", with_epsilon(layer(5, 2), 0.1, 1e-3), share=0.5),
        Case("whole numbers, then another shape", calls(layer(3, 6, whole_kept), layer(7, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(layer(3, 4)), layer(5, 2, lambda n, d: whole_kept(n, d, np.uint8))),
            share=0.5,
        ),
    ),
)


@fold_batchnorm.wrong("Each neuron has a scale of its own, and its weights are a column of W: multiply the columns.")
def fold_batchnorm_scales_the_rows(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * np.resize(scale, len(W))[:, np.newaxis], (b - running_mean) * scale + beta


@fold_batchnorm.wrong("The layer's own bias is normalised too: subtract the mean from b before scaling.")
def fold_batchnorm_forgets_the_bias(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, beta - running_mean * scale


@fold_batchnorm.wrong("The running mean is subtracted before the scaling: it belongs into the new bias.")
def fold_batchnorm_forgets_the_mean(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, b * scale + beta


@fold_batchnorm.wrong("The mean is scaled along with the bias: subtract it first, then multiply.")
def fold_batchnorm_does_not_scale_the_mean(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, b * scale - running_mean + beta


@fold_batchnorm.wrong("The bias is scaled as the weights are: batch normalisation sees their sum.")
def fold_batchnorm_does_not_scale_the_bias(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, b - running_mean * scale + beta


@fold_batchnorm.wrong("beta is added at the end: it belongs into the new bias.")
def fold_batchnorm_forgets_beta(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * scale


@fold_batchnorm.wrong("Divide by the root of the variance, the standard deviation.")
def fold_batchnorm_without_the_root(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / (running_var + epsilon)
    return W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Epsilon is there at prediction too: add it to the variance, inside the root.")
def fold_batchnorm_without_epsilon(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var)
    return W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("gamma is part of the scale.")
def fold_batchnorm_without_gamma(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = 1 / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Use the epsilon that is given, not always 1e-5.")
def fold_batchnorm_with_a_fixed_epsilon(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma.astype(float) / np.sqrt(running_var.astype(float) + 1e-5)
    return W * scale, (b.astype(float) - running_mean) * scale + beta


@fold_batchnorm.wrong("Subtract the running mean from the bias: here it is added.")
def fold_batchnorm_adds_the_mean(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b + running_mean) * scale + beta


@fold_batchnorm.wrong("beta is added after the scaling: it is not multiplied by gamma.")
def fold_batchnorm_scales_beta(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean + beta) * scale


@fold_batchnorm.wrong("The weights are scaled too: this only moves the bias.")
def fold_batchnorm_leaves_the_weights(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Column k of W belongs to neuron k, and so does its scale: multiply the columns.")
def fold_batchnorm_scales_the_inputs(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale[:, None] if W.shape[0] == W.shape[1] else W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("The running mean is a constant: it goes into the bias.")
def fold_batchnorm_shifts_the_weights(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W @ np.diag(scale) - running_mean, b * scale + beta


@fold_batchnorm.wrong("Epsilon stands inside the root.")
def fold_batchnorm_with_epsilon_outside(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    scale = gamma / (np.sqrt(running_var) + epsilon)
    return W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("The bias is scaled as the weights are: multiply.")
def fold_batchnorm_divides_the_bias(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) / scale + beta


@fold_batchnorm.wrong("The weights are scaled as the bias is: multiply.")
def fold_batchnorm_divides_the_weights(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W / scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Beta is a constant: it goes into the bias.")
def fold_batchnorm_puts_beta_in_the_weights(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale + beta, (b - running_mean) * scale


@fold_batchnorm.wrong("The weights are divided by the root of the variance, too.")
def fold_batchnorm_by_gamma_alone(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * gamma, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Subtract the running mean from the bias, not the bias from it.")
def fold_batchnorm_turned_round(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (running_mean - b) * scale + beta


@fold_batchnorm.wrong("`W *= ...` writes into the caller's array: make a new one.")
def fold_batchnorm_changes_its_input(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    W *= scale
    b = (b - running_mean) * scale + beta
    return W, b


@fold_batchnorm.wrong("Only the scale multiplies the weights: mean and beta are constants, and go into the bias.")
def fold_batchnorm_normalises_the_weights(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return (W - running_mean) * scale + beta, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("Return the weights first, then the bias.")
def fold_batchnorm_with_the_bias_first(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return (b - running_mean) * scale + beta, W * scale


@fold_batchnorm.wrong("Beta is added.")
def fold_batchnorm_subtracts_beta(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * scale - beta


@fold_batchnorm.wrong("Divide by the root of the variance.")
def fold_batchnorm_multiplies_by_the_std(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    scale = gamma * np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * scale + beta


@fold_batchnorm.wrong("The bias is divided by the root of the variance, too.")
def fold_batchnorm_scales_the_bias_by_gamma(W, b, gamma, beta, running_mean, running_var, epsilon=1e-05):
    scale = gamma / np.sqrt(running_var + epsilon)
    return W * scale, (b - running_mean) * gamma + beta


@fold_batchnorm.variant
def fold_batchnorm_by_asking(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    D_in = len(W)
    inputs = np.vstack([np.zeros(D_in), np.eye(D_in)])  # the answer to 0 is the bias, the others are its rows
    Z = inputs @ W.astype(float) + b.astype(float)
    out = batchnorm_predict(Z, gamma, beta, running_mean, running_var, epsilon)
    return out[1:] - out[0], out[0]


@fold_batchnorm.variant
def fold_batchnorm_with_a_diagonal_matrix(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    others = [np.array(array, dtype=np.float64) for array in (b, gamma, beta, running_mean, running_var)]
    b, gamma, beta, mean, var = others
    S = np.diag(gamma * (var + epsilon) ** -0.5)
    return np.float64(W) @ S, b @ S - mean @ S + beta


@fold_batchnorm.variant
def fold_batchnorm_neuron_by_neuron(W, b, gamma, beta, running_mean, running_var, epsilon=1e-5):
    D_in, D_out = W.shape
    weights, biases = np.empty((D_in, D_out)), np.empty(D_out)
    for k in range(D_out):
        std = (float(running_var[k]) + epsilon) ** 0.5
        weights[:, k] = float(gamma[k]) / std * W[:, k].astype(float)
        biases[k] = float(gamma[k]) * (float(b[k]) - float(running_mean[k])) / std + float(beta[k])
    return [weights, biases]
