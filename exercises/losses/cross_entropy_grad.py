"""cross_entropy_grad: the gradient of cross_entropy in the logits."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import label_errors, relabelled, scored, small, whole_scored
from grader import Case, Exercise
from solutions import losses
from solutions.losses import softmax

cross_entropy_grad = Exercise(
    losses.cross_entropy_grad,
    points=4,
    hints=(
        "On paper the gradient of -log softmax is short: the probabilities, and 1 less at the right class.",
        "`probabilities = softmax(logits)` is (N, K). With `probabilities[np.arange(N), labels]` you reach the right "
        "class of each row, to read it or to change it.",
        "Take softmax(logits), subtract 1 from the N entries at `[np.arange(N), labels]`, and divide everything by N. "
        "First raise a ValueError unless `labels.shape` is (N,) and every label lies in 0..K - 1.",
    ),
    cases=(
        Case("a batch of scores", scored(5, 3), share=2),
        Case("as many classes as examples", scored(4, 4)),
        Case("one example", scored(1, 6), share=0.5),
        Case("scores of 100: certain, and often wrong", scored(7, 4, scale=100.0)),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), scored(8, 3))),
        Case(
            "other number types and memory layouts",
            calls(forms(scored(3, 4)), relabelled(scored(4, 3), small)),
            share=0.5,
        ),
        *label_errors(),
    ),
)


@cross_entropy_grad.wrong("Divide by N: the loss is a mean over the examples, so its gradient carries 1/N.")
def cross_entropy_grad_not_averaged(logits, labels):
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad


@cross_entropy_grad.wrong("Divide by the N examples alone, not by all N·K entries: the loss is a mean over the rows.")
def cross_entropy_grad_averages_the_classes(logits, labels):
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] -= 1
    return grad / grad.size


@cross_entropy_grad.wrong("It is probabilities minus one-hot: raising a wrong class's score must raise the loss.")
def cross_entropy_grad_reversed(logits, labels):
    return (np.eye(logits.shape[1])[labels] - softmax(logits)) / len(labels)


@cross_entropy_grad.wrong("The labels are missing: subtract 1 at the right class of each row.")
def cross_entropy_grad_without_labels(logits, labels):
    return softmax(logits) / len(labels)


@cross_entropy_grad.wrong(
    "`[:, labels]` changes whole columns, of every row: pair rows and labels, `[np.arange(N), labels]`."
)
def cross_entropy_grad_changes_whole_columns(logits, labels):
    grad = softmax(logits)
    grad[:, labels] -= 1
    return grad / len(labels)


@cross_entropy_grad.wrong(
    "Every class has a derivative: raising a wrong class's score takes probability from the right one."
)
def cross_entropy_grad_at_the_right_class_only(logits, labels):
    one_hot = np.eye(logits.shape[1])[labels]
    return one_hot * (softmax(logits) - 1) / len(labels)


@cross_entropy_grad.wrong(
    "No factor p(1 - p): it belongs to the squared error; cross-entropy was chosen because it cancels."
)
def cross_entropy_grad_with_the_slope_of_a_sigmoid(logits, labels):
    probabilities = softmax(logits)
    return (probabilities - np.eye(logits.shape[1])[labels]) * probabilities * (1 - probabilities) / len(labels)


@cross_entropy_grad.wrong("This is the derivative in the probabilities, -1/p: carry it through softmax to the logits.")
def cross_entropy_grad_in_the_probabilities(logits, labels):
    return -np.eye(logits.shape[1])[labels] / softmax(logits) / len(labels)


@cross_entropy_grad.wrong("A label is a name, not a quantity: subtract its one-hot row, not the number itself.")
def cross_entropy_grad_subtracts_the_number(logits, labels):
    return (softmax(logits) - labels.reshape(-1, 1)) / len(labels)


@cross_entropy_grad.wrong("Softmax goes in once: `softmax` expects the logits themselves, not probabilities.")
def cross_entropy_grad_softens_twice(logits, labels):
    probabilities = softmax(softmax(logits))
    return (probabilities - np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("The gradient has the shape of the logits, a row for each example: do not add up the rows.")
def cross_entropy_grad_summed_over_the_examples(logits, labels):
    return np.mean(softmax(logits) - np.eye(logits.shape[1])[labels], axis=0)


@cross_entropy_grad.wrong("Subtract probabilities, not scores: put the logits through `softmax` first.")
def cross_entropy_grad_of_raw_scores(logits, labels):
    return (logits - np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("A label of -1 must be a ValueError: as an index it silently means the last class.")
def cross_entropy_grad_counts_from_the_end(logits, labels):
    grad = softmax(logits)
    if labels.shape != (len(grad),) or labels.max() >= grad.shape[1]:
        raise ValueError("one label for each row of logits")
    grad[np.arange(len(labels)), labels] -= 1
    return grad / len(labels)


@cross_entropy_grad.wrong(
    "Check that `labels.shape` is (N,): with another shape NumPy pairs every row with every label."
)
def cross_entropy_grad_broadcasts_the_labels(logits, labels):
    grad = softmax(logits)
    if labels.min() < 0 or labels.max() >= grad.shape[1]:
        raise ValueError("labels out of range")
    grad[np.arange(len(grad)), labels] -= 1
    return grad / len(grad)


@cross_entropy_grad.variant
def cross_entropy_grad_with_one_hot_labels(logits, labels):
    probabilities = softmax(logits)
    num_examples, num_classes = probabilities.shape
    if labels.shape != (num_examples,) or np.any(labels < 0) or np.any(labels >= num_classes):
        raise ValueError("labels must have shape (N,) and lie in 0..K - 1")
    return (probabilities - np.eye(num_classes)[labels]) / num_examples


@cross_entropy_grad.variant
def cross_entropy_grad_entry_by_entry(logits, labels):
    probabilities = softmax(logits).tolist()
    if np.shape(labels) != (len(probabilities),):
        raise ValueError("one label per example")
    grad = []
    for row, label in zip(probabilities, labels):
        if label not in range(len(row)):
            raise ValueError(f"label {label} is not a class")
        grad.append([(p - (k == label)) / len(probabilities) for k, p in enumerate(row)])
    return grad


@cross_entropy_grad.variant
def cross_entropy_grad_through_the_jacobian(logits, labels):
    probabilities = softmax(logits)
    num_examples, num_classes = probabilities.shape
    if labels.shape != (num_examples,) or not set(labels.tolist()) <= set(range(num_classes)):
        raise ValueError("labels do not fit")
    # softmax's Jacobian, diag(p) - p pᵀ, on the gradient -1/p; p cancels before it can be 0
    jacobian_over_p = np.eye(num_classes) - probabilities[:, np.newaxis, :]
    one_hot = np.eye(num_classes)[labels]
    return -np.einsum("nkj,nk->nj", jacobian_over_p, one_hot) / num_examples
