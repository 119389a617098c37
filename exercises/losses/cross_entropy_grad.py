"""cross_entropy_grad: the gradient of cross_entropy in the logits."""

import numpy as np

from exercises.forms import calls, forms
from exercises.losses.batches import huge_scored, relabelled, scored, small, whole_scored
from grader import Case, Exercise
from solutions import losses
from solutions.losses import cross_entropy, softmax

cross_entropy_grad = Exercise(
    losses.cross_entropy_grad,
    points=4,
    hints=(
        "The loss of one example is log(sum of exp(z_j)) - z_right. Differentiate both terms in one score z_k; the "
        "second depends on z_k only if k is the right class.",
        "The derivative of log(sum of exp(z_j)) in z_k is exp(z_k) over the sum. You have a function for that. What "
        "does the mean over the examples do to it?",
        "The gradient is (p - one_hot) / N with p the softmax: take softmax(logits), subtract 1 from the N entries at "
        "`[np.arange(N), labels]`, and divide everything by N.",
    ),
    cases=(
        Case("a batch of scores", scored(5, 3), share=2),
        Case("as many classes as examples", scored(4, 4)),
        Case("one example", scored(1, 6), share=0.5),
        Case("scores of 10,000 and -10,000", calls(huge_scored(7, 4), huge_scored(4, 6)), share=1.5),
        Case("whole numbers, then another shape", calls(whole_scored(2, 7), scored(8, 3))),
        Case(
            "other number types and memory layouts",
            calls(forms(scored(3, 4)), relabelled(scored(4, 3), small)),
            share=0.5,
        ),
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


@cross_entropy_grad.wrong(
    "exp(710) is infinite: take the probabilities from your `softmax`, which shifts each row first."
)
def cross_entropy_grad_overflows(logits, labels):
    exponentials = np.exp(logits.astype(float))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return (probabilities - np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("Add nothing: subtract the one-hot labels, so that a step downhill raises the right score.")
def cross_entropy_grad_adds_the_labels(logits, labels):
    return (softmax(logits) + np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("Where is the wrong classes' part? Their own probabilities stay in the gradient.")
def cross_entropy_grad_with_the_labels_only(logits, labels):
    return -np.eye(logits.shape[1])[labels] / len(labels)


@cross_entropy_grad.wrong("Classes are counted from 0: the label itself is the column.")
def cross_entropy_grad_counts_from_one(logits, labels):
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels.astype(int) - 1] -= 1
    return grad / len(labels)


@cross_entropy_grad.wrong("Compare with the right class, not with the class that the scores prefer.")
def cross_entropy_grad_of_the_largest(logits, labels):
    return (softmax(logits) - np.eye(logits.shape[1])[logits.argmax(axis=1)]) / len(labels)


@cross_entropy_grad.wrong("Divide by the N examples, not by the K classes.")
def cross_entropy_grad_divides_by_the_classes(logits, labels):
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / logits.shape[1]


@cross_entropy_grad.wrong("No factor 1/2: it belongs to the squared error.")
def cross_entropy_grad_halved(logits, labels):
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / (2 * len(labels))


@cross_entropy_grad.wrong(
    "Probabilities minus one-hot, and 1/N as well: raising a wrong class's score raises the loss."
)
def cross_entropy_grad_reversed_and_not_averaged(logits, labels):
    return np.eye(logits.shape[1])[labels] - softmax(logits)


@cross_entropy_grad.wrong("This is the loss. Its gradient has a derivative for each logit, in their shape.")
def cross_entropy_grad_is_the_loss(logits, labels):
    return cross_entropy(logits, labels)


@cross_entropy_grad.wrong("Softmax works along the rows, `axis=1`: each example has its own probabilities.")
def cross_entropy_grad_down_the_columns(logits, labels):
    exponentials = np.exp(logits - logits.max(axis=0))
    return (exponentials / exponentials.sum(axis=0) - np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("Work on a copy: `logits -= ...` writes into the caller's own array.")
def cross_entropy_grad_changes_its_input(logits, labels):
    logits -= logits.max(axis=1, keepdims=True)
    return (softmax(logits) - np.eye(logits.shape[1])[labels]) / len(labels)


@cross_entropy_grad.wrong("Every example counts alike: subtract 1 at the right class, not the probability it had.")
def cross_entropy_grad_empties_the_right_class(logits, labels):
    grad = softmax(logits)
    grad[np.arange(len(labels)), labels] = 0
    return grad / len(labels)


@cross_entropy_grad.wrong("Divide both by N, the probabilities too: first subtract 1, then divide.")
def cross_entropy_grad_averages_the_labels_alone(logits, labels):
    g = softmax(logits)
    g[np.arange(len(labels)), labels] -= 1 / len(labels)
    return g


@cross_entropy_grad.wrong("Each row has its own right class: subtract 1 in all of them.")
def cross_entropy_grad_of_the_first_label(logits, labels):
    g = softmax(logits)
    g[0, labels[0]] -= 1
    return g / len(labels)


@cross_entropy_grad.wrong(
    "p (1 - p) is how p moves with its own logit: the loss is a logarithm of it, and there are labels."
)
def cross_entropy_grad_by_the_slope_of_a_sigmoid(logits, labels):
    p = softmax(logits)
    return p * (1 - p) / len(labels)


@cross_entropy_grad.variant
def cross_entropy_grad_with_one_hot_labels(logits, labels):
    probabilities = softmax(logits)
    num_examples, num_classes = probabilities.shape
    return (probabilities - np.eye(num_classes)[labels]) / num_examples


@cross_entropy_grad.variant
def cross_entropy_grad_entry_by_entry(logits, labels):
    probabilities = softmax(logits).tolist()
    grad = []
    for row, label in zip(probabilities, labels):
        grad.append([(p - (k == label)) / len(probabilities) for k, p in enumerate(row)])
    return grad


@cross_entropy_grad.variant
def cross_entropy_grad_through_the_jacobian(logits, labels):
    probabilities = softmax(logits)
    num_examples, num_classes = probabilities.shape
    # softmax's Jacobian, diag(p) - p pᵀ, on the gradient -1/p; p cancels before it can be 0
    jacobian_over_p = np.eye(num_classes) - probabilities[:, np.newaxis, :]
    one_hot = np.eye(num_classes)[labels]
    return -np.einsum("nkj,nk->nj", jacobian_over_p, one_hot) / num_examples
