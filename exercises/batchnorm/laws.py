"""How chapter 8 is judged where many answers are right: weights by their statistics, a network by what it reads.

The bounds of the statistics are so wide that a right answer, whatever its stream of random numbers, misses one less
than once in a thousand million times.
"""

import math

import numpy as np

from grader.selfcheck import RIGHT, Verdict, as_numbers, shape_in_words, trouble, wrong

DEVIATIONS = 8  # that a statistic may lie from what is expected, in its own standard deviations
BEYOND = {1: 0.3173, 2: 0.0455}  # the share of normal numbers farther from 0 than so many standard deviations

NUM_PIXELS, NUM_CLASSES = 64, 10
MOST_LAYERS, MOST_NUMBERS = 4, 30_000
NO_POINTS, ALL_POINTS = 0.90, 0.96  # mean accuracy; linear between them
MUCH_BETTER = 0.05  # by which another reading must improve the accuracy to be named


def normal_weights(calls, answers, expected, *, variances):
    """Each call returns independent normal numbers with mean 0 and the given variance."""
    scaled = []
    for position, (call, answer, variance) in enumerate(zip(calls, answers, variances)):
        W, words = _read_weights(answer.value, call.arguments[:2])
        words = trouble(call, answer) or words or _off_scale(W / math.sqrt(variance))
        if words:
            return wrong(f"call {position + 1} of {len(calls)}: {words}")
        scaled.append(W.ravel() / math.sqrt(variance))
    return _bell(np.concatenate(scaled))


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
    ratio = float(np.mean(scaled**2))
    return f"the variance is {ratio:.2g} times what is asked" if abs(ratio - 1) > math.sqrt(2) * deviation else None


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
    if np.mean(drawn[0] == drawn[2]) > 0.5:
        return wrong("another generator gives the same weights: draw from the `rng` that is given")
    return RIGHT


def reads_digits(calls, answers, expected, *, unseen):
    """Every network reads digits that its training has not seen: points for the mean accuracy.

    `unseen` holds images `(M, 64)` and labels `(M,)`, one pair for all calls or one for each.
    """
    networks = []
    for position, (call, answer) in enumerate(zip(calls, answers)):
        network, words = _read_network(answer.value)
        words = trouble(call, answer) or words
        if words:
            return wrong(f"call {position + 1} of {len(calls)}: {words}")
        networks.append(network)
    accuracy = _mean_accuracy(networks, calls, unseen)
    fraction = round((accuracy - NO_POINTS) / (ALL_POINTS - NO_POINTS), 9)
    if fraction >= 1:
        return RIGHT
    advice = _advice(accuracy, networks, calls, unseen)
    return Verdict(max(fraction, 0.0), f"{accuracy:.1%} of the unseen digits are read right; {advice}")


def _mean_accuracy(networks, calls, unseen, scale=lambda X, seen: X, hidden=lambda z: z.clip(min=0)):
    right = []
    for position, (network, call) in enumerate(zip(networks, calls)):
        images, labels = unseen[position % len(unseen)]
        X = scale(images.astype(np.float64), np.asarray(call.arguments[0], dtype=np.float64))
        right.append(np.mean(_logits(network, X, hidden).argmax(axis=1) == labels))
    return float(np.mean(right))


def _advice(accuracy, networks, calls, unseen):
    """Say how the networks would read better, if it is in one of the ways in which they may have been trained."""
    others = {words: _mean_accuracy(networks, calls, unseen, **change) for words, change in OTHER_READINGS.items()}
    best = max(others, key=others.__getitem__)
    return f"they read better {best}" if others[best] > accuracy + MUCH_BETTER else f"{ALL_POINTS:.0%} earn all points"


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
