"""interpolating_network: hinges that add up to a line through given points; any such network is right."""

import numpy as np

from exercises.forms import calls, forms
from exercises.mlp.laws import passes_through
from exercises.mlp.networks import bent, columns, points, whole_points
from grader import Case, Exercise, raises
from solutions import mlp

interpolating_network = Exercise(
    mlp.interpolating_network,
    points=4,
    hints=(
        "A hidden neuron with weight 1 and bias -c says relu(x - c): zero up to the corner c, and then it rises with "
        "slope 1. Where must the n - 1 corners be?",
        "Put a corner at every point but the last, and let the output bias be the height of the first point. Between "
        "points i and i + 1 the line must have the slope (y[i + 1] - y[i]) / (x[i + 1] - x[i]).",
        "A hinge never stops: each later slope is the sum of all output weights so far. So the first output weight is "
        "the first slope, and every later one is its slope minus the slope before it; `np.diff` gives both the slopes "
        "and their changes. Raise a ValueError unless x and y have one axis and equal lengths of 2 or more, and "
        "`np.diff(x)` is positive throughout.",
    ),
    cases=(
        Case("four points", points(4), share=2, law=passes_through),
        Case("two points: one hinge", points(2), law=passes_through),
        Case("nine points, far from 0", bent(points(9, scale=5.0), lambda x, y: (x - 50, y)), law=passes_through),
        Case("whole numbers, then other points", calls(whole_points(5), points(3)), law=passes_through),
        Case(
            "other number types and memory layouts",
            calls(forms(points(6)), whole_points(4, np.uint8)),
            share=0.5,
            law=passes_through,
        ),
        raises(
            "points that do not go to the right",
            calls(
                bent(points(4), lambda x, y: (x[::-1], y)),
                bent(points(5), lambda x, y: (x[[0, 1, 1, 3, 4]], y)),
                bent(points(6), lambda x, y: (x[[0, 2, 1, 3, 4, 5]], y)),
            ),
        ),
        raises("not one height per point", calls(bent(points(5), lambda x, y: (x, y[:-1])), bent(points(3), columns))),
        raises("a single point", bent(points(2), lambda x, y: (x[:1], y[:1]))),
        raises("one height for all points", bent(points(2), lambda x, y: (x, y[:1]))),
    ),
)


@interpolating_network.wrong("Hinges add up: the output weight is the change of slope, not the slope itself.")
def interpolating_network_weighs_with_the_slopes(x, y):
    slopes = np.diff(y) / np.diff(x)
    return [np.ones((1, len(x) - 1)), slopes[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("At the first point all hinges are flat: its height must come from the output bias.")
def interpolating_network_starts_at_zero(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], np.zeros(1)]


@interpolating_network.wrong("Each corner is one point too late: the first hinge must rise from the first point on.")
def interpolating_network_bends_too_late(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[1:], y[:1]]


@interpolating_network.wrong("relu(x + b) has its corner at -b: for a corner at x[i] the bias is -x[i].")
def interpolating_network_mirrors_the_corners(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [x[:-1], y[:1]]


@interpolating_network.wrong("A slope is rise over run: divide by `np.diff(x)`, the points are not evenly spaced.")
def interpolating_network_takes_rises_for_slopes(x, y):
    turns = np.diff(np.diff(y), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("A slope is rise over run: `np.diff(y)` over `np.diff(x)`, not the other way round.")
def interpolating_network_takes_run_over_rise(x, y):
    turns = np.diff(np.diff(x) / np.diff(y), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("The output bias is the first height: the curve starts at the left, not at the average.")
def interpolating_network_starts_at_the_average(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], np.array([np.mean(y)])]


@interpolating_network.wrong("n - 1 hidden neurons are asked: after the last point no corner is needed.")
def interpolating_network_with_a_hinge_too_many(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0, append=0.0)
    return [np.ones((1, len(x))), turns[:, np.newaxis]], [-x, y[:1]]


@interpolating_network.wrong("The weights map rows: (1, n - 1) into the hidden layer and (n - 1, 1) out of it.")
def interpolating_network_in_columns(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((len(x) - 1, 1)), turns[np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("Straight between the points means: corners at the points, not half-way between them.")
def interpolating_network_bends_between_the_points(x, y):
    corners = np.append(x[0], (x[:-2] + x[1:-1]) / 2)
    hinges = np.maximum(x[1:, np.newaxis] - corners, 0)
    heights = np.linalg.solve(hinges, y[1:] - y[0])
    return [np.ones((1, len(x) - 1)), heights[:, np.newaxis]], [-corners, y[:1]]


@interpolating_network.wrong(
    "The first slope is a change as well, from the flat line before: `np.diff` alone drops it."
)
def interpolating_network_drops_the_first_slope(x, y):
    turns = np.diff(np.diff(y) / np.diff(x))
    return [np.ones((1, len(x) - 1)), np.append(turns, 0.0)[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong(
    "Convert to float64 first: unsigned integers wrap around below 0, and float32 has 7 digits."
)
def interpolating_network_in_the_type_given(x, y):
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2 or (x[1:] <= x[:-1]).any():
        raise ValueError("x and y must be (n,), x increasing")
    turns = np.diff(np.diff(y) / np.diff(x), prepend=x.dtype.type(0))
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("Raise a ValueError if x does not increase, rather than sorting what may be a mistake.")
def interpolating_network_sorts(x, y):
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        raise ValueError("x and y must be (n,), n at least 2")
    x, y = np.unique(x.astype(float)), y[np.unique(x, return_index=True)[1]].astype(float)
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.variant
def interpolating_network_hinge_by_hinge(x, y):
    if len(np.shape(x)) != 1 or np.shape(x) != np.shape(y) or len(x) < 2:
        raise ValueError("x and y must both be (n,), n at least 2")
    x, y = [float(value) for value in x], [float(value) for value in y]
    outgoing, steepness = [], 0.0
    for i in range(len(x) - 1):
        if x[i + 1] <= x[i]:
            raise ValueError("x must increase")
        slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i])
        outgoing.append([slope - steepness])
        steepness = slope
    return [[[1.0] * len(outgoing)], outgoing], [[-corner for corner in x[:-1]], [y[0]]]


@interpolating_network.variant
def interpolating_network_from_the_right(x, y):
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    if x.ndim != 1 or y.shape != x.shape or x.size < 2 or np.diff(x).min() <= 0:
        raise ValueError("x and y must be (n,), x increasing")
    slopes = (y[1:] - y[:-1]) / (x[1:] - x[:-1])
    turns = np.append(slopes[1:] - slopes[:-1], -slopes[-1])  # each hinge rises towards the left of its corner
    return [-np.ones((1, len(turns))), turns.reshape(-1, 1)], [x[1:], y[-1:]]


@interpolating_network.variant
def interpolating_network_by_solving_equations(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 1 or y.shape != x.shape or len(x) < 2 or not np.all(x[1:] > x[:-1]):
        raise ValueError("x and y must be (n,), x increasing")
    said = np.maximum(x[1:, None] - x[None, :-1], 0.0)  # what hinge j says at point i + 1
    outgoing = np.linalg.solve(said, y[1:] - y[0])
    return (np.ones((1, len(outgoing))), outgoing[:, None]), (-x[:-1], y[0:1])


@interpolating_network.variant
def interpolating_network_of_hinges_that_reach_one(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2 or (np.diff(x) <= 0).any():
        raise ValueError("x and y must be (n,), x increasing")
    run, rise = np.diff(x), np.diff(y)
    change = rise / run - np.concatenate([[0.0], rise[:-1] / run[:-1]])
    return [1 / run[None], (change * run)[:, None]], [-x[:-1] / run, y[:1]]
