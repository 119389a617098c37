"""Lines of the references that must not reach a reader: a copy of one gives an answer away."""

from grader.audit.given_away import distinctive_lines
from grader.exercise.reference import source_of


def reference_lines(functions):
    """Return the lines of the functions' bodies that nobody would write by chance."""
    return set().union(*(distinctive_lines(source_of(function)) for function in functions))
