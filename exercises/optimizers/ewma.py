"""ewma: the exponentially weighted moving average of a series."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, slip
from solutions import optimizers


def series(length, beta, bias_correction, level=3.0):
    """Make a series of normal numbers about a level, so that a start at 0 shows."""
    return lambda rng: (level + rng.normal(size=length), beta, bias_correction)


def whole_series(length, beta, bias_correction):
    """Make a series of integers."""
    return lambda rng: (rng.integers(1, 20, size=length), beta, bias_correction)


STEP = "v = beta * v + (1 - beta) * value"
KEPT = "v / (1 - beta**t) if bias_correction else v"

ewma = Exercise(
    optimizers.ewma,
    points=3,
    hints=(
        "Go through the values once, from the oldest, and carry one number v along. It starts at 0.",
        "Each value turns v into beta times v plus 1 - beta times the value; write v into the result, or, if "
        "`bias_correction` is true, v divided by 1 - beta**t, where t counts the values so far.",
        "`for t, value in enumerate(values, start=1)` counts from 1. Keep v as it is and divide only what goes into "
        "the result: a divided v must not be carried on. A list that grows by `append` will do for the result.",
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
            parameters={"rtol": 1e-6},  # single precision, carried through the series
        ),
    ),
    wrong_answers=[
        slip(
            "ewma_carries_the_corrected_value_on",
            "Carry v on as it was before the division: the corrected value is for the result only.",
            (STEP, f"{STEP}\n        v = {KEPT}"),
            (f"append({KEPT})", "append(v)"),
        ),
        slip(
            "ewma_never_corrects",
            "When `bias_correction` is true, divide by 1 - beta**t: the start at 0 drags the first averages down.",
            (KEPT, "v"),
        ),
        slip(
            "ewma_always_corrects",
            "Divide by 1 - beta**t only when `bias_correction` is true.",
            (KEPT, "v / (1 - beta**t)"),
        ),
        slip(
            "ewma_corrects_the_wrong_way_round",
            "Divide by 1 - beta**t when `bias_correction` is true: here it is done when it is false.",
            ("if bias_correction", "if not bias_correction"),
        ),
        slip(
            "ewma_starts_at_the_first_value",
            "The average starts at 0, not at the first value: that start is what the correction is for.",
            ("averages, v = [], 0.0", "averages, v = [], float(values[0])"),
        ),
        slip(
            "ewma_with_the_weights_exchanged",
            "beta is the weight of the past: v gets beta, the new value 1 - beta.",
            (STEP, "v = (1 - beta) * v + beta * value"),
        ),
        slip(
            "ewma_with_the_weights_and_the_correction_exchanged",
            "beta is the weight of the past, in the average and in the correction: here 1 - beta is.",
            (STEP, "v = (1 - beta) * v + beta * value"),
            ("beta**t", "(1 - beta) ** t"),
        ),
        slip(
            "ewma_adds_whole_values",
            "A new value enters with the weight 1 - beta: without it v is a sum, and far too large.",
            ("(1 - beta) * value", "value"),
        ),
        slip(
            "ewma_never_forgets",
            "The past fades by the factor beta: multiply the old v by it before the new value comes in.",
            ("beta * v +", "v +"),
        ),
        slip(
            "ewma_corrects_all_alike",
            "Divide by 1 - beta**t with the t of each place: the correction fades as values come in.",
            ("beta**t", "beta ** len(values)"),
        ),
        slip(
            "ewma_corrects_as_at_the_first_value",
            "The correction is 1 - beta**t: 1 - beta is right for the first value alone.",
            ("beta**t", "beta"),
        ),
        slip(
            "ewma_multiplies_by_the_correction",
            "Divide by 1 - beta**t: multiplying makes the first averages smaller still.",
            ("v / (1 - beta**t)", "v * (1 - beta**t)"),
        ),
        slip(
            "ewma_divides_by_the_power",
            "Divide by 1 - beta**t, the weight that values were given: beta**t is what is left of the start.",
            ("v / (1 - beta**t)", "v / beta**t if beta else v"),
        ),
        slip(
            "ewma_lags_by_one",
            "Take the new value in before you write the average down: entry t includes value t.",
            (f"{STEP}\n        averages.append({KEPT})", f"averages.append({KEPT})\n        {STEP}"),
        ),
        slip(
            "ewma_with_the_start",
            "Return T averages, one after each value: the start, 0, is none of them.",
            ("averages, v = [], 0.0", "averages, v = [0.0], 0.0"),
        ),
        slip(
            "ewma_returns_the_last_average",
            "Return the average after each value, an array of shape (T,), not the last one alone.",
            ("return np.array(averages)", "return averages[-1]"),
        ),
    ],
)


@ewma.wrong("t counts from 1: with the first value, one value has been averaged.")
def ewma_counts_from_zero(values, beta, bias_correction):
    averages, v = [], np.float64(0.0)
    for t, value in enumerate(values):
        v = beta * v + (1 - beta) * value
        with np.errstate(all="ignore"):
            averages.append(v / np.float64(1 - beta**t) if bias_correction else v)
    return averages


@ewma.wrong("Old values fade by the factor beta at each step: a plain mean of the past forgets nothing.")
def ewma_as_a_plain_mean(values, beta, bias_correction):
    return np.cumsum(values) / np.arange(1, len(values) + 1)


@ewma.wrong("Write the averages into a new array: these go into the caller's own series.")
def ewma_changes_its_input(values, beta, bias_correction):
    v = 0.0
    for t, value in enumerate(values.tolist(), start=1):
        v = beta * v + (1 - beta) * value
        values[t - 1] = v / (1 - beta**t) if bias_correction else v
    return values


@ewma.wrong("t is an exponent: the weights of the values so far add up to 1 - beta**t.")
def ewma_with_beta_times_t(values, beta, bias_correction):
    v, out = 0.0, []
    for t, value in enumerate(values, 1):
        v = beta * v + (1 - beta) * value
        out.append(v / (1 - beta * t) if bias_correction else v)
    return np.array(out)


@ewma.wrong("The average goes on from the average before it, not from the value before it.")
def ewma_of_two_values(values, beta, bias_correction):
    v = np.zeros_like(values)
    v[0] = (1 - beta) * values[0]
    for t in range(1, len(values)):
        v[t] = beta * values[t - 1] + (1 - beta) * values[t]
    return v / (1 - beta ** np.arange(1, len(values) + 1)) if bias_correction else v


@ewma.wrong("Divide by 1 - beta**t, the total weight of the values, not by beta**t.")
def ewma_over_the_power(values, beta, bias_correction):
    v, out = 0.0, []
    for t, value in enumerate(values, 1):
        v = beta * v + (1 - beta) * value
        out.append(v / beta**t if bias_correction else v)
    return np.array(out)


@ewma.wrong("The oldest value comes first, and so does its average.")
def ewma_backwards(values, beta, bias_correction):
    v, out = 0.0, []
    for t, value in enumerate(values[::-1], 1):
        v = beta * v + (1 - beta) * value
        out.append(v / (1 - beta**t) if bias_correction else v)
    return np.array(out)


@ewma.variant
def ewma_into_an_array(values, beta, bias_correction):
    averages = np.zeros(len(values))
    v = 0
    for t in range(len(values)):
        v = beta * v + (1 - beta) * values[t]
        averages[t] = v
        if bias_correction:
            averages[t] = v / (1 - beta ** (t + 1))
    return averages


@ewma.variant
def ewma_in_plain_python(values, beta, bias_correction):
    averages, v, weight = [], 0.0, 0.0
    for value in np.asarray(values).tolist():
        v, weight = beta * v + (1 - beta) * value, beta * weight + (1 - beta)
        averages.append(v / weight if bias_correction else v)
    return averages


@ewma.variant
def ewma_as_a_weighted_sum(values, beta, bias_correction):
    age = np.subtract.outer(np.arange(len(values)), np.arange(len(values)))
    weights = np.where(age >= 0, (1 - beta) * float(beta) ** np.maximum(age, 0), 0.0)
    averages = weights @ values
    return averages / weights.sum(axis=1) if bias_correction else averages


@ewma.variant
def ewma_in_two_passes(values, beta, bias_correction):
    padded = np.concatenate([[0.0], values.astype(np.float64)])
    for t in range(1, len(padded)):
        padded[t] = padded[t - 1] + (1 - beta) * (padded[t] - padded[t - 1])
    v = padded[1:]
    if bias_correction:
        v = v / (1 - beta ** np.arange(1, len(padded)))
    return v
