from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.collect.returning.scales import scale
from grader.course import UnusableInput

BY_HAND = [
    ("points", 12.5, 26, "12.5"),
    ("points", 0, 26, "0"),
    ("percent", 13, 26, "50"),
    ("percent", 1, 8, "12.5"),
    ("percent", 1, 16, "6.3"),
    ("1-7", 0, 26, "1"),
    ("1-7", 26, 26, "7"),
    ("1-7", 10, 24, "3.5"),
    ("1-10", 1, 2, "5.5"),
    ("2-5", 1, 2, "4"),
    ("2-5", 0.49, 1, "3"),
    ("7-1", 26, 26, "1"),
    ("20", 13, 26, "10"),
    ("letters", 9, 10, "A"),
    ("letters", 8.99, 10, "B"),
    ("letters", 0, 10, "F"),
]


@pytest.mark.parametrize(("name", "points", "most", "mark"), BY_HAND)
def test_marks_are_those_computed_by_hand(name, points, most, mark):
    assert scale(name).mark(points, most) == mark


@given(points=st.integers(0, 400), name=st.sampled_from(["percent", "1-7", "1-10", "2-5", "20", "points"]))
def test_more_points_are_never_a_lower_mark_and_no_mark_is_far_from_the_exact_one(points, name):
    chosen = scale(name)
    marks = [float(chosen.mark(quarters / 4, 100)) for quarters in (points, points + 1)]
    assert marks[0] <= marks[1]
    if name != "points":
        exact = chosen.lowest + (chosen.highest - chosen.lowest) * Fraction(points, 400)
        assert abs(Fraction(marks[0]).limit_denominator(100) - exact) <= chosen.step / 2


@pytest.mark.parametrize("name", ["", "1-1", "A-F", "1-7-9", "0", "-5", "1.5"])
def test_a_scale_that_is_none_is_refused_with_those_there_are(name):
    with pytest.raises(UnusableInput, match="points, percent, letters"):
        scale(name)


@pytest.mark.parametrize("name", ["points", "percent", "1-7", "2-5", "letters"])
def test_how_it_is_rounded_is_said(name):
    assert "round" in scale(name).words
