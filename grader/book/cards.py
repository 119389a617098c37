"""Social cards: the pictures that services show for a page that somebody shares.

A card has the page's title in the site's letters, its description, and a pattern of the page's own: drawn from a
generator that is seeded with the page's name.
"""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
import zlib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D

SIZE = (1200, 630)
DPI = 100
LETTERS = Path(__file__).parent / "theme" / "fonts" / "source-serif-4-latin-wght-normal.woff2"
FAMILY = "Course Serif"
PAPER, DARK, MUTED = "#fbfbf9", "#16181d", "#565c66"
LEFT, TOP, BOTTOM, COLUMN = 72, 78, 566, 730  # of the words, in pixels
LEADING = 1.24
TILE, COLUMNS, ROWS = 90, (840, 930, 1020, 1110), range(0, 630, 90)  # of the pattern


@dataclass(frozen=True)
class Card:
    """What a card says.

    Parameters
    ----------
    docname
        The page; its card lies at `path`.
    title
        Its title. What follows a colon is set smaller.
    description
        A few sentences.
    over
        What stands above the title, `Chapter 4`, or nothing.
    site
        The name of the site.
    accent
        The colour of the site.
    """

    docname: str
    title: str
    description: str
    over: str
    site: str
    accent: str

    @property
    def path(self) -> str:
        """Where the card is, from the site's root."""
        return f"_static/cards/{self.docname}.png"

    @property
    def alternative(self) -> str:
        """What the card shows, in words."""
        return f"{self.over}: {self.title}. {self.site}." if self.over else f"{self.title}. {self.site}."


def draw(card: Card, site: Path) -> Path:
    """Draw a card into the folder of the site, and return its path."""
    path = site / card.path
    path.parent.mkdir(parents=True, exist_ok=True)
    with plt.style.context("default"):
        figure = plt.figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI, facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, SIZE[0]), ylim=(SIZE[1], 0))
        axes.axis("off")
        _draw_pattern(axes, card)
        _draw_words(axes, card)
        figure.savefig(path, dpi=DPI, metadata={"Software": None})
        plt.close(figure)
    return path


def _draw_words(axes: Axes, card: Card) -> None:
    name, _, question = card.title.partition(": ")
    size = 76 if len(lines_of(name, 76, "bold")) < 3 else 58
    y: float = TOP if card.over else TOP + 40
    if card.over:
        y = write(axes, y, [card.over], 30, color=card.accent, weight="bold") + 28
    y = write(axes, y, balanced(name, size, "bold"), size, color=DARK, weight="bold")
    if question:
        y = write(axes, y + 30, lines_of(question, 40), 40, color=DARK)
    y += 36 if question else 48
    room = int((BOTTOM - 56 - y) // (26 * LEADING))
    write(axes, y, shortened(balanced(card.description, 26), room), 26, color=MUTED)
    if card.title != card.site:
        write(axes, BOTTOM - 28, [card.site], 28, color=DARK, weight="bold")


def write(axes: Axes, y: float, lines: list[str], size: float, color: str, weight: str = "regular") -> float:
    """Write lines whose first has its top at y, and return where the last one stands."""
    for number, line in enumerate(lines):
        y += size * (LEADING if number else 0.75)
        place = Affine2D().scale(1, -1).translate(LEFT, y) + axes.transData
        axes.add_patch(PathPatch(outline(line, size, weight), color=color, linewidth=0, transform=place))
    return y


def shortened(lines: list[str], room: int) -> list[str]:
    """Return as many lines as there is room for, and say if there were more."""
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], lines[room - 1].rstrip(".,;: ") + " …"] if room > 0 else []


def outline(text: str, size: float, weight: str = "regular") -> TextPath:
    """Return the outline of a line, set finer than text is by pixels."""
    letters = font_manager.FontProperties(family=[add_letters(), "DejaVu Serif"], weight=weight)
    return TextPath((0, 0), text.replace("$", r"\$"), size, letters)


def lines_of(text: str, size: float, weight: str = "regular", width: float = COLUMN) -> list[str]:
    """Return a text broken into lines that fit a width, all in pixels.

    Examples
    --------
    >>> lines_of("one two three", 76, width=340)
    ['one two', 'three']
    """
    lines: list[str] = []
    room = 0.0
    for word in text.split():
        needed = width_of(word, size, weight)
        if lines and needed <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            room = width
        room -= needed
    return lines


@functools.cache
def width_of(word: str, size: float, weight: str) -> float:
    """Return how much of a line a word takes, with the space before it."""
    alone, after = (outline(text, size, weight).get_extents().width for text in ("n", f"n {word}"))
    return after - alone


def balanced(text: str, size: float, weight: str = "regular") -> list[str]:
    """Return a text in as few lines as fit the column, and these about equally long."""
    count = len(lines_of(text, size, weight))
    widths = range(COLUMN // 3, COLUMN + 1, 20)
    return next((lines for w in widths if len(lines := lines_of(text, size, weight, w)) == count), [])


@functools.cache
def add_letters() -> str:
    """Give matplotlib the site's letters, which it cannot read as the site has them, and return their name."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    folder = Path(tempfile.mkdtemp(prefix="course-letters-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for weight, name in ((400, 400), (600, 700)):  # called bold, as the letters that stand in for missing ones are
        font = instancer.instantiateVariableFont(TTFont(LETTERS), {"wght": weight})
        font.flavor, font["OS/2"].usWeightClass = None, name
        for record in font["name"].names:
            if record.nameID in (1, 16):
                record.string = FAMILY
        font.save(folder / f"{name}.ttf")
        font_manager.fontManager.addfont(folder / f"{name}.ttf")
    return FAMILY


def _draw_pattern(axes: Axes, card: Card) -> None:
    """Draw tiles along the right edge, the stronger the further out, and a few of them left out."""
    rng = np.random.default_rng(zlib.crc32(card.docname.encode()))
    for (column, x), y in product(enumerate(COLUMNS), ROWS):
        strength = rng.uniform(0.1, 0.3) * (column + 1)
        if rng.random() < 0.35 + 0.2 * column:
            axes.add_patch(Rectangle((x, y), TILE, TILE, color=card.accent, alpha=min(strength, 0.9), linewidth=0))
