"""How the answers of chapter 1 are judged."""

import numpy as np

from grader import Case, Exercise
from solutions.averages import mean, median


def some(count):
    """Return a maker of arguments: a list of that many numbers."""
    return lambda rng: (rng.normal(scale=10, size=count).tolist(),)


def unsorted(count):
    """Return a maker of arguments: a list of that many numbers, with the largest in the middle."""

    def make(rng):
        ordered = sorted(rng.normal(scale=10, size=count).tolist())
        return (ordered[::2] + ordered[1::2][::-1],)

    return make


mean_exercise = Exercise(
    mean,
    points=1,
    hints=(
        "How large would each number be if all were the same and their sum stayed as it is?",
        "`sum(numbers)` is the sum, `len(numbers)` says how many there are.",
    ),
    cases=(
        Case("seven numbers", some(7), share=2),
        Case("one number", some(1)),
        Case("whole numbers", lambda rng: (rng.integers(-50, 50, size=6).tolist(),)),
    ),
)


@mean_exercise.wrong("The sum grows with every number: divide it by how many there are.")
def mean_is_the_sum(numbers):
    return sum(numbers)


@mean_exercise.wrong("`//` cuts off what is behind the point: divide with `/`.")
def mean_without_its_fraction(numbers):
    return sum(numbers) // len(numbers)


@mean_exercise.variant
def mean_of_an_array(numbers):
    return np.mean(numbers)


median_exercise = Exercise(
    median,
    points=2,
    hints=(
        "Put the numbers in order first. Which position is the middle one of five? And of four?",
        "`sorted(numbers)` is a new list. With `half = len(numbers) // 2`, an odd number of them has its middle at "
        "`half`; an even number has two, at `half - 1` and `half`.",
    ),
    cases=(
        Case("seven numbers", unsorted(7), share=2),
        Case("eight numbers", unsorted(8), share=2),
        Case("one number", some(1)),
    ),
)


@median_exercise.wrong("The middle of the list is not the middle of the numbers: sort them first.")
def median_of_the_unsorted(numbers):
    half = len(numbers) // 2
    return mean(numbers[half : half + 1] if len(numbers) % 2 else numbers[half - 1 : half + 1])


@median_exercise.wrong("An even number of numbers has two in the middle: take their mean.")
def median_is_the_upper_one(numbers):
    return sorted(numbers)[len(numbers) // 2]


@median_exercise.wrong("`sort` changes the list of whoever calls you: `sorted(numbers)` is a new one.")
def median_sorts_what_it_is_given(numbers):
    numbers.sort()
    half = len(numbers) // 2
    return mean(numbers[half : half + 1] if len(numbers) % 2 else numbers[half - 1 : half + 1])


@median_exercise.variant
def median_of_an_array(numbers):
    return np.median(numbers)
