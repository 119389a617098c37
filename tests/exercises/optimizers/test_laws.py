from math import comb, prod

import numpy as np
import pytest

from exercises.optimizers import laws
from grader.selfcheck.calling import Answer, Call
from grader.selfcheck.chance import FALSE_ALARMS, Counted

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


@pytest.mark.parametrize(
    ("order", "passes"),
    [
        (np.random.default_rng(1).permutation(40), True),
        (np.arange(40), False),
        (np.random.default_rng(1).permutation(np.arange(40).reshape(20, 2)).ravel(), False),
        (np.random.default_rng(1).permuted(np.arange(40).reshape(20, 2), axis=1).ravel(), False),
    ],
    ids=["shuffled", "in-order", "pairs-shuffled", "inside"],
)
def test_neighbours_are_to_part(order, passes):
    assert judge(laws.parts_neighbours, dealt(order, 2), size=(40, 2)).passed == passes


def test_neighbours_of_right_answers_part_but_once_in_a_billion():
    ways, chance = comb(25, 15), prod(1 / odd for odd in range(11, 40, 2))
    assert ways * chance < 1e-9


EPOCHS, SIZES = 64, (12, 4)


def epochs(shuffle, seed=1):
    """Judge what `shuffle(rng, number of the epoch)` deals out, with a generator of its own for every epoch."""
    orders = [shuffle(np.random.default_rng([seed, epoch]), epoch) for epoch in range(EPOCHS)]
    return judge(laws.shuffles, *(dealt(np.array(order), SIZES[1]) for order in orders), size=SIZES)


def test_shuffled_epochs_pass():
    assert all(epochs(lambda rng, _: rng.permutation(12), seed).passed for seed in range(100))


FIXED = np.random.default_rng(9).permutation(12)


def mirrored(rng):
    half = rng.permutation(6)
    return [*half, *(11 - half)[::-1]]


@pytest.mark.parametrize(
    ("shuffle", "words"),
    [
        (lambda rng, _: np.arange(12), "same place"),
        (lambda rng, _: rng.permutation(np.arange(12).reshape(3, 4)).ravel(), "meet in a batch"),
        (lambda rng, _: rng.permuted(np.arange(12).reshape(3, 4), axis=1).ravel(), "same place"),
        (lambda rng, _: np.append(0, 1 + rng.permutation(11)), "same place"),
        (lambda rng, _: np.roll(FIXED, rng.integers(12)), "another follows"),
        (lambda rng, _: mirrored(rng), "another follows"),
        (lambda rng, _: rng.permutation(FIXED.reshape(6, 2)).ravel(), "meet in a batch"),
        (lambda rng, epoch: np.roll(FIXED, 4 * epoch), "meet in a batch"),
        (lambda rng, epoch: np.random.default_rng(epoch % 2).permutation(12), "one epoch follows"),
        (lambda rng, epoch: np.random.default_rng(epoch % 16).permutation(12), "one epoch follows"),
        (lambda rng, epoch: np.random.default_rng(epoch // 2).permutation(12), "one epoch follows"),
        (lambda rng, epoch: np.random.default_rng(epoch // 2).permutation(12)[:: (-1) ** epoch], "one epoch follows"),
    ],
    ids=[
        *("sorted", "whole-batches", "inside", "the-first-stays", "turned", "mirrored", "in-pairs"),
        *("round-robin", "two-in-turn", "sixteen-in-turn", "each-twice", "there-and-back"),
    ],
)
def test_half_shuffled_epochs_are_told_apart(shuffle, words):
    verdict = epochs(shuffle)
    assert not verdict.passed
    assert words in verdict.words or "meet in a batch" in verdict.words or "same place" in verdict.words


def test_right_answers_are_refused_less_often_than_once_in_a_billion():
    """Sum the exact probabilities of the counts that the law refuses, over everything that it looks at."""
    places, words = laws._read_places(
        [call(*SIZES)] * EPOCHS,
        [Answer(dealt(np.random.default_rng(epoch).permutation(12), 4)) for epoch in range(EPOCHS)],
    )
    assert not words
    counted = [*laws._visits(places, 3), *laws._pairs(places, 3, 3 / 11), *laws._epochs(places, 3)]
    limit = np.log(2 * sum(np.size(one.hits) for one in counted) / FALSE_ALARMS)
    total = 0.0
    for one in counted:
        n, p = one.trials, one.probability
        hits = np.arange(n + 1)
        refused = hits[Counted("", hits, n, p).surprise() > limit]
        total += np.size(one.hits) * sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in refused.tolist())
    assert 0 < total < 1e-9


def test_the_chances_of_two_places_add_up():
    counted = list(laws._pairs(np.zeros((1, 12), dtype=int), 3, 3 / 11))
    assert sum(one.probability for one in counted) == pytest.approx(2)  # of the differences, and of the sums


def outcomes(orders, noise=lambda number: 0.0):
    """Judge results that tell the orders of two epochs: losses, weights and biases."""
    calls, answers = [], []
    for number, (first, second) in enumerate(orders):
        calls.append(Call((None,)))
        losses = [first + noise(number), 7.0 * first + second]
        answers.append(Answer((losses, [np.ones((2, 3))], [np.zeros(3)])))
    return laws.trains_in_many_orders(calls, answers, [Answer()] * len(answers))


def test_orders_by_chance_pass():
    for seed in range(2000):
        assert outcomes(np.random.default_rng(seed).integers(6, size=(36, 2)).tolist()).passed


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        ([(0, 0)] * 36, "again and again"),
        ([(seed % 3, seed // 3 % 3) for seed in range(36)], "again and again"),
        ([(seed % 6, seed % 6) for seed in range(36)], "order of the first"),
    ],
    ids=["never-shuffled", "turned-only", "shuffled-once"],
)
def test_few_orders_are_noticed(orders, words):
    assert words in outcomes(orders).words


def test_a_loss_that_depends_on_more_than_the_order_is_noticed():
    orders = np.random.default_rng(0).integers(6, size=(36, 2)).tolist()
    assert "more than the order" in outcomes(orders, noise=lambda number: 0.01 * number).words


@pytest.mark.parametrize("value", [None, 3.0, ([1.0, 2.0], []), ([1.0], [], []), (["a", "b"], [], [])], ids=str)
def test_what_is_no_trained_network_is_refused(value):
    assert not laws.trains_in_many_orders([Call((None,))], [Answer(value)], [Answer()]).passed


def test_the_generator_is_followed():
    size = 40, 8
    same, other = dealt(np.arange(40), 8), dealt(np.roll(np.arange(40), 3), 8)
    assert judge(laws.follows_the_generator, same, same, other, size=size).passed
    assert "another source of chance" in judge(laws.follows_the_generator, same, other, other, size=size).words
    assert "is the generator used" in judge(laws.follows_the_generator, same, same, same, size=size).words


def test_few_examples_may_be_dealt_alike_by_different_generators():
    one = [np.array([0, 1]), np.array([2])]
    assert judge(laws.follows_the_generator, one, one, one, size=(3, 2)).passed
