from math import comb

import numpy as np
import pytest

from exercises.optimizers import laws
from grader.selfcheck.calling import Answer, Call

SIZE = (12, 5)


def call(num_examples=SIZE[0], batch_size=SIZE[1]):
    return Call((num_examples, batch_size, None))


def dealt(order, batch_size=SIZE[1]):
    return [order[start : start + batch_size] for start in range(0, len(order), batch_size)]


def judge(law, *values, size=SIZE):
    return law([call(*size)] * len(values), [Answer(value) for value in values], [Answer()] * len(values))


ORDER = np.random.default_rng(0).permutation(12)


@pytest.mark.parametrize(
    "batches",
    [
        dealt(ORDER),
        tuple(dealt(ORDER)),
        [batch.tolist() for batch in dealt(ORDER)],
        [batch.astype(float) for batch in dealt(ORDER)],
        [np.sort(batch).astype(np.uint8) for batch in dealt(ORDER)],
    ],
    ids=["arrays", "tuple", "lists", "floats", "sorted-inside"],
)
def test_a_partition_passes_in_any_form(batches):
    assert judge(laws.deals_out, batches).passed


def test_a_table_of_equal_batches_passes():
    assert judge(laws.deals_out, ORDER.reshape(3, 4), size=(12, 4)).passed


@pytest.mark.parametrize(
    "value, words",
    [
        (None, "list of index arrays"),
        (ORDER, "list of index arrays"),
        ([], "12 of 12 examples are in no batch"),
        ([5, 7], "no index array"),
        ([ORDER > 3], "no index array"),
        (dealt(ORDER + 1), "not one of 0 to N - 1"),
        (dealt(ORDER / 2), "not one of 0 to N - 1"),
        (dealt(np.full(12, np.nan)), "not one of 0 to N - 1"),
        ([*dealt(ORDER)[:2], ORDER[9:]], "dealt out twice"),
        (dealt(ORDER)[:2], "2 of 12 examples are in no batch"),
        (dealt(ORDER)[::-1], "wrong sizes"),
        ([*dealt(ORDER), np.zeros(0, dtype=int)], "wrong sizes"),
        (dealt(ORDER, 6), "wrong sizes"),
    ],
    ids=[
        *("none", "one-array", "nothing", "numbers", "mask", "from-one", "halves", "nan"),
        *("repeats", "dropped", "short-first", "empty-last", "too-large"),
    ],
)
def test_what_is_no_partition_is_refused_in_words(value, words):
    verdict = judge(laws.deals_out, value)
    assert not verdict.passed
    assert words in verdict.words


def test_an_exception_is_named_and_not_looked_into():
    verdict = laws.deals_out([call()], [Answer(error=("ZeroDivisionError",))], [Answer()])
    assert verdict.words == "it raised ZeroDivisionError"


def epochs(shuffle, times=24, size=(24, 6)):
    rng = np.random.default_rng(1)
    return judge(laws.parts_neighbours, *(dealt(shuffle(rng, size[0]), size[1]) for _ in range(times)), size=size)


def test_shuffled_epochs_pass():
    assert all(epochs(lambda rng, n: rng.permutation(n)).passed for _ in range(20))


@pytest.mark.parametrize(
    "shuffle, words",
    [
        (lambda rng, n: np.arange(n), "meet in a batch"),
        (lambda rng, n: rng.permutation(np.arange(n).reshape(4, 6)).ravel(), "meet in a batch"),
        (lambda rng, n: rng.permuted(np.arange(n).reshape(4, 6), axis=1).ravel(), "meet in a batch"),
        (lambda rng, n: np.append(0, 1 + rng.permutation(n - 1)), "same place"),
    ],
    ids=["in-order", "whole-batches", "inside", "the-first-stays"],
)
def test_half_shuffled_epochs_are_told_apart(shuffle, words):
    assert words in epochs(shuffle).words


def test_right_answers_are_refused_less_often_than_once_in_a_billion():
    """Sum the exact probabilities of the counts that the law refuses, over everything that it looks at."""
    pairs, visits, trials = 24 * 23 // 2, 24 * 4, 24
    total = 0.0
    for number, p in ((pairs, 5 / 23), (visits, 6 / 24)):
        for k in range(trials + 1):
            if laws._is_no_chance(np.array([k]), trials, p, pairs + visits):
                total += number * comb(trials, k) * p**k * (1 - p) ** (trials - k)
    assert total < 1e-9


def test_the_generator_is_followed():
    same, other = dealt(ORDER), dealt(np.roll(ORDER, 3))
    assert judge(laws.follows_the_generator, same, same, other).passed
    assert "another source of chance" in judge(laws.follows_the_generator, same, other, other).words
    assert "is the generator used" in judge(laws.follows_the_generator, same, same, same).words
