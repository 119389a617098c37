"""What is said of a small question where no single result is right."""

from dataclasses import replace

import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.selfcheck import Seeded, asking
from grader.selfcheck.details import example_of, words_of
from grader.selfcheck.laws import LawText


def draw(count, rng):
    """Return so many numbers by chance."""
    return rng.integers(0, 2, count)


VARIES = LawText(
    "varies",
    "from grader.selfcheck import RIGHT, wrong\n"
    "def varies(calls, answers, expected):\n"
    "    return RIGHT if len({tuple(one.value) for one in answers}) > 1 else wrong('every call gives the same')\n",
)


def asked(calls):
    planned = plan(Exercise(draw, 1, ("a", "b", "c"), (Case("draws", lambda rng: calls),)))
    planned = replace(planned, cases=[replace(planned.cases[0], law=VARIES, expected=[])])
    return planned, planned.cases[0], asking.ask(lambda count, rng: np.zeros(3), planned)[0]


@pytest.mark.parametrize(
    "calls, words",
    [
        ([(3, Seeded(1)), (3, Seeded(2))], "2 calls that differ in their generators alone: every call gives the same"),
        ([(3, Seeded(1))], "every call gives the same"),
        ([(3, Seeded(1)), (3, Seeded(2)), (4, Seeded(3))], "every call gives the same"),
    ],
    ids=["generators", "one call", "other arguments"],
)
def test_how_many_calls_show_it_is_said_where_only_their_generators_differ(calls, words):
    _, case, answered = asked(calls)
    assert words_of(case, answered.answers) == words


def test_the_example_says_what_the_law_says():
    planned, case, answered = asked([(3, Seeded(1)), (3, Seeded(2))])
    shown = example_of(planned, case, answered)
    assert shown.expected == ""
    assert shown.place == "2 calls that differ in their generators alone: every call gives the same"
    assert shown.call == "draw(3, np.random.default_rng(1))"
