"""The forms in which the same numbers may arrive: integers, float32, strided, read-only, lists of calls."""

import numpy as np


def every_form(*arrays):
    """Return one call for each form of the arguments: float32, every second element of a larger array, read-only.

    Parameters
    ----------
    *arrays : ndarray or anything
        The arguments of one call; those that are no arrays stay as they are, integer arrays keep their type.

    Returns
    -------
    list of tuple
    """
    return [tuple(form(a) if isinstance(a, np.ndarray) else a for a in arrays) for form in (float32, strided, readonly)]


def float32(array):
    """Return the array in single precision; integers stay integers."""
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def strided(array):
    """Return the same values in memory that is not contiguous."""
    if array.ndim == 0 or array.size < 2:
        return array
    wide = np.repeat(array, 2, axis=-1)
    return wide[..., ::2]


def readonly(array):
    """Return a copy that cannot be written to."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy
