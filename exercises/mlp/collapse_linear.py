"""collapse_linear: two linear layers are one."""

import numpy as np

from exercises.forms import calls, forms, normal, whole
from grader import Case, Exercise, raises
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
        "The term with X is X (W1 W2). What is left over does not depend on X: it is the same row for every example.",
        "`W1 @ W2` gives the weights. The bias of the first layer passes through the second: `b1 @ W2`, to which b2 is "
        "added. Convert to float64, and raise a ValueError unless W1 is (D_in, D_hidden), b1 (D_hidden,), W2 "
        "(D_hidden, D_out) and b2 (D_out,).",
    ),
    cases=(
        Case("from three inputs over four neurons to two", normal(*layers(3, 4, 2)), share=2),
        Case("all sizes equal", normal(*layers(3, 3, 3))),
        Case("one neuron between", normal(*layers(5, 1, 2)), share=0.5),
        Case("more outputs than inputs", normal(*layers(2, 5, 6))),
        Case("whole numbers, then another shape", calls(whole(*layers(4, 2, 3)), normal(*layers(1, 6, 1)))),
        Case("other number types and memory layouts", forms(normal(*layers(4, 3, 5))), share=0.5),
        raises("layers that do not fit together", calls(normal((3, 4), 4, (3, 2), 2), normal((2, 5), 5, (4, 3), 3))),
        raises("one bias for all hidden neurons", normal((3, 4), 1, (4, 2), 2)),
        raises("one bias for all outputs", normal((4, 3), 3, (3, 2), 1)),
        raises("weights with a single axis", calls(normal(3, 3, (3, 2), 2), normal((2, 4), 4, 4, 4))),
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


@collapse_linear.wrong("Compare the shapes of both biases: NumPy adds a single bias to every neuron without a word.")
def collapse_linear_broadcasts(W1, b1, W2, b2):
    if W1.ndim != 2 or W2.ndim != 2:
        raise ValueError("the weights must have two axes")
    b = (np.zeros((1, W1.shape[1])) + b1) @ W2 + b2
    return W1.astype(float) @ W2, b[0]


@collapse_linear.wrong("Convert to float64 first: float32 carries 7 digits.")
def collapse_linear_in_the_type_given(W1, b1, W2, b2):
    if W1.ndim != 2 or b1.shape != W1.shape[1:] or W2.ndim != 2 or b2.shape != W2.shape[1:]:
        raise ValueError("the shapes do not fit")
    return W1 @ W2, b1 @ W2 + b2


@collapse_linear.variant
def collapse_linear_by_asking_the_layers(W1, b1, W2, b2):
    def both(X):
        return affine(affine(X, W1, b1), W2, b2)

    if np.ndim(W1) != 2:
        raise ValueError("W1 must have two axes")
    b = both(np.zeros((1, len(W1))))
    return both(np.eye(len(W1))) - b, b[0]


@collapse_linear.variant
def collapse_linear_with_lengthened_matrices(W1, b1, W2, b2):
    if W1.ndim != 2 or W2.ndim != 2 or b1.ndim != 1 or b2.ndim != 1:
        raise ValueError("matrices and vectors")
    first = np.zeros((W1.shape[0] + 1, W1.shape[1] + 1))
    first[-1, -1] = 1.0
    first[:-1, :-1], first[-1, :-1] = W1, b1
    if b1.shape != W1.shape[1:]:
        raise ValueError("one bias for each hidden neuron")
    product = first @ np.vstack([W2, b2])  # NumPy refuses b2 and W2 where these do not fit
    return product[:-1], product[-1]


@collapse_linear.variant
def collapse_linear_with_loops(W1, b1, W2, b2):
    (inputs, hidden), (rows, outputs) = W1.shape, W2.shape
    if rows != hidden or b1.shape != (hidden,) or b2.shape != (outputs,):
        raise ValueError("the layers do not fit together")
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
    if W1.shape[1:] != b1.shape or W2.shape != (b1.size, b2.size) or b2.ndim != 1 or W1.ndim != 2:
        raise ValueError("the layers do not fit together")
    return np.einsum("dh,hk->dk", W1, W2), np.einsum("h,hk->k", b1, W2) + b2
