"""Which of several notebooks is graded: one with answers before one as it was released; then the likeliest place.

Two with different answers are a matter for people: one is graded, and both are named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.classroom.candidates import Candidate
from grader.collect.archive import Damaged
from grader.intake import take_in
from grader.intake.matching import WRITTEN
from grader.intake.notebook import Cell, Unreadable

if TYPE_CHECKING:
    from grader.classroom.submissions import Submission

MOST, MOST_NAMED = 50, 5  # notebooks that are looked at, and that are named in one sentence
DOCSTRING = re.compile(r'^[ \t]+"""(?:[^"\\]|\\.|"(?!""))*"""', re.MULTILINE | re.DOTALL)
# an earlier release is no answer either, though its stubs have other words in them
STUB = re.compile(
    r"(?:(?:@|def |class |import |from )[^\n]*\n|[ \t]+def [^\n]*\n|[ \t]*raise NotImplementedError\(\)(?:\n|$))*"
)
Answers = Mapping[str, str]


def decide(submission: Submission, cells: Sequence[Cell], exercises: Sequence[str]) -> tuple[Submission, list[str]]:
    """Return a submission with the notebook that is to be graded, and what its instructor should know.

    Parameters
    ----------
    submission
        With all its candidates, the likeliest first.
    cells
        The released notebook.
    exercises
        The exercises in order, without free texts.

    Returns
    -------
    The submission; and a sentence for each notebook with other answers, which is not graded.
    """
    candidates = submission.candidates[:MOST]
    told = [_unread(submission, one.name, one.trouble) for one in candidates if one.trouble]
    told += [_unread(submission, one.name, "there are too many") for one in submission.candidates[MOST:]]
    if len(candidates) < 2:
        return submission, told
    answers = {one: _answers(one, cells, exercises) for one in candidates}
    filled = [one for one in candidates if answers[one]]
    chosen = (filled or candidates)[0]
    differing = [one for one in filled if answers[one] != answers[chosen]]
    told += [_unread(submission, one.name, f"{chosen.name!r} was, and its answers are others") for one in differing]
    taken = submission.taking(chosen)
    return replace(taken, repairs=(*taken.repairs, _remark(taken, len(filled), len(differing)))), told


def _unread(submission: Submission, name: str, why: str) -> str:
    return f"{submission.student}, {submission.assignment}: {name!r} was not graded: {why.rstrip('.')}."


def _remark(submission: Submission, filled: int, differing: int) -> str:
    """Return what a student should know whose notebooks are several."""
    chosen, *others = submission.candidates
    named = ", ".join(repr(one.name) for one in others[:MOST_NAMED]) + (" and others" if others[MOST_NAMED:] else "")
    if filled == 1:
        return (
            f"There are {len(others) + 1} notebooks; {chosen.name!r} was read, the only one with answers, not {named}."
        )
    same = "of those with the same answers, " if filled and not differing else ""
    return f"There are {len(others) + 1} notebooks; {same}{chosen.name!r} was read, not {named}."


def _answers(candidate: Candidate, cells: Sequence[Cell], exercises: Sequence[str]) -> Answers:
    """Return what is answered in a notebook, without docstrings, comments and blanks."""
    try:
        intake = take_in(candidate.read(), cells, exercises)
    except (Unreadable, Damaged, OSError):
        return {}
    written = {name: _bare(found.source) for name, found in intake.answers.items() if found.state == WRITTEN}
    return {name: text for name, text in written.items() if not STUB.fullmatch(text)}


def _bare(source: str) -> str:
    lines = (line.rstrip() for line in DOCSTRING.sub("", source).splitlines())
    return "\n".join(line for line in lines if line and not line.lstrip().startswith("#"))
