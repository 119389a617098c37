"""gradient_is_right: the reader tests gradients that others have worked out.

Each item is a pair: a scalar function of an array with two axes or three, and what somebody takes for its gradient.
Points are drawn so that no slope is tiny and no rounding matters: a right gradient agrees with the measured one to
seven digits, a wrong one is off by a hundredth somewhere, or has another shape.
"""

import numpy as np

from grader import Exercise, tester
from solutions import backprop
from solutions.backprop import numerical_gradient, relative_error


def squares(x):
    return np.sum(x**2)


def twice(x):
    return 2 * x


def mean_square(x):
    return np.mean(x**2)


def twice_over_the_size(x):
    return 2 * x / x.size


def cubes(x):
    return np.sum(x**3)


def three_squares(x):
    return 3 * x**2


def exponentials(x):
    return np.sum(np.exp(x))


def the_same_exponentials(x):
    return np.exp(x)


def log_sum(x):
    return np.log(np.sum(np.exp(x)))


def shares(x):
    return np.exp(x) / np.sum(np.exp(x))


def half_squares_above_zero(x):
    return np.sum(np.maximum(x, 0) ** 2) / 2


def above_zero(x):
    return np.maximum(x, 0)


def columns(x):
    return np.sum(np.exp(np.sum(x, axis=0) / 4))


def shares_of_columns(x):
    return np.ones(x.shape) * np.exp(np.sum(x, axis=0) / 4) / 4


def saturating(x):
    return np.sum(np.tanh(x))


def one_less_the_square(x):
    return 1 - np.tanh(x) ** 2


def sizes_cubed(x):
    return np.sum(np.abs(x) ** 3)


def signed_squares(x):
    return 3 * x * np.abs(x)


def uneven_squares(x):
    return np.sum(np.logspace(0, -2, x.size).reshape(x.shape) * x**2) / 2


def uneven(x):
    return np.logspace(0, -2, x.size).reshape(x.shape) * x


def rows(x):
    return np.sum(np.exp(np.sum(x, axis=-1) / 4))


def shares_of_rows(x):
    return np.ones(x.shape) * np.exp(np.sum(x, axis=-1, keepdims=True) / 4) / 4


def exponential_of_the_sum(x):
    return np.exp(np.sum(x) / 4)


def the_thing_itself(x):
    return x


def upside_down(x):
    return -2 * x


def not_averaged(x):
    return 2 * x


def flat(x):
    return (2 * x).ravel()


def all_but_the_last(x):
    grad = 2 * x
    grad[(-1,) * x.ndim] = 0
    return grad


def one_in_the_middle_too_large(x):
    grad = 3 * x**2
    grad[tuple(n // 2 for n in x.shape)] *= 1.01
    return grad


def transposed_squares(x):
    return (3 * x**2).T


def two_exchanged(x):
    grad = 1 - np.tanh(x) ** 2
    grad[0, 0], grad[0, 1] = 1.0 * grad[0, 1], 1.0 * grad[0, 0]
    return grad


def their_mean(x):
    return np.full(x.shape, np.mean(np.exp(x)))


def one_row_for_all(x):
    return np.exp(np.sum(x, axis=0) / 4) / 4


def one_number_for_all(x):
    return np.exp(np.sum(x) / 4) / 4


def squares_without_sign(x):
    return 3 * x**2


def steps_above_zero(x):
    return (x > 0) * 1.0


def first_doubled(x):
    grad = 3 * x**2
    grad[(0,) * x.ndim] *= 2
    return grad


def one_less_the_value(x):
    return 1 - np.tanh(x)


def smallest_doubled(x):
    grad = np.logspace(0, -2, x.size).reshape(x.shape) * x
    grad[(-1,) * x.ndim] *= 2
    return grad


def smallest_left_out(x):
    grad = np.logspace(0, -2, x.size).reshape(x.shape) * x
    grad[(-1,) * x.ndim] = 0
    return grad


def shares_of_each_column(x):
    return np.exp(x) / np.sum(np.exp(x), axis=0)


def a_hundredth_too_large(x):
    return 1.01 * np.exp(x)


def a_hundredth_too_small(x):
    return 0.99 * np.exp(x)


def too_small_where_positive(x):
    return np.where(x > 0, 0.9, 1.0) * np.exp(x)


def too_small_where_negative(x):
    return np.where(x < 0, 1.8, 2.0) * x


# Of both lists the self-check knows the first of every three. Each half has what misleads every kind of careless test.
RIGHT = (
    (squares, twice),
    (mean_square, twice_over_the_size),
    (half_squares_above_zero, above_zero),
    (columns, shares_of_columns),
    (exponentials, the_same_exponentials),
    (log_sum, shares),
    (uneven_squares, uneven),
    (saturating, one_less_the_square),
    (sizes_cubed, signed_squares),
    (cubes, three_squares),
    (rows, shares_of_rows),
)
WRONG = (
    (columns, one_row_for_all),
    (squares, the_thing_itself),
    (squares, upside_down),
    (cubes, transposed_squares),
    (mean_square, not_averaged),
    (saturating, two_exchanged),
    (squares, all_but_the_last),
    (squares, flat),
    (exponential_of_the_sum, one_number_for_all),
    (exponentials, a_hundredth_too_large),
    (cubes, one_in_the_middle_too_large),
    (uneven_squares, smallest_left_out),
    (exponentials, too_small_where_positive),
    (squares, too_small_where_negative),
    (exponentials, a_hundredth_too_small),
    (sizes_cubed, squares_without_sign),
    (half_squares_above_zero, steps_above_zero),
    (exponentials, their_mean),
    (cubes, first_doubled),
    (log_sum, shares_of_each_column),
    (saturating, one_less_the_value),
    (uneven_squares, smallest_doubled),
)


def at_a_point(functions, rng):
    """Add a point without small entries, of both signs, with two axes or three of one length."""
    shape = ((2, 2), (3, 3), (2, 2, 2))[rng.integers(3)]
    x = rng.permutation(np.linspace(0.5, 1.5, int(np.prod(shape)))) * rng.choice([-1, 1], size=int(np.prod(shape)))
    x[:2] = -abs(x[0]), abs(x[1])
    return *functions, rng.permutation(x).reshape(shape)


gradient_is_right = Exercise(
    backprop.gradient_is_right,
    points=3,
    hints=(
        "There are two ways to a gradient: `gradient(x)` says one, the other can be measured with f alone. They agree "
        "to many digits.",
        "`numerical_gradient` measures, `relative_error` compares entry by entry. Rounding leaves some 1e-10, "
        "mistakes leave 0.001 or more: choose a limit between. One thing the comparison does not see: a gradient has "
        "the shape of x, and NumPy stretches what has not.",
        "Compute `gradient(x)`; answer False unless its shape is `x.shape`; then say whether its `relative_error` to "
        "`numerical_gradient(f, x)` is below 1e-5.",
    ),
    cases=(tester("gradients at a point", RIGHT, WRONG, names=("f", "gradient"), arguments=at_a_point),),
)


@gradient_is_right.wrong("A gradient has the shape of x: check that too, or NumPy stretches a single row to fit.")
def gradient_is_right_in_any_shape(f, gradient, x):
    try:
        return bool(np.max(np.abs(gradient(x) - numerical_gradient(f, x))) < 1e-5)
    except ValueError:
        return False


@gradient_is_right.wrong("Every entry must be right: here the first one alone is looked at.")
def gradient_is_right_in_the_first_entry(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x)
    return computed.shape == x.shape and relative_error(computed.flat[0], measured.flat[0]) < 1e-5


@gradient_is_right.wrong("Compare entry by entry: two gradients can have the same sum and differ everywhere.")
def gradient_is_right_in_sum(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x)
    return computed.shape == x.shape and abs(np.sum(computed) - np.sum(measured)) < 1e-5


@gradient_is_right.wrong("The difference has a sign: without its absolute value, a gradient that is too small passes.")
def gradient_is_right_or_too_small(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x)
    return computed.shape == x.shape and bool(np.max(computed - measured) < 1e-5)


@gradient_is_right.wrong("A difference of 0.1 is far too much to forgive: a measured gradient is right to many digits.")
def gradient_is_right_roughly(f, gradient, x):
    computed = np.asarray(gradient(x))
    return computed.shape == x.shape and relative_error(computed, numerical_gradient(f, x)) < 0.1


@gradient_is_right.wrong("All entries must agree: `any` is content with a single one.")
def gradient_is_right_somewhere(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x)
    return computed.shape == x.shape and bool(np.any(np.abs(computed - measured) < 1e-5))


@gradient_is_right.wrong("Measured slopes are rounded: ask for a small difference, not for equality to the last digit.")
def gradient_is_right_to_the_last_digit(f, gradient, x):
    computed = np.asarray(gradient(x))
    return computed.shape == x.shape and bool(np.all(computed == numerical_gradient(f, x)))


@gradient_is_right.wrong("Say True where the two agree: here True is said where they differ.")
def gradient_is_right_turned_round(f, gradient, x):
    computed = np.asarray(gradient(x))
    return computed.shape != x.shape or relative_error(computed, numerical_gradient(f, x)) > 1e-5


@gradient_is_right.wrong("Say True or False: compare the error with a limit, and return what that says.")
def gradient_is_right_as_a_number(f, gradient, x):
    computed = np.asarray(gradient(x))
    return relative_error(computed, numerical_gradient(f, x)) if computed.shape == x.shape else 1.0


@gradient_is_right.wrong("The gradient is asked at x: at another point a wrong one may happen to be right.")
def gradient_is_right_at_ones(f, gradient, x):
    x = np.ones(x.shape)
    computed = np.asarray(gradient(x))
    return computed.shape == x.shape and relative_error(computed, numerical_gradient(f, x)) < 1e-5


@gradient_is_right.wrong("Compare every entry with its own size: beside large ones, a wrong small one does not show.")
def gradient_is_right_in_length(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x)
    if computed.shape != x.shape:
        return False
    return bool(np.linalg.norm(computed - measured) < 0.015 * np.linalg.norm(measured))


@gradient_is_right.wrong("f wants x in its own shape: flattened, it is another function.")
def gradient_is_right_of_the_flattened(f, gradient, x):
    computed, measured = np.asarray(gradient(x)), numerical_gradient(f, x.ravel())
    return computed.shape == x.shape and relative_error(computed.ravel(), measured) < 1e-5


@gradient_is_right.variant
def gradient_is_right_by_allclose(f, gradient, x):
    computed = gradient(x)
    return np.shape(computed) == x.shape and np.allclose(computed, numerical_gradient(f, x), rtol=1e-4, atol=1e-7)


@gradient_is_right.variant
def gradient_is_right_with_a_loop(f, gradient, x):
    computed = gradient(x)
    if computed.shape != x.shape:
        return False
    for index in np.ndindex(x.shape):
        ahead, behind = x.copy(), x.copy()
        ahead[index] += 1e-5
        behind[index] -= 1e-5
        if abs(computed[index] - (f(ahead) - f(behind)) / 2e-5) > 1e-6:
            return False
    return True


@gradient_is_right.variant
def gradient_is_right_along_every_axis_of_space(f, gradient, x):
    if np.shape(gradient(x)) != np.shape(x):
        return False
    units = [unit.reshape(x.shape) for unit in np.eye(x.size)]
    slopes = [(f(x + 1e-6 * unit) - f(x - 1e-6 * unit)) / 2e-6 for unit in units]
    return max(abs(np.sum(unit * gradient(x)) - slope) for unit, slope in zip(units, slopes)) < 1e-4
