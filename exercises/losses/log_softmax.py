"""log_softmax: the logarithm of softmax, never by way of a probability."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from exercises.losses.batches import huge
from grader import Case, Exercise
from solutions import losses
from solutions.losses import softmax

log_softmax = Exercise(
    losses.log_softmax,
    points=3,
    hints=(
        "Take the logarithm of the softmax formula on paper: the logarithm of a quotient is a difference.",
        "log(exp(z) / sum) = z - log(sum). No probability is formed, so none can round to 0.",
        "Call `shifted` the rows less their own maximum, `logits - logits.max(axis=1, keepdims=True)`; then "
        "subtract from `shifted` the logarithm of each row's sum of `np.exp(shifted)`, again with `keepdims=True`.",
    ),
    cases=(
        Case("a batch of scores", normal((5, 3), scale=2.0), share=2),
        Case("as many classes as examples", normal((4, 4), scale=2.0)),
        Case("one example", normal((1, 6)), share=0.5),
        Case("scores of 10,000 and -10,000", calls(huge(6, 5), huge(3, 8)), share=1.5),
        Case("whole numbers, then another shape", calls(whole((2, 7)), normal((7, 2)))),
        Case("other number types and memory layouts", calls(forms(normal((3, 4))), tiny((4, 3))), share=0.5),
    ),
)


@log_softmax.wrong("Do not take the logarithm of a rounded probability: exp(-20000) is 0, and log(0) is -inf.")
def log_softmax_of_probabilities(logits):
    return np.log(softmax(logits))


@log_softmax.wrong("exp(710) is already infinite: subtract each row's largest score before the exponentials.")
def log_softmax_without_the_shift(logits):
    logits = np.asarray(logits, dtype=np.float64)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


@log_softmax.wrong("Subtract each row's own maximum: after the maximum of the whole batch, a low row sums to 0.")
def log_softmax_shifted_by_the_batch(logits):
    logits = np.asarray(logits, dtype=np.float64)
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@log_softmax.wrong("Each row is one example: sum over its classes, axis 1, not down the columns.")
def log_softmax_down_the_columns(logits):
    shifted = logits - logits.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


@log_softmax.wrong("No small number inside the logarithm: it changes every result. Rearrange the formula instead.")
def log_softmax_with_an_epsilon(logits):
    return np.log(softmax(logits) + 1e-8)


@log_softmax.wrong("Subtract the maximum in both places: the shift cancels only if it is in the score and in the sum.")
def log_softmax_half_shifted(logits):
    maximum = logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits - maximum).sum(axis=1, keepdims=True))


@log_softmax.wrong("A logarithm of a probability is negative or 0: the minus sign comes later, in the loss.")
def log_softmax_negative(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted


@log_softmax.wrong("Use the natural logarithm, `np.log`: base 10 divides everything by 2.303.")
def log_softmax_to_base_ten(logits):
    return np.log10(softmax(logits))


@log_softmax.wrong("These are the probabilities: their logarithms are asked.")
def log_softmax_forgets_the_logarithm(logits):
    return softmax(logits)


@log_softmax.wrong("Shifting is not normalising: subtract the logarithm of each row's sum of exponentials as well.")
def log_softmax_only_shifted(logits):
    return logits - logits.max(axis=1, keepdims=True)


@log_softmax.wrong("Keep the summed axis, `keepdims=True`: a sum of shape (N,) is lined up with the columns.")
def log_softmax_without_keepdims(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1))


@log_softmax.wrong(
    "Sum with `axis=1, keepdims=True`: without the kept axis, column k is compared with the sum of row k."
)
def log_softmax_divides_columns_by_rows(logits):
    return logits - np.log(np.exp(logits).sum(axis=1))


@log_softmax.wrong("Do not clip the scores: the logarithm for a score of -10,000 is near -10,000 and has to stay so.")
def log_softmax_of_clipped_scores(logits):
    clipped = np.clip(logits.astype(float), -700, 700)
    return clipped - np.log(np.exp(clipped).sum(axis=1, keepdims=True))


@log_softmax.wrong("Normalise each row by itself: here the exponentials of the whole batch are added up.")
def log_softmax_over_the_whole_batch(logits):
    shifted = logits - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


@log_softmax.wrong("Subtract the logarithm of the sum, not the sum itself.")
def log_softmax_subtracts_the_sum(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.exp(shifted).sum(axis=1, keepdims=True)


@log_softmax.wrong("This is the logarithm of a sigmoid, score by score: the classes of a row have to compete.")
def log_softmax_of_sigmoids(logits):
    return -np.logaddexp(0, -logits)


@log_softmax.wrong("Use the natural logarithm, `np.log`: in bits every number is 1.44 times as large.")
def log_softmax_to_base_two(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))) / np.log(2)


@log_softmax.wrong("Subtract the same number from a whole row, its own maximum: here each column has its own.")
def log_softmax_shifted_by_columns(logits):
    shifted = logits - logits.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@log_softmax.wrong("The sum inside the logarithm is not the mean: without the K the probabilities do not add up to 1.")
def log_softmax_with_a_mean(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).mean(axis=1, keepdims=True))


@log_softmax.wrong("Softmax goes in once: work on the scores themselves, not on probabilities.")
def log_softmax_of_softmax(logits):
    probabilities = softmax(logits)
    return probabilities - np.log(np.exp(probabilities).sum(axis=1, keepdims=True))


@log_softmax.wrong("Work on a copy: `logits -= ...` writes into the caller's own array.")
def log_softmax_changes_its_input(logits):
    logits -= logits.max(axis=1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))


@log_softmax.wrong("Convert the scores to float64 first: as unsigned integers 2 - 3 is 255, and the shift goes wrong.")
def log_softmax_in_the_type_given(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@log_softmax.wrong("Each row has a sum of its own: `axis=1`, with `keepdims=True`.")
def log_softmax_over_all_rows(logits):
    s = logits - logits.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum())


@log_softmax.wrong("The logarithm of the exponential is the shifted score itself: it needs no further logarithm.")
def log_softmax_with_two_logarithms(logits):
    s = logits - logits.max(axis=1, keepdims=True)
    return np.log(s) - np.log(np.exp(s).sum(axis=1, keepdims=True))


@log_softmax.wrong("The logarithm is natural, `np.log`: `np.log2` does not undo `np.exp`.")
def log_softmax_to_two_bases(logits):
    s = logits - logits.max(axis=1, keepdims=True)
    return s - np.log2(np.exp(s).sum(axis=1, keepdims=True))


@log_softmax.wrong("Nothing has to be added: log p is the shifted score less the logarithm of the sum.")
def log_softmax_with_a_small_number(logits):
    return np.log(softmax(logits) + 1e-12)


@log_softmax.wrong("Do not cut probabilities off: -1000 is a fine logarithm, and this never says less than -35.")
def log_softmax_clipped(logits):
    return np.log(np.clip(softmax(logits), 1e-15, 1))


@log_softmax.variant
def log_softmax_by_logaddexp(logits):
    logits = np.asarray(logits, dtype=np.float64)
    return logits - np.logaddexp.reduce(logits, axis=1)[:, None]


@log_softmax.variant
def log_softmax_row_by_row(logits):
    import math

    rows = []
    for row in np.asarray(logits, dtype=float):
        top = max(row)
        total = math.log(sum(math.exp(score - top) for score in row))
        rows.append([float(score - top - total) for score in row])
    return rows


@log_softmax.variant
def log_softmax_with_columns_for_examples(logits):
    columns = np.array(logits, dtype=np.float64).T
    columns -= columns.max(axis=0)
    return (columns - np.log(np.einsum("kn->n", np.exp(columns)))).T
