"""mlp_forward: a whole network, with everything it computed on the way."""

import numpy as np

from exercises.forms import calls, forms
from exercises.mlp.networks import network, whole_network
from grader import Case, Exercise
from solutions import mlp
from solutions.mlp import affine
from solutions.perceptron import activation

mlp_forward = Exercise(
    mlp.mlp_forward,
    points=5,
    hints=(
        "Begin with two lists: `pre_activations` is empty, `activations` holds X. Each layer adds one array to each.",
        "A layer reads `activations[-1]`, what the layer before it said. Its z is `affine(activations[-1], W, b)`, its "
        "a is `activation(z, kind)`.",
        "`kind` is `hidden` in every layer but the last, where it is `output`: compare the layer's number with "
        "`len(weights) - 1`. After the loop return the two lists, pre-activations first.",
    ),
    cases=(
        Case("a 2-3-1 network", network(4, 2, 3, 1, hidden="sigmoid", output="sigmoid"), share=2),
        Case("three layers, the last without activation", network(5, 3, 6, 4, 2, hidden="relu", output="identity")),
        Case("as many examples as inputs and neurons", network(3, 3, 3, 3, hidden="tanh", output="sigmoid")),
        Case("one layer, one example", network(1, 5, 2, hidden="relu", output="tanh"), share=0.5),
        Case(
            "the other activations",
            calls(
                network(6, 2, 4, 3, hidden="leaky_relu", output="elu"),
                network(2, 4, 5, 3, 1, hidden="elu", output="relu"),
                network(7, 3, 4, hidden="sigmoid", output="leaky_relu"),
            ),
        ),
        Case(
            "whole numbers, then another network",
            calls(
                whole_network(4, 3, 5, 2, hidden="relu", output="identity"),
                network(2, 1, 6, 1, hidden="tanh", output="identity"),
            ),
        ),
        Case(
            "other number types and memory layouts",
            forms(network(3, 2, 4, 3, hidden="tanh", output="identity")),
            share=0.5,
        ),
    ),
)


@mlp_forward.wrong("The last layer has its own activation, `output`: here it gets the hidden one.")
def mlp_forward_hidden_everywhere(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for W, b in zip(weights, biases):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden))
    return pre_activations, activations


@mlp_forward.wrong("`output` is for the last layer alone: the layers before it use `hidden`.")
def mlp_forward_output_everywhere(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for W, b in zip(weights, biases):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], output))
    return pre_activations, activations


@mlp_forward.wrong("The next layer reads the activations a, not the sums z: else the layers collapse into one.")
def mlp_forward_passes_on_the_sums(X, weights, biases, hidden, output):
    pre_activations, activations = [], [np.asarray(X, dtype=float)]
    z = X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        z = affine(z, W, b)
        pre_activations.append(z)
        activations.append(activation(z, output if layer == len(weights) - 1 else hidden))
    return pre_activations, activations


@mlp_forward.wrong("The last layer has an activation as well: apply `output` to its sums.")
def mlp_forward_leaves_the_output_bare(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden))
    pre_activations.append(affine(activations[-1], weights[-1], biases[-1]))
    return pre_activations, [*activations, pre_activations[-1]]


@mlp_forward.wrong("`activations` begins with the input: a[0] = X makes L + 1 arrays.")
def mlp_forward_without_the_input(X, weights, biases, hidden, output):
    pre_activations, activations, a = [], [], X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(a, W, b))
        a = activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output)
        activations.append(a)
    return pre_activations, activations


@mlp_forward.wrong("The input is no pre-activation: z[1]..z[L] are L arrays, and only `activations` begins with X.")
def mlp_forward_with_the_input_twice(X, weights, biases, hidden, output):
    pre_activations, activations = [X], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output))
    return pre_activations, activations


@mlp_forward.wrong("`pre_activations` holds the sums as they were before the activation, not after it.")
def mlp_forward_keeps_no_sums(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        z = affine(activations[-1], W, b)
        z = activation(z, hidden if layer < len(weights) - 1 else output)
        pre_activations.append(z)
        activations.append(z)
    return pre_activations, activations


@mlp_forward.wrong("The pre-activations come first, then the activations.")
def mlp_forward_in_the_other_order(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output))
    return activations, pre_activations


@mlp_forward.wrong("Return what every layer computed, as two lists: learning needs all of it, not the answer alone.")
def mlp_forward_returns_the_answer_alone(X, weights, biases, hidden, output):
    a = X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        a = activation(affine(a, W, b), hidden if layer < len(weights) - 1 else output)
    return a


@mlp_forward.wrong("Every layer adds its biases.")
def mlp_forward_without_biases(X, weights, biases, hidden, output):
    pre_activations, activations = [], [np.asarray(X, dtype=float)]
    for layer, W in enumerate(weights):
        pre_activations.append(activations[-1] @ W)
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output))
    return pre_activations, activations


@mlp_forward.wrong("Layer 1 has an activation too: `hidden` belongs to every layer but the last.")
def mlp_forward_starts_with_bare_sums(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        kind = output if layer == len(weights) - 1 else hidden if layer > 0 else "identity"
        activations.append(activation(pre_activations[-1], kind))
    return pre_activations, activations


@mlp_forward.wrong("Go through the lists without emptying them: `pop` takes the caller's own network apart.")
def mlp_forward_takes_the_network_apart(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    while weights:
        pre_activations.append(affine(activations[-1], weights.pop(0), biases.pop(0)))
        activations.append(activation(pre_activations[-1], hidden if weights else output))
    return pre_activations, activations


@mlp_forward.wrong("`hidden` and `output` have changed places: `output` is the last layer's activation.")
def mlp_forward_with_the_activations_swapped(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], output if layer < len(weights) - 1 else hidden))
    return pre_activations, activations


@mlp_forward.wrong("The last layer is number L - 1 when counted from 0: `hidden` ends one layer too early.")
def mlp_forward_ends_hidden_too_early(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 2 else output))
    return pre_activations, activations


@mlp_forward.wrong("The input is taken as it is: the first layer does not get `hidden` of X.")
def mlp_forward_activates_the_input(X, weights, biases, hidden, output):
    pre_activations, activations = [], [activation(X, hidden)]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output))
    return pre_activations, activations


@mlp_forward.wrong("Apply the activation once: each layer's a is f(z), not f(f(z)).")
def mlp_forward_activates_twice(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        kind = hidden if layer < len(weights) - 1 else output
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(activation(pre_activations[-1], kind), kind))
    return pre_activations, activations


@mlp_forward.wrong("The lists go from the input to the output, not backwards.")
def mlp_forward_backwards(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden if layer < len(weights) - 1 else output))
    return pre_activations[::-1], activations[::-1]


@mlp_forward.wrong("The last layer is a layer too: its z and its a belong into the lists.")
def mlp_forward_without_the_last_layer(X, weights, biases, hidden, output):
    pre_activations, activations = [], [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        pre_activations.append(affine(activations[-1], W, b))
        activations.append(activation(pre_activations[-1], hidden))
    return pre_activations, activations


@mlp_forward.wrong("Return the pre-activations as well: two lists, first the z and then the a.")
def mlp_forward_returns_the_activations_alone(X, weights, biases, hidden, output):
    activations = [X]
    for layer, (W, b) in enumerate(zip(weights, biases)):
        activations.append(activation(affine(activations[-1], W, b), hidden if layer < len(weights) - 1 else output))
    return activations


@mlp_forward.wrong("Return all layers: learning needs the hidden ones as well as the last.")
def mlp_forward_returns_the_last_layer_alone(X, weights, biases, hidden, output):
    a = X
    for layer, (W, b) in enumerate(zip(weights, biases)):
        z = affine(a, W, b)
        a = activation(z, hidden if layer < len(weights) - 1 else output)
    return z, a


@mlp_forward.wrong("Each layer reads what the layer before it said; here all of them read X.")
def mlp_forward_reads_the_input_everywhere(X, weights, biases, hidden, output):
    z, a = [], [X]
    for i, (W, b) in enumerate(zip(weights, biases)):
        z.append(affine(X, W, b))
        a.append(activation(z[-1], hidden if i < len(weights) - 1 else output))
    return z, a


@mlp_forward.wrong("`hidden` says which activation: it is not always ReLU.")
def mlp_forward_always_relu(X, weights, biases, hidden, output):
    z, a = [], [X]
    for i, (W, b) in enumerate(zip(weights, biases)):
        z.append(affine(a[-1], W, b))
        a.append(np.maximum(0, z[-1]) if i < len(weights) - 1 else activation(z[-1], output))
    return z, a


@mlp_forward.wrong("Layer i has `weights[i]` and `biases[i]`: here the bias is that of the layer before.")
def mlp_forward_with_the_bias_before(X, weights, biases, hidden, output):
    z, a = [], [X]
    for i, (W, b) in enumerate(zip(weights, biases)):
        z.append(affine(a[0], W, b) if i == 0 else affine(a[-1], W, biases[i - 1]))
        a.append(activation(z[-1], hidden if i < len(weights) - 1 else output))
    return z, a


@mlp_forward.variant
def mlp_forward_layer_by_layer(X, weights, biases, hidden, output):
    num_layers = len(weights)
    pre_activations = [None] * num_layers
    activations = [X] + [None] * num_layers
    for layer in range(num_layers):
        pre_activations[layer] = affine(activations[layer], weights[layer], biases[layer])
        if layer < num_layers - 1:
            activations[layer + 1] = activation(pre_activations[layer], hidden)
        else:
            activations[layer + 1] = activation(pre_activations[layer], output)
    return pre_activations, activations


@mlp_forward.variant
def mlp_forward_with_the_last_layer_apart(X, weights, biases, hidden, output):
    a, zs, activations = X, [], [X]
    for W, b in zip(weights[:-1], biases[:-1]):
        z = affine(a, W, b)
        a = activation(z, hidden)
        zs.append(z)
        activations.append(a)
    zs.append(affine(a, weights[-1], biases[-1]))
    activations.append(activation(zs[-1], output))
    return tuple(zs), tuple(activations)


@mlp_forward.variant
def mlp_forward_recursively(X, weights, biases, hidden, output):
    def rest(a, layers):
        if not layers:
            return [], [a]
        (W, b), *others = layers
        z = affine(a, W, b)
        sums, answers = rest(activation(z, hidden if others else output), others)
        return [z, *sums], [a, *answers]

    return rest(np.array(X, dtype=np.float64), list(zip(weights, biases)))


@mlp_forward.variant
def mlp_forward_without_its_helpers(X, weights, biases, hidden, output):
    functions = {
        "identity": lambda z: z.copy(),
        "sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)),
        "tanh": lambda z: np.tanh(z),
        "relu": lambda z: z.clip(min=0),
        "leaky_relu": lambda z: np.maximum(z, 0.01 * z),
        "elu": lambda z: np.where(z > 0, z, np.expm1(z)),
    }
    pre_activations, activations = [], [X.astype(float)]
    for layer in range(1, len(weights) + 1):
        pre_activations.append(activations[-1] @ weights[layer - 1].astype(float) + biases[layer - 1])
        activations.append(functions[output if layer == len(weights) else hidden](pre_activations[-1]))
    return pre_activations, activations
