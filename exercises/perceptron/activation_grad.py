"""activation_grad: the slopes of the six functions."""

import numpy as np

from exercises.forms import calls
from exercises.perceptron.kinds import (
    at_zero,
    in_every_form,
    of_each_kind,
    of_kind,
    single_numbers,
    whole_numbers,
)
from grader import Case, Exercise, raises
from solutions import perceptron
from solutions.perceptron import activation, sigmoid

activation_grad = Exercise(
    perceptron.activation_grad,
    points=4,
    hints=(
        "The pattern is that of `activation`: one `if` for each kind. Take the derivative of each formula, on each "
        "side of 0 by itself, and give the result the shape of z.",
        "sigmoid and tanh are told by their own values: with s = sigmoid(z) the slope is s less s squared, with t = "
        "tanh(z) it is one less t squared. Note that z is what goes into the function, not what comes out.",
        "identity: a 1 for every entry, by `np.ones`. relu: 1 where z > 0, else 0. leaky_relu: 1 where z > 0, else "
        "0.01. elu: 1 where z > 0, else e to the z. At exactly 0 the second choice holds each time.",
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
        Case("single numbers", single_numbers, share=0.5),
        Case("whole numbers, then again", calls(whole_numbers, of_each_kind((3,), (5,))), share=0.5),
        Case("other number types and memory layouts", in_every_form, share=0.5),
        raises("an unknown kind", calls(of_kind("softmax", 3), of_kind("step", 4)), share=0.5),
        raises("a kind in capitals", of_kind("ReLU", 5)),
    ),
)


@activation_grad.wrong("z is the pre-activation: with s = sigmoid(z) the slope is s(1 - s), not z(1 - z).")
def activation_grad_at_the_activation(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": z * (1 - z),
        "tanh": 1 - z**2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("These are the functions themselves: their slopes are asked.")
def activation_grad_of_nothing(z, kind):
    return activation(z, kind)


@activation_grad.wrong("The slope of the sigmoid is s(1 - s): the factor s is missing.")
def activation_grad_with_half_a_sigmoid(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": 1 - sigmoid(z),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("The slope of tanh is 1 - tanh(z)²: the square is missing.")
def activation_grad_with_tanh_not_squared(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z),
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("tanh is not the sigmoid: its slope is 1 - t², not t(1 - t).")
def activation_grad_with_tanh_like_the_sigmoid(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": np.tanh(z) * (1 - np.tanh(z)),
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("At exactly 0 the course takes the slope of the left side, 0 for relu and 0.01 for leaky_relu.")
def activation_grad_of_the_right_side_at_zero(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z >= 0, 1.0, 0.0),
        "leaky_relu": np.where(z >= 0, 1.0, 0.01),
        "elu": np.where(z >= 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("Where z > 0, ReLU is a line of slope 1, whatever z is: this is ReLU itself.")
def activation_grad_with_relu_itself(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.maximum(z, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("Below 0 the leaky ReLU is the line 0.01 z, and its slope is 0.01: z itself does not appear.")
def activation_grad_with_a_leak_times_z(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01 * z),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("A leaky ReLU is not flat below 0: its slope there is 0.01, not 0.")
def activation_grad_without_a_leak(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.0),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("Below 0 the derivative of exp(z) - 1 is exp(z): the constant -1 has no slope.")
def activation_grad_with_elu_not_differentiated(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z) - 1),
    }
    return slopes[kind]


@activation_grad.wrong("Above 0 ELU is the line z, whose slope is 1: exp(z) holds below 0 only.")
def activation_grad_with_elu_everywhere(z, kind):
    slopes = {
        "identity": np.ones_like(z),
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.exp(z),
    }
    return slopes[kind]


@activation_grad.wrong("The result has the shape of z: for the identity it is a 1 for every entry, not a single 1.")
def activation_grad_with_a_single_one(z, kind):
    slopes = {
        "identity": 1.0,
        "sigmoid": sigmoid(z) * (1 - sigmoid(z)),
        "tanh": 1 - np.tanh(z) ** 2,
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, 1.0, 0.01),
        "elu": np.where(z > 0, 1.0, np.exp(z)),
    }
    return slopes[kind]


@activation_grad.wrong("Raise a ValueError for a kind that you do not know: here it gets the slope of the identity.")
def activation_grad_of_any_kind(z, kind):
    z = np.asarray(z, dtype=np.float64)
    if kind == "sigmoid":
        return sigmoid(z) * (1 - sigmoid(z))
    if kind == "tanh":
        return 1 - np.tanh(z) ** 2
    if kind == "relu":
        return np.where(z > 0, 1.0, 0.0)
    if kind == "leaky_relu":
        return np.where(z > 0, 1.0, 0.01)
    if kind == "elu":
        return np.where(z > 0, 1.0, np.exp(z))
    return np.ones_like(z)


@activation_grad.wrong("Convert to float64 first: float32 carries 7 digits, and exp of a byte is computed with 3.")
def activation_grad_in_the_type_given(z, kind):
    if kind == "identity":
        return np.ones_like(z)
    if kind == "sigmoid":
        value = 1 / (1 + np.exp(-z))
        return value * (1 - value)
    if kind == "tanh":
        return 1 - np.tanh(z) ** 2
    if kind == "relu":
        return np.where(z > 0, 1, 0)
    if kind == "leaky_relu":
        return np.where(z > 0, 1, 0.01)
    if kind == "elu":
        return np.where(z > 0, 1, np.exp(z))
    raise ValueError(f"no activation is called {kind}")


@activation_grad.variant
def activation_grad_from_the_activations(z, kind):
    z = np.asarray(z, dtype=np.float64)
    value = activation(z, kind)  # refuses unknown kinds
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
        "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
        "tanh": lambda z: 1 / np.cosh(z) ** 2,
        "relu": lambda z: (z > 0).astype(int),
        "leaky_relu": lambda z: 0.01 + 0.99 * (z > 0),
        "elu": lambda z: np.exp(np.minimum(z, 0)),
    }
    if kind not in slopes:
        raise ValueError(f"no activation is called {kind}")
    return slopes[kind](np.array(z, dtype=float))


@activation_grad.variant
def activation_grad_number_by_number(z, kind):
    import math

    def slope(v):
        if kind == "sigmoid":
            return 1 / (2 + math.exp(v) + math.exp(-v))
        if kind == "tanh":
            return 1 - math.tanh(v) ** 2
        if kind == "elu" and v <= 0:
            return math.exp(v)
        if kind == "leaky_relu" and v <= 0:
            return 0.01
        return 0.0 if kind == "relu" and v <= 0 else 1.0

    if kind not in ("identity", "sigmoid", "tanh", "relu", "leaky_relu", "elu"):
        raise ValueError(f"no activation is called {kind}")
    return np.array([slope(float(v)) for v in np.ravel(z)]).reshape(np.shape(z))
