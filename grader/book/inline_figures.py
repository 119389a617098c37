"""Figures of cells stand in the page as SVG elements, so that they take its colours, and print as lines and letters.

A picture in an `img` is a document of its own, which no style sheet of the page reaches. The outlines of letters, which
all figures share, stand once on a page.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from docutils import nodes
from sphinx.application import Sphinx

from figures.frames import SVG, remove, tidy, with_own_ids
from grader.book.picture_sizes import size_in_pixels

LETTER = re.compile(r"[A-Z][\w.-]*-[0-9a-f]+")  # what matplotlib calls an outline: the font, and the letter's number
LETTERS = '<svg class="figure-letters" aria-hidden="true"><defs>{}</defs></svg>'


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("doctree-resolved", inline_figures)


def inline_figures(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put SVG elements in the place of the pictures that cells of a page have drawn."""
    if app.builder.format != "html":
        return
    letters: dict[str, str] = {}
    for picture in list(doctree.findall(nodes.image)):
        path = Path(app.srcdir) / picture["uri"]
        if path.suffix == ".svg" and _is_output(picture) and path.is_file():
            markup = figure_of(path.read_text(encoding="utf-8"), picture.get("alt", ""), letters)
            picture.replace_self(nodes.raw("", markup, format="html"))
    if letters:
        shared = LETTERS.format("".join(letters[name] for name in sorted(letters)))
        doctree.append(nodes.raw("", shared, format="html"))


def _is_output(picture: nodes.image) -> bool:
    """Tell whether a cell has drawn a picture."""
    ancestor = picture.parent
    while ancestor is not None and ancestor.get("nb_element") != "cell_code_output":
        ancestor = ancestor.parent
    return ancestor is not None


def figure_of(text: str, alt: str, letters: dict[str, str]) -> str:
    """Return an SVG document as an element of a page.

    Parameters
    ----------
    text
        The document.
    alt
        What it shows, in words; '' if it only decorates.
    letters
        Outlines of letters by name, as elements; those of this document are added.
    """
    root = ElementTree.fromstring(text)
    size = size_in_pixels(root)
    definitions = {node.attrib["id"]: node for group in root.iter(f"{SVG}defs") for node in group if node.get("id")}
    remove(root, {f"{SVG}defs", f"{SVG}metadata"})
    for tree in (root, *definitions.values()):
        for node in tree.iter():
            tidy(node)
    own = Element("defs")
    own.extend(node for name, node in definitions.items() if not LETTER.fullmatch(name))
    if len(own):
        root.insert(0, own)
    letters |= {name: _markup(node) for name, node in definitions.items() if LETTER.fullmatch(name)}
    root.attrib = _attributes(root, size, alt)
    return _with_own_ids(_markup(root))


def _attributes(root: Element, size: tuple[int, int] | None, alt: str) -> dict[str, str]:
    """Return what the element says of itself; a style sheet for "*", as matplotlib has it, would reach all pictures."""
    said = {"class": "figure", "role": "img", "aria-label": alt} if alt else {"class": "figure", "aria-hidden": "true"}
    sides = dict(zip(("width", "height"), map(str, size))) if size else {}
    return said | sides | {"viewBox": root.attrib["viewBox"], "style": "stroke-linejoin:round;stroke-linecap:butt"}


def _markup(node: Element) -> str:
    return ElementTree.tostring(node, encoding="unicode", short_empty_elements=True)


def _with_own_ids(markup: str) -> str:
    """Make a figure's own ids unlike those of the others, and leave alone the names of letters, which they share."""
    own = with_own_ids(markup)
    return re.sub(rf'href="#p[0-9a-f]{{8}}-({LETTER.pattern})"', r'href="#\1"', own)
