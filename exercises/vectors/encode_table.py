"""encode_table: numeric columns, then the one-hot category."""

import numpy as np

from exercises.forms import calls, forms
from exercises.vectors.tables import changed, small, table, whole_table
from grader import Case, Exercise
from solutions import vectors
from solutions.vectors import one_hot

encode_table = Exercise(
    vectors.encode_table,
    points=2,
    hints=(
        "You have written the second half already: `one_hot(categories, num_categories)` has one row per category.",
        "Two arrays with N rows each are to stand side by side: `np.hstack([left, right])`, or `np.concatenate` with "
        "`axis=1`.",
        "Call `one_hot` first and keep its rows; then stack the numbers, on the left, and those rows, on the right: "
        "stacked, whole numbers become float64 like the rows.",
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


@encode_table.wrong("The row keeps its numbers: the one-hot category comes after them, not in their place.")
def encode_table_of_the_category_alone(numbers, categories, num_categories):
    return one_hot(categories, num_categories)


@encode_table.wrong("The category belongs to the row as well: one column for each, after the numbers.")
def encode_table_of_the_numbers_alone(numbers, categories, num_categories):
    return np.array(numbers, dtype=float)


@encode_table.wrong("Write a 1 into the column of the category, not its number: its size would mean something then.")
def encode_table_writes_the_number_of_the_category(numbers, categories, num_categories):
    return np.hstack([numbers, one_hot(categories, num_categories) * categories[:, np.newaxis]])


@encode_table.wrong("Keep a column for each category, in order: here only those that occur have one.")
def encode_table_of_the_categories_that_occur(numbers, categories, num_categories):
    return np.hstack([numbers, (categories[:, np.newaxis] == np.unique(categories)).astype(float)])


@encode_table.wrong("A category is a name without an order: a single 1, not ones up to its column.")
def encode_table_fills_up_to_the_category(numbers, categories, num_categories):
    return np.hstack([numbers, (np.arange(num_categories) <= categories[:, np.newaxis]).astype(float)])


@encode_table.wrong("Leave the numbers as they are: here each column was divided by its largest value.")
def encode_table_scaled_by_the_maximum(numbers, categories, num_categories):
    return np.hstack([numbers / np.max(numbers, axis=0), one_hot(categories, num_categories)])


@encode_table.wrong("The one-hot columns begin after the M numbers: column M + k belongs to category k.")
def encode_table_overwrites_the_numbers(numbers, categories, num_categories):
    rows = np.hstack([numbers, np.zeros((len(numbers), num_categories))])
    rows[np.arange(len(numbers)), categories] = 1
    return rows


@encode_table.wrong("Name the row as well: `rows[:, M + categories] = 1` sets whole columns.")
def encode_table_sets_whole_columns(numbers, categories, num_categories):
    rows = np.hstack([numbers, np.zeros((len(numbers), num_categories))])
    rows[:, np.shape(numbers)[1] + categories] = 1
    return rows


@encode_table.variant
def encode_table_row_by_row(numbers, categories, num_categories):
    rows = []
    for row, category in zip(numbers, categories):
        rows.append([float(x) for x in row] + [1.0 if k == category else 0.0 for k in range(num_categories)])
    return rows


@encode_table.variant
def encode_table_filled_in(numbers, categories, num_categories):
    num_rows, num_columns = numbers.shape
    rows = np.zeros((num_rows, num_columns + num_categories))
    rows[:, :num_columns] = numbers
    rows[np.arange(num_rows), num_columns + categories.astype(int)] = 1
    return rows


@encode_table.variant
def encode_table_concatenated(numbers, categories, num_categories):
    numbers = np.array(numbers, dtype=float)
    return np.concatenate((numbers, one_hot(categories, num_categories)), axis=1)
