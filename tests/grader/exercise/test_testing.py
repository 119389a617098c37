"""The reader as tester: implementations travel as text, right ones in grading only; what is caught is paid."""

import numpy as np
import pytest

from grader import exercise as exercises
from grader.exercise import Exercise
from grader.plan import plan
from grader.plan.questions import ask
from grader.selfcheck import asking
from grader.selfcheck.judge import judge


def doubled(x):
    """Return twice the number."""
    return 2 * x


def doubled_by_adding(x):
    return x + x


def tripled(x):
    return 3 * x


def squared(x):
    return x * x


def negative(x):
    return -2 * x


def doubled_and_one(x):
    return 2 * x + 1


def doubled_is_right(f):
    """Say whether f doubles numbers."""
    return all(f(x) == 2 * x for x in (-1, 0, 2, 3))


WRONG = (tripled, squared, negative, doubled_and_one)


@pytest.fixture
def exercise():
    cases = (exercises.tester("implementations", right=(doubled, doubled_by_adding), wrong=WRONG, own="doubled"),)
    return Exercise(doubled_is_right, 3, ("a",), cases)


def test_the_reference_catches_everything(exercise):
    for audience in ("reader", "grader"):
        assert ask(doubled_is_right, plan(exercise, b"a seed", audience)).outcome == "passed"


@pytest.mark.parametrize(
    ("says", "points"),
    [
        pytest.param(lambda f: False, 0.0, id="refuses everything"),
        pytest.param(lambda f: True, 0.0, id="accepts everything"),
        pytest.param(lambda f: f(2) == 4, 1.5, id="does not notice the square"),
        pytest.param(lambda f: f(2) == 4 and f(1) == 2 and f([1])[3] == 1, 0.0, id="stops on a right one"),
        pytest.param(lambda f: np.bool_(f(3) == 6), 3.0, id="answers with NumPy's truth"),
        pytest.param(lambda f: int(f(3) == 6), 0.0, id="answers with a number"),
    ],
)
def test_points_are_the_share_of_what_is_caught(exercise, says, points):
    assert ask(says, plan(exercise, b"a seed", "grader")).points == points


def test_what_the_self_check_knows_is_not_asked_in_grading(exercise):
    def texts(audience):
        [case] = plan(exercise, b"a seed", audience).cases
        return {call["arguments"][0].get("function") for call in case.calls} - {None}

    assert texts("reader").isdisjoint(texts("grader"))


def test_no_right_implementation_is_public(exercise):
    text = str(plan(exercise).to_document())
    assert "x + x" not in text
    assert "return 2 * x\n" not in text.replace("\\n", "\n")


def test_the_names_of_implementations_say_nothing(exercise):
    [case] = plan(exercise, b"a seed", "grader").cases
    assert {call["arguments"][0]["name"] for call in case.calls} == {"doubled"}


def test_in_the_readers_check_the_right_one_is_their_own(exercise):
    planned = plan(exercise)
    refuses_own = lambda f: f.__name__ != "mine" and doubled_is_right(f)  # noqa: E731

    def mine(x):
        return 2 * x

    def outcome(names):
        return judge(planned, [one.answers for one in asking.ask(refuses_own, planned, names)]).outcome

    assert outcome({"doubled": mine}) == "failed"
    assert outcome({}) == "passed"  # it is not written yet: what is not there is not wrong


def test_a_tester_is_heard_by_itself(exercise):
    assert plan(exercise).is_tester


def slope_of_squares(x):
    return 2 * x


def slope_upside_down(x):
    return -2 * x


def test_items_of_several_functions_go_under_names_of_their_own_and_right_ones_may_be_public():
    pairs = exercises.tester(
        "slopes",
        right=[(squared, slope_of_squares)] * 3,
        wrong=[(squared, slope_upside_down)],
        names=("f", "slope"),
        arguments=lambda functions, rng: (*functions, float(rng.normal())),
    )
    asked = [[call.encode()["arguments"] for call in case.calls(np.random.default_rng(0))] for case in pairs]
    assert [len(calls) for calls in asked] == [2, 2]  # a right one and the wrong one; the other right ones
    assert {(f["name"], slope["name"]) for calls in asked for f, slope, _ in calls} == {("f", "slope")}
    assert {slope["function"] for _, slope, _ in asked[1]} == {"def slope(x):\n    return 2 * x"}
