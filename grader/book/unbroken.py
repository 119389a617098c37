"""What a line of text never ends within: a number with its unit, such as "96 %", and a short piece of code."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

from grader.book.block import Block

NO_BREAK_SPACE = "\u00a0"
UNITS = (
    "%", "‰", "°C", "K",
    "ns", "µs", "ms", "s", "min", "h",
    "B", "kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "bits?", "bytes?",
    "px", "pt", "mm", "cm", "m", "km", "mg", "g", "kg", "t",
    "Hz", "kHz", "MHz", "GHz", "V", "W", "kW",
)  # fmt: skip
BEFORE_UNIT = re.compile(rf"(?<=\d)[ \n](?=(?:{'|'.join(UNITS)})(?!\w))")
SHORT = 14  # letters of code: a third of a telephone
VERBATIM = (nodes.literal, nodes.FixedTextElement, nodes.math, nodes.math_block)
VERBATIM_TAGS = {"code", "pre", "textarea"}


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("doctree-resolved", keep_units)
    app.connect("doctree-resolved", keep_code)


def keep_units(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put a no-break space between each number of a page's text and its unit."""
    for text in list(doctree.findall(nodes.Text)):
        kept = with_no_break_spaces(text)
        if kept != text and not _is_verbatim(text):
            text.parent.replace(text, nodes.Text(kept))


def keep_code(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Mark each short piece of code in a line of text, such as a shape."""
    for code in doctree.findall(nodes.literal):
        if len(code.astext()) <= SHORT:
            code["classes"].append("unbroken")


def with_no_break_spaces(text: str) -> str:
    r"""Return a text with a no-break space between each number and its unit.

    Examples
    --------
    >>> with_no_break_spaces("96 % of them in 5 s, 12 steps")
    '96\xa0% of them in 5\xa0s, 12 steps'
    """
    return BEFORE_UNIT.sub(NO_BREAK_SPACE, text)


def _is_verbatim(text: nodes.Text) -> bool:
    """Tell whether a text is code or a formula, which stay letter by letter as they were written."""
    node: nodes.Node | None = text.parent
    while node is not None:
        if isinstance(node, VERBATIM) or (isinstance(node, Block) and node["tag"] in VERBATIM_TAGS):
            return True
        node = node.parent
    return False
