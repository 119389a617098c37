"""Chapter 9 of the tests' own course."""

import numpy as np

from solutions.losses import mse


def halve(x):
    """Return half of every number.

    >>> halve(np.array([2.0, 4.0]))
    array([1., 2.])
    """
    # a comment of the reference is part of its body
    doubled_denominator = np.asarray(x, dtype=np.float64) * 2
    return doubled_denominator / 4


def quarter(
    x,
    times=1,
):
    """Return a quarter of every number, `times` over; `mse` of it and itself is 0."""

    assert mse(x, x) == 0
    for _repetition_of_quartering in range(times):
        x = halve(halve(x))

    return x
