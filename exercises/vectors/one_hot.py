"""one_hot: labels as rows with a single 1."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.tables import changed, labels, small, with_first
from grader import Case, Exercise, raises, slip
from solutions import vectors

RESULT = "(labels[:, np.newaxis] == np.arange(num_classes)).astype(np.float64)"

one_hot = Exercise(
    vectors.one_hot,
    points=2,
    hints=(
        "Start from `np.zeros((N, num_classes))`: which entry of row n has to become 1?",
        "A loop over n will do. Without one: `np.arange(N)` names the rows and `labels` names the columns, and "
        "`rows[np.arange(N), labels] = 1` sets one entry in each row.",
        "First raise a ValueError unless every label is at least 0 and below `num_classes`: left alone, NumPy takes -1 "
        "for the last column. Then zeros, then a 1 in column `labels[n]` of each row n.",
    ),
    cases=(
        Case("seven labels of five classes", labels(7, 5), share=2),
        Case("as many labels as classes", labels(6, 6)),
        Case("a last class that does not occur", labels(5, 8, used=4)),
        Case("one label", labels(1, 4), share=0.5),
        Case("two calls with different numbers of classes", calls(labels(3, 7), labels(9, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(labels(4, 3)), changed(labels(8, 9), 0, small)),
            share=0.5,
        ),
        raises("a label below 0", changed(labels(5, 3), 0, with_first(-1)), share=0.5),
        raises("a label of num_classes", changed(labels(3, 4), 0, with_first(4)), share=0.5),
    ),
    wrong_answers=(
        slip(
            "one_hot_in_columns",
            "One row per label: this is the transpose, with one column per label.",
            (RESULT, "np.eye(num_classes)[labels].T"),
        ),
        slip(
            "one_hot_as_wide_as_the_largest_label",
            "The number of columns is `num_classes`, not the largest label plus 1: a class need not occur.",
            (RESULT, "np.eye(np.max(labels) + 1)[labels]"),
        ),
        slip(
            "one_hot_of_the_classes_that_occur",
            "Keep a column for every class, in order: here only the classes that occur have one.",
            (RESULT, "(labels[:, np.newaxis] == np.unique(labels)).astype(float)"),
        ),
        slip(
            "one_hot_counts_from_one",
            "Classes count from 0: label 0 belongs to the first column, label 1 to the second.",
            (RESULT, "np.eye(num_classes)[labels - 1]"),
        ),
        slip(
            "one_hot_writes_the_label",
            "Write a 1 at the class, not the label itself: the row says yes or no, it has no size.",
            (RESULT, "np.eye(num_classes)[labels] * labels[:, np.newaxis]"),
        ),
        slip(
            "one_hot_fills_up_to_the_label",
            "A single 1 in each row: with ones up to the label the classes would stand in an order.",
            (RESULT, "(np.arange(num_classes) <= labels[:, np.newaxis]).astype(float)"),
        ),
        slip(
            "one_hot_in_a_single_row",
            "Each label gets a row of its own: here all the ones are in a single row.",
            (RESULT, "np.isin(np.arange(num_classes), labels).astype(float)"),
        ),
        slip(
            "one_hot_sets_whole_columns",
            "`rows[:, labels] = 1` sets whole columns. Name the row as well: `rows[np.arange(N), labels] = 1`.",
            (RESULT, "np.array([np.isin(np.arange(num_classes), labels)] * len(labels), dtype=float)"),
        ),
        slip(
            "one_hot_as_wide_as_there_are_labels",
            "The row is as long as there are classes, not as there are labels: start from (N, num_classes).",
            (RESULT, "np.eye(len(labels))[labels]"),
        ),
        slip(
            "one_hot_with_a_column_too_many",
            "Class k has column k: with num_classes + 1 columns one of them stays empty for ever.",
            (RESULT, "np.eye(num_classes + 1)[labels]"),
        ),
        slip(
            "one_hot_reversed",
            "The 1 marks the class of the label, the zeros all the others: here it is the other way round.",
            (RESULT, "(labels[:, np.newaxis] != np.arange(num_classes)).astype(float)"),
        ),
        slip(
            "one_hot_of_the_first_label",
            "Each row has the 1 of its own label: here all rows have that of the first.",
            (RESULT, "np.eye(num_classes)[[labels[0]] * len(labels)]"),
        ),
    ),
)


@one_hot.wrong(
    "NumPy counts -1 from the end: refuse labels outside 0..num_classes - 1 before you use them as positions."
)
def one_hot_wraps_negative_labels(labels, num_classes):
    return np.eye(num_classes)[labels]


@one_hot.wrong("A label that is no class must not become a row of zeros: raise a ValueError for it.")
def one_hot_leaves_a_row_empty(labels, num_classes):
    return (labels[:, np.newaxis] == np.arange(num_classes)).astype(float)


@one_hot.wrong(
    "A label out of range is a mistake in the data: raise a ValueError rather than move it to the last class."
)
def one_hot_moves_labels_into_range(labels, num_classes):
    return np.eye(num_classes)[np.clip(labels, 0, num_classes - 1)]


@one_hot.variant
def one_hot_with_a_loop(labels, num_classes):
    rows = np.zeros((len(labels), num_classes))
    for n, label in enumerate(labels):
        if not 0 <= label < num_classes:
            raise ValueError(f"there is no class {label}")
        rows[n, label] = 1
    return rows


@one_hot.variant
def one_hot_from_the_identity(labels, num_classes):
    if np.min(labels) < 0 or np.max(labels) >= num_classes:
        raise ValueError("a label is out of range")
    return np.identity(num_classes, dtype=int)[labels]


@one_hot.variant
def one_hot_in_plain_python(labels, num_classes):
    rows = []
    for label in labels.tolist():
        row = [0] * num_classes
        if label not in range(num_classes):
            raise ValueError(f"there is no class {label}")
        row[label] = 1
        rows.append(row)
    return rows


@one_hot.variant
def one_hot_along_an_axis(labels, num_classes):
    if not set(labels.tolist()) <= set(range(num_classes)):
        raise ValueError("a label is out of range")
    rows = np.zeros((labels.size, num_classes))
    np.put_along_axis(rows, labels[:, np.newaxis].astype(np.intp), 1.0, axis=1)
    return rows
