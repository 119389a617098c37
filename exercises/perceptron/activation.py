"""activation: six functions by name."""

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
from solutions.perceptron import sigmoid

RELU, LEAKY_RELU = "np.where(z > 0, z, 0.0)", "np.where(z > 0, z, 0.01 * z)"
ELU = "np.where(z > 0, z, np.expm1(np.minimum(z, 0.0)))"

activation = Exercise(
    perceptron.activation,
    points=2,
    hints=(
        "One `if` for each kind, each with its own `return`.",
        "`np.where(z > 0, ..., ...)` chooses entry by entry: in all three functions of the ReLU family the first "
        "choice is z itself. You have `sigmoid`, and NumPy has `np.tanh`.",
        "Below 0, relu takes 0.0, leaky_relu 0.01 * z, and elu e to the z less 1, which NumPy has as `np.expm1(z)`. "
        "Convert with `np.asarray(z, dtype=np.float64)` first.",
    ),
    cases=(
        Case("relu", of_kind("relu", 10), share=1.5),
        Case("identity", of_kind("identity", 5), share=0.5),
        Case("sigmoid", of_kind("sigmoid", 8)),
        Case("tanh", of_kind("tanh", 7)),
        Case("leaky_relu", of_kind("leaky_relu", 11)),
        Case("elu", of_kind("elu", 9)),
        Case("any number of axes", of_each_kind((2, 3), (4, 4), (2, 1, 5), (1, 6))),
        Case("numbers up to 1000 and down to -1000", calls(*map(far_out, KINDS))),
        Case("single numbers", single_numbers, share=0.5),
        Case("whole numbers, and exactly 0", calls(whole_numbers, at_zero), share=0.5),
        Case("other number types and memory layouts", in_every_form, share=0.5),
    ),
    wrong_answers=(
        slip(
            "activation_with_relu_mirrored",
            "ReLU keeps what is above 0 and drops the rest: this keeps the wrong half.",
            (RELU, "np.minimum(z, 0.0)"),
        ),
        slip(
            "activation_with_relu_as_a_magnitude",
            "ReLU turns negative numbers into 0, not into positive ones.",
            (RELU, "np.abs(z)"),
        ),
        slip(
            "activation_with_relu_as_a_step",
            "ReLU passes positive numbers on as they are: this is the step function, 0 or 1.",
            (RELU, "np.where(z > 0, 1.0, 0.0)"),
        ),
        slip(
            "activation_with_relu_cut_at_one",
            "ReLU has no upper end: it passes every positive number on as it is.",
            (RELU, "np.clip(z, 0.0, 1.0)"),
        ),
        slip(
            "activation_with_relu_of_the_positive_ones_alone",
            "The result has the shape of z: negative entries become 0, they are not left out.",
            (RELU, "np.ravel(z)[np.ravel(z) > 0]"),
        ),
        slip(
            "activation_with_a_leak_of_a_hundredth",
            "The leak is a factor, 0.01 times z: here every negative number becomes 0.01.",
            (LEAKY_RELU, "np.where(z > 0, z, 0.01)"),
        ),
        slip(
            "activation_with_a_leak_upwards",
            "The leak keeps the sign: 0.01 z is below 0 where z is.",
            (LEAKY_RELU, "np.where(z > 0, z, -0.01 * z)"),
        ),
        slip("activation_with_a_large_leak", "The leaky slope is 0.01 here, not 0.1.", ("0.01 * z", "0.1 * z")),
        slip(
            "activation_with_a_leak_above_zero",
            "The leak is below 0, where 0.01 z is the larger of the two: take the maximum, not the minimum.",
            (LEAKY_RELU, "np.minimum(z, 0.01 * z)"),
        ),
        slip(
            "activation_without_a_leak",
            "This is ReLU: the leaky one lets a hundredth of negative numbers through.",
            (LEAKY_RELU, "np.maximum(z, 0.0)"),
        ),
        slip(
            "activation_with_an_elu_that_jumps",
            "ELU below 0 is exp(z) - 1: without the -1 the curve jumps from 1 to 0 at z = 0.",
            (ELU, "np.where(z > 0, z, np.exp(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_with_an_elu_upside_down",
            "ELU below 0 is exp(z) - 1, which is negative: here the sign is reversed.",
            (ELU, "np.where(z > 0, z, -np.expm1(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_with_an_elu_of_minus_z",
            "ELU below 0 is exp(z) - 1, with z as it is: exp(-z) grows without end there.",
            (ELU, "np.where(z > 0, z, np.expm1(np.abs(np.clip(z, -700.0, 0.0))))"),
        ),
        slip(
            "activation_with_an_elu_on_both_sides",
            "Above 0 ELU is z: exp(z) - 1 is never below z, so `np.maximum` takes it there too.",
            (ELU, "np.maximum(z, np.expm1(np.minimum(z, 700.0)))"),
        ),
        slip(
            "activation_with_elu_sides_exchanged",
            "ELU is z above 0 and curved below: here the two sides have changed places.",
            (ELU, "np.where(z > 0, np.expm1(np.minimum(z, 700.0)), z)"),
        ),
        slip(
            "activation_with_a_small_elu",
            "ELU falls towards -1: the factor 0.01 belongs to the leaky ReLU.",
            (ELU, "np.where(z > 0, z, 0.01 * np.expm1(np.minimum(z, 0.0)))"),
        ),
        slip(
            "activation_with_a_slow_tanh",
            "tanh is steeper than this: 2 sigmoid(2z) - 1, with 2z inside, or simply `np.tanh`.",
            ("np.tanh(z)", "2 * sigmoid(z) - 1"),
        ),
        slip(
            "activation_with_tanh_as_the_sigmoid",
            "tanh runs from -1 to 1 and is 0 at 0: this is the sigmoid.",
            ("np.tanh(z)", "sigmoid(z)"),
        ),
        slip(
            "activation_with_tanh_upside_down",
            "tanh rises: its numerator is exp(z) - exp(-z), in this order.",
            ("np.tanh(z)", "-np.tanh(z)"),
        ),
        slip(
            "activation_with_a_mirrored_sigmoid",
            "The exponent of the sigmoid is -z: with z the curve falls.",
            ("sigmoid(z)", "sigmoid(-z)"),
        ),
        slip(
            "activation_without_an_identity",
            "The identity returns z itself: here nothing is returned for it.",
            ("return z", "return None"),
        ),
        slip(
            "activation_in_the_type_given",
            "Convert to float64 first: the tanh of bytes is computed with 3 digits.",
            ("np.asarray(z, dtype=np.float64)", "np.asarray(z)"),
        ),
    ),
)


@activation.wrong("For z = 1000 this tanh is infinite by infinite, nan: `np.tanh` is right everywhere.")
def activation_with_a_tanh_that_overflows(z, kind):
    z = np.asarray(z, dtype=np.float64)
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
        "relu": np.maximum(z, 0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("Choose with `np.where`: for z = 1000, exp(z) is infinite, and infinite times 0 is nan.")
def activation_of_infinite_times_zero(z, kind):
    z = np.asarray(z, dtype=np.float64)
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": z * (z > 0),
        "leaky_relu": z * (0.01 + 0.99 * (z > 0)),
        "elu": z * (z > 0) + (np.exp(z) - 1) * (z <= 0),
    }
    return functions[kind]


@activation.wrong("Work on a copy: `z[z < 0] = ...` writes into the caller's own array.")
def activation_changes_its_input(z, kind):
    z = np.asarray(z)
    if kind == "sigmoid":
        return sigmoid(z)
    if kind == "tanh":
        return np.tanh(z)
    if kind == "relu":
        z[z < 0] = 0
    elif kind == "leaky_relu":
        z[z < 0] *= 0.01
    elif kind == "elu":
        z[z < 0] = np.exp(z[z < 0]) - 1
    return z


@activation.variant
def activation_from_a_table(z, kind):
    functions = {
        "identity": lambda z: z,
        "sigmoid": lambda z: sigmoid(z),
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: np.maximum(z, 0),
        "leaky_relu": lambda z: np.maximum(z, 0.01 * z),
        "elu": lambda z: np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind](np.asarray(z, dtype=float))


@activation.variant
def activation_by_products(z, kind):
    z = np.array(z, dtype=np.float64)
    positive, negative = z * (z > 0), z * (z < 0)
    match kind:
        case "identity":
            return 1 * z
        case "sigmoid":
            return 0.5 * (1 + np.tanh(0.5 * z))
        case "tanh":
            return 1 - 2 / (1 + np.exp(2 * z))
        case "relu":
            return positive
        case "leaky_relu":
            return positive + 0.01 * negative
    return positive + np.exp(negative) - 1


@activation.variant
def activation_number_by_number(z, kind):
    import math

    functions = {
        "identity": lambda v: v,
        "sigmoid": lambda v: 1 / (1 + math.exp(-v)) if v > -700 else 0.0,
        "tanh": math.tanh,
        "relu": lambda v: v if v > 0 else 0.0,
        "leaky_relu": lambda v: v if v > 0 else 0.01 * v,
        "elu": lambda v: v if v > 0 else math.expm1(v),
    }
    if np.ndim(z) == 0:
        return functions[kind](float(z))
    return np.array([functions[kind](float(v)) for v in np.ravel(z)]).reshape(np.shape(z))
