"""What every exercise keeps to, whatever its chapter teaches. What a chapter's own cases hold is in its own file."""

import ast
import functools
import inspect
from pathlib import Path

import numpy as np
import pytest

from grader.audit import ask, audit_exercise
from grader.course import SOLUTIONS, Course
from grader.plan import PUBLIC_SEED, plan

COURSE = Course.find(Path(__file__))
EXERCISES = {f"{c.short}: {name}": made for c in COURSE.chapters() for name, made in c.definitions().items()}
LONGEST_LINE_TOLD = 14  # `X @ W` is in any book


# planned once, by one of pytest's processes
@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in EXERCISES])
def exercise(request):
    return EXERCISES[request.param]


@functools.cache
def _planned(chapter, name):
    return plan(EXERCISES[f"{chapter}: {name}"])


def _asked(function, exercise):
    names = _as_a_reader_writes_it(function, exercise.chapter)
    return ask(names[function.__name__], _planned(exercise.chapter, exercise.name), names)


def _as_a_reader_writes_it(function, chapter):
    """Return what there is where a function's text was run and only NumPy and the functions so far were known."""
    definition = ast.parse(inspect.getsource(function))
    definition.body[0].decorator_list.clear()
    namespace = {"np": np}
    for earlier in COURSE.chapters_up_to(chapter):
        written = vars(COURSE.module(SOLUTIONS, earlier.short))
        namespace |= {name: value for name, value in written.items() if inspect.isfunction(value)}
    exec(compile(definition, "<a reader's notebook>", "exec"), namespace)
    return namespace


def test_the_audit_finds_nothing(exercise):
    given = {name for chapter in COURSE.chapters_up_to(exercise.chapter) for name in chapter.definitions()}
    seeds = [(PUBLIC_SEED, "reader"), (b"one", "grader")]
    assert audit_exercise(exercise, COURSE.settings.audit, given, seeds).findings == []


def test_every_sentence_is_one_short_sentence(exercise):
    for wrong in exercise.wrong_answers:
        assert wrong.sentence.endswith("."), wrong.name
        assert wrong.sentence.count(". ") <= 1, wrong.name
        assert len(wrong.sentence) <= 120, wrong.name


def test_hints_grow(exercise):
    assert len(exercise.hints[0]) < len(exercise.hints[2])


def test_hints_do_not_hold_the_reference(exercise):
    code = "".join(inspect.getsource(exercise.reference).split('"""')[2::2])  # without docstrings
    body = [line.strip() for line in code.splitlines()]
    returned = [line.removeprefix("return ") for line in body if line.startswith("return ")]
    assert returned
    longer = [line for line in returned if len(line) > LONGEST_LINE_TOLD]
    assert not [hint for hint in exercise.hints for line in longer if line in hint]


def test_variants_stand_alone_in_a_notebook(exercise):
    for function in exercise.variants:
        assert _asked(function, exercise).outcome == "passed", function.__name__


def test_wrong_answers_stand_alone_in_a_notebook_and_are_known_by_name(exercise):
    for wrong in exercise.wrong_answers:
        assert _asked(wrong.thing, exercise).misconception == wrong.name
