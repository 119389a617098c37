import ast
import inspect

import numpy as np
import pytest

from grader.audit import ask, audit_exercise
from grader.exercises import of_chapter
from grader.laws import general
from grader.plan import plan
from solutions import mlp, perceptron

EXERCISES = of_chapter("mlp")
JUDGED_BY_PROPERTY = {"xor_network", "interpolating_network"}
ASKED_IN_BATCHES = ("affine", "mlp_forward")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(exercise):
    return [call.arguments for case in exercise.cases for call in case.calls(np.random.default_rng(0))]


def test_the_audit_finds_nothing(exercise):
    assert audit_exercise(exercise, [(b"one", "grader"), (b"two", "grader")]).findings == []


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= 9


def test_every_sentence_is_one_sentence(exercise):
    for wrong in exercise.wrong_answers:
        assert wrong.sentence.endswith("."), wrong.name
        assert wrong.sentence.count(". ") <= 1, wrong.name
        assert len(wrong.sentence) <= 120, wrong.name


def test_hints_grow(exercise):
    assert len(exercise.hints[0]) < len(exercise.hints[2])


def test_hints_do_not_hold_the_reference(exercise):
    code = [line.strip() for line in inspect.getsource(exercise.reference).split("Examples")[1].splitlines()]
    returned = [line.removeprefix("return ") for line in code if line.startswith("return ")]
    assert returned
    assert not [hint for hint in exercise.hints for line in returned if line in hint]


def as_a_reader_writes_it(function):
    """Return the function as its text defines it where only NumPy and the functions written so far are known."""
    definition = ast.parse(inspect.getsource(function))
    definition.body[0].decorator_list.clear()
    known = vars(perceptron) | vars(mlp)
    namespace = {"np": np} | {name: value for name, value in known.items() if inspect.isfunction(value)}
    exec(compile(definition, "<a reader's notebook>", "exec"), namespace)
    return namespace[function.__name__]


def test_variants_stand_alone_in_a_notebook(exercise):
    planned = plan(exercise)
    for function in exercise.variants:
        assert ask(as_a_reader_writes_it(function), planned).outcome == "passed", function.__name__


def test_wrong_answers_stand_alone_in_a_notebook(exercise):
    planned = plan(exercise)
    for wrong in exercise.wrong_answers:
        assert ask(as_a_reader_writes_it(wrong.function), planned).misconception == wrong.name


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
        compared = {case.law for case in exercise.cases} & {general.equal, general.silent}
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
