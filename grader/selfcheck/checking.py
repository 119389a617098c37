"""`check` for the notebook, `report` for the site: the same answers, shown or returned."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import surroundings, timing, versions
from .asking import AskedCase, ask, ask_small, failing_among, is_unwritten
from .finding import CannotCheck, CheckFailed, cells, find, notebook, release
from .judge import judge
from .reporting import Report, compose
from .solution import solution_to

__all__ = ["CannotCheck", "CheckFailed", "check", "report"]

_failures: dict[str, int] = {}  # how often each exercise has failed in a row: one more hint each time
_said: set[str] = set()  # what is said once


def check(asked: Any, solution: bool | str = False) -> None:
    """Check an exercise and show what came out.

    The result is shown as HTML in a notebook and as text elsewhere. What the notebook asks for and grading has not is
    said below it; it costs nothing.

    Parameters
    ----------
    asked
        The reader's own function or class, whose name says which exercise it is; or the name, in quotes.
    solution
        Whether to show the course's solution too, where the release has it. Before the function is right, True only
        asks whether the reader is sure, and "yes" shows it.

    Raises
    ------
    CheckFailed
        If not everything is right, or the function cannot be checked. Notebooks show its one line without a traceback.
    """
    made = _with_solution(report(asked), solution)
    _show(made)
    for words in _remarks():
        print(words)
    if made.outcome == "unwritten":
        raise CheckFailed(f"{made.name} is still to be written.")
    if made.outcome != "passed":
        said = f": {made.points_words}" if made.points_words else ""
        raise CheckFailed(f"{made.name} is not right yet{said}.")


def report(asked: Any, names: Mapping[str, Any] | None = None) -> Report:
    """Check an exercise and return what came out, for whoever shows it in their own way.

    Parameters
    ----------
    asked
        The reader's own function or class, whose name says which exercise it is; or the name.
    names
        Where a name is looked up; if left out, in the notebook.

    Returns
    -------
    With `outcome` ("passed", "partial", "failed" or "unwritten"), `points`, `max_points`, `html` and `text`.

    Raises
    ------
    CannotCheck
        If it is none of the chapter's exercises.
    """
    thing, planned = find(asked, names)
    names = notebook() if names is None else names
    cases = ask(thing, planned, names)
    result = judge(planned, [case.answers for case in cases])
    if is_unwritten(cases):
        return compose(thing, planned, cases, result, hints_shown=0)
    _failures[planned.name] = 0 if result.outcome == "passed" else _failures.get(planned.name, 0) + 1
    if result.outcome == "passed":
        return compose(thing, planned, cases, result, 0)
    small = ask_small(thing, planned, names)
    if not result.misconception:
        from .telling import with_telling  # here, since who is right from the start need not wait for it

        again = ask_small(thing, planned, names)
        result = with_telling(planned, result, *map(_documents, (cases, small, again)))
    return compose(thing, planned, cases, result, _failures[planned.name], failing_among(planned, small))


def _documents(asked: Sequence[AskedCase]) -> list[list[dict[str, Any]]]:
    return [one.answers for one in asked]


def _with_solution(made: Report, wish: bool | str) -> Report:
    """Add the course's solution to a report, and what the reader wishes to see of it."""
    wishes: dict[bool | str, str] = {False: "", True: "asked", "yes": "sure"}
    if wish not in wishes:
        raise CannotCheck(f'solution is True, or "yes" for those who are sure, not {wish!r}.')
    found = solution_to(made.name)
    if wish and found is None:
        raise CannotCheck("This release comes without solutions, so there is none to compare with.")
    return replace(made, solution=found, solution_wish=wishes[wish])


def _remarks() -> list[str]:
    """Return what is to be said of the notebook around the answer; of its versions, once."""
    released = release()
    versions_differ = "" if _said else versions.remark(released.graded_with)
    _said.update(filter(None, [versions_differ]))
    of_cells = [*surroundings.remarks(cells(), released.packages), *surroundings.too_slow(timing.cells())]
    return [*of_cells, *filter(None, [versions_differ])]


def _show(made: Report) -> None:
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(made.text)
    else:
        from IPython.display import display

        display(made)
