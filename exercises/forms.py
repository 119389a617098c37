"""The forms in which arguments come, so that an exercise's cases read as a list of shapes.

    Case("a batch", normal((5, 3), (5, 3)))                                   one call with two arrays
    Case("whole numbers, then others", calls(whole((2, 7)), normal((7, 2))))  two calls
    Case("other number types and memory layouts", forms(normal((3, 4))))      one call per form

Each of these returns a function from a generator to arguments, which is what a case is made of.
"""

import numpy as np


def normal(*shapes, scale=1.0):
    """Make the arguments of one call: an array of normal numbers for each shape."""
    return lambda rng: tuple(scale * rng.normal(size=shape) for shape in shapes)


def whole(*shapes, low=-5, high=6):
    """Make the arguments of one call: an array of integers from low to high - 1 for each shape."""
    return lambda rng: tuple(rng.integers(low, high, size=shape) for shape in shapes)


def tiny(*shapes):
    """Make the arguments of one call: arrays of small unsigned integers, as images have; 2 - 3 is 255 among them."""
    return lambda rng: tuple(rng.integers(0, 10, size=shape).astype(np.uint8) for shape in shapes)


def in_bytes(*shapes):
    """Make the arguments of one call: arrays of unsigned integers whose products do not fit into their type."""
    return lambda rng: tuple(rng.integers(10, 60, size=shape).astype(np.uint8) for shape in shapes)


def calls(*makers):
    """Make the calls of several makers, in order."""

    def make(rng):
        made = [maker(rng) for maker in makers]
        return [call for one in made for call in (one if isinstance(one, list) else [one])]

    return make


def forms(*makers):
    """Make one call for each maker and each form of its arguments; see `every_form`.

    Where the result is one number, give three makers: one in fifty numbers computed in float32 is right by accident.
    """
    return lambda rng: [call for maker in makers for call in every_form(*maker(rng))]


def every_form(*arguments):
    """Return one call for each form of the arguments: float32, every second element of a larger array, read-only.

    Parameters
    ----------
    *arguments : ndarray, list of ndarray, or anything
        The arguments of one call; what is no array stays as it is, integer arrays keep their type.

    Returns
    -------
    list of tuple
    """
    return [tuple(_formed(argument, form) for argument in arguments) for form in (float32, strided, readonly)]


def _formed(argument, form):
    if isinstance(argument, list):
        return [_formed(item, form) for item in argument]
    return form(argument) if isinstance(argument, np.ndarray) else argument


def float32(array):
    """Return the array in single precision; integers stay integers.

    >>> float32(np.array([0.5])).dtype, float32(np.array([1])).dtype.kind
    (dtype('float32'), 'i')
    """
    return array.astype(np.float32) if array.dtype.kind == "f" else array


def strided(array):
    """Return the same values in memory that is not contiguous.

    >>> strided(np.array([1.0, 2.0])).strides
    (16,)
    """
    if array.ndim == 0 or array.size < 2:
        return array
    return np.repeat(array, 2, axis=-1)[..., ::2]


def readonly(array):
    """Return a copy that cannot be written to.

    >>> readonly(np.zeros(2)).flags.writeable
    False
    """
    copy = array.copy()
    copy.flags.writeable = False
    return copy
