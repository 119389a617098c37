"""max_stable_learning_rate: two over the largest eigenvalue."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, slip
from solutions import optimizers


def hessian(size, spread=1.5):
    """Make a symmetric positive definite matrix with eigenvalues apart, in random directions."""

    def make(rng):
        directions, _ = np.linalg.qr(rng.normal(size=(size, size)))
        eigenvalues = rng.uniform(0.5, 1.0) * spread ** np.arange(size)
        matrix = directions * eigenvalues @ directions.T
        return ((matrix + matrix.T) / 2,)

    return make


def whole_hessian(size):
    """Make one of integers."""

    def make(rng):
        factor = rng.integers(-3, 4, size=(size, size))
        return (factor @ factor.T + np.eye(size, dtype=int),)

    return make


def valley(rng):
    """Make the Hessian of a x² + b y², which has its eigenvalues on the diagonal."""
    return (np.diag(rng.permutation([rng.uniform(0.1, 0.5), rng.uniform(2, 6)])),)


EIGENVALUES = "np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64))"
RETURNED = f"float(2 / {EIGENVALUES}[-1])"

max_stable_learning_rate = Exercise(
    optimizers.max_stable_learning_rate,
    points=2,
    hints=(
        "Along the steepest direction of the bowl, a step multiplies the error by 1 - learning_rate * lambda_max. When "
        "is that number between -1 and 1?",
        "The eigenvalues of a symmetric matrix come from `np.linalg.eigvalsh`, in ascending order.",
        "The rate may grow until 1 - learning_rate * lambda_max is -1: the answer is 2 divided by the last, largest "
        "entry of what `np.linalg.eigvalsh` returns.",
    ),
    cases=(
        Case("three weights, a tilted bowl", hessian(3), share=2),
        Case("other numbers of weights", calls(hessian(2, spread=4.0), hessian(6))),
        Case("a valley along the axes", valley),
        Case(
            "one weight",
            lambda rng: [(rng.uniform(0.5, 9, size=(1, 1)),), (rng.uniform(10, 99, size=(1, 1)),)],
            share=0.5,
        ),
        Case("whole numbers, then another size", calls(whole_hessian(4), hessian(5))),
        Case("other number types and memory layouts", forms(hessian(4), hessian(5), hessian(3)), share=0.5),
    ),
    wrong_answers=[
        slip(
            "max_stable_learning_rate_arrives_in_one_step",
            "It is 2 over the eigenvalue: at 1 over it the steepest direction arrives in one step.",
            ("2 /", "1 /"),
        ),
        slip(
            "max_stable_learning_rate_of_the_flattest_direction",
            "The largest eigenvalue sets the limit: the steepest direction overshoots first.",
            ("[-1]", "[0]"),
        ),
        slip(
            "max_stable_learning_rate_grows_with_the_slope",
            "Divide 2 by the eigenvalue: the steeper the bowl, the smaller the rate has to be.",
            ("2 /", "2 *"),
        ),
        slip(
            "max_stable_learning_rate_upside_down",
            "It is 2 over the eigenvalue: here the eigenvalue is over 2.",
            (RETURNED, f"{EIGENVALUES}[-1] / 2"),
        ),
        slip(
            "max_stable_learning_rate_of_the_trace",
            "Take the largest eigenvalue alone: the trace is the sum of all of them.",
            (f"{EIGENVALUES}[-1]", "np.trace(hessian)"),
        ),
        slip(
            "max_stable_learning_rate_of_the_mean",
            "The largest eigenvalue sets the limit, not the mean of all.",
            (f"{EIGENVALUES}[-1]", f"{EIGENVALUES}.mean()"),
        ),
        slip(
            "max_stable_learning_rate_of_the_diagonal",
            "A diagonal holds the eigenvalues only if all else is 0: compute them with `np.linalg.eigvalsh`.",
            (f"{EIGENVALUES}[-1]", "np.max(np.diag(hessian))"),
        ),
        slip(
            "max_stable_learning_rate_of_the_norm",
            "The largest eigenvalue is asked, not the matrix's norm: `norm` adds up all squares.",
            (f"{EIGENVALUES}[-1]", "np.linalg.norm(hessian)"),
        ),
        slip(
            "max_stable_learning_rate_that_is_fastest",
            "This rate converges fastest: the limit is where the steepest direction stops shrinking, 2/lambda_max.",
            (f"{EIGENVALUES}[-1]", f"np.sum({EIGENVALUES}[[0, -1]])"),
        ),
        slip(
            "max_stable_learning_rate_for_each_direction",
            "Each eigenvalue has its own limit: return the smallest, one number.",
            (RETURNED, f"2 / {EIGENVALUES}"),
        ),
        slip(
            "max_stable_learning_rate_of_the_determinant",
            "The limit comes from the eigenvalues: a determinant is their product.",
            (f"{EIGENVALUES}[-1]", "np.linalg.det(hessian)"),
        ),
        slip(
            "max_stable_learning_rate_of_the_root",
            "Divide by the eigenvalue itself, not by its root.",
            (f"{EIGENVALUES}[-1]", f"np.sqrt({EIGENVALUES}[-1])"),
        ),
    ],
)


@max_stable_learning_rate.wrong(
    "That is the steepness: the rate at which a step reaches as far beyond is 2 divided by it."
)
def max_stable_learning_rate_is_the_eigenvalue(hessian):
    return np.linalg.eigvalsh(hessian)[-1]


@max_stable_learning_rate.wrong("`//` drops the fraction: divide with `/`.")
def max_stable_learning_rate_rounded_down(hessian):
    return 2 // np.linalg.eigvalsh(hessian)[-1]


@max_stable_learning_rate.wrong("`eigvalsh` sorts upwards: the largest eigenvalue is the last, `[-1]`.")
def max_stable_learning_rate_of_the_second(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[1]


@max_stable_learning_rate.wrong("A row sum is a bound for the largest eigenvalue, not the eigenvalue.")
def max_stable_learning_rate_by_row_sums(hessian):
    return 2 / np.max(np.abs(hessian).sum(axis=1))


@max_stable_learning_rate.variant
def max_stable_learning_rate_from_any_eigenvalues(hessian):
    return 2.0 / max(np.linalg.eigvals(hessian).real)


@max_stable_learning_rate.variant
def max_stable_learning_rate_from_the_spectral_norm(hessian):
    return 2 / np.linalg.norm(np.asarray(hessian, dtype=np.float64), ord=2)


@max_stable_learning_rate.variant
def max_stable_learning_rate_of_the_strictest_direction(hessian):
    eigenvalues = np.linalg.eigh(hessian.astype(float))[0]
    return min(2 / eigenvalue for eigenvalue in eigenvalues if eigenvalue > 0)


@max_stable_learning_rate.variant
def max_stable_learning_rate_by_squaring(hessian):
    power = hessian.astype(float) / np.trace(hessian.astype(float))
    for _ in range(40):  # its columns turn towards the steepest direction
        power = power @ power
        power = power / np.trace(power)
    steepest = power[:, np.argmax(np.abs(power).sum(axis=0))]
    return 2 * (steepest @ steepest) / (steepest @ hessian.astype(float) @ steepest)
