"""Chapter 1 of a course for tests. Names with `theirs` are in the bodies of variants, and nowhere else."""

from grader import Case, Exercise
from solutions import numbers

doubled = Exercise(
    numbers.doubled,
    points=1,
    hints=("Multiply.", "Multiply by `2`."),
    cases=(Case("a number", lambda rng: (float(rng.integers(2, 9)),)),),
)
mean = Exercise(
    numbers.mean,
    points=2,
    hints=("Add them.", "Divide by how many there are."),
    cases=(Case("some numbers", lambda rng: (rng.integers(2, 9, size=3).tolist(),)),),
)


@doubled.variant
def doubled_by_adding(x):
    """What is added to itself is doubled."""
    theirs_alone = x
    return theirs_alone + x


@doubled.wrong("Twice is two times.")
def tripled(x):
    return 3 * x
