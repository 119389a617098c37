"""Chapter 9 of the tests' own course."""

import numpy as np

from grader import Case, Exercise, silent
from solutions import tiny

HINTS = ("Divide.", "Divide by `2`.", "`x / 2`.")

halve = Exercise(tiny.halve, 2, HINTS, (Case("some numbers", lambda rng: (rng.normal(size=3),)),))
quarter = Exercise(tiny.quarter, 1, HINTS, (Case("some numbers", lambda rng: (rng.normal(size=3), 2), law=silent),))


@halve.wrong("Divide by 2, not by 4.")
def quartered(x):
    return np.asarray(x) / 4
