"""standardise_fit: mean and standard deviation of every column, with a guard for constant ones."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise
from solutions import batchnorm

ROUNDED = (0.1, 0.7, 1.1, 2.3, 0.3)  # whose mean over some numbers of examples is not exactly themselves


def partly_constant(num_examples):
    """Make columns of which every second one holds a single value."""

    def make(rng):
        X = rng.normal(size=(num_examples, 2 * len(ROUNDED)))
        X[:, ::2] = rng.permutation(ROUNDED)
        return (X,)

    return make


def nearly_constant(rng):
    """Make columns that vary little, which is not the same as not at all."""
    return (1 + rng.normal(size=(6, 4)) * np.array([1e-4, 1e-6, 1e-3, 1e-5]),)


def ends_as_it_begins(rng):
    """Make columns whose first and last values are equal, and none else."""
    X = rng.normal(size=(5, 3))
    X[-1] = X[0]
    return (X,)


standardise_fit = Exercise(
    batchnorm.standardise_fit,
    points=2,
    hints=(
        "A mean for every column means: over the examples, axis 0.",
        "`X.std(axis=0)` divides by N, which is what is asked. Which columns have no spread at all?",
        "Find the constant columns by comparing their largest and smallest value (`np.ptp` gives the difference), and "
        "set their standard deviation to 1. A comparison of std with 0 misses those where rounding leaves 1e-17.",
    ),
    cases=(
        Case("seven examples, three columns", normal((7, 3), scale=2.0), share=2),
        Case("as many columns as examples", normal((5, 5))),
        Case("columns that hold a single value", calls(partly_constant(10), partly_constant(7), partly_constant(30))),
        Case("columns that hardly vary", nearly_constant, share=0.5),
        Case("columns that end as they begin", ends_as_it_begins, share=0.5),
        Case("one example", normal((1, 4)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((6, 4)), normal((3, 8)))),
        Case("other number types and memory layouts", calls(forms(normal((5, 4))), tiny((9, 3))), share=0.5),
    ),
)


@standardise_fit.wrong("Divide by N, not by N - 1: leave `ddof` out.")
def standardise_fit_unbiased(X):
    mean, std = X.mean(axis=0), X.astype(float).std(axis=0, ddof=min(1, len(X) - 1))
    std[np.ptp(X, axis=0) == 0] = 1
    return mean, std


@standardise_fit.wrong("A constant column has std 0, and dividing by it gives NaN: give it 1.")
def standardise_fit_leaves_zeros(X):
    X = np.asarray(X, dtype=np.float64)
    std = X.std(axis=0)
    return X.mean(axis=0), np.where(np.ptp(X, axis=0) == 0, 0, std)


@standardise_fit.wrong("Rounding leaves 1e-17 where all values are 0.1: look for equal values, not for std == 0.")
def standardise_fit_trusts_zero(X):
    X = np.asarray(X, dtype=np.float64)
    std = X.std(axis=0)
    return X.mean(axis=0), np.where(std == 0, 1, std)


@standardise_fit.wrong("Only a column whose values are all equal gets 1: one that varies little is still standardised.")
def standardise_fit_with_a_threshold(X):
    X = np.asarray(X, dtype=np.float64)
    std = X.std(axis=0)
    return X.mean(axis=0), np.where(std < 1e-2, 1, std)


@standardise_fit.wrong("Each column has its own mean: average over the examples, axis 0, not along the rows.")
def standardise_fit_along_the_rows(X):
    return X.mean(axis=1), np.where(X.std(axis=1) == 0, 1, X.std(axis=1))


@standardise_fit.wrong("This is the variance: std is its root.")
def standardise_fit_with_the_variance(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), np.where(np.ptp(X, axis=0) == 0, 1, X.var(axis=0))


@standardise_fit.wrong("One mean for each column, not one for the whole array.")
def standardise_fit_of_everything(X):
    return np.full(X.shape[-1], X.mean()), np.full(X.shape[-1], X.std())


@standardise_fit.wrong("Add no epsilon: a column that varies has exactly the std that it has.")
def standardise_fit_with_an_epsilon(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), np.where(np.ptp(X, axis=0) == 0, 1, X.std(axis=0) + 1e-8)


@standardise_fit.wrong("The mean comes first, std second.")
def standardise_fit_in_another_order(X):
    X = np.asarray(X, dtype=np.float64)
    return np.where(np.ptp(X, axis=0) == 0, 1, X.std(axis=0)), X.mean(axis=0)


@standardise_fit.wrong("Divide the sum of the squared deviations by N before you take the root.")
def standardise_fit_without_the_division(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), np.where(np.ptp(X, axis=0) == 0, 1, X.std(axis=0) * len(X) ** 0.5)


@standardise_fit.wrong("Deviations are counted from the mean: this std is the root of the mean square.")
def standardise_fit_from_zero(X):
    X = np.asarray(X, dtype=np.float64)
    return X.mean(axis=0), np.where(np.ptp(X, axis=0) == 0, 1, np.sqrt(np.mean(X**2, axis=0)))


@standardise_fit.wrong("Only std is replaced in a constant column: its mean stays what it is.")
def standardise_fit_forgets_the_mean_of_constants(X):
    X = np.asarray(X, dtype=np.float64)
    constant = np.ptp(X, axis=0) == 0
    return np.where(constant, 0, X.mean(axis=0)), np.where(constant, 1, X.std(axis=0))


@standardise_fit.wrong("The results have the shape (D,): without `keepdims`.")
def standardise_fit_with_two_axes(X):
    m, s = X.mean(axis=0, keepdims=True), X.std(axis=0, keepdims=True)
    s[:, np.ptp(X, axis=0) == 0] = 1
    return m, s


@standardise_fit.wrong("The std is the root of the mean square, not the mean of the absolute values.")
def standardise_fit_by_absolute_values(X):
    m = X.mean(axis=0)
    s = np.mean(np.abs(X - m), axis=0)
    s[np.ptp(X, axis=0) == 0] = 1
    return m, s


@standardise_fit.wrong("The mean, not the median.")
def standardise_fit_of_the_middle(X):
    m = np.median(X, axis=0)
    s = X.std(axis=0)
    s[np.ptp(X, axis=0) == 0] = 1
    return m, s


@standardise_fit.wrong("A single column without spread leaves the others as they are.")
def standardise_fit_gives_up_all_columns(X):
    m, s = X.mean(axis=0), X.std(axis=0)
    if np.any(s == 0):
        s = np.ones_like(s)
    return m, s


@standardise_fit.wrong("Return the mean and the std: applying them is the next exercise.")
def standardise_fit_standardises(X):
    m, s = X.mean(axis=0), X.std(axis=0)
    s[np.ptp(X, axis=0) == 0] = 1
    return (X - m) / s


@standardise_fit.wrong("All values of the column must be equal, not the first and the last alone.")
def standardise_fit_compares_first_and_last(X):
    m, s = X.mean(axis=0), X.std(axis=0)
    s[X[0] == X[-1]] = 1
    return m, s


@standardise_fit.wrong("Every column has a mean and a std of its own: `axis=0`.")
def standardise_fit_of_all_columns(X):
    m, s = X.mean(), X.std()
    return m, s if s > 0 else 1.0


@standardise_fit.variant
def standardise_fit_column_by_column(X):
    means, stds = [], []
    for column in np.asarray(X, dtype=float).T:
        means.append(np.sum(column) / len(column))
        spread = (np.sum((column - means[-1]) ** 2) / len(column)) ** 0.5
        stds.append(1.0 if np.all(column == column[0]) else spread)
    return means, stds


@standardise_fit.variant
def standardise_fit_with_where(X):
    X = np.array(X, dtype=np.float64)
    return np.average(X, axis=0), np.where(X.max(axis=0) > X.min(axis=0), np.sqrt(X.var(axis=0)), 1.0)


@standardise_fit.variant
def standardise_fit_by_transposing(X):
    N, _ = X.shape
    rows = X.T.astype(np.float64)
    std = np.linalg.norm(rows - rows.mean(axis=1, keepdims=True), axis=1) / N**0.5
    std[(rows == rows[:, :1]).all(axis=1)] = 1
    return (rows.mean(axis=1), std)
