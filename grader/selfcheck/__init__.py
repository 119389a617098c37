"""The reader's own check: `check(softmax)` asks the reader's function and says what is right, what is not, and why.

It travels to readers in a folder beside the notebook, with `checks.json` in it: calls, and the recorded results of the
reference and of the known wrong answers. NumPy and the standard library only; IPython is used where it is present.
"""

from grader.selfcheck.checking import CannotCheck, CheckFailed, check, report
from grader.selfcheck.narrow_integers import accept_wide_indices
from grader.selfcheck.reporting import Report

accept_wide_indices()

__all__ = ["CannotCheck", "CheckFailed", "Report", "check", "report"]
