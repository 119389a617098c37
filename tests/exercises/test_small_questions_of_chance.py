"""Small questions about chance: right answers pass them, whatever numbers their generators give."""

import functools
from pathlib import Path

import pytest

from grader.course import Course
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck.asking import ask_small, failing_among

COURSE = Course.find(Path(__file__))
BY_CHANCE = {
    name: exercise
    for chapter in COURSE.chapters()
    for name, exercise in chapter.definitions().items()
    if name in ("dropout_mask", "random_crops", "minibatches", "initialise")
}
STREAMS = 25  # a question that fails one right answer in four would pass them all once in a thousand times


@functools.cache
def _planned(name):
    return with_questions(BY_CHANCE[name], plan(BY_CHANCE[name]))


def _later(function, skipped):
    """Return a function that draws some numbers first, and so stands for another right answer."""

    def drawn_later(*arguments):
        arguments[-1].random(skipped)
        return function(*arguments)

    return drawn_later


@pytest.mark.xdist_group("small questions of chance")
@pytest.mark.parametrize("name", BY_CHANCE)
def test_right_answers_pass_whatever_they_draw(name):
    planned = _planned(name)
    for skipped in range(1, STREAMS + 1):
        later = _later(BY_CHANCE[name].reference, skipped)
        assert failing_among(planned, ask_small(later, planned)) is None


@pytest.mark.xdist_group("small questions of chance")
@pytest.mark.parametrize("name", BY_CHANCE)
def test_every_known_mistake_fails_on_one(name):
    planned = _planned(name)
    missed = [w.name for w in BY_CHANCE[name].wrong_answers if not failing_among(planned, ask_small(w.thing, planned))]
    assert missed == []
