"""numerical_gradient: central differences, one entry at a time.

The functions to be differentiated travel as text. Right answers differ by the rounding of f over h, about 1e-11 of f at
h = 1e-5; the nearest wrong formula, forward differences, is off by some 1e-6. The tolerance of 1e-7 lies between.
"""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise, Function, slip
from solutions import backprop

RTOL = {"rtol": 1e-7}
WAVES = Function("f", "def f(x):\n    return np.sum(np.sin(x) * np.exp(x / 2))")
COUPLED = Function("f", "def f(x):\n    return np.sum(np.cos(x)) * np.sum(x**3)")
COLUMNS = Function("f", "def f(x):\n    return np.sum(np.sum(x, axis=0) ** 3)")  # of the shape that x has
RIPPLES = Function("f", "def f(x):\n    return np.sum(np.sin(200 * x) + x)")
CUBES = Function("f", "def f(x):\n    return np.sum((x + 1) ** 3)")


def at(function, *shape, step=None):
    """Make one call: a function, a point of some shape, and a step if one is given."""
    return lambda rng: (function, rng.normal(size=shape), *([] if step is None else [step]))


def in_every_form(rng):
    """Return calls at the same point in every form."""
    return every_form(WAVES, rng.normal(size=(3, 4)))


def whole_point(rng):
    """Return one call at a point of integers."""
    return CUBES, rng.integers(-4, 4, size=(2, 3))


def single_numbers(rng):
    """Return calls at arrays without axes, one of them a whole number."""
    return [(WAVES, np.array(rng.normal())), (CUBES, np.array(rng.integers(2, 5)))]


numerical_gradient = Exercise(
    backprop.numerical_gradient,
    points=3,
    hints=(
        "Each entry of the result is a slope by itself: two calls of f at points that differ from x in that entry "
        "alone.",
        "`np.ndindex(x.shape)` runs through the indices of an array of any shape. For each, make an array of "
        "zeros, set its entry there to h, and move x by it, once forward and once back.",
        "First turn x into a float64 array with `np.asarray`: whole numbers cannot be moved by h. The slope at an "
        "index is the value of f ahead less the value of f behind, over twice h; write it into an array of zeros of "
        "the shape of x. Never write into x itself.",
    ),
    cases=(
        Case("a matrix", at(COUPLED, 4, 3), share=2, parameters=RTOL),
        Case("a square matrix, then a vector", calls(at(WAVES, 3, 3), at(COUPLED, 5)), parameters=RTOL),
        Case("a function that sums columns", calls(at(COLUMNS, 3, 2), at(COLUMNS, 2, 3, 2)), parameters=RTOL),
        Case("one entry", calls(at(WAVES, 1), at(COUPLED, 1, 1)), share=0.5, parameters=RTOL),
        Case("three axes", at(WAVES, 2, 3, 4), parameters=RTOL),
        Case(
            "another step h",
            calls(at(CUBES, 2, 5, step=0.5), at(COUPLED, 4, step=0.01), at(WAVES, 3, step=0.2)),
            parameters=RTOL,
        ),
        Case("a function with ripples, at the step of the signature", at(RIPPLES, 6), share=0.5, parameters=RTOL),
        Case("whole numbers, then another shape", calls(whole_point, at(WAVES, 2, 4)), parameters=RTOL),
        Case("a point without axes", single_numbers, share=0.5, parameters=RTOL),
        Case("other number types and memory layouts", in_every_form, share=0.5, parameters=RTOL),
    ),
    wrong_answers=[
        slip(
            "numerical_gradient_forward",
            "Step to both sides: from x to x + h alone, the error shrinks like h only, not like h².",
            ("(f(x + step) - f(x - step)) / (2 * h)", "(f(x + step) - f(x)) / h"),
        ),
        slip(
            "numerical_gradient_backward",
            "Step forward as well: from x - h to x alone, the error shrinks like h only, not like h².",
            ("(f(x + step) - f(x - step)) / (2 * h)", "(f(x) - f(x - step)) / h"),
        ),
        slip(
            "numerical_gradient_doubled",
            "The two points are 2h apart: divide by 2h, not by h.",
            ("(2 * h)", "h"),
        ),
        slip(
            "numerical_gradient_without_parentheses",
            "In Python, `/ 2 * h` divides by 2 and then multiplies by h: put 2 * h in parentheses.",
            ("(2 * h)", "2 * h"),
        ),
        slip(
            "numerical_gradient_not_divided",
            "How far f rises is not yet a slope: divide by the distance of the two points, 2h.",
            (" / (2 * h)", ""),
        ),
        slip(
            "numerical_gradient_divided_by_two_alone",
            "Divide by the distance of the two points: that is 2h, not 2.",
            ("(2 * h)", "2"),
        ),
        slip(
            "numerical_gradient_reversed",
            "It is f ahead minus f behind: a function that rises has a positive slope.",
            ("(f(x + step) - f(x - step))", "(f(x - step) - f(x + step))"),
        ),
        slip(
            "numerical_gradient_without_size",
            "The slope has a sign: do not take the absolute value.",
            ("(f(x + step) - f(x - step))", "abs(f(x + step) - f(x - step))"),
        ),
        slip(
            "numerical_gradient_with_its_own_step",
            "Use the argument h, not a step of your own.",
            ("x = np.asarray(x, dtype=np.float64)", "x, h = np.asarray(x, dtype=np.float64), 1e-5"),
        ),
        slip(
            "numerical_gradient_with_half_the_step",
            "The step to either side is h, so the points are 2h apart: here they are h apart.",
            ("= h\n", "= h / 2\n"),
            ("(2 * h)", "h"),
        ),
        slip(
            "numerical_gradient_with_a_step_of_one",
            "Move the entry by h: here it moves by 1, and the difference is divided by a distance that nobody went.",
            ("= h\n", "= 1\n"),
        ),
        slip(
            "numerical_gradient_with_steps_that_stay",
            "Move one entry at a time: start from zeros for every entry, or the steps before it move along.",
            ("grad = np.zeros(x.shape)\n", "grad, step = np.zeros(x.shape), np.zeros(x.shape)\n"),
            ("        step = np.zeros(x.shape)\n        step[", "        step["),
        ),
        slip(
            "numerical_gradient_in_the_type_given",
            "Turn x into float64 first: whole numbers cannot hold h, and an array of zeros like them stays 0.",
            ("x = np.asarray(x, dtype=np.float64)", "x = np.asarray(x)"),
            ("        step = np.zeros(x.shape)\n", "        step = np.zeros_like(x)\n"),
        ),
        slip(
            "numerical_gradient_flat",
            "The gradient has the shape of x, a slope for every entry in its place: do not leave it flat.",
            ("return grad", "return grad.ravel()"),
        ),
        slip(
            "numerical_gradient_of_the_flattened",
            "f wants an array of the shape of x: flatten for yourself if you like, but not what f is given.",
            ("(f(x + step) - f(x - step))", "(f((x + step).ravel()) - f((x - step).ravel()))"),
        ),
        slip(
            "numerical_gradient_of_single_entries",
            "f wants the whole array, with one entry moved: it is no function of that entry alone.",
            ("(f(x + step) - f(x - step))", "(f(x[index] + h) - f(x[index] - h))"),
        ),
        slip(
            "numerical_gradient_summed",
            "A slope for every entry is asked: do not add them up.",
            ("return grad", "return grad.sum()"),
        ),
    ],
)


@numerical_gradient.wrong("Move one entry at a time: x + h moves them all, and gives a single slope for all together.")
def numerical_gradient_moves_everything(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


@numerical_gradient.wrong("Put each entry back before you move the next: here the steps pile up.")
def numerical_gradient_piles_up(f, x, h=1e-5):
    moved = np.array(x, dtype=np.float64)
    grad = np.zeros(moved.shape)
    for index in np.ndindex(moved.shape):
        moved[index] += h
        ahead = f(moved)
        moved[index] -= 2 * h
        grad[index] = (ahead - f(moved)) / (2 * h)
    return grad


@numerical_gradient.wrong(
    "x may have any number of axes: `x[i]` of a matrix is a whole row. `np.ndindex` finds all entries."
)
def numerical_gradient_row_by_row(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros(len(x))
    for i in range(len(x)):
        step = np.zeros(x.shape)
        step[i] = h
        grad[i] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


@numerical_gradient.wrong("Keep the default h=1e-5 of the signature: a larger step misses the ripples of a function.")
def numerical_gradient_with_another_default(f, x, h=1e-4):
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        grad[index] = (f(x + step) - f(x - step)) / (2 * h)
    return grad


@numerical_gradient.wrong("Work on a copy: x is the caller's own array, and must not change even for a moment.")
def numerical_gradient_moves_its_input(f, x, h=1e-5):
    grad = np.zeros(np.shape(x))
    for index in np.ndindex(grad.shape):
        here = x[index]
        x[index] = here + h
        ahead = f(x)
        x[index] = here - h
        grad[index] = (ahead - f(x)) / (2 * h)
        x[index] = here
    return grad


@numerical_gradient.wrong("`np.zeros_like(x)` is of whole numbers where x is: slopes need `np.zeros(x.shape)`.")
def numerical_gradient_in_the_type_of_x(f, x, h=1e-05):
    g = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


@numerical_gradient.wrong("From x + h it takes two steps of h down to x - h: here the second one ends at x.")
def numerical_gradient_walks_back_to_the_start(f, x, h=1e-05):
    g = np.zeros(x.shape)
    y = x.astype(float)
    for i in np.ndindex(x.shape):
        y[i] = y[i] + h
        up = f(y)
        y[i] = y[i] - h
        down = f(y)
        g[i] = (up - down) / (2 * h)
    return g


@numerical_gradient.wrong("Move one entry at a time, in every row: `np.ndindex(x.shape)` goes through all of them.")
def numerical_gradient_by_rows(f, x, h=1e-05):
    g = np.zeros(x.shape)
    for i in range(x.shape[0] - 1):
        e = np.zeros(x.shape)
        e[i] = h
        g[i] = (f(x + e) - f(x - e)) / (2 * h)
    return g


@numerical_gradient.variant
def numerical_gradient_on_a_copy(f, x, h=1e-5):
    moved = x.astype(float)
    grad = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        here = moved[index]
        moved[index] = here + h
        ahead = f(moved)
        moved[index] = here - h
        grad[index] = (ahead - f(moved)) / (2 * h)
        moved[index] = here
    return grad


@numerical_gradient.variant
def numerical_gradient_of_unit_vectors(f, x, h=1e-5):
    shape = np.shape(x)
    flat = np.ravel(x).astype(np.float64)
    slopes = []
    for unit in np.eye(flat.size):
        ahead, behind = (flat + h * unit).reshape(shape), (flat - h * unit).reshape(shape)
        slopes.append(f(ahead) - f(behind))
    return np.reshape(slopes, shape) / (2.0 * h)


@numerical_gradient.variant
def numerical_gradient_with_nditer(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    entries = np.nditer(x, flags=["multi_index"])
    while not entries.finished:
        place = entries.multi_index
        ahead, behind = x.copy(), x.copy()
        ahead[place] += h
        behind[place] -= h
        grad[place] = 0.5 * (f(ahead) - f(behind)) / h
        entries.iternext()
    return grad.tolist()


@numerical_gradient.variant
def numerical_gradient_where_the_index_is(f, x, h=1e-5):
    x, count = np.array(x, dtype=float), np.arange(np.size(x)).reshape(np.shape(x))
    slopes = [(f(np.where(count == i, x + h, x)) - f(np.where(count == i, x - h, x))) / (2 * h) for i in count.flat]
    return np.array(slopes).reshape(count.shape)
