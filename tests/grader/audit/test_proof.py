import numpy as np
import pytest

from grader.audit import audit_exercise
from grader.exercise import Case, Exercise, raises

SEEDS = [(b"one", "reader"), (b"two", "grader")]


def found(exercise, given=frozenset()):
    return "\n".join(audit_exercise(exercise, given=given, seeds=SEEDS).findings)


def mse_unchecked(predictions, targets):
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


def test_nothing_is_found_in_a_sound_exercise(sound):
    assert found(sound()) == ""


def test_a_variant_that_loses_points_is_found(sound):
    exercise = sound()
    exercise.variant(mse_unchecked)
    assert "mse_unchecked is right and earns 1.85" in found(exercise)
    assert "'shapes': a result where these arguments call for a ValueError (seed 'one', reader)" in found(exercise)


def test_a_wrong_answer_that_is_right_is_found(sound):
    exercise = sound()
    exercise.wrong("It is not wrong.")(exercise.reference)
    assert "mse is wrong and earns 2.0" in found(exercise)


def test_two_wrong_answers_with_one_result_are_found(sound):
    exercise = sound()

    @exercise.wrong("Another sentence.")
    def mse_alias(predictions, targets):
        return np.sum((predictions - targets) ** 2) / len(predictions)

    assert "mse_doubled is taken for mse_alias" in found(exercise)


def test_a_wrong_answer_that_only_crashes_is_found(sound):
    exercise = sound()

    @exercise.wrong("Do not crash.")
    def mse_crashes(predictions, targets):
        raise KeyError

    assert "mse_crashes is taken for nothing known" in found(exercise)


def test_globals_that_no_reader_has_are_found(sound):
    exercise = sound()

    @exercise.variant
    def mse_with_help(predictions, targets):
        raises  # noqa: B018 (an engine's name)
        return mse_unchecked(predictions, targets)

    words = "mse_with_help uses raises, which no reader has"
    assert words in found(exercise, given={"mse_unchecked"})
    assert "mse_with_help uses mse_unchecked" not in found(exercise, given={"mse_unchecked"})
    assert "mse_with_help uses mse_unchecked" in found(exercise)


def test_what_a_package_calls_its_functions_is_no_global(sound):
    exercise = sound()

    @exercise.variant
    def mse_by_raises(predictions, targets):
        return np.raises(predictions)

    assert "uses raises" not in found(exercise)


def test_a_global_within_a_function_of_the_answer_is_found(sound):
    exercise = sound()

    @exercise.variant
    def mse_by_parts(predictions, targets):
        return (lambda: mse_unchecked(predictions, targets))()

    assert "mse_by_parts uses mse_unchecked, which no reader has" in found(exercise)


def test_a_warning_of_the_reference_is_found(sound):
    def mse(predictions, targets):
        np.log(np.zeros(1))
        return mse_unchecked(predictions, targets)

    assert "the reference warns in 'a batch'" in found(sound(mse))


SPOILT = {
    "one name twice": (lambda e: e.variants.append(e.variants[0]), "twice the same: 'mse_by_mean'"),
    "one sentence twice": (
        lambda e: e.wrong("Halve it.")(lambda predictions, targets: 0.0),
        "twice the same: 'Halve it.'",
    ),
}


@pytest.mark.parametrize(("spoil", "finding"), SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_found(spoil, finding, sound):
    exercise = sound()
    spoil(exercise)
    assert finding in found(exercise)


def test_too_many_points_for_errors_are_found_where_some_cases_are_for_readers_alone(sound):
    given = sound().cases
    for_readers = Case("for readers", given[0].arguments, share=2, audience="reader")
    errors = raises("errors", given[-1].arguments, share=1.0)
    exercise = Exercise(sound().reference, 2, (), (given[0], for_readers, errors))
    assert found(exercise) == "the ValueErrors carry 33% of the points; a fifth is allowed (seed 'two', grader)"


class Counter:
    """Counts."""

    def __init__(self):
        self.count = 0

    def add(self, number):
        """Add a number."""
        self.count += number
        return self.count


def counted(made, numbers):
    counter = made()
    return [counter.add(number) for number in numbers]


def test_a_class_is_proven_through_its_probe():
    cases = (Case("several numbers", lambda rng: (rng.integers(1, 9, size=5).tolist(),)),)
    exercise = Exercise(Counter, 1, (), cases, probe=counted)

    @exercise.wrong("Keep what was counted so far.")
    class Forgetful:
        def add(self, number):
            return number

    @exercise.variant
    class Listing:
        def __init__(self):
            self.numbers = []

        def add(self, number):
            self.numbers.append(number)
            return sum(self.numbers)

    assert found(exercise) == ""

    @exercise.variant
    class Doubling:
        def add(self, number):
            return 2 * number

    assert "Doubling is right and earns 0.0" in found(exercise)
