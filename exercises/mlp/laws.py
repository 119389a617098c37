"""How chapter 3 is judged where many networks are right: the network is run, and what it computes is looked at."""

from itertools import pairwise, product

import numpy as np

from grader.selfcheck import RELATIVE_TOLERANCE, RIGHT, SINGLE_PRECISION, as_numbers, shape_in_words, trouble, wrong

HALF = 0.5  # what the outputs of `parity_network` are compared with
SLACK = 1e-9  # a margin of 0.1 written in decimals may lack its last bit
SPREAD = (np.arange(64) * 0.6180339887498949) % 1  # places in [0, 1] that lie on no grid


def computes_parity(calls, answers, expected, *, margin=0.0):
    """Each network says more than a half exactly where an odd number of bits is 1, and keeps its distance from it."""
    return _judged(calls, answers, lambda arguments, value: _no_parity(arguments[0], value, margin))


def _no_parity(n, value, margin):
    network, words = _read_network(value, (n, n, 1))
    if words:
        return words
    bits = np.array(list(product([0.0, 1.0], repeat=n)))
    output, ones = _output(network, bits), bits.sum(axis=1)
    if not np.isfinite(output).all():
        return "an output of the network is not a finite number"
    if np.any((output > HALF) != (ones % 2 == 1)):
        return _named(output > HALF, ones, n)
    if np.abs(output - HALF).min() < margin - SLACK:
        return f"an output lies on the right side of {HALF}, but less than {margin:g} away from it"
    return None


def _named(table, ones, n):
    """Say in words what a network computes in the place of parity, given which inputs it says yes to."""
    known = {
        "it answers no to everything": ones < 0,
        "it answers yes to everything": ones >= 0,
        "it computes OR: yes wherever there is a 1": ones > 0,
        "it computes AND: yes where all inputs are 1": ones == n,
        "it says yes where exactly one input is 1": ones == 1,
        "it computes the opposite: yes where an even number of inputs is 1": ones % 2 == 0,
    }
    words = next((words for words, other in known.items() if np.array_equal(table, other)), None)
    at_fault = sorted({int(one) for one in ones[table != (ones % 2 == 1)]})
    return words or f"the output is on the wrong side of {HALF} for inputs with {' and '.join(map(str, at_fault))} ones"


def passes_through(calls, answers, expected):
    """Each network hits every given point, and is straight from each to the next."""
    return _judged(calls, answers, _misses)


def _misses(arguments, value):
    x, y = (np.asarray(argument, dtype=np.float64) for argument in arguments)
    network, words = _read_network(value, (1, len(x) - 1, 1))
    if words:
        return words
    between = np.linspace(x[:-1], x[1:], 8)[1:-1].ravel()
    at_points = _output(network, x[:, np.newaxis]) - y
    errors = np.append(at_points, _output(network, between[:, np.newaxis]) - np.interp(between, x, y))
    tolerance = RELATIVE_TOLERANCE * np.max(np.abs(y))
    if _in_single_precision(value):
        turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)  # hinges as steep as these are rounded, each by itself
        tolerance = SINGLE_PRECISION * (np.max(np.abs(y)) + np.abs(turns) @ (x[-1] - x[:-1]))
    return _imprecise(errors, tolerance, np.max(np.abs(y))) or _described(at_points, errors, tolerance)


def _described(at_points, errors, tolerance):
    """Say in words how a curve misses its points; None if it does not."""
    missed = np.abs(at_points) > tolerance
    if not missed.any():
        astray = np.any(np.abs(errors) > tolerance)
        return (
            "it passes through every point, but is not straight between them: where are the corners?"
            if astray
            else None
        )
    if np.ptp(at_points) <= tolerance:
        return "the whole curve is shifted up or down by the same amount"
    first = int(np.argmax(missed))
    if first >= 2:
        return f"the first {first} of {len(at_points)} points are hit, the later ones are missed"
    return f"{missed.sum()} of {len(at_points)} points {'is' if missed.sum() == 1 else 'are'} missed"


def draws_sawtooth(calls, answers, expected):
    """Each network draws a triangle wave of 2 ** (depth - 1) teeth over [0, 1]."""
    return _judged(calls, answers, lambda arguments, value: _no_sawtooth(arguments[0], value))


def _no_sawtooth(depth, value):
    network, words = _read_network(value, (1, *[2] * depth, 1))
    if words:
        return words
    teeth = 2 ** (depth - 1)
    x = np.sort(np.append(np.linspace(0, 1, 4 * teeth + 1), SPREAD))
    output = _output(network, x[:, np.newaxis])
    errors = output - (1 - np.abs(2 * (x * teeth % 1) - 1))
    tolerance = SINGLE_PRECISION if _in_single_precision(value) else RELATIVE_TOLERANCE
    return _imprecise(errors, tolerance, 1.0) or _astray(output, errors, teeth, tolerance)


def _astray(output, errors, teeth, tolerance):
    """Say in words how a wave differs from the one that is asked; None if it does not."""
    if np.max(np.abs(errors)) <= tolerance:
        return None
    rising = int(np.sum(np.diff((output > HALF).astype(int), prepend=0) == 1))
    if rising != teeth:
        return f"{'more' if rising > teeth else 'fewer'} teeth than are asked rise above a half"
    if max(abs(output[0]), abs(output[-1])) > tolerance:
        return "the number of teeth is right, but the wave does not begin and end at 0"
    return "the number of teeth is right, but not their shape: how high do they rise, and where are the corners?"


def _judged(calls, answers, complaint):
    """Return the verdict on calls that are judged one by one; `complaint` says what is wrong with an answer."""
    for position, (call, answer) in enumerate(zip(calls, answers)):
        words = trouble(call, answer) or complaint(call.arguments, answer.value)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


def _imprecise(errors, tolerance, scale):
    """Say in words that numbers are no numbers, or nearly right; None if they are right or far from it."""
    if not np.isfinite(errors).all():
        return "an output of the network is not a finite number"
    if tolerance < np.max(np.abs(errors)) <= SINGLE_PRECISION * scale:
        return "it is right to some 7 digits only: rounded?"
    return None


def _output(network, X):
    *hidden, (W, b) = network
    with np.errstate(all="ignore"):  # what came back may be as large as it likes
        for weights, biases in hidden:
            X = (X @ weights + biases).clip(min=0)
        return (X @ W + b)[:, 0]


def _read_network(value, sizes):
    """Return the layers of a network as pairs of arrays, or words that say why it is none of these sizes."""
    layers = len(sizes) - 1
    if not _holds(value, 2) or not all(_holds(part, layers) for part in value):
        return None, f"the result must be (weights, biases): two lists with {layers} arrays each"
    read = []
    for layer, ((inputs, neurons), *arrays) in enumerate(zip(pairwise(sizes), *value)):
        for name, array, shape in zip(("weights", "biases"), arrays, ((inputs, neurons), (neurons,))):
            numbers, words = as_numbers(array)
            if words:
                return None, f"{name}[{layer}]: {words}"
            if numbers.shape != shape:
                return None, f"{name}[{layer}] has the shape {shape_in_words(numbers.shape, shape)}, expected {shape}"
            read.append(numbers)
    return list(zip(read[::2], read[1::2])), None


def _in_single_precision(value):
    return any(getattr(array, "dtype", None) == np.float32 for part in value for array in part)


def _holds(value, count):
    if isinstance(value, np.ndarray):
        return value.ndim > 0 and len(value) == count
    return isinstance(value, (list, tuple)) and len(value) == count
