"""loss_slope: the chain rule on the smallest model there is."""

from exercises.forms import calls
from grader import Case, Exercise, slip
from solutions import before

SLOPE = "(w * x - y) * x"


def example(rng):
    """Make the arguments of one call: a weight, an input, an answer."""
    return tuple(float(number) for number in rng.normal(scale=2, size=3))


def whole_example(rng):
    """Make the arguments of one call from whole numbers."""
    return tuple(int(number) for number in rng.integers(2, 9, size=3))


loss_slope = Exercise(
    before.loss_slope,
    points=0,
    hints=(
        "By the chain rule two slopes are multiplied: which two?",
        "The outer function is u²/2, the inner one w x - y. What is the slope of each, the inner one's in w?",
        "The slope of u²/2 is u, here the difference w x - y; that of w x - y in w is x. Multiply the two.",
    ),
    cases=(
        Case("three examples", calls(example, example, example), share=2),
        Case("whole numbers", calls(whole_example, whole_example)),
    ),
    wrong_answers=(
        slip("loss_slope_without_the_inner", "Multiply by the slope of the inner function, x.", (SLOPE, "w * x - y")),
        slip("loss_slope_twice", "The half in the loss takes the 2 of the square away.", (SLOPE, f"2 * {SLOPE}")),
        slip(
            "loss_slope_in_x",
            "This is the slope in x: w moves here, so the inner slope is x.",
            (SLOPE, "(w * x - y) * w"),
        ),
        slip(
            "loss_slope_downhill",
            "The slope of (w x - y) is x, with a plus: this is its negative.",
            (SLOPE, "(y - w * x) * x"),
        ),
        slip(
            "loss_slope_is_the_loss",
            "This is the loss itself: what is asked is how fast it changes with w.",
            (SLOPE, "(w * x - y) ** 2 / 2"),
        ),
    ),
)


@loss_slope.variant
def loss_slope_multiplied_out(w, x, y):
    return w * x**2 - x * y


@loss_slope.variant
def loss_slope_in_steps(w, x, y):
    inner = w * x - y
    outer_slope, inner_slope = inner, x
    return outer_slope * inner_slope
