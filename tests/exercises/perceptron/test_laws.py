import numpy as np
import pytest

from exercises.perceptron.laws import realises_gate, squashed
from grader.selfcheck.calling import Answer, Call
from grader.selfcheck.laws import RIGHT

AND = Call(("AND",))


def judged(value, calls=1):
    return realises_gate([AND] * calls, [Answer(value)] * calls, [])


@pytest.mark.parametrize(
    "value",
    [([1, 1], -1), ((0.6, 0.7), -1.0), (np.array([5.0, 300.0]), -300.5), ([1e308, 1e308], -1.5e308)],
    ids=["touching-a-corner", "tuple", "unequal-weights", "as-large-as-numbers-get"],
)
def test_any_weights_that_separate_make_a_gate(value):
    assert judged(value) == RIGHT


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (([1, 1], -2), "the inputs (1, 1) give a sum that is not above 0, so the neuron answers 0 there"),
        (([1, 1], -0.5), "the inputs (0, 1) give a sum that is above 0, so the neuron answers 1 there"),
        (([1, 1], 1.5), "the inputs (0, 0) give a sum that is above 0, so the neuron answers 1 there"),
        (([2, 0], -1), "the inputs (1, 0) give a sum that is above 0, so the neuron answers 1 there"),
        (([1, 1, 1], -1.5), "result 1 of 2: the shape is (3,), expected (2,)"),
        (([[1], [1]], -1.5), "result 1 of 2: the shape is (2, 1), expected (2,)"),
        (([1, 1], [-1.5]), "result 2 of 2: one number is expected, got an array of shape (1,)"),
        (([np.inf, 1], -1.5), "result 1 of 2: 1 of 2 values is infinite"),
        (([1, 1], np.nan), "result 2 of 2: the value is not a number (NaN)"),
        ([1, 1, -1.5], "2 results are expected together, got 3"),
        (None, "the result is None: is the return statement missing?"),
    ],
    ids=["border", "or", "threshold", "one-input", "three", "column", "array", "infinite", "nan", "flat", "none"],
)
def test_weights_that_make_no_gate_are_told_where_they_fail(value, words):
    assert judged(value).words == words


def test_of_several_gates_the_first_wrong_one_is_named():
    assert judged(([1, 1], -2), calls=2).words.startswith("call 1 of 2: ")


def squash(value, warnings=()):
    return squashed([Call((np.zeros(2),))], [Answer(value, warnings=warnings)], [Answer(np.array([1.0, 0.5]))])


@pytest.mark.parametrize(
    ("value", "warnings", "passes"),
    [
        ([1.0, 0.5], (), True),
        ([1.0, 0.5 + 5e-13], (), True),
        ([1.0, 0.5 + 5e-12], (), False),
        ([1.0 + 1e-13, 0.5], (), False),
        ([1.0, 0.5], ("overflow encountered in exp",), False),
    ],
    ids=["exact", "within-1e-12", "less-accurate", "above-1", "with-a-warning"],
)
def test_a_sigmoid_is_accurate_silent_and_between_0_and_1(value, warnings, passes):
    assert squash(value, warnings).passed == passes
