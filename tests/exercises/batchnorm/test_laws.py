from itertools import pairwise

import numpy as np
import pytest

from exercises.batchnorm import laws
from grader.selfcheck.calling import Answer, Call
from solutions.batchnorm import initialise

RNG = np.random.default_rng(0)
IMAGES, LABELS = RNG.integers(0, 17, size=(200, 64)).astype(np.uint8), RNG.integers(0, 10, size=200)
IMAGES[:, :10] = 16 * np.eye(10)[LABELS]  # the label can be read off the first ten pixels
READER = [np.eye(64, 10)], [np.zeros(10)]


def weights(*drawn, variance=1.0):
    calls = [Call((*np.shape(W), "he", None)) for W in drawn]
    return laws.normal_weights(
        calls, [Answer(W) for W in drawn], [None] * len(drawn), variances=[variance] * len(drawn)
    )


def digits(*networks, unseen=((IMAGES, LABELS),), seen=IMAGES, **answer):
    calls = [Call((seen, LABELS, None), seconds=10)] * len(networks)
    return laws.reads_digits(calls, [Answer(network, **answer) for network in networks], [None], unseen=list(unseen))


# normal_weights


@pytest.mark.parametrize("seed", range(200))
def test_normal_weights_pass_whatever_their_stream(seed):
    rng = np.random.default_rng(seed)
    drawn = [initialise(10, 80, "he", rng) for _ in range(3)]
    assert weights(*drawn, variance=0.2).passed


@pytest.mark.parametrize(
    "draw, words",
    [
        (lambda: 2**0.5 * RNG.normal(size=(10, 80)), "call 1 of 3: the variance is 2"),
        (lambda: 0.5**0.5 * RNG.normal(size=(10, 80)), "call 1 of 3: the variance is 0."),
        (lambda: RNG.uniform(-(3**0.5), 3**0.5, size=(10, 80)), "mean and variance are right, but"),
        (lambda: np.sqrt(3) * RNG.random((10, 80)), "call 1 of 3: the mean of the weights is not 0"),
        (lambda: RNG.choice([-1.0, 1.0], size=(10, 80)), "call 1 of 3: many weights are the same number"),
        (lambda: np.full((10, 80), np.nan), "call 1 of 3: not all weights are finite"),
        (lambda: None, "call 1 of 3: the result is"),
    ],
    ids=["twice", "half", "uniform", "positive", "signs", "nan", "none"],
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


@pytest.mark.parametrize("right, fraction", [(180, 0.0), (186, 0.5), (189, 0.75), (192, 1.0), (150, 0.0)])
def test_points_are_linear_between_the_bounds(right, fraction):
    labels = LABELS.copy()
    labels[right:] = (labels[right:] + 1) % 10
    verdict = digits(READER, unseen=[(IMAGES, labels)])
    assert verdict.fraction == pytest.approx(fraction)
    assert verdict.passed == (fraction == 1)


def test_accuracy_is_the_mean_over_the_calls():
    labels = (LABELS + 1) % 10
    verdict = digits(READER, READER, unseen=[(IMAGES, LABELS), (IMAGES, labels)])
    assert verdict.words.startswith("50.0% of the unseen digits")


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
    verdict = digits(READER, seconds=10.5)
    assert verdict.fraction == 0
    assert "it took 10.5 s of processor time, 10 s are allowed" in verdict.words


def test_words_say_which_normalisation_is_missing():
    halves = [np.eye(64, 10)], [np.zeros(10)]
    halves[0][0][10] = np.where(np.arange(10) == 0, 1.0, 0.0)  # an eleventh pixel shouts for class 0
    images = IMAGES.copy()
    images[:, 10] = 255
    shifted = [16 * np.eye(64, 10)], [np.zeros(10)]
    shifted[0][0][10, 0], shifted[1][0][0] = 16.0, -255.0
    assert "divided by 16 first" in digits(shifted, unseen=[(images, LABELS)], seen=images).words
    assert "standardised first" in digits(halves, unseen=[(images, LABELS)], seen=images).words


def test_words_say_when_another_activation_was_meant():
    drawn = np.random.default_rng(1)
    X, hidden = IMAGES.astype(float), drawn.normal(size=(64, 60)) / 60
    features = np.tanh(X @ hidden)
    out = np.linalg.lstsq(features, np.eye(10)[LABELS], rcond=None)[0]
    assert "with tanh between the layers" in digits(([hidden, out], [np.zeros(60), np.zeros(10)])).words


def test_the_networks_are_run_with_relu():
    hidden = np.hstack([np.eye(64, 10), -np.eye(64, 10)])
    network = [hidden, np.vstack([np.eye(10), np.eye(10)])], [np.full(20, -8.0), np.zeros(10)]
    assert digits(network).passed
