"""What the reader of a figure moves: sliders, choices, and handles that are dragged in a panel."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from figures.labels import as_html, form_of, plain, written
from figures.quantity import Quantity, quantity
from figures.style import PREDICTION

MADE = itertools.count()


class Control(Quantity):
    """A quantity that the reader sets."""

    def __init__(self, label: str, start: Any) -> None:
        super().__init__("control", (), start)
        self.label = label
        self.made = next(MADE)  # controls stand in the order in which they were made

    def markup(self) -> str:
        """Return what stands below the panels, as HTML."""
        return ""

    def code(self) -> dict[str, Any]:
        """Return what the browser needs to know."""
        raise NotImplementedError


class Slider(Control):
    """A number between two ends."""

    def __init__(
        self, label: str, low: float, high: float, start: float, step: float | None, form: str, log: bool, shown: bool
    ) -> None:
        if not low <= start <= high or low == high:
            raise ValueError(f"slider {label!r}: the start {start} is not between the ends {low} and {high}")
        if log and low <= 0:
            raise ValueError(f"slider {label!r}: a logarithmic scale needs ends above 0, not {low}")
        super().__init__(label, start)
        self.start = start
        self.ends = [float(np.log10(end)) if log else float(end) for end in (low, high)]
        self.step = step or (self.ends[1] - self.ends[0]) / (200 if log else 100)
        self.log, self.shown = log, shown
        self.form = form_of(form or default_form(self.step, log))

    def markup(self) -> str:
        """Return the label, the slider and its value."""
        if not self.shown:
            return ""
        position = np.log10(self.start) if self.log else self.start
        return (
            f'<label><span>{as_html(self.label)}</span><input type="range" min="{self.ends[0]:.12g}" '
            f'max="{self.ends[1]:.12g}" step="{self.step:.12g}" value="{position:.12g}"/>'
            f"<output>{html.escape(written(self.start, self.form))}</output></label>"
        )

    def code(self) -> dict[str, Any]:
        """Return its range, how its value is written, and its name for those who hear it."""
        return {
            "kind": "slider", "label": plain(self.label), "start": self.start, "low": self.ends[0],
            "high": self.ends[1], "step": self.step, "log": self.log, "shown": self.shown, "form": self.form,
        }  # fmt: skip


def default_form(step: float, log: bool) -> str:
    """Return with how many digits the values of a slider are written."""
    return ".3f" if log else f".{next((n for n in range(4) if np.isclose(round(step, n), step, atol=0)), 4)}f"


def slider(
    label: str, low: float, high: float, start: float, step: float | None = None, form: str = "", log: bool = False,
    shown: bool = True,
) -> Slider:  # fmt: skip
    r"""Let the reader set a number.

    Parameters
    ----------
    label
        What it is, such as "weight $w_1$" or "learning rate $\eta$".
    low, high
        Its ends.
    start
        Where it stands at first, on paper and without scripts.
    step
        By how much a key moves it; a hundredth of the way by default. On a logarithmic scale, a step of the logarithm.
    form
        How its value is written: ".2f", ".0%", or words such as "off|on" for 0 and 1.
    log
        Whether the scale is logarithmic.
    shown
        Whether there is a slider; without one, the number is set by a `handle` alone.

    Returns
    -------
        A quantity to compute with.

    Examples
    --------
    >>> w = slider("weight $w$", -2, 2, start=0.5)
    >>> float((3 * w).value), float((3 * w).at({w: -1}))
    (1.5, -3.0)
    """
    return Slider(label, low, high, start, step, form, log, shown)


class Choice(Control):
    """One of several, by its number."""

    def __init__(self, label: str, names: Sequence[str], start: int) -> None:
        if not 0 <= start < len(names):
            raise ValueError(f"choice {label!r}: there is no number {start} among {len(names)} names")
        super().__init__(label, start)
        self.names, self.start = list(names), start

    def markup(self) -> str:
        """Return the label and the list."""
        options = "".join(
            f"<option{' selected=' + chr(34) * 2 if number == self.start else ''}>{html.escape(plain(name))}</option>"
            for number, name in enumerate(self.names)
        )
        return f"<label><span>{as_html(self.label)}</span><select>{options}</select></label>"

    def code(self) -> dict[str, Any]:
        """Return where it starts."""
        return {"kind": "choice", "label": plain(self.label), "start": self.start, "shown": True}


def choice(label: str, names: Sequence[str], start: int = 0) -> Choice:
    """Let the reader choose one of several.

    Parameters
    ----------
    label
        What is chosen.
    names
        What there is to choose from.
    start
        The number of the one that is chosen at first.

    Returns
    -------
        A quantity: the number of what is chosen, from 0. `row(table, it)` is the row of a table.

    Examples
    --------
    >>> which = choice("optimizer", ["SGD", "Adam"])
    >>> float(which.value)
    0.0
    """
    return Choice(label, names, start)


class Handle:
    """A point of a panel that the reader drags."""

    def __init__(self, label: str, x: Any, y: Any, colour: str) -> None:
        self.label, self.x, self.y, self.colour = label, quantity(x), quantity(y), colour
        if not isinstance(self.x, Slider) and not isinstance(self.y, Slider):
            raise ValueError(f"handle {label!r}: at least one of its coordinates must be a slider")


def handle(label: str, x: Any, y: Any, colour: str = PREDICTION) -> Handle:
    """Let the reader drag a point of a panel, with the pointer or with the arrow keys.

    Parameters
    ----------
    label
        What the point is, for those who hear the page.
    x, y
        Where it is. A coordinate that is a slider (perhaps one that is not shown) is set by dragging; one that is
        computed follows.
    colour
        One of `figures.style`.

    Returns
    -------
        The handle, for a panel.
    """
    return Handle(label, x, y, colour)
