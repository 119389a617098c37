"""sawtooth_network: a wave whose teeth double with each layer; any network that draws it is right."""

import numpy as np

from exercises.mlp.laws import draws_sawtooth
from exercises.mlp.networks import asked
from grader import Case, Exercise
from solutions import mlp
from solutions.mlp import collapse_linear

sawtooth_network = Exercise(
    mlp.sawtooth_network,
    points=4,
    hints=(
        "One tooth is two hinges: relu(x) rises from 0, and at 1/2 a second one, relu(x - 1/2), turns the line down. "
        "How steep must the line be on either side, and so which output weights do the two need?",
        "The tent t(x) = 2 relu(x) - 4 relu(x - 1/2) goes from 0 up to 1 and back to 0. So t(t(x)) runs through the "
        "whole tent twice: two teeth. Each hidden layer draws the tent of what the one before it has drawn.",
        "The second layer's neurons read t = 2 a1 - 4 a2 as the first layer's read x: relu(t) and relu(t - 1/2). So "
        "every matrix between hidden layers is [[2, 2], [-4, -4]], all hidden biases are 0 and -1/2; the first "
        "weights are [[1, 1]], the last [[2], [-4]], and the output bias is 0.",
    ),
    cases=(
        Case("two layers: two teeth", asked(2), share=2, law=draws_sawtooth),
        Case("one layer: one tooth", asked(1), law=draws_sawtooth),
        Case("three layers: four teeth", asked(3), law=draws_sawtooth),
        Case("four and seven layers", asked(4, 7), law=draws_sawtooth),
    ),
)


@sawtooth_network.wrong("A slope of 1 rises to 1/2 only until the turn: the tent needs 2 up and -2 down.")
def sawtooth_network_half_as_high(depth):
    tent, both = np.array([[1.0], [-2.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [tent], [np.array([0, -0.5])] * depth + [np.zeros(1)]


@sawtooth_network.wrong("Hinges add up: to turn a slope of 2 into -2 the second hinge takes away 4, not 2.")
def sawtooth_network_levels_off(depth):
    tent, both = np.array([[2.0], [-2.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [tent], [np.array([0, -0.5])] * depth + [np.zeros(1)]


@sawtooth_network.wrong("The tent turns in the middle, at 1/2: with the corner at 1 it only rises.")
def sawtooth_network_turns_at_the_end(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [tent], [np.array([0, -1.0])] * depth + [np.zeros(1)]


@sawtooth_network.wrong("relu(x + 1/2) has its corner at -1/2: the bias of the second neuron is negative.")
def sawtooth_network_mirrors_the_corner(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [tent], [np.array([0, 0.5])] * depth + [np.zeros(1)]


@sawtooth_network.wrong(
    "A layer between others gets two numbers: it has to weigh them by 2 and -4 before its own hinges."
)
def sawtooth_network_adds_the_hinges(depth):
    return (
        [np.ones((1, 2))] + [np.ones((2, 2))] * (depth - 1) + [np.array([[2.0], [-4.0]])],
        [np.array([0, -0.5])] * depth + [np.zeros(1)],
    )


@sawtooth_network.wrong("A column of W belongs to one neuron: the matrix between the layers is turned over.")
def sawtooth_network_with_the_transposed_weights(depth):
    middle = np.array([[2.0, -4.0], [2.0, -4.0]])
    return (
        [np.ones((1, 2))] + [middle] * (depth - 1) + [np.array([[2.0], [-4.0]])],
        [np.array([0, -0.5])] * depth + [np.zeros(1)],
    )


@sawtooth_network.wrong(
    "Layers that pass on what they get leave one tooth: each has to draw the tent of the one before."
)
def sawtooth_network_passes_on(depth):
    return (
        [np.ones((1, 2))] + [np.eye(2)] * (depth - 1) + [np.array([[2.0], [-4.0]])],
        [np.array([0, -0.5])] + [np.zeros(2)] * (depth - 1) + [np.zeros(1)],
    )


@sawtooth_network.wrong("The first corner of every layer is at 0 and the second at 1/2, not in the first layer alone.")
def sawtooth_network_with_one_corner(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    biases = [np.array([0, -0.5])] + [np.zeros(2)] * (depth - 1) + [np.zeros(1)]
    return [both] + [tent @ both] * (depth - 1) + [tent], biases


@sawtooth_network.wrong("The wave is upside down: it begins and ends at 0.")
def sawtooth_network_upside_down(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [-tent], [np.array([0, -0.5])] * depth + [np.ones(1)]


@sawtooth_network.wrong("This is one layer too many: `depth` counts the hidden layers, and depth 1 has one tooth.")
def sawtooth_network_too_deep(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * depth + [tent], [np.array([0, -0.5])] * (depth + 1) + [np.zeros(1)]


@sawtooth_network.wrong("Depth, not width: a layer has two neurons, and the teeth come from the number of layers.")
def sawtooth_network_wide(depth):
    teeth = 2 ** (depth - 1)
    turns = 4.0 * teeth * (-1.0) ** np.arange(2 * teeth)
    turns[0] /= 2
    return [np.ones((1, 2 * teeth)), turns[:, None]], [-np.arange(2 * teeth) / (2 * teeth), np.zeros(1)]


@sawtooth_network.wrong("`[array] * depth` without the last layer: the output has weights and a bias of its own.")
def sawtooth_network_without_the_output(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1), [np.array([0, -0.5])] * depth


@sawtooth_network.wrong("Return two lists, first all weights and then all biases, not one pair for each layer.")
def sawtooth_network_in_layers(depth):
    tent, both, corners = np.array([[2.0], [-4.0]]), np.ones((1, 2)), np.array([0, -0.5])
    return [(both, corners)] + [(tent @ both, corners)] * (depth - 1) + [(tent, np.zeros(1))]


@sawtooth_network.wrong("The last layer reads the tent's two hinges: it needs 2 and -4, as those between do.")
def sawtooth_network_with_a_bare_output(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    return [both] + [tent @ both] * (depth - 1) + [np.ones((2, 1))], [np.array([0, -0.5])] * depth + [np.zeros(1)]


@sawtooth_network.wrong(
    "Every layer turns at 1/2 of its own input, which runs from 0 to 1 again: no halving of corners."
)
def sawtooth_network_with_corners_that_halve(depth):
    tent, both = np.array([[2.0], [-4.0]]), np.ones((1, 2))
    biases = [np.array([0, -(0.5 ** (layer + 1))]) for layer in range(depth)]
    return [both] + [tent @ both] * (depth - 1) + [tent], [*biases, np.zeros(1)]


@sawtooth_network.wrong("This is one tooth, whatever the depth: each further layer folds the wave once more.")
def sawtooth_network_of_depth_one(depth):
    tent = np.array([[2.0], [-4.0]])
    W = [np.ones((1, 2)), tent]
    return W, [np.array([0.0, -0.5]), np.zeros(1)]


@sawtooth_network.wrong("This is the candidate of the statement, which fails: find the weights of a tooth first.")
def sawtooth_network_of_the_statement(depth):
    W = [np.ones((1, 2)), np.array([[1.0], [-1.0]])]
    return W, [np.array([0.0, -0.5]), np.zeros(1)]


@sawtooth_network.wrong("Stretching the input leads out of the tooth: the folding is done by the layers behind it.")
def sawtooth_network_stretched_at_first(depth):
    tent = np.array([[2.0], [-4.0]])
    both = np.ones((1, 2))
    scale = 2.0 ** (depth - 1)
    return [scale * both] + [tent @ both] * (depth - 1) + [tent], [np.array([0.0, -0.5])] * depth + [np.zeros(1)]


@sawtooth_network.wrong("Weights have two axes, also with one input or output: (1, 2) first, (2, 1) at the end.")
def sawtooth_network_with_flat_weights(depth):
    tent = np.array([2.0, -4.0])
    both = np.ones(2)
    return [both] + [np.outer(tent, both)] * (depth - 1) + [tent], [np.array([0.0, -0.5])] * depth + [np.zeros(1)]


@sawtooth_network.variant
def sawtooth_network_by_collapsing(depth):
    weights, biases = [np.ones((1, 2))], [np.array([0.0, -0.5])]
    tent = np.array([[2.0], [-4.0]]), np.zeros(1)
    for _ in range(depth - 1):
        W, b = collapse_linear(*tent, weights[0], biases[0])
        weights.append(W)
        biases.append(b)
    return [*weights, tent[0]], [*biases, tent[1]]


@sawtooth_network.variant
def sawtooth_network_in_plain_lists(depth):
    weights, biases = [[[1, 1]]], [[0, -0.5]]
    while len(weights) < depth:
        weights.append([[2, 2], [-4, -4]])
        biases.append([0, -0.5])
    return (*weights, [[2], [-4]]), (*biases, [0])


@sawtooth_network.variant
def sawtooth_network_from_the_peak(depth):
    away = np.array([[1.0, -1.0]])  # how far x is right and left of 1/2; the tent is 1 - 2 abs(x - 1/2)
    first, later = np.array([-0.5, 0.5]), np.array([0.5, -0.5])
    weights = [away] + [np.array([[-2.0], [-2.0]]) @ away for _ in range(1, depth)] + [np.array([[-2.0], [-2.0]])]
    return weights, [first] + [later] * (depth - 1) + [np.array([1.0])]


@sawtooth_network.variant
def sawtooth_network_of_steep_hinges(depth):
    first = np.array([[2.0, 4.0]])  # relu(2 x) - relu(4 x - 2)
    middle = np.vstack([first, -first])
    return [first, *[middle] * (depth - 1), np.array([[1.0], [-1.0]])], [*[np.array([0, -2.0])] * depth, np.zeros(1)]
