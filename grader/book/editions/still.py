"""What a page of the site needs to stand on paper: nothing to press is left, and what is folded is open."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from grader.book.editions import tree
from grader.book.editions.tree import SVG, classes_of, content_of, element, remove, replace, words_of

PRESSED = {"button", "canvas", "dialog", "input", "select", "textarea", "audio", "video", "iframe", "object", "embed"}
UNSEEN = {"script", "style", "template", "noscript", "link", "meta"}
OF_THE_SCREEN = {
    "headerlink", "copybtn", "download-notebook", "editions", "own-switch", "without-scripts", "chapter-bar",
    "cell-bar", "toctree-wrapper", "cell-code", "sd-summary-state-marker", "onlyprint", "own-count",
}  # fmt: skip
OF_FIGURES = {"controls", "tools", "keys", "reset"}  # what moves a figure that can be touched
PLAIN_TOKENS = {"n", "nb", "nn", "nx", "bp", "o", "p", "pm", "w", "mi", "mf"}  # names, operators, numbers
DATED = {"align", "valign", "border", "bgcolor", "cellpadding", "cellspacing", "scope", "tabindex", "for", "download"}
MEANT_FOR_SCRIPTS = ("data-", "on", "aria-describedby", "aria-labelledby", "aria-controls", "aria-value")
OWN_ELEMENTS = ("course-player", "course-touch")
TO_TOUCH = "On the site this figure can be touched"
TO_DRAW = "On the site you draw yourself, and what is computed follows your lines"


def make_still(text: Element, address: str = "") -> None:
    """Take out of a page's text what only a screen has use for, and open what is folded.

    Parameters
    ----------
    text
        The page's text.
    address
        Where the page is on the site, if that is known.
    """
    remove(text, is_of_the_screen)
    for figure in text.iter("course-touch"):
        make_figure_still(figure, address)
    for parent in reversed(list(text.iter())):  # what is folded within a fold comes first
        for child in [child for child in parent if child.tag == "details"]:
            replace(parent, child, [opened(child)])
    for code in tree.with_class(text, "highlight"):  # letter by letter, a book of code is twice as large
        tree.unwrap(code, lambda node: node.tag == "span" and bool(classes_of(node) & PLAIN_TOKENS))
    for node in text.iter():
        rename(node)
        if not node.tag.startswith(SVG):
            keep_attributes(node)


def make_figure_still(figure: Element, address: str) -> None:
    """Take out of a figure what moves it, and say where it can be moved."""
    remove(figure, lambda node: bool(classes_of(node) & OF_FIGURES))
    sheets = list(tree.with_class(figure, "field"))
    for sheet in sheets:  # nothing is to be drawn on paper: what is on it is an example
        for head in tree.with_class(sheet, "head"):
            head[:], head.text = [element("b", "An example")], None
    said = TO_DRAW if sheets else TO_TOUCH
    figure.append(element("p", *where_on_site(said, address), class_="to-site"))
    for node in figure.iter():
        if not node.tag.startswith(SVG):
            node.attrib.pop("role", None)
            node.attrib.pop("aria-label", None)


def where_on_site(said: str, address: str) -> list[Element | str]:
    """Return what can be done on the site, with the address of the page if it is known."""
    return [f"{said}: ", element("a", address, href=address)] if address else [f"{said}."]


def is_of_the_screen(node: Element) -> bool:
    """Tell whether an element is of no use on paper."""
    hidden = node.get("display") == "none" or "hidden" in node.attrib
    return hidden or node.tag in PRESSED | UNSEEN or bool(classes_of(node) & OF_THE_SCREEN)


def opened(details: Element) -> Element:
    """Return what an element folds, below what it says of it."""
    summary = details.find("summary")
    said = "" if summary is None else title_of(summary)
    if summary is not None:
        replace(details, summary, ())
    title = [element("p", said, class_="unfolded-title")] if said else []
    return element("div", *title, *content_of(details), class_=f"unfolded {details.get('class', '')}".strip())


def title_of(summary: Element) -> str:
    """Return what a fold is called; where it says one thing while closed and another while open, neither."""
    names = [classes_of(node) for node in summary.iter()]
    return "" if any("collapsed" in name for name in names) else words_of(summary)


def rename(node: Element) -> None:
    """Give an element of the course's own, or one that is pressed to see another, a name that any reader knows."""
    if node.tag in OWN_ELEMENTS:
        node.set("class", f"{node.get('class', '')} {node.tag}".strip())
        node.tag = "div"
    elif node.tag == "label":
        node.tag = "p" if "sd-tab-label" in classes_of(node) else "span"


def keep_attributes(node: Element) -> None:
    """Leave out attributes that scripts read, and those that HTML no longer has."""
    for name in list(node.attrib):
        if name in DATED or name.startswith(MEANT_FOR_SCRIPTS):
            del node.attrib[name]
