"""Chapter 1: statistics. Few numbers that stand for many."""

import numpy as np
from marks import MARKS


def mean(numbers):
    """Return the sum of some numbers, divided by how many there are.

    >>> mean([1, 2, 6])
    3.0
    """
    return sum(numbers) / len(numbers)


def deviations(numbers):
    """Return how far each number lies above the mean of all, as an array.

    >>> deviations([1, 2, 6]).tolist()
    [-2.0, -1.0, 3.0]
    """
    return np.array(numbers) - mean(numbers)


def middle(numbers):
    """Return the number in the middle once they are sorted, of two the lower; None if there are no numbers.

    >>> middle([6, 1, 4, 2])
    2
    """
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else None


def frequencies(values):
    """Return how often each value occurs: a dictionary from values to counts.

    >>> dict(frequencies("abba"))
    {'a': 2, 'b': 2}
    """
    from collections import Counter

    return Counter(values)


def modes(values):
    """Return the values that occur most often, as a set.

    >>> modes([3, 1, 3, 2, 1]) == {1, 3}
    True
    """
    counts = frequencies(values)
    return {value for value in counts if counts[value] == max(counts.values())}


# the mean of all marks of the class
class_mean = mean(MARKS)


def draw_frequencies(values):
    """Draw a bar for each value, as high as its count, from left to right; name the axes `value` and `count`."""
    import matplotlib.pyplot as plt

    counts = frequencies(values)
    plt.bar(sorted(counts), [counts[value] for value in sorted(counts)])
    plt.xlabel("value")
    plt.ylabel("count")
