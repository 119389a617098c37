"""What a network makes of an image: its answer, and its evidence."""

import re

import numpy as np
import pytest

from figures import drawing, read_drawings
from figures.program import Shades
from figures.quantity import quantity

EYE, NAMES = np.eye(4), ["a", "b", "c"]
rng = np.random.default_rng(0)
W, B = rng.normal(size=(16, 3)), rng.normal(size=3)


def shades_of_the_evidence(page):
    """Return the colours of the second image, pixel by pixel."""
    groups = re.findall(r'<g shape-rendering="crispEdges" data-live="many">(.*?)</g>', page)
    return re.findall(r'fill="(#\w+)"', groups[1])


def test_the_evidence_of_a_layer_is_the_pixel_times_the_difference_of_two_weights():
    page = read_drawings([W], [B], "identity", EYE, NAMES).page
    logits = EYE.ravel() @ W + B
    second, best = np.argsort(logits)[-2:]
    evidence = EYE.ravel() * (W[:, best] - W[:, second])
    expected = Shades(quantity(0.5 + 0.5 * evidence / np.abs(evidence).max()), signed=True).texts()
    assert shades_of_the_evidence(page) == expected


def test_the_description_says_what_is_read_at_first():
    shares = np.exp(EYE.ravel() @ W + B)
    best = shares.argmax()
    alt = read_drawings([W], [B], "relu", EYE, NAMES).alt
    assert f"reads as {NAMES[best]}, with {shares[best] / shares.sum():.0%}" in alt


@pytest.mark.parametrize(
    ("start", "examples"),
    [(np.ones(4), {}), (np.ones((2, 3)), {}), (np.eye(4), {"larger": np.eye(5)})],
    ids=["a row", "no square", "another size"],
)
def test_images_that_are_no_squares_of_one_size_are_refused(start, examples):
    with pytest.raises(ValueError, match="squares of one size"):
        drawing("Draw", start, examples)
