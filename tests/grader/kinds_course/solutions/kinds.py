"""One thing of each kind."""

import numpy as np


def tally(words):
    """Return how often each word occurs, as a dict."""
    from collections import Counter

    return Counter(words)


class Stack:
    """A pile of things: the last one that was put on it is the first to be taken."""

    def __init__(self):
        self.things = []

    def push(self, thing):
        """Put a thing on top."""
        self.things.append(thing)

    def pop(self):
        """Take the thing on top, and return it."""
        return self.things.pop()


# The mean of the ages 21, 30 and 45.
mean_age = np.mean([21, 30, 45])


def greet(names):
    """Print a greeting for each name, as in `Hello, Ana!`."""
    for name in names:
        print(f"Hello, {name}!")


def plot_squares(count):
    """Draw the squares of 0, 1, ... as a line, with the title Squares and the axes named n and square."""
    import matplotlib.pyplot as plt

    plt.plot(range(count), [n**2 for n in range(count)])
    plt.title("Squares")
    plt.xlabel("n")
    plt.ylabel("square")
    plt.show()
