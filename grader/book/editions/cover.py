"""The cover that libraries show of the EPUB: the words of the first page, and a pattern as social cards have it."""

from __future__ import annotations

import io
import zlib
from itertools import product

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from grader.book.cards import DARK, LEADING, MUTED, PAPER, balanced, lines_of, shortened, write
from grader.book.editions.book import Book
from grader.book.editions.tree import classes_of, words_of

WIDTH, HEIGHT = 876, 1400  # in the units in which words are set: a column as on a card, between equal margins
DPI = 150
SIZE = (WIDTH * DPI // 100, HEIGHT * DPI // 100)  # in pixels
TILE = WIDTH / 10
ROWS = 5  # of the pattern, at the foot
TOP, BOTTOM = 130, HEIGHT - ROWS * TILE - 60  # of the words


def draw_cover(book: Book) -> bytes:
    """Return the picture, as PNG."""
    made = io.BytesIO()
    with plt.style.context("default"):
        figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=DPI, facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        _draw_words(axes, book)
        _draw_pattern(axes, book)
        figure.savefig(made, format="png", dpi=DPI, metadata={"Software": None})
        plt.close(figure)
    return made.getvalue()


def _draw_words(axes: Axes, book: Book) -> None:
    name, _, question = book.title.partition(": ")
    size = next((size for size in (92, 76) if len(lines_of(name, size, "bold")) < 4), 58)
    y = write(axes, TOP, balanced(name, size, "bold"), size, color=DARK, weight="bold")
    if question:
        y = write(axes, y + 40, lines_of(question, 44), 44, color=DARK)
    room = int((BOTTOM - 80 - y - 56) // (32 * LEADING))
    write(axes, y + 56, shortened(balanced(lead_of(book), 32), room), 32, color=MUTED)
    write(axes, BOTTOM - 30, shortened(lines_of(book.author, 30), 1), 30, color=DARK, weight="bold")


def lead_of(book: Book) -> str:
    """Return what the first page says below its title, or nothing."""
    return next((words_of(node) for node in book.front.text.iter() if "lead" in classes_of(node)), "")


def _draw_pattern(axes: Axes, book: Book) -> None:
    """Draw tiles along the foot, the stronger the further down, and a few of them left out."""
    rng = np.random.default_rng(zlib.crc32(book.title.encode()))
    for row, column in product(range(ROWS), range(10)):
        strength = rng.uniform(0.1, 0.3) * (row + 1)
        if rng.random() < 0.35 + 0.15 * row:
            place = (column * TILE, HEIGHT - (ROWS - row) * TILE)
            axes.add_patch(Rectangle(place, TILE, TILE, color=book.accent, alpha=min(strength, 0.9), linewidth=0))
