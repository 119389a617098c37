"""How chapter 2 is judged where equality says too little: weights that make a gate, and values of a sigmoid."""

import numpy as np

from grader.selfcheck import RIGHT, as_numbers, by_value, difference, silent, trouble, wrong

INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))
TABLES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "NAND": (1, 1, 1, 0)}
ACCURACY = 1e-12  # what the contract states for the sigmoid
TWO_WEIGHTS_AND_A_BIAS = (np.ones(2), 1.0)


def realises_gate(calls, answers, expected):
    """For each of the four inputs, the weighted sum plus the bias is above 0 exactly where the gate answers 1."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        words = trouble(call, answer) or _failure(answer.value, TABLES[call.arguments[0]])
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def _failure(got, table):
    words = difference(got, TWO_WEIGHTS_AND_A_BIAS, rtol=np.inf)  # the form alone: any finite numbers may do
    if words:
        return words
    (first, second), bias = np.asarray(got[0], dtype=float), float(got[1])
    for (p, q), right in zip(INPUTS, table):
        with np.errstate(over="ignore"):
            passes = first * p + second * q + bias > 0
        if passes != right:
            side = "above 0" if passes else "not above 0"
            return f"the inputs ({p}, {q}) give a sum that is {side}, so the neuron answers {1 - right} there"
    return None


@by_value
def squashed(calls, answers, expected):
    """As `silent`, to 1e-12, and no value is below 0 or above 1."""
    verdict = silent(calls, answers, expected, rtol=ACCURACY)
    if verdict.passed:
        for answer in answers:
            values, _ = as_numbers(answer.value)
            if np.any((values < 0) | (values > 1)):
                return wrong("a value lies outside of the interval from 0 to 1")
    return verdict
