"""collapse_linear: two linear layers are one."""

import numpy as np

from exercises.forms import calls, forms, in_bytes, normal, whole
from grader import Case, Exercise
from solutions import mlp
from solutions.mlp import affine


def layers(inputs, hidden, outputs):
    """Give the shapes of W1, b1, W2 and b2."""
    return (inputs, hidden), hidden, (hidden, outputs), outputs


collapse_linear = Exercise(
    mlp.collapse_linear,
    points=3,
    hints=(
        "Multiply out (X W1 + b1) W2 + b2 on paper. Which terms hold X, and which do not?",
        "The term with X is X times something that does not depend on X. What is left over is the same row for every "
        "example.",
        "The weights are the product of the two matrices, `W1 @ W2`. The bias of the first layer passes through the "
        "second, `b1 @ W2`, and b2 is added to it.",
    ),
    cases=(
        Case("from three inputs over four neurons to two", normal(*layers(3, 4, 2)), share=2),
        Case("all sizes equal", normal(*layers(3, 3, 3))),
        Case("one neuron between", normal(*layers(5, 1, 2)), share=0.5),
        Case("more outputs than inputs", normal(*layers(2, 5, 6))),
        Case("whole numbers, then another shape", calls(whole(*layers(4, 2, 3)), normal(*layers(1, 6, 1)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal(*layers(4, 3, 5))), in_bytes(*layers(2, 3, 2))),
            share=0.5,
        ),
    ),
)


@collapse_linear.wrong("The first bias passes through the second layer's weights: it becomes `b1 @ W2`.")
def collapse_linear_adds_the_biases(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2 if b1.shape == b2.shape else b1.sum() + b2)


@collapse_linear.wrong("The first bias does not vanish: it reaches the output through W2.")
def collapse_linear_forgets_the_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2


@collapse_linear.wrong("Add the second layer's own bias.")
def collapse_linear_forgets_the_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2


@collapse_linear.wrong("The data meet W1 first: with examples in rows the product is `W1 @ W2`.")
def collapse_linear_in_the_other_order(W1, b1, W2, b2):
    W = W2 @ W1 if W2.shape[1] == W1.shape[0] else (W2.T @ W1.T).T
    return W, (W2 @ b1 if W2.shape[1] == len(b1) == len(b2) else b1 @ W2) + b2


@collapse_linear.wrong("W has the shape (D_in, D_out): this is the transpose.")
def collapse_linear_in_columns(W1, b1, W2, b2):
    return W2.T @ W1.T, b1 @ W2 + b2


@collapse_linear.wrong("The two layers are linear: no ReLU between them, or no single layer could do the same.")
def collapse_linear_with_a_relu_between(W1, b1, W2, b2):
    b = np.maximum(b1, 0) @ W2 + b2
    return np.maximum(W1 + b1, 0) @ W2 + b2 - b, b


@collapse_linear.wrong("What the layers say to a unit input holds the bias as well: subtract it to get the weights.")
def collapse_linear_leaves_the_bias_in_the_weights(W1, b1, W2, b2):
    return (W1 + b1) @ W2 + b2, b1 @ W2 + b2


@collapse_linear.wrong("The bias of the one layer is a vector, shape (D_out,), not a row with two axes.")
def collapse_linear_with_a_row_for_bias(W1, b1, W2, b2):
    return W1 @ W2, b1[np.newaxis] @ W2 + b2


@collapse_linear.wrong("Return the weights first, then the bias.")
def collapse_linear_with_the_bias_first(W1, b1, W2, b2):
    return b1 @ W2 + b2, W1 @ W2


@collapse_linear.wrong("Neither bias vanishes: the one layer says something to an input of zeros too.")
def collapse_linear_without_biases(W1, b1, W2, b2):
    return W1 @ W2, np.zeros(len(b2))


@collapse_linear.wrong("Subtract nothing: both biases add to what the layer says.")
def collapse_linear_subtracts_the_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b2 - b1 @ W2


@collapse_linear.wrong("The second bias is added behind W2 and does not pass through it.")
def collapse_linear_carries_both_biases_through(W1, b1, W2, b2):
    return W1 @ W2, (b1 + (b2 if b2.shape == b1.shape else b2.sum())) @ W2


@collapse_linear.wrong("The first bias meets W2 once, as numbers that are weighed and added up: `b1 @ W2`.")
def collapse_linear_sums_the_first_bias(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() + b2


@collapse_linear.wrong("Two layers one after the other multiply their weights; they do not add them.")
def collapse_linear_adds_the_weights(W1, b1, W2, b2):
    return W1.sum(axis=1, keepdims=True) + W2.sum(axis=0), b1 @ W2 + b2


@collapse_linear.wrong("Convert all four to float64 first: small unsigned integers wrap around at 256.")
def collapse_linear_in_the_type_given(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 + b2


@collapse_linear.wrong("Return two things: the product of the weights, and the bias by itself.")
def collapse_linear_with_the_biases_in_the_weights(W1, b1, W2, b2):
    return W1 @ W2 + b1 @ W2 + b2


@collapse_linear.wrong("The first bias is a row that meets W2 from the left: `b1 @ W2`.")
def collapse_linear_with_the_bias_behind(W1, b1, W2, b2):
    return W1 @ W2, W2 @ b1 + b2


@collapse_linear.wrong("The first bias goes through the second layer: `b1 @ W2`, and b2 is added behind it.")
def collapse_linear_with_the_layers_exchanged(W1, b1, W2, b2):
    return W1 @ W2, W1 @ b2 + b1


@collapse_linear.wrong("Both biases are added: the second layer adds its own to what comes through.")
def collapse_linear_subtracts_the_second_bias(W1, b1, W2, b2):
    return W1 @ W2, b1 @ W2 - b2


@collapse_linear.wrong("The biases do not multiply: b1 goes through W2, and b2 is added.")
def collapse_linear_multiplies_the_biases(W1, b1, W2, b2):
    return W1 @ W2, b1 * b2


@collapse_linear.wrong("Entry k of b1 meets row k of W2 alone: that is `b1 @ W2`.")
def collapse_linear_of_a_summed_bias(W1, b1, W2, b2):
    return W1 @ W2, b1.sum() * W2.sum(axis=0) + b2


@collapse_linear.wrong("The weights of two layers are multiplied as matrices, `@`, not entry by entry.")
def collapse_linear_entry_by_entry(W1, b1, W2, b2):
    return W1 * W2.T, b1 @ W2 + b2


@collapse_linear.variant
def collapse_linear_by_asking_the_layers(W1, b1, W2, b2):
    def both(X):
        return affine(affine(X, W1, b1), W2, b2)

    b = both(np.zeros((1, len(W1))))
    return both(np.eye(len(W1))) - b, b[0]


@collapse_linear.variant
def collapse_linear_with_lengthened_matrices(W1, b1, W2, b2):
    first = np.zeros((W1.shape[0] + 1, W1.shape[1] + 1))
    first[-1, -1] = 1.0
    first[:-1, :-1], first[-1, :-1] = W1, b1
    product = first @ np.vstack([W2, b2])  # NumPy refuses b2 and W2 where these do not fit
    return product[:-1], product[-1]


@collapse_linear.variant
def collapse_linear_with_loops(W1, b1, W2, b2):
    (inputs, hidden), outputs = W1.shape, len(b2)
    W, b = [[0.0] * outputs for _ in range(inputs)], [float(value) for value in b2]
    for k in range(outputs):
        for h in range(hidden):
            b[k] += float(b1[h]) * float(W2[h, k])
            for d in range(inputs):
                W[d][k] += float(W1[d, h]) * float(W2[h, k])
    return W, b


@collapse_linear.variant
def collapse_linear_with_einsum(W1, b1, W2, b2):
    W1, b1, W2, b2 = (np.array(array, dtype=np.float64) for array in (W1, b1, W2, b2))
    return np.einsum("dh,hk->dk", W1, W2), np.einsum("h,hk->k", b1, W2) + b2
