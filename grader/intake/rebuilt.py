"""A submission as people are to see it: the released notebook with what the reader wrote in it, and nothing else of it.

It is made anew, so it is a sound notebook whatever was handed in: metadata, check cells and outputs are the release's.
What was written in words is shown literally: as Markdown it could hold links, pictures and formulas that do something.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.intake import is_own, notebook
from grader.intake.matching import WRITTEN, FoundAnswer, Matching, free_texts, match
from grader.intake.notebook import ANSWER, CODE, FREE_TEXT, Cell, Unreadable

SIGN = re.compile(r"[^\w\s]|_")  # what means something to Markdown, to HTML or to MathJax


def rebuild(data: bytes, document: dict[str, Any], exercises: Sequence[str]) -> dict[str, Any]:
    """Return the released notebook with the answers and the own cells of a submission.

    Parameters
    ----------
    data
        The submitted file, from anywhere.
    document
        The released notebook, as JSON.
    exercises
        The exercises in order, without free texts.

    Returns
    -------
    A notebook; the released one if nothing can be read.
    """
    rebuilt = copy.deepcopy(document)
    try:
        submitted, _ = notebook.read(data)
    except Unreadable:
        return rebuilt
    released, _ = notebook.read(json.dumps(document).encode("utf-8"))
    matching, answers = match(released, submitted, exercises)
    answers |= free_texts(matching)
    for r, cell in enumerate(matching.released):
        if cell.kind in (ANSWER, FREE_TEXT):
            rebuilt["cells"][r]["source"] = _answer(matching, answers, r)
    rebuilt["cells"] = list(_with_own(rebuilt["cells"], matching, answers))
    return rebuilt


def _answer(matching: Matching, answers: Mapping[str, FoundAnswer], released: int) -> str:
    """Return what the reader wrote into an answer cell; the stub if that is nothing."""
    cell, own = matching.released[released], matching.own(released)
    if cell.grade_id not in answers:
        return matching.submitted[own].source if own is not None else cell.source
    answer = answers[cell.grade_id]
    if answer.state != WRITTEN:
        return cell.source
    return literal(answer.source) if cell.kind == FREE_TEXT else answer.source


def _with_own(
    cells: Sequence[dict[str, Any]], matching: Matching, answers: Mapping[str, FoundAnswer]
) -> Iterator[dict[str, Any]]:
    """Yield the released cells, and after each those of the reader's own that follow it."""
    shown = {answer.cell for answer in answers.values() if answer.state == WRITTEN}
    shown |= {i for i, r in matching.owners.items() if _is_carry_over(matching.released[r], answers)}
    following: dict[int, list[dict[str, Any]]] = {}
    anchor = -1
    for i, cell in enumerate(matching.submitted):
        anchor = matching.owners.get(i, anchor)
        if i not in shown and (is_own(matching, i) or _is_note(matching, i)):
            following.setdefault(anchor, []).append(_own_cell(cell, i))
    yield from following.get(-1, [])
    for r, released in enumerate(cells):
        yield released
        yield from following.get(r, [])


def _is_carry_over(cell: Cell, answers: Mapping[str, FoundAnswer]) -> bool:
    return cell.kind == ANSWER and cell.grade_id not in answers


def _is_note(matching: Matching, i: int) -> bool:
    cell = matching.submitted[i]
    return cell.type == "markdown" and i in matching.free() and bool(cell.source.strip())


def _own_cell(cell: Cell, i: int) -> dict[str, Any]:
    about = {"id": f"own-{i}", "metadata": {}}
    if cell.type == CODE:
        return about | {"cell_type": CODE, "source": cell.source, "outputs": [], "execution_count": None}
    return about | {"cell_type": "markdown", "source": literal(cell.source)}


def literal(text: str) -> str:
    """Return Markdown that shows a text letter by letter: every sign in it is written as its number in HTML.

    Indented or fenced code would not do. nbconvert looks for formulas before it looks for code, and takes what follows
    one in the same line for ordinary Markdown; a page's MathJax typesets formulas anywhere but in `pre`.

    Examples
    --------
    >>> literal("2 [b](c)")
    '<pre style="white-space: pre-wrap">2 &#91;b&#93;&#40;c&#41;</pre>'
    """
    shown = SIGN.sub(lambda sign: f"&#{ord(sign[0])};", text.strip("\n"))
    return f'<pre style="white-space: pre-wrap">{shown}</pre>'
