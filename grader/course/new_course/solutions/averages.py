"""Chapter 1: averages. Two numbers that stand for many."""


def mean(numbers):
    """Return the sum of some numbers, divided by how many there are.

    >>> mean([1, 2, 6])
    3.0
    """
    return sum(numbers) / len(numbers)


def median(numbers):
    """Return the number in the middle, once they are sorted; of an even number of them, the mean of the middle two.

    >>> median([6, 1, 2])
    2.0
    """
    ordered = sorted(numbers)
    half = len(ordered) // 2
    return mean(ordered[half : half + 1] if len(ordered) % 2 else ordered[half - 1 : half + 1])
