"""ewma: the exponentially weighted moving average of a series."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, raises
from solutions import optimizers


def series(length, beta, bias_correction, level=3.0):
    """Make a series of normal numbers about a level, so that a start at 0 shows."""
    return lambda rng: (level + rng.normal(size=length), beta, bias_correction)


def whole_series(length, beta, bias_correction):
    """Make a series of integers."""
    return lambda rng: (rng.integers(1, 20, size=length), beta, bias_correction)


ewma = Exercise(
    optimizers.ewma,
    points=3,
    hints=(
        "Go through the values once, from the oldest, and carry one number v along. It starts at 0.",
        "Each value turns v into beta times v plus 1 - beta times the value; write v into the result, or, if "
        "`bias_correction` is true, v divided by 1 - beta**t, where t counts the values so far.",
        "`for t, value in enumerate(values, start=1)` counts from 1. Keep v as it is and divide only what goes into "
        "the result: a divided v must not be carried on. Before the loop convert with `np.asarray(values, "
        "dtype=np.float64)` and raise a ValueError unless `values.ndim` is 1.",
    ),
    cases=(
        Case("a series, without and with correction", calls(series(6, 0.9, False), series(6, 0.9, True)), share=2),
        Case("a long memory", calls(series(40, 0.98, True), series(30, 0.98, False))),
        Case("no memory", calls(series(5, 0.0, True), series(7, 0.0, False)), share=0.5),
        Case("one value", calls(series(1, 0.8, True), series(1, 0.8, False))),
        Case(
            "values about 0, as many as ten", calls(series(10, 0.5, True, level=0.0), series(9, 0.7, False, level=0.0))
        ),
        Case("whole numbers, then another length", calls(whole_series(8, 0.6, True), series(12, 0.75, False))),
        Case(
            "other number types and memory layouts",
            calls(forms(series(5, 0.9, True), series(11, 0.9, False))),
            share=0.5,
        ),
        raises(
            "values with two axes", lambda rng: [(rng.normal(size=(4, 3)), 0.9, True), (np.ones((1, 5)), 0.9, False)]
        ),
        raises("a number in place of a series", lambda rng: [(np.array(2.5), 0.9, True), (np.array(1), 0.5, False)]),
    ),
)


@ewma.wrong("Carry v on as it was before the division: the corrected value is for the result only.")
def ewma_carries_the_corrected_value_on(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        if bias_correction:
            v = v / (1 - beta**t)
        averages.append(v)
    return averages


@ewma.wrong("When `bias_correction` is true, divide by 1 - beta**t: the start at 0 drags the first averages down.")
def ewma_never_corrects(values, beta, bias_correction):
    averages, v = [], 0.0
    for value in values:
        v = beta * v + (1 - beta) * value
        averages.append(v)
    return averages


@ewma.wrong("Divide by 1 - beta**t only when `bias_correction` is true.")
def ewma_always_corrects(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t))
    return averages


@ewma.wrong("The average starts at 0, not at the first value: that start is what the correction is for.")
def ewma_starts_at_the_first_value(values, beta, bias_correction):
    averages, v = [], values[0]
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("beta is the weight of the past: v gets beta, the new value 1 - beta.")
def ewma_with_the_weights_exchanged(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = (1 - beta) * v + beta * value
        averages.append(v / (1 - (1 - beta) ** t) if bias_correction else v)
    return averages


@ewma.wrong("A new value enters with the weight 1 - beta: without it v is a sum, and far too large.")
def ewma_adds_whole_values(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("t counts from 1: with the first value, one value has been averaged.")
def ewma_counts_from_zero(values, beta, bias_correction):
    averages, v = [], np.float64(0.0)
    for t, value in enumerate(values):
        v = beta * v + (1 - beta) * value
        with np.errstate(all="ignore"):
            averages.append(v / np.float64(1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("Divide by 1 - beta**t with the t of each place: the correction fades as values come in.")
def ewma_corrects_all_alike(values, beta, bias_correction):
    averages, v = [], 0.0
    for value in values:
        v = beta * v + (1 - beta) * value
        averages.append(v)
    return np.array(averages) / (1 - beta ** len(values) if bias_correction else 1)


@ewma.wrong("Divide by 1 - beta**t: multiplying makes the first averages smaller still.")
def ewma_multiplies_by_the_correction(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v * (1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("Take the new value in before you write the average down: entry t includes value t.")
def ewma_lags_by_one(values, beta, bias_correction):
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        averages.append(v / (1 - beta**t) if bias_correction else v)
        v = beta * v + (1 - beta) * value
    return averages


@ewma.wrong("Return the average after each value, an array of shape (T,), not the last one alone.")
def ewma_returns_the_last_average(values, beta, bias_correction):
    v = 0.0
    for value in values:
        v = beta * v + (1 - beta) * value
    return v / (1 - beta ** len(values)) if bias_correction else v


@ewma.wrong("Old values fade by the factor beta at each step: a plain mean of the past forgets nothing.")
def ewma_as_a_plain_mean(values, beta, bias_correction):
    return np.cumsum(values) / np.arange(1, len(values) + 1)


@ewma.wrong("Raise a ValueError unless the series has exactly one axis: rows of a table are no values.")
def ewma_of_rows(values, beta, bias_correction):
    values = np.asarray(values, dtype=np.float64)
    averages, v = [], 0.0
    for t, value in enumerate(values.reshape(len(values), -1) if values.ndim > 1 else np.atleast_1d(values), start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("Convert the values to float64 first: float32 carries 7 digits, and so would the averages.")
def ewma_in_the_type_given(values, beta, bias_correction):
    if values.ndim != 1:
        raise ValueError("values must have one axis")
    averages, v = [], 0.0
    for t, value in enumerate(values, start=1):
        v = beta * v + (1 - beta) * value
        averages.append(v / (1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("Write the averages into a new array: these go into the caller's own series.")
def ewma_changes_its_input(values, beta, bias_correction):
    v = 0.0
    for t, value in enumerate(values.tolist(), start=1):
        v = beta * v + (1 - beta) * value
        values[t - 1] = v / (1 - beta**t) if bias_correction else v
    return values


@ewma.variant
def ewma_in_plain_python(values, beta, bias_correction):
    if np.ndim(values) != 1:
        raise ValueError("values must have shape (T,)")
    averages, v, weight = [], 0.0, 0.0
    for value in np.asarray(values).tolist():
        v, weight = beta * v + (1 - beta) * value, beta * weight + (1 - beta)
        averages.append(v / weight if bias_correction else v)
    return averages


@ewma.variant
def ewma_as_a_weighted_sum(values, beta, bias_correction):
    values = np.array(values, dtype=float)
    if values.ndim != 1:
        raise ValueError("values must have shape (T,)")
    age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(age >= 0, (1 - beta) * float(beta) ** np.maximum(age, 0), 0.0)
    averages = weights @ values
    return averages / weights.sum(axis=1) if bias_correction else averages


@ewma.variant
def ewma_in_two_passes(values, beta, bias_correction):
    if values.ndim != 1:
        raise ValueError("values must have shape (T,)")
    padded = np.concatenate([[0.0], values.astype(np.float64)])
    for t in range(1, len(padded)):
        padded[t] = padded[t - 1] + (1 - beta) * (padded[t] - padded[t - 1])
    v = padded[1:]
    if bias_correction:
        v = v / (1 - beta ** np.arange(1, len(padded)))
    return v
