import numpy as np
import pytest

from grader.audit.mutation import mutants_of
from grader.exercise import Case, Exercise


def scaled(x, factor=2):
    """Return x - 1, scaled."""
    if factor < 0:
        raise ValueError(f"factor must be at least {0}")
    return (x - 1) * factor


class Counter:
    """Counts."""

    start = 3

    def add(self, number):
        """Add a number."""
        return self.start + number


def exercise_of(reference, probe=None):
    return Exercise(reference, 1, (), (Case("a number", lambda rng: (3.0,)),), probe=probe)


def differences(reference, probe=None):
    return {mutant.difference for mutant in mutants_of(exercise_of(reference, probe))}


def test_a_mutant_differs_in_one_place_and_shows_it():
    assert "- return (x - 1) * factor\n+ return (x + 1) * factor" in differences(scaled)
    assert "- if factor < 0:\n+ if factor <= 0:" in differences(scaled)


def test_no_two_mutants_are_the_same_and_none_is_the_reference():
    texts = [mutant.text for mutant in mutants_of(exercise_of(scaled))]
    assert len(set(texts)) == len(texts)
    assert not [mutant for mutant in mutants_of(exercise_of(scaled)) if not mutant.difference]


@pytest.mark.parametrize("kept", ["factor=2", "Return x", "must be at least {0}"], ids=["head", "docstring", "message"])
def test_what_is_not_judged_is_not_changed(kept):
    lines = [line for words in differences(scaled) for line in words.splitlines() if line.startswith("+")]
    assert not [line for line in lines if kept.split("{")[0] in line]


def test_a_mutant_can_be_called():
    by_difference = {mutant.difference: mutant for mutant in mutants_of(exercise_of(scaled))}
    mutant = by_difference["- return (x - 1) * factor\n+ return (x + 1) * factor"]
    assert mutant.of(exercise_of(scaled))(3.0) == 8.0
    assert scaled(3.0) == 4.0


def test_the_whole_refusal_may_be_left_out():
    assert any(words.startswith("- if factor < 0:\n- raise ValueError") for words in differences(scaled))


def added(made, number):
    return made().add(number)


def test_the_methods_of_a_class_are_changed():
    mutants = {mutant.difference: mutant for mutant in mutants_of(exercise_of(Counter, added))}
    mutant = mutants["- return self.start + number\n+ return self.start - number"]
    assert mutant.of(exercise_of(Counter, added))().add(1) == 2


def test_a_text_that_python_doubts_is_a_mutant_all_the_same():
    def first(x):
        """Return the first number above 2 times another."""
        return (x * 2)[0]

    mutants = mutants_of(exercise_of(first))
    assert any("+ return 2[0]" in mutant.difference for mutant in mutants)
    for mutant in mutants:
        assert callable(mutant.of(exercise_of(first)))


def test_a_mutant_knows_the_names_around_its_reference():
    def total(x):
        """Return the sum."""
        return np.sum(x) + 1

    mutants = {mutant.difference: mutant for mutant in mutants_of(exercise_of(total))}
    assert mutants["- return np.sum(x) + 1\n+ return np.prod(x) + 1"].of(exercise_of(total))([2, 3]) == 7
