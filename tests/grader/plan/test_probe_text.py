import numpy as np
import pytest

from grader.course import UnusableInput
from grader.plan import plan, probe_text
from grader.selfcheck import drawn, printed
from grader.selfcheck.calling import probe_of
from grader.selfcheck.probes import value

LIMIT = 3


def use(thing, count: "NoSuchType" = 1 + 1) -> "NoSuchType":  # noqa: F821
    import math

    def inner(x):
        return math.floor(x) + np.sum([count])

    return [inner(one) for one in thing]


def uses_a_global(thing):
    def inner():
        return LIMIT

    return inner()


def uses_a_global_by_default(thing, limit=LIMIT):
    return limit


def decorated(function):
    return function


@decorated
def is_decorated(thing):
    return thing


def nested():
    def within(thing):
        return LIMIT

    return within


@pytest.mark.parametrize("probe", [use, value, printed, drawn], ids=lambda probe: probe.__name__)
def test_a_probe_travels_as_its_text(probe):
    made = probe_of(probe_text(probe))
    assert (made.__name__, made.__defaults__) == (probe.__name__, probe.__defaults__)


def test_a_probe_works_where_nothing_but_numpy_is_around_it():
    assert probe_of(probe_text(use))([1.5, 2.5]) == [3, 4]


NOT_TRAVELLING = {
    "a global": (uses_a_global, "the probe uses_a_global does not travel: it uses LIMIT"),
    "a default": (uses_a_global_by_default, "it uses LIMIT"),
    "a decorator": (is_decorated, "a probe is written with def"),
    "a lambda": (lambda thing: thing, "a probe is written with def"),
    "a global within": (nested(), "it uses LIMIT"),
}


@pytest.mark.parametrize(("probe", "words"), NOT_TRAVELLING.values(), ids=NOT_TRAVELLING)
def test_a_probe_that_does_not_travel_is_refused_with_its_line(probe, words):
    with pytest.raises(UnusableInput) as caught:
        probe_text(probe)
    assert str(caught.value).startswith(f"{__file__}:{probe.__code__.co_firstlineno}: ")
    assert words in str(caught.value)


def test_a_plan_carries_the_text_of_its_probe(course):
    softmax = course.chapter("losses").definitions()["softmax"]
    assert plan(softmax).probe == ""
