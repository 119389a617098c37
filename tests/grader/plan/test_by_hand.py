"""Small questions: of whole numbers, few of them, fair, and each mistake is shown by one."""

import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.plan.by_hand import MOST_NUMBERS, with_questions
from grader.plan.questions import is_right
from grader.selfcheck.asking import first_failing
from grader.selfcheck.calling import Call
from grader.selfcheck.judge import PlannedExercise


def mean_distance(a, b):
    """Return the mean distance of two rows of numbers."""
    return float(np.mean(np.abs(a - b)))


def _exercise():
    made = Exercise(mean_distance, 2, ("a",), (Case("two rows", lambda rng: (rng.normal(size=7), rng.normal(size=7))),))

    @made.wrong("Take the absolute value first.")
    def mean_difference(a, b):
        return float(np.mean(a - b))

    @made.wrong("Divide by the number of entries.")
    def summed_distance(a, b):
        return float(np.sum(np.abs(a - b)))

    made.variant(lambda a, b: sum(abs(x - y) for x, y in zip(a, b)) / len(a))
    return made


@pytest.fixture(scope="module")
def exercise():
    return _exercise()


@pytest.fixture(scope="module")
def planned(exercise):
    return with_questions(exercise, plan(exercise))


def test_every_mistake_is_shown_by_a_question(exercise, planned):
    shown = {name for question in planned.questions for name in question.mistakes}
    assert shown == {wrong.name for wrong in exercise.wrong_answers}


def test_questions_hold_few_numbers_and_all_of_them_whole(planned):
    for question in planned.questions:
        numbers = np.concatenate([np.ravel(a) for call in question.calls for a in Call.decode(call).arguments])
        assert len(numbers) <= MOST_NUMBERS
        assert np.array_equal(numbers, np.round(numbers))


def test_right_answers_of_any_style_answer_every_question(exercise, planned):
    for right in (exercise.reference, *exercise.variants):
        assert first_failing(right, planned) is None


@pytest.mark.parametrize("position", [0, 1], ids=["mean_difference", "summed_distance"])
def test_a_mistake_is_shown_by_the_first_question_that_goes_wrong(exercise, planned, position):
    wrong = exercise.wrong_answers[position]
    question, asked = first_failing(wrong.thing, planned)
    assert wrong.name in question.mistakes
    assert asked.answers


def test_questions_carry_no_points(exercise, planned):
    assert is_right(exercise.reference, planned)
    assert sum(case.share for case in planned.cases) == pytest.approx(1)


def test_questions_travel_with_the_plan(planned):
    assert PlannedExercise.from_document(planned.to_document()) == planned


def test_the_same_exercise_gets_the_same_questions(planned):
    assert with_questions(_exercise(), plan(_exercise())).to_document() == planned.to_document()
