"""Chapters that are not published yet (`course build --up-to 4`): what other pages say of them stays, as plain text.

Their pages are not in the table of contents, so Sphinx does not read them; left are references to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from grader.book.pages import assignment_of

# MyST's ways to name a place: `(name)=` before it, the options `:name:` and `:label:`, and the same in YAML
LABELS = re.compile(r"^ *(?:\((?P<target>[\w.-]+)\)=|:?(?:name|label): +(?P<option>[\w.-]+)) *$", re.MULTILINE)
TO_COME = "(to come)"


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_config_value("course_absent", [], "env")
    app.connect("doctree-read", cut_references)


def cut_references(app: Sphinx, doctree: nodes.document) -> None:
    """Put the text of a reference to an absent chapter in the reference's place; in tables, say that it is to come."""
    absent = set(app.config.course_absent)
    if not absent:
        return
    labels = labels_of(Path(app.srcdir), absent)
    for reference in list(doctree.findall(addnodes.pending_xref)):
        if assignment_of(page_of(reference, app.env.docname)) in absent or is_label(reference, labels):
            replace(reference)


def labels_of(source: Path, assignments: Iterable[str]) -> set[str]:
    """Return the names of the places in some chapters, by which pages refer to them."""
    pages = [page for name in assignments for page in (source / "chapters" / name).glob("*.md")]
    found = [match for page in pages for match in LABELS.finditer(page.read_text(encoding="utf-8"))]
    return {(match["target"] or match["option"]).lower() for match in found}


def page_of(reference: addnodes.pending_xref, docname: str) -> str | None:
    """Return the page that a reference names, by a link in Markdown or by the role `doc`, or None.

    Examples
    --------
    >>> page_of(addnodes.pending_xref(reftype="doc", reftarget="../05-backprop/lesson"), "chapters/04-losses/lesson")
    'chapters/05-backprop/lesson'
    """
    target = reference["reftarget"]
    if reference.get("refdomain") == "doc":  # a link in Markdown, whose path MyST has resolved
        return target
    if reference["reftype"] != "doc":
        return None
    if target.startswith("/"):
        return target[1:]
    parts: list[str] = []
    for part in (PurePosixPath(docname).parent / target).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def is_label(reference: addnodes.pending_xref, labels: set[str]) -> bool:
    """Return whether a reference names one of some places: by a role, or by `[](#name)`."""
    named = reference["reftype"] in ("ref", "numref", "eq", "myst") and reference.get("refdomain") != "doc"
    return named and reference["reftarget"].lower() in labels


def replace(reference: addnodes.pending_xref) -> None:
    """Put a reference's text in its place."""
    said = reference[0].children if reference.get("refexplicit") else [nodes.Text("a later chapter")]
    shown = nodes.inline("", "", *[child.deepcopy() for child in said])
    reference.replace_self(shown)
    paragraph = shown.parent
    while paragraph and not isinstance(paragraph, nodes.paragraph):
        paragraph = paragraph.parent
    if paragraph and isinstance(paragraph.parent, nodes.entry):
        paragraph += [nodes.Text(" "), nodes.inline("", TO_COME, classes=["to-come"])]
