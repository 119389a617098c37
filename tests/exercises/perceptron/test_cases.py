from pathlib import Path

import numpy as np
import pytest

from exercises.perceptron.examples import CLEAR, of_bytes, run, to_learn
from exercises.perceptron.laws import squashed
from exercises.perceptron.perceptron_predict import exact
from exercises.perceptron.perceptron_update import example
from exercises.perceptron.sigmoid import far_out
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from solutions import perceptron

EXERCISES = Course.find(Path(__file__)).chapter("perceptron").definitions()
GATE = EXERCISES["gate_weights"]


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= (6 if exercise.points >= 3 else 4)


# what the cases hold


@pytest.mark.parametrize("seed", range(5))
def test_no_prediction_on_the_way_depends_on_rounding(seed):
    X, y, num_epochs, learning_rate = to_learn(15, 3, 6, 0.5, wrong=4)(np.random.default_rng(seed))
    sums, _ = run(X, y, num_epochs, learning_rate)
    assert np.all((np.abs(sums) > CLEAR) | (sums == 0))


def test_a_learner_meets_both_kinds_of_mistake(rng):
    _, moves = run(*to_learn(12, 2, 5, 1.0)(rng))
    assert set(moves) == {-1, 0, 1}


def test_the_learner_of_the_cases_is_that_of_the_reference(rng):
    X, y, num_epochs, learning_rate = to_learn(11, 5, 3, 0.03, wrong=2)(rng)
    _, moves = run(X, y, num_epochs, learning_rate)
    _, _, mistakes = perceptron.perceptron_fit(X, y, num_epochs, learning_rate)
    np.testing.assert_array_equal(np.abs(np.reshape(moves, (3, 11))).sum(axis=1), mistakes)


@pytest.mark.parametrize("how", [{}, {"sure": 5}, {"whole": True}], ids=["unsure", "sure", "whole"])
@pytest.mark.parametrize(("y", "prediction"), [(1, 0), (0, 1), (1, 1), (0, 0)])
def test_an_example_is_predicted_as_its_maker_says(rng, y, prediction, how):
    w, b, x, answer, _ = example(4, y, prediction, **how)(rng)
    assert answer == y
    assert perceptron.perceptron_predict(x[np.newaxis], w, b)[0] == prediction


@pytest.mark.parametrize(("sure", "turns"), [(0.3, True), (5, False)])
@pytest.mark.parametrize("y", [0, 1])
def test_a_step_of_the_weights_turns_a_prediction_over_unless_the_perceptron_is_sure(rng, y, sure, turns):
    w, b, x, _, learning_rate = example(4, y, 1 - y, sure=sure)(rng)
    new_w, _ = perceptron.perceptron_update(w, b, x, y, learning_rate)
    assert (perceptron.perceptron_predict(x[np.newaxis], new_w, b)[0] == y) == turns


def test_a_third_of_the_sums_is_exactly_zero(rng):
    X, w, b = exact(rng, 12, 4)
    np.testing.assert_array_equal(X @ w + b, [-1, 0, 1] * 4)


def test_bytes_overflow_where_nobody_converts_them(rng):
    X, w, _ = of_bytes(30, 5)(rng)
    assert np.any((X @ w > 0) != (X.astype(int) @ w > 0))


def test_far_out_both_infinities_and_both_thousands_are_asked(rng):
    assert {-np.inf, -1000.0, 1000.0, np.inf} <= set(far_out(rng))


# gates: any line that separates is right


def test_every_line_that_separates_earns_all_points(rng):
    """Weights drawn at random and kept when they happen to make the gate."""
    planned = plan(GATE)
    tables = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "NAND": [1, 1, 1, 0]}
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])

    def gate_weights(gate):
        while True:
            w, b = rng.normal(size=2), rng.normal()
            if np.array_equal(corners @ w + b > 0, tables[gate]):
                return w, b

    assert ask(gate_weights, planned).outcome == "passed"


def test_a_gate_that_is_missing_costs_its_share():
    def gate_weights(gate):
        if gate == "NAND":
            raise NotImplementedError
        return perceptron.gate_weights(gate)

    result = ask(gate_weights, plan(GATE))
    assert result.outcome == "partial"
    assert 0 < result.points < 2


# sigmoid


def test_a_branch_that_is_thrown_away_is_told_why_it_warns():
    def sigmoid(z):
        z = np.asarray(z, dtype=np.float64)
        return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

    result = ask(sigmoid, plan(EXERCISES["sigmoid"]))
    assert result.outcome == "partial"
    assert result.misconception == "sigmoid_overflows"


def test_silence_is_asked_of_the_sigmoid_alone():
    for name, exercise in EXERCISES.items():
        assert (squashed in [case.law for case in exercise.cases]) == (name == "sigmoid")


# natural first answers


def test_the_textbook_sigmoid_earns_most_points():
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    result = ask(sigmoid, plan(EXERCISES["sigmoid"]))
    assert (result.points, result.outcome) == (2.0, "partial")


def test_six_kinds_without_any_care_earn_most_points():
    def activation(z, kind):
        if kind == "identity":
            return z
        if kind == "sigmoid":
            return perceptron.sigmoid(z)
        if kind == "tanh":
            return np.tanh(z)
        if kind == "relu":
            return np.maximum(0, z)
        if kind == "leaky_relu":
            return np.maximum(0.01 * z, z)
        if kind == "elu":
            return np.where(z > 0, z, np.exp(z) - 1)
        return None

    result = ask(activation, plan(EXERCISES["activation"]))
    assert result.points > 1.7
