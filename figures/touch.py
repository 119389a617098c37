"""Figures to touch: when the reader moves something, the browser draws them anew from numbers that the lesson computed.

A figure is made of panels; a panel of marks (`figures.marks`), whose coordinates are numbers or follow the controls
(`figures.controls`) through any formula in NumPy (`figures.quantity`). Nothing is loaded, and nothing moves by itself.
Without scripts, and on paper, the figure stands as it starts.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from figures.controls import Control, Handle, Slider
from figures.drawing import Drawing
from figures.labels import Sentence, as_html, words
from figures.marks import Mark, write
from figures.program import Pen, shades
from figures.quantity import Quantity, in_order
from figures.shown import Shown
from figures.style import IMAGE_COLOURS, INK, SIGNED_COLOURS
from figures.view import View

HERE = Path(__file__).parent
SCRIPTS = ("touch_program.js", "touch_drawing.js", "touch.js")
WIDEST = 420  # pixels of a panel, so that its letters can be read on a phone


class Panel:
    """A rectangle with axes and marks in it."""

    def __init__(
        self, marks: Sequence[Any], view: View, size: tuple[int, int], texts: dict[str, str], axes: str
    ) -> None:
        self.marks = [mark for mark in flat(marks) if isinstance(mark, Mark)]
        self.handles = [mark for mark in flat(marks) if isinstance(mark, Handle)]
        self.view, self.size, self.texts, self.axes = view, size, texts, axes

    def panel(self, pen: Pen, alt: str) -> str:
        """Return the panel as HTML: title, legend, picture and handles."""
        picture = Element("svg", {"viewBox": f"0 0 {self.size[0]} {self.size[1]}"})
        picture.attrib |= {"role": "img", "aria-label": alt} if alt else {"aria-hidden": "true"}
        if self.axes:
            draw_axes(picture, self.view, self.texts["x"], self.texts["y"], self.axes)
        view = self.view
        place = {"x": view.left, "y": view.top, "width": view.width, "height": view.height}
        frame = {name: f"{value:g}" for name, value in place.items()}
        inside = SubElement(picture, "svg", frame | {"viewBox": " ".join(frame.values())})
        for mark in self.marks:
            mark.draw(pen, inside, view)
        head = f"<b>{as_html(self.texts['title'])}</b>" if self.texts["title"] else ""
        head += "".join(legend_entry(*mark.key) for mark in self.marks if mark.key)
        width = self.size[0]
        return (
            f'<div class="panel" style="flex-basis:{0.94 * width:.0f}px;max-width:{1.25 * width:.0f}px">'
            + (f'<p class="head">{head}</p>' if head else "")
            + f'<div class="picture">{ElementTree.tostring(picture, encoding="unicode")}'
            + "".join(self.handle(one, pen) for one in self.handles)
            + "</div></div>"
        )

    def handle(self, one: Handle, pen: Pen) -> str:
        """Return a handle as HTML, at its place."""
        x, y = (float(place.value) for place in self.view.pixels(one.x, one.y))
        left, top = (f"{100 * share:.2f}%" for share in (x / self.size[0], y / self.size[1]))
        return (
            f'<span class="handle" role="slider" tabindex="0" aria-label="{html.escape(one.label)}" '
            f'aria-valuenow="0" style="left:{left};top:{top};color:{one.colour}"></span>'
        )


def flat(things: Any) -> Iterator[Any]:
    """Yield what is in nested lists."""
    for thing in things:
        if isinstance(thing, (list, tuple)):
            yield from flat(thing)
        else:
            yield thing


def panel(
    *marks: Any, x: tuple[float, float] = (0, 1), y: tuple[float, float] = (0, 1), xlabel: str = "", ylabel: str = "",
    title: str = "", names: Sequence[str] = (), width: int = 340, height: int = 250, log: str = "", axes: str = "xy",
) -> Panel:  # fmt: skip
    """Put marks and handles into a rectangle with axes.

    Parameters
    ----------
    marks
        What is drawn, the first undermost; lists of marks are as good.
    x, y
        The ends of the axes.
    xlabel, ylabel, title
        What is written there; `$w_1$` is set as mathematics.
    names
        What is written at 0, 1, 2 and so on of the x axis, in place of numbers.
    width, height
        Of the picture, in pixels. Panels stand side by side where there is room, and below each other on a phone.
    log
        "x", "y" or "xy": axes with a logarithmic scale.
    axes
        Which are drawn: "xy", "x" for a number line, or "" for none.

    Returns
    -------
        The panel, for `touch`.

    Raises
    ------
    ValueError
        If the panel is too wide for a phone.
    """
    if width > WIDEST:
        raise ValueError(f"a panel is at most {WIDEST} pixels wide, so that it can be read on a phone; got {width}")
    left = (54 if ylabel else 36) if "y" in axes else 8
    bottom = (40 if xlabel else 24) if "x" in axes else 8
    view = View(x, y, left, 8, width - left - 12, height - 8 - bottom, log, tuple(names))
    return Panel(marks, view, (width, height), {"x": xlabel, "y": ylabel, "title": title}, axes)


def draw_axes(picture: Element, view: View, xlabel: str, ylabel: str, axes: str) -> None:
    """Draw axes with ticks and labels."""
    low, right = view.top + view.height, view.left + view.width
    path = [
        f"M{view.left:g} {low:g}H{right:g}" if "x" in axes else "",
        f"M{view.left:g} {view.top:g}V{low:g}" if "y" in axes else "",
    ]
    texts = SubElement(picture, "g", {"class": "ticks"})
    for value, label in view.ticks("x") if "x" in axes else ():
        place = float(view.pixels(value, view.y[0])[0].value)
        path.append(f"M{place:.1f} {low:g}v4")
        write(SubElement(texts, "text", {"x": f"{place:.1f}", "y": f"{low + 16:g}", "text-anchor": "middle"}), label)
    for value, label in view.ticks("y") if "y" in axes else ():
        place = float(view.pixels(view.x[0], value)[1].value)
        path.append(f"M{view.left:g} {place:.1f}h-4")
        write(
            SubElement(texts, "text", {"x": f"{view.left - 7:g}", "y": f"{place + 4:.1f}", "text-anchor": "end"}), label
        )
    picture.insert(0, Element("path", {"d": "".join(path), "fill": "none", "stroke": INK}))
    if xlabel:
        middle = {"x": f"{view.left + view.width / 2:g}", "y": f"{low + 34:g}", "text-anchor": "middle"}
        write(SubElement(picture, "text", middle), xlabel)
    if ylabel:
        turned = {"transform": f"translate(12 {view.top + view.height / 2:g}) rotate(-90)", "text-anchor": "middle"}
        write(SubElement(picture, "text", turned), ylabel)


def legend_entry(label: str, colour: str, look: str) -> str:
    """Return a sample of a mark and its name."""
    drawn = {
        "o": f'<circle cx="10" cy="6" r="4.5" fill="{colour}"/>',
        "()": f'<circle cx="10" cy="6" r="4" fill="none" stroke="{colour}" stroke-width="2"/>',
        "s": f'<rect x="5" y="1" width="10" height="10" fill="{colour}"/>',
        "-": f'<path d="M0 6h20" stroke="{colour}" stroke-width="2.5"/>',
        "--": f'<path d="M0 6h20" stroke="{colour}" stroke-width="2.5" stroke-dasharray="6 3"/>',
        ":": f'<path d="M0 6h20" stroke="{colour}" stroke-width="2.5" stroke-dasharray="2 3"/>',
    }.get(look, f'<text x="10" y="11" text-anchor="middle" fill="{colour}">{html.escape(look)}</text>')
    return f'<span class="key"><svg viewBox="0 0 20 12" aria-hidden="true">{drawn}</svg>{as_html(label)}</span>'


class Touch(Shown):
    """A figure to touch."""

    kind = "figure to touch"


def touch(*panels: Panel | Drawing, alt: str, says: Sentence | str | None = None) -> Touch:
    """Make a figure that follows the controls in it.

    Parameters
    ----------
    panels
        What `panel` and `drawing` return, side by side. The controls are found in them, and stand below in the order in
        which they were made.
    alt
        What the figure shows as it starts, for readers who cannot see it, and what can be moved.
    says
        A line below the panels: `words("{:d} of 20 are wrong", mistakes)`. It is read out with each control.

    Returns
    -------
        Leave it as the last expression of a cell.

    Raises
    ------
    ValueError
        If there is no panel, no description, or nothing to move.

    Examples
    --------
    >>> import numpy as np
    >>> from figures import curve, panel, slider, touch, words
    >>> w, x = slider("weight $w$", -2, 2, start=1), np.linspace(-3, 3, 7)
    >>> touch(panel(curve(x, w * x), x=(-3, 3), y=(-6, 6)), alt="A line turns.", says=words("slope {:.2f}", w))
    [figure to touch] A line turns.
    """
    pen = Pen()
    pictures = [one.panel(pen, "" if i else alt) for i, one in enumerate(panels)]
    handles = [(one, each) for one in panels if isinstance(one, Panel) for each in one.handles]
    sentence = words(says) if isinstance(says, str) else says
    drawn = [q for place in pen.places for formula in place.values() for q in formula.quantities]
    coordinates = [q for one, each in handles for q in one.view.pixels(each.x, each.y)]
    told = list(sentence.quantities) if sentence else []
    fields = [one for one in panels if isinstance(one, Drawing)]
    controls = [*found_controls([*drawn, *coordinates, *told]), *fields]
    if not panels or not alt.strip() or not controls:
        raise ValueError(
            f"need a panel, a description and something to move; "
            f"got {len(panels)} panels, {len(controls)} controls, alt={alt!r}"
        )
    data = pen.program(controls, [*coordinates, *told])
    data["handles"] = [handle_code(one, each, controls) for one, each in handles]
    data["says"] = sentence.code(data["others"][len(coordinates) :]) if sentence else None
    data["controls"] = [control.code() for control in controls]
    data["shades"] = {"ink": shades(IMAGE_COLOURS), "signed": shades(SIGNED_COLOURS)} if uses_shades(data) else {}
    return Touch(page(pictures, sentence, controls, data), alt)


def found_controls(quantities: Sequence[Quantity]) -> list[Control]:
    """Return the controls, other than sheets, that some quantities follow, in the order in which they were made."""
    found = (node for node in in_order(quantities) if isinstance(node, Control) and not isinstance(node, Drawing))
    return sorted(found, key=lambda one: one.made)


def handle_code(where: Panel, one: Handle, controls: Sequence[Control]) -> dict[str, Any]:
    """Return what the browser needs to know of a handle: which controls it sets, and the way from pixels to values."""
    view = where.view
    numbers = [
        next((i for i, control in enumerate(controls) if control is place and isinstance(place, Slider)), -1)
        for place in (one.x, one.y)
    ]
    return {
        "controls": numbers,
        "size": where.size,
        "x": [view.left, view.left + view.width, *view.span("x")],
        "y": [view.top + view.height, view.top, *view.span("y")],
    }


def uses_shades(data: dict[str, Any]) -> bool:
    """Tell whether anything has a colour that follows the controls."""
    return any(code[0] == "shades" for place in data["shown"] for code in place.values())


def page(pictures: Sequence[str], sentence: Sentence | None, controls: Sequence[Control], data: dict[str, Any]) -> str:
    """Write the figure as one self-contained piece of HTML."""
    told = f'<p class="says">{html.escape(sentence.texts()[0])}</p>' if sentence else ""
    shown = "".join(control.markup() for control in controls)
    program = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    program = program.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
    scripts = "".join((HERE / name).read_text() for name in SCRIPTS)
    return (
        f"<course-touch data-program='{program}'><style>{(HERE / 'touch.css').read_text()}</style>"
        f'<div class="panels">{"".join(pictures)}</div>{told}'
        f'<div class="controls">{shown}<button type="button" class="reset">Back to the start</button></div>'
        "</course-touch>"
        f"<script>(() => {{\n{scripts}}})();</script>"
    )
