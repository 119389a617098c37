"""What travels to readers: their own check, and all that the grader shares with it to ask and to judge a function.

`check(softmax)` asks the reader's function and says what is right, what is not, and why. Released, this folder lies
beside the notebook as it is here, with `checks.json` in it: calls, and the recorded results of the reference and of the
known wrong answers. Relative imports, NumPy and the standard library only; IPython is used where it is present.

A chapter's own laws are written with the names below and nothing else of the grader.
"""

from .calling import Answer, Call
from .chance import Counted, alike, beyond_chance, in_order
from .checking import CannotCheck, CheckFailed, check, report
from .compare import RELATIVE_TOLERANCE, SINGLE_PRECISION, as_numbers, difference, shape_in_words
from .laws import RIGHT, Verdict, by_value, equal, silent, trouble, wrong
from .narrow_integers import accept_wide_indices
from .probes import drawn, printed
from .reporting import Report
from .timing import watch
from .wire import Function, Seeded

accept_wide_indices()
watch()

__all__ = [
    "RELATIVE_TOLERANCE",
    "RIGHT",
    "SINGLE_PRECISION",
    "Answer",
    "Call",
    "CannotCheck",
    "CheckFailed",
    "Counted",
    "Function",
    "Report",
    "Seeded",
    "Verdict",
    "alike",
    "as_numbers",
    "beyond_chance",
    "by_value",
    "check",
    "difference",
    "drawn",
    "equal",
    "in_order",
    "printed",
    "report",
    "shape_in_words",
    "silent",
    "trouble",
    "wrong",
]
