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
    assert all(first_failing(wrong.thing, planned) for wrong in exercise.wrong_answers)


def test_questions_hold_few_numbers_and_all_of_them_whole(planned):
    for question in planned.questions:
        numbers = np.concatenate([np.ravel(a) for call in question.calls for a in Call.decode(call).arguments])
        assert len(numbers) <= MOST_NUMBERS
        assert np.array_equal(numbers, np.round(numbers))


def test_right_answers_of_any_style_answer_every_question(exercise, planned):
    for right in (exercise.reference, *exercise.variants):
        assert first_failing(right, planned) is None


def test_the_first_question_that_goes_wrong_is_the_smallest(exercise, planned):
    question, asked = first_failing(lambda a, b: float(np.sum(np.abs(a - b))), planned)
    assert [len(argument) for argument in Call.decode(question.calls[0]).arguments] == [2, 2]
    assert asked.answers


def test_questions_hold_no_results_of_mistakes(planned):
    """They would be weight alone: what is named is named by the cases."""
    assert not any(question.mistakes for question in planned.questions)


def test_questions_carry_no_points(exercise, planned):
    assert is_right(exercise.reference, planned)
    assert sum(case.share for case in planned.cases) == pytest.approx(1)


def test_questions_travel_with_the_plan(planned):
    assert PlannedExercise.from_document(planned.to_document()) == planned


def test_the_same_exercise_gets_the_same_questions(planned):
    assert with_questions(_exercise(), plan(_exercise())).to_document() == planned.to_document()


def _with_questions(reference, *cases, wrong=()):
    made = Exercise(reference, 1, (), cases, wrong)
    return with_questions(made, plan(made))


def _missed(wrong, planned):
    return first_failing(wrong, planned) is None


def product(X, W):
    """Return the product of two matrices."""
    return np.asarray(X, dtype=float) @ W


def test_rows_are_told_from_columns_though_no_known_mistake_takes_one_for_the_other():
    planned = _with_questions(
        product, Case("a product", lambda rng: (rng.normal(size=(6, 5)), rng.normal(size=(5, 4))))
    )
    assert not _missed(lambda X, W: (X @ W) * (X.shape[0] <= X.shape[1]), planned)
    assert not _missed(lambda X, W: (X @ W) * (X.shape[0] >= X.shape[1]), planned)


def scaled(x, kind):
    """Return x, or twice x."""
    return np.asarray(x, dtype=float) * {"once": 1, "twice": 2}[kind]


def test_every_kind_of_arguments_is_asked_though_no_known_mistake_needs_it():
    cases = [Case(kind, lambda rng, kind=kind: (rng.normal(size=5), kind)) for kind in ("once", "twice")]
    planned = _with_questions(scaled, *cases)
    assert not _missed(lambda x, kind: x, planned)
    assert not _missed(lambda x, kind: 2 * x, planned)


def dealt(number, size):
    """Return the lengths of the hands when that many cards are dealt."""
    return [min(size, number - start) for start in range(0, number, size)]


def test_whole_numbers_that_are_no_lengths_are_asked_in_small():
    planned = _with_questions(dealt, Case("many cards", lambda rng: (40, 8)))
    assert not _missed(lambda number, size: [size] * -(-number // size), planned)


def curvature(H):
    """Return the largest eigenvalue."""
    return float(np.linalg.eigvalsh(H)[-1])


def test_a_symmetric_matrix_stays_one():
    def hessian(rng):
        factor = rng.normal(size=(4, 4))
        return (factor @ factor.T + np.eye(4),)

    made = Exercise(curvature, 1, (), (Case("a bowl", hessian),))
    made.variant(lambda H: float(np.linalg.eigvalsh(np.asarray(H).T)[-1]))  # reads the other triangle
    planned = with_questions(made, plan(made))
    assert not _missed(lambda H: float(np.trace(H)), planned)
    assert max(Call.decode(question.calls[0]).arguments[0].size for question in planned.questions) > 1


def is_level(x):
    """Say whether all numbers are equal."""
    return bool(np.ptp(x) == 0)


def test_rounding_is_shown_with_tenths_where_a_known_mistake_needs_them():
    made = Exercise(is_level, 1, (), (Case("some numbers", lambda rng: (rng.normal(size=9),)),))
    mistaken = made.wrong("A mean is rounded.")(lambda x: bool(x.std() == 0))
    planned = with_questions(made, plan(made))
    question, _ = first_failing(mistaken, planned)
    assert Call.decode(question.calls[0]).arguments[0].tolist() == [0.1] * 3
