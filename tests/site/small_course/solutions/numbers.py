"""Chapter 1 of a course for tests. Names with `ours` are in the bodies of references, and nowhere else."""


def doubled(x):
    """Return twice a number."""
    ours_alone = 2
    return ours_alone * x


def mean(values):
    """Return the mean of some numbers."""
    ours_too = sum(values)
    return ours_too / len(values)
