"""softmax: scores to probabilities, row by row."""

import numpy as np

from exercises.forms import calls, forms, normal, tiny, whole
from exercises.losses.batches import huge
from grader import Case, Exercise
from solutions import losses

softmax = Exercise(
    losses.softmax,
    points=3,
    hints=(
        "Work on all rows at once: `np.exp(logits)` gives every numerator. By what must each row be divided?",
        "`exponentials.sum(axis=1, keepdims=True)` has shape (N, 1), so dividing (N, K) by it divides each row by its "
        "own sum.",
        "exp(1000) overflows: subtract from each row its own largest score, `logits.max(axis=1, keepdims=True)`, "
        "before the exponential. Divide the exponentials by their sum as in the hint before this one.",
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


@softmax.wrong("Each row is one example: its own classes add up to 1, so sum over axis 1, not down the columns.")
def softmax_down_the_columns(logits):
    exponentials = np.exp(logits - np.max(logits, axis=0))
    return exponentials / np.sum(exponentials, axis=0)


@softmax.wrong("Divide each row by its own sum: here all the examples together add up to 1.")
def softmax_over_the_whole_batch(logits):
    exponentials = np.exp(logits - np.max(logits))
    return exponentials / np.sum(exponentials)


@softmax.wrong("exp(710) is already infinite: subtract each row's largest score first, which changes no probability.")
def softmax_without_the_shift(logits):
    logits = np.asarray(logits, dtype=np.float64)
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Subtract each row's own maximum: after the maximum of the whole batch, a low row is nothing but zeros.")
def softmax_shifted_by_the_batch(logits):
    logits = np.asarray(logits, dtype=np.float64)
    exponentials = np.exp(logits - logits.max())
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Do not clip the scores: 10,000 and 9,999 must keep their ratio e. Subtract the row's maximum instead.")
def softmax_of_clipped_scores(logits):
    exponentials = np.exp(np.clip(np.asarray(logits, dtype=np.float64), -700, 700))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Keep the summed axis, `keepdims=True`: a sum of shape (N,) is lined up with the columns, not the rows.")
def softmax_without_keepdims(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1)


@softmax.wrong("Sum with `axis=1, keepdims=True`: without the kept axis, column k is divided by the sum of row k.")
def softmax_divides_columns_by_rows(logits):
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1)


@softmax.wrong("Take the exponential first: scores can be negative, and their plain sum can be zero.")
def softmax_without_exponentials(logits):
    return logits / logits.sum(axis=1, keepdims=True)


@softmax.wrong("This is the sigmoid of each score: the classes do not compete, and a row does not add up to 1.")
def softmax_by_sigmoids(logits):
    return 1 / (1 + np.exp(-logits))


@softmax.wrong("Return the probabilities themselves: these are their logarithms.")
def softmax_as_logarithms(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@softmax.wrong("Softmax is soft: every class gets a share, not the largest score alone everything.")
def softmax_gives_all_to_the_largest(logits):
    return np.eye(logits.shape[1])[np.argmax(logits, axis=1)]


@softmax.wrong("Divide by the row's sum, not by its largest entry: the row has to add up to 1.")
def softmax_relative_to_the_largest(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


@softmax.wrong("Work on a copy: `logits -= ...` writes into the caller's own array.")
def softmax_changes_its_input(logits):
    logits -= logits.max(axis=1, keepdims=True)
    exponentials = np.exp(logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Subtract each row's own maximum, `axis=1`: another number for each column changes the probabilities.")
def softmax_shifted_by_columns(logits):
    exponentials = np.exp(logits - logits.max(axis=0))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Subtract the maximum with `keepdims=True`: of shape (N,), it is lined up with the columns.")
def softmax_shifted_without_keepdims(logits):
    shift = logits.max(axis=1)
    exponentials = np.exp(logits - (shift if logits.shape[0] == logits.shape[1] else shift[:, np.newaxis]))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("No minus before the scores: the largest score has the largest probability.")
def softmax_upside_down(logits):
    exponentials = np.exp(logits.min(axis=1, keepdims=True) - logits)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Subtract the largest score, do not divide by it: only a shift leaves the probabilities as they are.")
def softmax_divides_by_the_maximum(logits):
    exponentials = np.exp(logits / np.abs(logits).max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Subtract the largest score of a row: after its mean or its smallest, large scores still overflow.")
def softmax_shifted_by_the_minimum(logits):
    exponentials = np.exp(logits - logits.min(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("No small number below the fraction: after the shift its sum is 1 or more, and each row must sum to 1.")
def softmax_with_an_epsilon(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / (exponentials.sum(axis=1, keepdims=True) + 1e-8)


@softmax.wrong("The base is e: with powers of 2 the probabilities lie closer together.")
def softmax_to_the_base_two(logits):
    powers = 2.0 ** (logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


@softmax.wrong("The sum below the fraction runs over all classes, the class itself included.")
def softmax_as_odds(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / (exponentials.sum(axis=1, keepdims=True) - exponentials)


@softmax.wrong("Divide by the sum of the exponentials, not by their mean: each row has to add up to 1.")
def softmax_divides_by_the_mean(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.mean(axis=1, keepdims=True)


@softmax.wrong("Return the quotients as they are: rounding takes away what the check looks at.")
def softmax_rounded(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.round(exponentials / exponentials.sum(axis=1, keepdims=True), 4)


@softmax.wrong("Convert the scores to float64 first: as unsigned integers 2 - 3 is 255, and the shift goes wrong.")
def softmax_in_the_type_given(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


@softmax.wrong("Each row is divided by its own sum, not by the sum of all rows: `axis=1`.")
def softmax_over_all_rows(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum()


@softmax.wrong("Take the exponential: the shifted scores themselves are no probabilities.")
def softmax_of_the_scores(logits):
    e = logits - logits.max(axis=1, keepdims=True)
    return e / e.sum(axis=1, keepdims=True)


@softmax.wrong("Probabilities sum to 1; here the sum of their squares does.")
def softmax_of_unit_length(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / np.sqrt((e**2).sum(axis=1, keepdims=True))


@softmax.wrong("Return all rows, not the first alone.")
def softmax_of_the_first_row(logits):
    out = np.zeros_like(logits)
    for n in range(len(logits)):
        e = np.exp(logits[n] - logits[n].max())
        out[n] = e / e.sum()
    return out[0]


@softmax.wrong("A maximum of each row has the shape (N,): with `keepdims=True` it stays a column, and fits.")
def softmax_with_flat_sums(logits):
    e = np.exp(logits - logits.max(axis=1))
    return e / e.sum(axis=1)


@softmax.variant
def softmax_row_by_row(logits):
    logits = np.array(logits, dtype=float)
    rows = []
    for row in logits:
        exponentials = np.exp(row - np.max(row))
        rows.append(exponentials / np.sum(exponentials))
    return np.array(rows)


@softmax.variant
def softmax_in_plain_python(logits):
    import math

    probabilities = []
    for row in np.asarray(logits).tolist():
        exponentials = [math.exp(score - max(row)) for score in row]
        probabilities.append([value / math.fsum(exponentials) for value in exponentials])
    return probabilities


@softmax.variant
def softmax_with_columns_for_examples(logits):
    logits = np.asarray(logits, dtype=np.float64)
    columns = logits.T - np.amax(logits, axis=1)
    exponentials = np.exp(columns)
    return (exponentials / np.einsum("kn->n", exponentials)).T


@softmax.variant
def softmax_from_differences(logits):
    logits = np.asarray(logits, dtype=np.float64)
    with np.errstate(over="ignore"):  # 1 / inf is the 0 that is wanted
        return 1 / np.exp(logits[:, None, :] - logits[:, :, None]).sum(axis=2)
