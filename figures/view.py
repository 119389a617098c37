"""From the coordinates of a panel to its pixels, and the axes around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.ticker import LogLocator, MaxNLocator

from figures.labels import MINUS
from figures.quantity import Quantity, computed, quantity


@dataclass(frozen=True)
class View:
    """A rectangle of pixels, and the coordinates of its edges."""

    x: tuple[float, float]
    y: tuple[float, float]
    left: float
    top: float
    width: float
    height: float
    log: str = ""
    names: tuple[str, ...] = ()  # of the places 0, 1, 2 and so on of the x axis

    def pixels(self, x: Any, y: Any) -> tuple[Quantity, Quantity]:
        """Return where points are in the picture."""
        across = self.share(x, self.x, "x" in self.log)
        up = self.share(y, self.y, "y" in self.log)
        return across * self.width + self.left, (1 - up) * self.height + self.top

    @staticmethod
    def share(values: Any, ends: tuple[float, float], log: bool) -> Quantity:
        """Return how far values are from the one end of an axis to the other, from 0 to 1."""
        values = quantity(values)
        if log:
            values, ends = computed("log10", values), (float(np.log10(ends[0])), float(np.log10(ends[1])))
        return (values - ends[0]) / (ends[1] - ends[0])

    def span(self, axis: str) -> list[float]:
        """Return the ends of an axis as a slider has them: as logarithms where the scale is logarithmic."""
        ends = self.x if axis == "x" else self.y
        return [float(np.log10(end)) if axis in self.log else float(end) for end in ends]

    def ticks(self, axis: str) -> list[tuple[float, str]]:
        """Return where an axis has ticks, and what is written there."""
        low, high = getattr(self, axis)
        if axis == "x" and self.names:
            return [(float(place), name) for place, name in enumerate(self.names)]
        if axis in self.log:
            places = [v for v in LogLocator(numticks=6).tick_values(low, high) if low <= v <= high]
            return [
                (v, f"{v:g}" if 1e-3 <= v <= 1e4 else f"$10^{{{round(np.log10(v))}}}$".replace("-", MINUS))
                for v in places
            ]
        room = (self.width if axis == "x" else self.height) / 45
        even = MaxNLocator(nbins=max(int(room), 2), steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        slack = 1e-9 * (high - low)
        return [(v, f"{round(v, 10) + 0:g}".replace("-", MINUS)) for v in even if low - slack <= v <= high + slack]
