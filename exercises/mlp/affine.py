"""affine: the weighted sums of one layer, for all examples at once."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from grader import Case, Exercise, raises
from solutions import mlp

affine = Exercise(
    mlp.affine,
    points=2,
    hints=(
        "Entry (n, k) is a sum over the inputs d, then a bias. Which product of two arrays makes such sums?",
        "`X @ W` has the shape (N, D_out). Adding an array of shape (D_out,) adds it to every row: NumPy lines up the "
        "last axes.",
        "Convert all three with `np.asarray(..., dtype=np.float64)`. Raise a ValueError unless X and W have two axes, "
        "X has as many columns as W has rows, and `b.shape` is exactly (D_out,); then return the product plus b.",
    ),
    cases=(
        Case("a layer from three inputs to two neurons", normal((5, 3), (3, 2), 2), share=2),
        Case("as many examples, inputs and neurons", normal((4, 4), (4, 4), 4)),
        Case("one example", normal((1, 6), (6, 3), 3), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 7), (7, 3), 3), normal((6, 2), (2, 1), 1))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((7, 3), (3, 5), 5)), tiny((4, 6), (6, 3), 3)),
            share=0.5,
        ),
        raises("one bias for many neurons", calls(normal((5, 3), (3, 2), 1), normal((4, 2), (2, 3), ()))),
        raises("one bias for each example", normal((3, 5), (5, 2), (3, 1))),
        raises("a row without its axis", normal(3, (3, 2), 2)),
        raises("inputs that do not fit the weights", normal((4, 2), (3, 2), 2)),
    ),
)


@affine.wrong("Add the bias: without it, an example of all zeros gets zero from every neuron.")
def affine_without_the_bias(X, W, b):
    return X @ W


@affine.wrong("The product is `X @ W`: column k of W belongs to neuron k. Here W is turned over.")
def affine_with_the_transposed_weights(X, W, b):
    return (X @ W.T if X.shape[1] == W.shape[1] else X @ W) + b


@affine.wrong("One row per example, shape (N, D_out): this is the transpose, as books with columns write it.")
def affine_in_columns(X, W, b):
    return W.T @ X.T + b[:, np.newaxis]


@affine.wrong("One bias per neuron, the same for every row: `b[:, np.newaxis]` gives one bias to each example.")
def affine_with_a_bias_per_example(X, W, b):
    return X @ W + b[:, np.newaxis]


@affine.wrong("Add the bias after the product: inside the bracket, each input multiplies it once more.")
def affine_with_the_bias_in_the_weights(X, W, b):
    return X @ (W + b)


@affine.wrong("Each neuron has its own bias: `b.sum()` gives all of them the same.")
def affine_with_the_summed_bias(X, W, b):
    return X @ W + b.sum()


@affine.wrong("Add the bias; subtracting it would make it a threshold, which is its negative.")
def affine_with_a_threshold(X, W, b):
    return X @ W - b


@affine.wrong("Return the weighted sums themselves: the activation comes afterwards, in `mlp_forward`.")
def affine_with_a_relu(X, W, b):
    return np.maximum(X @ W + b, 0)


@affine.wrong("Check that `b.shape` is (D_out,): NumPy stretches a bias of another shape without a word.")
def affine_broadcasts_the_bias(X, W, b):
    X, W, b = (np.asarray(array, dtype=np.float64) for array in (X, W, b))
    if X.ndim != 2 or W.ndim != 2:
        raise ValueError("X and W must have two axes")
    return X @ W + b


@affine.wrong("Convert all three to float64: small unsigned integers wrap around at 256, and float32 has 7 digits.")
def affine_in_the_type_given(X, W, b):
    if X.ndim != 2 or b.shape != W.shape[1:]:
        raise ValueError("the shapes do not fit")
    return X @ W + b


@affine.variant
def affine_neuron_by_neuron(X, W, b):
    (num_examples, inputs), (rows, neurons) = np.shape(X), np.shape(W)
    if rows != inputs or np.shape(b) != (neurons,):
        raise ValueError("the shapes do not fit together")
    Z = np.empty((num_examples, neurons))
    for k in range(neurons):
        Z[:, k] = np.asarray(X, dtype=float).dot(W[:, k].astype(float)) + b[k]
    return Z


@affine.variant
def affine_in_plain_python(X, W, b):
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != len(W) or b.ndim != 1 or len(b) != W.shape[1]:
        raise ValueError("the shapes do not fit together")
    columns = W.T.tolist()
    return [
        [sum(x * w for x, w in zip(row, column)) + bias for column, bias in zip(columns, b.tolist())]
        for row in X.tolist()
    ]


@affine.variant
def affine_with_a_column_of_ones(X, W, b):
    if b.ndim != 1:
        raise ValueError("b must have one axis")
    lengthened = np.hstack([X.astype(float), np.ones((len(X), 1))])  # NumPy refuses what does not fit
    return lengthened @ np.vstack([W.astype(float), b])


@affine.variant
def affine_from_columns(X, W, b):
    if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[0] or b.shape != (W.shape[1],):
        raise ValueError("the shapes do not fit together")
    columns = np.einsum("dk,nd->kn", W, X, dtype=np.float64) + b.reshape(-1, 1)
    return columns.T
