"""Labels and categories, as arguments of the cases of this chapter."""

import numpy as np


def labels(num_labels, num_classes, used=None):
    """Make labels `(N,)` and the number of classes; `used` of the classes occur at most, the first ones."""
    return lambda rng: (rng.integers(used or num_classes, size=num_labels), num_classes)


def table(num_rows, num_columns, num_categories, used=None):
    """Make numbers `(N, M)`, categories `(N,)` and the number of categories."""

    def make(rng):
        categories = rng.integers(used or num_categories, size=num_rows)
        return 3 * rng.normal(size=(num_rows, num_columns)), categories, num_categories

    return make


def whole_table(num_rows, num_columns, num_categories):
    """Make the same with whole numbers."""

    def make(rng):
        numbers = rng.integers(-9, 10, size=(num_rows, num_columns))
        return numbers, rng.integers(num_categories, size=num_rows), num_categories

    return make


def changed(make, position, change):
    """Make the same arguments but one, which `change` makes of the right one."""

    def remake(rng):
        arguments = list(make(rng))
        arguments[position] = change(arguments[position])
        return tuple(arguments)

    return remake


def of_bytes(*shapes):
    """Make the arguments of one call: an array of bytes for each shape, from 0 to 255, as image files have."""
    return lambda rng: tuple(rng.integers(256, size=shape, dtype=np.uint8) for shape in shapes)


def small(array):
    """Return whole numbers from 0 as the small unsigned integers that data sets keep."""
    return array.astype(np.uint8)


def with_first(label):
    """Return a function that puts a label in the first place."""

    def change(array):
        copy = array.copy()
        copy[0] = label
        return copy

    return change
