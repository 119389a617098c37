"""accuracy: the share of right answers."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import label_errors, relabelled, small, whole_scored
from grader import Case, Exercise
from solutions import losses


def partly_right(num_examples, num_classes):
    """Make a batch in which every third answer is wrong."""

    def make(rng):
        logits = rng.normal(size=(num_examples, num_classes))
        wrong = np.arange(num_examples) % 3 == 1
        return logits, (logits.argmax(axis=1) + wrong * rng.integers(1, num_classes, size=num_examples)) % num_classes

    return make


accuracy = Exercise(
    losses.accuracy,
    points=1,
    hints=(
        "For each row, which column holds the largest score? NumPy has a function that says where, not how large.",
        "`logits.argmax(axis=1)` gives the N predicted classes; `==` compares them with the labels.",
        "The mean of `logits.argmax(axis=1) == labels` is the share of the Trues. Before that, raise a ValueError "
        "unless `labels.shape` is (N,) and every label lies in 0..K - 1.",
    ),
    cases=(
        Case("a batch, partly right", partly_right(8, 3), share=2),
        Case("as many classes as examples", partly_right(5, 5)),
        Case(
            "one example, right and wrong",
            calls(partly_right(1, 6), relabelled(partly_right(1, 6), lambda y: (y + 1) % 6)),
        ),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), partly_right(11, 4))),
        Case(
            "other number types and memory layouts",
            calls(forms(partly_right(7, 4)), relabelled(partly_right(9, 3), small)),
            share=0.5,
        ),
        *label_errors(),
    ),
)


@accuracy.wrong("Divide by N: accuracy is the share of right answers, not their number.")
def accuracy_as_a_count(logits, labels):
    return np.sum(logits.argmax(axis=1) == labels)


@accuracy.wrong("A share lies between 0 and 1: do not multiply by 100.")
def accuracy_in_percent(logits, labels):
    return 100 * np.mean(logits.argmax(axis=1) == labels)


@accuracy.wrong("This is the share of wrong answers: count where prediction and label are equal.")
def accuracy_as_an_error_rate(logits, labels):
    return np.mean(logits.argmax(axis=1) != labels)


@accuracy.wrong("Each row is one example: look for its largest score along axis 1, not down the columns.")
def accuracy_down_the_columns(logits, labels):
    predictions = logits.argmax(axis=0)
    return sum(int(p == label) for p, label in zip(predictions, labels)) / len(labels)


@accuracy.wrong("`max` is the largest score, `argmax` is where it stands: only the place can equal a label.")
def accuracy_of_the_largest_score(logits, labels):
    return np.mean(logits.max(axis=1) == labels)


@accuracy.wrong("The predicted class has the largest score, not the smallest.")
def accuracy_of_the_smallest_score(logits, labels):
    return np.mean(logits.argmin(axis=1) == labels)


@accuracy.wrong("Check that `labels.shape` is (N,): NumPy compares (N,) with (N, 1) pair by pair, N·N times.")
def accuracy_broadcasts(logits, labels):
    if np.any(labels < 0) or np.any(labels >= logits.shape[1]):
        raise ValueError("labels out of range")
    return np.mean(logits.argmax(axis=1) == labels)


@accuracy.wrong("A label outside 0..K - 1 must be a ValueError: it would count as just another wrong answer.")
def accuracy_of_any_label(logits, labels):
    if labels.shape != logits.argmax(axis=1).shape:
        raise ValueError("one label for each row of logits")
    return np.mean(logits.argmax(axis=1) == labels)


@accuracy.variant
def accuracy_by_counting(logits, labels):
    if np.ndim(logits) != 2 or np.shape(labels) != np.shape(logits)[:1]:
        raise ValueError("logits (N, K), labels (N,)")
    right = 0
    for row, label in zip(logits, labels):
        if not 0 <= label < len(row):
            raise ValueError(f"label {label} is not a class")
        right += int(np.argmax(row) == label)
    return right / len(labels)


@accuracy.variant
def accuracy_by_sorting(logits, labels):
    predictions = np.argsort(logits, axis=1)[:, -1]
    if labels.shape != predictions.shape or labels.min() < 0 or labels.max() >= logits.shape[1]:
        raise ValueError("labels do not fit")
    return np.count_nonzero(predictions == labels) / predictions.size


@accuracy.variant
def accuracy_by_one_hot_rows(logits, labels):
    if logits.ndim != 2 or labels.shape != (logits.shape[0],) or not np.isin(labels, range(logits.shape[1])).all():
        raise ValueError("labels do not fit")
    largest = logits == logits.max(axis=1, keepdims=True)
    return float((largest * np.eye(logits.shape[1])[labels]).sum() / len(labels))
