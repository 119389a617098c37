"""mse: half the mean squared error."""

import numpy as np

from exercises.forms import calls, forms, in_bytes, normal, whole
from grader import Case, Exercise, raises
from solutions import losses

mse = Exercise(
    losses.mse,
    points=2,
    hints=(
        "Three steps: the differences, their squares, and then one number out of all the squares.",
        "`np.sum` without an axis adds up everything. The mean is over the N examples, so divide by "
        "`len(predictions)`, and by 2.",
        "First convert both with `np.asarray(..., dtype=np.float64)`; compare `predictions.shape` with `targets.shape` "
        "and raise a ValueError if they differ; then add up `(predictions - targets) ** 2` and divide by 2N.",
    ),
    cases=(
        Case("a batch with several outputs", normal((5, 3), (5, 3)), share=2),
        Case("as many outputs as examples", normal((4, 4), (4, 4))),
        Case("one output per example, a single axis", normal(7, 7)),
        Case("one example", normal((1, 6), (1, 6)), share=0.5),
        Case("whole numbers, then another shape", calls(whole((2, 5), (2, 5)), normal((6, 2), (6, 2)))),
        Case(
            "other number types and memory layouts",
            calls(forms(normal((3, 4), (3, 4)), normal(6, 6)), in_bytes((4, 5), (4, 5))),
            share=0.5,
        ),
        raises(
            "shapes that only broadcast",
            calls(normal((4, 3), 3), normal((4, 3), (4, 1)), normal(5, (5, 1)), normal((6, 2), (1, 2))),
            share=0.5,
        ),
    ),
)


@mse.wrong("Divide by the N examples alone, not by all N·K entries: the outputs of one example are summed.")
def mse_averages_the_outputs(predictions, targets):
    return np.mean((predictions - targets) ** 2) / 2


@mse.wrong("The course's squared error carries a factor 1/2, so that its gradient comes without a 2.")
def mse_not_halved(predictions, targets):
    return np.sum((predictions - targets) ** 2) / len(predictions)


@mse.wrong("Divide by N as well: the loss is a mean over the examples, so that it does not grow with the batch.")
def mse_not_averaged(predictions, targets):
    return np.sum((predictions - targets) ** 2) / 2


@mse.wrong("Leave out the square root: this is the root mean squared error, not the mean squared error.")
def mse_takes_the_root(predictions, targets):
    return np.sqrt(np.sum((predictions - targets) ** 2) / (2 * len(predictions)))


@mse.wrong("Square the differences: their absolute values make another loss, with a slope that never shrinks.")
def mse_of_absolute_values(predictions, targets):
    return np.sum(np.abs(predictions - targets)) / (2 * len(predictions))


@mse.wrong("Square each difference before adding up: otherwise errors of opposite sign cancel.")
def mse_squares_the_sum(predictions, targets):
    return np.sum(predictions - targets) ** 2 / (2 * len(predictions))


@mse.wrong("N is the number of rows, `len(predictions)`: this divides by the last axis, the number of outputs.")
def mse_divides_by_the_last_axis(predictions, targets):
    return np.sum((predictions - targets) ** 2) / (2 * predictions.shape[-1])


@mse.wrong("Add up the examples too: the loss of a batch is one number, not one per example.")
def mse_per_example(predictions, targets):
    squares = (predictions - targets) ** 2
    return squares.reshape(len(predictions), -1).sum(axis=1) / 2


@mse.wrong("Compare the shapes first and raise a ValueError: NumPy stretches (4, 1) to (4, 3) without a word.")
def mse_broadcasts(predictions, targets):
    predictions = np.asarray(predictions, dtype=np.float64)
    targets = np.asarray(targets, dtype=np.float64)
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


@mse.wrong("Convert both to float64 first: as unsigned integers of one byte, 20 times 20 is 144.")
def mse_in_the_type_given(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("predictions and targets must have the same shape")
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


@mse.wrong("`np.mean` divides by all N·K entries, and the 1/2 is missing: add up, then divide by 2N.")
def mse_as_a_plain_mean(predictions, targets):
    return np.mean((predictions - targets) ** 2)


@mse.wrong("`/ 2 * N` multiplies by N: write `/ (2 * N)`.")
def mse_multiplies_by_the_examples(predictions, targets):
    return np.sum((predictions - targets) ** 2) / 2 * len(predictions)


@mse.wrong("Divide by 2N: this is the plain sum of the squares.")
def mse_as_a_sum(predictions, targets):
    return np.sum((predictions - targets) ** 2)


@mse.wrong("Take the squared distance of each example, not the distance: no square root.")
def mse_of_distances(predictions, targets):
    squares = (predictions - targets) ** 2
    return np.sum(np.sqrt(squares.reshape(len(predictions), -1).sum(axis=1))) / (2 * len(predictions))


@mse.wrong("Square the differences, prediction minus target, not the sums of the two.")
def mse_adds_the_targets(predictions, targets):
    return np.sum((predictions + targets) ** 2) / (2 * len(predictions))


@mse.wrong("The squares are missing: add up `(predictions - targets) ** 2`.")
def mse_without_squares(predictions, targets):
    return np.sum(predictions - targets) / (2 * len(predictions))


@mse.wrong("Add up the outputs too: the loss of a batch is one number, not one per output.")
def mse_per_output(predictions, targets):
    return np.sum((predictions - targets) ** 2, axis=0) / (2 * len(predictions))


@mse.wrong("Compare the whole shapes: (4, 3) and (4, 1) have the same length.")
def mse_compares_the_lengths(predictions, targets):
    predictions, targets = predictions.astype(float), targets.astype(float)
    if len(predictions) != len(targets):
        raise ValueError("predictions and targets must have the same length")
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


@mse.wrong("Compare the shapes, not the sizes: (5,) and (5, 1) hold as many numbers, and NumPy makes (5, 5) of them.")
def mse_compares_the_sizes(predictions, targets):
    predictions, targets = predictions.astype(float), targets.astype(float)
    if predictions.size != targets.size:
        raise ValueError("predictions and targets must have the same size")
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))


@mse.wrong("Refuse other shapes with a ValueError: reshaping hides what may be a mistake.")
def mse_reshapes_the_targets(predictions, targets):
    predictions, targets = predictions.astype(float), targets.astype(float)
    return np.sum((predictions - targets.reshape(predictions.shape)) ** 2) / (2 * len(predictions))


@mse.wrong("Work on a copy: `predictions -= targets` writes into the caller's own array.")
def mse_changes_its_input(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("predictions and targets must have the same shape")
    predictions -= targets
    return np.sum(predictions**2) / (2 * len(predictions))


@mse.wrong("Subtract first, then square: the difference of two squares is something else.")
def mse_of_squares_apart(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return np.sum(predictions**2 - targets**2) / (2 * len(predictions))


@mse.wrong("`//` drops the fraction: divide with `/`.")
def mse_rounded_down(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    return np.sum((predictions - targets) ** 2) // (2 * len(predictions))


@mse.wrong("All outputs of an example count, not the first one alone.")
def mse_of_the_first_output(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("shapes differ")
    total = 0
    for p, t in zip(predictions, targets):
        total += (p[0] - t[0]) ** 2
    return total / (2 * len(predictions))


@mse.variant
def mse_with_loops(predictions, targets):
    if np.shape(predictions) != np.shape(targets):
        raise ValueError(f"{np.shape(predictions)} is not {np.shape(targets)}")
    total = 0.0
    for prediction, target in zip(np.ravel(predictions), np.ravel(targets)):
        total += (float(prediction) - float(target)) ** 2
    return total / 2 / len(predictions)


@mse.variant
def mse_with_einsum(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("predictions and targets must have the same shape")
    errors = np.subtract(predictions, targets, dtype=np.float64).reshape(len(predictions), -1)
    return np.einsum("nk,nk->", errors, errors) / (2 * errors.shape[0])


@mse.variant
def mse_as_a_mean_of_rows(predictions, targets):
    if predictions.shape != targets.shape:
        raise ValueError("predictions and targets must have the same shape")
    squares = (np.array(predictions, dtype=float) - np.array(targets, dtype=float)) ** 2
    while squares.ndim > 1:
        squares = squares.sum(axis=-1)
    return 0.5 * squares.mean(keepdims=True)[0]
