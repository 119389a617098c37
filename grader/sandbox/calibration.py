"""How fast this machine is: a fixed piece of Python and NumPy, timed once in each warm process.

Limits of time are meant for one machine. On a slower one the same answers would take longer, so it gets more time.
"""

import time

import numpy as np

REFERENCE_SECONDS = 0.005  # of `work`, on the machine for which limits are meant
MOST = 20.0
TIMES = 3


def scale() -> float:
    """Return how much longer than on that machine things take here: 1 at least."""
    return min(max(1.0, round(min(_timed() for _ in range(TIMES)) / REFERENCE_SECONDS, 1)), MOST)


def _timed() -> float:
    """Return the processor time of the work: other work on the machine does not stretch it."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def work() -> float:
    """Do a little of what exercises do: loops of Python, matrix products, functions of many numbers."""
    total = 0.0
    for n in range(40_000):
        total += n * 0.5
    numbers = np.linspace(0.0, 1.0, 40_000).reshape(200, 200)
    for _ in range(4):
        total += float(np.exp(numbers @ numbers / 200).sum())
    return total
