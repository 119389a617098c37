"""train_step: forward, loss, backward, one step downhill."""

import numpy as np

from exercises.backprop.passes import ROUNDED, certain, classifier, whole_classifier
from exercises.forms import calls, forms
from grader import Case, Exercise, slip
from solutions import backprop
from solutions.backprop import activation_backward, affine_backward, mlp_backward
from solutions.losses import accuracy, cross_entropy, cross_entropy_grad, softmax
from solutions.mlp import mlp_forward

LOSS = "loss = cross_entropy(activations[-1], labels)"
GRADIENT = "grad_logits = cross_entropy_grad(activations[-1], labels)"
BACK = "grad_weights, grad_biases = mlp_backward(grad_logits, weights, pre_activations, activations, hidden)"
NEW_WEIGHTS = "[W - learning_rate * grad for W, grad in zip(weights, grad_weights)]"
NEW_BIASES = "[b - learning_rate * grad for b, grad in zip(biases, grad_biases)]"
RETURNED = "return loss, new_weights, new_biases"

train_step = Exercise(
    backprop.train_step,
    points=4,
    hints=(
        "Four of your functions in a row: the forward pass, the loss, its gradient in the logits, the backward pass.",
        '`mlp_forward` with "identity" as its output returns all sums and all activations; the last activations '
        "are the logits. `cross_entropy` and `cross_entropy_grad` read them, and the gradient is what "
        "`mlp_backward` begins with.",
        "After that, build two new lists: every W less learning_rate times its gradient, every b likewise, with "
        "the old W and b left as they are (`W - ...`, not `W -= ...`). Return the loss of before the step, then "
        "the two lists.",
    ),
    cases=(
        Case("a network with one hidden layer", classifier(6, 3, 5, 4, hidden="tanh"), share=2),
        Case("three layers, a large step", classifier(7, 2, 5, 4, 3, hidden="relu", learning_rate=0.5)),
        Case(
            "as many examples as inputs, neurons and classes",
            classifier(4, 4, 4, 4, hidden="sigmoid", learning_rate=0.3),
        ),
        Case(
            "one layer, one example",
            calls(classifier(5, 3, 2, hidden="relu", learning_rate=0.2), classifier(1, 2, 6, 3, hidden="elu")),
            share=0.5,
        ),
        Case(
            "the other activations",
            calls(
                classifier(3, 2, 4, 2, hidden="leaky_relu", learning_rate=1.0),
                classifier(8, 3, 2, 5, hidden="identity", learning_rate=0.05),
            ),
        ),
        Case("logits of ten thousand", calls(certain(5, 3, 4, 3, hidden="tanh"), certain(4, 2, 6, hidden="relu"))),
        Case(
            "whole numbers, then another network",
            calls(whole_classifier(5, 3, 4, 2, hidden="relu"), classifier(9, 4, 3, 6, hidden="tanh")),
        ),
        Case(
            "other number types and memory layouts",
            forms(classifier(5, 2, 4, 3, hidden="tanh")),
            share=0.5,
            parameters=ROUNDED,
        ),
    ),
    wrong_answers=[
        slip(
            "train_step_uphill",
            "Subtract: the gradient points uphill, and the step goes down.",
            (NEW_WEIGHTS, NEW_WEIGHTS.replace("-", "+")),
            (NEW_BIASES, NEW_BIASES.replace("-", "+")),
        ),
        slip(
            "train_step_loss_afterwards",
            "Return the loss before the step, of the network that came in: this is the loss after it.",
            (
                RETURNED,
                '_, activations = mlp_forward(X, new_weights, new_biases, hidden, "identity")\n'
                "    return cross_entropy(activations[-1], labels), new_weights, new_biases",
            ),
        ),
        slip(
            "train_step_with_an_output_activation",
            'The last layer has no activation: its outputs are logits, so the forward pass ends with "identity".',
            ('"identity"', "hidden"),
        ),
        slip(
            "train_step_of_the_sum",
            "Do not multiply the 1/N away: the step follows the gradient of the mean loss, whatever N is.",
            (GRADIENT, f"{GRADIENT} * len(X)"),
        ),
        slip(
            "train_step_averaged_twice",
            "Do not divide by N again: it is in `cross_entropy_grad`, and enters once.",
            (GRADIENT, f"{GRADIENT} / len(X)"),
        ),
        slip(
            "train_step_averages_the_biases",
            "The biases move N times too little: their slopes are sums, also in the `affine_backward` you wrote.",
            (NEW_BIASES, NEW_BIASES.replace("* grad", "* grad / len(X)")),
        ),
        slip(
            "train_step_of_weights_alone",
            "The biases learn as well: move them like the weights.",
            (RETURNED, "return loss, new_weights, biases"),
        ),
        slip(
            "train_step_of_the_last_layer",
            "Every layer learns, not the last one alone.",
            (RETURNED, "return loss, [*weights[:-1], new_weights[-1]], [*biases[:-1], new_biases[-1]]"),
        ),
        slip(
            "train_step_without_a_learning_rate",
            "Multiply the gradients by `learning_rate`: here the step has the length of the gradient itself.",
            (NEW_WEIGHTS, NEW_WEIGHTS.replace("learning_rate * ", "")),
            (NEW_BIASES, NEW_BIASES.replace("learning_rate * ", "")),
        ),
        slip(
            "train_step_returns_gradients",
            "Return the network after the step, not the gradients.",
            (RETURNED, "return loss, grad_weights, grad_biases"),
        ),
        slip(
            "train_step_returns_the_changes",
            "Return the network after the step: this is how far each weight moves.",
            (NEW_WEIGHTS, "[-learning_rate * grad for grad in grad_weights]"),
            (NEW_BIASES, "[-learning_rate * grad for grad in grad_biases]"),
        ),
        slip(
            "train_step_loss_last",
            "The loss comes first, then the weights, then the biases.",
            (RETURNED, "return new_weights, new_biases, loss"),
        ),
        slip(
            "train_step_without_the_loss",
            "Return the loss before the step as well: it comes first.",
            (RETURNED, "return new_weights, new_biases"),
        ),
        slip(
            "train_step_of_the_summed_loss",
            "The loss is the mean over the examples, as `cross_entropy` returns it: do not multiply it by N.",
            (RETURNED, "return loss * len(X), new_weights, new_biases"),
        ),
        slip(
            "train_step_twice",
            "One step is asked: here the network moves by the same gradient twice.",
            (NEW_WEIGHTS, NEW_WEIGHTS.replace("- ", "- 2 * ")),
            (NEW_BIASES, NEW_BIASES.replace("- ", "- 2 * ")),
        ),
    ],
)


@train_step.wrong(
    "`cross_entropy` and its gradient take logits and apply the softmax themselves: do not apply it twice."
)
def train_step_of_probabilities(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    probabilities = softmax(activations[-1])
    grad = cross_entropy_grad(probabilities, labels)
    grad_weights, grad_biases = mlp_backward(grad, weights, sums, activations, hidden)
    new_weights = [W - learning_rate * g for W, g in zip(weights, grad_weights)]
    new_biases = [b - learning_rate * g for b, g in zip(biases, grad_biases)]
    return cross_entropy(probabilities, labels), new_weights, new_biases


@train_step.wrong(
    "A probability can round to 0, and its logarithm is lost: `cross_entropy` takes the logits themselves."
)
def train_step_of_the_logarithm_of_the_softmax(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    probabilities = softmax(activations[-1])
    loss = -np.mean(np.log(probabilities[np.arange(len(labels)), labels]))
    grad = (probabilities - np.eye(probabilities.shape[1])[labels]) / len(labels)
    grad_weights, grad_biases = mlp_backward(grad, weights, sums, activations, hidden)
    new_weights = [W - learning_rate * g for W, g in zip(weights, grad_weights)]
    new_biases = [b - learning_rate * g for b, g in zip(biases, grad_biases)]
    return loss, new_weights, new_biases


@train_step.wrong("All gradients belong to the old weights: finish the backward pass before any layer moves.")
def train_step_layer_after_layer(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    delta = cross_entropy_grad(activations[-1], labels)
    new_weights, new_biases = [np.array(W, float) for W in weights], [np.array(b, float) for b in biases]
    for i in reversed(range(len(weights))):
        _, grad_W, grad_b = affine_backward(delta, activations[i], weights[i])
        new_weights[i] -= learning_rate * grad_W
        new_biases[i] -= learning_rate * grad_b
        if i > 0:
            delta = activation_backward(delta @ new_weights[i].T, sums[i - 1], hidden)
    return cross_entropy(activations[-1], labels), new_weights, new_biases


@train_step.wrong("Make new arrays: `W -= ...` changes the caller's own network, which must stay as it was.")
def train_step_in_place(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    grad = cross_entropy_grad(activations[-1], labels)
    grad_weights, grad_biases = mlp_backward(grad, weights, sums, activations, hidden)
    for i in range(len(weights)):
        weights[i] -= learning_rate * grad_weights[i]
        biases[i] -= learning_rate * grad_biases[i]
    return cross_entropy(activations[-1], labels), weights, biases


@train_step.wrong("`hidden` says which activation: it is not always ReLU.")
def train_step_with_relu_always(X, labels, weights, biases, hidden, learning_rate):
    z, a = mlp_forward(X, weights, biases, "relu", "identity")
    g = cross_entropy_grad(a[-1], labels)
    gw, gb = mlp_backward(g, weights, z, a, "relu")
    nw = [W - learning_rate * g for W, g in zip(weights, gw)]
    nb = [b - learning_rate * g for b, g in zip(biases, gb)]
    return cross_entropy(a[-1], labels), nw, nb


@train_step.wrong("The gradient in the logits is the probabilities less the one-hot labels, divided by N.")
def train_step_without_the_labels(X, labels, weights, biases, hidden, learning_rate):
    z, a = mlp_forward(X, weights, biases, hidden, "identity")
    g = softmax(a[-1])
    gw, gb = mlp_backward(g, weights, z, a, hidden)
    nw = [W - learning_rate * g for W, g in zip(weights, gw)]
    nb = [b - learning_rate * g for b, g in zip(biases, gb)]
    return cross_entropy(a[-1], labels), nw, nb


@train_step.wrong("Use `cross_entropy` and its gradient: exp of a large logit does not fit into a float.")
def train_step_with_a_softmax_that_overflows(X, labels, weights, biases, hidden, learning_rate):
    z, a = mlp_forward(X, weights, biases, hidden, "identity")
    p = np.exp(a[-1]) / np.exp(a[-1]).sum(axis=1, keepdims=True)
    n = np.arange(len(labels))
    loss = -np.mean(np.log(p[n, labels]))
    p[n, labels] -= 1
    gw, gb = mlp_backward(p / len(labels), weights, z, a, hidden)
    nw = [W - learning_rate * g for W, g in zip(weights, gw)]
    nb = [b - learning_rate * g for b, g in zip(biases, gb)]
    return loss, nw, nb


@train_step.wrong("Return the loss: the accuracy is something else.")
def train_step_with_the_accuracy(X, labels, weights, biases, hidden, learning_rate):
    z, a = mlp_forward(X, weights, biases, hidden, "identity")
    g = cross_entropy_grad(a[-1], labels)
    gw, gb = mlp_backward(g, weights, z, a, hidden)
    nw = [W - learning_rate * g for W, g in zip(weights, gw)]
    nb = [b - learning_rate * g for b, g in zip(biases, gb)]
    return accuracy(a[-1], labels), nw, nb


@train_step.wrong("All gradients are taken at the old network: compute them once, then move all layers.")
def train_step_one_layer_after_the_other(X, labels, weights, biases, hidden, learning_rate):
    nw, nb = list(weights), list(biases)
    for i in range(len(weights)):
        z, a = mlp_forward(X, nw, nb, hidden, "identity")
        loss = cross_entropy(a[-1], labels)
        g = cross_entropy_grad(a[-1], labels)
        gw, gb = mlp_backward(g, nw, z, a, hidden)
        nw[i] = nw[i] - learning_rate * gw[i]
        nb[i] = nb[i] - learning_rate * gb[i]
    return loss, nw, nb


@train_step.variant
def train_step_with_loops(X, labels, weights, biases, hidden, learning_rate):
    pre_activations, activations = mlp_forward(X, weights, biases, hidden, "identity")
    logits = activations[-1]
    loss = cross_entropy(logits, labels)
    delta = cross_entropy_grad(logits, labels)
    grads = mlp_backward(delta, weights, pre_activations, activations, hidden)
    new_weights, new_biases = [], []
    for i in range(len(weights)):
        new_weights.append(weights[i] - learning_rate * grads[0][i])
        new_biases.append(biases[i] - learning_rate * grads[1][i])
    return loss, new_weights, new_biases


@train_step.variant
def train_step_from_the_probabilities(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    delta = softmax(sums[-1])
    delta[np.arange(len(delta)), labels] -= 1
    grad_weights, grad_biases = mlp_backward(delta / len(delta), weights, sums, activations, hidden)
    return (
        cross_entropy(sums[-1], labels),
        tuple(np.subtract(W, learning_rate * g) for W, g in zip(weights, grad_weights)),
        tuple(np.subtract(b, learning_rate * g) for b, g in zip(biases, grad_biases)),
    )


@train_step.variant
def train_step_layer_by_layer_on_copies(X, labels, weights, biases, hidden, learning_rate):
    sums, activations = mlp_forward(X, weights, biases, hidden, "identity")
    loss, grad = cross_entropy(activations[-1], labels), cross_entropy_grad(activations[-1], labels)
    weights, biases = [np.array(W, dtype=float) for W in weights], [np.array(b, dtype=float) for b in biases]
    for i in reversed(range(len(weights))):
        grad_X, grad_W, grad_b = affine_backward(grad, activations[i], weights[i])
        weights[i] -= learning_rate * grad_W
        biases[i] -= learning_rate * grad_b
        if i:
            grad = activation_backward(grad_X, sums[i - 1], hidden)
    return [loss, weights, biases]
