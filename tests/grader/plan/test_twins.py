"""Questions that differ in one argument alone: of which arguments there are some, and that they are fair."""

import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck.asking import first_failing
from grader.selfcheck.calling import Call
from grader.selfcheck.dependence import FEWEST, TWIN
from grader.selfcheck.laws import raises_value_error


def layered(x, weights, kind, scale, unused):
    """Return what the layers make of x, scaled."""
    if scale < 0:
        raise ValueError("a negative scale")
    for w in weights:
        x = np.tanh(x + w) if kind == "tanh" else x * w
    return scale * x


def _calls(rng):
    return [
        (rng.normal(size=5), list(rng.normal(size=(2, 5))), kind, float(rng.uniform(1, 2)), int(rng.integers(2, 9)))
        for kind in ("tanh", "product")
    ]


@pytest.fixture(scope="module")
def exercise():
    made = Exercise(layered, 1, ("a", "b", "c"), (Case("some", _calls),))
    made.variant(lambda x, weights, kind, scale, unused: layered(np.array(x), weights, kind, scale, 0))
    return made


@pytest.fixture(scope="module")
def planned(exercise):
    return with_questions(exercise, plan(exercise))


def _changed(planned):
    """Return, for each question that is a twin, the arguments in which it differs from one that is none."""
    others = [Call.decode(one.calls[0]).encode()["arguments"] for one in planned.questions if one.name != TWIN]
    for one in planned.questions:
        if one.name == TWIN:
            arguments = one.calls[0]["arguments"]
            unlike = [[at for at, a in enumerate(arguments) if a != other[at]] for other in others]
            yield min(unlike, key=len)


def test_each_argument_that_matters_is_changed_alone(planned):
    changed = list(_changed(planned))
    assert all(len(unlike) == 1 for unlike in changed)
    assert {unlike[0] for unlike in changed} == {0, 1, 3}  # with two choices there is one pair at most
    assert len(changed) == 3 * FEWEST


def test_right_answers_of_any_style_answer_them(exercise, planned):
    for right in (exercise.reference, *exercise.variants):
        assert first_failing(right, planned) is None


def test_they_ask_for_results_that_differ(planned):
    results = [repr(one.expected[0]["value"]) for one in planned.questions if one.name == TWIN]
    assert len(set(results)) == len(results)
    assert not any(one.law.function is raises_value_error for one in planned.questions if one.name == TWIN)


def test_a_function_of_one_argument_has_none():
    made = Exercise(lambda x: 2 * x, 1, ("a", "b", "c"), (Case("some", lambda rng: (rng.normal(size=5),)),))
    assert not any(one.name == TWIN for one in with_questions(made, plan(made)).questions)
