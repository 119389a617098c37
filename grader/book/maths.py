"""Formulas of the book, typeset while it is built: pages arrive with them, and run no script for them.

KaTeX (its files are in `katex/`) runs in an embedded JavaScript engine. What it makes is HTML for the eye and MathML
for screen readers. A formula that it cannot set stops the build.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from grader.course import UnusableInput

KATEX = Path(__file__).parent / "katex"
STYLE_SHEET = "katex/katex.min.css"
# the engine hands over joined strings only after they were copied into one, and JSON does that
TYPESET = """(formula, displayMode) => JSON.stringify(
    katex.renderToString(formula, {displayMode, throwOnError: true, strict: "error", output: "htmlAndMathml"}))"""
OTHER_FONT_FILES = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)')
# KaTeX writes two elements for the name of a function, which in an index, a fraction or an accent are one too many
NAMED = re.compile("<mi[^>]*>[^<]*</mi><mo>\u2061</mo>")  # of the name, and the sign of an application
MARK = 'class="katex"'
PUNCTUATION = re.compile(r"[.,;:!?)\]”’…]+")
SHORT = 30  # letters of LaTeX: no wider than a telephone


def setup(app: Sphinx) -> None:
    """Register KaTeX as what sets the formulas of HTML pages."""
    app.add_html_math_renderer("katex", inline_renderers=(visit_math, None), block_renderers=(visit_display, None))
    app.connect("doctree-resolved", keep_punctuation)
    app.connect("html-page-context", add_style_sheet)
    app.connect("builder-inited", copy_files)


@functools.cache
def typeset(formula: str, display: bool = False) -> str:
    r"""Return the HTML and MathML of a formula.

    Parameters
    ----------
    formula
        LaTeX, without dollars.
    display
        Whether the formula stands on a line of its own.

    Raises
    ------
    ValueError
        If KaTeX cannot set the formula.
    UnusableInput
        If the JavaScript engine is missing.

    Examples
    --------
    >>> "<msup><mi>w</mi><mn>2</mn></msup>" in typeset("w^2")
    True
    """
    import quickjs

    try:
        return NAMED.sub(r"<mrow>\g<0></mrow>", json.loads(engine()(formula, display)))
    except quickjs.JSException as error:
        raise ValueError(str(error).splitlines()[0]) from None


@functools.cache
def engine() -> Callable[[str, bool], str]:
    """Return KaTeX as a function of a formula and whether it is displayed."""
    if importlib.util.find_spec("quickjs") is None:
        raise UnusableInput("quickjs is missing: install the course with its extra `book`")
    import quickjs

    context = quickjs.Context()
    context.eval((KATEX / "katex.min.js").read_text(encoding="utf-8"))
    return context.eval(TYPESET)


def keep_punctuation(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep a short formula and the full stop or comma behind it in one line; a long one may break in itself."""
    for node in list(doctree.findall(nodes.math)):
        after = node.next_node(descend=False, siblings=True)
        mark = PUNCTUATION.match(after) if isinstance(after, nodes.Text) else None
        if mark and len(node.astext()) <= SHORT:
            # by identity: `replace` takes the first text that reads the same
            place = next(i for i, child in enumerate(node.parent) if child is after)
            node.parent[place] = nodes.Text(after[mark.end() :])
            node.replace_self(nodes.inline("", "", node.deepcopy(), nodes.Text(mark[0]), classes=["unbroken"]))


def visit_math(translator: HTML5Translator, node: nodes.math) -> NoReturn:
    """Write a formula in a line of text."""
    # where a formula is all that a column is called, readers get a name even if their program knows no MathML
    name = {"role": "math", "aria-label": node.astext().strip()} if is_heading(node) else {}
    translator.body.append(translator.starttag(node, "span", "", CLASS="math notranslate nohighlight", **name))
    translator.body.append(typeset_node(node, display=False) + "</span>")
    raise nodes.SkipNode


def is_heading(node: nodes.math) -> bool:
    """Tell whether a formula is the whole heading of a table's column."""
    entry = node.parent.parent
    in_head = isinstance(entry, nodes.entry) and isinstance(entry.parent.parent, nodes.thead)
    return in_head and entry.astext() == node.astext()


def visit_display(translator: HTML5Translator, node: nodes.math_block) -> NoReturn:
    """Write a formula on a line of its own, with its number if it has one."""
    translator.body.append(translator.starttag(node, "div", "", CLASS="math notranslate nohighlight"))
    if node["number"]:
        translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(typeset_node(node, display=True) + "</div>\n")
    raise nodes.SkipNode


def typeset_node(node: nodes.Element, display: bool) -> str:
    """Return the HTML of a formula of a page; one that cannot be set is named with its place."""
    try:
        return typeset(node.astext().strip(), display)
    except (ValueError, UnusableInput) as error:
        raise ExtensionError(f"{node.source}:{node.line}: {node.astext()!r}: {error}") from error


def add_style_sheet(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the style sheet on pages with formulas."""
    if MARK in context.get("body", ""):
        app.add_css_file(STYLE_SHEET, priority=400)


def copy_files(app: Sphinx) -> None:
    """Put KaTeX's style sheet, fonts and licence on the site."""
    if app.builder.format != "html":
        return
    to = Path(app.outdir) / "_static" / "katex"
    shutil.copytree(KATEX / "fonts", to / "fonts", dirs_exist_ok=True)
    shutil.copyfile(KATEX / "LICENSE", to / "LICENSE")
    style = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    (to / "katex.min.css").write_text(OTHER_FONT_FILES.sub("", style), encoding="utf-8")
