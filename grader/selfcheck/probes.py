"""Probes that authors need not write: the value of a variable, what a function prints, what it draws.

Like every probe they are sent as text, so each imports what it needs within itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def value(thing: Any) -> Any:
    """Return a variable's value as it is."""
    return thing


def printed(function: Any, *arguments: Any, **keywords: Any) -> str:
    """Return what a function prints."""
    import contextlib
    import io

    with contextlib.redirect_stdout(io.StringIO()) as out:
        function(*arguments, **keywords)
    return out.getvalue()


def drawn(thing: Any, *arguments: Any, **keywords: Any) -> dict[str, Any]:
    """Return what can be read off a plot: of the current figure after a function was called, or of a figure or axes.

    Returns
    -------
    The figure's `title`, and its `axes`, each with its `title`, `x label`, `y label`, the texts in its `legend`; the
    `lines`, an array of x and y for each; the `bars`, a row of x, y, width and height for each; and the `points` of
    scatter plots, an array of x and y for each.
    """
    try:
        import matplotlib.pyplot as plt
    except ImportError:  # where it is fetched when a cell imports it, nobody can have drawn yet
        return thing(*arguments, **keywords)

    def read(axes: Any) -> dict[str, Any]:
        legend = axes.get_legend()
        bars = [b for b in axes.patches if hasattr(b, "get_width") and hasattr(b, "get_xy")]
        return {
            "title": axes.get_title(),
            "x label": axes.get_xlabel(),
            "y label": axes.get_ylabel(),
            "legend": [text.get_text() for text in legend.get_texts()] if legend else [],
            "lines": [np.asarray(line.get_xydata(), dtype=float) for line in axes.lines],
            "bars": np.array([[*b.get_xy(), b.get_width(), b.get_height()] for b in bars], dtype=float).reshape(-1, 4),
            "points": [np.asarray(group.get_offsets(), dtype=float) for group in axes.collections],
        }

    shown, plt.show = plt.show, lambda *_, **__: None  # it may close the figure that is to be read
    try:
        if callable(thing):
            plt.close("all")
            thing(*arguments, **keywords)
        figure = plt.gcf() if callable(thing) else getattr(thing, "figure", thing)
        title = figure.get_suptitle()
        return {"title": title, "axes": [read(axes) for axes in figure.axes]}
    finally:
        plt.show = shown
        plt.close("all")
