"""binary_cross_entropy_grad: the gradient of binary_cross_entropy in the logits."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import answered, relabelled, small, whole_answered
from grader import Case, Exercise
from solutions import losses
from solutions.losses import binary_cross_entropy

binary_cross_entropy_grad = Exercise(
    losses.binary_cross_entropy_grad,
    points=2,
    hints=(
        "The loss of one example is log(1 + exp(z)) - y z, whatever its label. Differentiate both terms in z.",
        "The derivative of log(1 + exp(z)) is exp(z) / (1 + exp(z)). You know this function by another name. What does "
        "the mean over the examples do to it?",
        "The gradient is (p - y) / N, with p = 1 / (1 + exp(-z)): predicted minus wanted, for each example by itself.",
    ),
    cases=(
        Case("a batch of scores", answered(5), share=2),
        Case("one example", calls(answered(1), relabelled(answered(1), lambda labels: 1 - labels))),
        Case("scores that are certain", answered(9, scale=12.0)),
        Case("whole numbers, then another length", calls(whole_answered(7), answered(12))),
        Case(
            "other number types and memory layouts",
            calls(forms(answered(4)), relabelled(answered(8), small)),
            share=0.5,
        ),
    ),
)


@binary_cross_entropy_grad.wrong("Divide by N: the loss is a mean over the examples, so its gradient carries 1/N.")
def binary_cross_entropy_grad_not_averaged(logits, labels):
    return 1 / (1 + np.exp(-logits)) - labels


@binary_cross_entropy_grad.wrong("It is probability minus label: raising the score of a no must raise the loss.")
def binary_cross_entropy_grad_reversed(logits, labels):
    return (labels - 1 / (1 + np.exp(-logits))) / len(labels)


@binary_cross_entropy_grad.wrong("No factor p(1 - p): cross-entropy was chosen because it cancels.")
def binary_cross_entropy_grad_with_the_slope_of_the_sigmoid(logits, labels):
    p = 1 / (1 + np.exp(-logits))
    return (p - labels) * p * (1 - p) / len(labels)


@binary_cross_entropy_grad.wrong(
    "This is the derivative in the probability: carry it through the sigmoid to the logit."
)
def binary_cross_entropy_grad_in_the_probabilities(logits, labels):
    p = 1 / (1 + np.exp(-logits.astype(float)))
    return (p - labels) / (p * (1 - p)) / len(labels)


@binary_cross_entropy_grad.wrong(
    "Subtract the label from the probability, not from the score: the sigmoid comes first."
)
def binary_cross_entropy_grad_of_raw_scores(logits, labels):
    return (logits - 1.0 * labels) / len(labels)


@binary_cross_entropy_grad.wrong("The label is missing: the derivative of -y z is -y.")
def binary_cross_entropy_grad_without_labels(logits, labels):
    return 1 / (1 + np.exp(-logits)) / len(labels)


@binary_cross_entropy_grad.wrong("A label of 0 has a slope too: p, where a label of 1 has p - 1.")
def binary_cross_entropy_grad_of_the_ones_only(logits, labels):
    return labels * (1 / (1 + np.exp(-logits)) - 1.0) / len(labels)


@binary_cross_entropy_grad.wrong("A label of 1 has a slope too: p - 1, where a label of 0 has p.")
def binary_cross_entropy_grad_of_the_zeros_only(logits, labels):
    return (1 - 1.0 * labels) / (1 + np.exp(-logits)) / len(labels)


@binary_cross_entropy_grad.wrong("The labels have changed places: y = 1 goes with p - 1, y = 0 with p.")
def binary_cross_entropy_grad_with_labels_swapped(logits, labels):
    return (1 / (1 + np.exp(-logits)) - (1 - 1.0 * labels)) / len(labels)


@binary_cross_entropy_grad.wrong("The sigmoid's exponent is -z: a large score says yes.")
def binary_cross_entropy_grad_with_the_sigmoid_upside_down(logits, labels):
    return (1 / (1 + np.exp(1.0 * logits)) - labels) / len(labels)


@binary_cross_entropy_grad.wrong("Each logit has its own derivative, shape (N,): do not add them up.")
def binary_cross_entropy_grad_summed_over_the_examples(logits, labels):
    return np.mean(1 / (1 + np.exp(-logits)) - labels)


@binary_cross_entropy_grad.wrong("This is the loss. Its gradient has a derivative for each logit, shape (N,).")
def binary_cross_entropy_grad_is_the_loss(logits, labels):
    return binary_cross_entropy(logits, labels)


@binary_cross_entropy_grad.wrong("The sigmoid goes in once: the derivative is p - y.")
def binary_cross_entropy_grad_of_the_sigmoid_twice(logits, labels):
    p = 1 / (1 + np.exp(-logits))
    return (1 / (1 + np.exp(-p)) - labels) / len(labels)


@binary_cross_entropy_grad.wrong("No factor 1/2: it belongs to the squared error.")
def binary_cross_entropy_grad_halved(logits, labels):
    return (1 / (1 + np.exp(-logits)) - labels) / (2 * len(labels))


@binary_cross_entropy_grad.wrong("Take the probability, not the answer 0 or 1: its distance to the label is the slope.")
def binary_cross_entropy_grad_of_decisions(logits, labels):
    return ((logits > 0) - 1.0 * labels) / len(labels)


@binary_cross_entropy_grad.wrong("Each example counts for itself: do not multiply by the score.")
def binary_cross_entropy_grad_times_the_scores(logits, labels):
    return (1 / (1 + np.exp(-logits)) - labels) * logits / len(labels)


@binary_cross_entropy_grad.wrong("Work on a copy: `logits -= labels` writes into the caller's own array.")
def binary_cross_entropy_grad_changes_its_input(logits, labels):
    logits[:] = 1 / (1 + np.exp(-logits))
    logits -= labels
    return logits / len(labels)


@binary_cross_entropy_grad.wrong(
    "Where the label is 0 there is a slope too; and the derivative of -log p goes on through the sigmoid."
)
def binary_cross_entropy_grad_of_yes_alone(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return -labels / p / len(labels)


@binary_cross_entropy_grad.wrong("Label 0 has the probability itself as its slope, p - 0.")
def binary_cross_entropy_grad_of_the_mistakes(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return np.where(labels == 1, p - 1, 1 - p) / len(labels)


@binary_cross_entropy_grad.wrong("There is no square here, so there is no 2.")
def binary_cross_entropy_grad_doubled(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return 2 * (p - labels) / len(labels)


@binary_cross_entropy_grad.wrong("Divide by the number of examples, not by the number of ones.")
def binary_cross_entropy_grad_over_the_yes_answers(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return (p - labels) / np.sum(labels)


@binary_cross_entropy_grad.wrong(
    "This is the slope of the sigmoid; the loss is its logarithm, and that cancels most of it."
)
def binary_cross_entropy_grad_by_the_slope_of_the_sigmoid(logits, labels):
    p = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))
    return p * (1 - p) / len(labels)


@binary_cross_entropy_grad.variant
def binary_cross_entropy_grad_example_by_example(logits, labels):
    import math

    return [(1 / (1 + math.exp(-z)) - y) / len(labels) for z, y in zip(logits.tolist(), labels.tolist())]


@binary_cross_entropy_grad.variant
def binary_cross_entropy_grad_by_tanh(logits, labels):
    halves = np.asarray(logits, dtype=float) / 2
    return (0.5 + 0.5 * np.tanh(halves) - labels) / len(logits)


@binary_cross_entropy_grad.variant
def binary_cross_entropy_grad_of_signs(logits, labels):
    signs = np.where(labels == 1, -1.0, 1.0)  # the loss is log(1 + exp(signs * logits))
    return signs / (1 + np.exp(-signs * logits.astype(float))) / labels.size


@binary_cross_entropy_grad.variant
def binary_cross_entropy_grad_from_two_classes(logits, labels):
    scores = np.stack([np.zeros(len(logits)), logits.astype(np.float64)])
    probabilities = np.exp(scores - np.logaddexp.reduce(scores, axis=0))
    return (probabilities - [labels == 0, labels == 1])[1] / len(logits)
