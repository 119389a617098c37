"""The exercises of each chapter: one module a chapter, or a package of modules where one would be too long."""

import importlib
import pkgutil

from grader.exercise import Exercise


def of_chapter(chapter):
    """Return the exercises of a chapter by name, in the order in which `solutions` defines them.

    Parameters
    ----------
    chapter : str
        The short name, such as "losses".

    Returns
    -------
    dict of str to Exercise
    """
    module = importlib.import_module(f"{__name__}.{chapter}")
    names = [f"{module.__name__}.{found.name}" for found in pkgutil.iter_modules(getattr(module, "__path__", []))]
    found = [value for part in [module, *map(importlib.import_module, names)] for value in vars(part).values()]
    exercises = [value for value in found if isinstance(value, Exercise)]
    return {e.name: e for e in sorted(exercises, key=lambda e: e.reference.__code__.co_firstlineno)}
