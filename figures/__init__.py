"""What every picture of a course has in common: a style, a palette, small images, a player, and figures to touch.

Conventions, so that all chapters look like one book and read well in a light and in a dark page:

* a lesson's first code cell calls `use_course_style()`; figures are then SVG on a transparent ground with mid-grey ink;
* colours come from the names in `figures.style` (`style.PREDICTION`, `style.LOSS`, ...), never from a literal, and no
  figure relies on colour alone: curves are also labelled, dashed or marked;
* a figure is at most 6.4 inches wide, so that its letters can still be read on a phone; what needs more is stacked;
* a cell that draws ends with `plt.show()`, and is tagged `hide-input` when its code is only drawing;
* code that the page shows is at most 80 columns wide;
* the figure's description belongs to its cell, in the metadata that the book reads:

      ```{code-cell} ipython3
      ---
      tags: [hide-input]
      mystnb:
        image:
          alt: >-
            What a reader who cannot see the figure needs to know, numbers included.
          classes: dark-light
        figure:
          caption: >-
            **A title.** What to notice.
          name: fig-losses-price
      ---
      ```

  `classes: dark-light` keeps the page from putting a white card behind it; `figure` is optional and gives a numbered
  figure, whose name is `fig-<chapter>-<subject>`;
* something that moves is shown by `player`, which takes its description as the argument `alt`; its cell may have a
  `figure` with a caption, but needs no `image`;
* something that readers move is shown by `touch`, which takes `alt`, too; see "Let readers touch a figure" in
  CONTRIBUTING.md.

The package needs matplotlib, NumPy and the standard library only: lesson cells also run in the reader's browser.
"""

from figures.arrays import between, row
from figures.controls import choice, handle, slider
from figures.drawing import drawing
from figures.images import show_images
from figures.labels import words
from figures.marks import area, arrow, bars, curve, dots, half_plane, image, note, rule, segments
from figures.player import player
from figures.reading import read_drawings
from figures.style import use_course_style
from figures.touch import panel, touch

__all__ = [
    "area",
    "arrow",
    "bars",
    "between",
    "choice",
    "curve",
    "dots",
    "drawing",
    "half_plane",
    "handle",
    "image",
    "note",
    "panel",
    "player",
    "read_drawings",
    "row",
    "rule",
    "segments",
    "show_images",
    "slider",
    "touch",
    "use_course_style",
    "words",
]
