"""mlp_backward: backpropagation through a whole network.

Where arguments come in float32, the activation is one whose slope can be told from the sum or from the activation
alike: a slope computed from rounded activations is as right as one computed from rounded sums.
"""

import numpy as np

from exercises.backprop.passes import but_last, first_row, first_with, passed, replaced, whole_passed
from exercises.forms import calls, forms
from grader import Case, Exercise, raises
from solutions import backprop
from solutions.backprop import activation_backward, affine_backward
from solutions.perceptron import activation_grad

mlp_backward = Exercise(
    backprop.mlp_backward,
    points=5,
    hints=(
        "Count the layers down from the last to the first. Each round is one call of `affine_backward` and, "
        "between two layers, one of `activation_backward`.",
        "With Python's numbers, layer i reads `activations[i]` and `weights[i]`. `affine_backward` gives you three "
        "things: two are results, the third goes on to the layer before, through its activation at "
        "`pre_activations[i - 1]`.",
        "Loop over `reversed(range(L))`. In round i take (grad_output, grad_W, grad_b) from `affine_backward`; "
        "keep the last two in lists; if i > 0, replace grad_output by `activation_backward` of it with `hidden`. "
        "Turn both lists round at the end. First raise a ValueError unless the lists have L, L and L + 1 entries "
        "and grad_output fits the last sum.",
    ),
    cases=(
        Case("two layers", passed(5, 3, 4, 2, hidden="sigmoid"), share=2),
        Case("four layers", passed(6, 2, 5, 4, 3, 7, hidden="tanh"), share=1.5),
        Case("as many examples as inputs and neurons", passed(3, 3, 3, 3, hidden="relu")),
        Case(
            "one layer, one example", calls(passed(4, 3, 2, hidden="relu"), passed(1, 2, 4, 3, hidden="elu")), share=0.5
        ),
        Case(
            "the other activations",
            calls(passed(4, 2, 6, 3, hidden="leaky_relu"), passed(2, 3, 5, 1, hidden="identity")),
        ),
        Case(
            "whole numbers, then another network",
            calls(whole_passed(4, 3, 5, 2, hidden="relu"), passed(7, 1, 4, 2, hidden="tanh")),
        ),
        Case("other number types and memory layouts", forms(passed(3, 2, 5, 4, hidden="leaky_relu")), share=0.5),
        raises(
            "a list with an entry too few",
            calls(*(replaced(passed(4, 3, 5, 2, hidden="tanh"), (place, but_last)) for place in (1, 2, 3))),
            share=0.5,
        ),
        raises("a gradient of one row only", replaced(passed(4, 3, 5, 2, hidden="tanh"), (0, first_row))),
        raises(
            "an input of one row only, or sums that do not fit",
            calls(
                replaced(passed(4, 3, 5, 2, hidden="tanh"), (3, first_with(0, first_row))),
                replaced(passed(4, 3, 5, 2, hidden="relu"), (2, first_with(0, lambda z: z[:, :1]))),
            ),
        ),
        raises(
            "an unknown activation, or no layers at all",
            calls(
                replaced(passed(4, 3, 5, 2, hidden="tanh"), (4, lambda kind: "softplus")),
                lambda rng: (rng.normal(size=(4, 3)), [], [], [rng.normal(size=(4, 3))], "relu"),
            ),
        ),
    ),
)


@mlp_backward.wrong("You went from the last layer to the first: turn the lists round before you return them.")
def mlp_backward_last_layer_first(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.append(grad_W)
        grad_biases.append(grad_b)
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("Between two layers lies an activation: multiply by its slope f'(z) on the way back.")
def mlp_backward_without_the_slopes(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
    return grad_weights, grad_biases


@mlp_backward.wrong("grad_output belongs to the last sum already: no activation lies between it and the last layer.")
def mlp_backward_through_an_output_activation(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output = activation_backward(grad_output, pre_activations[i], hidden)
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
    return grad_weights, grad_biases


@mlp_backward.wrong("The slope is taken at the sums z, `pre_activations`: here it is taken at the activations.")
def mlp_backward_slopes_at_the_activations(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if i > 0:
            grad_output = activation_backward(grad_output, activations[i], hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("A layer read the activations a of the one before, not its sums z: X.T stands for a[l-1].T.")
def mlp_backward_reads_the_sums(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        read = pre_activations[i - 1] if i > 0 else activations[0]
        grad_output, grad_W, grad_b = affine_backward(grad_output, read, weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("Do not divide by N in any layer: the 1/N of the mean has entered at the loss, once.")
def mlp_backward_averaged(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        before, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W / len(grad_output))
        grad_biases.insert(0, grad_b / len(grad_output))
        grad_output = activation_backward(before, pre_activations[i - 1], hidden) if i > 0 else before
    return grad_weights, grad_biases


@mlp_backward.wrong(
    "The biases' slopes are sums over the examples, not means: mend it here or in your `affine_backward`."
)
def mlp_backward_averages_the_biases(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        delta = grad_output
        grad_output, grad_W, _ = affine_backward(delta, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, np.mean(delta, axis=0))
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("Hidden layers use the activation that `hidden` names: here they are all taken for sigmoids.")
def mlp_backward_of_sigmoids_only(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], "sigmoid")
    return grad_weights, grad_biases


@mlp_backward.wrong(
    "Each layer hands its delta to the one before: here every layer gets its own slope, but not the product."
)
def mlp_backward_forgets_the_slopes_so_far(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        delta = grad_output
        if i < len(weights) - 1:
            delta = activation_backward(grad_output, pre_activations[i], hidden)
        grad_output, _, _ = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, np.asarray(activations[i], dtype=float).T @ delta)
        grad_biases.insert(0, np.sum(delta, axis=0))
    return grad_weights, grad_biases


@mlp_backward.wrong("The weights come first, then the biases.")
def mlp_backward_biases_first(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return grad_biases, grad_weights


@mlp_backward.wrong("Two lists are asked, all the weights and all the biases: not a pair for each layer.")
def mlp_backward_in_pairs(grad_output, weights, pre_activations, activations, hidden):
    pairs = []
    for i in reversed(range(len(weights))):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        pairs.insert(0, (grad_W, grad_b))
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return pairs


@mlp_backward.wrong("The first layer has gradients too: go on until the input, where only the activation is left out.")
def mlp_backward_without_the_first_layer(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    for i in range(len(weights) - 1, 0, -1):
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations[i], weights[i])
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        grad_output = activation_backward(grad_output, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("Go through the lists without emptying them: `pop` takes the caller's own network apart.")
def mlp_backward_takes_the_network_apart(grad_output, weights, pre_activations, activations, hidden):
    grad_weights, grad_biases = [], []
    pre_activations.pop()
    activations.pop()
    while weights:
        grad_output, grad_W, grad_b = affine_backward(grad_output, activations.pop(), weights.pop())
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if weights:
            grad_output = activation_backward(grad_output, pre_activations.pop(), hidden)
    return grad_weights, grad_biases


@mlp_backward.wrong("Compare the lengths of the lists first, and raise a ValueError: `zip` ends with the shortest.")
def mlp_backward_of_any_lists(grad_output, weights, pre_activations, activations, hidden):
    if np.shape(grad_output) != np.shape(pre_activations[-1]):
        raise ValueError("grad_output does not fit")
    grad_weights, grad_biases = [], []
    layers = list(zip(weights, activations, [None, *pre_activations]))
    for W, a, z in layers[::-1]:
        grad_output, grad_W, grad_b = affine_backward(grad_output, a, W)
        grad_weights.insert(0, grad_W)
        grad_biases.insert(0, grad_b)
        if z is not None:
            grad_output = activation_backward(grad_output, z, hidden)
    return grad_weights, grad_biases


@mlp_backward.variant
def mlp_backward_with_places_kept(grad_output, weights, pre_activations, activations, hidden):
    L = len(weights)
    if L == 0 or len(pre_activations) != L or len(activations) != L + 1:
        raise ValueError("the lists do not fit")
    if grad_output.shape != pre_activations[-1].shape:
        raise ValueError("grad_output does not fit")
    grad_weights, grad_biases = [None] * L, [None] * L
    delta = grad_output
    for i in range(L - 1, -1, -1):
        delta, grad_weights[i], grad_biases[i] = affine_backward(delta, activations[i], weights[i])
        if i:
            delta = activation_backward(delta, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.variant
def mlp_backward_deltas_first(grad_output, weights, pre_activations, activations, hidden):
    if len(weights) < 1 or len(weights) != len(pre_activations) or len(activations) - 1 != len(weights):
        raise ValueError("the lists do not fit")
    deltas = [np.asarray(grad_output, dtype=float)]
    for W, z in zip(weights[:0:-1], pre_activations[-2::-1]):
        back = deltas[0] @ np.transpose(W)
        if back.shape != np.shape(z):
            raise ValueError("a pre-activation does not fit")
        deltas.insert(0, back * activation_grad(z, hidden))
    for delta, z, a in zip(deltas, pre_activations, activations):
        if delta.shape != np.shape(z) or len(a) != len(delta):
            raise ValueError("a shape does not fit")
    grad_weights = [np.transpose(a) @ delta for a, delta in zip(activations, deltas)]
    return tuple(grad_weights), tuple(np.sum(delta, axis=0) for delta in deltas)


@mlp_backward.variant
def mlp_backward_recursively(grad_output, weights, pre_activations, activations, hidden):
    if not len(weights) == len(pre_activations) == len(activations) - 1 > 0:
        raise ValueError("the lists do not fit")
    if np.shape(grad_output) != np.shape(pre_activations[-1]):
        raise ValueError("grad_output does not fit")

    def up_to(layer, delta):
        grad_a, grad_W, grad_b = affine_backward(delta, activations[layer], weights[layer])
        if layer == 0:
            return [grad_W], [grad_b]
        before = up_to(layer - 1, activation_backward(grad_a, pre_activations[layer - 1], hidden))
        return before[0] + [grad_W], before[1] + [grad_b]

    return up_to(len(weights) - 1, grad_output)
