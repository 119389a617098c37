"""count_parameters: all weights and biases of a fully connected network."""

import numpy as np

from grader import Case, Exercise
from solutions import mlp


def sizes(length, low=2, high=10):
    """Make a list of different layer sizes, neither sorted nor reversed where there are three or more."""

    def make(rng):
        made = rng.choice(np.arange(low, high), size=length, replace=False)
        while length > 2 and np.all(np.diff(made) > 0) | np.all(np.diff(made) < 0):
            made = rng.permutation(made)
        return (made.tolist(),)

    return make


def level(length):
    """Make a list of layers that all have the same size."""
    return lambda rng: ([int(rng.integers(3, 9))] * length,)


def as_array(rng):
    """Make layer sizes as an array of integers."""
    return (rng.permutation(np.arange(3, 8)),)


def as_tuple(rng):
    """Make layer sizes as a tuple."""
    return (tuple(rng.permutation(np.arange(11, 15)).tolist()),)


count_parameters = Exercise(
    mlp.count_parameters,
    points=2,
    hints=(
        "Count one layer first. How many weights lead from D inputs to one neuron, and how many biases has it?",
        "A layer with `before` inputs and `after` neurons has a weight matrix of shape (before, after) and a bias "
        "vector of shape (after,).",
        "`zip(layer_sizes, layer_sizes[1:])` runs through the pairs of neighbouring sizes: for each pair add "
        "their product, and the second of them once more. The inputs have no biases.",
    ),
    cases=(
        Case("three layers", sizes(4), share=2),
        Case("one layer", sizes(2)),
        Case("five layers, as a list, then the same question again", lambda rng: [sizes(6)(rng), sizes(6)(rng)]),
        Case("layers of equal size", level(4)),
        Case("a large network", sizes(3, low=500, high=3000)),
        Case("sizes in a tuple, then in an array", lambda rng: [as_tuple(rng), as_array(rng)], share=0.5),
    ),
)


@count_parameters.wrong("Count the biases too: one for each neuron.")
def count_parameters_without_biases(layer_sizes):
    return sum(np.array(layer_sizes[:-1]) * np.array(layer_sizes[1:]))


@count_parameters.wrong("The inputs are not neurons: the first size brings no biases.")
def count_parameters_with_biases_for_the_inputs(layer_sizes):
    weights = [layer_sizes[i] * layer_sizes[i + 1] for i in range(len(layer_sizes) - 1)]
    return sum(weights) + sum(layer_sizes)


@count_parameters.wrong("One bias for each neuron, not one for each layer.")
def count_parameters_with_one_bias_per_layer(layer_sizes):
    return sum(layer_sizes[i] * layer_sizes[i + 1] + 1 for i in range(len(layer_sizes) - 1))


@count_parameters.wrong("A bias belongs to a neuron, not to an input: add the layer's own size, not the one before.")
def count_parameters_with_a_bias_per_input(layer_sizes):
    return sum(layer_sizes[i] * layer_sizes[i + 1] + layer_sizes[i] for i in range(len(layer_sizes) - 1))


@count_parameters.wrong("These are the neurons; each has a weight for every input besides its bias.")
def count_parameters_counts_neurons(layer_sizes):
    return sum(layer_sizes[1:])


@count_parameters.wrong("Add the layers up: the product of all sizes counts the paths from input to output.")
def count_parameters_counts_paths(layer_sizes):
    return int(np.prod(layer_sizes)) + sum(layer_sizes[1:])


@count_parameters.wrong("The last layer has weights and biases too: L + 1 sizes make L layers.")
def count_parameters_without_the_last_layer(layer_sizes):
    return sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(len(layer_sizes) - 2))


@count_parameters.wrong("A neuron has a weight for each input of its layer, not for each of its neighbours.")
def count_parameters_squares_the_sizes(layer_sizes):
    return sum(after * after + after for after in layer_sizes[1:])


@count_parameters.wrong("Do not take the sizes out of the caller's own list: go through a copy, or by index.")
def count_parameters_empties_the_list(layer_sizes):
    total, before = 0, layer_sizes.pop(0)
    while layer_sizes:
        total += (before + 1) * layer_sizes[0]
        before = layer_sizes.pop(0)
    return total


@count_parameters.wrong("The output neurons have biases too, one each.")
def count_parameters_without_output_biases(layer_sizes):
    return sum(layer_sizes[i] * layer_sizes[i + 1] for i in range(len(layer_sizes) - 1)) + sum(layer_sizes[1:-1])


@count_parameters.wrong("The weights of the first layer count as well: they lead from the inputs to its neurons.")
def count_parameters_without_the_first_layer(layer_sizes):
    return sum((layer_sizes[i] + 1) * layer_sizes[i + 1] for i in range(1, len(layer_sizes) - 1))


@count_parameters.wrong("Every input is joined to every neuron of a layer: multiply the two sizes, do not add them.")
def count_parameters_adds_the_sizes(layer_sizes):
    return sum(layer_sizes[i] + 2 * layer_sizes[i + 1] for i in range(len(layer_sizes) - 1))


@count_parameters.wrong("Every layer counts: the hidden ones stand between the inputs and the output.")
def count_parameters_without_hidden_layers(layer_sizes):
    return (layer_sizes[0] + 1) * layer_sizes[-1]


@count_parameters.wrong("A layer has a weight for each pair of an input and a neuron: these are the units alone.")
def count_parameters_counts_all_units(layer_sizes):
    return sum(layer_sizes)


@count_parameters.wrong("Multiply neighbouring sizes: every neuron has a weight for each number that it reads.")
def count_parameters_adds_neighbours(layer_sizes):
    return sum(layer_sizes[i] + layer_sizes[i + 1] for i in range(len(layer_sizes) - 1))


@count_parameters.wrong("`layer_sizes[-1]` is the last layer: begin at 1, or the input reads the output.")
def count_parameters_goes_round(layer_sizes):
    total = 0
    for i in range(len(layer_sizes)):
        total += layer_sizes[i] * layer_sizes[i - 1] + layer_sizes[i]
    return total


@count_parameters.variant
def count_parameters_of_arrays(layer_sizes):
    total = 0
    for layer in range(len(layer_sizes) - 1):
        W = np.zeros((layer_sizes[layer], layer_sizes[layer + 1]))
        total += W.size + len(W[0])
    return total


@count_parameters.variant
def count_parameters_with_numpy(layer_sizes):
    layer_sizes = np.array(layer_sizes, dtype=float)
    return np.dot(layer_sizes[:-1] + 1, layer_sizes[1:])


@count_parameters.variant
def count_parameters_from_the_output_backwards(layer_sizes):
    count, layer = 0, len(layer_sizes)
    while layer > 1:
        layer -= 1
        count = count + (layer_sizes[layer - 1] + 1) * layer_sizes[layer]
    return np.int64(count)


@count_parameters.variant
def count_parameters_weights_then_biases(layer_sizes):
    *inputs, _ = layer_sizes
    _, *neurons = layer_sizes
    weights = sum(before * after for before, after in zip(inputs, neurons))
    return weights + sum(neurons)
