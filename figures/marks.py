"""What can be drawn in a panel of a figure to touch: marks at numbers, arrays, or quantities that follow controls."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import matplotlib.pyplot as plt
import numpy as np

from figures.arrays import clip
from figures.labels import Sentence, as_spans, plain
from figures.program import Numbers, Path, Pen, Shades, moves
from figures.quantity import computed, quantity
from figures.style import IMAGE_COLOURS, INK, PREDICTION, SIGNED_COLOURS, TARGET
from figures.view import View

MOST_CELLS = 400  # of an image that is drawn square by square; a larger one cannot follow the controls
DASHES = {"": "", "--": "7 4", ":": "1.5 4"}
Where = Any  # a number, an array, or a quantity


class Mark:
    """Something drawn in a panel."""

    def __init__(self, draw: Callable[[Pen, Element, View], None], key: tuple[str, str, str] | None = None) -> None:
        self.draw = draw
        self.key = key  # for the legend: the label, the colour, and the dashes or the marker


def curve(x: Where, y: Where, colour: str = PREDICTION, label: str = "", dash: str = "", width: float = 2) -> Mark:
    """Draw a line through points.

    Parameters
    ----------
    x, y
        Coordinates, of one shape.
    colour
        One of `figures.style`.
    label
        What the legend calls it.
    dash
        "--" or ":" for a line that can be told from others without its colour.
    width
        How thick it is, in pixels.

    Returns
    -------
        The mark, for a panel.
    """
    look = {"fill": "none", "stroke": colour, "stroke-width": f"{width}", "stroke-dasharray": DASHES[dash]}

    def draw(pen: Pen, parent: Element, view: View) -> None:
        pen.draw(parent, "path", {k: v for k, v in look.items() if v}, d=Path(*view.pixels(x, y)))

    return Mark(draw, (label, colour, dash or "-") if label else None)


def area(x: Where, y: Where, colour: str = PREDICTION, strength: float = 0.18) -> Mark:
    """Fill the polygon through points.

    Parameters
    ----------
    x, y
        Its corners.
    colour
        One of `figures.style`.
    strength
        How much of the colour is seen, from 0 to 1.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        look = {"fill": colour, "fill-opacity": f"{strength}"}
        pen.draw(parent, "path", look, d=Path(*view.pixels(x, y), closed=True))

    return Mark(draw)


def half_plane(w: Sequence[Where], b: Where, colour: str = PREDICTION, strength: float = 0.12) -> Mark:
    """Draw the line where `w[0] * x + w[1] * y + b` is 0, and tint the side where it is positive.

    Parameters
    ----------
    w
        Two weights.
    b
        The bias.
    colour, strength
        As for `area`.

    Returns
    -------
        The mark, for a panel.
    """
    u, v = quantity(w[0]), quantity(w[1])
    length = computed("sqrt", u * u + v * v + 1e-12)
    across = (u / length, v / length)

    def draw(pen: Pen, parent: Element, view: View) -> None:
        middle = (sum(view.x) / 2, sum(view.y) / 2)
        far = float(np.hypot(view.x[1] - view.x[0], view.y[1] - view.y[0]))
        above = clip((u * middle[0] + v * middle[1] + b) / length, -far, far)  # how far the middle is from the line
        foot = [middle[i] - above * across[i] for i in (0, 1)]
        ends = [[foot[i] + sign * far * way for sign in (1, -1)] for i, way in ((0, -across[1]), (1, across[0]))]
        corners = [[*ends[i], ends[i][1] + 2 * far * across[i], ends[i][0] + 2 * far * across[i]] for i in (0, 1)]
        area(corners[0], corners[1], colour, strength).draw(pen, parent, view)
        curve(ends[0], ends[1], colour).draw(pen, parent, view)

    return Mark(draw)


def dots(
    x: Where, y: Where, colour: str = PREDICTION, label: str = "", marker: str = "o", size: float = 4,
    strength: Where = 1.0,
) -> Mark:  # fmt: skip
    """Draw points.

    Parameters
    ----------
    x, y
        Where they are.
    colour
        One of `figures.style`.
    label
        What the legend calls them.
    marker
        "o" a disc, "()" a ring, "s" a square; any other text is written there, such as "×" or "3".
    size
        Half their width, in pixels.
    strength
        How much of each is seen, from 0 to 1: one number, or one per point.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        right, down = (one * np.ones(quantity(x).shape) for one in view.pixels(x, y))
        half = quantity(np.full(right.shape, size))
        live: dict[str, Any] = {}
        if moves(quantity(strength)) or np.any(quantity(strength).value != 1):
            live["opacity"] = Numbers(quantity(strength) * np.ones(right.shape))
        look = {"fill": "none" if marker == "()" else colour, "stroke": colour, "stroke-width": "2"}
        if marker in ("o", "()"):
            pen.draw_many(
                parent, "circle", right.size, look, cx=Numbers(right), cy=Numbers(down), r=Numbers(half), **live
            )
        elif marker == "s":
            live |= {"width": Numbers(2 * half), "height": Numbers(2 * half)}
            pen.draw_many(parent, "rect", right.size, look, x=Numbers(right - size), y=Numbers(down - size), **live)
        else:
            look = {"fill": colour, "font-size": f"{3.2 * size:.0f}", "text-anchor": "middle", "font-weight": "600"}
            letters = pen.draw_many(
                parent, "text", right.size, look, x=Numbers(right), y=Numbers(down + 1.1 * size), **live
            )
            for letter in letters:
                letter.text = marker

    return Mark(draw, (label, colour, marker) if label else None)


def segments(
    starts: tuple[Where, Where], ends: tuple[Where, Where], colour: str = INK, width: Where = 1.0, strength: Where = 1.0
) -> Mark:
    """Draw many lines from points to points: connections, errors, steps.

    Parameters
    ----------
    starts, ends
        Pairs of coordinates, each a number or one per line.
    colour
        One of `figures.style`.
    width, strength
        How thick each is, in pixels, and how much of it is seen, from 0 to 1.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        given = [quantity(one) for one in (*view.pixels(*starts), *view.pixels(*ends), width, strength)]
        full = np.ones(np.broadcast_shapes(*(one.shape for one in given)) or (1,))
        x1, y1, x2, y2, thickness, seen = (Numbers(one * full) for one in given)
        pen.draw_many(
            parent, "line", full.size, {"stroke": colour}, x1=x1, y1=y1, x2=x2, y2=y2,
            stroke_width=thickness, opacity=seen,
        )  # fmt: skip

    return Mark(draw)


def arrow(start: Sequence[Where], end: Sequence[Where], colour: str = INK, width: float = 2) -> Mark:
    """Draw an arrow from a point to a point.

    Parameters
    ----------
    start, end
        Each two coordinates.
    colour
        One of `figures.style`.
    width
        How thick it is, in pixels.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        (x0, y0), (x1, y1) = view.pixels(*start), view.pixels(*end)
        dx, dy = x1 - x0, y1 - y0
        length = computed("sqrt", dx * dx + dy * dy + 1e-9)
        along, across = (dx / length, dy / length), (dy / length, -dx / length)
        size = computed("minimum", 4 + 2 * width, length / 2)
        back = [x1 - along[0] * size, y1 - along[1] * size]
        line = Path(quantity([x0, back[0]]), quantity([y0, back[1]]))
        tip = [[back[i] + 0.45 * size * across[i], (x1, y1)[i], back[i] - 0.45 * size * across[i]] for i in (0, 1)]
        pen.draw(parent, "path", {"stroke": colour, "stroke-width": f"{width}", "fill": "none"}, d=line)
        pen.draw(parent, "path", {"fill": colour}, d=Path(quantity(tip[0]), quantity(tip[1]), closed=True))

    return Mark(draw)


def bars(
    values: Where, colour: str = PREDICTION, label: str = "", highlight: Where = None, highlight_colour: str = TARGET,
    width: float = 0.7,
) -> Mark:  # fmt: skip
    """Draw a bar per value, upwards from 0, at 0, 1, 2 and so on.

    Parameters
    ----------
    values
        Their heights.
    colour
        One of `figures.style`.
    label
        What the legend calls them.
    highlight
        The number of one bar that is drawn in another colour.
    highlight_colour
        That colour.
    width
        How wide a bar is.

    Returns
    -------
        The mark, for a panel.
    """
    values = quantity(values)
    where = np.arange(values.size)

    def draw(pen: Pen, parent: Element, view: View) -> None:
        left, top = view.pixels(where - width / 2, computed("maximum", values, 0))
        right, bottom = view.pixels(where + width / 2, computed("minimum", values, 0))
        place = {"x": Numbers(left), "y": Numbers(top), "width": Numbers(right - left)}
        height = computed("maximum", bottom - top, 1)
        pen.draw_many(parent, "rect", values.size, {"fill": colour}, height=Numbers(height), **place)
        if highlight is not None:
            only = Numbers(height * (quantity(where) == highlight))
            pen.draw_many(parent, "rect", values.size, {"fill": highlight_colour}, height=only, **place)

    return Mark(draw, (label, colour, "s") if label else None)


def image(
    values: Where, x: tuple[float, float] | None = None, y: tuple[float, float] | None = None, signed: bool = False,
    low: float | None = None, high: float | None = None,
) -> Mark:  # fmt: skip
    """Draw an image or a map of colours.

    Parameters
    ----------
    values
        Shape (H, W), the first row on top. A map with more than 400 values cannot follow the controls.
    x, y
        Where its left and right edges are, and its lower and upper ones. By default, a square of 1 per value.
    signed
        Whether the values have a sign: then from blue to orange, and 0 is white.
    low, high
        The values of the ends of the scale; by default 0 (the opposite of `high`, if signed) and the largest value.

    Returns
    -------
        The mark, for a panel.
    """
    values = quantity(values)
    rows, columns = values.shape
    (left, right), (low_edge, high_edge) = x or (0.0, float(columns)), y or (0.0, float(rows))
    high = float(np.abs(values.value).max()) or 1.0 if high is None else high
    low = (-high if signed else 0.0) if low is None else low
    levels = clip((values - low) / (high - low), 0, 1)

    def draw(pen: Pen, parent: Element, view: View) -> None:
        across, down = view.pixels(np.linspace(left, right, columns + 1), np.linspace(high_edge, low_edge, rows + 1))
        edges, lines = np.asarray(quantity(across).value), np.asarray(quantity(down).value)
        if not moves(levels):
            place = {"x": edges[0], "y": lines[0], "width": edges[-1] - edges[0], "height": lines[-1] - lines[0]}
            source = png(SIGNED_COLOURS(levels.value) if signed else IMAGE_COLOURS(levels.value))
            look = {name: f"{value:.2f}" for name, value in place.items()}
            style = "image-rendering:pixelated" if values.size <= MOST_CELLS else ""
            SubElement(parent, "image", look | {"preserveAspectRatio": "none", "href": source, "style": style})
            return
        lefts, tops = np.meshgrid(edges[:-1], lines[:-1])
        pen.draw_many(
            parent, "rect", values.size, {"shape-rendering": "crispEdges"},
            x=Numbers(quantity(lefts)), y=Numbers(quantity(tops)),
            width=Numbers(quantity(np.full(values.shape, edges[1] - edges[0]))),
            height=Numbers(quantity(np.full(values.shape, lines[1] - lines[0]))), fill=Shades(levels, signed),
        )  # fmt: skip

    if moves(values) and values.size > MOST_CELLS:
        raise ValueError(f"an image that follows the controls has at most {MOST_CELLS} values, not {values.size}")
    return Mark(draw)


def png(colours: Any) -> str:
    """Return an image of RGBA values as the address of a PNG that holds it."""
    stream = io.BytesIO()
    plt.imsave(stream, colours, format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()


def rule(x: Where = None, y: Where = None, colour: str = INK, dash: str = "--", label: str = "") -> Mark:
    """Draw an upright line at `x`, or a level one at `y`, through the whole panel.

    Parameters
    ----------
    x, y
        Where it is; one of the two.
    colour, dash, label
        As for `curve`.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        ends_x = list(view.x) if x is None else [x, x]
        ends_y = list(view.y) if y is None else [y, y]
        curve(ends_x, ends_y, colour, dash=dash, width=1.5).draw(pen, parent, view)

    return Mark(draw, (label, colour, dash or "-") if label else None)


def note(x: Where, y: Where, text: str | Sentence, colour: str = "currentColor", anchor: str = "middle") -> Mark:
    """Write words at a point.

    Parameters
    ----------
    x, y
        Where they stand.
    text
        The words, or `words(...)` whose numbers follow the controls.
    colour
        The page's own, or one of `figures.style`.
    anchor
        "start", "middle" or "end": which part of the words is at the point.

    Returns
    -------
        The mark, for a panel.
    """

    def draw(pen: Pen, parent: Element, view: View) -> None:
        right, down = (Numbers(one) for one in view.pixels(x, y))
        look = {"text-anchor": anchor, "fill": colour, "class": "note"}
        if isinstance(text, Sentence):
            pen.draw(parent, "text", look, x=right, y=down, text=text)
        else:
            write(pen.draw(parent, "text", look, x=right, y=down), text)

    return Mark(draw)


def write(element: Element, label: str) -> Element:
    """Set a label into an SVG text."""
    spans = as_spans(label)
    if len(spans) == 1 and not spans[0][1]:
        element.text = plain(label)
    else:
        for text, look in spans:
            SubElement(element, "tspan", look).text = text
    return element
