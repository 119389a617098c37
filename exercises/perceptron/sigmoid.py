"""sigmoid: from any number to the interval from 0 to 1."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from exercises.perceptron.examples import number
from exercises.perceptron.laws import squashed
from grader import Case, Exercise
from solutions import perceptron

sigmoid = Exercise(
    perceptron.sigmoid,
    points=3,
    hints=(
        "The formula works for moderate z. For z = -1000 it asks for exp(1000): infinite, and a warning. Which of the "
        "two forms of the formula would take the exponential of a negative number instead?",
        "Both forms can use e = exp(-|z|), which is never above 1: for z ≥ 0 the result is 1/(1 + e), for z < 0 it is "
        "e/(1 + e). `np.where` chooses, entry by entry, also for a single number.",
        "Convert with `np.asarray(z, dtype=np.float64)`, compute `e = np.exp(-np.abs(z))`, and divide a numerator, 1 "
        "where `z >= 0` and e elsewhere, by 1 + e. Or use tanh, which never overflows: sigmoid(z) is half of 1 + "
        "tanh(z/2).",
    ),
    cases=(
        Case("a row of numbers", normal(9, scale=3.0), share=2, law=squashed),
        Case("any number of axes", calls(normal((4, 4)), normal((2, 3, 5), scale=2.0), normal((1, 6))), law=squashed),
        Case(
            "single numbers",
            calls(number(lambda rng: float(rng.normal())), lambda rng: (np.array(rng.normal()),), lambda rng: (0,)),
            law=squashed,
        ),
        Case(
            "1000, -1000 and the infinities, silently", calls(*[lambda rng: (far_out(rng),)] * 2), share=2, law=squashed
        ),
        Case("whole numbers, then another length", calls(whole((3, 7)), normal(12, scale=5.0)), law=squashed),
        Case(
            "other number types and memory layouts", calls(forms(normal((3, 4))), tiny((2, 8))), share=0.5, law=squashed
        ),
    ),
)


def far_out(rng):
    """Return numbers of both signs whose exponentials overflow, vanish, or are merely large, shuffled."""
    sizes = np.concatenate([[1000.0, np.inf, 745.0, 30.0], rng.uniform(20, 35, size=3), rng.uniform(600, 1000, size=3)])
    return rng.permutation(np.concatenate([sizes, -sizes]))


@sigmoid.wrong(
    "exp(710) overflows, with a warning, even where `np.where` drops the value: take exp(-|z|) for both signs."
)
def sigmoid_overflows(z):
    z = np.asarray(z, dtype=np.float64)
    return 1 / (1 + np.exp(-z))


@sigmoid.wrong("For large z this is infinity by infinity: with exp(z) above and below, z may not be positive.")
def sigmoid_as_a_quotient(z):
    z = np.asarray(z, dtype=np.float64)
    return np.exp(z) / (1 + np.exp(z))


@sigmoid.wrong("It is exp(-z): with exp(z) in the denominator the curve falls from 1 to 0.")
def sigmoid_mirrored(z):
    return 1 / (1 + np.exp(z))


@sigmoid.wrong("Put the denominator in brackets: 1 / 1 + exp(-z) is 1 + exp(-z).")
def sigmoid_without_brackets(z):
    return 1 / 1 + np.exp(-z)


@sigmoid.wrong("This is tanh, which runs from -1 to 1: the sigmoid is half of 1 + tanh(z/2).")
def sigmoid_as_tanh(z):
    return np.tanh(z)


@sigmoid.wrong("The sigmoid is half as steep: take tanh of z/2, not of z.")
def sigmoid_from_tanh_too_steep(z):
    return 0.5 * (1 + np.tanh(z))


@sigmoid.wrong("This is the slope of the sigmoid: return the value itself.")
def sigmoid_slope(z):
    value = 1 / (1 + np.exp(-z))
    return value * (1 - value)


@sigmoid.wrong("A sigmoid is smooth: this is the step that it replaces.")
def sigmoid_as_a_step(z):
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


@sigmoid.wrong("This is a straight line with its ends cut off: the sigmoid is curved, and uses the exponential.")
def sigmoid_of_straight_pieces(z):
    return np.clip(0.25 * np.asarray(z, dtype=np.float64) + 0.5, 0.0, 1.0)


@sigmoid.wrong("Clipping z at 20 leaves an error of 2e-9 beyond: rearrange the formula so that nothing overflows.")
def sigmoid_of_clipped_numbers(z):
    z = np.clip(np.asarray(z, dtype=np.float64), -20.0, 20.0)
    return 1 / (1 + np.exp(-z))


@sigmoid.wrong("Convert to float64 first: -z of an unsigned 3 is 253, and float32 carries 7 digits.")
def sigmoid_in_the_type_given(z):
    small = np.exp(-np.abs(z))
    return np.where(-z <= 0, 1 / (1 + small), small / (1 + small))


@sigmoid.wrong("Work on a copy: `z[...] = ...` and `out=z` write into the caller's own array.")
def sigmoid_changes_its_input(z):
    z = np.asarray(z)
    z[...] = 0.5 * (1 + np.tanh(z / 2))
    return z


@sigmoid.wrong("A single number must work as well: without an axis, `z[z < 0]` is an error; use `np.where`.")
def sigmoid_of_arrays_only(z):
    result = np.empty(len(z)) if z.ndim == 1 else np.empty(z.shape)
    positive = z >= 0
    result[positive] = 1 / (1 + np.exp(-z[positive].astype(float)))
    exponential = np.exp(z[~positive].astype(float))
    result[~positive] = exponential / (1 + exponential)
    return result


@sigmoid.wrong("Use e/(1 + e) for negative z: with 1/(1 + exp(-|z|)) for all, -3 gets the value of 3.")
def sigmoid_of_the_size(z):
    return 1 / (1 + np.exp(-np.abs(np.asarray(z, dtype=np.float64))))


@sigmoid.wrong("e/(1 + e) belongs to negative z alone: for positive ones it is 1/(1 + e).")
def sigmoid_of_the_negative_size(z):
    small = np.exp(-np.abs(np.asarray(z, dtype=np.float64)))
    return small / (1 + small)


@sigmoid.wrong("The two branches have changed places: 1/(1 + e) belongs to z ≥ 0.")
def sigmoid_with_branches_exchanged(z):
    z = np.asarray(z, dtype=np.float64)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, small, 1.0) / (1 + small)


@sigmoid.wrong("The denominator is 1 + exp(-z), with a plus: it is never 0.")
def sigmoid_with_a_minus(z):
    return -1 / np.expm1(-np.asarray(z, dtype=np.float64))


@sigmoid.wrong("Each number is squashed by itself: divided by the sum of all it is a softmax.")
def sigmoid_as_softmax(z):
    exponential = np.exp(z - np.max(z))
    return exponential / np.sum(exponential)


@sigmoid.wrong("This is the exponential alone: divide 1 by 1 + exp(-z).")
def sigmoid_as_an_exponential(z):
    return np.exp(-np.asarray(z, dtype=np.float64))


@sigmoid.wrong("This is the logarithm of the sigmoid: return the value itself.")
def sigmoid_in_logarithms(z):
    return -np.logaddexp(0, -np.asarray(z, dtype=np.float64))


@sigmoid.wrong("Clipping at 10 leaves an error of 4.5e-5 beyond: rearrange the formula so that nothing overflows.")
def sigmoid_clipped_at_ten(z):
    return 1 / (1 + np.exp(-np.clip(np.asarray(z, dtype=np.float64), -10, 10)))


@sigmoid.variant
def sigmoid_by_tanh(z):
    return 0.5 + 0.5 * np.tanh(np.asarray(z, dtype=float) / 2)


@sigmoid.variant
def sigmoid_branch_by_branch(z):
    values = np.atleast_1d(np.array(z, dtype=float))
    positive = values >= 0
    values[positive] = 1 / (1 + np.exp(-values[positive]))
    grown = np.exp(values[~positive])
    values[~positive] = grown / (1 + grown)
    return values.reshape(np.shape(z))


@sigmoid.variant
def sigmoid_by_the_logarithm(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=np.float64)))


@sigmoid.variant
def sigmoid_one_by_one(z):
    import math

    def of(value):
        if value < -700:
            return 0.0
        return 1 / (1 + math.exp(-value))

    if np.ndim(z) == 0:
        return of(float(z))
    return np.array([of(float(value)) for value in np.ravel(z)]).reshape(np.shape(z))


@sigmoid.variant
def sigmoid_of_numbers_kept_in_range(z):
    return 1 / (1 + np.exp(-np.clip(np.asarray(z, dtype=np.float64), -700, 700)))
