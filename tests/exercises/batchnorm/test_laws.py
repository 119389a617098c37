import math
from itertools import pairwise

import numpy as np
import pytest

from exercises.batchnorm import laws
from grader.selfcheck.calling import Answer, Call
from solutions.batchnorm import initialise, standardise_fit
from solutions.regularisation import shift_images

RNG = np.random.default_rng(0)
LABELS = RNG.integers(0, 10, size=200)
# the brightness of a square tells the label, wherever the square stands
IMAGES = np.pad(np.ones((200, 6, 6)) * (LABELS[:, None, None] + 1), ((0, 0), (1, 1), (1, 1))).reshape(200, 64)
IMAGES, LEVELS = IMAGES.astype(np.uint8), np.arange(1, 11)
READER = [np.tile(LEVELS / 36, (64, 1))], [-(LEVELS**2) / 2]


def weights(*drawn, variance=1.0):
    calls = [Call((*np.shape(W), "he", None)) for W in drawn]
    return laws.normal_weights(
        calls, [Answer(W) for W in drawn], [None] * len(drawn), variances=[variance] * len(drawn)
    )


def digits(*networks, unseen=((IMAGES, LABELS),), seen=IMAGES, **answer):
    calls = [Call((seen, LABELS, None), seconds=10)] * len(networks)
    unseen = [(images, np.argsort(laws.class_names(seen))[labels]) for images, labels in unseen]  # called `labels`
    return laws.reads_digits(calls, [Answer(network, **answer) for network in networks], [None], unseen=unseen)


# normal_weights


def centred(drawn):
    return drawn - drawn.mean()


def of_exact_variance(drawn):
    return drawn / drawn.std()


def turned_over(drawn):
    return np.concatenate([drawn[:400], -1.0000001 * drawn[:400][::-1]])


@pytest.mark.parametrize("seed", range(200))
def test_normal_weights_pass_whatever_their_stream(seed):
    rng = np.random.default_rng(seed)
    drawn = [initialise(10, 80, "he", rng) for _ in range(3)]
    assert weights(*drawn, variance=0.2).passed


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda: 2**0.5 * RNG.normal(size=(10, 80)), "call 1 of 3: the variance is"),
        (lambda: 0.5**0.5 * RNG.normal(size=(10, 80)), "call 1 of 3: the variance is 0."),
        (lambda: RNG.uniform(-(3**0.5), 3**0.5, size=(10, 80)), "mean and variance are right, but"),
        (lambda: np.sqrt(3) * RNG.random((10, 80)), "call 1 of 3: the mean of the weights is not 0"),
        (lambda: RNG.choice([-1.0, 1.0], size=(10, 80)), "call 1 of 3: many weights are the same number"),
        (lambda: centred(RNG.normal(size=(10, 80))), "call 1 of 3: the mean of the weights is exactly 0"),
        (lambda: of_exact_variance(RNG.normal(size=(10, 80))), "call 1 of 3: the variance of the weights is exactly"),
        (lambda: np.sort(RNG.normal(size=800)).reshape(10, 80), "the weights are sorted"),
        (lambda: turned_over(RNG.normal(size=800)).reshape(10, 80), "the weights are sorted, mirrored"),
        (lambda: 0.99999 ** np.arange(800).reshape(10, 80) * np.resize(RNG.normal(size=80), (10, 80)), "the weights"),
        (lambda: np.random.default_rng(5).normal(size=(10, 80)), "one call after the other gives the same"),
        (lambda: np.full((10, 80), np.nan), "call 1 of 3: not all weights are finite"),
        (lambda: None, "call 1 of 3: the result is"),
    ],
    ids=[
        *("twice", "half", "uniform", "positive", "signs", "centred", "exact", "sorted", "turned-over", "periodic"),
        *("the-same-again", "nan", "none"),
    ],
)
def test_other_weights_are_told_apart(draw, words):
    made = [draw() for _ in range(3)]
    calls = [Call((10, 80, "he", None))] * 3
    verdict = laws.normal_weights(calls, [Answer(W) for W in made], [None] * 3, variances=[1.0] * 3)
    assert not verdict.passed
    assert verdict.words.startswith(words)


def test_transposed_weights_are_called_so():
    verdict = laws.normal_weights([Call((4, 9, "he", None))], [Answer(np.ones((9, 4)))], [None], variances=[1.0])
    assert verdict.words.endswith("transposed?")


def test_the_bounds_hold_for_a_right_answer_but_once_in_a_thousand_million():
    def tail(n, deviations):  # Chernoff's bound for a mean of n squares of normal numbers
        r = 1 + deviations * np.sqrt(2 / n)
        return np.exp(-n / 2 * (r - 1 - np.log(r)))

    assert 3 * tail(800, laws.DEVIATIONS) + tail(400, laws.DEVIATIONS) < 1e-9
    assert tail(200, laws.DEVIATIONS) < 1e-8  # the bound itself is some thirty times too large there


# follows_its_generator


@pytest.mark.parametrize(
    "answers, passed",
    [([1, 1, 2], True), ([1, 2, 3], False), ([1, 1, 1], False)],
    ids=["follows", "its own stream", "its own seed"],
)
def test_weights_follow_their_generator(answers, passed):
    drawn = [Answer(np.random.default_rng(seed).normal(size=(5, 6))) for seed in answers]
    assert laws.follows_its_generator([Call((5, 6, "he", None))] * 3, drawn, [None] * 3).passed == passed


# reads_digits


def test_a_network_that_reads_everything_earns_everything():
    assert digits(READER, READER, READER).passed


@pytest.mark.parametrize(
    "bounds, accuracy, points",
    [
        *((laws.AS_THEY_ARE, *pair) for pair in [(0.5, 0), (0.90, 0), (0.93, 1), (0.96, 2), (1, 2)]),
        *((laws.MOVED, *pair) for pair in [(0.1, 0), (0.60, 0), (0.77, 2), (0.94, 4), (0.99, 4)]),
    ],
)
def test_points_are_linear_between_the_bounds(bounds, accuracy, points):
    assert laws._points(accuracy, *bounds) == pytest.approx(points)


def test_a_network_that_reads_digits_at_one_place_earns_a_third():
    pixel = 9  # the upper left corner of the square: empty when the square is moved away
    at_one_place = [np.outer(np.arange(64) == pixel, LEVELS.astype(float))], [-(LEVELS**2) / 2]
    verdict = digits(at_one_place)
    assert verdict.fraction == pytest.approx(2 / 6)
    assert "show the training moved digits too" in verdict.words


def test_accuracy_is_the_mean_over_the_calls():
    labels = (LABELS + 1) % 10
    verdict = digits(READER, READER, unseen=[(IMAGES, LABELS), (IMAGES, labels)])
    assert verdict.words.startswith("50.0% of the unseen digits")


def test_names_of_digits_follow_from_the_images():
    names = [tuple(laws.class_names(IMAGES[:count])) for count in range(100, 110)]
    assert len(set(names)) == 10
    assert all(sorted(one) == list(range(10)) for one in names)
    assert names[0] == tuple(laws.class_names(IMAGES[:100].astype(float)))


@pytest.mark.parametrize("dy, dx", [(0, 0), (1, 0), (0, -1), (-1, 1)])
def test_digits_are_moved_as_in_chapter_7(dy, dx):
    moved = shift_images(IMAGES.reshape(-1, 8, 8), dy, dx).reshape(-1, 64)
    np.testing.assert_array_equal(laws._moved(IMAGES, dy, dx), moved)


def test_limits_of_time_grow_with_the_slowness_of_the_machine():
    assert laws._patient(Call((), seconds=10)).seconds == math.ceil(10 * laws.slowness()) >= 10
    assert laws._patient(Call(())).seconds is None


def deep(*sizes):
    return [np.zeros(pair) for pair in pairwise(sizes)], [np.zeros(size) for size in sizes[1:]]


NO_NETWORK = {
    "nothing": (None, "the result must be (weights, biases)"),
    "one array": (np.zeros((64, 10)), "the result must be (weights, biases)"),
    "five layers": (deep(64, 9, 9, 9, 9, 10), "there must be one W and one b for each layer"),
    "no layer": (([], []), "there must be one W and one b for each layer"),
    "a bias too few": ((READER[0], []), "there must be one W and one b for each layer"),
    "transposed": ((([np.zeros((10, 64))]), [np.zeros(10)]), "layer 1: W must have a row for each pixel"),
    "a layer that does not fit": (([np.zeros((64, 8)), np.zeros((9, 10))], deep(64, 8, 10)[1]), "layer 2: W must"),
    "nine classes": (deep(64, 9), "layer 1: the last W must have ten columns"),
    "a bias as a row": ((READER[0], [np.zeros((1, 10))]), "layer 1: b must have one entry"),
    "not finite": ((READER[0], [np.full(10, np.inf)]), "layer 1: not all of its numbers are finite"),
    "text": (([["a"]], [np.zeros(10)]), "layer 1: the result holds text"),
    "too large": (deep(64, 400, 10), "the network has more than 30,000 parameters"),
}


@pytest.mark.parametrize("value, words", NO_NETWORK.values(), ids=NO_NETWORK)
def test_what_is_no_network_earns_nothing(value, words):
    verdict = digits(READER, value)
    assert verdict.fraction == 0
    assert verdict.words.removeprefix("call 2 of 2: ").startswith(words)


def test_thirty_thousand_parameters_are_not_too_many():
    assert "parameters" not in digits(deep(64, 399, 10)).words


def test_a_training_that_takes_too_long_earns_nothing():
    allowed = laws._patient(Call((), seconds=10)).seconds
    verdict = digits(READER, seconds=allowed + 0.5)
    assert verdict.fraction == 0
    assert f"it took {allowed + 0.5:.1f} s of processor time, {allowed} s are allowed" in verdict.words


def test_words_say_which_normalisation_is_missing():
    (W,), (b,) = READER
    mean, std = standardise_fit(IMAGES)
    assert "divided by 16 first" in digits(([16 * W], [b])).words
    assert "standardised first" in digits(([std[:, np.newaxis] * W], [b + mean @ W])).words


def test_words_say_when_another_activation_was_meant():
    drawn = np.random.default_rng(1)
    X, hidden = IMAGES.astype(float), drawn.normal(size=(64, 60)) / 60
    features = np.tanh(X @ hidden)
    out = np.linalg.lstsq(features, np.eye(10)[LABELS], rcond=None)[0]
    assert "with tanh between the layers" in digits(([hidden, out], [np.zeros(60), np.zeros(10)])).words


def test_the_networks_are_run_with_relu():
    hidden = np.full((64, 2), 1 / 36) * [1, -1]  # without the ReLU the two cancel
    assert digits(([hidden, np.stack([LEVELS, LEVELS])], [np.zeros(2), -(LEVELS**2) / 2])).passed
