"""A network reads what the reader draws, and shows which pixels have spoken for its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from figures.arrays import row
from figures.drawing import drawing
from figures.labels import Sentence, words
from figures.marks import bars, image
from figures.quantity import Quantity
from figures.touch import Touch, panel, touch

DIGITS = 4  # of the weights that a page carries
SMALL = 168  # pixels of an image beside the sheet: two stand side by side on a phone

ACTIVATIONS: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
}


def read_drawings(
    weights: Sequence[Any], biases: Sequence[Any], hidden: str, start: Any, names: Sequence[str],
    examples: Mapping[str, Any] | None = None, full: float = 1.0, label: str = "Draw here", alt: str = "",
) -> Touch:  # fmt: skip
    """Let the reader draw, and a network of dense layers read along.

    Beside the sheet stand the squares that the network is given, and its evidence: by how much the lead of its answer
    over its second choice would shrink without a pixel. For a single layer this is the pixel times the difference of
    two weights.

    Parameters
    ----------
    weights, biases
        One array per layer, shapes (D_in, D_out) and (D_out,); the last layer gives the logits.
    hidden
        The activation of the layers before: "relu", "tanh", "sigmoid" or "identity".
    start
        The image at first, shape (H, H), with the values that the network is given.
    names
        What the classes are called.
    examples
        More images to choose from, by name.
    full
        The value of a square that is all ink.
    label
        What stands above the sheet.
    alt
        What the figure shows, for readers who cannot see it; by default it says what is read at first.

    Returns
    -------
        Leave it as the last expression of a cell.

    Examples
    --------
    >>> read_drawings([np.ones((4, 2))], [np.array([1.0, 0.0])], "relu", np.eye(2), ["yes", "no"])
    [figure to touch] A sheet to draw on. At first it holds an image that the network reads as yes, with 73%.
    """
    sheet = drawing(label, start, examples, full=full)
    x = sheet.reshape(1, sheet.size)
    without = x * (1 - np.eye(sheet.size))  # in each row another pixel is missing
    logits = dense(np.concatenate([x, without]), weights, biases, ACTIVATIONS[hidden])
    shares = chances(logits[0])
    best = shares.argmax()
    others: Any = np.where(np.arange(len(names)) == best, -1, shares)
    second = others.argmax()
    evidence = evidence_for(best, second, logits)
    side = sheet.shape[0]
    square: dict[str, Any] = {"x": (0, side), "y": (0, side), "axes": "", "width": SMALL, "height": SMALL}
    alt = alt or (
        "A sheet to draw on. At first it holds an image that the network reads as "
        f"{names[int(best.value)]}, with {float(shares.max().value):.0%}."
    )
    return touch(
        sheet,
        panel(image(sheet, high=full), **square, title="what it gets"),
        panel(image(evidence.reshape(side, side), signed=True, high=1), **square, title="its evidence"),
        panel(
            bars(shares, highlight=best), x=(-0.6, len(names) - 0.4), y=(0, 1), names=names, width=400, height=150
        ),
        alt=alt,
        says=sentence(sheet, names, shares, best, second),
    )  # fmt: skip


def chances(logits: Any) -> Any:
    """Return the softmax of one example's logits, shape (K,)."""
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()


def evidence_for(best: Any, second: Any, logits: Any) -> Any:
    """Return what each pixel adds to the lead of one class over another, from -1 to 1; the strongest is 1 or -1.

    Parameters
    ----------
    best, second
        The numbers of the classes.
    logits
        Shape (1 + D, K): of the image, and of the image without each of its pixels.
    """
    leads = row(logits.T, best) - row(logits.T, second)
    evidence = leads[0] - leads[1:]
    return evidence / np.maximum(np.max(np.abs(evidence)), 1e-9)


def dense(x: Any, weights: Sequence[Any], biases: Sequence[Any], activation: Callable[[Any], Any]) -> Quantity:
    """Return the logits of a network of dense layers."""
    for layer, (W, b) in enumerate(zip(weights, biases)):
        x = x @ shortened(W) + shortened(b)
        x = activation(x) if layer < len(weights) - 1 else x
    return x


def shortened(values: Any) -> Any:
    """Round numbers to the digits that a page carries: answers change by less than a thousandth."""
    values = np.asarray(values, dtype=np.float64)
    scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.maximum(np.abs(values).max(), 1e-12))))
    return np.rint(values * scale) / scale


def sentence(sheet: Quantity, names: Sequence[str], shares: Quantity, best: Quantity, second: Quantity) -> Sentence:
    """Say what is read, and what the evidence shows."""
    verdict = "{:The sheet is empty; the network would say|The network says}"
    evidence = "Orange pixels speak for {:A} and against {:A}, blue ones the other way."
    return words(
        f"{verdict} {{:A}} ({{:.0%}}), then {{:A}} ({{:.0%}}). {evidence}".replace(":A}", f":{'|'.join(names)}}}"),
        sheet.max() > 0, best, shares.max(), second, row(shares, second), best, second,
    )  # fmt: skip
