"""When something was handed in, and which of several attempts counts.

<assignment>/<assignment>.ipynb                the last attempt
<assignment>/timestamp.txt                     when it was handed in, as nbgrader writes it
<assignment>/attempt-1/<assignment>.ipynb      an earlier one, with or without its own timestamp.txt

What a timestamp says also goes to nbgrader's gradebook, so that formgrader shows who was late.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from grader.collect.times import LONGEST, ODD, TIMESTAMP, read_time
from grader.grading.result import SubmissionResult

if TYPE_CHECKING:  # the first imports this module
    from grader.classroom.deadlines import Deadlines
    from grader.classroom.submissions import Submission

Counting = Literal["newest", "best"]  # of several attempts
NEWEST: Final = "newest"
BEST: Final = "best"
FOLDER = re.compile(r"attempt[-_ ]?(\d{1,9})", re.ASCII | re.IGNORECASE)


def handed_in_at(folder: Path) -> tuple[datetime | None, tuple[str, ...]]:
    """Return when the notebook in a folder was handed in, by the file that nbgrader writes beside it.

    Parameters
    ----------
    folder
        The folder.

    Returns
    -------
    In UTC, without saying so, as nbgrader's gradebook has it; None if it is not told. And what was odd.
    """
    try:
        # a link could lead anywhere, and opening a pipe would wait for ever
        with open(os.open(folder / TIMESTAMP, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            data = file.read(LONGEST + 1) if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except FileNotFoundError:
        return None, ()
    except OSError:
        return None, (ODD,)
    try:
        return read_time(data.decode("ascii")), ()
    except ValueError:
        return None, (ODD,)


def in_order(submissions: Sequence[Submission]) -> list[Submission]:
    """Return the attempts of one student, the oldest first.

    Where all say when they were handed in, that decides; otherwise the numbers of their folders, and the one that lies
    in no folder of its own is the last.

    Parameters
    ----------
    submissions
        The attempts.
    """
    numbered = sorted(submissions, key=lambda attempt: (not attempt.attempt, number(attempt.attempt), attempt.attempt))
    if all(attempt.submitted_at for attempt in numbered):
        return sorted(numbered, key=lambda attempt: attempt.submitted_at or datetime.min)
    return numbered


def number(name: str) -> int:
    """Return the number of an attempt's folder; -1 if the name is none of those.

    >>> number("attempt-12"), number("Attempt 9"), number("attempt-x"), number("")
    (12, 9, -1, -1)
    """
    found = FOLDER.fullmatch(name)
    return int(found[1]) if found else -1


def counting(
    tries: Sequence[Submission], results: Sequence[SubmissionResult], deadlines: Deadlines
) -> tuple[int, SubmissionResult]:
    """Return the place and the result of the attempt that counts.

    Of several it is the one that is worth most when what being late costs is taken off, of equal ones the last.

    Parameters
    ----------
    tries
        What one student handed in for one assignment, the oldest first.
    results
        What became of each; none is in error.
    deadlines
        What being late costs.

    Returns
    -------
    The result is with what was odd about the submission, with when it was handed in, and with the digest of all.
    """
    dated = [replace(result, submitted_at=_iso(one.submitted_at)) for one, result in zip(tries, results, strict=True)]
    place = max(range(len(dated)), key=lambda place: (deadlines.worth(dated[place]), place))
    result, submission = dated[place], tries[place]
    return place, replace(
        result,
        repairs=[*submission.repairs, *remark(len(tries), BEST, submission), *result.repairs],
        content_digest=content_digest(
            tries, [one.content_digest for one in results], deadlines.terms(*submission.place)
        ),
    )


def _iso(time: datetime | None) -> str:
    return time.isoformat() if time else ""


def content_digest(tries: Sequence[Submission], digests: Sequence[str], terms: str = "") -> str:
    """Return the digest of what one student handed in and when; of one attempt that does not say when, its own.

    Parameters
    ----------
    tries
        The attempts.
    digests
        Of the notebook of each.
    terms
        What else decides which of several counts.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> content_digest([SimpleNamespace(submitted_at=None)], ["0a1b"])
    '0a1b'
    """
    times = [one.submitted_at.isoformat() for one in tries if one.submitted_at]
    told = [*digests, *times, *([terms] if terms and len(tries) > 1 else [])]
    return told[0] if len(told) == 1 else hashlib.sha256(" ".join(told).encode("ascii")).hexdigest()


def remark(count: int, kind: Counting, submission: Submission) -> list[str]:
    """Return what a student should know whose attempts are several; nothing for a single one.

    >>> from types import SimpleNamespace
    >>> remark(3, "best", SimpleNamespace(attempt="attempt-2"))
    ["There are 3 attempts; the best counts: the one in 'attempt-2'."]
    """
    where = f"in {submission.attempt!r}" if submission.attempt else "in no folder of its own"
    return [f"There are {count} attempts; the {kind} counts: the one {where}."] if count > 1 else []
