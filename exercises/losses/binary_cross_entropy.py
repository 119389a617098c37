"""binary_cross_entropy: cross-entropy of a yes-or-no answer, from its logit."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import answered, column, relabelled, small, with_first
from grader import Case, Exercise, raises
from solutions import losses

binary_cross_entropy = Exercise(
    losses.binary_cross_entropy,
    points=3,
    hints=(
        "Put p = 1 / (1 + exp(-z)) into -y log(p) - (1 - y) log(1 - p) and simplify on paper before you write code.",
        "What remains is log(1 + exp(z)) - y z. For z = 1000 the exponential overflows, although the result is 1000.",
        "`np.logaddexp(0, z)` is log(exp(0) + exp(z)) and never overflows. Take the mean of it minus labels * logits. "
        "Before that, raise a ValueError for shapes that differ and for labels that are neither 0 nor 1.",
    ),
    cases=(
        Case("a batch of scores", answered(5), share=2),
        Case("one example", calls(answered(1), relabelled(answered(1), with_first(1)))),
        Case("scores of 10,000 and -10,000", lambda rng: [huge(rng, 8), huge(rng, 5)], share=1.5),
        Case("whole numbers, then another length", calls(lambda rng: whole(rng, 7), answered(12))),
        Case(
            "other number types and memory layouts",
            calls(forms(answered(4), answered(9), answered(6)), relabelled(answered(8), small)),
            share=0.5,
        ),
        raises("a label of 2 or of -1", calls(*(relabelled(answered(6), with_first(label)) for label in (2, -1)))),
        raises("labels with an axis too many", relabelled(answered(4), column)),
        raises("one label for many examples", relabelled(answered(5), lambda labels: labels[:1])),
    ),
)


def huge(rng, num_examples):
    """Return logits of 1e4 and -1e4 with labels, every second of them right."""
    labels = np.arange(num_examples) // 2 % 2
    right = np.arange(num_examples) % 2
    logits = np.where(right == labels, 1e4, -1e4)
    order = rng.permutation(num_examples)
    return logits[order], labels[order]


def whole(rng, num_examples):
    """Return logits that are integers with labels that are floats."""
    return rng.integers(-5, 6, size=num_examples), rng.permutation(np.arange(num_examples) % 2).astype(float)


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


@binary_cross_entropy.wrong(
    "A label that is neither 0 nor 1 must be a ValueError: the formula would give it a loss all the same."
)
def binary_cross_entropy_of_any_label(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    if logits.shape != labels.shape:
        raise ValueError("logits and labels must have the same shape")
    return np.mean(np.logaddexp(0, logits) - labels * logits)


@binary_cross_entropy.wrong(
    "Compare the shapes first: NumPy stretches (N,) and (N, 1) to every pair of examples, (N, N)."
)
def binary_cross_entropy_broadcasts(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    if np.any((labels != 0) & (labels != 1)):
        raise ValueError("labels must be 0 or 1")
    return np.mean(np.logaddexp(0, logits) - labels * logits)


@binary_cross_entropy.wrong("Convert the scores to float64 first: float32 carries 7 digits, and so would the loss.")
def binary_cross_entropy_in_the_type_given(logits, labels):
    if logits.shape != labels.shape or np.any((labels != 0) & (labels != 1)):
        raise ValueError("labels must be 0 or 1, one for each logit")
    return np.mean(np.logaddexp(0, logits) - labels.astype(logits.dtype) * logits)


@binary_cross_entropy.variant
def binary_cross_entropy_by_cases(logits, labels):
    logits = np.asarray(logits, dtype=np.float64)
    if logits.ndim != 1 or logits.shape != labels.shape:
        raise ValueError("logits and labels must have shape (N,)")
    if not np.isin(labels, [0, 1]).all():
        raise ValueError("labels must be 0 or 1")
    return np.mean(np.maximum(logits, 0) - logits * labels + np.log1p(np.exp(-np.abs(logits))))


@binary_cross_entropy.variant
def binary_cross_entropy_example_by_example(logits, labels):
    import math

    if np.shape(logits) != np.shape(labels):
        raise ValueError("one label per logit")
    total = 0.0
    for score, label in zip(logits.tolist(), labels.tolist()):
        if label not in (0, 1):
            raise ValueError(f"label {label} is neither 0 nor 1")
        score = -score if label else score
        total += max(score, 0.0) + math.log1p(math.exp(-abs(score)))
    return total / len(logits)


@binary_cross_entropy.variant
def binary_cross_entropy_of_signs(logits, labels):
    if logits.shape != labels.shape or set(labels.tolist()) - {0, 1}:
        raise ValueError("labels must be 0 or 1, one for each logit")
    signs = np.where(labels == 1, -1.0, 1.0)
    return float(np.logaddexp(0.0, signs * logits).sum()) / len(signs)
