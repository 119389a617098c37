"""The exercises of each chapter: one module a chapter, or a package of modules where one would be too long."""

import importlib
import pkgutil

from grader.contract import EXERCISES
from grader.exercise import Exercise


def of_chapter(chapter):
    """Return the exercises of a chapter by name, module by module of `solutions` and in the order defined there.

    Where a chapter is a package of modules, the contract says which comes first.

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
    promised = list(EXERCISES.get(chapter, {}))
    modules = [e.reference.__module__ for e in sorted(exercises, key=lambda e: _rank(e.name, promised))]
    places = {e.name: (modules.index(e.reference.__module__), e.reference.__code__.co_firstlineno) for e in exercises}
    return {e.name: e for e in sorted(exercises, key=lambda e: places[e.name])}


def _rank(name, promised):
    return promised.index(name) if name in promised else len(promised)
