"""affine_backward: a gradient through a layer, to its input, its weights and its biases."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, raises
from solutions import backprop


def layer(num_examples, num_inputs, num_outputs, make=normal):
    """Make grad_output `(N, D_out)`, X `(N, D_in)` and W `(D_in, D_out)`."""
    return make((num_examples, num_outputs), (num_examples, num_inputs), (num_inputs, num_outputs))


def bright(*shapes):
    """Make bytes whose products overflow in their own type."""
    return lambda rng: tuple(array + np.uint8(100) for array in tiny(*shapes)(rng))


affine_backward = Exercise(
    backprop.affine_backward,
    points=4,
    hints=(
        "Let the shapes lead you. You have (N, D_out), (N, D_in) and (D_in, D_out): which products of two of them, "
        "one transposed, have the shape of X, and which that of W?",
        "grad_X needs no X and grad_W needs no W. The bias is added to every row, so its gradient collects "
        "something from every row: a sum, along which axis?",
        "Convert all to float64 and compare the shapes. grad_X is grad_output times W transposed; grad_W is X "
        "transposed times grad_output, which adds up over the examples by itself; grad_b is the sum of grad_output "
        "along axis 0. Return them in this order, and divide by nothing.",
    ),
    cases=(
        Case("a layer of five inputs and three neurons", layer(4, 5, 3), share=2),
        Case("as many examples as inputs and neurons", layer(3, 3, 3)),
        Case("one example", layer(1, 4, 6), share=0.5),
        Case("one input, one neuron", calls(layer(5, 1, 2), layer(6, 2, 1), layer(2, 1, 1))),
        Case("whole numbers, then another shape", calls(layer(2, 5, 3, whole), layer(7, 2, 4))),
        Case(
            "other number types and memory layouts",
            calls(forms(layer(3, 2, 4)), layer(20, 3, 5, bright)),
            share=0.5,
        ),
        raises(
            "a gradient or an input of one row only",
            calls(normal((1, 3), (4, 5), (5, 3)), normal((4, 3), (1, 5), (5, 3))),
        ),
        raises(
            "weights of one row or column only", calls(normal((4, 3), (4, 5), (1, 3)), normal((4, 3), (4, 5), (5, 1)))
        ),
        raises("a gradient with one column", normal((4, 1), (4, 5), (5, 3))),
        raises("arrays that lack an axis", calls(normal(3, 5, (5, 3)), normal(4, (4, 5), (5, 1)))),
    ),
)


@affine_backward.wrong("Do not divide by N here: the 1/N of the mean has entered at the loss and is in grad_output.")
def affine_backward_averaged(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output / len(X), grad_output.mean(axis=0)


@affine_backward.wrong("Sum grad_output over the examples for the bias: its 1/N has entered at the loss already.")
def affine_backward_averages_the_bias(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output, grad_output.mean(axis=0)


@affine_backward.wrong("All examples share the bias: sum over them, axis 0, not over the neurons.")
def affine_backward_bias_along_the_rows(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=1)


@affine_backward.wrong("grad_b has the shape of b, (D_out,): sum grad_output over the examples.")
def affine_backward_bias_not_summed(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output, grad_output


@affine_backward.wrong("grad_b has the shape of b, (D_out,): with `keepdims=True` it is (1, D_out).")
def affine_backward_bias_as_a_row(grad_output, X, W):
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0, keepdims=True)


@affine_backward.wrong("grad_W has the shape of W: it is X.T @ grad_output, here it is transposed.")
def affine_backward_weights_transposed(grad_output, X, W):
    return grad_output @ W.T, grad_output.T @ X, grad_output.sum(axis=0)


@affine_backward.wrong("Transpose W on the way back: input d gets from neuron k what it gave to it, through W[d, k].")
def affine_backward_through_the_weights_forward(grad_output, X, W):
    return grad_output @ W, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.wrong("The order is grad_X, grad_W, grad_b.")
def affine_backward_in_another_order(grad_output, X, W):
    return X.T @ grad_output, grad_output.sum(axis=0), grad_output @ W.T


@affine_backward.wrong("Three gradients are asked: the one in X is what the layer before needs.")
def affine_backward_without_the_input(grad_output, X, W):
    return X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.wrong(
    "These are the derivatives of the layer alone: multiply by the gradient that comes in, grad_output."
)
def affine_backward_ignores_the_gradient(grad_output, X, W):
    return np.ones_like(grad_output) @ W.T, X.T @ np.ones_like(grad_output), grad_output.sum(axis=0)


@affine_backward.wrong("No sign changes here: the minus of gradient descent comes later, in the step.")
def affine_backward_downhill(grad_output, X, W):
    return -(grad_output @ W.T), -(X.T @ grad_output), -grad_output.sum(axis=0)


@affine_backward.wrong("Check the shapes and raise a ValueError: (N, 1) or (1, D) may pass a product and mean nothing.")
def affine_backward_of_any_shapes(grad_output, X, W):
    grad_output, X, W = (np.asarray(array, dtype=np.float64) for array in (grad_output, X, W))
    grad_output = np.broadcast_to(grad_output, (len(X), W.shape[-1]))
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.wrong("Convert to float64 first: float32 carries 7 digits, and products of bytes overflow at 256.")
def affine_backward_in_the_type_given(grad_output, X, W):
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or grad_output.shape != (len(X), W.shape[1]):
        raise ValueError("the shapes do not fit")
    return grad_output @ W.T, X.T @ grad_output, grad_output.sum(axis=0)


@affine_backward.variant
def affine_backward_with_einsum(grad_output, X, W):
    grad_output, X, W = np.array(grad_output, float), np.array(X, float), np.array(W, float)
    if W.shape != (X.shape[-1], grad_output.shape[-1]) or X.ndim != 2 or grad_output.shape != (len(X), W.shape[1]):
        raise ValueError("the shapes do not fit")
    grad_X = np.einsum("nk,dk->nd", grad_output, W)
    return grad_X, np.einsum("nd,nk->dk", X, grad_output), np.einsum("nk->k", grad_output)


@affine_backward.variant
def affine_backward_example_by_example(grad_output, X, W):
    if np.ndim(X) != 2 or np.ndim(W) != 2 or np.shape(grad_output) != (len(X), W.shape[1]) or X.shape[1] != len(W):
        raise ValueError("the shapes do not fit")
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
    if G.ndim != 2 or X.ndim != 2 or W.ndim != 2 or (len(G), len(X.T), len(W.T)) != (len(X), len(W), len(G.T)):
        raise ValueError("the shapes do not fit")
    both = np.hstack([X, np.ones((len(X), 1))]).T @ G
    return np.dot(W, G.T).T, both[:-1], both[-1]
