from pathlib import Path

import numpy as np
import pytest

from exercises.regularisation import laws
from grader.audit import ask
from grader.course import Course
from grader.plan import plan
from grader.selfcheck.laws import equal, silent
from solutions import regularisation

EXERCISES = Course.find(Path(__file__)).chapter("regularisation").definitions()
BY_CHANCE = ("dropout_mask", "random_crops")


@pytest.fixture(params=EXERCISES)
def exercise(request):
    return EXERCISES[request.param]


def arguments_of(name):
    return [call.arguments for case in EXERCISES[name].cases for call in case.calls(np.random.default_rng(0))]


@pytest.mark.parametrize("name", BY_CHANCE)
def test_what_is_drawn_is_never_compared_with_the_reference(name):
    assert not {case.law for case in EXERCISES[name].cases} & {equal, silent}


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


def test_answers_of_early_stopping_differ_within_a_case():
    for case in EXERCISES["early_stopping"].cases[:4]:
        answers = [regularisation.early_stopping(*call.arguments) for call in case.calls(np.random.default_rng(0))]
        assert len(set(answers)) >= 4, case.name


def test_crops_are_asked_from_high_wide_and_square_images():
    cases = [case for case in EXERCISES["random_crops"].cases if case.law is laws.crops_anywhere]
    shapes = [case.calls(np.random.default_rng(0))[0].arguments[0].shape[1:] for case in cases]
    assert {np.sign(height - width) for height, width in shapes} == {-1, 0, 1}


def test_patience_that_looks_into_the_future_is_told_so():
    def early_stopping(validation_losses, patience):
        losses = np.asarray(validation_losses)
        _, stop = regularisation.early_stopping(losses, patience)
        return int(np.argmin(losses)), stop

    result = ask(early_stopping, plan(EXERCISES["early_stopping"]))
    assert result.misconception == "early_stopping_looks_into_the_future"


@pytest.mark.parametrize("seed", range(3))
def test_right_implementations_and_no_others_are_taken_for_right(seed):
    (case,) = plan(EXERCISES["dropout_is_right"], bytes([seed]), "grader").cases
    _, expected, _ = case.asked
    assert sum(answer.value for answer in expected) == 1 + len(EXERCISES["dropout_mask"].variants)
