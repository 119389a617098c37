"""encode_table: numeric columns, then the one-hot category."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.tables import changed, small, table, whole_table, with_first
from grader import Case, Exercise, raises
from solutions import vectors
from solutions.vectors import one_hot

encode_table = Exercise(
    vectors.encode_table,
    points=2,
    hints=(
        "You have written the second half already: `one_hot(categories, num_categories)` has one row per category.",
        "Two arrays with N rows each are to stand side by side: `np.hstack([left, right])`, or `np.concatenate` with "
        "`axis=1`.",
        "Convert the numbers with `np.asarray(numbers, dtype=np.float64)`; raise a ValueError unless they have two "
        "axes and `categories` has the shape (N,); then stack the numbers, on the left, and the one-hot rows.",
    ),
    cases=(
        Case("a table of three columns and a category", table(6, 3, 4), share=2),
        Case("as many rows as columns and categories", table(5, 5, 5)),
        Case("a last category that does not occur", table(4, 2, 7, used=3)),
        Case("one row", table(1, 6, 3), share=0.5),
        Case("whole numbers, then another shape", calls(whole_table(8, 2, 3), table(3, 4, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(table(4, 3, 2)), changed(table(7, 1, 6), 1, small)),
            share=0.5,
        ),
        raises("a category below 0", changed(table(5, 3, 4), 1, with_first(-1))),
        raises("a category of num_categories", changed(table(3, 2, 4), 1, with_first(4))),
        raises("one category for several rows", changed(table(4, 3, 2), 1, lambda categories: categories[:1])),
        raises("numbers with a single axis", changed(table(5, 1, 3), 0, lambda numbers: numbers[:, 0])),
    ),
)


@encode_table.wrong("The category's number is a name: as a column of its own it says that 2 is twice as much as 1.")
def encode_table_keeps_the_number_of_the_category(numbers, categories, num_categories):
    return np.column_stack([numbers, categories])


@encode_table.wrong("The numbers come first, then the one-hot category.")
def encode_table_category_first(numbers, categories, num_categories):
    return np.hstack([one_hot(categories, num_categories), numbers])


@encode_table.wrong("The width is M + num_categories, whether or not every category occurs.")
def encode_table_as_wide_as_the_largest_category(numbers, categories, num_categories):
    return np.hstack([numbers, np.eye(max(categories) + 1)[categories]])


@encode_table.wrong("Every category has a column, the first one too: statisticians drop one, this course does not.")
def encode_table_without_the_first_category(numbers, categories, num_categories):
    return np.hstack([numbers, one_hot(categories, num_categories)[:, 1:]])


@encode_table.wrong("Categories count from 0: category 0 belongs to the first of the new columns.")
def encode_table_counts_from_one(numbers, categories, num_categories):
    return np.hstack([numbers, np.eye(num_categories)[categories - 1]])


@encode_table.wrong("One row per row of the table: this is the transpose.")
def encode_table_in_columns(numbers, categories, num_categories):
    return np.hstack([numbers, one_hot(categories, num_categories)]).T


@encode_table.wrong(
    "Leave the numbers as they are: bringing the columns to one scale is a step of its own (chapter 8)."
)
def encode_table_standardised(numbers, categories, num_categories):
    scaled = (numbers - np.mean(numbers, axis=0)) / (np.std(numbers, axis=0) + 1e-12)
    return np.hstack([scaled, one_hot(categories, num_categories)])


@encode_table.wrong("Keep the fractions of the numbers: an array of integers cuts them off.")
def encode_table_of_whole_numbers(numbers, categories, num_categories):
    rows = np.zeros((len(numbers), numbers.shape[1] + num_categories), dtype=int)
    rows[:, : numbers.shape[1]] = numbers
    rows[:, numbers.shape[1] :] = one_hot(categories, num_categories)
    return rows


@encode_table.wrong("NumPy counts -1 from the end: refuse categories outside 0..num_categories - 1, as one_hot does.")
def encode_table_wraps_negative_categories(numbers, categories, num_categories):
    return np.hstack([numbers, np.eye(num_categories)[categories]])


@encode_table.wrong("One category per row: raise a ValueError when there are fewer, NumPy would repeat a single one.")
def encode_table_broadcasts(numbers, categories, num_categories):
    rows = np.zeros((numbers.shape[0], numbers.shape[1] + num_categories))
    rows[:, : numbers.shape[1]] = numbers
    rows[:, numbers.shape[1] :] = one_hot(categories, num_categories)
    return rows


@encode_table.wrong("Numbers with a single axis are not a table: raise a ValueError rather than make a column of them.")
def encode_table_of_a_single_axis(numbers, categories, num_categories):
    return np.column_stack([numbers, one_hot(categories, num_categories)])


@encode_table.variant
def encode_table_row_by_row(numbers, categories, num_categories):
    if np.ndim(numbers) != 2 or len(numbers) != len(categories):
        raise ValueError("numbers must have shape (N, M) and categories (N,)")
    rows = []
    for row, category in zip(numbers, categories):
        if not 0 <= category < num_categories:
            raise ValueError(f"there is no category {category}")
        rows.append([float(x) for x in row] + [1.0 if k == category else 0.0 for k in range(num_categories)])
    return rows


@encode_table.variant
def encode_table_filled_in(numbers, categories, num_categories):
    num_rows, num_columns = numbers.shape
    if categories.shape != (num_rows,) or categories.min() < 0 or categories.max() >= num_categories:
        raise ValueError("there must be one category in 0..num_categories - 1 for each row")
    rows = np.zeros((num_rows, num_columns + num_categories))
    rows[:, :num_columns] = numbers
    rows[np.arange(num_rows), num_columns + categories.astype(int)] = 1
    return rows


@encode_table.variant
def encode_table_concatenated(numbers, categories, num_categories):
    numbers = np.array(numbers, dtype=float)
    return np.concatenate((numbers, one_hot(categories, num_categories)), axis=1)
