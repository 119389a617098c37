"""A submission as people are to see it: the released notebook with what the reader wrote in it, and nothing else of it.

It is made anew, so it is a sound notebook whatever was handed in: metadata, check cells and outputs are the release's.
"""

import copy
import json

from grader.intake import is_own, notebook
from grader.intake.matching import WRITTEN, match
from grader.intake.notebook import CODE, Unreadable


def rebuild(data, document, exercises):
    """Return the released notebook with the answers and the own cells of a submission.

    Parameters
    ----------
    data : bytes
        The submitted file, from anywhere.
    document : dict
        The released notebook, as JSON.
    exercises : list of str
        The exercises in order.

    Returns
    -------
    dict
        A notebook; the released one if nothing can be read.
    """
    rebuilt = copy.deepcopy(document)
    try:
        submitted, _ = notebook.read(data)
    except Unreadable:
        return rebuilt
    released, _ = notebook.read(json.dumps(document).encode("utf-8"))
    matching, answers = match(released, submitted, exercises)
    for r, cell in enumerate(matching.released):
        if cell.kind == "answer":
            rebuilt["cells"][r]["source"] = _answer(matching, answers, r)
    rebuilt["cells"] = list(_with_own(rebuilt["cells"], matching, answers))
    return rebuilt


def _answer(matching, answers, released):
    """Return what the reader wrote into an answer cell; the stub if that is nothing."""
    cell, own = matching.released[released], matching.own(released)
    if cell.grade_id in answers:
        answer = answers[cell.grade_id]
        return answer.source if answer.state == WRITTEN else cell.source
    return matching.submitted[own].source if own is not None else cell.source


def _with_own(cells, matching, answers):
    """Yield the released cells, and after each those of the reader's own that follow it."""
    shown = {answer.cell for answer in answers.values() if answer.state == WRITTEN}
    shown |= {i for i, r in matching.owners.items() if _is_carry_over(matching.released[r], answers)}
    following: dict[int, list] = {}
    anchor = -1
    for i, cell in enumerate(matching.submitted):
        anchor = matching.owners.get(i, anchor)
        if i not in shown and (is_own(matching, i) or _is_note(matching, i)):
            following.setdefault(anchor, []).append(_own_cell(cell, i))
    yield from following.get(-1, [])
    for r, cell in enumerate(cells):
        yield cell
        yield from following.get(r, [])


def _is_carry_over(cell, answers):
    return cell.kind == "answer" and cell.grade_id not in answers


def _is_note(matching, i):
    cell = matching.submitted[i]
    return cell.type == "markdown" and i in matching.free() and bool(cell.source.strip())


def _own_cell(cell, i):
    about = {"id": f"own-{i}", "metadata": {}}
    if cell.type == CODE:
        return about | {"cell_type": CODE, "source": cell.source, "outputs": [], "execution_count": None}
    return about | note(cell.source)


def note(text):
    """Return the parts of a Markdown cell with a text in which HTML is shown, not obeyed.

    >>> note("a <script>")["source"]
    'a &lt;script>'
    """
    return {"cell_type": "markdown", "metadata": {}, "source": text.replace("<", "&lt;")}
