"""xor_network: two hidden neurons that make XOR; any network that computes it is right."""

import numpy as np

from exercises.mlp.laws import computes_xor
from grader import Case, Exercise
from solutions import mlp


def asked(times):
    """Ask so many times; the function takes no arguments."""
    return lambda rng: [()] * times


xor_network = Exercise(
    mlp.xor_network,
    points=3,
    hints=(
        "The four inputs add up to 0, 1, 1 and 2. XOR is 1 where the sum is 1: a function of the sum that goes up and "
        "comes down again.",
        "Let both hidden neurons read the sum x1 + x2. One of them rises from 0 on; the other one stays at zero until "
        "the sum is 1, and rises from there.",
        "Give the first the weights 1, 1 and the bias 0, so that it says 0, 1, 1, 2. Give the second the same weights "
        "and the bias -1: it says 0, 0, 0, 1. How often must the second be taken from the first so that 0, 1, 1, 0 is "
        "left? The shapes are (2, 2), (2, 1), (2,) and (1,).",
    ),
    cases=(
        Case("more than 0.5 exactly where XOR is 1", asked(1), share=2, law=computes_xor),
        Case("every output at least 0.1 away from 0.5", asked(1), law=computes_xor, parameters={"margin": 0.1}),
        Case("asked twice", asked(2), share=0.5, law=computes_xor, parameters={"margin": 0.1}),
    ),
)


@xor_network.wrong("This is OR: where both inputs are 1, the second hidden neuron must take the sum back.")
def xor_network_is_or():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [0.0]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("This is OR still: at (1, 1) the sum is 2, so the second neuron has to count twice, with weight -2.")
def xor_network_takes_back_too_little():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [-1.0]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("This is AND: a neuron that waits for the second 1 sees nothing where there is only one.")
def xor_network_is_and():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0], [1.0]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("This is the opposite: the output is high where the two inputs agree.")
def xor_network_turned_around():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[-1.0], [2.0]])], [np.array([0.0, -1.0]), np.array([1.0])]


@xor_network.wrong("AND of OR and NAND needs neurons that step: a ReLU says how far it is past 0.")
def xor_network_of_steps():
    return [np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[1.0], [1.0]])], [np.array([-0.5, 1.5]), np.array([-1.5])]


@xor_network.wrong("Large weights make a sigmoid into a step, but ReLUs, as asked here, do not level off.")
def xor_network_of_sigmoids():
    weights = [np.array([[20.0, -20.0], [20.0, -20.0]]), np.array([[20.0], [20.0]])]
    return weights, [np.array([-10.0, 30.0]), np.array([-30.0])]


@xor_network.wrong("The outputs are compared with 0.5, not with 0: make the answer to (0, 1) and (1, 0) larger.")
def xor_network_compared_with_zero():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.4], [-0.8]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("The outputs are on the right sides, but too near to 0.5: let the output weights be larger.")
def xor_network_undecided():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.55], [-1.1]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("The column of an input's weights is a row here: the output weights have the shape (2, 1).")
def xor_network_in_columns():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0, -2.0]])], [np.array([0.0, -1.0]), np.array([0.0])]


@xor_network.wrong("Return two lists, first all weights and then all biases, not one pair for each layer.")
def xor_network_in_layers():
    hidden = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    return hidden, (np.array([[1.0], [-2.0]]), np.array([0.0]))


@xor_network.wrong("The second hidden neuron needs a bias of its own: with the same corner both say the same.")
def xor_network_without_hidden_biases():
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [-2.0]])], [np.array([0.0, 0.0]), np.array([0.0])]


@xor_network.variant
def xor_network_by_differences():
    W1 = np.array([[1, -1], [-1, 1]])  # relu(x1 - x2) and relu(x2 - x1)
    return (W1, np.ones((2, 1))), (np.zeros(2), np.zeros(1))


@xor_network.variant
def xor_network_in_plain_lists():
    return [[[1, 1], [1, 1]], [[2], [-4]]], [[0, -1], [0]]


@xor_network.variant
def xor_network_upside_down():
    weights = [np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[-3.0], [-3.0]])]
    return weights, [np.array([-1.0, 1.0]), np.array([2.0])]  # 2 - 3 abs(x1 + x2 - 1)


@xor_network.variant
def xor_network_found_by_trying():
    rng = np.random.default_rng(1)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    for _ in range(100_000):
        W1, b1, W2, b2 = rng.normal(size=(2, 2)), rng.normal(size=2), rng.normal(size=(2, 1)), rng.normal(size=1)
        output = 2 * (np.maximum(X @ W1 + b1, 0) @ W2 + b2)[:, 0]
        if max(output[0], output[3]) < 0.4 and min(output[1], output[2]) > 0.6:
            return [W1, 2 * W2], [b1, 2 * b2]


@xor_network.variant
def xor_network_with_a_corner_before_zero():
    W1, b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.5, -1.0])
    return [W1, np.array([[1.0], [-2.0]])], [b1, np.array([-0.5])]
