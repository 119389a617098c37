"""The laws that every chapter uses: equal, silent, an error where one is due."""

import builtins

from grader.compare import RELATIVE_TOLERANCE, difference
from grader.laws import RIGHT, by_value, wrong

VALUE_ERROR = "ValueError"
MOST_QUOTED = 1000  # MiB or seconds: what a submission says of itself may be any number
FLOATING_POINT = ("overflow", "divide by zero", "invalid value", "underflow")  # how NumPy's own warnings begin


@by_value
def equal(calls, answers, expected, *, rtol=RELATIVE_TOLERANCE):
    """Every call returns what the reference returns, and leaves its arguments as they were."""
    for position, (call, answer, reference) in enumerate(zip(calls, answers, expected)):
        words = trouble(call, answer) or difference(answer.value, reference.value, rtol)
        if words:
            return wrong(words if len(calls) == 1 else f"call {position + 1} of {len(calls)}: {words}")
    return RIGHT


@by_value
def silent(calls, answers, expected, *, rtol=RELATIVE_TOLERANCE):
    """As `equal`, and without a warning."""
    for answer in answers:
        if answer.warnings:
            kind = next((kind for kind in FLOATING_POINT if answer.warnings[0].startswith(kind)), "")
            return wrong("a warning where none is due" + (f": {kind} encountered" if kind else ""))
    return equal(calls, answers, expected, rtol=rtol)


def raises_value_error(calls, answers, expected):
    """Every call raises a ValueError (or a subclass)."""
    for answer in answers:
        if not answer.error:
            return wrong("a result where these arguments call for a ValueError")
        if VALUE_ERROR not in answer.error:
            return wrong(f"{exception_name(answer)} where a ValueError is due")
    return RIGHT


def trouble(call, answer):
    """Say what keeps an answer from being looked at: an exception, a changed argument, too much taken; or None."""
    if answer.error:
        return f"it raised {exception_name(answer)}"
    if answer.changed:
        return f"argument {answer.changed[0] + 1} was changed by the call: work on a copy"
    if call.memory and answer.peak_memory > call.memory:
        peak = min(answer.peak_memory / 2**20, MOST_QUOTED)
        return f"it took {peak:.0f} MiB at its peak, {call.memory / 2**20:.0f} MiB are allowed"
    if call.seconds and answer.seconds > call.seconds:
        return f"it took {min(answer.seconds, MOST_QUOTED):.1f} s of processor time, {call.seconds} s are allowed"
    return None


def exception_name(answer):
    """Name the nearest of Python's own exceptions: messages and the reader's own names could quote arguments."""
    known = [name for name in answer.error if isinstance(vars(builtins).get(name), type)]
    return known[0] if known else "an exception"
