import inspect

import numpy as np
import pytest

from exercises.mlp import laws
from grader.audit import ODD_VALUES
from grader.selfcheck import wire
from grader.selfcheck.calling import Answer, Call
from solutions.mlp import interpolating_network, mlp_forward, parity_network, sawtooth_network

X, Y = np.array([0.0, 1.0, 3.0, 4.0]), np.array([1.0, 3.0, -1.0, 0.0])


def judged(law, value, *arguments, **parameters):
    return law([Call(arguments)], [Answer(value)], [None], **parameters)


def xor(*, hidden=((1, 1), (1, 1)), corners=(0, -1), out=((1,), (-2,)), bias=(0,), margin=0.0):
    return judged(laws.computes_parity, ([hidden, out], [corners, bias]), 2, margin=margin)


def of_three(out, bias=0):
    network = [np.ones((3, 3)), np.reshape(out, (3, 1))], [-np.arange(3), np.array([bias])]
    return judged(laws.computes_parity, network, 3)


def wave(depth, change=lambda weights, biases: (weights, biases)):
    return judged(laws.draws_sawtooth, change(*sawtooth_network(depth)), depth)


def curve(change):
    weights, biases = interpolating_network(X, Y)
    return judged(laws.passes_through, change(weights, biases), X, Y)


@pytest.mark.parametrize("n", range(2, 9))
def test_the_reference_network_computes_parity(n):
    assert judged(laws.computes_parity, parity_network(n), n, margin=0.1).passed


@pytest.mark.parametrize(
    "change, words",
    [
        ({"out": ((1,), (-1,))}, "it computes OR"),
        ({"out": ((0,), (1,))}, "it computes AND"),
        ({"out": ((-1,), (2,)), "bias": (1,)}, "it computes the opposite"),
        ({"out": ((0,), (0,))}, "it answers no to everything"),
        ({"out": ((0,), (0,)), "bias": (1,)}, "it answers yes to everything"),
        ({"hidden": ((0, 0), (1, 0))}, "the output is on the wrong side of 0.5 for inputs with 1 and 2 ones"),
        ({"out": ((0.59,), (-1.18,)), "margin": 0.1}, "an output lies on the right side"),
        ({"hidden": ((1, 1, 1), (1, 1, 1))}, "weights[0] has the shape (2, 3), expected (2, 2)"),
        ({"bias": 0}, "biases[1] has the shape (), expected (1,)"),
        ({"bias": ("a",)}, "biases[1]: the result holds text"),
        ({"bias": (np.nan,)}, "an output of the network is not a finite number"),
        ({"hidden": ((1e308, 1e308), (1e308, 1e308))}, "an output of the network is not a finite number"),
    ],
)
def test_the_law_of_parity_says_what_the_network_does(change, words):
    verdict = xor(**change)
    assert verdict.fraction == 0
    assert verdict.words.startswith(words)


@pytest.mark.parametrize(
    ("out", "words"),
    [
        pytest.param([1, -2, 1], "it says yes where exactly one input is 1", id="one"),
        pytest.param([1, -1, 0], "it computes OR", id="or"),
        pytest.param([0, 1, 0], "the output is on the wrong side of 0.5 for inputs with 1 and 2 ones", id="two"),
        pytest.param([1, 0, -1], "it computes OR", id="rising"),
    ],
)
def test_three_bits_tell_more_mistakes_apart(out, words):
    assert of_three(out).words.startswith(words)


def test_the_margin_may_lack_its_last_bit():
    assert xor(out=((0.6,), (-1.2,)), margin=0.1).passed


@pytest.mark.parametrize("depth", range(1, 9))
def test_the_reference_network_draws_its_sawtooth(depth):
    assert wave(depth).passed


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda w, b: ([*w[:-1], 0.75 * w[-1]], b), "the number of teeth is right, but not their shape"),
        (lambda w, b: (w, [*b[:-1], b[-1] + 0.01]), "the number of teeth is right, but the wave does not begin"),
        (lambda w, b: ([w[0], np.eye(2), w[2]], [b[0], 0 * b[1], b[2]]), "fewer teeth than are asked"),
        (lambda w, b: ([*w[:-1], -w[-1]], [*b[:-1], b[-1] + 1]), "more teeth than are asked"),
        (lambda w, b: ([*w[:-1], w[-1] * (1 + 1e-8)], b), "it is right to some 7 digits only"),
        (lambda w, b: ([*w[:-1], w[-1] * np.inf], b), "an output of the network is not a finite number"),
        (lambda w, b: (w[:-1], b[:-1]), "the result must be (weights, biases): two lists with 3 arrays each"),
        (lambda w, b: ([w[0].T, *w[1:]], b), "weights[0] has the shape (2, 1), expected (1, 2)"),
    ],
    ids=["low", "lifted", "one-tooth", "upside-down", "imprecise", "infinite", "too-short", "transposed"],
)
def test_the_law_of_the_sawtooth_says_how_it_differs(change, words):
    assert wave(2, change).words.startswith(words)


def test_the_reference_network_passes_through_its_points():
    assert curve(lambda weights, biases: (weights, biases)).passed


def test_tuples_lists_and_integers_make_a_network_too():
    W1, b1, W2, b2 = [[1]], [0], [[2]], [1]
    assert judged(laws.passes_through, ((W1, W2), (b1, b2)), np.array([0, 3]), np.array([1, 7])).passed


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda w, b: (w, [b[0], b[1] + 1]), "the whole curve is shifted up or down by the same amount"),
        (lambda w, b: ([w[0], 0 * w[1]], b), "3 of 4 points are missed"),
        (lambda w, b: ([w[0], w[1] * [[1], [1], [2]]], b), "the first 3 of 4 points are hit"),
        (lambda w, b: ([w[0], w[1] * (1 + 1e-8)], b), "it is right to some 7 digits only"),
        (lambda w, b: ([w[0], np.inf * w[1]], b), "an output of the network is not a finite number"),
        (lambda w, b: ([w[0].T, w[1]], b), "weights[0] has the shape (3, 1), expected (1, 3)"),
        (lambda w, b: (w, b, "more"), "the result must be (weights, biases)"),
    ],
    ids=["shifted", "level", "late", "imprecise", "infinite", "transposed", "three-parts"],
)
def test_the_law_of_the_curve_says_how_it_misses(change, words):
    assert curve(change).words.startswith(words)


def test_corners_between_the_points_are_noticed_though_every_point_is_hit():
    corners = np.array([0.0, 0.5, 2.0])
    outgoing = np.linalg.solve(np.maximum(X[1:, np.newaxis] - corners, 0), Y[1:] - Y[0])
    network = [np.ones((1, 3)), outgoing[:, np.newaxis]], [-corners, Y[:1]]
    np.testing.assert_allclose(mlp_forward(X[:, np.newaxis], *network, "relu", "identity")[1][-1][:, 0], Y, atol=1e-12)
    assert "not straight between them" in curve(lambda weights, biases: network).words


def test_the_first_call_that_fails_is_numbered():
    call, right = Call((X, Y)), Answer(interpolating_network(X, Y))
    verdict = laws.passes_through([call, call], [right, Answer(None)], [None, None])
    assert verdict.words.startswith("call 2 of 2: the result must be")


@pytest.mark.parametrize("document", ODD_VALUES, ids=lambda document: str(document)[:30])
def test_what_is_no_network_is_judged_without_an_exception(document):
    value = wire.decode(document)
    for odd in (value, [value, value], [[value, value], [value, value]]):
        assert judged(laws.computes_parity, odd, 2).fraction == 0
        assert judged(laws.draws_sawtooth, odd, 1).fraction == 0
        assert judged(laws.passes_through, odd, X, Y).fraction == 0


def test_the_laws_hold_no_line_of_a_reference():
    text = inspect.getsource(laws)
    for reference in (parity_network, interpolating_network, sawtooth_network):
        body = inspect.getsource(reference).rsplit('"""', 1)[1]
        lines = [line.strip() for line in body.splitlines() if len(line.strip()) > 20]
        assert not [line for line in lines if line in text]
