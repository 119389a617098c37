"""Forged answers, laid before the grader without a runner: no answer to any exercise upsets the judge.

What is tried are documents as they come over the wire. Each is the answer to every call; none may raise, take long or
earn a point, and none may put a number of its own into the words that feedback shows.
"""

import base64
import math
from pathlib import Path

import numpy as np
import pytest

from grader.course import Course
from grader.plan import plan
from grader.selfcheck import wire
from grader.selfcheck.calling import answer
from grader.selfcheck.judge import judge_case

NUMBER = 987_654_321  # what a hostile function would like to tell its author


def _array(dtype, shape, data=b""):
    text = base64.b64encode(data).decode()
    return {"array": {"dtype": dtype, "shape": list(shape), "data": text}}


def _nested(depth):
    document = []
    for _ in range(depth):
        document = [document]
    return document


VALUES = {
    "nothing": None,
    "truth": True,
    "text": "np.float64(1.0)",
    "long text": "9" * 10**6,
    "number": NUMBER,
    "largest number": 1.7e308,
    "infinity": {"float": "inf"},
    "not a number": {"float": "nan"},
    "huge integer": {"integer": hex(10**900)},
    "no integer": {"integer": "0x_"},
    "empty list": [],
    "empty pair": {"tuple": []},
    "pair": {"tuple": [1.0, 2.0]},
    "pair of nothing": {"tuple": [None, None]},
    "pair of pairs": {"tuple": [{"tuple": [[], []]}, {"tuple": [[], []]}]},
    "pair of lists of scalars": {"tuple": [[1.0, 1.0], [1.0, 1.0]]},
    "four": {"tuple": [wire.encode(np.ones((2, 2))), wire.encode(np.ones(2)), NUMBER, "x"]},
    "list of text": ["a", "b"],
    "texts of all lengths": ["x" * 10**5, *["y"] * 10**4],
    "ragged": [[1.0], [1.0, 2.0]],
    "long list": [0] * 12_345,
    "too long list": [0] * (wire.MAX_ITEMS + 1),
    "deep": _nested(15),
    "too deep": _nested(40),
    "mapping": {"dict": {"987654321": 1}},
    "arrays of several lengths": [wire.encode(np.zeros((0, 5))), wire.encode(np.ones(3))],
    "empty array": _array("<f8", (0,)),
    "empty array of a telling length": _array("<f8", (0, NUMBER)),
    "empty array of many axes": _array("<f8", (0, NUMBER, 1, 2, 3, 4, 5, 6)),
    "impossible array": _array("<f8", (2**40, 2**40, 0)),
    "array that lies": _array("<f8", (10**9,), b"x" * 8),
    "negative length": _array("<f8", (-1,)),
    "length that is no number": _array("<f8", ("9",)),
    "length that is true": _array("<f8", (True,), bytes(8)),
    "objects": _array("|O", (1,), bytes(8)),
    "structure": _array("[('a', '<f8')]", (1,), bytes(8)),
    "truth that is neither": _array("|b1", (1,), b"\7"),
    "array of truths": wire.encode(np.ones(3, dtype=bool)),
    "complex": wire.encode(np.ones(3, dtype=complex)),
    "half precision": wire.encode(np.full(3, 6e4, dtype=np.float16)),
    "not-a-numbers": wire.encode(np.full((3, 3), np.nan)),
    "infinities": wire.encode(np.full((3, 3), -np.inf)),
    "other": {"other": "ndarray<script>987654321"},
    "function": {"function": "import os", "name": "f"},
    "generator": {"rng": 1},
    "two keys": {"tuple": [], "dict": {}},
    "unknown key": {"987654321": 0},
    "base64 that is none": {"array": {"dtype": "<f8", "shape": [1], "data": "\u2028"}},
}
ABOUT = {
    "peak_memory": [NUMBER * 10**400, -1, NUMBER * 2**30, "0", None, True],
    "seconds": [NUMBER * 10**400, -1, 1e308, "0", None],
    "error": [["ValueError"] * 101, ["987654321"], [1], "ValueError", None, ["x" * 501]],
    "message": ["987654321", 1, None],
    "warnings": [["987654321"], ["overflow 987654321"], [1], None],
    "after": [[], None, [0] * 1000, "x", [NUMBER]],
}


def _plans():
    for chapter in Course(Path(__file__).parents[2]).chapters():
        yield from chapter.definitions().values()


@pytest.fixture(scope="module", params=list(_plans()), ids=lambda exercise: exercise.name)
def planned(request):
    """One case of each kind of an exercise: with its law, and with what it measures."""
    cases = plan(request.param, b"the seed of this test", "grader").cases
    return list({(case.law, *case.calls[0].keys()): case for case in cases}.values())


def _answers(case, **changes):
    about = {"value": 0, "error": [], "message": "", "warnings": [], "after": [], "peak_memory": 0, "seconds": 0}
    unchanged = [answer(lambda *_, **__: None, call)["after"] for call in case.calls]
    return [about | {"after": after} | changes for after in unchanged]


def _judged(case, **changes):
    result = judge_case(case, _answers(case, **changes))
    assert math.isfinite(result.fraction) and 0 <= result.fraction <= 1
    assert "98765" not in result.words and len(result.words) < 300, result.words
    return result


def test_no_nasty_value_upsets_the_judge_or_earns_a_point(planned):
    for case in planned:
        for name, value in VALUES.items():
            assert _judged(case, value=value).fraction == 0, name


def test_nothing_that_is_said_about_a_call_upsets_the_judge_or_earns_a_point(planned):
    for case in planned:
        for name, values in ABOUT.items():
            for value in values:
                result = _judged(case, **{name: value})
                assert result.fraction == 0, (name, value)


def test_too_few_and_too_many_answers_earn_nothing(planned):
    for case in planned:
        for answers in ([], [{}], _answers(case) * 2, [{}] * len(case.calls)):
            assert judge_case(case, answers).fraction == 0
