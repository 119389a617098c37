"""mlp_backward: backpropagation through a whole network."""

import numpy as np

from exercises.backprop.passes import ROUNDED, passed, whole_passed
from exercises.forms import calls, forms
from grader import Case, Exercise, slip
from solutions import backprop
from solutions.backprop import activation_backward, affine_backward
from solutions.perceptron import activation_grad

AFFINE = "affine_backward(grad_output, activations[layer], weights[layer])"
BACK = "grad_output = activation_backward(grad_output, pre_activations[layer - 1], hidden)"
RETURNED = "return grad_weights, grad_biases"

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
        "put the last two at the front of their lists with `insert(0, ...)`; if i > 0, replace grad_output by "
        "`activation_backward` of it with `hidden`. There is no activation before the first layer.",
    ),
    cases=(
        Case("two layers", passed(5, 3, 4, 2, hidden="sigmoid"), share=2),
        Case("four layers", passed(6, 2, 5, 4, 3, 7, hidden="tanh"), share=1.5),
        Case("as many examples as inputs and neurons", passed(3, 3, 3, 3, hidden="relu")),
        Case("layers of one size", passed(5, 2, 2, 2, 2, hidden="sigmoid")),
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
        Case(
            "other number types and memory layouts",
            forms(passed(3, 2, 5, 4, hidden="leaky_relu")),
            share=0.5,
            parameters=ROUNDED,
        ),
    ),
    wrong_answers=[
        slip(
            "mlp_backward_last_layer_first",
            "You went from the last layer to the first: turn the lists round before you return them.",
            ("grad_weights.insert(0, grad_W)", "grad_weights.append(grad_W)"),
            ("grad_biases.insert(0, grad_b)", "grad_biases.append(grad_b)"),
        ),
        slip(
            "mlp_backward_without_the_slopes",
            "Between two layers lies an activation: multiply by its slope f'(z) on the way back.",
            (BACK, "pass"),
        ),
        slip(
            "mlp_backward_through_an_output_activation",
            "grad_output belongs to the last sum already: no activation lies between it and the last layer.",
            (
                "        grad_output, grad_W",
                f"        {BACK.replace('layer - 1', 'layer')}\n        grad_output, grad_W",
            ),
            (f"            {BACK}", "            pass"),
        ),
        slip(
            "mlp_backward_slopes_at_the_activations",
            "The slope is taken at the sums z, `pre_activations`: here it is taken at the activations.",
            ("pre_activations[layer - 1], hidden", "activations[layer], hidden"),
        ),
        slip(
            "mlp_backward_slopes_of_the_layer_behind",
            "The gradient has arrived before layer i: its slope is that of `pre_activations[i - 1]`, not of `[i]`.",
            ("pre_activations[layer - 1]", "pre_activations[layer]"),
        ),
        slip(
            "mlp_backward_reads_the_sums",
            "A layer read the activations a of the one before, not its sums z.",
            (
                AFFINE,
                f"{AFFINE} if layer == 0 else affine_backward(grad_output, pre_activations[layer - 1], weights[layer])",
            ),
        ),
        slip(
            "mlp_backward_reads_its_own_output",
            "`activations[i]` is what layer i read, `activations[i + 1]` what it said: take what it read.",
            ("activations[layer], weights[layer]", "activations[layer + 1], weights[layer]"),
        ),
        slip(
            "mlp_backward_averaged",
            "Do not divide by N in any layer: the 1/N of the mean has entered at the loss, once.",
            ("insert(0, grad_W)", "insert(0, grad_W / len(grad_output))"),
            ("insert(0, grad_b)", "insert(0, grad_b / len(grad_output))"),
        ),
        slip(
            "mlp_backward_averages_the_biases",
            "The biases' slopes are sums over the examples, not means: mend it here or in your `affine_backward`.",
            ("insert(0, grad_b)", "insert(0, grad_b / len(grad_output))"),
        ),
        slip(
            "mlp_backward_of_sigmoids_only",
            "Hidden layers use the activation that `hidden` names: here they are all taken for sigmoids.",
            ("pre_activations[layer - 1], hidden", 'pre_activations[layer - 1], "sigmoid"'),
        ),
        slip(
            "mlp_backward_forgets_what_came_in",
            "Each layer hands its gradient on to the one before: here every layer begins anew with the slopes alone.",
            (BACK, "grad_output = activation_grad(pre_activations[layer - 1], hidden)"),
        ),
        slip(
            "mlp_backward_activations_for_slopes",
            "Multiply by the slope f'(z), not by the activation f(z) itself.",
            (BACK, "grad_output = grad_output * activations[layer]"),
        ),
        slip(
            "mlp_backward_biases_first",
            "The weights come first, then the biases.",
            (RETURNED, "return grad_biases, grad_weights"),
        ),
        slip(
            "mlp_backward_in_pairs",
            "Two lists are asked, all the weights and all the biases: not a pair for each layer.",
            (RETURNED, "return list(zip(grad_weights, grad_biases))"),
        ),
        slip(
            "mlp_backward_of_the_input_too",
            "Two lists are asked: the gradient in the input is left over, and not returned.",
            (RETURNED, "return grad_output, grad_weights, grad_biases"),
        ),
        slip(
            "mlp_backward_without_the_first_layer",
            "The first layer has gradients too: go on until the input, where only the activation is left out.",
            ("range(len(weights))", "range(1, len(weights))"),
        ),
        slip(
            "mlp_backward_of_the_last_layer_alone",
            "Every layer has gradients, not the last one alone: go on to the first.",
            (RETURNED, "return grad_weights[-1:], grad_biases[-1:]"),
        ),
        slip(
            "mlp_backward_downhill",
            "No sign changes here: the minus of gradient descent comes later, in the step.",
            ("insert(0, grad_W)", "insert(0, -grad_W)"),
            ("insert(0, grad_b)", "insert(0, -grad_b)"),
        ),
        slip(
            "mlp_backward_takes_the_network_apart",
            "Go through the lists without emptying them: `pop` takes the caller's own network apart.",
            ("weights[layer])", "weights.pop())"),
        ),
    ],
)


@mlp_backward.wrong("`hidden` says which activation: it is not always ReLU.")
def mlp_backward_with_relu_always(grad_output, weights, pre_activations, activations, hidden):
    gw, gb = [], []
    for i in reversed(range(len(weights))):
        grad_output, W, b = affine_backward(grad_output, activations[i], weights[i])
        gw.insert(0, W)
        gb.insert(0, b)
        if i > 0:
            grad_output = activation_backward(grad_output, pre_activations[i - 1], "relu")
    return gw, gb


@mlp_backward.wrong("A network can have any number of layers: go back through them in a loop.")
def mlp_backward_of_two_layers(grad_output, weights, pre_activations, activations, hidden):
    g1, W1, b1 = affine_backward(grad_output, activations[1], weights[1])
    g1 = activation_backward(g1, pre_activations[0], hidden)
    _, W0, b0 = affine_backward(g1, activations[0], weights[0])
    return [W0, W1], [b0, b1]


@mlp_backward.variant
def mlp_backward_with_places_kept(grad_output, weights, pre_activations, activations, hidden):
    L = len(weights)
    grad_weights, grad_biases = [None] * L, [None] * L
    delta = grad_output
    for i in range(L - 1, -1, -1):
        delta, grad_weights[i], grad_biases[i] = affine_backward(delta, activations[i], weights[i])
        if i:
            delta = activation_backward(delta, pre_activations[i - 1], hidden)
    return grad_weights, grad_biases


@mlp_backward.variant
def mlp_backward_deltas_first(grad_output, weights, pre_activations, activations, hidden):
    deltas = [grad_output]
    for W, z in zip(weights[:0:-1], pre_activations[-2::-1]):
        deltas.insert(0, deltas[0] @ W.T * activation_grad(z, hidden))
    grad_weights = [a.T @ delta for a, delta in zip(activations, deltas)]
    return tuple(grad_weights), tuple(np.sum(delta, axis=0) for delta in deltas)


@mlp_backward.variant
def mlp_backward_recursively(grad_output, weights, pre_activations, activations, hidden):
    def up_to(layer, delta):
        grad_a, grad_W, grad_b = affine_backward(delta, activations[layer], weights[layer])
        if layer == 0:
            return [grad_W], [grad_b]
        before = up_to(layer - 1, activation_backward(grad_a, pre_activations[layer - 1], hidden))
        return before[0] + [grad_W], before[1] + [grad_b]

    return up_to(len(weights) - 1, grad_output)


@mlp_backward.variant
def mlp_backward_with_slopes_told_from_the_activations(grad_output, weights, pre_activations, activations, hidden):
    slopes = {
        "sigmoid": lambda a: a * (1 - a),
        "tanh": lambda a: 1 - a**2,
        "relu": lambda a: a > 0,
        "leaky_relu": lambda a: np.where(a > 0, 1, 0.01),
        "elu": lambda a: np.where(a > 0, 1, a + 1),
        "identity": lambda a: np.ones(a.shape),
    }
    grad_weights, grad_biases = [], []
    for W, a in zip(weights[::-1], activations[-2::-1]):
        grad_weights.insert(0, a.T @ grad_output)
        grad_biases.insert(0, grad_output.sum(axis=0))
        grad_output = grad_output @ W.T * slopes[hidden](a)
    return grad_weights, grad_biases
