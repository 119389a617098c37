import numpy as np
import pytest
from matplotlib.lines import AxLine

from pictures import openings


def test_the_strong_number_of_a_product_is_that_of_the_strong_row_and_column():
    A, B = np.arange(6.0).reshape(2, 3), np.arange(6.0).reshape(3, 2)
    first, _, second, _, third = openings.row_times_column(A, B, 1, 0).axes
    strong = [
        [float(t.get_text()) for t in panel.texts if t.get_weight() == "bold"] for panel in (first, second, third)
    ]
    assert strong == [[3, 4, 5], [0, 2, 4], [3 * 0 + 4 * 2 + 5 * 4]]


def test_every_pixel_of_the_image_stands_in_the_row_in_the_same_order():
    image = np.arange(12.0).reshape(3, 4)
    square, row = openings.image_to_row(image).axes
    assert np.array_equal(row.images[0].get_array().ravel(), square.images[0].get_array().ravel())
    assert row.images[0].get_array().shape == (1, 12)


def test_the_line_of_a_perceptron_is_where_its_score_is_zero():
    w, b = np.array([2.0, -1.0]), 0.5
    [panel] = openings.turning_lines(np.eye(2), np.array([0, 1]), [(w, b)] * 2).axes[:1]
    [line] = [drawn for drawn in panel.lines if isinstance(drawn, AxLine)]
    for point in (line.get_xy1(), line.get_xy2()):
        assert w @ point + b == pytest.approx(0)


def test_the_strong_bar_is_that_of_the_likeliest_class():
    figure = openings.scores_to_probabilities(np.eye(8), np.array([-3.0, -1.0, -2.0]), np.array([0.1, 0.7, 0.2]))
    for panel in figure.axes[1:]:
        colours = [bar.get_facecolor() for bar in panel.patches]
        assert colours[0] == colours[2] != colours[1]


def test_a_line_is_as_thick_as_its_weight_whatever_the_sign():
    weights = [np.array([[1.0, -2.0], [0.0, 2.0]])]
    forwards, _ = openings.there_and_back(weights, weights).axes
    widths = [line.get_linewidth() for line in forwards.lines]
    assert widths[1] == widths[3] > widths[0] > widths[2]
