"""What a figure carries to the browser: the quantities in the order of computation, and where their values are shown.

The still that stands there before any script runs is written by the same formulas, from the same quantities.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from matplotlib.colors import Colormap, to_hex

from figures.quantity import Array, Quantity, in_order
from figures.style import IMAGE_COLOURS, SIGNED_COLOURS

SHADES = 33
FARTHEST = 1e4  # pixels; what is farther off is drawn there


class Formula:
    """How the values of some quantities become the texts of some attributes."""

    def __init__(self, *quantities: Quantity) -> None:
        self.quantities = quantities

    def texts(self) -> list[str]:
        """Return the texts for the start."""
        return self.texts_of([one.value for one in self.quantities])

    def texts_of(self, values: Sequence[Array]) -> list[str]:
        """Return one text per element."""
        raise NotImplementedError

    def code(self, places: Sequence[int]) -> list[Any]:
        """Return what the browser is told; `places` are the numbers of the quantities in its program."""
        raise NotImplementedError


class Numbers(Formula):
    """A number per element: a position, a width, an opacity."""

    def texts_of(self, values: Sequence[Array]) -> list[str]:
        """Return the numbers with two digits."""
        return [coordinate(value) for value in values[0].ravel()]

    def code(self, places: Sequence[int]) -> list[Any]:
        """Return what the browser is told."""
        return ["numbers", list(places)]


class Path(Formula):
    """A line through points, interrupted where a coordinate is not a number."""

    def __init__(self, x: Quantity, y: Quantity, closed: bool = False) -> None:
        super().__init__(x, y)
        self.closed = closed

    def texts_of(self, values: Sequence[Array]) -> list[str]:
        """Return the path, as the only text."""
        x, y = np.broadcast_arrays(*values)
        pieces, pen = [], "M"
        for pair in zip(x.ravel(), y.ravel()):
            if np.isnan(pair).any():
                pen = "M"
                continue
            pieces.append(pen + " ".join(map(coordinate, pair)))
            pen = "L"
        return ["".join(pieces) + ("Z" if self.closed else "")]

    def code(self, places: Sequence[int]) -> list[Any]:
        """Return what the browser is told."""
        return ["path", list(places), self.closed]


class Shades(Formula):
    """A colour per element, for values from 0 to 1."""

    def __init__(self, values: Quantity, signed: bool) -> None:
        super().__init__(values)
        self.signed = signed

    def texts_of(self, values: Sequence[Array]) -> list[str]:
        """Return the colours."""
        palette = shades(SIGNED_COLOURS if self.signed else IMAGE_COLOURS)
        steps = np.rint(np.clip(values[0].ravel(), 0, 1) * (SHADES - 1)).astype(int)
        return [palette[step] for step in steps]

    def code(self, places: Sequence[int]) -> list[Any]:
        """Return what the browser is told."""
        return ["shades", list(places), "signed" if self.signed else "ink"]


def shades(colours: Colormap) -> list[str]:
    """Return the colours of a scale, from the lowest to the highest."""
    return [to_hex(colours(level)) for level in np.linspace(0, 1, SHADES)]


def coordinate(value: float) -> str:
    """Write a number for an attribute, without digits that nobody sees.

    Examples
    --------
    >>> coordinate(12.0), coordinate(0.123)
    ('12', '0.12')
    """
    if value != value:
        return "0"
    text = f"{min(max(value, -FARTHEST), FARTHEST):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Pen:
    """Draws elements, and remembers what in them follows the controls."""

    def __init__(self) -> None:
        self.places: list[dict[str, Formula]] = []

    def draw(self, parent: Element, tag: str, fixed: dict[str, str], **live: Formula) -> Element:
        """Draw one element; `live` gives attributes by formulas, with "_" for "-", and `text` is its text."""
        made = SubElement(parent, tag, fixed)
        self.follow(made, [made], live)
        return made

    def draw_many(self, parent: Element, tag: str, count: int, fixed: dict[str, str], **live: Formula) -> Element:
        """Draw a group of equal elements, whose `live` attributes differ."""
        group = SubElement(parent, "g", fixed)
        self.follow(group, [SubElement(group, tag) for _ in range(count)], live)
        return group

    def follow(self, holder: Element, elements: Sequence[Element], live: dict[str, Formula]) -> None:
        """Set attributes for the start, and have them follow the controls where they depend on any."""
        for name, formula in live.items():
            for element, text in zip(elements, formula.texts(), strict=True):
                if name == "text":
                    element.text = text
                else:
                    element.set(name.replace("_", "-"), text)
        moving = {name.replace("_", "-"): f for name, f in live.items() if any(moves(q) for q in f.quantities)}
        if moving:
            holder.set("data-live", "many" if holder is not elements[0] else "one")
            self.places.append(moving)

    def program(self, controls: Sequence[Quantity], others: Sequence[Quantity] = ()) -> dict[str, Any]:
        """Return what the browser computes and shows; the numbers of `others` in it stand last."""
        wanted = [q for place in self.places for formula in place.values() for q in formula.quantities]
        order = in_order([*controls, *wanted, *others])
        number = {id(node): i for i, node in enumerate(order)}
        steps = [step(node, [number[id(given)] for given in node.inputs], controls) for node in order]
        shown = [
            {name: formula.code([number[id(q)] for q in formula.quantities]) for name, formula in place.items()}
            for place in self.places
        ]
        return {"steps": steps, "shown": shown, "others": [number[id(node)] for node in others]}


def moves(node: Quantity) -> bool:
    """Tell whether a quantity follows a control."""
    return node.operation != "constant"


def step(node: Quantity, inputs: list[int], controls: Sequence[Quantity]) -> list[Any]:
    """Return one step of the program: the operation, its inputs, and what else it needs to know."""
    if node.operation == "control":
        return ["control", [next(i for i, control in enumerate(controls) if control is node)]]
    if node.operation == "constant":
        return ["constant", [], {"shape": list(node.shape), "data": [number(v) for v in node.value.ravel()]}]
    return [node.operation, inputs, *([node.details] if node.details else [])]


def number(value: float) -> float | int | None:
    """Return a number as JSON can hold it: whole ones without a point, and none where it is not a number."""
    if np.isinf(value):
        raise ValueError("a figure to touch was given an infinite number; use np.nan for a gap")
    if np.isnan(value):
        return None
    return int(value) if value == int(value) else float(value)
