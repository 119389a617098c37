"""interpolating_network: hinges that add up to a line through given points; any such network is right."""

import numpy as np

from exercises.forms import calls, forms
from exercises.mlp.laws import passes_through
from exercises.mlp.networks import moved, points, whole_points
from grader import Case, Exercise
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
        "and their changes.",
    ),
    cases=(
        Case("four points", points(4), share=2, law=passes_through),
        Case("two points: one hinge", points(2), law=passes_through),
        Case("nine points, far from 0", moved(points(9, scale=5.0), -50), law=passes_through),
        Case("whole numbers, then other points", calls(whole_points(5), points(3)), law=passes_through),
        Case(
            "other number types and memory layouts",
            calls(forms(points(6)), whole_points(4, np.uint8)),
            share=0.5,
            law=passes_through,
        ),
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


@interpolating_network.wrong("Convert to float64 first: unsigned integers wrap around below 0.")
def interpolating_network_in_the_type_given(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=x.dtype.type(0))
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("The change at a corner is the slope after it minus the slope before it, not the reverse.")
def interpolating_network_turns_the_other_way(x, y):
    slopes = np.diff(y) / np.diff(x)
    turns = np.append(slopes[0], slopes[:-1] - slopes[1:])
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("The slopes add up hinge by hinge: subtract only the slope before, not all of them.")
def interpolating_network_subtracts_all_slopes(x, y):
    slopes = np.diff(y) / np.diff(x)
    turns = slopes - np.append(0.0, np.cumsum(slopes)[:-1])
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("The output bias is the height of the first point: the corners are at the left.")
def interpolating_network_starts_at_the_last_height(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [np.ones((1, len(x) - 1)), turns[:, np.newaxis]], [-x[:-1], y[-1:]]


@interpolating_network.wrong("The output weights are changes of slope: these are the heights of the points.")
def interpolating_network_weighs_with_the_heights(x, y):
    return [np.ones((1, len(x) - 1)), np.diff(y.astype(float))[:, np.newaxis]], [-x[:-1], y[:1]]


@interpolating_network.wrong("All hidden weights are 1 here: a steeper hinge needs a bias that is as much larger.")
def interpolating_network_weighs_twice(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return [turns[np.newaxis], np.ones((len(x) - 1, 1))], [-x[:-1], y[:1]]


@interpolating_network.wrong("Return two lists, first all weights and then all biases, not one pair for each layer.")
def interpolating_network_in_layers(x, y):
    turns = np.diff(np.diff(y) / np.diff(x), prepend=0.0)
    return (np.ones((1, len(x) - 1)), -x[:-1]), (turns[:, np.newaxis], y[:1])


@interpolating_network.wrong(
    "The output weights have the shape (n - 1, 1), a column: `turns[:, np.newaxis]` makes one."
)
def interpolating_network_with_a_flat_output(x, y):
    s = np.diff(y) / np.diff(x)
    t = np.diff(s, prepend=0)
    return [np.ones((1, len(s))), t], [-x[:-1], np.array([y[0]])]


@interpolating_network.wrong("The corners lie at the given positions x, not at 0, 1, 2.")
def interpolating_network_with_corners_at_whole_numbers(x, y):
    s = np.diff(y) / np.diff(x)
    t = np.diff(s, prepend=0)
    return [np.ones((1, len(s))), t[:, None]], [-np.arange(len(s)).astype(float), np.array([y[0]])]


@interpolating_network.wrong(
    "Hinge i adds the slope of piece i less that of the piece before: put the 0 in front, not behind."
)
def interpolating_network_with_the_change_ahead(x, y):
    s = np.diff(y) / np.diff(x)
    t = np.diff(s, append=0)
    return [np.ones((1, len(s))), t[:, None]], [-x[:-1], np.array([y[0]])]


@interpolating_network.wrong("The line has to pass through every point, not only through the first and the last.")
def interpolating_network_straight_to_the_end(x, y):
    s = (y[-1] - y[0]) / (x[-1] - x[0])
    t = np.zeros(len(x) - 1)
    t[0] = s
    return [np.ones((1, len(t))), t[:, None]], [-x[:-1], np.array([y[0]])]


@interpolating_network.variant
def interpolating_network_hinge_by_hinge(x, y):
    x, y = [float(value) for value in x], [float(value) for value in y]
    outgoing, steepness = [], 0.0
    for i in range(len(x) - 1):
        slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i])
        outgoing.append([slope - steepness])
        steepness = slope
    return [[[1.0] * len(outgoing)], outgoing], [[-corner for corner in x[:-1]], [y[0]]]


@interpolating_network.variant
def interpolating_network_from_the_right(x, y):
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    slopes = (y[1:] - y[:-1]) / (x[1:] - x[:-1])
    turns = np.append(slopes[1:] - slopes[:-1], -slopes[-1])  # each hinge rises towards the left of its corner
    return [-np.ones((1, len(turns))), turns.reshape(-1, 1)], [x[1:], y[-1:]]


@interpolating_network.variant
def interpolating_network_by_solving_equations(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    said = np.maximum(x[1:, None] - x[None, :-1], 0.0)  # what hinge j says at point i + 1
    outgoing = np.linalg.solve(said, y[1:] - y[0])
    return (np.ones((1, len(outgoing))), outgoing[:, None]), (-x[:-1], y[0:1])


@interpolating_network.variant
def interpolating_network_of_hinges_that_reach_one(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    run, rise = np.diff(x), np.diff(y)
    change = rise / run - np.concatenate([[0.0], rise[:-1] / run[:-1]])
    return [1 / run[None], (change * run)[:, None]], [-x[:-1] / run, y[:1]]
