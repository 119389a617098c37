import inspect
from pathlib import Path

import numpy as np
import pytest

from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck.laws import equal, raises_value_error, silent

EXERCISES = Course.find(Path(__file__)).chapter("optimizers").definitions()
STEPS = ("sgd_step", "momentum_step", "rmsprop_step", "adam_step")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(exercise):
    return [call.arguments for case in exercise.cases for call in case.calls(np.random.default_rng(0))]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= 10


def test_no_answer_loses_points_for_what_it_does_not_refuse(exercise):
    assert not [case for case in exercise.cases if case.law is raises_value_error]


def test_stubs_are_short(exercise):
    assert len(inspect.getdoc(exercise.reference).splitlines()) <= 10


@pytest.mark.parametrize("name", STEPS)
def test_every_step_is_asked_for_one_weight_for_a_square_and_for_three_axes(name):
    shapes = [arguments[0].shape for arguments in arguments_of(EXERCISES[name])]
    assert (1,) in shapes
    assert [shape for shape in shapes if len(shape) == 2 and shape[0] == shape[1]]
    assert [shape for shape in shapes if len(shape) == 3]


@pytest.mark.parametrize("name", STEPS[1:])
def test_every_step_with_a_state_is_asked_for_its_defaults_first_and_for_other_constants_too(name):
    calls = [case.calls(np.random.default_rng(0)) for case in EXERCISES[name].cases]
    parameters = len(inspect.signature(EXERCISES[name].reference).parameters)
    assert not [call for call in calls[0] if call.keywords or len(call.arguments) == parameters]
    assert [call for made in calls for call in made if call.keywords]


def test_averages_of_squares_are_never_negative():
    for name, first in (("rmsprop_step", 2), ("adam_step", 3)):
        assert all(np.all(arguments[first] >= 0) for arguments in arguments_of(EXERCISES[name]))


def test_adam_is_asked_at_its_first_second_and_a_late_step():
    steps = {arguments[4] for arguments in arguments_of(EXERCISES["adam_step"])}
    assert {0, 1} <= steps
    assert max(steps) > 100


def test_hessians_are_symmetric_and_positive_definite():
    for case in EXERCISES["max_stable_learning_rate"].cases:
        for (matrix,) in (call.arguments for seed in range(20) for call in case.calls(np.random.default_rng(seed))):
            np.testing.assert_array_equal(matrix, matrix.T)
            assert np.linalg.eigvalsh(matrix.astype(float))[0] > 0


def test_mini_batches_are_never_compared_with_those_of_the_reference():
    laws = {case.law for case in EXERCISES["minibatches"].cases}
    assert not laws & {equal, silent}


def test_momentum_in_the_classical_form_is_told_what_the_average_is():
    def momentum_step(w, grad, velocity, learning_rate, beta=0.9):
        velocity = beta * velocity + grad
        return w - learning_rate * velocity, velocity

    assert ask(momentum_step, plan(EXERCISES["momentum_step"])).misconception == "momentum_step_in_the_classical_form"


def test_another_source_of_chance_is_noticed():
    chance = np.random.default_rng(5)

    def minibatches(num_examples, batch_size, rng):
        order = chance.permutation(num_examples)
        return [order[start : start + batch_size] for start in range(0, num_examples, batch_size)]

    result = ask(minibatches, plan(EXERCISES["minibatches"]))
    assert [case.name for case in result.cases if case.fraction < 1] == ["the generator decides"]


@pytest.mark.parametrize("seed", range(10))
def test_fit_is_right_with_any_fair_shuffle(seed):
    """The reference and its variants take their chances in different ways: all pass."""
    exercise = EXERCISES["fit"]
    planned = plan(exercise, str(seed).encode(), "grader")
    for function in (exercise.reference, *exercise.variants):
        assert ask(function, planned).outcome == "passed"


def test_fit_by_value_asks_nothing_that_an_order_decides():
    for case in EXERCISES["fit"].cases:
        for call in case.calls(np.random.default_rng(0)) if case.law is equal else ():
            X, labels, *_, learning_rate, batch_size, _, _ = call.arguments
            alike = np.all(X[0] == X) and np.all(labels == labels[0])
            assert learning_rate == 0 or batch_size >= len(X) or alike
