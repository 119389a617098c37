"""Pages of the site as trees: read as browsers read HTML, changed, and written as XHTML.

Elements of HTML have plain names, `div`; those of SVG and MathML have their namespace before it.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

XHTML = "http://www.w3.org/1999/xhtml"
SVG = "{http://www.w3.org/2000/svg}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
XLINK = "{http://www.w3.org/1999/xlink}"
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # characters that XML has no place for
VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
CLOSED = re.compile(rf"<(?!(?:{VOID})\b)([\w:-]+)([^<>]*) />")  # what only void elements of HTML may be
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read_article(path: Path) -> Element:
    """Return the text of a page of the site: what stands in its `article`."""
    root = parse(path.read_text(encoding="utf-8"))
    article = next(root.iter("article"))
    article.tag, article.attrib = "div", {}
    article.tail = None
    return article


def parse(text: str) -> Element:
    """Return an HTML document as a tree, without comments."""
    import tinyhtml5

    root = tinyhtml5.parse(NO_XML.sub("", text), namespace_html_elements=False)
    remove(root, lambda node: not isinstance(node.tag, str))
    return root


def element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """Return an element with text and elements in it; `class_="lead"` becomes `class="lead"`."""
    made = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    for piece in content:
        add(made, piece)
    return made


def add(parent: Element, piece: Element | str) -> None:
    """Put text or an element at the end of another."""
    if not isinstance(piece, str):
        parent.append(piece)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + piece
    else:
        parent.text = (parent.text or "") + piece


def content_of(node: Element) -> list[Element | str]:
    """Return copies of what stands in an element: text, and elements without the text behind them."""
    found: list[Element | str] = [node.text or ""]
    for child in node:
        made = copy.deepcopy(child)
        made.tail = None
        found += [made, child.tail or ""]
    return [piece for piece in found if not isinstance(piece, str) or piece]


def classes_of(node: Element) -> set[str]:
    """Return the classes of an element."""
    return set(node.get("class", "").split())


def with_class(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a class, in order."""
    return (node for node in list(root.iter()) if name in classes_of(node))


def parents_in(root: Element) -> dict[Element, Element]:
    """Return the parent of each element below another."""
    return {child: parent for parent in root.iter() for child in parent}


def remove(root: Element, unwanted: Callable[[Element], bool]) -> None:
    """Take elements out of a tree, and leave the text behind them."""
    for parent in list(root.iter()):
        for child in [child for child in parent if unwanted(child)]:
            replace(parent, child, ())


def replace(parent: Element, child: Element, pieces: Iterable[Element | str]) -> None:
    """Put text and elements in the place of a child; the text behind it stays behind them."""
    position, tail = list(parent).index(child), child.tail or ""
    after = parent[position + 1 :]
    for node in [child, *after]:
        parent.remove(node)
    child.tail = None
    for piece in [*pieces, tail]:
        if piece != "":
            add(parent, piece)
    parent.extend(after)


def unwrap(root: Element, unwanted: Callable[[Element], bool]) -> None:
    """Put what stands in elements in their place."""
    for parent in list(root.iter()):
        children = list(parent)
        if any(map(unwanted, children)):
            parent[:] = []
            for child in children:
                tail, child.tail = child.tail or "", None
                pieces: list[Element | str] = [child.text or "", *child] if unwanted(child) else [child]
                for piece in [*pieces, tail]:
                    add(parent, piece)


def words_of(node: Element) -> str:
    """Return the words of an element in one line; a formula as it was written."""
    return " ".join("".join(_texts(node)).split())


def _texts(node: Element) -> Iterator[str]:
    if "katex-html" in classes_of(node):
        return
    notes = [] if node.tag != f"{MATHML}math" else list(node.iter(f"{MATHML}annotation"))
    if notes:
        yield notes[0].text or ""
        return
    yield node.text or ""
    for child in node:
        yield from _texts(child)
        yield child.tail or ""


def xhtml(root: Element, namespace: str = XHTML) -> str:
    """Return a tree as XML whose elements have the names that HTML gives them.

    Parameters
    ----------
    root
        The tree, which stays as it is.
    namespace
        The one that holds around it; another one is declared where it begins.

    Examples
    --------
    >>> xhtml(element("p", "a", element("br"), element(f"{SVG}svg", viewBox="0 0 1 1"), element("b")))
    '<p>a<br /><svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"></svg><b></b></p>'
    """
    made = copy.deepcopy(root)
    _declare(made, namespace)
    return CLOSED.sub(r"<\1\2></\1>", ElementTree.tostring(made, encoding="unicode"))


def _declare(node: Element, around: str) -> None:
    own, _, name = node.tag.rpartition("}")
    own = own.removeprefix("{") or XHTML
    attributes = {key: value for key, value in node.attrib.items() if not key.startswith("{")}
    if own != around:
        attributes["xmlns"] = own
    if f"{XLINK}href" in node.attrib:
        attributes |= {"xlink:href": node.attrib[f"{XLINK}href"], "xmlns:xlink": XLINK.strip("{}")}
    node.tag, node.attrib = name, attributes
    for child in node:
        _declare(child, own)
