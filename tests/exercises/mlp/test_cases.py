from pathlib import Path

import numpy as np
import pytest

from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck.laws import equal, silent

EXERCISES = Course.find(Path(__file__)).chapter("mlp").definitions()
JUDGED_BY_PROPERTY = {"xor_network", "interpolating_network"}
ASKED_IN_BATCHES = ("affine", "mlp_forward")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(exercise):
    return [call.arguments for case in exercise.cases for call in case.calls(np.random.default_rng(0))]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= 9


@pytest.mark.parametrize("name", ASKED_IN_BATCHES)
def test_there_are_one_example_and_a_square_case(name):
    shapes = [arguments[0].shape for arguments in arguments_of(EXERCISES[name]) if arguments[0].ndim == 2]
    assert 1 in [rows for rows, _ in shapes]
    assert [shape for shape in shapes if shape[0] == shape[1]]


def test_mlp_forward_is_asked_for_every_activation_in_both_places():
    valid = [arguments for arguments in arguments_of(EXERCISES["mlp_forward"]) if len(arguments[1]) > 1]
    assert {arguments[3] for arguments in valid} >= {"sigmoid", "tanh", "relu", "leaky_relu", "elu"}
    outputs = {arguments[4] for arguments in arguments_of(EXERCISES["mlp_forward"])}
    assert outputs >= {"identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"}


def test_where_many_networks_are_right_none_is_compared_with_the_reference():
    for name, exercise in EXERCISES.items():
        compared = {case.law for case in exercise.cases} & {equal, silent}
        assert bool(compared) == (name not in JUDGED_BY_PROPERTY)


def test_a_network_that_only_just_computes_xor_earns_most_points():
    def xor_network():
        W1, b1 = np.ones((2, 2)), np.array([0.0, -1.0])
        return [W1, np.array([[0.52], [-1.04]])], [b1, np.zeros(1)]

    result = ask(xor_network, plan(EXERCISES["xor_network"]))
    assert result.outcome == "partial"
    assert "less than 0.1 away" in result.cases[1].words


def test_points_to_interpolate_are_apart_and_never_all_level():
    for x, y in (arguments for case in EXERCISES["interpolating_network"].cases[:5] for arguments in made(case)):
        assert np.diff(x.astype(float)).min() >= 0.2
        assert np.abs(y).max() > 0


def made(case):
    return [call.arguments for seed in range(20) for call in case.calls(np.random.default_rng(seed))]
