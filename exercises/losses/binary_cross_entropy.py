"""binary_cross_entropy: cross-entropy of a yes-or-no answer, from its logit."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import answered, relabelled, small, whole_answered
from grader import Case, Exercise
from solutions import losses


def certain(num_examples):
    """Make logits of 1e4 and -1e4 with labels, every second of them wrong, among them the first, a yes."""

    def make(rng):
        labels = 1.0 - np.arange(num_examples) // 2 % 2
        says_yes = labels == np.arange(num_examples) % 2
        order = np.append(0, rng.permutation(np.arange(1, num_examples)))
        return np.where(says_yes, 1e4, -1e4)[order], labels[order]

    return make


binary_cross_entropy = Exercise(
    losses.binary_cross_entropy,
    points=3,
    hints=(
        "Put p = 1 / (1 + exp(-z)) into -y log(p) - (1 - y) log(1 - p) and simplify on paper before you write code.",
        "What remains is log(1 + exp(z)) - y z. For z = 1000 the exponential overflows, although the result is 1000.",
        "`np.logaddexp(0, z)` is log(exp(0) + exp(z)) and never overflows. Take the mean of it minus labels * logits, "
        "over all N examples.",
    ),
    cases=(
        Case("a batch of scores", answered(5), share=2),
        Case("one example", calls(answered(1), relabelled(answered(1), lambda labels: 1 - labels))),
        Case("scores of 10,000 and -10,000", calls(certain(8), certain(5)), share=1.5),
        Case("whole numbers, then another length", calls(whole_answered(7), answered(12))),
        Case(
            "other number types and memory layouts",
            calls(forms(answered(4), answered(9), answered(6)), relabelled(answered(8), small)),
            share=0.5,
        ),
    ),
)


@binary_cross_entropy.wrong("Do not form p: at z = 10,000 it is 1, and log(1 - p) is -inf. Simplify the formula first.")
def binary_cross_entropy_of_probabilities(logits, labels):
    probabilities = 1 / (1 + np.exp(-np.asarray(logits, dtype=np.float64)))
    return np.mean(-labels * np.log(probabilities) - (1 - labels) * np.log(1 - probabilities))


@binary_cross_entropy.wrong(
    "exp(710) is already infinite: `np.logaddexp(0, z)` is log(1 + exp(z)) without the overflow."
)
def binary_cross_entropy_overflows(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    return np.mean(np.log(1 + np.exp(logits)) - labels * logits)


@binary_cross_entropy.wrong(
    "Do not clip the probabilities: a loss of 10,000 becomes 27.6. Simplify the formula instead."
)
def binary_cross_entropy_of_clipped_probabilities(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    probabilities = np.clip(1 / (1 + np.exp(-np.clip(logits, -700, 700))), 1e-12, 1 - 1e-12)
    return np.mean(-1.0 * labels * np.log(probabilities) - (1 - labels) * np.log(1 - probabilities))


@binary_cross_entropy.wrong("Take the mean over the examples, not the sum: the loss must not grow with the batch.")
def binary_cross_entropy_not_averaged(logits, labels):
    return np.sum(np.logaddexp(0, logits) - labels * logits)


@binary_cross_entropy.wrong("A label of 0 costs too: its term is -(1 - y) log(1 - p).")
def binary_cross_entropy_of_the_ones_only(logits, labels):
    return np.mean(labels * np.logaddexp(0, -logits))


@binary_cross_entropy.wrong("The labels have changed places: y = 1 goes with log(p), y = 0 with log(1 - p).")
def binary_cross_entropy_with_labels_swapped(logits, labels):
    return np.mean(np.logaddexp(0, logits) - (1 - labels) * logits)


@binary_cross_entropy.wrong("The minus sign is missing: log-probabilities are negative, a loss is not.")
def binary_cross_entropy_without_the_minus(logits, labels):
    return np.mean(labels * logits - np.logaddexp(0, logits))


@binary_cross_entropy.wrong(
    "log(1 + exp(-y z)) is for labels of -1 and 1: here they are 0 and 1, and y = 0 would give log 2."
)
def binary_cross_entropy_for_labels_of_both_signs(logits, labels):
    return np.mean(np.logaddexp(0, -1.0 * labels * logits))


@binary_cross_entropy.wrong("The logits are no probabilities yet: p = 1 / (1 + exp(-z)) comes before the logarithm.")
def binary_cross_entropy_of_raw_scores(logits, labels):
    return np.mean(-1.0 * labels * np.log(logits) - (1 - labels) * np.log(1 - logits))


@binary_cross_entropy.wrong(
    "This is the squared error of the probability: take the logarithm, or a confident error costs little."
)
def binary_cross_entropy_as_squared_error(logits, labels):
    return np.mean((1 / (1 + np.exp(-logits)) - labels) ** 2) / 2


@binary_cross_entropy.wrong("Take the mean over the examples: the loss of a batch is one number, not one per example.")
def binary_cross_entropy_per_example(logits, labels):
    return np.logaddexp(0, logits) - labels * logits


@binary_cross_entropy.wrong("The sigmoid's exponent is -z: a large score says yes.")
def binary_cross_entropy_with_the_sigmoid_upside_down(logits, labels):
    return np.mean(np.logaddexp(0, -logits) + labels * logits)


@binary_cross_entropy.wrong("The term of the label is subtracted: log(1 + exp(z)) - y z.")
def binary_cross_entropy_adds_the_labels(logits, labels):
    return np.mean(np.logaddexp(0, logits) + labels * logits)


@binary_cross_entropy.wrong("Where is the label? A score costs less if it points to the right answer.")
def binary_cross_entropy_without_labels(logits, labels):
    return np.mean(np.logaddexp(0, logits))


@binary_cross_entropy.wrong("A label of 1 costs too: its term is -y log(p).")
def binary_cross_entropy_of_the_zeros_only(logits, labels):
    return np.mean((1 - 1.0 * labels) * np.logaddexp(0, logits))


@binary_cross_entropy.wrong("The sigmoid goes in once: work on the logits, not on probabilities.")
def binary_cross_entropy_of_the_sigmoid_twice(logits, labels):
    probabilities = np.exp(-np.logaddexp(0, -1.0 * logits))
    return np.mean(np.logaddexp(0, probabilities) - labels * probabilities)


@binary_cross_entropy.wrong("No factor 1/2: it belongs to the squared error.")
def binary_cross_entropy_halved(logits, labels):
    return np.mean(np.logaddexp(0, logits) - labels * logits) / 2


@binary_cross_entropy.wrong("Use the natural logarithm: with base 2 the loss is in bits, not in nats.")
def binary_cross_entropy_in_bits(logits, labels):
    return np.mean(np.logaddexp(0, logits) - labels * logits) / np.log(2)


@binary_cross_entropy.wrong("Both terms of the loss carry a minus: -y log(p) and -(1 - y) log(1 - p).")
def binary_cross_entropy_with_one_minus(logits, labels):
    return np.mean(labels * np.logaddexp(0, -1.0 * logits) - (1 - 1.0 * labels) * np.logaddexp(0, logits))


@binary_cross_entropy.wrong(
    "No small number inside the logarithm: a loss of 10,000 becomes 27.6, and all others change."
)
def binary_cross_entropy_with_an_epsilon(logits, labels):
    p = np.exp(-np.logaddexp(0, -1.0 * logits))
    return -np.mean(labels * np.log(p + 1e-8) + (1 - 1.0 * labels) * np.log(1 - p + 1e-8))


@binary_cross_entropy.wrong("Take the logarithm of the probability: 1 - p grows far too slowly near p = 0.")
def binary_cross_entropy_without_the_logarithm(logits, labels):
    return np.mean(np.abs(labels - np.exp(-np.logaddexp(0, -1.0 * logits))))


@binary_cross_entropy.wrong("Nothing has to be added: simplify the logarithms, and no probability is rounded to 0.")
def binary_cross_entropy_with_a_small_number(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return -np.mean(labels * np.log(p + 1e-12) + (1 - labels) * np.log(1 - p + 1e-12))


@binary_cross_entropy.wrong("Near 0 the loss is no broken line: the logarithm of 1 + exp(-abs(z)) is missing.")
def binary_cross_entropy_without_the_curve(logits, labels):
    return np.mean(np.maximum(logits, 0) - labels * logits)


@binary_cross_entropy.wrong("Not every label is 1: the logit is subtracted where it is.")
def binary_cross_entropy_as_if_all_were_yes(logits, labels):
    return np.mean(np.logaddexp(0, logits) - logits)


@binary_cross_entropy.wrong("Divide by the number of examples, not by the number of ones.")
def binary_cross_entropy_over_the_yes_answers(logits, labels):
    return np.sum(np.logaddexp(0, logits) - labels * logits) / np.sum(labels)


@binary_cross_entropy.variant
def binary_cross_entropy_by_cases(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    return np.mean(np.maximum(logits, 0) - logits * labels + np.log1p(np.exp(-np.abs(logits))))


@binary_cross_entropy.variant
def binary_cross_entropy_example_by_example(logits, labels):
    import math

    total = 0.0
    for score, label in zip(logits.tolist(), labels.tolist()):
        score = -score if label else score
        total += max(score, 0.0) + math.log1p(math.exp(-abs(score)))
    return total / len(logits)


@binary_cross_entropy.variant
def binary_cross_entropy_of_signs(logits, labels):
    signs = np.where(labels == 1, -1.0, 1.0)
    return float(np.logaddexp(0.0, signs * logits).sum()) / len(signs)
