"""Rows of small images: data, weights, averages of a class."""

from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from figures.style import IMAGE_COLOURS, SIGNED_COLOURS


def show_images(
    images: Sequence[npt.ArrayLike], titles: Sequence[str] | None = None, columns: int = 10, signed: bool = False
) -> Figure:
    """Show small grey images side by side, each as ink on paper, or signed weights as blue, white and orange.

    Parameters
    ----------
    images
        The images, first row first, each of shape (H, W).
    titles
        A line or two to write above each image.
    columns
        How many images a row holds.
    signed
        Whether the values have a sign, as weights do. The scale is then symmetric about 0; either way it is the same
        for all the images, so that they can be compared.

    Returns
    -------
        The figure, for a closing touch.

    Raises
    ------
    ValueError
        If there are no images, or not one title per image.

    Examples
    --------
    >>> figure = show_images([[[0, 1], [2, 3]], [[3, 2], [1, 0]]], titles=["falls", "rises"])
    >>> [axes.get_title() for axes in figure.axes]
    ['falls', 'rises']
    """
    titles = [""] * len(images) if titles is None else list(titles)
    if len(images) == 0 or len(titles) != len(images):
        raise ValueError(f"need at least one image and one title per image, got {len(images)} and {len(titles)}")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    lines = max(title.count("\n") + 1 if title else 0 for title in titles)
    width = min(6.4, 0.9 * columns)
    tall, wide = np.shape(images[0])
    height = rows * (width / columns * tall / wide + 0.19 * lines)
    figure, axes = plt.subplots(rows, columns, squeeze=False, figsize=(width, height))
    largest = max(float(np.abs(image).max()) for image in images)
    look = {"cmap": SIGNED_COLOURS if signed else IMAGE_COLOURS, "vmin": -largest if signed else 0, "vmax": largest}
    for panel in axes.flat:
        panel.set_axis_off()
    for panel, image, title in zip(axes.flat, images, titles):
        panel.imshow(image, **look)
        panel.set_title(title, fontsize=10, pad=3)
    return figure
