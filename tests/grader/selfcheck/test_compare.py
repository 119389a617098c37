import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.selfcheck import wire
from grader.selfcheck.compare import as_numbers, difference

ONES = np.ones((2, 3))
ROUNDED = "it is right to some 7 digits only: computed in float32, or rounded?"

EQUAL = {
    "the same": (ONES, ONES),
    "a list of lists": (ONES.tolist(), ONES),
    "a list of arrays": ([np.ones(3), np.ones(3)], ONES),
    "integers for floats": (np.ones((2, 3), dtype=np.int8), ONES),
    "floats for integers": (np.array([0.0, 2.0]), np.array([0, 2])),
    "float32 that is exact": (np.float32([0.5, 2]), np.array([0.5, 2])),
    "Fortran order": (np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(6.0).reshape(2, 3)),
    "a Python number": (1, np.float64(1.0)),
    "a NumPy scalar": (np.float64(1.0), 1),
    "an array without axes": (np.array(1.0), 1.0),
    "a list for a tuple": ([1.0, ONES], (1.0, ONES)),
    "a tuple for a list": ((ONES, ONES), [ONES, ONES]),
    "an array for a tuple of rows": (np.ones((2, 3)), (np.ones(3), np.ones(3))),
    "None where None is expected": (None, None),
    "NaN where NaN is expected": (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
    "infinity where it is expected": (np.array([-np.inf, 1.0]), np.array([-np.inf, 1.0])),
    "within the tolerance": (np.array([1000.0, 1e-7]), np.array([1000.0, 0.0])),
    "rounding where all is zero": (np.array([1e-13, 0.0]), np.zeros(2)),
    "no elements": (np.zeros((0, 3)), np.zeros((0, 3))),
}


@pytest.mark.parametrize(("got", "expected"), EQUAL.values(), ids=EQUAL)
def test_equal_by_value_whatever_the_type(got, expected):
    assert difference(got, expected) is None


DIFFERENT = {
    "nothing returned": (None, ONES, "the result is None: is the return statement missing?"),
    "something where nothing is asked": (1, None, "a result where none is asked"),
    "transposed": (np.ones((3, 2)), ONES, "the shape is (3, 2), expected (2, 3): transposed?"),
    "another shape": (np.ones(6), ONES, "the shape is (6,), expected (2, 3)"),
    "an array for a number": (np.ones(2), 1.0, "one number is expected, got an array of shape (2,)"),
    "a number for an array": (1.0, ONES, "the shape is (), expected (2, 3)"),
    "reversed sign": (-ONES, ONES, "the sign is reversed"),
    "doubled": (2.0 * ONES, ONES, "every value is 2 times the expected one"),
    "one value": (np.array([1.0, 2.0, 4.0]), np.array([1.0, 2.0, 3.0]), "1 of 3 values is different"),
    "two values": (np.array([1.0, 5.0, 4.0]), np.array([1.0, 2.0, 3.0]), "2 of 3 values are different"),
    "a number": (3.0, 2.0, "the value differs"),
    "NaN": (np.array([np.nan, 1.0]), np.ones(2), "1 of 2 values is not a number (NaN)"),
    "NaN for a number": (float("nan"), 2.0, "the value is not a number (NaN)"),
    "infinity": (np.array([np.inf, np.inf]), np.ones(2), "2 of 2 values are infinite"),
    "the wrong infinity": (np.array([np.inf, 1.0]), np.array([-np.inf, 1.0]), "1 of 2 values is infinite"),
    "a number for infinity": (np.ones(2), np.array([np.inf, 1.0]), "a value that should be infinite is not"),
    "float32": (np.float32([0.1, 0.7]), np.array([0.1, 0.7]), ROUNDED),
    "booleans": (np.array([True, False]), np.array([1, 0]), "the result holds True and False where numbers are asked"),
    "text": ("1.0", 1.0, "the result is a str, not numbers"),
    "a dict": ({}, 1.0, "the result is a dict, not numbers"),
    "text in a list": (["a", "b"], np.ones(2), "the result holds text, not real numbers alone"),
    "complex": (np.ones(2) * 1j, np.ones(2), "the result holds complex numbers, not real numbers alone"),
    "None in a list": ([None, 1.0], np.ones(2), "the result holds values of several types, not real numbers alone"),
    "rows of different lengths": ([[1.0], [1.0, 2.0]], ONES, "the rows of the result have different lengths"),
    "one result for two": (ONES[0, 0], (1.0, 2.0), "2 results are expected together, got one float64"),
    "three results for two": ((1, 2, 3), (1.0, 2.0), "2 results are expected together, got 3"),
    "the second of two": ((1.0, 3.0), (1.0, 2.0), "result 2 of 2: the value differs"),
    "text for two results": ("ab", (1.0, 2.0), "2 results are expected together, got one str"),
    "what cannot be sent": (wire.Other("generator"), ONES, "the result is of type generator"),
    "a type named by its author": (wire.Other("<b>42</b>"), ONES, "the result is of a type that cannot be looked into"),
    "what cannot be sent in a list": ([wire.Other("set"), 1.0], (1.0, 1.0), "result 1 of 2: the result is of type set"),
    "an integer beyond all floats": (10**400, 1.0, "the result holds values of several types, not real numbers alone"),
    "nearly the largest float": (np.full(2, 1e308), np.full(2, -1e308), "the sign is reversed"),
}


@pytest.mark.parametrize(("got", "expected", "words"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_difference_is_named(got, expected, words):
    assert difference(got, expected) == words


@given(st.floats(1e-3, 1e3), st.floats(1.5, 9))
def test_the_tolerance_goes_with_the_scale_of_the_answer(scale, factor):
    expected = scale * np.array([1.0, -0.5])
    assert difference(expected + 0.9e-9 * scale, expected) is None
    assert difference(expected + factor * 1e-9 * scale, expected) is not None
    assert difference(expected + factor * 1e-9 * scale, expected, rtol=1e-8) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just(wire.Other("x")),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple),
    max_leaves=8,
)
EXPECTED = st.sampled_from([1.0, np.ones(2), ONES, (1.0, ONES), [], None, np.array([np.nan, np.inf])])


@given(ANYTHING, EXPECTED)
def test_whatever_came_back_there_are_words_or_none(got, expected):
    words = difference(got, expected)
    assert words is None or (isinstance(words, str) and words)


@given(ANYTHING)
def test_what_is_no_real_array_is_explained(got):
    array, words = as_numbers(got)
    assert (array is None) != (words is None)
    assert array is None or array.dtype == np.float64


def test_the_words_do_not_quote_what_came_back():
    assert "secret" not in difference("secret", 1.0) + difference(["secret"], np.ones(1))


HIDDEN = 123456789


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.zeros((0, HIDDEN)), ONES),
        (np.zeros((HIDDEN, 0)), 1.0),
        (np.zeros((2, 0, 3, HIDDEN)), ONES),
        ((np.zeros((0, HIDDEN)), 1.0), (ONES, 1.0)),
        (HIDDEN * ONES, ONES),
        (ONES / HIDDEN, ONES),
        ([0] * 12345, (1.0, 2.0)),
        (np.where(np.arange(200_000) < 123_456, np.nan, 0), np.zeros(200_000)),
    ],
    ids=["length", "for a number", "axes", "in a tuple", "factor", "inverse factor", "number of results", "count"],
)
def test_a_hostile_function_cannot_spell_a_hidden_argument_in_the_words(got, expected):
    words = difference(got, expected)
    assert words and "12345" not in words and "8.1" not in words


def test_lengths_near_the_expected_ones_are_quoted():
    assert difference(np.ones((2, 4)), ONES) == "the shape is (2, 4), expected (2, 3)"
    assert difference(np.ones((2, 9)), ONES) == "the shape is (2, ?), expected (2, 3)"
    assert difference(np.ones((1, 1, 2, 3)), ONES) == "the shape is (?, ?, ?, ?), expected (2, 3)"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (1, "1 of 100 values is"),
        (4, "less than 5 % of 100"),
        (33, "about 30 %"),
        (97, "more than 95 %"),
        (100, "100 of"),
    ],
)
def test_of_many_values_the_share_of_wrong_ones_is_told_roughly(wrong, words):
    expected = np.linspace(1, 2, 100) ** 2
    got = np.where(np.arange(100) < wrong, np.nan, expected)
    assert words in difference(got, expected)


def test_texts_of_different_lengths_take_no_memory_to_judge():
    tracemalloc.start()
    words = difference(["x" * 10**5, *["y"] * 10**4], ONES)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "text" in words
    assert peak < 10**7
