"""What readers are given to test holds no line of the answer."""

import numpy as np
import pytest

from grader import exercise as exercises
from grader.audit.given_away import given_away
from grader.exercise import Exercise


def centred(x):
    """Return x less its mean."""
    difference_from_mean = x - x.mean()
    return difference_from_mean


def centred_by_sum(x):
    total_of_all_numbers = np.sum(x)
    return x - total_of_all_numbers / x.size


def copied(x):
    difference_from_mean = x - x.mean()
    return -difference_from_mean


def copied_from_a_hidden_one(x):
    total_of_all_numbers = np.sum(x)
    return x - total_of_all_numbers


def shifted(x):
    return x - x[0]


def is_right(f):
    """Say whether f centres."""
    return abs(f(np.arange(3.0)).sum()) < 1e-9


def found(*wrong, right=(centred_by_sum,), own="centred", **given):
    cases = (exercises.tester("implementations", right, wrong, own=own, **given),)
    return list(given_away(Exercise(is_right, 1, (), cases)))


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (copied, "difference_from_mean = x - x.mean()"),
        (copied_from_a_hidden_one, "total_of_all_numbers = np.sum(x)"),
    ],
    ids=["of the reader's own exercise", "of a hidden one"],
)
def test_a_line_of_a_right_implementation_is_found(wrong, line):
    assert found(wrong) == [
        f"{wrong.__name__}, which readers are given, holds a line of a right implementation: {line}"
    ]


def test_what_grading_alone_sends_may_hold_such_lines():
    assert found(shifted, copied, copied_from_a_hidden_one) == []


def test_short_lines_are_written_by_chance():
    assert found(shifted) == []


def test_what_comes_with_right_and_wrong_ones_alike_is_no_answer():
    pairs = {"right": [(shifted, shifted), (centred_by_sum, shifted)], "own": "", "names": ("f", "gradient")}
    assert found((centred_by_sum, copied), **pairs) == []
