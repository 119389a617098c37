"""Counts that chance explains pass; sorted, repeated, mirrored and turned-over sequences do not."""

from math import comb

import numpy as np
import pytest

from grader.selfcheck.chance import FALSE_ALARMS, Counted, alike, beyond_chance, in_order

BITS = np.random.default_rng(0).random(600) < 0.5


def judged(marks, probability=0.5):
    return beyond_chance([*in_order("there is an order", marks, probability)])


@pytest.mark.parametrize("seed", range(50))
def test_independent_marks_pass(seed):
    rng = np.random.default_rng(seed)
    assert judged(rng.random(601) < 0.5) is None
    assert judged(rng.integers(0, 12, 500), 1 / 12) is None


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param(np.sort(BITS), id="sorted"),
        pytest.param(np.tile(BITS[:100], 6), id="repeated"),
        pytest.param(np.tile(BITS[:299], 3)[:600], id="repeated once"),
        pytest.param(np.concatenate([BITS[:300], BITS[:300][::-1]]), id="mirrored"),
        pytest.param(np.concatenate([BITS[:300], ~BITS[:300]]), id="turned over"),
        pytest.param(np.repeat(BITS[:300], 2), id="in pairs"),
        pytest.param(np.arange(600) % 2 == 0, id="by turns"),
    ],
)
def test_an_order_is_noticed(marks):
    assert judged(marks) == "there is an order"


def test_turns_among_many_are_noticed():
    assert judged(np.arange(7, 507) % 12, 1 / 12)


@pytest.mark.parametrize(("length", "distance"), [(10, 1), (11, 3), (11, 5), (12, 6), (7, 3)])
def test_no_mark_stands_in_two_pairs(length, distance):
    same, mirrored = in_order("", np.arange(length), 0.5)
    assert 2 * same.trials[distance - 1] <= length
    assert same.trials[distance - 1] >= length // 2 - distance + 1
    assert mirrored.trials == length // 2


def test_the_first_words_are_told():
    fine, odd, odder = Counted("fine", 5, 10, 0.5), Counted("odd", 0, 1000, 0.5), Counted("odder", 1000, 1000, 0.5)
    assert beyond_chance([fine, odd, odder]) == "odd"
    assert beyond_chance([fine]) is None


def test_pairs_that_are_always_alike_are_noticed():
    assert beyond_chance([alike("the same", BITS, BITS, 0.5)]) == "the same"


@pytest.mark.parametrize(("trials", "probability"), [(60, 0.3), (600, 0.5), (500, 1 / 12)])
def test_false_alarms_are_as_rare_as_promised(trials, probability):
    def tail(hits):
        return comb(trials, hits) * probability**hits * (1 - probability) ** (trials - hits)

    refused = [
        hits for hits in range(trials + 1) if beyond_chance([Counted("", hits, trials, probability)]) is not None
    ]
    assert refused
    assert sum(map(tail, refused)) <= FALSE_ALARMS
