"""softmax_is_right: a test of softmax; it accepts every right implementation and refuses every wrong one."""

import numpy as np

from exercises.losses.softmax import softmax
from grader import Exercise, tester
from solutions import losses


def by_logaddexp(logits):
    logits = np.asarray(logits, dtype=np.float64)
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))


def in_two_halves(logits):
    logits = np.array(logits, dtype=np.float64)
    logits -= logits.max(axis=1, keepdims=True)
    halves = np.exp(logits / 2)
    return halves * halves / np.sum(halves**2, axis=1)[:, np.newaxis]


def one_by_one(logits):
    probabilities = np.zeros(np.shape(logits))
    for n, row in enumerate(np.asarray(logits, dtype=np.float64)):
        for k in range(len(row)):
            probabilities[n, k] = np.exp(row[k] - max(row)) / sum(np.exp(score - max(row)) for score in row)
    return probabilities


def in_a_hurry(logits):
    return np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)


def cooled_down(logits):
    exponentials = np.exp((logits - np.max(logits, axis=1, keepdims=True)) / 2)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def of_whole_scores(logits):
    logits = np.asarray(logits).astype(int)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def of_sizes(logits):
    logits = np.abs(logits)
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def of_the_first_row(logits):
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return np.tile(probabilities[:1], (len(probabilities), 1))


def sorted_by_size(logits):
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return np.sort(exponentials / exponentials.sum(axis=1, keepdims=True), axis=1)


def shifted_by_the_mean(logits):
    exponentials = np.exp(logits - np.mean(logits, axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def without_the_axis_of_one(logits):
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return np.squeeze(exponentials / exponentials.sum(axis=1, keepdims=True))


def in_the_place_of_its_input(logits):
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    logits[:] = probabilities
    return probabilities


def a_row_for_one_example(logits):
    exponentials = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities if len(logits) > 1 else probabilities[0]


def uniform(logits):
    return np.full(np.shape(logits), 1 / np.shape(logits)[1])


# The first of each line is public, and holds no line of a reference.
WRONG = tuple(
    softmax.wrong_answer(f"softmax_{one}") if isinstance(one, str) else one
    for one in (
        *("down_the_columns", "of_clipped_scores", "by_sigmoids"),
        *(in_a_hurry, "without_the_shift", "shifted_by_the_batch"),
        *("gives_all_to_the_largest", "with_an_epsilon", "to_the_base_two"),
        *("over_the_whole_batch", "upside_down", "shifted_by_columns"),
        *("as_odds", "changes_its_input", "shifted_by_the_minimum"),
        *("rounded", "without_exponentials", "relative_to_the_largest"),
        *(in_the_place_of_its_input, of_whole_scores, of_sizes),
        *(of_the_first_row, sorted_by_size, a_row_for_one_example),
        *(without_the_axis_of_one, "as_logarithms", cooled_down),
        *(uniform, shifted_by_the_mean),
    )
)

softmax_is_right = Exercise(
    losses.softmax_is_right,
    points=3,
    hints=(
        "Which properties has every right softmax, whatever the scores? Rows that sum to 1 are one of them, but many "
        "wrong implementations have it too. What about the shape, the order, the ratios, the scores themselves "
        "afterwards?",
        "Choose scores whose probabilities you know: the softmax of (log 1, log 2, log 4) is (1, 2, 4) / 7, and adding "
        "10,000 or -10,000 to the row changes nothing. Give a copy away, and look at it afterwards. Several rows at "
        "once, not as many as columns, show whether they are kept apart; so does a single row.",
        "Compare with `np.allclose(f(scores), probabilities)`, never with `==`: two right implementations differ in "
        "the last digit. Try a table of several rows that lie at different heights, among them 10,000 and -10,000, and "
        "a single row whose scores are as far apart as that. Return True only if shape and values are right each time "
        "and the scores are as they were.",
    ),
    cases=(
        tester(
            "implementations of softmax",
            right=(losses.softmax, *softmax.variants[2:], by_logaddexp, in_two_halves, one_by_one),
            wrong=WRONG,
            own="softmax",
        ),
    ),
)


@softmax_is_right.wrong("Rows that sum to 1 are not enough: `np.full((N, K), 1 / K)` has them too.")
def softmax_is_right_by_its_sums(f):
    return bool(np.allclose(f(np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]])).sum(axis=1), 1))


@softmax_is_right.wrong("Probabilities lie between 0 and 1 in each wrong implementation too: look at their values.")
def softmax_is_right_if_between_0_and_1(f):
    probabilities = f(np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0]]))
    return bool(np.all(probabilities >= 0) and np.all(probabilities <= 1))


@softmax_is_right.wrong("Equal scores say little: too many wrong implementations give equal probabilities to them.")
def softmax_is_right_for_zeros(f):
    return bool(np.allclose(f(np.zeros((2, 4))), 0.25))


@softmax_is_right.wrong("A single row cannot show whether the rows are kept apart: try several.")
def softmax_is_right_for_one_row(f):
    return bool(np.allclose(f(np.log(np.array([[1.0, 2.0, 4.0]]))), [[1 / 7, 2 / 7, 4 / 7]]))


@softmax_is_right.wrong("Small scores only: the contract goes up to 10,000 and down to -10,000.")
def softmax_is_right_for_small_scores(f):
    shares = np.array([[1, 2, 4], [3, 1, 3], [5, 1, 1], [2, 4, 1]]) / 7
    logits = np.log(shares)
    given = logits.copy()
    answer = f(given)
    return bool(answer.shape == (4, 3) and np.allclose(answer, shares, atol=1e-9) and np.array_equal(given, logits))


@softmax_is_right.wrong("Give a copy away and look at it afterwards: an implementation may have changed the scores.")
def softmax_is_right_whatever_it_changes(f):
    shares = np.array([[1, 2, 4], [3, 1, 3], [5, 1, 1], [2, 4, 1]]) / 7
    with np.errstate(all="ignore"):
        near = f(np.log(shares) + np.array([[0], [1e4], [-1e4], [2]]))
        far = f(np.array([[1e4, 0.0, -1e4]]))
    return bool(np.allclose(near, shares, rtol=0, atol=1e-9) and np.array_equal(far, [[1, 0, 0]]))


@softmax_is_right.wrong("Compare with a tolerance, `np.allclose`: two right implementations differ in the last digit.")
def softmax_is_right_to_the_last_digit(f):
    logits = np.array([[0.1, 1.2, -2.3, 0.7], [3.1, -0.4, 0.2, 1.9], [-1.7, 0.3, 2.2, 0.6]])
    shifted = logits - logits.max(axis=1, keepdims=True)
    expected = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    return bool(np.array_equal(f(logits), expected))


@softmax_is_right.wrong("The largest score is the likeliest class in wrong implementations too: look at the values.")
def softmax_is_right_about_the_largest(f):
    logits = np.array([[1.0, 2.0, 3.0], [0.0, -1.0, 4.0], [5.0, 2.0, 2.0]])
    return bool(np.array_equal(np.argmax(f(logits), axis=1), np.argmax(logits, axis=1)))


@softmax_is_right.wrong("Not everything is right: look for scores on which a wrong implementation betrays itself.")
def softmax_is_right_always(f):
    return True


@softmax_is_right.wrong("Not everything is wrong: who refuses a right implementation gets no points.")
def softmax_is_right_never(f):
    return False


@softmax_is_right.wrong("Finite is not enough: the probabilities for large scores have to be right as well.")
def softmax_is_right_if_finite(f):
    with np.errstate(all="ignore"):
        return bool(np.isfinite(f(np.array([[1e4, 0.0, -1e4], [-1e4, -1e4, -1e4]]))).all())


@softmax_is_right.wrong("All at 10,000 shows an overflow, but rows far below 0 and rows far apart fail in other ways.")
def softmax_is_right_far_up_alone(f):
    shares = np.array([[1, 2, 4], [3, 1, 3]]) / 7
    logits = np.log(shares) + 10_000
    given = logits.copy()
    with np.errstate(all="ignore"):
        answer = f(given)
    return bool(answer.shape == (2, 3) and np.allclose(answer, shares, atol=1e-9) and np.array_equal(given, logits))


@softmax_is_right.wrong("Look closer than to two digits: rounding and a small number added are mistakes too.")
def softmax_is_right_roughly(f):
    shares = np.array([[1, 2, 4], [3, 1, 3], [5, 1, 1], [2, 4, 1]]) / 7
    logits = np.log(shares) + np.array([[0], [1e4], [-1e4], [2]])
    given = logits.copy()
    with np.errstate(all="ignore"):
        near, far = f(given), f(np.array([[1e4, 0.0, -1e4]]))
    close = near.shape == (4, 3) and np.allclose(near, shares, rtol=0, atol=1e-2)
    return bool(close and np.allclose(far, [[1, 0, 0]], atol=1e-2) and np.array_equal(given, logits))


@softmax_is_right.variant
def softmax_is_right_by_comparing(f):
    def own(logits):
        exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
        return exponentials / exponentials.sum(axis=1, keepdims=True)

    tries = [[[0.3, -1.2, 2.5, 0.4], [1.1, 0.7, 0.7, -3.0], [1e4, 9999.5, -1e4, 0.0]], [[-1e4, -9998.5, -9999.0]]]
    for logits in map(np.array, tries):
        given = logits.copy()
        with np.errstate(all="ignore"):
            answer = np.array(f(given))
        if (given != logits).any() or answer.shape != logits.shape or not np.isfinite(answer).all():
            return False
        if abs(answer - own(logits)).max() > 1e-9:
            return False
    return True


@softmax_is_right.variant
def softmax_is_right_by_properties(f):
    rng = np.random.default_rng(0)
    scores = 2 * rng.normal(size=(5, 3))
    high = scores + np.array([[0.0], [1e4], [-1e4], [500.0], [-3.0]])
    wide = np.array([[1e4, -1e4, 0.0]])
    kept = high.copy(), wide.copy()
    with np.errstate(all="ignore"):
        p, single = f(high), f(wide)
    if np.shape(p) != (5, 3) or np.shape(single) != (1, 3):
        return False
    if not np.array_equal(high, kept[0]) or not np.array_equal(wide, kept[1]):
        return False
    if not np.all(np.isfinite(p)) or np.any(p <= 0) or not np.allclose(p.sum(axis=1), 1, rtol=0, atol=1e-10):
        return False
    if not np.allclose(np.log(p / p[:, :1]), scores - scores[:, :1], rtol=0, atol=1e-8):
        return False
    return bool(np.allclose(single, [[1, 0, 0]]))


@softmax_is_right.variant
def softmax_is_right_in_plain_python(f):
    import math

    tries: list[list[list[float]]] = [
        [[0, 1, 3, 1], [-1.5, 2, 0, 0.5], [1e4, 9999, 9998, 1e4]],
        [[1e4, -1e4]],
        [[-1e4, -9999]],
        [[0, 0.5]],
    ]
    for rows in tries:
        given = np.array(rows, dtype=float)
        with np.errstate(all="ignore"):
            answer = f(given)
        if np.shape(answer) != np.shape(rows) or given.tolist() != rows:
            return False
        for row, probabilities in zip(rows, answer):
            weights = [math.exp(score - max(row)) for score in row]
            for weight, probability in zip(weights, probabilities):
                if not abs(probability - weight / sum(weights)) < 1e-9:
                    return False
    return True
