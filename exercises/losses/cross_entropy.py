"""cross_entropy: the mean negative log-probability of the right classes."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import label_errors, relabelled, scored, small, whole_scored
from grader import Case, Exercise
from solutions import losses
from solutions.losses import log_softmax, softmax

cross_entropy = Exercise(
    losses.cross_entropy,
    points=3,
    hints=(
        "`log_softmax(logits)` has all that is needed: which of its entries count, one in each row?",
        "`log_probabilities[np.arange(N), labels]` picks from each row n the entry in column `labels[n]`.",
        "The loss is minus the mean of those N entries. Before that, raise a ValueError unless `labels.shape` is (N,) "
        "and every label lies in 0..K - 1: NumPy takes -1 for the last column.",
    ),
    cases=(
        Case("a batch of scores", scored(5, 3), share=2),
        Case("as many classes as examples", scored(4, 4)),
        Case("one example", scored(1, 6), share=0.5),
        Case("scores of 100: certain, and often wrong", scored(7, 4, scale=100.0)),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), scored(8, 3))),
        Case(
            "other number types and memory layouts",
            calls(forms(scored(3, 4), scored(6, 2), scored(4, 5)), relabelled(scored(4, 3), small)),
            share=0.5,
        ),
        *label_errors(),
    ),
)


@cross_entropy.wrong("Take the mean over the examples, not the sum: the loss must not grow with the batch.")
def cross_entropy_not_averaged(logits, labels):
    return -np.sum(log_softmax(logits)[np.arange(len(labels)), labels])


@cross_entropy.wrong("The minus sign is missing: log-probabilities are negative, a loss is not.")
def cross_entropy_without_the_minus(logits, labels):
    return np.mean(log_softmax(logits)[np.arange(len(labels)), labels])


@cross_entropy.wrong("Divide by the N examples, not by N·K: the zeros of the one-hot labels are not examples.")
def cross_entropy_averages_the_zeros(logits, labels):
    one_hot = np.eye(logits.shape[1])[labels]
    return -np.mean(one_hot * log_softmax(logits))


@cross_entropy.wrong(
    "`[:, labels]` takes whole columns, for every row all the labels: pair them, `[np.arange(N), labels]`."
)
def cross_entropy_takes_whole_columns(logits, labels):
    return -np.mean(log_softmax(logits)[:, labels])


@cross_entropy.wrong("Softmax goes in once: `log_softmax` expects the logits themselves, not probabilities.")
def cross_entropy_softens_twice(logits, labels):
    return -np.mean(log_softmax(softmax(logits))[np.arange(len(labels)), labels])


@cross_entropy.wrong("Pick the right class's entry, not the largest: being sure of the wrong class must cost.")
def cross_entropy_of_the_largest(logits, labels):
    return -np.mean(log_softmax(logits).max(axis=1))


@cross_entropy.wrong("Take the logarithm of the probability of the right class: 1 - p grows far too slowly near p = 0.")
def cross_entropy_without_the_logarithm(logits, labels):
    return np.mean(1 - softmax(logits)[np.arange(len(labels)), labels])


@cross_entropy.wrong("The logits are not log-probabilities yet: normalise them with `log_softmax` first.")
def cross_entropy_of_raw_scores(logits, labels):
    return -np.mean(logits[np.arange(len(labels)), labels])


@cross_entropy.wrong("Use the natural logarithm: with base 2 the loss is in bits, not in nats.")
def cross_entropy_in_bits(logits, labels):
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels]) / np.log(2)


@cross_entropy.wrong(
    "No small number inside the logarithm: it hides how wrong a confident answer is. Use `log_softmax`."
)
def cross_entropy_with_an_epsilon(logits, labels):
    return -np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels] + 1e-12))


@cross_entropy.wrong("Take the mean over the examples: the loss of a batch is one number, not one per example.")
def cross_entropy_per_example(logits, labels):
    return -log_softmax(logits)[np.arange(len(labels)), labels]


@cross_entropy.wrong("A label of -1 must be a ValueError: as an index it silently means the last class.")
def cross_entropy_counts_from_the_end(logits, labels):
    log_probabilities = log_softmax(logits)
    if labels.shape != (len(log_probabilities),) or labels.max() >= log_probabilities.shape[1]:
        raise ValueError("one label for each row of logits")
    return -np.mean(log_probabilities[np.arange(len(labels)), labels])


@cross_entropy.wrong("Check that `labels.shape` is (N,): with another shape NumPy pairs every row with every label.")
def cross_entropy_broadcasts_the_labels(logits, labels):
    log_probabilities = log_softmax(logits)
    if labels.min() < 0 or labels.max() >= log_probabilities.shape[1]:
        raise ValueError("labels out of range")
    return -np.mean(log_probabilities[np.arange(len(logits)), labels])


@cross_entropy.variant
def cross_entropy_with_one_hot_labels(logits, labels):
    log_probabilities = log_softmax(logits)
    num_examples, num_classes = log_probabilities.shape
    if labels.shape != (num_examples,) or not np.isin(labels, np.arange(num_classes)).all():
        raise ValueError("labels must have shape (N,) and lie in 0..K - 1")
    one_hot = np.arange(num_classes) == labels[:, None]
    return -np.sum(log_probabilities, where=one_hot) / num_examples


@cross_entropy.variant
def cross_entropy_example_by_example(logits, labels):
    log_probabilities = log_softmax(logits)
    if np.shape(labels) != (len(log_probabilities),):
        raise ValueError("one label per example")
    total = 0.0
    for row, label in zip(log_probabilities, labels):
        if not 0 <= label < len(row):
            raise ValueError(f"label {label} is not a class")
        total += float(row[label])
    return -total / len(log_probabilities)


@cross_entropy.variant
def cross_entropy_by_logaddexp(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 2 or labels.shape != logits.shape[:1]:
        raise ValueError("logits (N, K), labels (N,)")
    if labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("labels out of range")
    right = np.take_along_axis(logits, labels[:, np.newaxis].astype(int), axis=1)[:, 0]
    return np.average(np.logaddexp.reduce(logits, axis=1) - right)


@cross_entropy.variant
def cross_entropy_with_einsum(logits, labels):
    rows, classes = np.shape(log_softmax(logits))
    if np.shape(labels) != (rows,) or set(np.unique(labels)) - set(range(classes)):
        raise ValueError("labels do not fit")
    return float(np.einsum("nk,nk->", log_softmax(logits), np.eye(classes)[labels])) / -rows
