import numpy as np
import pytest

from exercises import of_chapter
from grader.exercise import Case, Exercise, raises
from grader.selfcheck.calling import Call
from solutions import losses

HINTS = ("first", "second", "third")


def a_case(name="a", share=1.0):
    return Case(name, lambda rng: (rng.normal(size=2),), share)


def test_an_exercise_is_named_after_its_reference():
    exercise = Exercise(losses.softmax, 3, HINTS, (a_case(),))
    assert (exercise.name, exercise.chapter) == ("softmax", "losses")


def test_value_errors_carry_at_most_a_fifth():
    Exercise(losses.mse, 2, HINTS, (a_case(share=4), raises("b", lambda rng: (), share=1)))
    with pytest.raises(ValueError, match=r"mse: its ValueErrors carry more than a fifth"):
        Exercise(losses.mse, 2, HINTS, (a_case(share=4), raises("b", lambda rng: (), share=1.01)))


def test_two_cases_cannot_have_one_name():
    with pytest.raises(ValueError, match="mse: two cases have the same name"):
        Exercise(losses.mse, 2, HINTS, (a_case("a"), a_case("a")))


MADE = {
    "one call": ((1, 2), [Call((1, 2))]),
    "several": ([(1,), (2,)], [Call((1,)), Call((2,))]),
    "with keywords": ([Call((1,), {"h": 2}), (3,)], [Call((1,), {"h": 2}), Call((3,))]),
    "a call by itself": (Call((1,), memory=9), [Call((1,), memory=9)]),
    "no arguments": ((), [Call(())]),
}


@pytest.mark.parametrize(("made", "calls"), MADE.values(), ids=MADE)
def test_a_case_makes_calls_of_what_it_is_given(made, calls):
    assert Case("a", lambda rng: made).calls(np.random.default_rng(0)) == calls


def test_wrong_answers_and_variants_register_and_stay_functions():
    exercise = Exercise(losses.mse, 2, HINTS, (a_case(),))

    @exercise.wrong("It is not zero.")
    def mse_zero(predictions, targets):
        return 0

    @exercise.variant
    def mse_again(predictions, targets):
        return losses.mse(predictions, targets)

    assert [(wrong.name, wrong.sentence) for wrong in exercise.wrong_answers] == [("mse_zero", "It is not zero.")]
    assert exercise.variants == [mse_again]
    assert mse_zero(1, 2) == 0


def test_a_chapters_exercises_come_in_the_order_of_its_solutions():
    assert list(of_chapter("losses"))[:3] == ["mse", "mse_grad", "softmax"]
