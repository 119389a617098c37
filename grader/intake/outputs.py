"""A notebook's bytes without what is never looked at: outputs, attached pictures, the state of widgets.

They are nearly all of a large notebook, and reading them as JSON costs their size many times over. So they are cut out
by a scan that knows of JSON what a string, a bracket and a key are; whatever is wrong with the rest stays as it is.
"""

import re

import numpy as np

SKIPPED = (b'"outputs"', b'"attachments"', b'"widgets"', b'"application/vnd.jupyter.widget-state+json"')
STRING = rb'"(?:[^"\\]++|\\.)*+"?'  # one that does not end goes on to the end, so that no letter is looked at twice
KEY = re.compile(STRING + rb"(\s*+:\s*+(?=[\[{]))?", re.DOTALL)
BRACKETS = re.compile(
    rb"(?:" + STRING + rb'|[^"\[\]{}]++)*+([\[\]{}][\[\]{},\s]*+)', re.DOTALL
)  # the next ones outside of strings
EMPTY = {ord("["): b"[]", ord("{"): b"{}"}
OPENING, CLOSING = list(b"[{"), list(b"]}")
BLOCK, SHORT = 2**20, 200  # bytes that are counted at once, and so few that counting one by one is quicker


def without_outputs(data: bytes) -> bytes:
    r"""Return a notebook with empty outputs.

    Parameters
    ----------
    data
        The file, in UTF-8 or another encoding in which no byte of ASCII means anything else.

    Examples
    --------
    >>> without_outputs(b'{"outputs": [{"text": "]"}], "source": "\\"outputs\\": [1]"}')
    b'{"outputs": [], "source": "\\"outputs\\": [1]"}'
    """
    kept, end = [], 0
    found = KEY.search(data)
    while found:
        after = found.end()
        if found[1] and found[0][: -len(found[1])] in SKIPPED:
            kept += [data[end:after], EMPTY[data[after]]]
            after = end = _end_of_value(data, after)
        found = KEY.search(data, after)
    return b"".join([*kept, data[end:]]) if kept else data


def _end_of_value(data: bytes, start: int) -> int:
    """Return where the list or the mapping ends that begins somewhere; the end of all if it does not."""
    depth = 0
    found = BRACKETS.match(data, start)
    while found:
        for block in range(found.start(1), found.end(), BLOCK):
            depth, length = _closed(data[block : min(block + BLOCK, found.end())], depth)
            if length:
                return block + length
        found = BRACKETS.match(data, found.end())
    return len(data)


def _closed(block: bytes, depth: int) -> tuple[int, int]:
    """Return how deep in brackets a text without strings ends, and where it comes to the outside; 0 if it does not."""
    closing = block.count(b"]") + block.count(b"}")
    if depth > closing:
        return depth + block.count(b"[") + block.count(b"{") - closing, 0
    if len(block) > SHORT:
        letters = np.frombuffer(block, np.uint8)
        steps = np.isin(letters, OPENING).astype(np.int32) - np.isin(letters, CLOSING)
        depths = depth + np.cumsum(steps)
        outside = (depths == 0) & (steps != 0)
        return int(depths[-1]), int(outside.argmax()) + 1 if outside.any() else 0
    for place, letter in enumerate(block, 1):
        depth += (letter in OPENING) - (letter in CLOSING)
        if depth == 0 and letter in CLOSING:
            return 0, place
    return depth, 0
