"""From what a reader wants checked to the answer itself and the plan of its exercise, or one clear sentence why not."""

from __future__ import annotations

import functools
import inspect
import json
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .asking import NOT_THERE
from .judge import PlannedExercise
from .surroundings import USUAL

RELEASE: ContextVar[Path] = ContextVar("the folder of the release", default=Path(__file__).parent)
CHECKS = "checks.json"


@dataclass(frozen=True)
class Release:
    """What a release knows of its chapter.

    Parameters
    ----------
    assignment
        Its name.
    graded_with
        The versions with which it is graded, by name; of an older release, none.
    packages
        What answers may import beside the standard library.
    exercises
        The plan of each exercise, by name.
    """

    assignment: str
    graded_with: dict[str, str]
    packages: tuple[str, ...]
    exercises: dict[str, PlannedExercise]


class CheckFailed(Exception):
    """Not everything is right. The details have been shown above."""

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows: the sentence alone, no wall of frames that are not the reader's."""
        return [f"{type(self).__name__}: {self}"]


class CannotCheck(CheckFailed):
    """What was given to `check` is none of the chapter's exercises."""


def find(asked: Any, names: Mapping[str, Any] | None = None) -> tuple[Any, PlannedExercise]:
    """Return an answer and the plan of its exercise.

    Parameters
    ----------
    asked
        The reader's function or class, whose name says which exercise it is; or a name.
    names
        Where a name is looked up; if left out, in the notebook.

    Returns
    -------
    The answer, `NOT_THERE` if no cell has made it yet; and the plan.

    Raises
    ------
    CannotCheck
        If no exercise of this chapter has that name, or it cannot be one.
    """
    if isinstance(asked, str):
        return (notebook() if names is None else names).get(asked, NOT_THERE), planned_for(asked)
    planned = planned_for(_name_of(asked))
    if inspect.isclass(asked) and not planned.probe:
        raise CannotCheck(f"{planned.name} is a class: the exercise is a function, written with def.")
    return asked, planned


def planned_for(name: str) -> PlannedExercise:
    """Return the plan of an exercise.

    Raises
    ------
    CannotCheck
        If no exercise of this chapter has that name.
    """
    released = _load(RELEASE.get() / CHECKS)
    exercises = released.exercises
    if name not in exercises:
        import difflib  # here, since nearly every start goes without it

        close = difflib.get_close_matches(name, exercises, n=1)
        meant = f" Did you mean {close[0]}?" if close else ""
        known = ", ".join(exercises)
        raise CannotCheck(f"{released.assignment} has no exercise {name!r}.{meant} Its exercises are: {known}.")
    return exercises[name]


def release() -> Release:
    """Return what lies beside the notebook.

    Raises
    ------
    CannotCheck
        If it is not there, or cannot be read.
    """
    return _load(RELEASE.get() / CHECKS)


def notebook() -> dict[str, Any]:
    """Return the names that the reader's cells have made."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell.user_ns if shell else vars(sys.modules["__main__"])


def cells() -> list[str]:
    """Return the texts of the reader's cells that ran, in the order in which they did; none outside a notebook."""
    ran = notebook().get("In", [])
    return [cell for cell in ran if isinstance(cell, str)] if isinstance(ran, list) else []


def _name_of(asked: Any) -> str:
    if not callable(asked):
        raise CannotCheck(
            f"check takes the function itself, as in check(softmax), not a value of type {type(asked).__name__}. "
            "Leave out the brackets after the function's name; of a variable, write the name in quotes."
        )
    name = getattr(asked, "__name__", None)
    if not isinstance(name, str):
        raise CannotCheck(f"A {type(asked).__name__} has no name: define the function with def and its own name.")
    if name == "<lambda>":
        raise CannotCheck("A lambda has no name: define the function with def and its own name.")
    return name


@functools.cache
def _load(path: Path) -> Release:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        plans = {name: PlannedExercise.from_document(plan) for name, plan in document["exercises"].items()}
        packages = tuple(document.get("packages", USUAL))
        return Release(document["assignment"], dict(document.get("graded_with", {})), packages, plans)
    except FileNotFoundError:
        raise CannotCheck(
            f"{path} is missing: it comes with the released notebook. Put back the whole folder {path.parent.name!r} "
            "that was downloaded with it."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotCheck(f"{path} cannot be read ({error}). Download the chapter's folder again.") from None
