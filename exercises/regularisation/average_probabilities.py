"""average_probabilities: several networks, one answer."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from grader import Case, Exercise, silent
from solutions import regularisation
from solutions.losses import softmax

average_probabilities = Exercise(
    regularisation.average_probabilities,
    points=2,
    hints=(
        "Each network turns its own logits into probabilities first. Then the networks vote.",
        "`softmax` of chapter 4 takes the logits of one network, shape (N, K). The mean runs over the networks, which "
        "are axis 0.",
        "Collect the softmax of each of the M tables in a list, and take `np.mean(..., axis=0)` of the list.",
    ),
    cases=(
        Case("three networks", normal((3, 5, 4), scale=2), share=2),
        Case("as many networks as examples and classes", normal((4, 4, 4), scale=3)),
        Case("one network, one example", calls(normal((1, 6, 3)), normal((5, 1, 7), scale=4), normal((2, 3, 2)))),
        Case("logits of any size", lambda rng: (1e4 * rng.normal(size=(3, 4, 6)),), law=silent),
        Case(
            "other number types and memory layouts",
            calls(whole((2, 7, 3)), forms(normal((3, 4, 5))), whole((6, 2, 5))),
            share=0.5,
        ),
    ),
)


@average_probabilities.wrong("Average the probabilities, not the logits: the softmax comes first.")
def average_probabilities_of_the_mean_logits(logits):
    return softmax(np.mean(logits, axis=0))


@average_probabilities.wrong("Divide by the number of networks: the rows of the result must sum to 1.")
def average_probabilities_summed(logits):
    return sum(softmax(one) for one in logits)


@average_probabilities.wrong("Average over the networks, axis 0: axis 1 holds the examples.")
def average_probabilities_over_the_examples(logits):
    return np.mean([softmax(one) for one in logits], axis=1)


@average_probabilities.wrong("Each row of logits sums to 1 after the softmax: the classes are the last axis.")
def average_probabilities_with_the_softmax_over_examples(logits):
    shifted = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return np.mean(shifted / shifted.sum(axis=1, keepdims=True), axis=0)


@average_probabilities.wrong("The classes are the last axis: this softmax runs over the networks.")
def average_probabilities_with_the_softmax_over_networks(logits):
    shifted = np.exp(logits - np.max(logits, axis=0))
    return np.mean(shifted / shifted.sum(axis=0), axis=0)


@average_probabilities.wrong("Average how sure the networks are: this only counts their votes.")
def average_probabilities_of_votes(logits):
    num_classes = logits.shape[2]
    return np.mean(np.eye(num_classes)[np.argmax(logits, axis=2)], axis=0)


@average_probabilities.wrong("Take the mean of the probabilities: the largest of them is the most convinced network's.")
def average_probabilities_of_the_most_convinced(logits):
    return np.max([softmax(one) for one in logits], axis=0)


@average_probabilities.wrong("All networks count: this is the answer of the first.")
def average_probabilities_of_the_first_network(logits):
    return softmax(logits[0])


@average_probabilities.wrong("Subtract the largest logit before the exponential: `np.exp` overflows above 709.8.")
def average_probabilities_that_overflow(logits):
    logits = np.asarray(logits, dtype=np.float64)
    powers = np.exp(np.minimum(logits, 700))
    return np.mean(powers / powers.sum(axis=2, keepdims=True), axis=0)


@average_probabilities.wrong("Average the probabilities themselves: this averages their logarithms.")
def average_probabilities_by_logarithms(logits):
    shifted = logits - np.max(logits, axis=2, keepdims=True)
    log_probabilities = shifted - np.log(np.sum(np.exp(shifted), axis=2, keepdims=True))
    return np.exp(np.mean(log_probabilities, axis=0))


@average_probabilities.wrong("Return probabilities, one for each class: this is the class that wins.")
def average_probabilities_as_classes(logits):
    return np.argmax(np.mean([softmax(one) for one in logits], axis=0), axis=1)


@average_probabilities.wrong("exp of a large logit does not fit into a float: use your `softmax`.")
def average_probabilities_overflows(logits):
    p = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
    return p.mean(axis=0)


@average_probabilities.wrong("Each row needs its own largest logit taken off: your `softmax` does that.")
def average_probabilities_underflows(logits):
    e = np.exp(logits - logits.max())
    return (e / e.sum(axis=2, keepdims=True)).mean(axis=0)


@average_probabilities.wrong("The vote is the mean of the probabilities, not their product.")
def average_probabilities_multiplies(logits):
    p = np.prod([softmax(z) for z in logits], axis=0)
    return p / p.sum(axis=1, keepdims=True)


@average_probabilities.wrong("The mean, not the median: its rows sum to 1.")
def average_probabilities_of_the_middle(logits):
    return np.median([softmax(z) for z in logits], axis=0)


@average_probabilities.wrong("There may be any number of networks: take the mean over the first axis.")
def average_probabilities_of_two_networks(logits):
    return (softmax(logits[0]) + softmax(logits[1])) / 2


@average_probabilities.wrong("The mean of probabilities is a probability already: no further softmax.")
def average_probabilities_twice_through_softmax(logits):
    return softmax(np.mean([softmax(z) for z in logits], axis=0))


@average_probabilities.wrong("All networks vote, the first one too.")
def average_probabilities_without_the_first(logits):
    total = 0
    for z in logits[1:]:
        total = total + softmax(z)
    return total / len(logits)


@average_probabilities.wrong("Add all of them up and divide by M: halving in the loop weighs the last one most.")
def average_probabilities_weighs_the_last_most(logits):
    p = softmax(logits[0])
    for z in logits[1:]:
        p = (p + softmax(z)) / 2
    return p


@average_probabilities.wrong("Divide by the number of networks, the length of the first axis.")
def average_probabilities_divided_by_the_examples(logits):
    return np.sum([softmax(z) for z in logits], axis=0) / logits.shape[1]


@average_probabilities.variant
def average_probabilities_on_three_axes(logits):
    logits = np.asarray(logits, dtype=float)
    powers = np.exp(logits - logits.max(axis=2, keepdims=True))
    return (powers / powers.sum(axis=2, keepdims=True)).mean(axis=0)


@average_probabilities.variant
def average_probabilities_one_network_at_a_time(logits):
    total = np.zeros(np.shape(logits)[1:])
    for one in logits:
        total += softmax(one)
    return total / len(logits)


@average_probabilities.variant
def average_probabilities_in_one_long_table(logits):
    num_networks, num_examples, num_classes = logits.shape
    table = softmax(logits.reshape(-1, num_classes))
    return (sum(table.reshape(num_networks, num_examples, num_classes)) / num_networks).tolist()
