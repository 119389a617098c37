"""From a reader's function to the plan of its exercise, or one clear sentence why there is none."""

import difflib
import functools
import inspect
import json
from pathlib import Path

from .judge import PlannedExercise

CHECKS = Path(__file__).with_name("checks.json")


class CheckFailed(Exception):
    """Not everything is right. The details have been shown above."""

    def _render_traceback_(self):
        """Return what IPython shows: the sentence alone, no wall of frames that are not the reader's."""
        return [f"{type(self).__name__}: {self}"]


class CannotCheck(CheckFailed):
    """What was given to `check` is none of the chapter's exercises."""


def planned_for(function):
    """Return the plan of the exercise that a function's name names.

    Raises
    ------
    CannotCheck
        If it is no function, or no exercise of this chapter has its name.
    """
    name = _name_of(function)
    assignment, exercises = _load(CHECKS)
    if name not in exercises:
        close = difflib.get_close_matches(name, exercises, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        known = ", ".join(exercises)
        raise CannotCheck(f"{assignment} has no exercise {name!r}.{meant} Its exercises are: {known}.")
    return exercises[name]


def _name_of(function):
    if inspect.isclass(function):
        raise CannotCheck(f"{function.__name__} is a class: the exercise is a function, written with def.")
    if not callable(function):
        raise CannotCheck(
            f"check takes the function itself, as in check(softmax), not a value of type {type(function).__name__}. "
            "Leave out the brackets after the function's name."
        )
    name = getattr(function, "__name__", None)
    if not isinstance(name, str):
        raise CannotCheck(f"A {type(function).__name__} has no name: define the function with def and its own name.")
    if name == "<lambda>":
        raise CannotCheck("A lambda has no name: define the function with def and its own name.")
    return name


@functools.cache
def _load(path):
    """Return the assignment's name and the plan of every exercise."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        plans = {name: PlannedExercise.from_document(plan) for name, plan in document["exercises"].items()}
        return document["assignment"], plans
    except FileNotFoundError:
        raise CannotCheck(
            f"{path} is missing: it comes with the released notebook. Put back the whole folder {path.parent.name!r} "
            "that was downloaded with it."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotCheck(f"{path} cannot be read ({error}). Download the chapter's folder again.") from None
