"""activation_grad: the slopes of the six functions."""

import numpy as np

from exercises.forms import calls
from exercises.perceptron.kinds import (
    KINDS,
    at_zero,
    far_out,
    in_every_form,
    of_each_kind,
    of_kind,
    single_numbers,
    whole_numbers,
)
from grader import Case, Exercise, slip
from solutions import perceptron
from solutions.perceptron import activation

SIGMOID, TANH = "sigmoid(z) * (1.0 - sigmoid(z))", "1.0 - np.tanh(z) ** 2"
RELU, LEAKY_RELU = "np.where(z > 0, 1.0, 0.0)", "np.where(z > 0, 1.0, 0.01)"
ELU = "np.where(z > 0, 1.0, np.exp(np.minimum(z, 0.0)))"

activation_grad = Exercise(
    perceptron.activation_grad,
    points=4,
    hints=(
        "The pattern is that of `activation`: one `if` for each kind. Differentiate each formula by hand, on each side "
        "of 0 by itself, and give the result the shape of z.",
        "For the sigmoid use the chain rule on 1/u with u = 1 + exp(-z), then try to write what comes out with "
        "sigmoid(z) alone; tanh is a quotient, and its slope can be written with tanh(z) alone.",
        "With s = sigmoid(z) the slope is s(1 - s), with t = tanh(z) it is 1 - t². Above 0 the other four are lines of "
        "slope 1. At 0 and below: identity 1, relu 0, leaky_relu 0.01, elu exp(z), since the constant -1 has no slope.",
    ),
    cases=(
        Case("sigmoid", of_kind("sigmoid", 8), share=1.5),
        Case("tanh", of_kind("tanh", 7)),
        Case("relu", of_kind("relu", 10)),
        Case("leaky_relu", of_kind("leaky_relu", 11)),
        Case("elu", of_kind("elu", 9)),
        Case("identity", of_kind("identity", 5), share=0.5),
        Case("exactly 0", at_zero),
        Case("any number of axes", of_each_kind((2, 3), (4, 4), (2, 1, 5), (1, 6)), share=0.5),
        Case("numbers up to 1000 and down to -1000", calls(*map(far_out, KINDS))),
        Case("single numbers", single_numbers, share=0.5),
        Case("whole numbers, then again", calls(whole_numbers, of_each_kind((3,), (5,))), share=0.5),
        Case("other number types and memory layouts", in_every_form, share=0.5),
    ),
    wrong_answers=(
        slip(
            "activation_grad_at_the_activation",
            "z is the pre-activation: with s = sigmoid(z) the slope is s(1 - s), not z(1 - z).",
            (SIGMOID, "z * (1.0 - z)"),
            (TANH, "1.0 - z**2"),
        ),
        slip(
            "activation_grad_of_tanh_at_the_activation",
            "z is the pre-activation: with t = tanh(z) the slope is 1 - t², not 1 - z².",
            (TANH, "1.0 - z**2"),
        ),
        slip(
            "activation_grad_of_a_sigmoid_twice",
            "The sigmoid is applied twice: s(1 - s) with s = sigmoid(z), and no sigmoid of s.",
            (SIGMOID, "sigmoid(sigmoid(z)) * (1.0 - sigmoid(sigmoid(z)))"),
        ),
        slip(
            "activation_grad_with_half_a_sigmoid",
            "The slope of the sigmoid is s(1 - s): the factor s is missing.",
            (SIGMOID, "1.0 - sigmoid(z)"),
        ),
        slip(
            "activation_grad_with_the_sigmoid_itself",
            "This is the sigmoid itself: its slope is largest, a quarter, at 0 and vanishes on both sides.",
            (SIGMOID, "sigmoid(z)"),
        ),
        slip(
            "activation_grad_with_a_sigmoid_that_grows",
            "The slope of the sigmoid is s(1 - s), with a minus: s + s² does not vanish on the right.",
            (SIGMOID, "sigmoid(z) * (1.0 + sigmoid(z))"),
        ),
        slip(
            "activation_grad_with_a_falling_sigmoid",
            "The sigmoid rises everywhere, so its slope is above 0: the inner derivative of -z cancels a minus.",
            (SIGMOID, "-sigmoid(z) * (1.0 - sigmoid(z))"),
        ),
        slip(
            "activation_grad_with_the_sigmoid_like_tanh",
            "The sigmoid is not tanh: its slope is s(1 - s), not 1 - s².",
            (SIGMOID, "1.0 - sigmoid(z) ** 2"),
        ),
        slip(
            "activation_grad_with_tanh_not_squared",
            "The slope of tanh is 1 - tanh(z)²: the square is missing.",
            (TANH, "1.0 - np.tanh(z)"),
        ),
        slip(
            "activation_grad_with_tanh_added",
            "The slope of tanh is 1 - tanh(z)², with a minus: tanh is steepest at 0.",
            (TANH, "1.0 + np.tanh(z) ** 2"),
        ),
        slip(
            "activation_grad_with_tanh_like_the_sigmoid",
            "tanh is not the sigmoid: its slope is 1 - t², not t(1 - t).",
            (TANH, "np.tanh(z) * (1.0 - np.tanh(z))"),
        ),
        slip(
            "activation_grad_with_a_root_of_tanhs_slope",
            "The slope of tanh is 1 / cosh(z)²: the square is missing.",
            (TANH, "np.sqrt(1.0 - np.tanh(z) ** 2)"),
        ),
        slip(
            "activation_grad_with_tanh_itself",
            "This is tanh itself: its slope is 1 at 0 and vanishes on both sides.",
            (TANH, "np.tanh(z)"),
        ),
        slip(
            "activation_grad_with_the_square_of_tanh_alone",
            "The slope of tanh is 1 less the square: the 1 is missing.",
            (TANH, "np.tanh(z) ** 2"),
        ),
        slip(
            "activation_grad_of_the_right_side_at_zero",
            "At exactly 0 the course takes the slope of the left side, 0 for relu and 0.01 for leaky_relu.",
            (RELU, "np.where(z >= 0, 1.0, 0.0)"),
            (LEAKY_RELU, "np.where(z >= 0, 1.0, 0.01)"),
        ),
        slip(
            "activation_grad_with_relu_of_the_right_side_at_zero",
            "At exactly 0 the course takes the slope of the left side: relu has 0 there.",
            (RELU, "np.where(z >= 0, 1.0, 0.0)"),
        ),
        slip(
            "activation_grad_with_leaky_relu_of_the_right_side_at_zero",
            "At exactly 0 the course takes the slope of the left side: leaky_relu has 0.01 there.",
            (LEAKY_RELU, "np.where(z >= 0, 1.0, 0.01)"),
        ),
        slip(
            "activation_grad_between_the_sides_at_zero",
            "At exactly 0 the course takes the slope of the left side, not the mean of both.",
            (RELU, "np.heaviside(z, 0.5)"),
        ),
        slip(
            "activation_grad_with_relu_itself",
            "Where z > 0, ReLU is a line of slope 1, whatever z is: this is ReLU itself.",
            (RELU, "np.maximum(z, 0.0)"),
        ),
        slip(
            "activation_grad_with_relu_by_sign",
            "Left of 0 ReLU is level, its slope is 0: `np.sign` gives -1 there.",
            (RELU, "np.sign(z)"),
        ),
        slip(
            "activation_grad_with_relu_mirrored",
            "ReLU rises right of 0 and is level on the left: here the slopes have changed sides.",
            (RELU, "np.where(z > 0, 0.0, 1.0)"),
        ),
        slip(
            "activation_grad_with_a_leak_times_z",
            "Below 0 the leaky ReLU is the line 0.01 z, and its slope is 0.01: z itself does not appear.",
            (LEAKY_RELU, "np.where(z > 0, 1.0, 0.01 * z)"),
        ),
        slip(
            "activation_grad_without_a_leak",
            "A leaky ReLU is not flat below 0: its slope there is 0.01, not 0.",
            (LEAKY_RELU, "np.where(z > 0, 1.0, 0.0)"),
        ),
        slip(
            "activation_grad_with_a_leak_downwards",
            "The leaky ReLU rises on both sides: below 0 its slope is 0.01, above 0.",
            (LEAKY_RELU, "np.where(z > 0, 1.0, -0.01)"),
        ),
        slip(
            "activation_grad_with_a_large_leak",
            "The leaky slope is 0.01 here, not 0.1.",
            (LEAKY_RELU, "np.where(z > 0, 1.0, 0.1)"),
        ),
        slip(
            "activation_grad_with_leaky_relu_itself",
            "This is the leaky ReLU itself: its slope is 1 above 0 and 0.01 below, whatever z is.",
            (LEAKY_RELU, "np.where(z > 0, z, 0.01 * z)"),
        ),
        slip(
            "activation_grad_with_elu_not_differentiated",
            "Below 0 the derivative of exp(z) - 1 is exp(z): the constant -1 has no slope.",
            (ELU, "np.where(z > 0, 1.0, np.expm1(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_grad_with_elu_everywhere",
            "Above 0 ELU is the line z, whose slope is 1: exp(z) holds below 0 only.",
            (ELU, "np.exp(np.minimum(z, 700.0))"),
        ),
        slip(
            "activation_grad_with_an_elu_by_the_power_rule",
            "The derivative of exp(z) is exp(z): it is no power of z, no factor z comes down.",
            (ELU, "np.where(z > 0, 1.0, z * np.exp(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_grad_with_elu_like_relu",
            "ELU is not level below 0: it is exp(z) - 1 there, and has a slope.",
            (ELU, "np.where(z > 0, 1.0, 0.0)"),
        ),
        slip(
            "activation_grad_with_elu_level_above_zero",
            "Above 0 ELU is the line z, whose slope is 1, not 0.",
            (ELU, "np.where(z > 0, 0.0, np.exp(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_grad_with_z_above_zero_in_elu",
            "Above 0 ELU is z, and its slope is 1: this is z itself.",
            (ELU, "np.where(z > 0, z, np.exp(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_grad_with_a_single_one",
            "The result has the shape of z: for the identity it is a 1 for every entry, not a single 1.",
            ("np.ones_like(z)", "1.0"),
        ),
        slip(
            "activation_grad_with_the_identity_itself",
            "The identity is a line of slope 1: its slope is 1 everywhere, not z.",
            ("np.ones_like(z)", "z"),
        ),
        slip(
            "activation_grad_with_a_level_identity",
            "The identity is a line of slope 1: only a constant has the slope 0.",
            ("np.ones_like(z)", "np.zeros_like(z)"),
        ),
        slip(
            "activation_grad_in_the_type_given",
            "Convert to float64 first: exp and tanh of bytes are computed with 3 digits.",
            ("np.asarray(z, dtype=np.float64)", "np.asarray(z)"),
        ),
        slip(
            "activation_grad_overflows",
            "For z = -1000 this is infinite by infinite, nan: write the slope with sigmoid(z), which you have.",
            (SIGMOID, "np.exp(-z) / (1.0 + np.exp(-z)) ** 2"),
        ),
    ),
)


@activation_grad.wrong("These are the functions themselves: their slopes are asked.")
def activation_grad_of_nothing(z, kind):
    return activation(z, kind)


@activation_grad.variant
def activation_grad_from_the_activations(z, kind):
    z = np.asarray(z, dtype=np.float64)
    value = activation(z, kind)
    if kind == "identity":
        return value * 0 + 1
    if kind == "sigmoid":
        return value - value**2
    if kind == "tanh":
        return (1 - value) * (1 + value)
    if kind == "elu":
        return np.minimum(value, 0.0) + 1
    return np.where(value > 0, 1.0, 0.0 if kind == "relu" else 0.01)


@activation_grad.variant
def activation_grad_from_a_table(z, kind):
    slopes = {
        "identity": lambda z: np.full(z.shape, 1),
        "sigmoid": lambda z: 1 / (2 + np.exp(z) + np.exp(-z)),
        "tanh": lambda z: 1 / np.cosh(z) ** 2,
        "relu": lambda z: (z > 0).astype(int),
        "leaky_relu": lambda z: 0.01 + 0.99 * (z > 0),
        "elu": lambda z: np.exp(np.minimum(z, 0)),
    }
    return slopes[kind](np.array(z, dtype=float))


@activation_grad.variant
def activation_grad_number_by_number(z, kind):
    import math

    def slope(v):
        if kind == "sigmoid":
            return 0.25 / math.cosh(v / 2) ** 2 if abs(v) < 700 else 0.0
        if kind == "tanh":
            return 1 - math.tanh(v) ** 2
        if kind == "elu" and v <= 0:
            return math.exp(v)
        if kind == "leaky_relu" and v <= 0:
            return 0.01
        return 0.0 if kind == "relu" and v <= 0 else 1.0

    return np.array([slope(float(v)) for v in np.ravel(z)]).reshape(np.shape(z))
