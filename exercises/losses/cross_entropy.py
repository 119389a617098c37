"""cross_entropy: the mean negative log-probability of the right classes."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import huge_scored, relabelled, scored, small, whole_scored
from grader import Case, Exercise
from solutions import losses
from solutions.losses import log_softmax, softmax

cross_entropy = Exercise(
    losses.cross_entropy,
    points=3,
    hints=(
        "`log_softmax(logits)` has all that is needed: which of its entries count, one in each row?",
        "`log_probabilities[np.arange(N), labels]` picks from each row n the entry in column `labels[n]`.",
        "The loss is minus the mean of those N entries. They come from `log_softmax`, since the logarithm of a "
        "`softmax` that was rounded to 0 is not finite.",
    ),
    cases=(
        Case("a batch of scores", scored(5, 3), share=2),
        Case("as many classes as examples", scored(4, 4)),
        Case("one example", scored(1, 6), share=0.5),
        Case("scores of 10,000 and -10,000", calls(huge_scored(7, 4), huge_scored(4, 6)), share=1.5),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), scored(8, 3))),
        Case(
            "other number types and memory layouts",
            calls(forms(scored(3, 4), scored(6, 2), scored(4, 5)), relabelled(scored(4, 3), small)),
            share=0.5,
        ),
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


@cross_entropy.wrong(
    "A probability that rounds to 0 has no logarithm: take `log_softmax` in place of the softmax's log."
)
def cross_entropy_of_rounded_probabilities(logits, labels):
    return -np.mean(np.log(softmax(logits)[np.arange(len(labels)), labels]))


@cross_entropy.wrong("exp(710) is infinite: take `log_softmax`, or subtract each row's largest score first.")
def cross_entropy_overflows(logits, labels):
    exponentials = np.exp(logits.astype(float))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return -np.mean(np.log(probabilities[np.arange(len(labels)), labels]))


@cross_entropy.wrong("Do not clip probabilities at 1e-15: an answer that is worse has to cost more.")
def cross_entropy_of_clipped_probabilities(logits, labels):
    return -np.mean(np.log(np.clip(softmax(logits), 1e-15, 1)[np.arange(len(labels)), labels]))


@cross_entropy.wrong("Pick one entry in each row, that of its label: here all classes are averaged.")
def cross_entropy_of_all_classes(logits, labels):
    return -np.mean(log_softmax(logits))


@cross_entropy.wrong("The sum runs over the right classes alone: no log(1 - p) of the others.")
def cross_entropy_with_the_others(logits, labels):
    p, one_hot = softmax(logits), np.eye(logits.shape[1])[labels]
    return -np.sum(one_hot * np.log(p) + (1 - one_hot) * np.log(1 - p)) / len(labels)


@cross_entropy.wrong("A label is a name, not a quantity: use it as an index, do not multiply with it.")
def cross_entropy_multiplies_by_the_labels(logits, labels):
    return -np.sum(labels[:, np.newaxis] * log_softmax(logits)) / len(labels)


@cross_entropy.wrong("Use the natural logarithm: base 10 divides everything by 2.303.")
def cross_entropy_to_base_ten(logits, labels):
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels]) / np.log(10)


@cross_entropy.wrong("Classes are counted from 0: the label itself is the column.")
def cross_entropy_counts_from_one(logits, labels):
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels.astype(int) - 1])


@cross_entropy.wrong("Divide by the N examples, not by the K classes.")
def cross_entropy_divides_by_the_classes(logits, labels):
    return -np.sum(log_softmax(logits)[np.arange(len(labels)), labels]) / logits.shape[1]


@cross_entropy.wrong("This is the squared error of the probabilities: take minus the logarithm at the right class.")
def cross_entropy_as_squared_error(logits, labels):
    return np.sum((softmax(logits) - np.eye(logits.shape[1])[labels]) ** 2) / (2 * len(labels))


@cross_entropy.wrong("No factor 1/2: it belongs to the squared error.")
def cross_entropy_halved(logits, labels):
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels]) / 2


@cross_entropy.wrong("`log_softmax` is a logarithm already: do not take another one.")
def cross_entropy_with_two_logarithms(logits, labels):
    return np.mean(np.log(-log_softmax(logits)[np.arange(len(labels)), labels]))


@cross_entropy.wrong("Average the log-probabilities: the logarithm of their average is another number.")
def cross_entropy_of_the_average(logits, labels):
    return -np.log(np.mean(softmax(logits)[np.arange(len(labels)), labels]))


@cross_entropy.wrong("`range(n)` stops before n by itself: with n - 1 the last example is left out.")
def cross_entropy_without_the_last_example(logits, labels):
    loss = 0
    for i in range(len(labels) - 1):
        loss -= log_softmax(logits)[i, labels[i]]
    return loss / len(labels)


@cross_entropy.wrong("`return` stands within the loop: it ends after the first example.")
def cross_entropy_returns_too_early(logits, labels):
    loss = 0
    for i in range(len(labels)):
        loss -= log_softmax(logits)[i, labels[i]]
        return loss / len(labels)


@cross_entropy.wrong("Take the logarithm of the probability: here the probability itself is averaged.")
def cross_entropy_of_the_probability(logits, labels):
    return -np.mean(softmax(logits)[np.arange(len(labels)), labels])


@cross_entropy.variant
def cross_entropy_with_one_hot_labels(logits, labels):
    log_probabilities = log_softmax(logits)
    num_examples, num_classes = log_probabilities.shape
    one_hot = np.arange(num_classes) == labels[:, None]
    return -np.sum(log_probabilities, where=one_hot) / num_examples


@cross_entropy.variant
def cross_entropy_example_by_example(logits, labels):
    log_probabilities = log_softmax(logits)
    total = 0.0
    for row, label in zip(log_probabilities, labels):
        total += float(row[label])
    return -total / len(log_probabilities)


@cross_entropy.variant
def cross_entropy_by_logaddexp(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    right = np.take_along_axis(logits, labels[:, np.newaxis].astype(int), axis=1)[:, 0]
    return np.average(np.logaddexp.reduce(logits, axis=1) - right)


@cross_entropy.variant
def cross_entropy_with_einsum(logits, labels):
    rows, classes = np.shape(log_softmax(logits))
    return float(np.einsum("nk,nk->", log_softmax(logits), np.eye(classes)[labels])) / -rows
