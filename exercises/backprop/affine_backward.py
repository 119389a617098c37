"""affine_backward: a gradient through a layer, to its input, its weights and its biases."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from grader import Case, Exercise, slip
from solutions import backprop


def layer(num_examples, num_inputs, num_outputs, make=normal):
    """Make grad_output `(N, D_out)`, X `(N, D_in)` and W `(D_in, D_out)`."""
    return make((num_examples, num_outputs), (num_examples, num_inputs), (num_inputs, num_outputs))


GRAD_X, GRAD_W, GRAD_B = "grad_output @ W.T", "X.T @ grad_output", "grad_output.sum(axis=0)"
RETURNED = f"return {GRAD_X}, {GRAD_W}, {GRAD_B}"

affine_backward = Exercise(
    backprop.affine_backward,
    points=4,
    hints=(
        "Write out one entry of Z as a sum, and ask of one entry of X, of W and of b: which entries of Z does it "
        "enter, and with which factor? The gradient collects that factor times the gradient from all of them.",
        "Then let the shapes lead you: which product of two of the three, one transposed, has the shape of X, and "
        "which that of W? The bias is added to every row: its gradient collects something from every row.",
        "grad_X is grad_output times W transposed; grad_W is X transposed times grad_output, which adds up over the "
        "examples by itself; grad_b is the sum of grad_output along axis 0. Return them in this order, and divide by "
        "nothing.",
    ),
    cases=(
        Case("a layer of five inputs and three neurons", layer(4, 5, 3), share=2),
        Case("as many examples as inputs and neurons", layer(3, 3, 3)),
        Case("one example", layer(1, 4, 6), share=0.5),
        Case("one input, one neuron", calls(layer(5, 1, 2), layer(6, 2, 1), layer(2, 1, 1))),
        Case("whole numbers, then another shape", calls(layer(2, 5, 3, whole), layer(7, 2, 4))),
        Case("other number types and memory layouts", forms(layer(3, 2, 4)), share=0.5),
    ),
    wrong_answers=[
        slip(
            "affine_backward_averaged",
            "Do not divide by N here: the 1/N of the mean has entered at the loss and is in grad_output.",
            (f"{GRAD_W}, {GRAD_B}", f"{GRAD_W} / len(X), {GRAD_B} / len(X)"),
        ),
        slip(
            "affine_backward_averages_everything",
            "The 1/N of the mean has entered at the loss: divide none of the three by N.",
            (RETURNED, f"return {GRAD_X} / len(X), {GRAD_W} / len(X), {GRAD_B} / len(X)"),
        ),
        slip(
            "affine_backward_averages_the_bias",
            "Sum grad_output over the examples for the bias: its 1/N has entered at the loss already.",
            (GRAD_B, "grad_output.mean(axis=0)"),
        ),
        slip(
            "affine_backward_averages_the_weights",
            "grad_W adds up over the examples: its 1/N has entered at the loss already.",
            (GRAD_W, f"{GRAD_W} / len(X)"),
        ),
        slip(
            "affine_backward_bias_along_the_rows",
            "All examples share the bias: sum over them, axis 0, not over the neurons.",
            ("axis=0", "axis=1"),
        ),
        slip(
            "affine_backward_bias_not_summed",
            "grad_b has the shape of b, (D_out,): sum grad_output over the examples.",
            (GRAD_B, "grad_output"),
        ),
        slip(
            "affine_backward_bias_as_one_number",
            "Each neuron has a bias of its own: sum over the examples alone, axis 0.",
            ("sum(axis=0)", "sum()"),
        ),
        slip(
            "affine_backward_bias_as_a_row",
            "grad_b has the shape of b, (D_out,): with `keepdims=True` it is (1, D_out).",
            ("axis=0", "axis=0, keepdims=True"),
        ),
        slip(
            "affine_backward_bias_of_ones",
            "The bias receives the gradient that comes in, summed over the examples: not its own slope, 1.",
            (GRAD_B, "np.ones(W.shape[1])"),
        ),
        slip(
            "affine_backward_weights_transposed",
            "grad_W has the shape of W: it is X.T @ grad_output, here it is transposed.",
            (GRAD_W, "grad_output.T @ X"),
        ),
        slip(
            "affine_backward_through_the_weights_forward",
            "Transpose W on the way back: input d gets from neuron k what it gave to it, through W[d, k].",
            (GRAD_X, "grad_output @ W"),
        ),
        slip(
            "affine_backward_without_transposing_the_input",
            "Transpose X: weight W[d, k] collects input d times the gradient of neuron k from all examples.",
            (GRAD_W, "X @ grad_output"),
        ),
        slip(
            "affine_backward_in_another_order",
            "The order is grad_X, grad_W, grad_b: the input's gradient comes first, not last.",
            (RETURNED, f"return {GRAD_W}, {GRAD_B}, {GRAD_X}"),
        ),
        slip(
            "affine_backward_weights_first",
            "The order is grad_X, grad_W, grad_b: the first two are exchanged.",
            (RETURNED, f"return {GRAD_W}, {GRAD_X}, {GRAD_B}"),
        ),
        slip(
            "affine_backward_without_the_input",
            "Three gradients are asked: the one in X is what the layer before needs.",
            (f"{GRAD_X}, ", ""),
        ),
        slip(
            "affine_backward_ignores_the_gradient",
            "These are the derivatives of the layer alone: multiply by the gradient that comes in, grad_output.",
            (f"{GRAD_X}, {GRAD_W}", "np.ones_like(grad_output) @ W.T, X.T @ np.ones_like(grad_output)"),
        ),
        slip(
            "affine_backward_of_the_sum_of_weights",
            "Each row of grad_X has its own grad_output: the weights alone say how Z varies, not how the loss does.",
            (GRAD_X, "np.ones_like(grad_output) @ W.T"),
        ),
        slip(
            "affine_backward_downhill",
            "No sign changes here: the minus of gradient descent comes later, in the step.",
            (RETURNED, f"return -({GRAD_X}), -({GRAD_W}), -({GRAD_B})"),
        ),
    ],
)


@affine_backward.wrong("The gradient has a row for each example, as X has: `grad_output @ W.T`.")
def affine_backward_in_columns(grad_output, X, W):
    return W @ grad_output.T, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.wrong("These are the slopes of the layer: the chain rule multiplies them by `grad_output`.")
def affine_backward_without_the_incoming_gradient(grad_output, X, W):
    return W.T, X.T, np.ones(W.shape[1])


@affine_backward.wrong("All examples used the same weights: their gradients add up, `X.T @ grad_output`.")
def affine_backward_of_the_first_example(grad_output, X, W):
    return grad_output @ W.T, np.outer(X[0], grad_output[0]), grad_output.sum(axis=0)


@affine_backward.wrong("Nothing is divided by N here, and the gradient of X belongs to single examples anyway.")
def affine_backward_averages_the_input(grad_output, X, W):
    return grad_output @ W.T / len(X), X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.wrong("In the loop, add to the gradient of W: `=` keeps the last example alone.")
def affine_backward_of_the_last_example(grad_output, X, W):
    gX = np.zeros(X.shape)
    gW = np.zeros(W.shape)
    gb = np.zeros(W.shape[1])
    for n in range(len(X)):
        gX[n] = W @ grad_output[n]
        gW = np.outer(X[n], grad_output[n])
        gb += grad_output[n]
    return gX, gW, gb


@affine_backward.wrong("The gradient in X does not depend on X: it is `grad_output @ W.T`.")
def affine_backward_times_the_input(grad_output, X, W):
    return grad_output @ W.T * X, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.variant
def affine_backward_as_it_is_written(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.variant
def affine_backward_with_einsum(grad_output, X, W):
    grad_output, X, W = np.array(grad_output, float), np.array(X, float), np.array(W, float)
    grad_X = np.einsum("nk,dk->nd", grad_output, W)
    return grad_X, np.einsum("nd,nk->dk", X, grad_output), np.einsum("nk->k", grad_output)


@affine_backward.variant
def affine_backward_example_by_example(grad_output, X, W):
    grad_X, grad_W, grad_b = np.zeros(X.shape), np.zeros(W.shape), np.zeros(W.shape[1])
    for n in range(len(X)):
        g, x = grad_output[n].astype(float), X[n].astype(float)
        grad_X[n] = W.astype(float) @ g
        grad_W += np.outer(x, g)
        grad_b += g
    return [grad_X, grad_W, grad_b]


@affine_backward.variant
def affine_backward_with_a_column_of_ones(grad_output, X, W):
    G, X, W = np.float64(grad_output), np.float64(X), np.float64(W)
    both = np.hstack([X, np.ones((len(X), 1))]).T @ G
    return np.dot(W, G.T).T, both[:-1], both[-1]
