"""`check` for the notebook, `report` for the site: the same answers, shown or returned."""

import sys

from .asking import ask, is_unwritten
from .finding import CannotCheck, CheckFailed, planned_for
from .judge import judge
from .reporting import compose, number

__all__ = ["CannotCheck", "CheckFailed", "check", "report"]

_failures: dict[str, int] = {}  # how often each exercise has failed in a row: one more hint each time


def check(function):
    """Check an exercise and show what came out.

    The result is shown as HTML in a notebook and as text elsewhere.

    Parameters
    ----------
    function : callable
        The reader's own function; its name says which exercise it is.

    Raises
    ------
    CheckFailed
        If not everything is right, or the function cannot be checked. Notebooks show its one line without a traceback.
    """
    made = report(function)
    _show(made)
    if made.outcome == "unwritten":
        raise CheckFailed(f"{made.name} is still to be written.")
    if made.outcome != "passed":
        raise CheckFailed(f"{made.name} is not right yet: {number(made.points)} of {made.max_points} points here.")


def report(function):
    """Check an exercise and return what came out, for whoever shows it in their own way.

    Parameters
    ----------
    function : callable
        The reader's own function; its name says which exercise it is.

    Returns
    -------
    Report
        With `outcome` ("passed", "partial", "failed" or "unwritten"), `points`, `max_points`, `html` and `text`.

    Raises
    ------
    CannotCheck
        If this is no function, or none of the chapter's exercises.
    """
    planned = planned_for(function)
    asked = ask(function, planned)
    result = judge(planned, [case.answers for case in asked])
    if is_unwritten(asked):
        return compose(function, planned, asked, result, hints_shown=0)
    _failures[planned.name] = 0 if result.outcome == "passed" else _failures.get(planned.name, 0) + 1
    return compose(function, planned, asked, result, hints_shown=_failures[planned.name])


def _show(made):
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(made.text)
    else:
        from IPython.display import display

        display(made)
