import numpy as np
import pytest

from grader.selfcheck import wire
from grader.selfcheck.values import largest_difference, show, show_pair

SHOWN = {
    "a number": (0.25, "0.25"),
    "a whole float": (2.0, "2"),
    "an integer": (3, "3"),
    "a NumPy scalar": (np.float64(0.1), "0.1"),
    "NaN": (float("nan"), "nan"),
    "text": ("relu", "'relu'"),
    "a truth value": (True, "True"),
    "nothing": (None, "None"),
    "a vector": (np.array([1, 2]), "array of shape (2,):\n[1 2]"),
    "a matrix": (np.array([[0.5, 1e-7]]), "array of shape (1, 2):\n[[0.5 0. ]]"),
    "tiny numbers": (np.array([2e-9, 1e-9]), "array of shape (2,):\n[2.e-09 1.e-09]"),
    "another type": (np.zeros(1, dtype=np.float32), "float32 array of shape (1,):\n[0.]"),
    "another layout": (np.arange(4)[::2], "array of shape (2,), not contiguous:\n[0 2]"),
    "read-only": (np.broadcast_to(0.0, 1), "array of shape (1,), read-only:\n[0.]"),
    "no elements": (np.zeros((0, 3)), "array of shape (0, 3):\n[]"),
    "infinities": (np.array([np.inf, -np.inf]), "array of shape (2,):\n[ inf -inf]"),
    "a list of numbers": ([1, 0.5, "a"], "list of 3: 1, 0.5, 'a'"),
    "a long list": (list(range(20)), "list of 20: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..."),
    "an empty tuple": ((), "()"),
    "a list of arrays": (
        [np.zeros(1), np.ones((1, 2))],
        "list of 2:\n[0] array of shape (1,):\n    [0.]\n[1] array of shape (1, 2):\n    [[1. 1.]]",
    ),
    "several lines": ("a\nb ", "text of 2 lines:\na\nb·"),
    "an array of text": (np.array(["a", "b"]), "text array of shape (2,):\n['a' 'b']"),
    "truth values": (np.array([True]), "bool array of shape (1,):\n[ True]"),
    "a dict": ({"a": 1, 2: [0.5]}, "dict of 2:\n'a': 1\n2: list of 1: 0.5"),
    "a dict of arrays": ({"a": np.zeros(1)}, "dict of 1:\n'a': array of shape (1,):\n    [0.]"),
    "a long dict": ({n: n for n in range(20)}, "dict of 20:\n" + "".join(f"{n}: {n}\n" for n in range(12)) + "..."),
    "a set": ({3, 1, 20, "b"}, "set of 4: 1, 3, 20, 'b'"),
    "an empty set": (set(), "set()"),
    "an empty dict": ({}, "{}"),
    "a complex number": (1j, "1j"),
    "a generator": (np.random.default_rng(0), "a random generator"),
    "a function": (show, "the function show"),
    "what could not be sent": (wire.Other("set"), "a value of type set"),
}


@pytest.mark.parametrize(("value", "text"), SHOWN.values(), ids=SHOWN)
def test_values_are_shown_with_what_matters_about_them(value, text):
    assert show(value) == text


def test_large_arrays_are_shortened():
    text = show(np.arange(10_000.0).reshape(100, 100))
    assert text.startswith("array of shape (100, 100):\n[[")
    assert "..." in text
    assert len(text) < 400


def test_long_text_is_cut():
    assert len(show("x" * 10_000)) < 750


def test_long_lists_of_arrays_are_shortened():
    assert show([np.zeros(1)] * 9).endswith("[5] array of shape (1,):\n    [0.]\n...")


PAIRS = {
    "far apart": (0.5, 0.25, ("0.5", "0.25")),
    "close": (0.123456789, 0.123456999, ("0.123456789", "0.123456999")),
    "arrays": (
        np.array([1.0, 1 + 1e-10]),
        np.ones(2),
        ("array of shape (2,):\n[1.           1.0000000001]", "array of shape (2,):\n[1. 1.]"),
    ),
    "another shape": (np.ones(1), 1.0, ("array of shape (1,):\n[1.]", "1")),
}


@pytest.mark.parametrize(("got", "expected", "texts"), PAIRS.values(), ids=PAIRS)
def test_pairs_have_as_many_digits_as_it_takes_to_tell_them_apart(got, expected, texts):
    assert show_pair(got, expected) == texts


PLACES = {
    "a matrix": (
        np.array([[0.0, 1.0], [2.0, 9.0]]),
        np.zeros((2, 2)),
        "largest difference at [1, 1]: 9.0, expected 0.0",
    ),
    "NaN": (np.array([5.0, np.nan]), np.zeros(2), "largest difference at [1]: nan, expected 0.0"),
    "equal infinities": (
        np.array([np.inf, 2.0]),
        np.array([np.inf, 1.0]),
        "largest difference at [1]: 2.0, expected 1.0",
    ),
    "lists": ([1.0, 2.0], [1.0, 3.0], "largest difference at [1]: 2.0, expected 3.0"),
    "numbers": (1.0, 2.0, ""),
    "another shape": (np.zeros(2), np.zeros(3), ""),
    "text": ("ab", np.zeros(2), ""),
    "ragged": ([[1.0], [1.0, 2.0]], np.zeros((2, 2)), ""),
    "nothing": (None, np.zeros(2), ""),
}


@pytest.mark.parametrize(("got", "expected", "words"), PLACES.values(), ids=PLACES)
def test_the_largest_difference_has_a_place(got, expected, words):
    assert largest_difference(got, expected) == words
