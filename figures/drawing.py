"""A sheet on which the reader draws: what is on it, reduced to a few squares, is a quantity to compute with."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import numpy.typing as npt

from figures.controls import Control
from figures.labels import as_html, plain
from figures.program import Pen, number
from figures.quantity import rounded
from figures.style import IMAGE_COLOURS

SHEET = 224  # pixels of its side
KEYS = (
    "The arrow keys move the pen, the space bar puts it down and lifts it, Backspace takes back the last stroke, "
    "Delete wipes the sheet."
)


class Drawing(Control):
    """An image that the reader draws."""

    def __init__(self, label: str, start: Any, examples: Mapping[str, Any], reduction: dict[str, Any]) -> None:
        super().__init__(label, rounded(np.asarray(start, dtype=np.float64)))
        self.examples = {name: rounded(np.asarray(image, dtype=np.float64)) for name, image in examples.items()}
        self.reduction = reduction
        rows, columns = self.shape if self.ndim == 2 else (0, 1)
        if rows != columns or any(image.shape != self.shape for image in self.examples.values()):
            shapes = [image.shape for image in (self.value, *self.examples.values())]
            raise ValueError(f"drawing {label!r}: the start and the examples are squares of one size, not {shapes}")

    def panel(self, pen: Pen, alt: str) -> str:
        """Return the sheet with its buttons, as HTML; `alt` goes with the first panel of a figure."""
        picture = Element("svg", {"viewBox": f"0 0 {SHEET} {SHEET}", "aria-hidden": "true"})
        self.draw_start(picture)
        SubElement(picture, "path", {"class": "strokes", "d": ""})
        SubElement(picture, "circle", {"class": "pen", "r": "5", "cx": str(SHEET // 2), "cy": str(SHEET // 2)})
        name = html.escape(plain(self.label))
        names = "".join(f"<option>{html.escape(plain(one))}</option>" for one in self.examples)
        select = f'<label><span>or take</span> <select><option value="">…</option>{names}</select></label>'
        described = f'<p class="alt">{html.escape(alt)}</p>' if alt else ""
        return (
            f'<div class="panel field" style="flex-basis:{SHEET}px;max-width:{SHEET}px">{described}'
            f'<p class="head"><b>{as_html(self.label)}</b></p>'
            f'<div class="sheet" role="application" tabindex="0" aria-label="{name}. {KEYS}">'
            f"{ElementTree.tostring(picture, encoding='unicode')}</div>"
            f'<div class="tools"><button type="button" class="back">Take back</button>'
            f'<button type="button" class="wipe">Wipe</button>{select if names else ""}</div>'
            f'<p class="keys">{KEYS}</p></div>'
        )

    def draw_start(self, picture: Element) -> None:
        """Draw the image at the start: what a reader without scripts sees."""
        side = SHEET / len(self.value)
        largest = float(self.value.max()) or 1.0
        group = SubElement(picture, "g", {"class": "given", "shape-rendering": "crispEdges"})
        for (row, column), level in np.ndenumerate(self.value):
            place = {"x": f"{column * side:g}", "y": f"{row * side:g}", "width": f"{side:g}", "height": f"{side:g}"}
            SubElement(group, "rect", place | {"fill": hex_of(level / largest)})

    def code(self) -> dict[str, Any]:
        """Return the images to begin with, and how strokes are reduced."""
        return {
            "kind": "drawing", "label": plain(self.label), "start": flat(self.value), "shape": list(self.shape),
            "examples": [flat(image) for image in self.examples.values()], "reduction": self.reduction, "shown": False,
        }  # fmt: skip


def flat(image: npt.NDArray[np.float64]) -> list[Any]:
    """Return the values of an image, line after line."""
    return [number(value) for value in image.ravel()]


def hex_of(level: float) -> str:
    """Return the colour of ink, from 0 to 1."""
    red, green, blue, _ = IMAGE_COLOURS(level, bytes=True)
    return f"#{red:02x}{green:02x}{blue:02x}"


def drawing(
    label: str, start: Any, examples: Mapping[str, Any] | None = None, fine: int = 4, full: float = 1.0,
    box: tuple[float, float] = (20, 32), pen: tuple[float, float] = (4, 7), ink: int = 310, stretch: float = 1.6,
) -> Drawing:  # fmt: skip
    """Let the reader draw a small image.

    What is drawn is moved and scaled until it fills a box in the middle of a fine grid, drawn there with a pen as wide
    as it takes to cover a given number of points, and reduced by counting the covered points of every square: as
    handwriting is prepared for a network. The numbers below are those of the digits of Alpaydin and Kaynak.

    Parameters
    ----------
    label
        What to do, such as "Draw a digit".
    start
        The image at first, shape (H, H): it says how many squares there are.
    examples
        Images to choose from, by name.
    fine
        How many points of the fine grid a square has in each direction.
    full
        The value of a square that is covered completely.
    box
        Width and height that the drawing is scaled to, in points of the fine grid.
    pen
        The smallest and the largest width of the pen, in points.
    ink
        How many points of the fine grid are covered, within these limits.
    stretch
        How many times more a drawing is scaled in one direction than in the other, at most: a 1 stays thin.

    Returns
    -------
        A quantity of the shape of `start`, and a panel for `touch`.

    Raises
    ------
    ValueError
        If the start or an example is not a square of the same size.

    Examples
    --------
    >>> sheet = drawing("Draw", np.eye(8))
    >>> sheet.shape, float(sheet.sum().value)
    ((8, 8), 8.0)
    """
    reduction = {"fine": fine, "full": full, "box": list(box), "pen": list(pen), "ink": ink, "stretch": stretch}
    return Drawing(label, start, examples or {}, reduction)
