"""activation_rms: how large the activations are, layer by layer."""

from itertools import pairwise

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import batchnorm
from solutions.perceptron import activation


def stack(num_examples, *layer_sizes, kind, dtype=None):
    """Make X `(N, D_0)`, the weights of L layers without biases, and the activation; integers if a dtype is given."""

    def make(rng):
        shapes = [(num_examples, layer_sizes[0]), *pairwise(layer_sizes)]
        if dtype is not None:
            arrays = [rng.integers(0, 4, size=shape).astype(dtype) for shape in shapes]
        else:
            arrays = [rng.normal(size=shape) for shape in shapes]
        return arrays[0], arrays[1:], kind

    return make


def with_too_few_inputs(rng):
    """Make an X that lacks a column."""
    X, weights, kind = stack(4, 3, 5, kind="relu")(rng)
    return X[:, :-1], weights, kind


def with_layers_that_do_not_fit(rng):
    """Make a second layer that lacks an input."""
    X, weights, kind = stack(4, 3, 5, 2, kind="relu")(rng)
    return X, [weights[0], weights[1][:-1]], kind


def with_a_single_axis(rng):
    """Make a single example that is no batch."""
    X, weights, kind = stack(4, 3, 5, kind="relu")(rng)
    return X[0], weights, kind


activation_rms = Exercise(
    batchnorm.activation_rms,
    points=2,
    hints=(
        "Go through the layers: multiply, apply `activation`, write down one number, and go on with what came out.",
        "Root mean square, read backwards: square every entry, take the mean of all of them, take the root.",
        "Start with a = X in float64. For each W let a become activation(a @ W, kind) and append the root of the mean "
        "of a squared, over all rows and columns, to a list. X itself is not among the L results.",
    ),
    cases=(
        Case("three ReLU layers", stack(6, 4, 5, 3, 7, kind="relu"), share=2),
        Case("one layer, then two layers of tanh", calls(stack(5, 3, 4, kind="tanh"), stack(2, 6, 3, 5, kind="tanh"))),
        Case("as many examples as neurons everywhere", stack(4, 4, 4, 4, kind="sigmoid")),
        Case("one example", stack(1, 5, 3, 2, kind="elu"), share=0.5),
        Case("without a nonlinearity", stack(3, 5, 4, 2, kind="identity"), share=0.5),
        Case(
            "whole numbers, also in bytes", calls(*(stack(4, 6, 5, 3, kind="relu", dtype=t) for t in (int, np.uint8)))
        ),
        Case("other number types and memory layouts", forms(stack(3, 4, 2, 5, kind="leaky_relu")), share=0.5),
    ),
)


@activation_rms.wrong("X is not a layer: there are L results, the first belongs to the first layer's activations.")
def activation_rms_with_the_input(X, weights, kind):
    a = np.asarray(X, dtype=np.float64)
    rms = [np.sqrt(np.mean(a**2))]
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.sqrt(np.mean(a**2)))
    return np.array(rms)


@activation_rms.wrong("The root is missing: this is the mean square.")
def activation_rms_without_the_root(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.mean(a**2))
    return np.array(rms)


@activation_rms.wrong("Do not subtract the mean: the root mean square is the distance from 0, not the spread.")
def activation_rms_of_the_spread(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(a.std())
    return np.array(rms)


@activation_rms.wrong("Measure after the activation: these are the sizes of the pre-activations.")
def activation_rms_before_the_activation(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        z = a @ W
        rms.append(np.sqrt(np.mean(z**2)))
        a = activation(z, kind)
    return np.array(rms)


@activation_rms.wrong("Take the mean of the squares, not their sum: the result must not grow with the batch.")
def activation_rms_of_the_sum(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.sqrt(np.sum(a**2)))
    return np.array(rms)


@activation_rms.wrong("First the mean over everything, then the root: a mean of roots, row by row, is smaller.")
def activation_rms_row_by_row(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.mean(np.sqrt(np.mean(a**2, axis=1))))
    return np.array(rms)


@activation_rms.wrong("Apply the activation in the last layer too: all layers are alike here.")
def activation_rms_with_a_linear_end(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for layer, W in enumerate(weights):
        a = activation(a @ W, kind if layer + 1 < len(weights) else "identity")
        rms.append(np.sqrt(np.mean(a**2)))
    return np.array(rms)


@activation_rms.wrong("Use the activation that is asked: `kind` is not always a ReLU.")
def activation_rms_always_relu(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = np.maximum(a @ W, 0)
        rms.append(np.sqrt(np.mean(a**2)))
    return np.array(rms)


@activation_rms.wrong("Square the activations: this is the mean of their absolute values.")
def activation_rms_of_absolute_values(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
        rms.append(np.mean(np.abs(a)))
    return np.array(rms)


@activation_rms.wrong("Go on with what came out: each layer is fed with the activations of the one before.")
def activation_rms_forgets_the_activation_on_the_way(X, weights, kind):
    rms, a = [], np.asarray(X, dtype=np.float64)
    for W in weights:
        a = a @ W
        rms.append(np.sqrt(np.mean(activation(a, kind) ** 2)))
    return np.array(rms)


@activation_rms.wrong("One number for each layer is asked, not the last alone.")
def activation_rms_of_the_last_layer(X, weights, kind):
    a = np.asarray(X, dtype=np.float64)
    for W in weights:
        a = activation(a @ W, kind)
    return np.sqrt(np.mean(a**2))


@activation_rms.wrong("Each layer reads what the layer before it said; here all of them read X.")
def activation_rms_reads_the_input_everywhere(X, weights, kind):
    out = []
    for W in weights:
        a = activation(X @ W, kind)
        out.append(np.sqrt(np.mean(a**2)))
    return np.array(out)


@activation_rms.wrong("The activations are measured, not the weights: run the network.")
def activation_rms_of_the_weights(X, weights, kind):
    out = [np.sqrt(np.mean(W**2)) for W in weights]
    return np.array(out)


@activation_rms.wrong("One number for each layer: the mean runs over all examples and neurons.")
def activation_rms_of_each_neuron(X, weights, kind):
    out, a = [], X
    for W in weights:
        a = activation(a @ W, kind)
        out.append(np.sqrt(np.mean(a**2, axis=0)))
    return out


@activation_rms.wrong("X goes into the first layer as it is: it has been through no activation.")
def activation_rms_activates_the_input(X, weights, kind):
    out, a = [], activation(X, kind)
    for W in weights:
        a = activation(a @ W, kind)
        out.append(np.sqrt(np.mean(a**2)))
    return np.array(out)


@activation_rms.wrong("The mean runs over all examples, not over the first alone.")
def activation_rms_of_the_first_example(X, weights, kind):
    out, a = [], X
    for W in weights:
        a = activation(a @ W, kind)
        out.append(np.sqrt(np.mean(a[0] ** 2)))
    return np.array(out)


@activation_rms.wrong("Only measure: here the activations are changed on the way.")
def activation_rms_rescales(X, weights, kind):
    out, a = [], X
    for W in weights:
        a = activation(a @ W, kind)
        a = a / np.sqrt(np.mean(a**2))
        out.append(np.sqrt(np.mean(a**2)))
    return np.array(out)


@activation_rms.variant
def activation_rms_by_norms(X, weights, kind):
    a = np.array(X, dtype=float)
    rms = np.zeros(len(weights))
    for layer, W in enumerate(weights):
        a = activation(np.dot(a, W), kind)
        rms[layer] = np.linalg.norm(a) / a.size**0.5
    return rms


@activation_rms.variant
def activation_rms_in_plain_sums(X, weights, kind):
    rms, a = [], X.astype(np.float64)
    for W in weights:
        a = activation(np.einsum("nd,dk->nk", a, W), kind)
        rms.append((sum(float(value) ** 2 for value in a.ravel()) / a.size) ** 0.5)
    return rms


@activation_rms.variant
def activation_rms_from_the_last_layer(X, weights, kind):

    def below(count):
        return activation(below(count - 1) @ weights[count - 1], kind) if count else np.asarray(X, dtype=np.float64)

    return tuple(np.average(below(count + 1) ** 2) ** 0.5 for count in range(len(weights)))
