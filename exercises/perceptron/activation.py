"""activation: six functions by name."""

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
from solutions.perceptron import sigmoid

activation = Exercise(
    perceptron.activation,
    points=2,
    hints=(
        "One `if` for each kind, each with its own `return`; what no `if` has caught is an unknown kind.",
        "`np.where(z > 0, ..., ...)` chooses entry by entry: in all three functions of the ReLU family the first "
        "choice is z itself. You have `sigmoid`, and NumPy has `np.tanh`.",
        "Below 0, relu takes 0.0, leaky_relu 0.01 * z, and elu e to the z less 1, which NumPy has as `np.expm1(z)`. "
        "Convert with `np.asarray(z, dtype=np.float64)` first, and end with a `raise ValueError(...)`.",
    ),
    cases=(
        Case("relu", of_kind("relu", 10), share=1.5),
        Case("identity", of_kind("identity", 5), share=0.5),
        Case("sigmoid", of_kind("sigmoid", 8)),
        Case("tanh", of_kind("tanh", 7)),
        Case("leaky_relu", of_kind("leaky_relu", 11)),
        Case("elu", of_kind("elu", 9)),
        Case("any number of axes", of_each_kind((2, 3), (4, 4), (2, 1, 5), (1, 6))),
        Case("single numbers", single_numbers, share=0.5),
        Case("whole numbers, and exactly 0", calls(whole_numbers, at_zero), share=0.5),
        Case("other number types and memory layouts", in_every_form, share=0.5),
        raises("an unknown kind", calls(of_kind("softmax", 3), of_kind("step", 4)), share=0.5),
        raises("a kind in capitals", of_kind("ReLU", 5)),
    ),
)


@activation.wrong("ReLU keeps what is above 0 and drops the rest: this keeps the wrong half.")
def activation_with_relu_mirrored(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.minimum(z, 0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("ReLU turns negative numbers into 0, not into positive ones.")
def activation_with_relu_as_a_magnitude(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.abs(z),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("ReLU passes positive numbers on as they are: this is the step function, 0 or 1.")
def activation_with_relu_as_a_step(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.where(z > 0, 1.0, 0.0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong(
    "The leak is a factor, 0.01 times z: this lets no negative number through and lifts small ones to 0.01."
)
def activation_with_a_leak_that_is_constant(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "leaky_relu": np.maximum(z, 0.01),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("The leaky slope is 0.01 here, not 0.1.")
def activation_with_a_large_leak(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "leaky_relu": np.maximum(z, 0.1 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("ELU below 0 is exp(z) - 1: without the -1 the curve jumps from 1 to 0 at z = 0.")
def activation_with_an_elu_that_jumps(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z)),
    }
    return functions[kind]


@activation.wrong("exp(z) - 1 is never below z, so `np.maximum` always takes it: choose by the sign with `np.where`.")
def activation_with_an_elu_by_maximum(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": np.tanh(z),
        "relu": np.maximum(z, 0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.maximum(z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("tanh is steeper than this: 2 sigmoid(2z) - 1, with 2z inside, or simply `np.tanh`.")
def activation_with_a_slow_tanh(z, kind):
    functions = {
        "identity": z,
        "sigmoid": sigmoid(z),
        "tanh": 2 * sigmoid(z) - 1,
        "relu": np.maximum(z, 0),
        "leaky_relu": np.where(z > 0, z, 0.01 * z),
        "elu": np.where(z > 0, z, np.exp(z) - 1),
    }
    return functions[kind]


@activation.wrong("Raise a ValueError for a kind that you do not know: here it passes as the identity.")
def activation_of_any_kind(z, kind):
    z = np.asarray(z, dtype=np.float64)
    if kind == "sigmoid":
        return sigmoid(z)
    if kind == "tanh":
        return np.tanh(z)
    if kind == "relu":
        return np.maximum(z, 0)
    if kind == "leaky_relu":
        return np.maximum(z, 0.01 * z)
    if kind == "elu":
        return np.where(z > 0, z, np.exp(z) - 1)
    return z


@activation.wrong("Convert to float64 first: float32 carries 7 digits, and exp of a byte is computed with 3.")
def activation_in_the_type_given(z, kind):
    if kind == "identity":
        return z
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if kind == "tanh":
        return np.tanh(z)
    if kind == "relu":
        return np.maximum(z, 0)
    if kind == "leaky_relu":
        return np.maximum(z, 0.01 * z)
    if kind == "elu":
        return np.where(z > 0, z, np.exp(z) - 1)
    raise ValueError(f"no activation is called {kind}")


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
    elif kind != "identity":
        raise ValueError(f"no activation is called {kind}")
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
    if kind not in functions:
        raise ValueError(f"no activation is called {kind}")
    return functions[kind](np.asarray(z, dtype=float))


@activation.variant
def activation_by_products(z, kind):
    z = np.array(z, dtype=np.float64)
    positive = z > 0
    match kind:
        case "identity":
            return 1 * z
        case "sigmoid":
            return 0.5 * (1 + np.tanh(0.5 * z))
        case "tanh":
            return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
        case "relu":
            return z * positive
        case "leaky_relu":
            return z * (0.01 + 0.99 * positive)
        case "elu":
            return z * positive + np.expm1(z) * ~positive
    raise ValueError(kind)


@activation.variant
def activation_number_by_number(z, kind):
    import math

    functions = {
        "identity": lambda v: v,
        "sigmoid": lambda v: 1 / (1 + math.exp(-v)),
        "tanh": math.tanh,
        "relu": lambda v: v if v > 0 else 0.0,
        "leaky_relu": lambda v: v if v > 0 else 0.01 * v,
        "elu": lambda v: v if v > 0 else math.expm1(v),
    }
    if kind not in functions:
        raise ValueError(kind)
    if np.ndim(z) == 0:
        return functions[kind](float(z))
    return np.array([functions[kind](float(v)) for v in np.ravel(z)]).reshape(np.shape(z))
