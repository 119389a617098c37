import ast
import inspect

import numpy as np
import pytest

from grader.audit import ask, audit_exercise
from grader.exercises import of_chapter
from grader.laws import general
from grader.plan import plan
from solutions import regularisation

EXERCISES = of_chapter("regularisation")
BY_CHANCE = ("dropout_mask", "random_crops")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(name):
    return [call.arguments for case in EXERCISES[name].cases for call in case.calls(np.random.default_rng(0))]


def test_the_audit_finds_nothing(exercise):
    assert audit_exercise(exercise, [(b"one", "grader")]).findings == []


def test_every_sentence_is_short(exercise):
    for wrong in exercise.wrong_answers:
        assert wrong.sentence.endswith("."), wrong.name
        assert wrong.sentence.count(". ") <= 1, wrong.name
        assert len(wrong.sentence) <= 120, wrong.name


def test_hints_grow(exercise):
    assert len(exercise.hints[0]) < len(exercise.hints[2])


def test_hints_do_not_hold_the_reference(exercise):
    code = [line.strip() for line in inspect.getsource(exercise.reference).split("Examples")[1].splitlines()]
    returned = [line.removeprefix("return ") for line in code if line.startswith("return ")]
    assert returned
    long_enough = [line for line in returned if len(line) > 10]
    assert not [hint for hint in exercise.hints for line in long_enough if line in hint]


def as_a_reader_writes_it(function):
    """Return the function as its text defines it where only NumPy and the chapter's functions are known."""
    definition = ast.parse(inspect.getsource(function))
    definition.body[0].decorator_list.clear()
    namespace = {"np": np} | {name: value for name, value in vars(regularisation).items() if inspect.isfunction(value)}
    exec(compile(definition, "<a reader's notebook>", "exec"), namespace)
    return namespace[function.__name__]


def test_right_and_wrong_answers_stand_alone_in_a_notebook(exercise):
    planned = plan(exercise)
    for function in exercise.variants:
        assert ask(as_a_reader_writes_it(function), planned).outcome == "passed", function.__name__
    for wrong in exercise.wrong_answers:
        assert ask(as_a_reader_writes_it(wrong.function), planned).misconception == wrong.name


@pytest.mark.parametrize("name", BY_CHANCE)
def test_what_is_drawn_is_never_compared_with_the_reference(name):
    assert not {case.law for case in EXERCISES[name].cases} & {general.equal, general.silent}


@pytest.mark.parametrize("name", BY_CHANCE)
@pytest.mark.parametrize("bits", [np.random.MT19937, np.random.Philox], ids=lambda bits: bits.__name__)
def test_another_stream_of_random_numbers_is_as_good(name, bits):
    reference = EXERCISES[name].reference

    def answer(first, second, rng):
        return reference(first, second, np.random.Generator(bits(rng.integers(2**63))))

    assert ask(answer, plan(EXERCISES[name])).outcome == "passed"


@pytest.mark.parametrize("name", BY_CHANCE)
def test_another_source_of_chance_is_noticed(name):
    reference, chance = EXERCISES[name].reference, np.random.default_rng(5)
    result = ask(lambda first, second, rng: reference(first, second, chance), plan(EXERCISES[name]))
    assert [case.name for case in result.cases if case.fraction < 1] == ["the generator decides"]


def test_masks_of_every_case_drop_something_and_keep_something():
    for name in ("dropout_forward", "dropout_backward"):
        for _, mask, training in arguments_of(name):
            if training and np.ndim(mask) and 0 in mask:
                assert np.any(mask > 0), name


def test_shifts_are_asked_in_all_directions_and_beyond_the_image():
    asked = [(images.shape, dy, dx) for images, dy, dx in arguments_of("shift_images") if images.ndim == 3]
    assert {(np.sign(dy), np.sign(dx)) for _, dy, dx in asked} >= {(1, 1), (-1, -1), (-1, 1), (1, -1), (0, 0)}
    assert any(abs(dy) > shape[1] for shape, dy, _ in asked)
    assert any(abs(dx) == shape[2] for shape, _, dx in asked)


def test_patience_that_looks_into_the_future_is_told_so():
    def early_stopping(validation_losses, patience):
        losses = np.asarray(validation_losses)
        if losses.ndim != 1 or len(losses) == 0 or patience < 1:
            raise ValueError("losses of shape (T,) and a patience of at least 1")
        _, stop = regularisation.early_stopping(losses, patience)
        return int(np.argmin(losses)), stop

    result = ask(early_stopping, plan(EXERCISES["early_stopping"]))
    assert result.misconception == "early_stopping_looks_into_the_future"
