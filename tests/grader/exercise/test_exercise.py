import inspect
import types

import numpy as np
import pytest

from grader.exercise import Case, Exercise, Slip, Variable, raises, slip
from grader.selfcheck.calling import Call
from grader.selfcheck.probes import printed, value
from solutions import losses

HINTS = ("first", "second", "third")


def a_case(name="a", share=1.0):
    return Case(name, lambda rng: (rng.normal(size=2),), share)


def a_module(text):
    """Return a module of `solutions` with this text, which Python can find again."""
    module = types.ModuleType("solutions.people")
    module.__file__ = "people.py"
    exec(compile(text, "people.py", "exec"), vars(module))
    return module


PEOPLE = a_module("class Person:\n    pass\nmean_age = 32.0")


def test_an_exercise_is_named_after_its_reference():
    exercise = Exercise(losses.softmax, 3, HINTS, (a_case(),))
    assert (exercise.name, exercise.chapter, exercise.thing) == ("softmax", "losses", losses.softmax)


def test_a_variable_is_named_and_what_it_holds_is_looked_at():
    exercise = Exercise(Variable(PEOPLE, "mean_age"), 1, HINTS, (a_case(),))
    assert (exercise.name, exercise.chapter, exercise.thing, exercise.probe) == ("mean_age", "people", 32.0, value)


def test_a_variable_can_have_a_probe_of_its_own():
    assert Exercise(Variable(PEOPLE, "mean_age"), 1, HINTS, (a_case(),), probe=printed).probe is printed


def test_an_exercise_remembers_where_it_is_defined():
    exercise = Exercise(losses.softmax, 3, HINTS, (a_case(),))
    assert exercise.place == f"{__file__}:{inspect.currentframe().f_lineno - 1}"


@pytest.mark.parametrize(
    ("reference", "check"),
    [(losses.mse, "check(mse)"), (PEOPLE.Person, "check(Person)"), (Variable(PEOPLE, "mean_age"), 'check("mean_age")')],
    ids=["a function", "a class", "a variable"],
)
def test_readers_check_a_variable_by_its_name(reference, check):
    assert Exercise(reference, 1, HINTS, (a_case(),), probe=printed).check == check


def test_value_errors_carry_at_most_a_fifth():
    Exercise(losses.mse, 2, HINTS, (a_case(share=4), raises("b", lambda rng: (), share=1)))
    with pytest.raises(ValueError, match=r"mse: its ValueErrors carry more than a fifth"):
        Exercise(losses.mse, 2, HINTS, (a_case(share=4), raises("b", lambda rng: (), share=1.01)))


NO_EXERCISE = {
    "two cases of one name": (lambda: Exercise(losses.mse, 2, HINTS, (a_case("a"), a_case("a"))), "the same name"),
    "no case": (lambda: Exercise(losses.mse, 2, HINTS, ()), "mse: it has no case"),
    "a class without a probe": (lambda: Exercise(PEOPLE.Person, 2, HINTS, (a_case(),)), "Person is a class: give it"),
    "no variable": (lambda: Variable(PEOPLE, "mean_height"), "solutions.people has no variable mean_height"),
}


@pytest.mark.parametrize(("make", "words"), NO_EXERCISE.values(), ids=NO_EXERCISE)
def test_what_is_no_exercise_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()


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
    assert exercise.wrong_answers[0].source.endswith("def mse_zero(predictions, targets):\n    return 0")
    assert exercise.variants == [mse_again]
    assert mse_zero(1, 2) == 0


def test_wrong_answers_and_variants_of_a_variable_are_values():
    exercise = Exercise(Variable(PEOPLE, "mean_age"), 1, HINTS, (a_case(),))
    exercise.wrong("Divide by the number of people.", sum_of_ages=96)
    exercise.variant(np.float64(32))
    [wrong] = exercise.wrong_answers
    assert (wrong.name, wrong.sentence, wrong.thing, wrong.source) == (
        "sum_of_ages",
        "Divide by the number of people.",
        96,
        "96",
    )
    assert exercise.variants == [32.0]


# Slips


def test_a_slip_is_the_reference_with_other_words_and_its_own_name():
    wrong = slip("mse_of_absolutes", "Square it.", ("** 2", "** 1")).of(losses.mse)
    assert (wrong.name, wrong.sentence, wrong.thing.__name__) == ("mse_of_absolutes", "Square it.", "mse_of_absolutes")
    ones, zeros = np.full((1, 2), 3.0), np.zeros((1, 2))
    assert (losses.mse(ones, zeros), wrong.thing(ones, zeros)) == (9.0, 3.0)


def test_the_text_of_a_slip_is_known():
    wrong = slip("mse_of_absolutes", "Square it.", ("** 2", "** 1")).of(losses.mse)
    assert wrong.source.startswith("def mse_of_absolutes(")
    assert "** 1" in inspect.getsource(wrong.thing)


@pytest.mark.parametrize(("old", "times"), [("no such words", 0), ("e", "[0-9]+")], ids=["nowhere", "several times"])
def test_a_slip_changes_what_stands_there_once(old, times):
    with pytest.raises(ValueError, match=rf"wrong: '{old}' stands {times} times in mse, not once"):
        slip("wrong", "A sentence.", (old, "other")).of(losses.mse)


def test_a_slip_does_not_touch_what_readers_are_given():
    with pytest.raises(ValueError, match="stands 0 times"):
        slip("wrong", "A sentence.", ("def mse", "def other")).of(losses.mse)


def test_an_exercise_makes_wrong_answers_of_its_slips():
    made = Exercise(losses.mse, 2, HINTS, (a_case(),), [slip("mse_of_absolutes", "Square it.", ("** 2", "** 1"))])
    assert isinstance(slip("a", "b"), Slip)
    assert [wrong.name for wrong in made.wrong_answers] == ["mse_of_absolutes"]
