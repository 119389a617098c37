from pathlib import Path

import numpy as np
import pytest

from exercises.losses.batches import huge, huge_scored, whole_scored
from grader.audit import ask
from grader.course import Course
from grader.exercise.reference import names_around
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck.asking import first_failing
from grader.selfcheck.calling import Call
from grader.selfcheck.laws import raises_value_error, silent
from solutions.losses import softmax, softmax_is_right

EXERCISES = Course.find(Path(__file__)).chapter("losses").definitions()
OF_NUMBERS = [name for name, exercise in EXERCISES.items() if not exercise.is_tester]
RIGHT_FOR_HUGE_SCORES = {"softmax", "log_softmax", "cross_entropy", "cross_entropy_grad", "binary_cross_entropy"}


@pytest.fixture(params=OF_NUMBERS)
def exercise(request):
    return EXERCISES[request.param]


def test_there_are_wrong_answers_enough(exercise):
    assert len(exercise.wrong_answers) >= 10


def test_there_are_a_square_case_and_one_example(exercise):
    shapes = [np.shape(call.arguments[0]) for case in exercise.cases for call in case.calls(np.random.default_rng(0))]
    assert 1 in [shape[0] for shape in shapes]
    assert exercise.name.startswith("binary") or [s for s in shapes if len(s) == 2 and s[0] == s[1]]


def test_huge_scores_are_asked_only_where_the_contract_states_them(exercise):
    largest = 0.0
    for case in exercise.cases:
        for call in case.calls(np.random.default_rng(0)):
            largest = max(largest, np.max(np.abs(call.arguments[0])))
    assert (largest >= 1e3) == (exercise.name in RIGHT_FOR_HUGE_SCORES)
    assert largest <= 1e4


def test_errors_are_judged_in_mse_alone(exercise):
    errors = [case for case in exercise.cases if case.law is raises_value_error]
    assert bool(errors) == (exercise.name == "mse")


def test_no_warning_costs_points(exercise):
    assert silent not in [case.law for case in exercise.cases]


def test_a_small_question_shows_each_mistake(exercise):
    planned, around = with_questions(exercise, plan(exercise)), names_around(exercise.reference)
    hidden = [wrong.name for wrong in exercise.wrong_answers if not first_failing(wrong.thing, planned, around)]
    assert hidden == []


@pytest.mark.parametrize("seed", range(5))
def test_accuracies_differ_within_each_case(seed):
    for case in plan(EXERCISES["accuracy"], bytes([seed]), "grader").cases:
        _, expected, _ = case.asked
        assert len({answer.value for answer in expected}) > 1


def test_huge_scores_fill_a_row_far_below_the_others():
    (logits,) = huge(6, 5)(np.random.default_rng(0))
    assert set(logits.max(axis=1)) == {-1e4, 0.0, 1e4}


@pytest.mark.parametrize("seed", range(5))
def test_some_huge_scores_are_right_and_some_as_wrong_as_can_be(seed):
    logits, labels = huge_scored(7, 4)(np.random.default_rng(seed))
    chosen = logits[np.arange(7), labels]
    assert np.any(chosen == logits.max(axis=1)) and np.any(chosen <= logits.max(axis=1) - 1e4)


def test_whole_scores_have_no_ties():
    logits, _ = whole_scored(5, 4)(np.random.default_rng(0))
    assert all(len(set(row)) == 4 for row in logits.tolist())


# the reader as tester


def implementations(audience):
    planned = plan(EXERCISES["softmax_is_right"], b"a seed", audience)
    [case] = planned.cases
    texts = [call["arguments"][0].get("function") for call in case.calls]
    made = [Call.decode(call).arguments[0] for call, text in zip(case.calls, texts) if text]
    _, expected, _ = case.asked
    verdicts = [answer.value for answer, text in zip(expected, texts) if text]
    return made, verdicts


def is_a_softmax(f):
    rng = np.random.default_rng(5)
    for shape in ((4, 3), (3, 3), (1, 5), (6, 2), (2, 7)):
        for scale in (0.3, 3.0, 100.0, 4000.0):
            logits = np.clip(scale * rng.normal(size=shape) + scale * rng.normal(size=(shape[0], 1)), -1e4, 1e4)
            given = logits.copy()
            with np.errstate(all="ignore"):
                answer = np.asarray(f(given))
            same = answer.shape == shape and np.allclose(answer, softmax(logits), rtol=0, atol=1e-9)
            if not same or not np.array_equal(given, logits):
                return False
    return True


@pytest.mark.parametrize("audience", ["reader", "grader"])
def test_the_reference_is_right_about_every_implementation(audience):
    made, verdicts = implementations(audience)
    assert [is_a_softmax(f) for f in made] == verdicts


def test_grading_sends_right_implementations_of_several_styles_and_many_wrong_ones():
    _, verdicts = implementations("grader")
    assert verdicts.count(True) >= 4 and verdicts.count(False) >= 15


def test_the_readers_check_sends_no_right_implementation():
    _, verdicts = implementations("reader")
    assert len(verdicts) >= 8 and not any(verdicts)


def test_right_implementations_take_lists_and_whole_numbers_too():
    made, verdicts = implementations("grader")
    for f in (f for f, is_right in zip(made, verdicts) if is_right):
        np.testing.assert_allclose(f([[0, 0], [1, 1]]), 0.5)


def test_a_test_that_stops_on_a_wrong_implementation_does_not_catch_it():
    def stops(f):
        if not softmax_is_right(f):
            raise AssertionError
        return True

    assert ask(stops, plan(EXERCISES["softmax_is_right"], b"a seed", "grader")).points == 0
