from pathlib import Path

import numpy as np
import pytest

from grader.audit import ask
from grader.course import Course
from grader.exercise.reference import names_around
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck.asking import first_failing
from grader.selfcheck.laws import equal, raises_value_error, silent

EXERCISES = Course.find(Path(__file__)).chapter("mlp").definitions()
JUDGED_BY_PROPERTY = {"parity_network", "interpolating_network", "sawtooth_network"}
ASKED_IN_BATCHES = ("affine", "mlp_forward")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(exercise):
    return [call.arguments for case in exercise.cases for call in case.calls(np.random.default_rng(0))]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= 12


def test_no_error_is_judged(exercise):
    assert raises_value_error not in [case.law for case in exercise.cases]


def test_a_small_question_shows_each_mistake(exercise):
    planned, around = with_questions(exercise, plan(exercise)), names_around(exercise.reference)
    hidden = [wrong.name for wrong in exercise.wrong_answers if not first_failing(wrong.thing, planned, around)]
    assert hidden == []


@pytest.mark.parametrize("name", ASKED_IN_BATCHES)
def test_there_are_one_example_and_a_square_case(name):
    shapes = [arguments[0].shape for arguments in arguments_of(EXERCISES[name]) if arguments[0].ndim == 2]
    assert 1 in [rows for rows, _ in shapes]
    assert [shape for shape in shapes if shape[0] == shape[1]]


def test_mlp_forward_is_asked_for_every_activation_in_both_places():
    deep = [arguments for arguments in arguments_of(EXERCISES["mlp_forward"]) if len(arguments[1]) > 1]
    assert {arguments[3] for arguments in deep} >= {"sigmoid", "tanh", "relu", "leaky_relu", "elu"}
    outputs = {arguments[4] for arguments in arguments_of(EXERCISES["mlp_forward"])}
    assert outputs >= {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}


def test_where_many_networks_are_right_none_is_compared_with_the_reference():
    for name, exercise in EXERCISES.items():
        compared = {case.law for case in exercise.cases} & {equal, silent}
        assert bool(compared) == (name not in JUDGED_BY_PROPERTY)


@pytest.mark.parametrize("name", sorted(JUDGED_BY_PROPERTY))
def test_where_many_networks_are_right_the_reference_s_own_is_not_published(name):
    planned = with_questions(EXERCISES[name], plan(EXERCISES[name]))
    assert not any(case.expected for case in [*planned.cases, *planned.questions])


def test_a_network_that_only_just_tells_odd_from_even_earns_most_points():
    def parity_network(n):
        turns = 0.1 * (-1.0) ** np.arange(n)[:, None]
        turns[0] /= 2
        return [np.ones((n, n)), turns], [-np.arange(n), np.array([0.475])]

    result = ask(parity_network, plan(EXERCISES["parity_network"]))
    assert result.outcome == "partial" and result.points > 2
    assert "less than 0.1 away" in result.cases[-1].words


def test_the_network_of_the_lesson_alone_earns_nothing():
    def parity_network(n):
        return [np.array([[1, -1], [-1, 1]]), np.ones((2, 1))], [np.zeros(2), np.zeros(1)]

    assert ask(parity_network, plan(EXERCISES["parity_network"])).points == 0


@pytest.mark.parametrize("name", sorted(JUDGED_BY_PROPERTY))
def test_a_right_network_in_single_precision_is_right(name):
    exercise = EXERCISES[name]

    def rounded(*arguments):
        return tuple([array.astype(np.float32) for array in part] for part in exercise.reference(*arguments))

    assert ask(rounded, plan(exercise, b"a seed", "grader")).outcome == "passed"


def test_points_to_interpolate_are_apart_and_never_all_level():
    for x, y in (arguments for case in EXERCISES["interpolating_network"].cases for arguments in made(case)):
        assert np.diff(x.astype(float)).min() >= 0.19  # single precision rounds
        assert np.abs(y).max() > 0


def made(case):
    return [call.arguments for seed in range(20) for call in case.calls(np.random.default_rng(seed))]
