"""affine: the weighted sums of one layer, for all examples at once."""

import numpy as np

from exercises.forms import calls, forms, in_bytes, normal, whole
from grader import Case, Exercise
from solutions import mlp

affine = Exercise(
    mlp.affine,
    points=2,
    hints=(
        "Entry (n, k) is a sum over the inputs d, then a bias. Which product of two arrays makes such sums?",
        "`X @ W` has the shape (N, D_out). Adding an array of shape (D_out,) adds it to every row: NumPy lines up the "
        "last axes.",
        "Convert all three with `np.asarray(..., dtype=np.float64)`, so that small integers do not overflow; then "
        "return the matrix product of X and W, plus b.",
    ),
    cases=(
        Case("a layer from three inputs to two neurons", normal((5, 3), (3, 2), 2), share=2),
        Case("as many examples, inputs and neurons", normal((4, 4), (4, 4), 4)),
        Case("one example", normal((1, 6), (6, 3), 3), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 7), (7, 3), 3), normal((6, 2), (2, 1), 1))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((7, 3), (3, 5), 5)), in_bytes((4, 6), (6, 3), 3)),
            share=0.5,
        ),
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


@affine.wrong("Convert all three to float64: small unsigned integers wrap around at 256.")
def affine_in_the_type_given(X, W, b):
    return X @ W + b


@affine.wrong("Add the bias once, after the products are added up, not once for each input.")
def affine_adds_the_bias_for_each_input(X, W, b):
    return X @ W + X.shape[1] * b


@affine.wrong("Add the bias: multiplying by it would silence a neuron whose bias is 0.")
def affine_multiplies_by_the_bias(X, W, b):
    return (X @ W) * b


@affine.wrong("Every neuron has a bias of its own: the first one does not serve them all.")
def affine_with_the_first_bias(X, W, b):
    return X @ W + b[0]


@affine.wrong("Return the weighted sums themselves: no sigmoid, and no other activation.")
def affine_with_a_sigmoid(X, W, b):
    return 1 / (1 + np.exp(-np.clip(X @ W + b, -700, 700)))


@affine.wrong("Add the products up; their mean divides everything by the number of inputs.")
def affine_of_means(X, W, b):
    return X @ W / X.shape[1] + b


@affine.wrong("Each neuron has its own sum: the result has the shape (N, D_out), a column for each neuron.")
def affine_adds_up_the_neurons(X, W, b):
    return (X @ W + b).sum(axis=1)


@affine.wrong("Work on a copy: `b += ...` or `X += ...` writes into the caller's own array.")
def affine_changes_its_input(X, W, b):
    result = X @ W + b
    b += result[0].astype(b.dtype)
    return result


@affine.wrong("Write X first: `X @ W` gives a row for each example, `W @ X` fits square arrays alone.")
def affine_with_weights_first(X, W, b):
    return W @ X + b


@affine.wrong("X has a row for each example already: leave it as it is.")
def affine_with_turned_data(X, W, b):
    return X.T @ W + b


@affine.wrong("`*` multiplies entry by entry; weighted sums are the matrix product, `@`.")
def affine_entry_by_entry(X, W, b):
    return X * W + b


@affine.wrong("`range(n)` stops before n by itself: with n - 1 the last neuron is left at 0.")
def affine_without_the_last_neuron(X, W, b):
    out = np.zeros((X.shape[0], W.shape[1]))
    for n in range(X.shape[0]):
        for k in range(W.shape[1] - 1):
            out[n, k] = X[n] @ W[:, k] + b[k]
    return out


@affine.wrong("Every row gets the biases, not the first alone.")
def affine_with_a_bias_for_the_first_example(X, W, b):
    out = X @ W
    out[0] += b
    return out


@affine.wrong("Keep the fractions: a result that is converted to integers loses them.")
def affine_in_whole_numbers(X, W, b):
    Z = np.array(X @ W, dtype=int)
    return Z + b.astype(int)


@affine.variant
def affine_neuron_by_neuron(X, W, b):
    Z = np.empty((len(X), len(b)))
    for k in range(len(b)):
        Z[:, k] = np.asarray(X, dtype=float).dot(W[:, k].astype(float)) + b[k]
    return Z


@affine.variant
def affine_in_plain_python(X, W, b):
    columns = W.T.tolist()
    return [
        [sum(x * w for x, w in zip(row, column)) + bias for column, bias in zip(columns, b.tolist())]
        for row in X.tolist()
    ]


@affine.variant
def affine_with_a_column_of_ones(X, W, b):
    lengthened = np.hstack([X.astype(float), np.ones((len(X), 1))])  # NumPy refuses what does not fit
    return lengthened @ np.vstack([W.astype(float), b])


@affine.variant
def affine_from_columns(X, W, b):
    columns = np.einsum("dk,nd->kn", W, X, dtype=np.float64) + b.reshape(-1, 1)
    return columns.T
