"""parity_network: odd or even, from neurons that count; any network that tells the two apart is right."""

import numpy as np

from exercises.mlp.laws import computes_parity
from exercises.mlp.networks import asked
from grader import Case, Exercise
from solutions import mlp

parity_network = Exercise(
    mlp.parity_network,
    points=4,
    hints=(
        "Each hidden neuron can read the number of ones, s = x1 + ... + xn. As a function of s, the output must go 0, "
        "1, 0, 1, ...: up and down in turn.",
        "A neuron relu(s - k) is 0 until s reaches k and rises with slope 1 from there. Put one corner at each of "
        "k = 0, 1, ..., n - 1. By how much does the slope of a line that goes up and down change at each corner?",
        "All weights of the hidden layer are 1, its biases are 0, -1, ..., 1 - n. The slope is first 1, then -1, then "
        "1 again: so the output weights are 1, -2, 2, -2, ..., and the output bias is 0.",
    ),
    cases=(
        Case("three inputs", asked(3), share=2, law=computes_parity),
        Case("two inputs: XOR", asked(2), share=0.5, law=computes_parity),
        Case("four, five and eight inputs", asked(4, 5, 8), law=computes_parity),
        Case(
            "every output at least 0.1 away from 0.5",
            asked(2, 3, 4, 6),
            law=computes_parity,
            parameters={"margin": 0.1},
        ),
    ),
)


@parity_network.wrong("This is OR: at each further 1 the slope has to turn, so that two ones make 0 again.")
def parity_network_is_or(n):
    W2 = np.zeros((n, 1))
    W2[0], W2[1] = 1, -1
    return [np.ones((n, n)), W2], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("This says yes to exactly one 1: it never rises again, and with three ones it should.")
def parity_network_of_exactly_one(n):
    W2 = np.zeros((n, 1))
    W2[: min(n, 3), 0] = [1, -2, 1][:n]
    return [np.ones((n, n)), W2], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("The slope has to go from 1 to -1 and back: it changes by 2 at each corner, not by 1.")
def parity_network_takes_back_too_little(n):
    return [np.ones((n, n)), (-1.0) ** np.arange(n)[:, None]], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("The first change of slope is 1, from level to rising; only the later ones are 2.")
def parity_network_begins_too_steeply(n):
    return [np.ones((n, n)), 2 * (-1.0) ** np.arange(n)[:, None]], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("This counts the ones: let the other hidden neurons take back what the first one adds.")
def parity_network_counts(n):
    W2 = np.zeros((n, 1))
    W2[0] = 1
    return [np.ones((n, n)), W2], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("This is AND: a neuron that waits for the last 1 sees nothing of the others.")
def parity_network_is_and(n):
    W2 = np.zeros((n, 1))
    W2[-1] = 1
    return [np.ones((n, n)), W2], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("This is the opposite: the output is high where the number of ones is even.")
def parity_network_turned_around(n):
    W2 = -2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = -1
    return [np.ones((n, n)), W2], [-np.arange(n), np.ones(1)]


@parity_network.wrong(
    "Corners half-way between the counts are for neurons that step: a ReLU says how far it is past 0."
)
def parity_network_of_steps(n):
    return [np.ones((n, n)), (-1.0) ** np.arange(n)[:, None]], [0.5 - np.arange(1, n + 1), np.zeros(1)]


@parity_network.wrong("Large weights make a sigmoid into a step, but ReLUs, as asked here, do not level off.")
def parity_network_of_sigmoids(n):
    return [20 * np.ones((n, n)), 20 * (-1.0) ** np.arange(n)[:, None]], [-20.0 * np.arange(n) - 10, np.array([-10.0])]


@parity_network.wrong("The outputs are compared with 0.5, not with 0: make the answer to an odd number larger.")
def parity_network_compared_with_zero(n):
    W2 = 0.8 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 0.4
    return [np.ones((n, n)), W2], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("The outputs are on the right sides, but too near to 0.5: let the output weights be larger.")
def parity_network_undecided(n):
    W2 = 0.2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 0.1
    return [np.ones((n, n)), W2], [-np.arange(n), np.array([0.45])]


@parity_network.wrong("The output weights are a column, shape (n, 1): a row for each hidden neuron.")
def parity_network_in_columns(n):
    W2 = 2 * (-1.0) ** np.arange(n)
    W2[0] = 1
    return [np.ones((n, n)), W2[np.newaxis]], [-np.arange(n), np.zeros(1)]


@parity_network.wrong("Return two lists, first all weights and then all biases, not one pair for each layer.")
def parity_network_in_layers(n):
    W2 = 2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 1
    return (np.ones((n, n)), -np.arange(n)), (W2, np.zeros(1))


@parity_network.wrong("Each hidden neuron needs a bias of its own: with the same corner they all say the same.")
def parity_network_without_hidden_biases(n):
    W2 = 2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 1
    return [np.ones((n, n)), W2], [np.zeros(n), np.zeros(1)]


@parity_network.wrong("relu(s + k) has its corner at -k: the hidden biases are negative.")
def parity_network_mirrors_the_corners(n):
    W2 = 2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 1
    return [np.ones((n, n)), W2], [np.arange(n), np.zeros(1)]


@parity_network.wrong("The first corner is at 0, where the line begins to rise, not at 1.")
def parity_network_turns_too_late(n):
    W2 = 2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 1
    return [np.ones((n, n)), W2], [-np.arange(1, n + 1), np.zeros(1)]


@parity_network.wrong("Each hidden neuron has to read all the inputs: here each one reads its own alone.")
def parity_network_of_single_inputs(n):
    W2 = 2 * (-1.0) ** np.arange(n)[:, None]
    W2[0] = 1
    return [np.eye(n), W2], [np.zeros(n), np.zeros(1)]


@parity_network.wrong("This is the network for two inputs: build it from n, with n hidden neurons.")
def parity_network_of_two(n):
    return [np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[1.0], [-2.0]])], [np.array([0.0, -1.0]), np.array([0.0])]


@parity_network.wrong("This adds the inputs up: two ones make 2, which should be low again.")
def parity_network_sums(n):
    return [np.eye(n), np.ones((n, 1))], [np.zeros(n), np.zeros(1)]


@parity_network.wrong(
    "After the first corner the slope has to rise and fall in turn: the output weights alternate in sign."
)
def parity_network_falls_for_ever(n):
    W = np.ones((n, n))
    b = -np.arange(n)
    v = np.ones((n, 1))
    v[1:] = -2
    return [W, v], [b.astype(float), np.zeros(1)]


@parity_network.wrong("The output weights have the shape (n, 1), a column: `weights[:, np.newaxis]` makes one.")
def parity_network_with_a_flat_output(n):
    W = np.ones((n, n))
    b = -np.arange(n)
    v = np.array([2.0 if i % 2 == 0 else -2.0 for i in range(n)])
    v[0] = 1
    return [W, v], [b.astype(float), np.zeros(1)]


@parity_network.wrong("Differences tell two inputs apart and no more: let the hidden neurons count the ones.")
def parity_network_of_differences(n):
    W = np.eye(n) - np.ones((n, n)) + np.eye(n)
    return [W, np.ones((n, 1))], [np.zeros(n), np.zeros(1)]


@parity_network.wrong("The output bias lifts all outputs, those of even numbers too: nothing needs it here.")
def parity_network_lifted(n):
    W = np.ones((n, n))
    v = np.array([[2.0 if i % 2 == 0 else -2.0] for i in range(n)])
    v[0] = 1
    return [W, v], [-np.arange(n).astype(float), np.array([1.0])]


@parity_network.wrong("Which inputs are 1 does not matter, only how many: all of them need the same weights.")
def parity_network_of_alternating_inputs(n):
    W = np.eye(n)
    v = np.array([[1.0 if i % 2 == 0 else -1.0] for i in range(n)])
    return [W, v], [np.zeros(n), np.zeros(1)]


@parity_network.wrong("The slope has to turn at every further 1: all n hidden neurons are needed, not two of them.")
def parity_network_turns_once(n):
    W = np.ones((n, n))
    v = np.array([[1.0], [-2.0]] + [[0.0]] * (n - 2))
    return [W, v], [-np.arange(n).astype(float), np.zeros(1)]


@parity_network.wrong("The slope has to turn at every further 1: all n hidden neurons are needed, not three of them.")
def parity_network_turns_twice(n):
    W = np.ones((n, n))
    v = np.array([[1.0], [-2.0], [2.0]] + [[0.0]] * (n - 3))[:n]
    return [W, v], [-np.arange(n).astype(float), np.zeros(1)]


@parity_network.variant
def parity_network_in_plain_lists(n):
    outgoing = [[1]] + [[-2] if k % 2 else [2] for k in range(1, n)]
    return ([[1] * n for _ in range(n)], outgoing), ([-k for k in range(n)], [0])


@parity_network.variant
def parity_network_by_solving_equations(n):
    counts = np.arange(n + 1)
    said = np.maximum(counts[:, np.newaxis] - np.arange(n), 0)  # what hidden neuron k says to so many ones
    outgoing = np.linalg.lstsq(said, 3.0 * (counts % 2), rcond=None)[0]
    return [np.ones((n, n)), outgoing[:, np.newaxis]], [-1.0 * np.arange(n), np.array([-1.0])]


@parity_network.variant
def parity_network_by_differences(n):
    signs = np.where(np.arange(n) % 2 == 0, 1.0, -1.0)  # a difference of ones is odd where their sum is
    least = -(n // 2)
    turns = 2.0 * (-1.0) ** np.arange(n)
    turns[0] = 1
    if least % 2:
        return [np.tile(signs[:, None], n), -turns[:, None]], [-(least + np.arange(n)), np.ones(1)]
    return [np.tile(signs[:, None], n), turns[:, None]], [-(least + np.arange(n)), np.zeros(1)]


@parity_network.variant
def parity_network_with_ever_higher_peaks(n):
    k = np.arange(n)  # 0, 1, 0, 2, 0, 3, ...: only the side of a half counts
    return [np.ones((n, n)), ((-1.0) ** k * (k + 1))[:, None]], [-k, np.zeros(1)]


@parity_network.variant
def parity_network_counting_zeros(n):
    turns = [1.0, *(2 * (-1.0) ** k for k in range(1, n))]
    sign = -1.0 if n % 2 else 1.0  # with no zeros all n inputs are 1
    return [-np.ones((n, n)), sign * np.array(turns)[:, None]], [n - 1.0 * np.arange(n), np.array([n % 2])]
