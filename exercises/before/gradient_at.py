"""gradient_at: one slope for each number."""

import numpy as np

from exercises.forms import calls, normal, whole
from grader import Case, Exercise, slip
from solutions import before

FIRST, SECOND = "2 * w[0] + 3 * w[1]", "3 * w[0]]"

gradient_at = Exercise(
    before.gradient_at,
    points=0,
    hints=(
        "Two slopes. For the first one only w₁ moves: treat w₂ as if it were the number 5.",
        "With 5 for w₂ the function is w₁² + 15 w₁, and its slope 2 w₁ + 15: the 15 is 3 w₂. Now let w₂ move.",
        "In w₁ the slope is 2 w₁ + 3 w₂; in w₂ only the second term changes, and its slope is 3 w₁.",
    ),
    cases=(
        Case("a place", normal((2,)), share=2),
        Case("other places, some of whole numbers", calls(normal((2,), scale=3.0), whole((2,), low=2))),
    ),
    wrong_answers=(
        slip(
            "gradient_in_the_other_order",
            "First the slope in w₁, then that in w₂.",
            (f"{FIRST}, {SECOND}", f"{SECOND[:-1]}, {FIRST}]"),
        ),
        slip(
            "gradient_of_the_square_alone",
            "The term 3 w₁ w₂ changes with w₁, too: its slope is 3 w₂.",
            (FIRST, "2 * w[0]"),
        ),
        slip(
            "gradient_downhill",
            "The gradient points uphill: this is its negative.",
            (f"[{FIRST}, {SECOND}", "[-2 * w[0] - 3 * w[1], -3 * w[0]]"),
        ),
        slip(
            "gradient_with_a_constant",
            "In w₂ the slope of 3 w₁ w₂ is 3 w₁: w₁ stands still, and is not 1.",
            (SECOND, "3.0]"),
        ),
        slip(
            "gradient_of_everything_at_once",
            "In w₂ the square of w₁ does not change: its slope there is 0.",
            (SECOND, "2 * w[0] + 3 * w[0]]"),
        ),
    ),
)


@gradient_at.variant
def gradient_at_by_a_matrix(w):
    return np.array([[2.0, 3.0], [3.0, 0.0]]) @ w


@gradient_at.variant
def gradient_at_as_a_list(w):
    first, second = w
    return [2 * first + 3 * second, 3 * first]
