"""Every picture of a page says how large it is: the text below stands where it stays while pictures arrive."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

PIXELS_PER_POINT = 96 / 72


def setup(app: Sphinx) -> None:
    """Register the sizes."""
    app.connect("doctree-resolved", add_sizes)


def add_sizes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give width and height to the SVG pictures of a page that have neither."""
    for picture in doctree.findall(nodes.image):
        path = Path(app.srcdir) / picture["uri"]
        if path.suffix == ".svg" and path.is_file() and not {"width", "height", "scale"} & set(picture.attributes):
            size = size_of(path)
            if size:
                picture["width"], picture["height"] = map(str, size)


def size_of(path: Path) -> tuple[int, int] | None:
    """Return width and height of a file with an SVG picture in pixels, or None if it does not say them in points."""
    with path.open("rb") as stream:
        _, root = next(iter(ElementTree.iterparse(stream, events=["start"])))
    return size_in_pixels(root)


def size_in_pixels(root: ElementTree.Element) -> tuple[int, int] | None:
    """Return width and height of an SVG picture in pixels, or None if it does not say them in points."""
    sides = [root.get("width", ""), root.get("height", "")]
    if not all(side.endswith("pt") for side in sides):
        return None
    width, height = (round(float(side.removesuffix("pt")) * PIXELS_PER_POINT) for side in sides)
    return width, height
