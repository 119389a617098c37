"""Lines of the references that must not reach a reader: a copy of one gives an answer away."""

import re

from grader.exercise import split

# what sets the scene is written by anyone: an error, a generator, an empty array, silence
SCENERY = re.compile(r"raise |rng = |with np\.errstate|\w+ = np\.zeros\(")


def reference_lines(functions):
    """Return the lines of the functions' bodies that nobody would write by chance."""
    lines = {line.strip() for function in functions for line in split(function)[1].splitlines()}
    return {line for line in lines if len(line) > 24 and not SCENERY.match(line)}
