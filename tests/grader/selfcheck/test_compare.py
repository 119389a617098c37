import tracemalloc
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.selfcheck import wire
from grader.selfcheck.compare import agree, as_numbers, difference

ONES = np.ones((2, 3))
ROUNDED = "it is right to some 7 digits only: computed in float32, or rounded?"

EQUAL = {
    "the same": (ONES, ONES),
    "a list of lists": (ONES.tolist(), ONES),
    "a list of arrays": ([np.ones(3), np.ones(3)], ONES),
    "integers for floats": (np.ones((2, 3), dtype=np.int8), ONES),
    "floats for integers": (np.array([0.0, 2.0]), np.array([0, 2])),
    "float32": (np.float32([0.1, 0.7]), np.array([0.1, 0.7])),
    "a number in float32": (np.float32(0.1), 0.1),
    "a list of numbers in float32": ([np.float32(0.1), np.float32(0.7)], np.array([0.1, 0.7])),
    "results in float32, some of them": ((np.float32([0.1]), 0.7), (np.array([0.1]), 0.7)),
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
    "text": ("a\nb", "a\nb"),
    "NumPy's text": (np.str_("a"), "a"),
    "an array of text": (np.array([["a"], ["b"]]), np.array([["a"], ["b"]])),
    "a list for an array of text": (["a", "bc"], np.array(["a", "bc"])),
    "a list of text": (["a", "b"], ["a", "b"]),
    "a truth value": (True, True),
    "NumPy's truth value": (np.True_, True),
    "an array of truth values": ([True, False], np.array([True, False])),
    "one and zero for numbers": (1, 1.0),
    "a Counter": (Counter("abba"), {"a": 2, "b": 2}),
    "a dict in another order": ({"b": 2, "a": 1.0}, {"a": 1, "b": 2}),
    "a dict of arrays": ({1: ONES.tolist()}, {1: ONES}),
    "NumPy's numbers as keys": ({np.int64(1): "a"}, {1: "a"}),
    "a set": ({1, "a"}, {"a", 1}),
    "a frozen set": (frozenset({1}), {1}),
    "a set of rounded numbers": ({0.1 + 0.2}, {0.3}),
    "complex numbers": (np.array([1j, 2]), [1j, 2 + 0j]),
    "a real number for a complex one": (2.0, 2 + 0j),
    "an empty dict": ({}, {}),
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
    "float64 that was computed in float32": (np.float64(np.float32([0.1, 0.7])), np.array([0.1, 0.7]), ROUNDED),
    "float32 that is right to five digits": (
        np.float32([0.100001, 0.7]),
        np.array([0.1, 0.7]),
        "1 of 2 values is different",
    ),
    "float16": (np.float16([0.1, 0.7]), np.array([0.1, 0.7]), "2 of 2 values are different"),
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
    "another text": ("abd", "abc", "the text differs from character 3 on"),
    "capital letters": ("Abc", "abc", "the text differs in capital letters only"),
    "blanks": ("a  b", "a b", "the text differs in blanks or line ends only"),
    "a line end too many": ("ab\n", "ab", "the text differs in blanks or line ends only"),
    "no text": ("", "ab", "the text is empty"),
    "the beginning of the text": ("a", "ab", "the text ends too early"),
    "more than the text": ("abc", "ab", "the text goes on where it should end"),
    "a number for text": (1, "1", "text is expected, got a number"),
    "another line": ("a\nx\nc", "a\nb\nc", "line 2 differs from character 1 on"),
    "a line missing": ("a\nb", "a\nb\nc", "lines are missing at the end"),
    "a line too many": ("a\nb\nc\nd", "a\nb\nc", "there are lines too many at the end"),
    "false": (False, True, "the value differs"),
    "one for true": (1, True, "True or False is expected, got a number"),
    "text for true": ("True", True, "True or False is expected, got text"),
    "one of two truth values": ([True, True], np.array([True, False]), "1 of 2 values is different"),
    "numbers for truth values": (np.ones(2), np.array([True, False]), "True and False are expected"),
    "too few truth values": ([True], np.array([True, False]), "the shape is (1,), expected (2,)"),
    "one of two texts": (["a", "c"], np.array(["a", "b"]), "1 of 2 values is different"),
    "numbers for texts": ([1, 2], np.array(["1", "2"]), "an array of text is expected"),
    "another text in a list": (["a", "c"], ["a", "b"], "result 2 of 2: the text differs from character 1 on"),
    "a key missing": ({"a": 1}, {"a": 1, "b": 2}, "1 key is missing"),
    "a key too many": ({"a": 1, "b": 2}, {"a": 1}, "1 key too many"),
    "another value": ({"a": 2}, {"a": 1}, "the value of a key: the value differs"),
    "a list for a dict": ([1], {"a": 1}, "a dict is expected, got a value of type list"),
    "an item missing": ({1}, {1, 2, 3}, "2 items of the set are missing"),
    "an item too many": ({1, 2}, {1}, "1 item too many in the set"),
    "a list for a set": ([1], {1}, "a set is expected, got a value of type list"),
    "a set for numbers": ({1.0}, 1.0, "the result is a set, not numbers"),
    "another complex number": (1j, -1j + 0.5, "the value differs"),
    "nearly the largest float": (np.full(2, 1e308), np.full(2, -1e308), "the sign is reversed"),
}


@pytest.mark.parametrize(("got", "expected", "words"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_difference_is_named(got, expected, words):
    assert difference(got, expected) == words


QUOTED = {
    "a key missing": ({}, {"x label": 1}, "the key 'x label' is missing"),
    "several keys missing": ({}, {"a": 1, "b": 2}, "the key 'a' is missing and others too"),
    "another value": ({"a": {1: "x"}}, {"a": {1: "y"}}, "the value of 'a': the value of 1: the text differs"),
    "within a list": ([{"a": 1}], [{"a": 2}], "result 1 of 1: the value of 'a': the value differs"),
}


@pytest.mark.parametrize(("got", "expected", "words"), QUOTED.values(), ids=QUOTED)
def test_keys_are_quoted_where_they_tell_nothing_of_the_arguments(got, expected, words):
    assert difference(got, expected, quote=True).startswith(words)


@given(st.floats(1e-3, 1e3), st.floats(1.5, 9))
def test_the_tolerance_goes_with_the_scale_of_the_answer(scale, factor):
    expected = scale * np.array([1.0, -0.5])
    assert difference(expected + 0.9e-9 * scale, expected) is None
    assert difference(expected + factor * 1e-9 * scale, expected) is not None
    assert difference(expected + factor * 1e-9 * scale, expected, rtol=1e-8) is None


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just(wire.Other("x")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        | st.frozensets(st.text(max_size=3) | st.floats() | st.booleans(), max_size=3)
    ),
    max_leaves=8,
)
EXPECTED = st.sampled_from(
    [
        *(1.0, np.ones(2), ONES, (1.0, ONES), [], None, np.array([np.nan, np.inf]), "a\nb", True, np.array([True])),
        *({"a": 1}, {}, {1, 2.5}, np.array(["a", "b"]), 1j),
    ]
)


@given(ANYTHING, EXPECTED)
def test_whatever_came_back_there_are_words_or_none(got, expected):
    words = difference(got, expected)
    assert words is None or (isinstance(words, str) and words)


@given(ANYTHING, EXPECTED)
def test_two_agree_just_where_there_is_no_difference(got, expected):
    assert agree(got, expected) == (difference(got, expected) is None)
    assert agree(expected, expected)


@pytest.mark.parametrize("got", [[1.0, np.inf], [1.0, np.nan], [1.0, 2.0 + 1e-9], [1.0, 2.0 + 1e-3], [1e308, -1e308]])
@pytest.mark.parametrize("expected", [[1.0, 2.0], [1.0, np.inf], [1.0, np.nan], [-1e308, 1e308]])
def test_two_arrays_and_two_numbers_agree_just_where_there_is_no_difference(got, expected):
    for one, other in [(np.array(got), np.array(expected)), (got[1], expected[1]), (np.float64(got[1]), expected[1])]:
        assert agree(one, other) == (difference(one, other) is None)


def test_whatever_the_tolerance_what_is_not_finite_differs():
    assert difference([np.inf, 1.0], np.ones(2), rtol=np.inf) == "1 of 2 values is infinite"
    assert difference([1e300, 1.0], np.ones(2), rtol=np.inf) is None


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
