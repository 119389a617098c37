"""A player for prerendered frames: what moves in the course is a short row of SVG pictures and three buttons.

Nothing moves before the reader asks for it. Without scripts, and on paper, one still frame stands with its caption.
Frames of an animation are mostly alike, so the picture is stored once, with every part that changes stored per frame.
"""

import html
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from matplotlib.figure import Figure

from figures.frames import merge, svg_tree, with_own_ids
from figures.shown import Shown

HERE = Path(__file__).parent
PIXELS_PER_POINT = 96 / 72


class Player(Shown):
    """An animation."""

    kind = "animation"


def player(
    frames: Iterable[Figure] | Callable[[int], Figure],
    alt: str,
    count: int | None = None,
    captions: Sequence[str] | None = None,
    still: int = 0,
    frames_per_second: float = 8,
) -> Player:
    """Show figures one after the other, with buttons to play, pause and step, and a slider.

    All frames must be drawn the same way (same size, same axes limits): only then does nothing jump, and only then can
    the parts that stay be stored once. The figures are closed afterwards.

    Parameters
    ----------
    frames
        The frames, or a function that draws frame `i` and returns its figure.
    alt
        What the animation shows, for readers who cannot see it: what moves, from where, to where.
    count
        How many frames to draw; needed when `frames` is a function.
    captions
        One line per frame, shown under it and read out with the slider, such as "step 3 of 50".
    still
        The frame that stands there at first, on paper and without scripts.
    frames_per_second
        Speed of the play button. A reader who asked the system for reduced motion gets one frame a second.

    Returns
    -------
        Leave it as the last expression of a cell.

    Raises
    ------
    ValueError
        If there are no frames, no description, not one caption per frame, `still` is not a frame, or sizes differ.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> def draw(i):
    ...     figure, axes = plt.subplots()
    ...     _ = axes.plot([0, 1], [0, i])
    ...     return figure
    >>> player(draw, "A line turns upwards.", count=3)
    [animation] A line turns upwards.
    """
    if callable(frames):
        if count is None:
            raise ValueError("frames is a function: say how many frames to draw with count=")
        frames = map(frames, range(count))
    trees = [svg_tree(figure) for figure in frames]
    captions = [f"frame {i + 1} of {len(trees)}" for i in range(len(trees))] if captions is None else list(captions)
    if not trees or not alt.strip() or len(captions) != len(trees) or not 0 <= still < len(trees):
        raise ValueError(
            f"need frames, a description, one caption per frame and a still among them; "
            f"got {len(trees)} frames, {len(captions)} captions, still={still}, alt={alt!r}"
        )
    sizes = {tree.attrib["viewBox"] for tree in trees}
    if len(sizes) > 1:
        raise ValueError(f"all frames must have the same figsize, got {len(sizes)} sizes: {', '.join(sorted(sizes))}")
    return Player(page(trees, alt, captions, still, round(1000 / frames_per_second)), alt)


def page(trees: Sequence[Element], alt: str, captions: Sequence[str], still: int, interval: int) -> str:
    """Write the animation as one self-contained piece of HTML."""
    width = float(trees[0].attrib["viewBox"].split()[2]) * PIXELS_PER_POINT
    picture = merge(trees, range(len(trees)), still)
    picture.set("role", "img")
    picture.set("aria-label", alt)
    markup = with_own_ids(ElementTree.tostring(picture, encoding="unicode"))
    return (
        f'<course-player data-interval="{interval}" data-still="{still}" '
        f'data-captions="{html.escape(json.dumps(captions, ensure_ascii=False))}" style="max-width:{width:.0f}px">'
        f"<style>{(HERE / 'player.css').read_text()}</style>{markup}"
        f"<p>{html.escape(captions[still])}</p><div></div></course-player>"
        f"<script>{(HERE / 'player.js').read_text()}</script>"
    )
