from pathlib import Path

import numpy as np
import pytest

from exercises.losses.batches import whole_scored
from exercises.losses.softmax import huge
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck.laws import silent

EXERCISES = Course.find(Path(__file__)).chapter("losses").definitions()
MANY_WRONG_ANSWERS = {"softmax": 8, "cross_entropy_grad": 8}
STATED_FOR_HUGE_SCORES = {"softmax", "log_softmax", "binary_cross_entropy"}


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def test_there_are_wrong_answers_enough(exercise):
    fewest = MANY_WRONG_ANSWERS.get(exercise.name, 6 if exercise.points >= 3 else 5)
    assert len(exercise.wrong_answers) >= fewest


def test_there_are_a_square_case_and_one_example(exercise):
    shapes = [np.shape(call.arguments[0]) for case in exercise.cases for call in case.calls(np.random.default_rng(0))]
    assert 1 in [shape[0] for shape in shapes]
    assert exercise.name == "binary_cross_entropy" or [s for s in shapes if len(s) == 2 and s[0] == s[1]]


def test_huge_scores_are_asked_only_where_the_contract_states_them(exercise):
    largest = 0.0
    for case in exercise.cases:
        for call in case.calls(np.random.default_rng(0)):
            largest = max(largest, np.max(np.abs(call.arguments[0])))
    assert (largest >= 1e3) == (exercise.name in STATED_FOR_HUGE_SCORES)
    assert largest <= 1e4


def test_no_warning_costs_points(exercise):
    assert silent not in [case.law for case in exercise.cases]


def test_the_natural_first_answer_earns_most_points():
    def softmax(logits):
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    result = ask(softmax, plan(EXERCISES["softmax"]))
    assert (result.points, result.misconception) == (2.78, "softmax_in_the_type_given")


def test_huge_scores_fill_a_row_far_below_the_others():
    rows = huge(np.random.default_rng(0), 6, 5).max(axis=1)
    assert set(rows) == {-1e4, 0.0, 1e4}


def test_whole_scores_have_no_ties():
    logits, _ = whole_scored(5, 4)(np.random.default_rng(0))
    assert all(len(set(row)) == 4 for row in logits.tolist())
