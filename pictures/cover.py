"""The picture on the cover: a trained network with one hidden layer reads handwritten digits."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from figures.style import BLUE, IMAGE_COLOURS, INK, ORANGE, SIGNED_COLOURS

WIDTH, HEIGHT = 6.4, 4.4
HIDDEN_X, OUTPUT_X, BAR_X, BAR_WIDTH = 0.46, 0.80, 0.85, 0.14
THICKEST, FAINTEST = 3.6, 0.08  # points; the share of the thickest below which a line is left out


def network_reads(image, hidden, logit_parts, probabilities, input_weights):
    """Draw what a network with one hidden layer makes of one image.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        What the network is shown.
    hidden : ndarray, shape (D,)
        The activations of the hidden neurons.
    logit_parts : ndarray, shape (D, K)
        What each hidden neuron adds to each logit.
    probabilities : ndarray, shape (K,)
        What the network says.
    input_weights : ndarray, shape (D, H, W)
        The weights of each hidden neuron, as an image.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> drawn = network_reads(rng.random((8, 8)), rng.random(4), rng.normal(size=(4, 3)), np.ones(3) / 3,
    ...                       rng.normal(size=(4, 8, 8)))
    >>> len(drawn.axes)  # the page, the image, four neurons
    6
    """
    figure = plt.figure(figsize=(WIDTH, HEIGHT), layout="none")
    page = figure.add_axes((0, 0, 1, 1))
    page.set(xlim=(0, 1), ylim=(0, 1))
    page.set_axis_off()
    heights = [np.linspace(0.955, 0.045, count) for count in (len(hidden), len(probabilities))]
    draw_connections(page, heights, hidden, logit_parts)
    draw_answer(page, heights[1], probabilities)
    picture(figure, 0.135, 0.5, 0.25, image, cmap=IMAGE_COLOURS, vmin=0, vmax=image.max())
    size = min(0.085, 0.8 / len(hidden))
    for height, weights in zip(heights[0], input_weights):
        largest = np.abs(weights).max()
        picture(
            figure, HIDDEN_X, height, size * HEIGHT / WIDTH, weights, cmap=SIGNED_COLOURS, vmin=-largest, vmax=largest
        )
    return figure


def draw_connections(page, heights, hidden, logit_parts):
    """Draw a curve per connection, as thick as what passes through it, coloured by its sign."""
    into = [((0.27, 0.5), (HIDDEN_X - 0.035, height)) for height in heights[0]]
    out_of = [((HIDDEN_X + 0.035, start), (OUTPUT_X, end)) for start in heights[0] for end in heights[1]]
    for ends, strengths in ((into, hidden), (out_of, logit_parts.ravel())):
        strengths = strengths / max(np.abs(strengths).max(), 1e-12)
        shown = [(pair, strength) for pair, strength in zip(ends, strengths) if abs(strength) > FAINTEST]
        page.add_collection(PathCollection(
            [curve(*pair) for pair, _ in shown], linewidths=[THICKEST * abs(strength) for _, strength in shown],
            edgecolors=[ORANGE if strength > 0 else BLUE for _, strength in shown], facecolors="none", alpha=0.75,
        ))  # fmt: skip


def curve(start, end):
    """Return an S-shaped path that leaves and arrives horizontally."""
    middle = (start[0] + end[0]) / 2
    return Path([start, (middle, start[1]), (middle, end[1]), end], [Path.MOVETO, *[Path.CURVE4] * 3])


def draw_answer(page, heights, probabilities):
    """Draw the probability of each class as a bar, the likeliest in strong colour."""
    best = probabilities.argmax()
    for label, (height, probability) in enumerate(zip(heights, probabilities)):
        strong = {"weight": "bold", "color": ORANGE} if label == best else {}
        page.text(OUTPUT_X + 0.025, height, str(label), ha="center", va="center", fontsize=14, **strong)
        page.plot([BAR_X, BAR_X + BAR_WIDTH], [height, height], color=INK, alpha=0.3, linewidth=1)
        page.plot([BAR_X, BAR_X + BAR_WIDTH * probability], [height, height], color=ORANGE if label == best else INK,
                  linewidth=9, solid_capstyle="butt")  # fmt: skip


def picture(figure, x, y, width, image, **look):
    """Draw a square image around the point (x, y) of the page."""
    height = width * WIDTH / HEIGHT
    axes = figure.add_axes((x - width / 2, y - height / 2, width, height))
    axes.imshow(image, **look)
    axes.set_axis_off()
