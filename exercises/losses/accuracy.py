"""accuracy: the share of right answers."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import relabelled, small, whole_scored
from grader import Case, Exercise
from solutions import losses


def with_right(num_examples, num_classes, num_right):
    """Make a batch of which so many answers are right."""

    def make(rng):
        logits = rng.normal(size=(num_examples, num_classes))
        wrong = rng.permutation(num_examples) >= num_right
        return logits, (logits.argmax(axis=1) + wrong * rng.integers(1, num_classes, size=num_examples)) % num_classes

    return make


def drawn(rng):
    """Make a batch with sizes and a share of right answers that are drawn, neither none nor all."""
    num_examples, num_classes = rng.integers(3, 9, size=2)
    return with_right(num_examples, num_classes, rng.integers(1, num_examples))(rng)


def square(rng):
    """Make a batch with as many classes as examples."""
    size = rng.integers(4, 8)
    return with_right(size, size, rng.integers(1, size))(rng)


accuracy = Exercise(
    losses.accuracy,
    points=1,
    hints=(
        "For each row, which column holds the largest score? NumPy has a function that says where, not how large.",
        "`logits.argmax(axis=1)` gives the N predicted classes; `==` compares them with the labels.",
        "The mean of `logits.argmax(axis=1) == labels` is the share of the Trues: True counts as 1 and False as 0.",
    ),
    cases=(
        Case("batches, partly right", calls(*[drawn] * 6), share=2),
        Case("as many classes as examples", calls(*[square] * 4)),
        Case("one example, right and wrong", calls(with_right(1, 6, 1), with_right(1, 6, 0), with_right(1, 4, 1))),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), drawn, whole_scored(9, 2), drawn)),
        Case(
            "other number types and memory layouts",
            calls(forms(drawn, drawn), relabelled(drawn, small), relabelled(drawn, small)),
            share=0.5,
        ),
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


@accuracy.wrong("One prediction for each row: `argmax` needs `axis=1`, or it gives one place in the whole batch.")
def accuracy_of_one_prediction(logits, labels):
    return np.mean(np.argmax(logits) == labels)


@accuracy.wrong("Compare classes, not their one-hot rows: the zeros that agree are no right answers.")
def accuracy_counts_the_zeros(logits, labels):
    identity = np.eye(logits.shape[1])
    return np.mean(identity[logits.argmax(axis=1)] == identity[labels])


@accuracy.wrong("Divide with `/`: `//` rounds every share below 1 to 0.")
def accuracy_divides_whole_numbers(logits, labels):
    return np.sum(logits.argmax(axis=1) == labels) // len(labels)


@accuracy.wrong("Divide by the N examples, not by the K classes.")
def accuracy_divides_by_the_classes(logits, labels):
    return np.sum(logits.argmax(axis=1) == labels) / logits.shape[1]


@accuracy.wrong("Classes are counted from 0, and so are columns: add nothing to `argmax`.")
def accuracy_counts_from_one(logits, labels):
    return np.mean(logits.argmax(axis=1) + 1 == labels)


@accuracy.wrong("Take the mean: this says of each example whether it is right.")
def accuracy_per_example(logits, labels):
    return logits.argmax(axis=1) == labels


@accuracy.wrong("Say how many are right, not whether all are: `np.mean` of the comparison.")
def accuracy_all_or_nothing(logits, labels):
    return np.all(logits.argmax(axis=1) == labels)


@accuracy.wrong("Which logit is the largest counts: no logit is compared with a half.")
def accuracy_above_a_half(logits, labels):
    return np.mean(logits[np.arange(len(labels)), labels] > 0.5)


@accuracy.wrong("Which logit is the largest counts, not whether it is above 0.")
def accuracy_above_zero(logits, labels):
    return np.mean(logits[np.arange(len(labels)), labels] > 0)


@accuracy.variant
def accuracy_by_counting(logits, labels):
    right = 0
    for row, label in zip(logits, labels):
        right += int(np.argmax(row) == label)
    return right / len(labels)


@accuracy.variant
def accuracy_by_sorting(logits, labels):
    predictions = np.argsort(logits, axis=1)[:, -1]
    return np.count_nonzero(predictions == labels) / predictions.size


@accuracy.variant
def accuracy_by_one_hot_rows(logits, labels):
    largest = logits == logits.max(axis=1, keepdims=True)
    return float((largest * np.eye(logits.shape[1])[labels]).sum() / len(labels))
