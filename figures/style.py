"""The course's figure style: ink, palette and sizes that work on a white and on a near-black page.

Every colour has a contrast of at least 3 to 1 against white and against the dark theme's ground (WCAG 2.1, 1.4.11), and
any two colours of the palette stay apart for readers with protanopia, deuteranopia or tritanopia.
"""

import sys
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.colors import LinearSegmentedColormap

INK = "#767676"
BLUE = "#0f68ea"
ORANGE = "#f05c18"
GREEN = "#2f9a80"
PURPLE = "#b458c6"
GOLD = "#8a7344"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, GOLD)

# One meaning, one colour, in every chapter.
PREDICTION = BLUE
TARGET = ORANGE
GRADIENT = GREEN
LOSS = PURPLE
CROSS_ENTROPY = PURPLE
SQUARED_ERROR = GOLD
TRAINING = BLUE
TEST = ORANGE
CLASS_COLOURS = PALETTE  # with more than five classes, write the label in place of the marker

PAPER = "#f4f4f2"
IMAGE_COLOURS = LinearSegmentedColormap.from_list("ink_on_paper", [PAPER, "#16161a"])
SIGNED_COLOURS = LinearSegmentedColormap.from_list("signed", [BLUE, PAPER, ORANGE])  # negative, zero, positive

STYLE: dict[Any, Any] = {  # matplotlib types its keys as literals
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": 11,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "axes.titlesize": 11,
    "figure.constrained_layout.use": True,
    "figure.edgecolor": "none",
    "figure.facecolor": "none",
    "figure.figsize": (5.6, 3.3),
    "figure.titlesize": 11,
    "font.size": 11,
    "grid.alpha": 0.35,
    "grid.color": INK,
    "grid.linewidth": 0.6,
    "hatch.color": INK,
    "image.cmap": "ink_on_paper",
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 2.0,
    "lines.markersize": 6,
    "savefig.edgecolor": "none",
    "savefig.facecolor": "none",
    "svg.fonttype": "path",
    "svg.hashsalt": "figures",
    "text.color": INK,
    "xtick.color": INK,
    "xtick.labelsize": 10,
    "ytick.color": INK,
    "ytick.labelsize": 10,
}


def use_course_style() -> None:
    """Make every figure from here on a figure of the course; inside a notebook, also make it SVG.

    Examples
    --------
    >>> use_course_style()
    >>> mpl.rcParams["figure.facecolor"], mpl.rcParams["text.color"]
    ('none', '#767676')
    """
    for colours in (IMAGE_COLOURS, SIGNED_COLOURS):
        if colours.name not in mpl.colormaps:
            mpl.colormaps.register(colours)
    mpl.rcParams.update(STYLE)
    if in_a_notebook():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        # without a date, the same figure is the same bytes
        set_matplotlib_formats("svg", metadata={"Date": None})


def in_a_notebook() -> bool:
    """Tell whether this process is an IPython kernel that shows matplotlib's figures inline."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")
