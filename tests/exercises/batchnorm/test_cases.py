from pathlib import Path

import numpy as np
import pytest

from digits import load_digits
from exercises.batchnorm import laws
from exercises.batchnorm import train_digits as capstone
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck import wire
from grader.selfcheck.laws import equal, silent
from solutions import batchnorm

EXERCISES = Course.find(Path(__file__)).chapter("batchnorm").definitions()
NORMALISING = [name for name in EXERCISES if name.startswith(("batchnorm_", "stand")) and name != "batchnorm_is_right"]
JUDGED_BY_PROPERTY = {"initialise", "train_digits", "batchnorm_is_right"}


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


@pytest.fixture(scope="module")
def capstone_plan():
    return plan(EXERCISES["train_digits"])


@pytest.mark.parametrize(
    "name",
    [name for name in EXERCISES if name.startswith(("batchnorm_", "fold", "stand")) and name != "batchnorm_is_right"],
)
def test_there_are_one_example_and_a_square_case(name):
    calls = [call for case in EXERCISES[name].cases for call in case.calls(np.random.default_rng(0))]
    shapes = [np.shape(call.arguments[0]) for call in calls]
    assert 1 in [shape[0] for shape in shapes]
    assert name == "batchnorm_running" or [shape for shape in shapes if len(shape) > 1 and len(set(shape)) == 1]


def test_where_many_answers_are_right_none_is_compared_with_the_reference():
    for name, exercise in EXERCISES.items():
        compared = {case.law for case in exercise.cases} & {equal, silent}
        assert bool(compared) == (name not in JUDGED_BY_PROPERTY)


def test_one_example_is_normalised_to_beta():
    case = next(case for case in EXERCISES["batchnorm_forward"].cases if case.name == "one example")
    (call,) = case.calls(np.random.default_rng(0))
    x, gamma, beta = call.arguments
    np.testing.assert_array_equal(batchnorm.batchnorm_forward(x, gamma, beta)[0], [beta])


def test_an_epsilon_matters_wherever_batches_are_normalised():
    for name in ("batchnorm_forward", "batchnorm_predict", "batchnorm_backward", "batchnorm_images", "fold_batchnorm"):
        calls = [call for case in EXERCISES[name].cases for call in case.calls(np.random.default_rng(0))]
        assert {call.keywords["epsilon"] for call in calls if call.keywords} == {0.1, 1e-3}


# train_digits: which digits go where


def rows(images):
    return {bytes(row) for row in np.asarray(images).reshape(-1, 64).astype(np.uint8)}


def test_held_out_digits_are_in_no_call():
    (images, labels) = capstone.held_out()["unseen"][0]
    assert images.shape == (450, 64)
    assert labels.shape == (450,)
    for make in (capstone.twice, capstone.three_times):
        for call in make(np.random.default_rng(0)):
            assert not rows(images) & rows(call.arguments[0])


def test_the_self_check_reads_released_digits_that_it_has_not_given():
    released = rows(load_digits("released")[0])
    calls, unseen = capstone.twice(np.random.default_rng(0)), capstone.kept_back()["unseen"]
    for call, (images, _) in zip(calls, unseen):
        assert len(images) == 147
        assert rows(images) <= released
        assert not rows(images) & rows(call.arguments[0])
    assert not rows(unseen[0][0]) & rows(unseen[1][0])


@pytest.mark.parametrize("make, times", [(capstone.twice, 2), (capstone.three_times, 3)])
def test_each_training_has_other_digits_and_another_generator(make, times):
    calls = make(np.random.default_rng(0))
    assert len(calls) == times
    assert {call.arguments[0].shape for call in calls} == {(1200, 64)}
    assert {call.seconds for call in calls} == {10}
    assert len({call.arguments[2].seed for call in calls}) == times
    assert len({call.arguments[0].tobytes() for call in calls}) == times


def test_a_self_check_holds_nothing_of_the_held_out_digits(capstone_plan):
    assert len(capstone_plan.cases) == 1
    sent = wire.dumps(capstone_plan.to_document())
    images = wire.encode(capstone.held_out()["unseen"][0][0])
    assert images["array"]["data"].encode()[:200] not in sent


def test_digits_have_other_names_in_every_call_which_the_law_knows():
    _, labels = load_digits("released")
    names = []
    for call in capstone.three_times(np.random.default_rng(0)):
        images = {bytes(row): label for row, label in zip(capstone.digits("released")[0], labels)}
        true = [images[bytes(row)] for row in call.arguments[0]]
        np.testing.assert_array_equal(laws.class_names(call.arguments[0])[true], call.arguments[1])
        names.append(tuple(laws.class_names(call.arguments[0])))
    assert len(set(names)) == 3


def test_a_network_that_was_trained_elsewhere_earns_nothing():
    X, labels = capstone.digits("released")
    network = batchnorm.train_digits(X, labels, np.random.default_rng(0))
    result = ask(lambda X, labels, rng: network, plan(EXERCISES["train_digits"], b"a seed", "grader"))
    assert result.points == 0


def test_a_network_that_reads_digits_at_one_place_earns_the_first_part(capstone_plan):
    result = ask(EXERCISES["train_digits"].wrong_answer("train_digits_without_moving").thing, capstone_plan)
    assert result.outcome == "partial"
    assert 1 < result.points <= 2
    assert "show the training moved digits too" in result.cases[0].words


@pytest.mark.parametrize("seed", range(3))
def test_right_implementations_and_no_others_are_taken_for_right(seed):
    (case,) = plan(EXERCISES["batchnorm_is_right"], bytes([seed]), "grader").cases
    _, expected, _ = case.asked
    assert sum(answer.value for answer in expected) == 1 + len(EXERCISES["batchnorm_forward"].variants)
