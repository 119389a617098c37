"""Whoever ignores an argument is told which; nobody who is right is told anything."""

import functools
import inspect
from pathlib import Path

import numpy as np
import pytest

from grader.course import Course
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck import asking
from grader.selfcheck.telling import tell

COURSE = Course.find(Path(__file__))
EXERCISES = {name: one for chapter in COURSE.chapters() for name, one in chapter.definitions().items()}
NAMES = ("sgd_step", "momentum_step", "weight_decay_step", "early_stopping", "project")
TOLD_BETTER = ("early_stopping", "validation_losses")  # of losses that always rise, the first result is always 0
IGNORED = [
    (name, parameter)
    for name in NAMES
    for parameter in inspect.signature(EXERCISES[name].reference).parameters
    if (name, parameter) != TOLD_BETTER
]


@functools.cache
def _planned(name):
    return with_questions(EXERCISES[name], plan(EXERCISES[name]))


def _told(function, name):
    planned = _planned(name)
    with np.errstate(all="ignore"):
        answers, small = ([one.answers for one in ask(function, planned)] for ask in (asking.ask, asking.ask_small))
        found = tell(planned, answers, small, small)
    return found and found.sentence


def _without(function, parameter):
    """Return a function that takes numbers of its own for one of its arguments, and is no simple variation else."""
    signature = inspect.signature(function)

    def forgetful(*arguments, **keywords):
        given = signature.bind(*arguments, **keywords)
        given.apply_defaults()
        value = given.arguments[parameter]
        own = np.arange(1.0, 1.0 + np.size(value)).reshape(np.shape(value)) / 7 if np.ndim(value) else 2
        given.arguments[parameter] = own
        return function(*given.args, **given.kwargs)

    return forgetful


@pytest.mark.parametrize("name, parameter", IGNORED, ids=[f"{name}-{parameter}" for name, parameter in IGNORED])
@pytest.mark.xdist_group("ignored arguments")
def test_the_argument_that_is_ignored_is_named(name, parameter):
    sentence = _told(_without(EXERCISES[name].reference, parameter), name)
    assert sentence
    assert f"`{parameter}`" in sentence


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.xdist_group("ignored arguments")
def test_who_is_right_is_told_nothing(name):
    for right in (EXERCISES[name].reference, *EXERCISES[name].variants):
        assert _told(right, name) is None
