"""standardise: shift and scale every column with statistics that were measured elsewhere."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise
from solutions import batchnorm


def measured(num_examples, num_columns):
    """Make X `(N, D)`, and a mean and a std `(D,)` that are not its own."""

    def make(rng):
        X, mean = rng.normal(size=(num_examples, num_columns)), rng.normal(size=num_columns)
        return X, mean, rng.uniform(0.3, 3.0, size=num_columns)

    return make


def whole_measured(num_examples, num_columns, dtype=np.int64):
    """Make the same of integers, none of them negative."""

    def make(rng):
        mean, std = rng.integers(2, 9, size=(2, num_columns)).astype(dtype)
        return rng.integers(0, 10, size=(num_examples, num_columns)).astype(dtype), mean, std

    return make


standardise = Exercise(
    batchnorm.standardise,
    points=1,
    hints=(
        "The statistics are given: nothing of X itself has to be measured.",
        "NumPy lines an array of shape (D,) up with the columns of an (N, D) array.",
        "Work in float64: from each row of X the mean is subtracted, and what is left is divided by std.",
    ),
    cases=(
        Case("six examples, three columns", measured(6, 3), share=2),
        Case("as many columns as examples", measured(4, 4)),
        Case("one example", measured(1, 5), share=0.5),
        Case("whole numbers, then another shape", calls(whole_measured(3, 7), measured(8, 2))),
        Case(
            "other number types and memory layouts",
            calls(forms(measured(5, 3)), whole_measured(5, 2, np.uint8)),
            share=0.5,
        ),
    ),
)


@standardise.wrong("Use the mean and std that are given: measured on X itself, a single test example would become 0.")
def standardise_with_its_own_statistics(X, mean, std):
    own = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(own == 0, 1, own)


@standardise.wrong("Subtract first and divide the difference: here X is divided and the mean is not.")
def standardise_divides_first(X, mean, std):
    return X / std - mean


@standardise.wrong("Divide by std: it is a standard deviation already, so no root is taken.")
def standardise_with_a_root(X, mean, std):
    return (X - mean) / np.sqrt(std)


@standardise.wrong("Divide by std, not by its square.")
def standardise_with_the_variance(X, mean, std):
    return (X - mean) / std**2


@standardise.wrong("The mean has to be subtracted too.")
def standardise_without_the_mean(X, mean, std):
    return X / std


@standardise.wrong("Add no epsilon: `standardise_fit` has seen to it that no std is 0.")
def standardise_with_an_epsilon(X, mean, std):
    return (X - mean) / (std + 1e-8)


@standardise.wrong("Subtract the mean: the standardised columns lie around 0.")
def standardise_adds_the_mean(X, mean, std):
    return (X + mean.astype(float)) / std


@standardise.wrong("Divide by std: a column that spreads far must shrink.")
def standardise_multiplies(X, mean, std):
    return (X - mean.astype(float)) * std


@standardise.wrong("First subtract, then divide: brackets around X - mean.")
def standardise_without_brackets(X, mean, std):
    return X - mean / std


@standardise.wrong("Subtract the mean from X, not X from the mean.")
def standardise_turned_round(X, mean, std):
    return (mean - X) / std


@standardise.wrong("Divide by the std as well.")
def standardise_centres(X, mean, std):
    return X - mean


@standardise.wrong("Subtract the mean and divide by the std: here the two have changed places.")
def standardise_exchanged(X, mean, std):
    return (X - std) / mean


@standardise.wrong("Every column is divided by its own std.")
def standardise_by_the_mean_std(X, mean, std):
    return (X - mean) / std.mean()


@standardise.wrong("`X -= ...` writes into the caller's array: make a new one.")
def standardise_changes_its_input(X, mean, std):
    X -= mean
    X /= std
    return X


@standardise.wrong("`//` drops the fraction: divide with `/`.")
def standardise_rounded_down(X, mean, std):
    return (X - mean) // std


@standardise.wrong("Divide by the std as it is: nothing has to be added.")
def standardise_with_a_small_number(X, mean, std):
    return (X - mean) / (std + 1e-3)


@standardise.wrong("Return all examples, shape (N, D): nothing is averaged here.")
def standardise_averaged(X, mean, std):
    return ((X - mean) / std).mean(axis=0)


@standardise.wrong("Return all examples, not the first one alone.")
def standardise_of_the_first_example(X, mean, std):
    return (X[0] - mean) / std


@standardise.wrong("Return all examples: the last one is missing.")
def standardise_without_the_last_example(X, mean, std):
    return np.array([(row - mean) / std for row in X[:-1]])


@standardise.wrong("This goes the other way: subtract the mean, then divide by the std.")
def standardise_undone(X, mean, std):
    return X * std + mean


@standardise.variant
def standardise_with_subtract(X, mean, std):
    return np.divide(np.subtract(X, mean, dtype=float), std, dtype=float)


@standardise.variant
def standardise_row_by_row(X, mean, std):
    return [[(float(x) - float(m)) / float(s) for x, m, s in zip(row, mean, std)] for row in X]


@standardise.variant
def standardise_as_a_layer(X, mean, std):
    X, mean, std = X.astype(float), mean.astype(float), std.astype(float)
    return X @ np.diag(1 / std) - mean / std
