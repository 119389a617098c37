"""How chapter 8 is judged where many answers are right: weights by their statistics, a network by what it reads.

The bounds of the statistics are so wide that a right answer, whatever its stream of random numbers, misses one less
than once in a thousand million times.
"""

import functools
import math
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np

from grader.selfcheck import (
    RIGHT,
    Verdict,
    alike,
    as_numbers,
    beyond_chance,
    in_order,
    shape_in_words,
    trouble,
    wrong,
)

DEVIATIONS = 8  # that a statistic may lie from what is expected, in its own standard deviations
EXACT = 1e-13  # nearer to 0 than any mean comes by chance
BEYOND = {1: 0.3173, 2: 0.0455}  # the share of normal numbers farther from 0 than so many standard deviations
QUARTILE = 0.67448975  # half of the normal numbers are nearer to 0 than this

NUM_PIXELS, NUM_CLASSES = 64, 10
MOST_LAYERS, MOST_NUMBERS = 4, 30_000
AS_THEY_ARE, MOVED = (2, 0.90, 0.96), (4, 0.60, 0.94)  # points, mean accuracy for none and for all; linear between
MUCH_BETTER = 0.05  # by which another reading must improve the accuracy to be named
USUAL_SECONDS = 0.035  # that `slowness` takes where the reference trains for 1.5 s


def normal_weights(calls, answers, expected, *, variances):
    """Each call returns independent normal numbers with mean 0 and the given variance."""
    scaled = []
    for position, (call, answer, variance) in enumerate(zip(calls, answers, variances)):
        W, words = _read_weights(answer.value, call.arguments[:2])
        words = trouble(call, answer) or words or _off_scale(W / math.sqrt(variance))
        if words:
            return wrong(f"call {position + 1} of {len(calls)}: {words}")
        scaled.append(W.ravel() / math.sqrt(variance))
    words = _order(scaled)
    return wrong(words) if words else _bell(np.concatenate(scaled))


def _read_weights(value, shape):
    W, words = as_numbers(value)
    if words:
        return None, words
    if W.shape != shape:
        transposed = ": transposed?" if W.T.shape == shape else ""
        return None, f"the shape is {shape_in_words(W.shape, shape)}, expected {shape}{transposed}"
    return (W, None) if np.isfinite(W).all() else (None, "not all weights are finite numbers")


def _off_scale(scaled):
    """Say what is wrong with numbers that should have mean 0 and variance 1."""
    deviation = DEVIATIONS / math.sqrt(scaled.size)
    if len(np.unique(scaled)) < scaled.size / 2:
        return "many weights are the same number"
    if abs(np.mean(scaled)) > deviation:
        return "the mean of the weights is not 0"
    if abs(np.mean(scaled)) < EXACT and scaled.size > 1:
        return "the mean of the weights is exactly 0: leave what is drawn as it is"
    if abs(np.var(scaled) - 1) < EXACT and scaled.size > 1:
        return "the variance of the weights is exactly what is asked: leave what is drawn as it is"
    ratio = float(np.mean(scaled**2))
    return f"the variance is {ratio:.2g} times what is asked" if abs(ratio - 1) > math.sqrt(2) * deviation else None


def _order(drawn):
    """Say what is wrong with numbers, call by call, whose signs or sizes depend on their order."""
    counted = []
    for marks in ([z > 0 for z in drawn], [abs(z) > QUARTILE for z in drawn]):
        for one in marks:
            counted += in_order("the weights are sorted, mirrored or repeat themselves: draw each by itself", one, 0.5)
        for one, next_one in pairwise(marks):
            shared = min(len(one), len(next_one))
            counted.append(alike("one call after the other gives the same", one[:shared], next_one[:shared], 0.5))
    return beyond_chance(counted)


def _bell(scaled):
    """Judge whether numbers with mean 0 and variance 1 have the tails of normal ones."""
    for limit, share in BEYOND.items():
        deviation = DEVIATIONS * math.sqrt(share * (1 - share) / scaled.size)
        if abs(np.mean(np.abs(scaled) > limit) - share) > deviation:
            return wrong("mean and variance are right, but the weights are not normally distributed")
    return RIGHT


def follows_its_generator(calls, answers, expected):
    """Of three calls, the first two, with the same generator, agree; the third, with another one, does not."""
    drawn = []
    for call, answer in zip(calls, answers):
        W, words = _read_weights(answer.value, call.arguments[:2])
        words = trouble(call, answer) or words
        if words:
            return wrong(words)
        drawn.append(W)
    if not np.array_equal(drawn[0], drawn[1]):
        return wrong("the same generator gives other weights the second time: all randomness must come from `rng`")
    if np.mean(drawn[0] == drawn[2]) > 0.5 and drawn[0].size > 1:  # a single number of few digits may come again
        return wrong("another generator gives the same weights: draw from the `rng` that is given")
    return RIGHT


def class_names(X):
    """Return what a call names the ten digits, shape (10,), from its training images.

    With other names in every call, a network that has not looked at the labels reads one digit in ten.
    """
    return np.random.default_rng(int(np.sum(X, dtype=np.int64))).permutation(NUM_CLASSES)


def reads_digits(calls, answers, expected, *, unseen):
    """Every network reads digits that its training has not seen, as they are and moved: points for the mean accuracy.

    `unseen` holds images `(M, 64)` and labels `(M,)`, one pair for all calls or one for each.
    """
    networks = []
    for position, (call, answer) in enumerate(zip(calls, answers)):
        network, words = _read_network(answer.value)
        words = trouble(_patient(call), answer) or words
        if words:
            return wrong(f"call {position + 1} of {len(calls)}: {words}")
        networks.append(network)
    plain, moved = (_mean_accuracy(networks, calls, unseen, moves=moves) for moves in (NOWHERE, EVERYWHERE))
    plain_points, moved_points = _points(plain, *AS_THEY_ARE), _points(moved, *MOVED)
    if (plain_points, moved_points) == (AS_THEY_ARE[0], MOVED[0]):
        return RIGHT
    read = (
        f"{plain:.1%} of the unseen digits are read right as they are ({plain_points:.2g} of {AS_THEY_ARE[0]} points) "
        f"and {moved:.1%} of the moved ones ({moved_points:.2g} of {MOVED[0]})"
    )
    share = (plain_points + moved_points) / (AS_THEY_ARE[0] + MOVED[0])
    return Verdict(share, f"{read}; {_advice(plain, networks, calls, unseen)}")


def _points(accuracy, points, none, all_of_them):
    return points * min(max(round((accuracy - none) / (all_of_them - none), 9), 0.0), 1.0)


def _patient(call):
    """Return the call with its limit of time as it is on this machine."""
    return replace(call, seconds=math.ceil(call.seconds * slowness())) if call.seconds else call


@functools.cache
def slowness():
    """Return how many times slower than usual this machine is, at least 1: it does what training does, for a moment."""
    clock = getattr(time, "thread_time", time.process_time)  # as answers are timed
    rng, begun = np.random.default_rng(0), clock()
    X, W = rng.normal(size=(32, 64)), rng.normal(size=(64, 100))
    for _ in range(300):
        W = W - 1e-6 * X.T @ np.maximum(X @ W, 0)
    return max(1.0, (clock() - begun) / USUAL_SECONDS)


NOWHERE, EVERYWHERE = [(0, 0)], [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]


def _mean_accuracy(networks, calls, unseen, scale=lambda X, seen: X, hidden=lambda z: z.clip(min=0), moves=NOWHERE):
    right = []
    for position, (network, call) in enumerate(zip(networks, calls)):
        images, labels = unseen[position % len(unseen)]
        seen = np.asarray(call.arguments[0])
        due = class_names(seen)[labels]
        for move in moves:
            X = scale(_moved(images, *move), seen.astype(np.float64))
            right.append(np.mean(_logits(network, X, hidden).argmax(axis=1) == due))
    return float(np.mean(right))


def _moved(images, dy, dx):
    """Return rows of pixels whose content lies dy further down and dx further to the right, each at most 1."""
    frame = np.pad(images.astype(np.float64).reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)))
    return frame[:, 1 - dy : 9 - dy, 1 - dx : 9 - dx].reshape(-1, NUM_PIXELS)


def _advice(accuracy, networks, calls, unseen):
    """Say how the networks would read better, if it is in one of the ways in which they may have been trained."""
    others = {words: _mean_accuracy(networks, calls, unseen, **change) for words, change in OTHER_READINGS.items()}
    best = max(others, key=others.__getitem__)
    if others[best] > accuracy + MUCH_BETTER:
        return f"they read better {best}"
    return "show the training moved digits too" if accuracy > AS_THEY_ARE[1] else "train for longer, or look for a slip"


def _standardised(X, seen):
    spread = seen.std(axis=0)
    return (X - seen.mean(axis=0)) / np.where(spread < 1e-9, 1.0, spread)


OTHER_READINGS: dict[str, dict] = {
    "if each grey level is divided by 16 first: work that into the first layer": {"scale": lambda X, seen: X / 16},
    "if the pixels are standardised first: work that into the first layer": {"scale": _standardised},
    "with tanh between the layers: they are run with ReLU": {"hidden": np.tanh},
    "with a sigmoid between the layers: they are run with ReLU": {"hidden": lambda z: 1 / (1 + np.exp(-z))},
}


def _logits(network, X, hidden):
    with np.errstate(all="ignore"):  # what came back may be as large as it likes
        for W, b in network[:-1]:
            X = hidden(X @ W + b)
        return X @ network[-1][0] + network[-1][1]


def _read_network(value):
    """Return the layers of a network as pairs of W and b, or words that say why it is none; they quote no choice."""
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not all(isinstance(v, (list, tuple)) for v in value):
        return None, "the result must be (weights, biases): two lists with one array for each layer"
    weights, biases = value
    if len(weights) != len(biases) or not 1 <= len(weights) <= MOST_LAYERS:
        return None, f"there must be one W and one b for each layer, and one to {MOST_LAYERS} layers"
    layers, num_inputs = [], NUM_PIXELS
    for position, (W, b) in enumerate(zip(weights, biases)):
        (W, W_words), (b, b_words) = as_numbers(W), as_numbers(b)
        words = W_words or b_words or _no_layer(W, b, num_inputs, position + 1 == len(weights))
        if words:
            return None, f"layer {position + 1}: {words}"
        layers.append((W, b))
        num_inputs = W.shape[1]
    too_large = sum(W.size + b.size for W, b in layers) > MOST_NUMBERS
    return (None, f"the network has more than {MOST_NUMBERS:,} parameters") if too_large else (layers, None)


def _no_layer(W, b, num_inputs, is_last):
    if W.ndim != 2 or W.shape[0] != num_inputs:
        turned = ": transposed?" if W.ndim == 2 and W.shape[1] == num_inputs else ""
        return f"W must have a row for each pixel or each output of the layer before{turned}"
    if is_last and W.shape[1] != NUM_CLASSES:
        return "the last W must have ten columns, one for each digit"
    if b.shape != W.shape[1:]:
        return "b must have one entry for each column of W, and a single axis"
    return None if np.isfinite(W).all() and np.isfinite(b).all() else "not all of its numbers are finite"
