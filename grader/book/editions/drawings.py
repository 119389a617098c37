"""Figures as SVG files of their own: readers of EPUB show them as pictures, and enlarge them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from grader.book.editions.contents import Page
from grader.book.editions.links import keep_ids_once
from grader.book.editions.tree import SVG, XLINK, classes_of, element, parents_in, remove, replace, xhtml

SIZES = ("width", "height")


def draw_apart(page: Page) -> Iterator[tuple[str, str]]:
    """Put pictures in the place of the drawings of a page that use no style of its own, and yield their files.

    Yields
    ------
        The path of each file, and its text.
    """
    letters = {node.get("id", ""): node for node in page.text.iter() if _is_letter_list(node) for node in node.iter()}
    letters.pop("", None)
    parents = parents_in(page.text)
    drawings = [node for node in page.text.iter(f"{SVG}svg") if _stands_alone(node, parents)]
    for number, drawing in enumerate(drawings, 1):
        path = f"figures/{page.key}-{number}.svg"
        picture = element("img", src=path, alt=drawing.get("aria-label", ""), class_="figure")
        if drawing.get("width", "").isdigit():
            picture.set("width", drawing.get("width", ""))
        replace(parents[drawing], drawing, [picture])
        yield path, file_with(drawing, letters)
    remove(page.text, _is_letter_list)


def _is_letter_list(node: Element) -> bool:
    return "figure-letters" in classes_of(node)


def _stands_alone(node: Element, parents: dict[Element, Element]) -> bool:
    """Tell whether a drawing is one that matplotlib has made: as a figure, or as the still of an animation."""
    return "figure" in classes_of(node) or "course-player" in classes_of(parents[node])


def file_with(drawing: Element, letters: dict[str, Element]) -> str:
    """Return a drawing as a file, with the letters in it."""
    made = copy.deepcopy(drawing)
    made.tail = None
    made.attrib = {name: value for name, value in made.attrib.items() if name in ("viewBox", "style", *SIZES)}
    used = {_target(node) for node in made.iter(f"{SVG}use")}
    own = {node.get("id") for node in made.iter()}
    missing = sorted(name for name in used - own if name in letters)
    if missing:
        made.insert(0, element(f"{SVG}defs", *(copy.deepcopy(letters[name]) for name in missing)))
    keep_ids_once(made)
    for node in made.iter():  # as readers of SVG 1.1 know it
        if "href" in node.attrib:
            node.set(f"{XLINK}href", node.attrib.pop("href"))
        if node.tag == f"{SVG}path":  # the letter of a space has no lines
            node.attrib.setdefault("d", "")
    return xhtml(made, "")


def _target(use: Element) -> str:
    return (use.get("href") or use.get(f"{XLINK}href") or "").removeprefix("#")
