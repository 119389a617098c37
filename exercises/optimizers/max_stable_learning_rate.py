"""max_stable_learning_rate: two over the largest eigenvalue."""

import numpy as np

from exercises.forms import calls, forms
from grader import Case, Exercise, raises
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


max_stable_learning_rate = Exercise(
    optimizers.max_stable_learning_rate,
    points=2,
    hints=(
        "Along the steepest direction of the bowl, a step multiplies the error by 1 - learning_rate * lambda_max. When "
        "is that number between -1 and 1?",
        "The eigenvalues of a symmetric matrix come from `np.linalg.eigvalsh`, in ascending order.",
        "Convert with `np.asarray(hessian, dtype=np.float64)` and raise a ValueError unless there are exactly two axes "
        "of the same length. The answer is 2 divided by the last, largest entry of what `np.linalg.eigvalsh` returns.",
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
        raises(
            "a matrix that is not square",
            lambda rng: [(rng.normal(size=(3, 4)),), (rng.normal(size=(4, 2)),)],
            share=0.4,
        ),
        raises("a single row", lambda rng: (rng.uniform(1, 2, size=5),)),
        raises("a stack of one matrix", lambda rng: (hessian(3)(rng)[0][np.newaxis],)),
    ),
)


@max_stable_learning_rate.wrong("It is 2 over the eigenvalue: at 1 over it the steepest direction arrives in one step.")
def max_stable_learning_rate_arrives_in_one_step(hessian):
    return 1 / np.linalg.eigvalsh(hessian)[-1]


@max_stable_learning_rate.wrong("The largest eigenvalue sets the limit: the steepest direction overshoots first.")
def max_stable_learning_rate_of_the_flattest_direction(hessian):
    return 2 / np.linalg.eigvalsh(hessian)[0]


@max_stable_learning_rate.wrong("Divide 2 by the eigenvalue: the steeper the bowl, the smaller the rate has to be.")
def max_stable_learning_rate_grows_with_the_slope(hessian):
    return 2 * np.linalg.eigvalsh(hessian)[-1]


@max_stable_learning_rate.wrong("Take the largest eigenvalue alone: the trace is the sum of all of them.")
def max_stable_learning_rate_of_the_trace(hessian):
    return 2 / np.trace(hessian)


@max_stable_learning_rate.wrong(
    "A diagonal holds the eigenvalues only if all else is 0: compute them with `np.linalg.eigvalsh`."
)
def max_stable_learning_rate_of_the_diagonal(hessian):
    return 2 / np.max(np.diag(hessian))


@max_stable_learning_rate.wrong("The largest eigenvalue is asked, not the matrix's norm: `norm` adds up all squares.")
def max_stable_learning_rate_of_the_norm(hessian):
    return 2 / np.linalg.norm(hessian)


@max_stable_learning_rate.wrong(
    "This is the rate that converges fastest: the limit is where the steepest direction stops shrinking, 2/lambda_max."
)
def max_stable_learning_rate_that_is_fastest(hessian):
    eigenvalues = np.linalg.eigvalsh(hessian)
    return 2 / (eigenvalues[0] + eigenvalues[-1])


@max_stable_learning_rate.wrong("Each eigenvalue has its own limit: return the smallest, one number.")
def max_stable_learning_rate_for_each_direction(hessian):
    return 2 / np.linalg.eigvalsh(hessian)


@max_stable_learning_rate.wrong("The limit comes from the eigenvalues: a determinant is their product.")
def max_stable_learning_rate_of_the_determinant(hessian):
    return 2 / np.linalg.det(hessian)


@max_stable_learning_rate.wrong("Raise a ValueError unless there are two axes: NumPy takes stacks of matrices too.")
def max_stable_learning_rate_of_a_stack(hessian):
    return 2 / np.max(np.linalg.eigvalsh(np.asarray(hessian, dtype=np.float64)))


@max_stable_learning_rate.wrong(
    "Raise a ValueError for a matrix that is not square: it has singular values, but no eigenvalues."
)
def max_stable_learning_rate_of_any_table(hessian):
    hessian = np.asarray(hessian, dtype=np.float64)
    if hessian.ndim != 2:
        raise ValueError("a matrix has two axes")
    return 2 / np.linalg.norm(hessian, 2)


@max_stable_learning_rate.wrong("Convert to float64 first: float32 carries 7 digits, and so would the limit.")
def max_stable_learning_rate_in_the_type_given(hessian):
    if hessian.ndim != 2 or hessian.shape[0] != hessian.shape[1]:
        raise ValueError("a square matrix is asked")
    return 2 / np.linalg.eigvalsh(hessian)[-1]


@max_stable_learning_rate.variant
def max_stable_learning_rate_from_any_eigenvalues(hessian):
    hessian = np.array(hessian, dtype=float)
    if hessian.ndim != 2:
        raise ValueError("hessian must have shape (D, D)")
    return 2.0 / max(np.linalg.eigvals(hessian).real)  # LinAlgError is a ValueError


@max_stable_learning_rate.variant
def max_stable_learning_rate_from_the_spectral_norm(hessian):
    if np.ndim(hessian) != 2 or len(hessian) != len(hessian[0]):
        raise ValueError("hessian must have shape (D, D)")
    return 2 / np.linalg.norm(np.asarray(hessian, dtype=np.float64), ord=2)


@max_stable_learning_rate.variant
def max_stable_learning_rate_by_squaring(hessian):
    if hessian.ndim != 2 or hessian.shape[0] != hessian.shape[1]:
        raise ValueError("hessian must have shape (D, D)")
    power = hessian.astype(float) / np.trace(hessian.astype(float))
    for _ in range(40):  # its columns turn towards the steepest direction
        power = power @ power
        power = power / np.trace(power)
    steepest = power[:, np.argmax(np.abs(power).sum(axis=0))]
    return 2 * (steepest @ steepest) / (steepest @ hessian.astype(float) @ steepest)
