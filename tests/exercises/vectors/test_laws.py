import numpy as np
import pytest

from exercises.vectors.laws import squared_distances
from grader.selfcheck.calling import Answer, Call
from grader.selfcheck.laws import RIGHT

A, B = np.array([[0.0, 0.0], [3.0, 0.0]]), np.array([[3.0, 4.0], [3.0, 0.0], [0.0, 0.0]])
EXACT = np.array([[25.0, 9.0, 0.0], [16.0, 0.0, 9.0]])
LENGTHS = np.array([[25.0, 9.0, 0.0], [34.0, 18.0, 9.0]])  # of the two rows together


def judged(value, *, calls=1, **answer):
    return squared_distances([Call((A, B))] * calls, [Answer(value, **answer)] * calls, [Answer(EXACT)] * calls)


@pytest.mark.parametrize(
    "value",
    [EXACT, EXACT.tolist(), EXACT.astype(int), EXACT + 0.9e-9 * LENGTHS, (EXACT + 5e-7 * LENGTHS).astype(np.float32)],
    ids=["array", "list", "integers", "almost-at-the-limit", "single-precision"],
)
def test_accurate_distances_are_right(value):
    assert judged(value) == RIGHT


@pytest.mark.parametrize(
    "value, words",
    [
        (EXACT + 1.1e-9 * LENGTHS, "it is right to some 7 digits only: computed in float32, or rounded?"),
        (EXACT - 1e-12, "a distance between rows near the origin is not accurate enough"),
        (np.where(EXACT == 0, -0.9e-9 * LENGTHS, EXACT), "a squared distance is negative"),
        (EXACT.T, "the shape is (3, 2), expected (2, 3): transposed?"),
        (EXACT / 2, "every value is 0.5 times the expected one"),
        (-EXACT, "the sign is reversed"),
        (np.where(EXACT == 0, np.nan, EXACT), "2 of 6 values are not a number (NaN)"),
        (np.where(EXACT == 0, np.inf, EXACT), "2 of 6 values are infinite"),
        (None, "the result is None: is the return statement missing?"),
        ("far", "the result is a str, not numbers"),
        (EXACT > 0, "the result holds True and False where numbers are asked"),
    ],
    ids=["less-accurate", "at-the-origin", "negative", "turned", "half", "sign", "nan", "inf", "none", "text", "truth"],
)
def test_other_answers_are_told_what_is_wrong(value, words):
    verdict = judged(value)
    assert verdict.fraction == 0
    assert verdict.words == words


def test_a_relative_error_far_from_the_origin_is_forgiven():
    """Where rows are long and close together, the formula that multiplies out is right as well."""
    near = [np.array([[1e6, 0.0]]), np.array([[1e6 + 1.0, 0.0]])]
    verdict = squared_distances([Call(tuple(near))], [Answer([[1.0 + 1e-3]])], [Answer(np.array([[1.0]]))])
    assert verdict == RIGHT


def test_single_precision_is_held_to_its_own_accuracy():
    assert not judged((EXACT + 3e-6 * LENGTHS).astype(np.float32)).passed


def test_bytes_are_measured_without_wrapping_around():
    bytes_ = np.array([[200]], dtype=np.uint8)
    verdict = squared_distances([Call((bytes_, bytes_))], [Answer([[3e-5]])], [Answer(np.array([[0.0]]))])
    assert verdict == RIGHT


def test_memory_and_changed_arguments_count_as_everywhere():
    call = Call((A, B), memory=2**20)
    too_much = Answer(EXACT, peak_memory=3 * 2**20)
    assert squared_distances([call], [too_much], [Answer(EXACT)]).words.startswith("it took 3 MiB")
    assert judged(EXACT, changed=(1,)).words == "argument 2 was changed by the call: work on a copy"


def test_of_several_calls_the_first_wrong_one_is_named():
    assert judged(EXACT.T, calls=2).words.startswith("call 1 of 2: ")
