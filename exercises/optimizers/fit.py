"""fit: the training loop.

Which examples meet in a batch is up to chance, so no result is compared that depends on it. By value are judged: one
batch an epoch; equal examples, for which every order is the same; and a learning rate of 0, where every order has the
same loss. That the examples are shuffled anew in each epoch is seen from how many different results there are.
"""

import numpy as np

from exercises.backprop.passes import ROUNDED, classifier, whole_classifier
from exercises.forms import calls, every_form
from exercises.optimizers import laws as laws
from grader import Case, Exercise, Seeded, slip
from solutions import optimizers
from solutions.backprop import train_step
from solutions.optimizers import minibatches

CALLS = 36  # the law of orders counts on so many


def trained(make, batch_size, num_epochs):
    """Make the arguments of a classifier, with the size of its batches, the number of epochs and a generator."""
    return lambda rng: (*make(rng), batch_size, num_epochs, Seeded(int(rng.integers(2**32))))


def of_equal_examples(make, batch_size, num_epochs):
    """Make the same with all examples like the first."""

    def remake(rng):
        X, labels, *rest = trained(make, batch_size, num_epochs)(rng)
        return np.repeat(X[:1], len(X), axis=0), np.repeat(labels[:1], len(labels)), *rest

    return remake


def standing_still(*shape, hidden, batch_size, num_epochs):
    """Make the same with a learning rate of 0."""
    return trained(classifier(*shape, hidden=hidden, learning_rate=0.0), batch_size, num_epochs)


def one_by_one(rng):
    """Return calls for three examples, one in each batch, for two epochs: equal but for their generators."""
    arguments = classifier(3, 2, 3, hidden="tanh", learning_rate=0.5)(rng)
    return [(*arguments, 1, 2, Seeded(int(seed))) for seed in rng.integers(2**32, size=CALLS)]


def in_every_form(rng):
    """Return the same call in every form."""
    return every_form(*trained(classifier(5, 2, 4, 3, hidden="tanh"), 5, 2)(rng))


STEP = "loss, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)"
SUM = "losses[epoch] += loss * len(batch) / len(X)"
LOOP = "for batch in minibatches(len(X), batch_size, rng):"
EPOCH = "    for epoch in range(num_epochs):\n"
RETURNED = "return losses, weights, biases"

fit = Exercise(
    optimizers.fit,
    points=4,
    hints=(
        "Two loops, one in the other: over the epochs, and in each over what `minibatches` deals out. Inside is one "
        "call of `train_step`.",
        "A batch is an array of indices: `X[batch]` and `labels[batch]` are its examples. `train_step` returns the "
        "network after the step, with which the next one goes on. How must the losses of a full and of a short batch "
        "be weighted, so that all examples count alike?",
        "Begin with `losses = np.zeros(num_epochs)`. In the inner loop replace loss, weights and biases by what "
        "`train_step` returns, and add loss times `len(batch) / len(X)` to the loss of the epoch. Return the losses "
        "and the last network.",
    ),
    cases=(
        Case("one batch an epoch", trained(classifier(6, 3, 5, 4, hidden="tanh", learning_rate=0.5), 6, 4), share=2),
        Case(
            "equal examples, with a short last batch",
            calls(
                of_equal_examples(classifier(7, 2, 4, 3, hidden="relu", learning_rate=0.5), 3, 3),
                of_equal_examples(classifier(5, 3, 2, hidden="relu", learning_rate=0.3), 2, 2),
            ),
            share=2,
        ),
        Case(
            "a learning rate of 0",
            calls(
                standing_still(7, 3, 4, 3, hidden="sigmoid", batch_size=3, num_epochs=2),
                standing_still(6, 2, 4, hidden="relu", batch_size=1, num_epochs=3),
            ),
        ),
        Case(
            "one epoch, one example, batches larger than all",
            calls(
                trained(classifier(4, 3, 2, 2, hidden="elu"), 9, 1),
                trained(classifier(1, 2, 3, hidden="relu"), 1, 3),
            ),
            share=0.5,
        ),
        Case("an order of its own in every epoch", one_by_one, law=laws.trains_in_many_orders),
        Case(
            "whole numbers, then another network",
            calls(
                trained(whole_classifier(5, 3, 4, 2, hidden="relu"), 5, 2),
                of_equal_examples(whole_classifier(3, 2, 2, hidden="relu"), 2, 2),
                trained(classifier(8, 2, 3, 3, 4, hidden="leaky_relu"), 8, 2),
            ),
        ),
        Case("other number types and memory layouts", in_every_form, share=0.5, parameters=ROUNDED),
    ),
    wrong_answers=[
        slip(
            "fit_starts_anew_in_every_step",
            "Go on from the network that the last step returned: here every step starts from the first one.",
            (STEP, f"{STEP.replace('loss, weights, biases', 'loss, *network')}"),
            (RETURNED, "return losses, *network"),
        ),
        slip(
            "fit_starts_anew_in_every_epoch",
            "Go on from the network that the last epoch left: here every epoch starts from the first one.",
            (EPOCH, f"    first = weights, biases\n{EPOCH}        weights, biases = first\n"),
        ),
        slip(
            "fit_keeps_the_first_network",
            "Return the network after the last step, not the one that came in.",
            (EPOCH, f"    first = weights, biases\n{EPOCH}"),
            (RETURNED, "return losses, *first"),
        ),
        slip(
            "fit_averages_the_batches",
            "Every example counts alike: a short batch weighs less in the mean, by its number of examples.",
            (SUM, "losses[epoch] += loss / -(-len(X) // batch_size)"),
        ),
        slip(
            "fit_adds_up_the_batches",
            "The loss of an epoch is a mean over the examples: weigh each batch by its share of them.",
            (SUM, "losses[epoch] += loss"),
        ),
        slip(
            "fit_adds_up_the_examples",
            "The loss of an epoch is a mean over the examples: divide by their number.",
            (SUM, "losses[epoch] += loss * len(batch)"),
        ),
        slip(
            "fit_weighs_all_batches_as_full",
            "Weigh a batch by how many examples it holds, `len(batch)`: the last one may be short.",
            ("loss * len(batch)", "loss * batch_size"),
        ),
        slip(
            "fit_keeps_the_last_loss",
            "The loss of an epoch is a mean over all its batches, not that of the last one.",
            (SUM, "losses[epoch] = loss"),
        ),
        slip(
            "fit_writes_every_loss_down",
            "One loss for each epoch is asked, the mean over its examples: not one for each step.",
            ("losses = np.zeros(num_epochs)", "losses = []"),
            (SUM, "losses.append(loss)"),
        ),
        slip(
            "fit_adds_up_the_epochs",
            "Every epoch has a loss of its own: begin each at 0.",
            (RETURNED, "return np.cumsum(losses), weights, biases"),
        ),
        slip(
            "fit_uses_all_examples_in_every_step",
            "A step sees the examples of its batch alone: `X[batch]` and `labels[batch]`.",
            ("train_step(X[batch], labels[batch],", "train_step(X, labels,"),
        ),
        slip(
            "fit_makes_one_step_an_epoch",
            "Every batch makes a step: here one batch of all examples does.",
            (LOOP, "for batch in minibatches(len(X), len(X), rng):"),
        ),
        slip(
            "fit_takes_the_labels_in_order",
            "Labels go with their examples: take `labels[batch]`, as you take `X[batch]`.",
            ("labels[batch]", "labels[: len(batch)]"),
        ),
        slip(
            "fit_leaves_the_last_batch_out",
            "The short last batch is a batch too: its examples learn, and count in the loss.",
            (LOOP, f"{LOOP}\n            if len(batch) < min(batch_size, len(X)):\n                continue"),
        ),
        slip(
            "fit_does_not_shuffle",
            "Take the batches from `minibatches`: cut in order, they hold the same examples in every epoch.",
            (LOOP, "for batch in np.split(np.arange(len(X)), range(batch_size, len(X), batch_size)):"),
        ),
        slip(
            "fit_shuffles_once",
            "Shuffle anew in every epoch: call `minibatches` inside the loop over the epochs.",
            (EPOCH, f"    batches = minibatches(len(X), batch_size, rng)\n{EPOCH}"),
            (LOOP, "for batch in batches:"),
        ),
        slip(
            "fit_with_a_seed_of_its_own",
            "Use the generator you are given: one with a seed of your own shuffles every epoch alike.",
            (LOOP, LOOP.replace("rng", "np.random.default_rng(0)")),
        ),
        slip(
            "fit_stops_after_the_first_epoch",
            "Return after all epochs: this `return` stands in the loop, and ends it with the first.",
            (f"    {RETURNED}", f"        {RETURNED}"),
        ),
        slip(
            "fit_skips_an_epoch",
            "`range(num_epochs)` counts from 0: begun at 1, it is one epoch short.",
            ("range(num_epochs)", "range(1, num_epochs)"),
        ),
        slip(
            "fit_returns_the_network_first",
            "The losses come first, then the weights, then the biases.",
            (RETURNED, "return weights, biases, losses"),
        ),
        slip(
            "fit_returns_the_network_alone",
            "Return the losses as well: they come first.",
            (RETURNED, "return weights, biases"),
        ),
        slip(
            "fit_with_a_smaller_rate",
            "`learning_rate` is meant for every batch as it is: `train_step` takes the mean already.",
            ("learning_rate)", "learning_rate / len(batch))"),
        ),
    ],
)


@fit.wrong("An example's loss is measured before the step in which it takes part: here it is measured after the epoch.")
def fit_measures_afterwards(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = []
    for _ in range(num_epochs):
        for batch in minibatches(len(X), batch_size, rng):
            _, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)
        losses.append(train_step(X, labels, weights, biases, hidden, 0.0)[0])
    return losses, weights, biases


@fit.wrong(
    "An example's loss is measured before the step in which it takes part: here it is measured before the epoch."
)
def fit_measures_before(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = []
    for _ in range(num_epochs):
        losses.append(train_step(X, labels, weights, biases, hidden, 0.0)[0])
        for batch in minibatches(len(X), batch_size, rng):
            _, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)
    return losses, weights, biases


@fit.wrong("Divide by the number of examples: the sum runs over all of them.")
def fit_over_the_batch_size(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = []
    for _ in range(num_epochs):
        total = 0
        for batch in minibatches(len(X), batch_size, rng):
            loss, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)
            total += loss * len(batch)
        losses.append(total / batch_size)
    return np.array(losses), weights, biases


@fit.variant
def fit_with_sums(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = []
    for _ in range(num_epochs):
        total = 0.0
        for batch in minibatches(len(X), batch_size, rng):
            loss, weights, biases = train_step(X[batch], labels[batch], weights, biases, hidden, learning_rate)
            total += len(batch) * loss
        losses.append(total / len(X))
    return np.array(losses), weights, biases


@fit.variant
def fit_with_a_weighted_mean(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    network, means = (weights, biases), np.empty(num_epochs)
    for epoch in range(num_epochs):
        batches, losses = minibatches(len(X), batch_size, rng), []
        for batch in batches:
            loss, *network = train_step(X[batch], labels[batch], *network, hidden, learning_rate)
            losses.append(loss)
        means[epoch] = np.average(losses, weights=[len(batch) for batch in batches])
    return means, *network


@fit.variant
def fit_in_one_loop(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = [0.0] * num_epochs
    steps = ((epoch, batch) for epoch in range(num_epochs) for batch in minibatches(len(X), batch_size, rng))
    for epoch, batch in steps:
        loss, weights, biases = train_step(
            np.take(X, batch, axis=0), np.take(labels, batch), weights, biases, hidden, learning_rate
        )
        losses[epoch] += loss * len(batch) / len(labels)
    return losses, weights, biases


@fit.variant
def fit_by_slices_of_an_order(X, labels, weights, biases, hidden, learning_rate, batch_size, num_epochs, rng):
    losses = np.zeros(num_epochs)
    for epoch in range(num_epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            loss, weights, biases = train_step(X[rows], labels[rows], weights, biases, hidden, learning_rate)
            losses[epoch] += loss * len(rows)
    return losses / len(X), weights, biases
