"""The pictures at the openings of the chapters: low and wide, computed by the functions that the chapter is about."""

import matplotlib.pyplot as plt
import numpy as np

from figures.style import (
    BLUE,
    CLASS_COLOURS,
    GRADIENT,
    IMAGE_COLOURS,
    INK,
    LOSS,
    PREDICTION,
    SIGNED_COLOURS,
    TARGET,
)  # fmt: skip

WIDTH, HEIGHT = 6.4, 1.75


def strip(widths):
    """Return a low, wide figure and its panels, side by side, without axes."""
    figure, panels = plt.subplots(1, len(widths), figsize=(WIDTH, HEIGHT), width_ratios=widths)
    for panel in panels:
        panel.set_axis_off()
    return figure, panels


def row_times_column(A, B, row, column):
    """Draw a matrix product, with one row, one column and the number that they make in strong colour.

    Parameters
    ----------
    A, B : ndarray, shapes (N, D) and (D, M)
        The factors.
    row, column : int
        What is in strong colour.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(row_times_column(np.eye(2), np.ones((2, 3)), 0, 1).axes)
    5
    """
    product = A @ B
    widths = [A.shape[1], 0.8, B.shape[1], 0.8, product.shape[1]]
    figure, (first, times, second, equals, third) = strip(widths)
    for panel, sign in ((times, "×"), (equals, "=")):
        panel.text(0.5, 0.5, sign, ha="center", va="center", fontsize=24, transform=panel.transAxes)
    _cells(first, A, np.arange(len(A))[:, np.newaxis] == row, BLUE)
    _cells(second, B, np.arange(B.shape[1]) == column, TARGET)
    _cells(third, product, (np.arange(len(A))[:, np.newaxis] == row) & (np.arange(B.shape[1]) == column), GRADIENT)
    return figure


def _cells(panel, numbers, strong, colour):
    """Write numbers into squares, some of them filled."""
    height, width = numbers.shape
    for (line, place), number in np.ndenumerate(numbers):
        filled = np.broadcast_to(strong, numbers.shape)[line, place]
        square = plt.Rectangle((place, height - 1 - line), 0.94, 0.94, color=colour, alpha=0.5 if filled else 0.12)
        panel.add_patch(square)
        look = {"ha": "center", "va": "center", "fontsize": 16, "weight": "bold" if filled else "normal"}
        panel.text(place + 0.47, height - 0.53 - line, f"{number:g}", **look)
    panel.set(xlim=(0, width), ylim=(-0.1, height), aspect="equal")


def image_to_row(image):
    """Draw a small image, an arrow, and the same pixels as one long row.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        The image.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(image_to_row(np.eye(8)).axes)
    2
    """
    figure, (square, row) = strip([1, 3.2])
    look = {"cmap": IMAGE_COLOURS, "vmin": 0, "vmax": image.max()}
    square.imshow(image, **look)
    row.imshow(image.reshape(1, -1), aspect="auto", extent=(0, image.size, -1, 1), **look)
    row.set(xlim=(-6, image.size), ylim=(-6, 6))
    row.annotate("", (-0.8, 0), (-5.5, 0), arrowprops={"arrowstyle": "->", "color": INK, "lw": 1.5})
    return figure


def turning_lines(X, y, lines):
    """Draw a panel per line: the points of two classes, and where the perceptron divides them by then.

    Parameters
    ----------
    X : ndarray, shape (N, 2)
        The points.
    y : ndarray, shape (N,)
        Their classes, 0 or 1.
    lines : sequence of (w, b), with w of shape (2,)
        The perceptron after a few steps, after more, and so on.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(turning_lines(np.eye(2), np.array([0, 1]), [(np.ones(2), -1.0)] * 4).axes)
    4
    """
    figure, panels = strip([1] * len(lines))
    middle, reach = X.mean(axis=0), 0.65 * np.ptp(X, axis=0).max()
    for panel, (w, b) in zip(panels, lines):
        for label, marker in ((0, "o"), (1, "s")):
            panel.scatter(*X[y == label].T, s=16, marker=marker, color=CLASS_COLOURS[label])
        foot = middle - (w @ middle + b) / (w @ w) * w
        panel.axline(foot, (foot[0] - w[1], foot[1] + w[0]), color=INK, lw=1.8)
        panel.set(xlim=(middle[0] - reach, middle[0] + reach), ylim=(middle[1] - reach, middle[1] + reach))
        panel.set_aspect("equal")
    return figure


def surfaces(maps):
    """Draw one panel per function of the plane, blue where it is 0 and orange where it is 1.

    Parameters
    ----------
    maps : sequence of ndarray, each of shape (H, W)
        Values from 0 to 1, first row at the bottom.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(surfaces([np.eye(4)] * 3).axes)
    3
    """
    figure, panels = strip([1] * len(maps))
    for panel, values in zip(panels, maps):
        panel.imshow(values, cmap=SIGNED_COLOURS, vmin=-0.4, vmax=1.4, origin="lower", interpolation="bilinear")
    return figure


def scores_to_probabilities(image, logits, probabilities):
    """Draw an image, the scores of its classes, and the probabilities that softmax makes of them.

    Parameters
    ----------
    image : ndarray, shape (H, W)
        The image.
    logits, probabilities : ndarray, shape (K,)
        One score and one probability per class; the likeliest class is drawn in strong colour.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(scores_to_probabilities(np.eye(8), np.arange(-1.0, 2.0), np.array([0.1, 0.2, 0.7])).axes)
    3
    """
    figure, (picture, *panels) = strip([1, 1.6, 1.6])
    picture.imshow(image, cmap=IMAGE_COLOURS, vmin=0, vmax=image.max())
    colours = np.where(np.arange(len(logits)) == logits.argmax(), TARGET, PREDICTION)
    for panel, values in zip(panels, (logits, probabilities)):
        panel.bar(range(len(values)), values, color=colours)
        panel.axhline(0, color=INK, lw=1)
        for label, value in enumerate(values):
            panel.annotate(str(label), (label, min(value, 0)), (0, -3), textcoords="offset points", ha="center",
                           va="top", fontsize=11)  # fmt: skip
        panel.margins(y=0.12)
    return figure


def there_and_back(weights, gradients):
    """Draw a network twice: as thick as its weights, and as thick as the gradients that come back through it.

    Parameters
    ----------
    weights, gradients : sequence of ndarray, each of shape (D_in, D_out)
        One array per layer, and the loss's gradient with respect to it.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(there_and_back([np.ones((3, 4)), np.ones((4, 2))], [np.ones((3, 4)), np.ones((4, 2))]).axes)
    2
    """
    figure, panels = strip([1, 1])
    sizes = [len(weights[0]), *(w.shape[1] for w in weights)]
    heights = [np.linspace(-1, 1, size) * min(1, size / 4) for size in sizes]
    for panel, layers, colour, tip in ((panels[0], weights, BLUE, 1), (panels[1], gradients, GRADIENT, -1)):
        for x, layer in enumerate(layers):
            strengths = np.abs(layer) / np.abs(layer).max()
            for (i, j), strength in np.ndenumerate(strengths):
                panel.plot(
                    [x, x + 1], [heights[x][i], heights[x + 1][j]], color=colour, lw=0.3 + 2.7 * strength, alpha=0.75
                )
        for x, ys in enumerate(heights):
            panel.scatter([x] * len(ys), ys, s=70, color=INK, zorder=3)
        panel.set_ylim(-1.6, 1.2)
        end = len(layers) / 2 + 0.5 * tip
        panel.annotate(
            "", (end, -1.35), (end - tip, -1.35), arrowprops={"arrowstyle": "->", "color": colour, "lw": 1.8}
        )
    return figure


def paths_in_a_valley(loss, paths, reach):
    """Draw the level lines of a loss of two parameters and the paths that optimizers take down.

    Parameters
    ----------
    loss : callable
        Takes arrays of equal shape, the two parameters, and returns the loss.
    paths : sequence of ndarray, each of shape (num_steps, 2)
        Where each optimizer went.
    reach : tuple of (x_min, x_max, y_min, y_max)
        The part of the plane to draw.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(paths_in_a_valley(lambda x, y: x**2 + y**2, [np.eye(2)], (-1, 1, -1, 1)).axes)
    1
    """
    figure, axes = plt.subplots(figsize=(WIDTH, HEIGHT))
    axes.set_axis_off()
    left, right, low, high = reach
    x, y = np.meshgrid(np.linspace(left, right, 200), np.linspace(low, high, 100))
    values = loss(x, y)
    axes.contour(
        x, y, values, levels=values.max() * np.linspace(0.02, 1, 9) ** 2, colors=LOSS, linewidths=0.9, alpha=0.7
    )
    for path, colour, marker in zip(paths, CLASS_COLOURS, "os^D"):
        axes.plot(*path.T, color=colour, lw=1.6, marker=marker, ms=3.5)
    axes.set(xlim=(left, right), ylim=(low, high))
    return figure


def curves_through_points(x, y, grid, curves):
    """Draw the same points in each panel with another curve through them.

    Parameters
    ----------
    x, y : ndarray, shape (N,)
        The points.
    grid : ndarray, shape (M,)
        Where the curves are drawn.
    curves : sequence of ndarray, each of shape (M,)
        One curve per panel.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(curves_through_points(np.arange(3), np.arange(3), np.arange(3), [np.arange(3)] * 3).axes)
    3
    """
    figure, panels = strip([1] * len(curves))
    room = 0.35 * np.ptp(y)
    for panel, curve in zip(panels, curves):
        panel.plot(grid, curve, color=PREDICTION)
        panel.scatter(x, y, s=18, color=TARGET, zorder=3)
        panel.set(ylim=(y.min() - room, y.max() + room))
    return figure


def clouds(samples, reach):
    """Draw one histogram per step over the same axis: how a layer's numbers are moved and stretched.

    Parameters
    ----------
    samples : sequence of ndarray, each of shape (N,)
        The numbers after each step.
    reach : float
        The axis goes from -reach to reach.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> len(clouds([np.zeros(3), np.ones(3), np.ones(3)], 2).axes)
    3
    """
    figure, panels = strip([1] * len(samples))
    edges = np.linspace(-reach, reach, 61)
    for panel, values, colour in zip(panels, samples, CLASS_COLOURS):
        panel.hist(values, edges, color=colour)
        panel.axhline(0, color=INK, lw=1)
        panel.axvline(0, color=INK, lw=1.2, ls="--")
    return figure
