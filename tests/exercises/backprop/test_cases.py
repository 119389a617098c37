import inspect
from pathlib import Path

import numpy as np
import pytest

import solutions.backprop
from exercises.backprop import numerical_gradient as numerical
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck import wire
from grader.selfcheck.laws import raises_value_error
from solutions.backprop import numerical_gradient, relative_error

EXERCISES = Course.find(Path(__file__)).chapter("backprop").definitions()
WITHOUT_EXAMPLES = {"chain_gradient", "numerical_gradient", "gradient_is_right"}  # a chain has no batch, nor a point
POINTS = {"numerical_gradient": 1, "gradient_is_right": 2}  # where it is among the arguments


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= (10 if exercise.points >= 3 else 6)


def test_no_answer_loses_points_for_what_it_does_not_refuse(exercise):
    assert not [case for case in exercise.cases if case.law is raises_value_error]


def test_stubs_are_short(exercise):
    assert len(inspect.getdoc(exercise.reference).splitlines()) <= 10


def test_there_are_a_square_case_and_one_example(exercise):
    shapes = []
    for case in exercise.cases:
        for call in case.calls(np.random.default_rng(0)):
            shapes.append(np.shape(call.arguments[POINTS.get(exercise.name, 0)]))
    assert exercise.name in WITHOUT_EXAMPLES or 1 in [shape[0] for shape in shapes if shape]
    assert exercise.name == "chain_gradient" or [s for s in shapes if len(s) == 2 and s[0] == s[1]]


def test_functions_to_differentiate_travel_as_text():
    documents = [call["arguments"][0] for case in plan(EXERCISES["numerical_gradient"]).cases for call in case.calls]
    assert documents
    for document in documents:
        f = wire.decode(wire.loads(wire.dumps(document)), trusted=True)
        assert np.isfinite(f(np.ones((2, 3))))


def with_moving_entries(f, x, h=1e-5):
    """Add h, take it away twice and add it again, as many do: the last digits of x wander."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        x[index] += h
        ahead = f(x)
        x[index] -= 2 * h
        grad[index] = (ahead - f(x)) / (2 * h)
        x[index] += h
    return grad


def by_the_distance_that_was_stepped(f, x, h=1e-5):
    """Divide by the distance between the two points as floats have it, which differs from 2h in the last digits."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += h
        behind[index] -= h
        grad[index] = (f(ahead) - f(behind)) / (ahead[index] - behind[index])
    return grad


@pytest.mark.parametrize("function", [with_moving_entries, by_the_distance_that_was_stepped])
@pytest.mark.parametrize("seed", range(5))
def test_the_tolerance_forgives_rounding(function, seed):
    planned = plan(EXERCISES["numerical_gradient"], str(seed).encode(), "grader")
    assert ask(function, planned).outcome == "passed"


def test_the_tolerance_lies_far_from_rounding_and_far_from_forward_differences():
    """Both distances are a factor of ten or more at every point that is asked with the default step."""
    forward = next(w.thing for w in numerical.numerical_gradient.wrong_answers if w.name.endswith("_forward"))
    for seed in range(20):
        f, x = numerical.at(numerical.COUPLED, 4, 3)(np.random.default_rng(seed))
        f = f.build()
        expected = solutions.backprop.numerical_gradient(f, x)
        scale = np.max(np.abs(expected))
        rounding = np.max(np.abs(by_the_distance_that_was_stepped(f, x) - expected)) / scale
        assert rounding < numerical.RTOL["rtol"] / 10
        assert np.max(np.abs(forward(f, x) - expected)) / scale > numerical.RTOL["rtol"] * 10


@pytest.mark.parametrize("seed", range(5))
def test_every_kind_of_careless_test_misses_something_in_both_halves(seed):
    """The self-check and the grading each tell all wrong answers apart, at whatever points."""
    exercise = EXERCISES["gradient_is_right"]
    for audience in ("reader", "grader"):
        planned = plan(exercise, str(seed).encode(), audience)
        for wrong in exercise.wrong_answers:
            assert ask(wrong.thing, planned).misconception == wrong.name


@pytest.mark.parametrize("limit", [1e-3, 1e-4, 1e-7])
def test_any_sensible_limit_is_right(limit):
    def gradient_is_right(f, gradient, x):
        computed = gradient(x)
        return computed.shape == x.shape and relative_error(computed, numerical_gradient(f, x)) < limit

    for seed in range(10):
        asked = plan(EXERCISES["gradient_is_right"], str(seed).encode(), "grader")
        assert ask(gradient_is_right, asked).outcome == "passed"


def test_logarithms_of_a_softmax_do_not_pass_for_large_logits():
    wrong = EXERCISES["train_step"].wrong_answer("train_step_of_the_logarithm_of_the_softmax")
    result = ask(wrong.thing, plan(EXERCISES["train_step"]))
    assert [case.name for case in result.cases if case.fraction < 1] == ["logits of ten thousand"]


def test_knowing_that_opposite_signs_give_1_earns_nothing():
    assert ask(lambda a, b: 1.0, plan(EXERCISES["relative_error"], b"a seed", "grader")).points == 0
