"""batchnorm_is_right: the reader as tester of batch normalisation."""

import numpy as np

from exercises.batchnorm.batchnorm_forward import batchnorm_forward
from grader import Exercise, tester
from solutions import batchnorm


def of_all_numbers(x, gamma, beta, epsilon=1e-5):
    standard = (x - np.mean(x)) / np.sqrt(np.var(x) + epsilon)
    return gamma * standard + beta, np.full(len(gamma), np.mean(x)), np.full(len(gamma), np.var(x))


def with_one_example_fewer(x, gamma, beta, epsilon=1e-5):
    centred = x - np.mean(x, axis=0)
    spread = np.sum(centred**2, axis=0) / max(len(x) - 1, 1)
    return beta + gamma * centred / np.sqrt(spread + epsilon), np.mean(x, axis=0), spread


def undone_in_part(x, gamma, beta, epsilon=1e-5):
    standard = (x - np.mean(x, axis=0)) / (np.var(x, axis=0) + epsilon) ** 0.5
    return standard, np.mean(x, axis=0), np.var(x, axis=0)


def with_the_squared_deviation(x, gamma, beta, epsilon=1e-5):
    spread = np.var(x, axis=0)
    return beta + gamma * (x - np.mean(x, axis=0)) / (spread + epsilon), np.mean(x, axis=0), spread


def with_the_deviation(x, gamma, beta, epsilon=1e-5):
    middle, deviation = np.mean(x, axis=0), np.sqrt(np.var(x, axis=0) + epsilon)
    return beta + gamma * (x - middle) / deviation, middle, deviation


def centres_in_place(x, gamma, beta, epsilon=1e-5):
    middle, spread = np.mean(x, axis=0), np.var(x, axis=0)
    x[:] = x - middle
    return beta + gamma * x / np.sqrt(spread + epsilon), middle, spread


def shifts_before_it_scales(x, gamma, beta, epsilon=1e-5):
    middle, spread = np.mean(x, axis=0), np.var(x, axis=0)
    return gamma * (beta + (x - middle) / np.sqrt(spread + epsilon)), middle, spread


def with_the_root_of_the_mean_square(x, gamma, beta, epsilon=1e-5):
    squares = np.mean(np.square(x), axis=0)
    return beta + gamma * x / np.sqrt(squares + epsilon), np.mean(x, axis=0), squares


def with_sums(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(len(x) * var + epsilon) + beta, mean, var


def with_statistics_of_zero_and_one(x, gamma, beta, epsilon=1e-5):
    return gamma * x / np.sqrt(1 + epsilon) + beta, np.zeros(x.shape[1]), np.ones(x.shape[1])


def with_epsilon_twice(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / (np.sqrt(var + epsilon) + epsilon) + beta, mean, var


def with_the_size_of_gamma(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return np.abs(gamma) * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


def with_the_mean_of_squares(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), np.mean(x**2, axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


def with_the_median(x, gamma, beta, epsilon=1e-5):
    mean, var = np.median(x, axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


def with_statistics_as_rows(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0, keepdims=True), x.var(axis=0, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, mean, var


def with_statistics_of_the_result(x, gamma, beta, epsilon=1e-5):
    out = gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + epsilon) + beta
    return out, out.mean(axis=0), out.var(axis=0)


def divides_in_place(x, gamma, beta, epsilon=1e-5):
    x = np.asarray(x, dtype=np.float64)
    mean, var = x.mean(axis=0), x.var(axis=0)
    x -= mean
    x /= np.sqrt(var + epsilon)
    return gamma * x + beta, mean, var


def with_two_results(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - mean) / np.sqrt(var + epsilon) + beta, var


def with_one_result(x, gamma, beta, epsilon=1e-5):
    standard = (x - np.mean(x, axis=0)) / np.sqrt(np.var(x, axis=0) + epsilon)
    return beta + gamma * standard


def with_one_axis(x, gamma, beta, epsilon=1e-5):
    mean, var = x.mean(axis=0), x.var(axis=0)
    return (gamma * (x - mean) / np.sqrt(var + epsilon) + beta).ravel(), mean, var


# The first of each line is public, and holds no line of a reference.
WRONG = tuple(
    batchnorm_forward.wrong_answer(f"batchnorm_forward_{one}") if isinstance(one, str) else one
    for one in (
        *("along_the_rows", "of_everything", "without_the_mean"),
        *(with_one_example_fewer, "with_epsilon_outside", "without_the_root"),
        *(undone_in_part, "without_gamma_and_beta", "swaps_gamma_and_beta"),
        *(with_the_deviation, "returns_the_deviation", "in_another_order"),
        *(of_all_numbers, "with_a_fixed_epsilon", "without_epsilon"),
        *(with_statistics_of_the_result, with_statistics_as_rows, with_epsilon_twice),
        *(with_statistics_of_zero_and_one, with_the_median, divides_in_place),
        *("without_the_statistics", with_one_axis, with_two_results),
        *(with_the_squared_deviation, with_the_size_of_gamma, with_the_mean_of_squares),
        *(centres_in_place, "unbiased", "scales_beta"),
        *(
            shifts_before_it_scales,
            "changes_its_input",
            "returns_epsilon_too",
        ),
        *(with_the_root_of_the_mean_square, with_sums, with_one_result),
    )
)

batchnorm_is_right = Exercise(
    batchnorm.batchnorm_is_right,
    points=3,
    hints=(
        "Two ways lead to a test: compute what is due in another way and compare, or check what must hold for any "
        "batch, such as a mean of beta in every column.",
        "Choose batches in which mistakes show: fewer columns than examples, as many, a single example; a column that "
        "holds one value; a gamma below 0; an epsilon as large as the variance.",
        "For a few batches compute mean, variance and out once more, column by column with plain sums, and compare all "
        "three results with `np.allclose`: first their number and their shapes. Keep a copy of x, to see whether it "
        "was changed. Return False at the first difference and True at the end.",
    ),
    cases=(
        tester(
            "implementations of batchnorm_forward",
            right=(batchnorm.batchnorm_forward, *batchnorm_forward.variants),
            wrong=WRONG,
            own="batchnorm_forward",
        ),
    ),
)


@batchnorm_is_right.wrong("Look at the numbers as well: a wrong result can have the right shape.")
def batchnorm_is_right_by_the_shape(f):
    results = f(np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]]), np.ones(2), np.zeros(2), 1e-5)
    return len(results) == 3 and np.shape(results[0]) == (3, 2)


@batchnorm_is_right.wrong("Choose other numbers than 1 and 0 for gamma and beta: with these two they hide.")
def batchnorm_is_right_with_plain_gamma_and_beta(f):
    x = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]])
    results = f(x.copy(), np.ones(2), np.zeros(2), 0.5)
    if len(results) != 3 or np.shape(results[1]) != (2,) or np.shape(results[2]) != (2,):
        return False
    expected = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.5), x.mean(axis=0), x.var(axis=0)
    return all(np.allclose(got, due) for got, due in zip(results, expected))


@batchnorm_is_right.wrong("Try a large epsilon: one of 1e-5 is too small to show where it stands.")
def batchnorm_is_right_with_a_small_epsilon(f):
    x, gamma, beta = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]]), np.array([2.0, -3.0]), np.array([5.0, 1.0])
    results = f(x.copy(), gamma, beta, 1e-5)
    if len(results) != 3 or np.shape(results[1]) != (2,) or np.shape(results[2]) != (2,):
        return False
    expected = gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5) + beta, x.mean(axis=0), x.var(axis=0)
    return all(np.allclose(got, due, atol=1e-3) for got, due in zip(results, expected))


@batchnorm_is_right.wrong("Check the mean and the variance that come back too, not `out` alone.")
def batchnorm_is_right_by_the_first_result(f):
    x, gamma, beta = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]]), np.array([2.0, -3.0]), np.array([5.0, 1.0])
    out = f(x.copy(), gamma, beta, 0.5)[0]
    return bool(np.allclose(out, gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 0.5) + beta))


@batchnorm_is_right.wrong("Check `out` too, not the statistics alone.")
def batchnorm_is_right_by_the_statistics(f):
    x = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]])
    results = f(x.copy(), np.array([2.0, -3.0]), np.array([5.0, 1.0]), 0.5)
    return len(results) == 3 and bool(
        np.array_equal(np.shape(results[2]), (2,)) and np.allclose(results[2], x.var(axis=0))
    )


@batchnorm_is_right.wrong("The variance is divided by N: this test takes the right ones for wrong.")
def batchnorm_is_right_with_another_variance(f):
    x = np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]])
    results = f(x.copy(), np.array([2.0, -3.0]), np.array([5.0, 1.0]), 0.5)
    return len(results) == 3 and bool(np.allclose(np.ravel(results[2])[:2], x.var(axis=0, ddof=1)))


@batchnorm_is_right.wrong("This says yes to every implementation.")
def batchnorm_is_right_always(f):
    f(np.array([[1.0, 2.0], [3.0, 5.0], [7.0, 4.0]]), np.ones(2), np.zeros(2), 1e-5)
    return True


@batchnorm_is_right.variant
def batchnorm_is_right_in_plain_python(f):
    def close(a, b):
        return abs(a - b) < 1e-6

    for rows, epsilon in (([[1, 4, 4], [2, 4, -1], [9, 4, 0], [0, 4, 7]], 2.0), ([[3, 5, 1]], 0.25)):
        gamma, beta, x = [2.0, 3.0, -1.0], [0.5, -4.0, 10.0], np.array(rows, dtype=float)
        results = f(x, np.array(gamma), np.array(beta), epsilon)
        if not isinstance(results, (list, tuple)) or [np.shape(part) for part in results] != [x.shape, (3,), (3,)]:
            return False
        if x.tolist() != rows:
            return False
        for d, column in enumerate(zip(*rows)):
            mean = sum(column) / len(column)
            var = sum((value - mean) ** 2 for value in column) / len(column)
            out = [gamma[d] * (value - mean) / (var + epsilon) ** 0.5 + beta[d] for value in column]
            if not (close(results[1][d], mean) and close(results[2][d], var)):
                return False
            if not all(close(row[d], due) for row, due in zip(np.asarray(results[0]).tolist(), out)):
                return False
    return True


@batchnorm_is_right.variant
def batchnorm_is_right_by_properties(f):
    rng = np.random.default_rng(1)
    for n, d, epsilon in ((40, 3, 1.0), (5, 5, 0.2), (1, 3, 0.5)):
        x, gamma, beta = rng.normal(3, 2, (n, d)) ** 3 / 9, rng.normal(size=d) - 1, rng.normal(size=d)
        kept = x.copy()
        results = f(x, gamma, beta, epsilon)
        if not isinstance(results, (tuple, list)) or len(results) != 3 or np.any(x != kept):
            return False
        out, mean, var = (np.asarray(part, dtype=float) for part in results)
        if out.shape != (n, d) or mean.shape != (d,) or var.shape != (d,):
            return False
        if not np.allclose(mean * n, x.sum(axis=0)) or not np.allclose(n * (var + mean**2), (x * x).sum(axis=0)):
            return False
        if not np.allclose(out.mean(axis=0), beta) or not np.allclose(
            (out - beta) * (var + epsilon) ** 0.5 / gamma, x - mean
        ):
            return False
    return True


@batchnorm_is_right.variant
def batchnorm_is_right_by_the_longest_way(f):
    x = np.array([[2.0, 0.0, 7.0], [2.0, 3.0, 1.0], [2.0, 8.0, 4.0], [2.0, -1.0, 4.5], [2.0, 6.0, 0.5]])
    gamma, beta = np.array([1.5, -2.0, 0.3]), np.array([4.0, 1.0, -6.0])
    for batch, epsilon in ((x, 1e-5), (x, 3.0), (x[:3], 0.1), (x[1:2], 1.0)):
        given = batch.copy()
        got = f(given, gamma, beta, epsilon)
        if type(got) not in (tuple, list) or len(got) != 3 or not (given == batch).all():
            return False
        weights = np.full(len(batch), 1 / len(batch))
        mean = weights @ batch
        var = weights @ batch**2 - mean**2
        layer = np.diag(gamma / np.sqrt(np.maximum(var, 0) + epsilon))
        due = batch @ layer + (beta - mean @ layer), mean, var
        if any(np.shape(a) != b.shape or not np.max(np.abs(a - b)) < 1e-6 for a, b in zip(got, due)):
            return False
    return True
