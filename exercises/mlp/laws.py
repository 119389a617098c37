"""How chapter 3 is judged where many networks are right: the network is run, and what it computes is looked at."""

import numpy as np

from grader.selfcheck import RELATIVE_TOLERANCE, RIGHT, SINGLE_PRECISION, as_numbers, shape_in_words, trouble, wrong

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR = (False, True, True, False)
GATES = {
    (False, False, False, False): "it answers no to everything",
    (True, True, True, True): "it answers yes to everything",
    (False, False, False, True): "it computes AND, not XOR",
    (False, True, True, True): "it computes OR, not XOR",
    (True, True, True, False): "it computes NAND, not XOR",
    (True, False, False, False): "it computes NOR, not XOR",
    (True, False, False, True): "it computes the opposite of XOR",
}
SLACK = 1e-9  # a margin of 0.1 written in decimals may lack its last bit


def computes_xor(calls, answers, expected, *, margin=0.0):
    """Each network says more than a half exactly where XOR is 1, and keeps its distance from a half."""
    for call, answer in zip(calls, answers):
        words = trouble(call, answer) or _no_xor(answer.value, margin)
        if words:
            return wrong(words)
    return RIGHT


def _no_xor(value, margin):
    network, words = _read_network(value, inputs=2, neurons=2)
    if words:
        return words
    output = _output(network, CORNERS)
    if not np.isfinite(output).all():
        return "an output of the network is not a finite number"
    table = tuple((output > 0.5).tolist())
    if table != XOR:
        at_fault = [f"({a:.0f}, {b:.0f})" for (a, b), said, asked in zip(CORNERS, table, XOR) if said != asked]
        return GATES.get(table) or f"the output is on the wrong side of 0.5 for {' and '.join(at_fault)}"
    if np.abs(output - 0.5).min() < margin - SLACK:
        return f"an output lies on the right side of 0.5, but less than {margin:g} away from it"
    return None


def passes_through(calls, answers, expected):
    """Each network hits every given point, and is straight from each to the next."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        words = trouble(call, answer) or _misses(call.arguments, answer.value)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def _misses(arguments, value):
    x, y = (np.asarray(argument, dtype=np.float64) for argument in arguments)
    network, words = _read_network(value, inputs=1, neurons=len(x) - 1)
    if words:
        return words
    between = np.linspace(x[:-1], x[1:], 8)[1:-1].ravel()
    scale = np.max(np.abs(y))
    at_points = _output(network, x[:, np.newaxis]) - y
    errors = np.append(at_points, _output(network, between[:, np.newaxis]) - np.interp(between, x, y))
    if not np.isfinite(errors).all():
        return "an output of the network is not a finite number"
    if np.max(np.abs(errors)) <= RELATIVE_TOLERANCE * scale:
        return None
    if np.max(np.abs(errors)) <= SINGLE_PRECISION * scale:
        return "it is right to some 7 digits only: computed in float32, or rounded?"
    return _described(at_points, RELATIVE_TOLERANCE * scale)


def _described(errors, tolerance):
    """Say in words how a curve misses its points, given the errors there."""
    missed = np.abs(errors) > tolerance
    if not missed.any():
        return "it passes through every point, but is not straight between them: where are the corners?"
    if np.ptp(errors) <= tolerance:
        return "the whole curve is shifted up or down by the same amount"
    first = int(np.argmax(missed))
    if first >= 2:
        return f"the first {first} of {len(errors)} points are hit, the later ones are missed"
    return f"{missed.sum()} of {len(errors)} points {'is' if missed.sum() == 1 else 'are'} missed"


def _output(network, X):
    W1, b1, W2, b2 = network
    with np.errstate(all="ignore"):  # what came back may be as large as it likes
        return ((X @ W1 + b1).clip(min=0) @ W2 + b2)[:, 0]


def _read_network(value, inputs, neurons):
    """Return the arrays W1, b1, W2, b2 of a network with one hidden layer, or words that say why it is none."""
    if not _holds_two(value) or not all(_holds_two(part) for part in value):
        return None, "the result must be (weights, biases): two lists with two arrays each"
    shapes = [(inputs, neurons), (neurons,), (neurons, 1), (1,)]
    (W1, W2), (b1, b2) = value
    arrays = [W1, b1, W2, b2]
    read = []
    for name, array, shape in zip(("weights[0]", "biases[0]", "weights[1]", "biases[1]"), arrays, shapes):
        numbers, words = as_numbers(array)
        if words:
            return None, f"{name}: {words}"
        if numbers.shape != shape:
            return None, f"{name} has the shape {shape_in_words(numbers.shape, shape)}, expected {shape}"
        read.append(numbers)
    return read, None


def _holds_two(value):
    if isinstance(value, np.ndarray):
        return value.ndim > 0 and len(value) == 2
    return isinstance(value, (list, tuple)) and len(value) == 2
