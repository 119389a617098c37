import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import same_color
from matplotlib.image import AxesImage

from figures.style import BLUE, ORANGE
from pictures.cover import THICKEST, network_reads

HIDDEN = np.array([1.0, -0.5, 0.01])
PARTS = np.array([[2.0, -1.0], [0.02, 1.0], [0.0, 0.0]])


@pytest.fixture
def figure():
    image, weights = np.eye(8), np.stack([np.eye(8), -np.eye(8), 3 * np.eye(8)])
    return network_reads(image, HIDDEN, PARTS, np.array([0.9, 0.1]), weights)


def connections(figure):
    return [c for c in figure.axes[0].collections if isinstance(c, PathCollection)]


def test_a_line_is_as_thick_as_what_passes_and_the_faintest_are_left_out(figure):
    into, out_of = connections(figure)
    assert into.get_linewidths() == pytest.approx([THICKEST, THICKEST / 2])
    assert out_of.get_linewidths() == pytest.approx([THICKEST, THICKEST / 2, THICKEST / 2])


def test_a_lines_colour_is_its_sign(figure):
    into, out_of = connections(figure)
    for lines, signs in ((into, [1, -1]), (out_of, [1, -1, 1])):
        colours = lines.get_edgecolors()[:, :3]
        assert [same_color(colour, ORANGE if sign > 0 else BLUE) for colour, sign in zip(colours, signs)] == [
            True
        ] * len(signs)


def test_every_neuron_is_shown_by_its_weights_on_a_scale_of_its_own(figure):
    pictures = [image for axes in figure.axes for image in axes.get_children() if isinstance(image, AxesImage)]
    assert len(pictures) == 1 + len(HIDDEN)
    assert [image.get_clim() for image in pictures] == [(0, 1), (-1, 1), (-1, 1), (-3, 3)]


def test_only_the_likeliest_class_stands_out(figure):
    page = figure.axes[0]
    assert [(text.get_text(), text.get_fontweight()) for text in page.texts] == [("0", "bold"), ("1", "normal")]
    bars = [line for line in page.lines if line.get_linewidth() > 5]
    lengths = [float(np.ptp(line.get_xdata())) for line in bars]
    assert lengths[0] == pytest.approx(9 * lengths[1])
    assert same_color(bars[0].get_color(), ORANGE) and not same_color(bars[1].get_color(), ORANGE)
