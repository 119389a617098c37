"""How the answers of chapter 1 are judged."""

import numpy as np

from grader import Case, Exercise, Variable, drawn, slip
from solutions import statistics
from solutions.statistics import deviations, draw_frequencies, frequencies, mean, middle, modes


def some(count):
    """Return a maker of arguments: a list of that many numbers."""
    return lambda rng: (rng.normal(scale=10, size=count).tolist(),)


def unsorted(count):
    """Return a maker of arguments: a list of that many numbers, with the largest in the middle."""

    def make(rng):
        (numbers,) = some(count)(rng)
        ordered = sorted(numbers)
        return (ordered[::2] + ordered[1::2][::-1],)

    return make


def repeated(count):
    """Return a maker of arguments: a list of that many whole numbers, some of them several times."""
    return lambda rng: (rng.integers(30, 36, size=count).tolist(),)


mean_exercise = Exercise(
    mean,
    points=1,
    hints=("`sum(numbers)` is the sum, `len(numbers)` says how many there are.",),
    cases=(Case("seven numbers", some(7)), Case("whole numbers", repeated(10))),
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


deviations_exercise = Exercise(
    deviations,
    points=2,
    hints=("`np.array(numbers) - 3` takes 3 from each of the numbers.",),
    cases=(Case("six numbers", some(6)), Case("one number", some(1)), Case("whole numbers", repeated(8))),
)


@deviations_exercise.wrong("A number above the mean has a positive deviation: take the mean from the number.")
def deviations_downwards(numbers):
    return mean(numbers) - np.array(numbers)


@deviations_exercise.wrong("Above counts as positive and below as negative: leave the sign.")
def deviations_without_sign(numbers):
    return np.abs(np.array(numbers) - mean(numbers))


@deviations_exercise.variant
def deviations_one_by_one(numbers):
    return [number - mean(numbers) for number in numbers]


middle_exercise = Exercise(
    middle,
    points=2,
    hints=("Sort first. Of five numbers the middle has the index 2, and of six the lower of the two middle ones too.",),
    cases=(
        Case("seven numbers", unsorted(7), share=2),
        Case("eight numbers", unsorted(8)),
        Case("no numbers", lambda rng: ([],), share=0.3),
    ),
)


@middle_exercise.wrong("The middle of the list is not the middle of the numbers: sort them first.")
def middle_of_the_unsorted(numbers):
    return numbers[(len(numbers) - 1) // 2] if numbers else None


@middle_exercise.wrong("Of two numbers in the middle, the lower one is asked.")
def middle_is_the_upper(numbers):
    return sorted(numbers)[len(numbers) // 2] if numbers else None


@middle_exercise.wrong("No numbers have no middle: return None for an empty list.")
def middle_of_nothing_is_nothing(numbers):
    return sorted(numbers)[(len(numbers) - 1) // 2] if numbers else 0


@middle_exercise.variant
def middle_by_taking_away(numbers):
    left = list(numbers)
    while len(left) > 2:
        left.remove(max(left))
        left.remove(min(left))
    return min(left) if left else None


frequencies_exercise = Exercise(
    frequencies,
    points=2,
    hints=("Begin with an empty dictionary. For each value, the new count is `counts.get(value, 0) + 1`.",),
    cases=(
        Case("whole numbers", repeated(20), share=2),
        Case("letters", lambda rng: ("".join(rng.choice(list("abcd"), size=9)),)),
        Case("nothing to count", lambda rng: ([],), share=0.2),
    ),
)


@frequencies_exercise.wrong("The first time counts too: a value that is met for the first time has the count 1.")
def frequencies_from_zero(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, -1) + 1
    return counts


@frequencies_exercise.wrong("Counts are asked, not shares: do not divide by how many values there are.")
def frequencies_as_shares(values):
    return {value: list(values).count(value) / len(values) for value in values}


@frequencies_exercise.variant
def frequencies_by_counting(values):
    return {value: list(values).count(value) for value in values}


modes_exercise = Exercise(
    modes,
    points=2,
    hints=("Find the largest count first, `max(frequencies(values).values())`, then the values that have it.",),
    cases=(
        Case("whole numbers", repeated(20), share=2),
        Case("two that are equally frequent", lambda rng: (2 * rng.permutation(9)[:2].tolist() + [9],)),
    ),
)


@modes_exercise.wrong("Several values can be equally frequent: return all of them.")
def modes_is_the_smallest(values):
    counts = frequencies(values)
    return {min(value for value in counts if counts[value] == max(counts.values()))}


@modes_exercise.wrong("The values are asked, not how often they occur.")
def modes_is_the_count(values):
    return {max(frequencies(values).values())}


@modes_exercise.variant
def modes_by_counting(values):
    return {value for value in values if all(values.count(value) >= values.count(other) for other in values)}


class_mean_exercise = Exercise(
    Variable(statistics, "class_mean"),
    points=1,
    hints=("The function `mean` is there already, and so are the `MARKS`.",),
    cases=(Case("the mean of the marks", lambda rng: ()),),
)
class_mean_exercise.wrong("Divide the sum of the marks by how many there are.", class_mean_is_the_sum=35)
class_mean_exercise.wrong("This is the mark in the middle: the mean is asked.", class_mean_is_the_middle=3)
class_mean_exercise.variant(35 / 12)


draw_frequencies_exercise = Exercise(
    draw_frequencies,
    points=2,
    hints=("`plt.bar(values, heights)` draws the bars, `plt.xlabel` and `plt.ylabel` name the axes.",),
    cases=(Case("whole numbers", repeated(20), share=2), Case("other numbers", repeated(9))),
    probe=drawn,
    wrong_answers=(
        slip("draw_frequencies_sideways", "Bars stand on the x axis: use `plt.bar`.", ("plt.bar", "plt.barh")),
        slip("draw_frequencies_unnamed", "Name both axes.", ('plt.xlabel("value")', ""), ('plt.ylabel("count")', "")),
    ),
)


@draw_frequencies_exercise.variant
def draw_frequencies_on_axes(values):
    import matplotlib.pyplot as plt

    _, axes = plt.subplots()
    for value in sorted(set(values)):
        axes.bar(value, list(values).count(value))
    axes.set(xlabel="value", ylabel="count")
