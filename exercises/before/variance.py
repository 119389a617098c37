"""variance: the mean squared distance from the mean."""

import numpy as np

from exercises.forms import calls, normal, whole
from grader import Case, Exercise, slip
from solutions import before

AVERAGED = "np.mean((x - x.mean()) ** 2)"

variance = Exercise(
    before.variance,
    points=0,
    hints=(
        "Three steps: the mean, the distance of each number from it, the mean of their squares.",
        "`x - np.mean(x)` are the distances; half of them are negative, the squares are not.",
        "Square the distances and average them: divide by N. `np.var` does the same, unless told otherwise.",
    ),
    cases=(
        Case("seven numbers", normal((7,)), share=2),
        Case("numbers far from zero", lambda rng: (50 + 3 * rng.normal(size=5),)),
        Case("two whole numbers, then nine", calls(whole((2,)), whole((9,)))),
    ),
    wrong_answers=(
        slip(
            "variance_not_squared_back", "This is its root, the standard deviation.", (AVERAGED, f"np.sqrt({AVERAGED})")
        ),
        slip(
            "variance_about_zero", "Subtract the mean first: distances are taken from it.", (AVERAGED, "np.mean(x**2)")
        ),
        slip(
            "variance_summed", "Divide the sum by N: a variance is a mean.", (AVERAGED, "np.sum((x - x.mean()) ** 2)")
        ),
        slip(
            "variance_divided_by_one_less",
            "Divide by N: with N - 1 it estimates the variance of a population from a sample.",
            (AVERAGED, "np.sum((x - x.mean()) ** 2) / max(len(x) - 1, 1)"),
        ),
        slip(
            "variance_of_sizes",
            "Square the distances: this averages their sizes.",
            (AVERAGED, "np.mean(np.abs(x - x.mean()))"),
        ),
    ),
)


@variance.variant
def variance_by_numpy(x):
    return np.var(x)


@variance.variant
def variance_by_hand(x):
    mean = sum(x) / len(x)
    return sum((number - mean) ** 2 for number in x) / len(x)
