"""On which arguments results depend: what is said where some change nothing, and when nothing is said."""

import itertools

import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck import asking
from grader.selfcheck.beside import Pair
from grader.selfcheck.dependence import Asked, ignored
from grader.selfcheck.telling import tell


def stepped(w, grad, rate):
    """Return w after a step, and its length."""
    return w - rate * grad, np.abs(w - rate * grad).sum()


def asked(answer, right=lambda w, grad, rate: w + 10 * grad + 100 * rate):
    """Return what an answer gives to calls of which each differs from the first in one argument alone."""
    values = [(1.0, 2.0, 0.5)]
    values += [(*values[0][:at], new, *values[0][at + 1 :]) for at in range(3) for new in (3.0, 4.0)]
    names = ("`w`", "`grad`", "`rate`")
    return [Asked(dict(zip(names, one)), Pair(answer(*one), right(*one), dict(zip(names, one)))) for one in values]


SAID = {
    "one": (lambda w, grad, rate: w - grad, "Results stay the same when `rate` alone changes; right ones do not."),
    "two": (
        lambda w, grad, rate: np.sin(w),
        "Results depend on `w` alone; right ones change with `grad` and `rate`, too.",
    ),
    "all": (lambda w, grad, rate: 7.25, "Results stay the same whichever argument changes; right ones do not."),
}


@pytest.mark.parametrize("name", SAID)
def test_arguments_that_change_nothing_are_named(name):
    function, sentence = SAID[name]
    assert ignored(asked(function)) == sentence


@pytest.mark.parametrize(
    "function",
    [
        lambda w, grad, rate: -(w + 10 * grad + 100 * rate),
        lambda w, grad, rate: w + 10 * grad + 100 * min(rate, 1.0) + (rate > 3.5),
    ],
    ids=["uses all", "heeds one value of several"],
)
def test_an_argument_that_changes_something_is_not(function):
    assert ignored(asked(function)) is None


def test_right_results_are_never_said_to_be_the_same():
    assert ignored(asked(lambda w, grad, rate: w + 10 * grad + 100 * rate)) is None


def test_what_changes_no_right_result_is_not_said_to_be_ignored():
    right = lambda w, grad, rate: w + grad  # noqa: E731
    assert ignored(asked(lambda w, grad, rate: -w - grad, right)) is None


def test_one_pair_of_calls_is_too_little():
    assert ignored(asked(lambda w, grad, rate: w - grad)[:-2]) is None


def test_a_part_that_heeds_fewer_arguments_is_named():
    right = lambda w, grad, rate: (w + 10 * grad + 100 * rate, w * rate)  # noqa: E731
    wrong = lambda w, grad, rate: (w + 10 * grad + 99 * rate, w)  # noqa: E731
    assert ignored(asked(wrong, right)) == (
        "Result 2 of 2 stays the same when `rate` alone changes; the right one does not."
    )


def test_all_arguments_are_spoken_of_only_where_each_was_changed():
    calls = asked(lambda w, grad, rate: 7.25)
    but_for_rate = [one for one in calls if one.documents["`rate`"] == 0.5]
    assert ignored(but_for_rate) == "Results stay the same when `w` or `grad` alone changes; right ones do not."


def test_of_arrays_the_numbers_are_spoken_of_behind_all_else():
    array = {"array": {"shape": [2]}}
    calls = [
        Asked({"`w`": dict(array, number=one), "`rate`": two}, Pair(7.25, one + 10 * two, {}))
        for one, two in ((0, 0), (1, 0), (2, 0), (0, 1), (0, 2))
    ]
    other = Asked({"`w`": array, "`rate`": 9, "`n`": 3}, Pair(1.0, 2.0, {}))
    assert ignored([*calls, other]) == (
        "Results stay the same when `rate` or the numbers in `w` alone change; right ones do not."
    )


# Small questions that differ in one argument show it, in a check as a reader runs it


def scaled(x, factor, kind="plain", is_shifted=False):
    """Return x times a factor, perhaps squared, perhaps with 1 added."""
    y = factor * (x**2 if kind == "squared" else x)
    return y + is_shifted


def _calls(rng):
    """Make calls with random arguments, no two of which differ in one alone."""
    choices = itertools.product(("plain", "squared"), (False, True))
    return [(rng.normal(size=4), float(rng.uniform(1, 9)), kind, is_shifted) for kind, is_shifted in choices]


@pytest.fixture(scope="module")
def planned():
    made = Exercise(scaled, 1, ("a", "b", "c"), (Case("some", _calls),))
    return with_questions(made, plan(made))


def told(function, planned):
    answers = [one.answers for one in asking.ask(function, planned)]
    small = [one.answers for one in asking.ask_small(function, planned)]
    found = tell(planned, answers, small, small)
    return found and found.sentence


FORGETFUL = {
    "factor": lambda x, factor, kind="plain", is_shifted=False: np.sin(scaled(x, 2.5, kind, is_shifted)),
    "x": lambda x, factor, kind="plain", is_shifted=False: np.cos(
        scaled(np.arange(1, 1 + len(x)), factor, kind, is_shifted)
    ),
}


@pytest.mark.parametrize("name", FORGETFUL)
def test_a_reader_is_told_of_an_argument_that_is_ignored(planned, name):
    said = {"factor": "`factor` alone changes", "x": "the numbers in `x` alone change"}[name]
    assert told(FORGETFUL[name], planned) == f"Results stay the same when {said}; right ones do not."


def test_what_the_results_are_goes_before_what_they_do_not_heed(planned):
    assert told(lambda x, factor, kind="plain", is_shifted=False: -scaled(x, factor, kind, is_shifted), planned) == (
        "Every wrong result has the wrong sign."
    )


def test_nobody_who_is_right_is_told_of_arguments(planned):
    assert told(scaled, planned) is None
