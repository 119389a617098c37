"""l2_penalty: the price of large weights."""

import numpy as np

from exercises.forms import calls, every_form
from grader import Case, Exercise
from solutions import regularisation


def layers(*shapes, lam=0.7, n=20):
    """Make the weights of some layers with the strength and the size of the training set."""
    return lambda rng: ([rng.normal(size=shape) for shape in shapes], lam, n)


def whole_layers(*shapes, kind=int, lam=3, n=8):
    """Make the same from whole numbers, whose squares do not fit into 8 bits."""
    return lambda rng: ([rng.integers(20, 40, size=shape).astype(kind) for shape in shapes], lam, n)


def in_every_form(*makers):
    """Make one call for each maker and each form of its weights."""
    return lambda rng: [call for make in makers for call in every_form(*make(rng))]


l2_penalty = Exercise(
    regularisation.l2_penalty,
    points=2,
    hints=(
        "One number for all layers together: add up the squares of all the weights there are.",
        "The squares of one array add up with `np.sum(w**2)`; Python's `sum` adds up over the layers. The factor in "
        "front has a 2 and the size of the training set below the line.",
        "Turn each array into float64 with `np.asarray` before you square it: small integers overflow. Add the sums of "
        "squares of all layers, multiply by `lam`, and divide by two times n.",
    ),
    cases=(
        Case("two layers", layers((4, 3), (3, 2)), share=2),
        Case("three layers, one of them square", layers((2, 5), (5, 5), (5, 1), lam=2.5, n=400)),
        Case(
            "one layer, then one weight",
            calls(layers((6, 2), lam=0.1, n=3), layers((1, 1), lam=4, n=1), layers((7,), (1,), n=50)),
        ),
        Case("no penalty at strength 0, then another strength", calls(layers((3, 2), lam=0), layers((2, 3), lam=9))),
        Case(
            "whole numbers, small ones and other memory layouts",
            calls(
                whole_layers((3, 4), (4, 2)),
                whole_layers((5, 2), (2, 2), kind=np.int8),
                in_every_form(layers((3, 4), (4, 5)), layers((2, 6), (6, 3)), layers((4, 4))),
            ),
        ),
    ),
)


@l2_penalty.wrong("Halve it: the formula has 2n below the line, so that its slope has no factor 2.")
def l2_penalty_without_the_half(weights, lam, n):
    return lam / n * sum(np.sum(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("Divide by n, the size of the training set, as well as by 2.")
def l2_penalty_not_divided_by_n(weights, lam, n):
    return lam / 2 * sum(np.sum(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("Add up the squares of all weights: do not take their mean within a layer.")
def l2_penalty_of_means(weights, lam, n):
    return lam / (2 * n) * sum(np.mean(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("Square the weights: with absolute values it is the L1 penalty.")
def l2_penalty_with_absolute_values(weights, lam, n):
    return lam / (2 * n) * sum(np.sum(np.abs(w.astype(float))) for w in weights)


@l2_penalty.wrong("No root: the penalty holds the squared length of each array, not the length.")
def l2_penalty_with_a_root(weights, lam, n):
    return lam / (2 * n) * sum(np.sqrt(np.sum(w.astype(float) ** 2)) for w in weights)


@l2_penalty.wrong("Square before you add: here large positive and negative weights cancel.")
def l2_penalty_squares_the_sum(weights, lam, n):
    return lam / (2 * n) * sum(np.sum(w.astype(float)) ** 2 for w in weights)


@l2_penalty.wrong("All layers count: this is the penalty of the first one.")
def l2_penalty_of_the_first_layer(weights, lam, n):
    return lam / (2 * n) * np.sum(weights[0].astype(float) ** 2)


@l2_penalty.wrong("Leave lam as it is: the strength enters the penalty once and not squared.")
def l2_penalty_with_lam_squared(weights, lam, n):
    return lam**2 / (2 * n) * sum(np.sum(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("Convert to float64 before you square: 8-bit integers overflow, and float32 carries 7 digits.")
def l2_penalty_in_the_type_given(weights, lam, n):
    return lam / (2 * n) * sum(np.sum(w**2) for w in weights)


@l2_penalty.wrong("`lam / 2 * n` multiplies by n: put brackets round what stands below the line.")
def l2_penalty_multiplied_by_n(weights, lam, n):
    return lam / 2 * n * sum(np.sum(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("Add the layers up: their mean would make each layer cheaper in a deeper network.")
def l2_penalty_averaged_over_layers(weights, lam, n):
    return lam / (2 * n) * np.mean([np.sum(w.astype(float) ** 2) for w in weights])


@l2_penalty.wrong("n is the size of the training set, which is given; this divides by the number of weights.")
def l2_penalty_by_the_number_of_weights(weights, lam, n):
    return lam / (2 * sum(w.size for w in weights)) * sum(np.sum(w.astype(float) ** 2) for w in weights)


@l2_penalty.wrong("One number for all layers together: add up what you have for each layer.")
def l2_penalty_for_each_layer(weights, lam, n):
    return [lam / (2 * n) * np.sum(w.astype(float) ** 2) for w in weights]


@l2_penalty.wrong("The strength `lam` is missing: without it nothing says how much the penalty weighs.")
def l2_penalty_without_lambda(weights, lam, n):
    return sum(np.sum(w**2) for w in weights) / (2 * n)


@l2_penalty.wrong("In the loop, add to the total: `=` keeps the last layer alone.")
def l2_penalty_of_the_last_layer(weights, lam, n):
    total = 0
    for w in weights:
        total = np.sum(w**2)
    return lam / (2 * n) * total


@l2_penalty.wrong("Every weight counts, not the largest of each layer alone.")
def l2_penalty_of_the_largest(weights, lam, n):
    return lam / (2 * n) * sum(np.max(w**2) for w in weights)


@l2_penalty.wrong("The penalty grows with `lam` and is divided by n.")
def l2_penalty_upside_down(weights, lam, n):
    return n / (2 * lam) * sum(np.sum(w**2) for w in weights)


@l2_penalty.wrong("Square the weights, `w**2`: here they are doubled.")
def l2_penalty_doubles(weights, lam, n):
    return lam / (2 * n) * sum(np.sum(w * 2) for w in weights)


@l2_penalty.variant
def l2_penalty_with_loops(weights, lam, n):
    total = 0.0
    for layer in weights:
        for weight in np.ravel(layer):
            total += float(weight) * float(weight)
    return total * lam / n / 2


@l2_penalty.variant
def l2_penalty_by_the_dot_product(weights, lam, n):
    flat = np.concatenate([np.ravel(w).astype(float) for w in weights])
    return 0.5 * lam * (flat @ flat) / n


@l2_penalty.variant
def l2_penalty_by_norms(weights, lam, n):
    norms = [np.linalg.norm(np.asarray(w, dtype=float).ravel()) for w in weights]
    return np.array(lam * np.sum(np.square(norms)) / (2 * n))
