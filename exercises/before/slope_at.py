"""slope_at: the derivative of a power."""

import numpy as np

from exercises.forms import calls, normal
from grader import Case, Exercise, slip
from solutions import before

SLOPE = "3 * x**2 - 2"


def place(rng):
    """Make the arguments of one call: a single number."""
    return (float(rng.normal(scale=2)),)


slope_at = Exercise(
    before.slope_at,
    points=0,
    hints=(
        "Take the terms one by one: slopes subtract as the terms do.",
        "The slope of x³ is 3x², by the rule for powers. What is that of the straight line 2x?",
        "The straight line 2x has the slope 2 everywhere. Subtract that from 3x², the slope of x³.",
    ),
    cases=(
        Case("three places", calls(place, place, place), share=2),
        Case("many places at once", normal((6,), scale=2.0)),
    ),
    wrong_answers=(
        slip(
            "slope_is_the_height",
            "This is the height of the curve: what is asked is how steep it is.",
            (SLOPE, "x**3 - 2 * x"),
        ),
        slip("slope_of_the_power_alone", "The line 2x has a slope, too: subtract 2.", (SLOPE, "3 * x**2")),
        slip("slope_keeps_the_line", "The slope of 2x is 2, without x.", (SLOPE, "3 * x**2 - 2 * x")),
        slip("slope_without_the_exponent", "The exponent comes down as a factor: 3x².", (SLOPE, "x**2 - 2")),
        slip("slope_keeps_the_exponent", "The exponent loses one: 3x² in place of 3x³.", (SLOPE, "3 * x**3 - 2")),
    ),
)


@slope_at.variant
def slope_at_in_factors(x):
    return 3 * (x * x - 2 / 3)


@slope_at.variant
def slope_at_of_both_terms(x):
    return np.power(x, 2) * 3.0 + np.full(np.shape(x), -2.0)
