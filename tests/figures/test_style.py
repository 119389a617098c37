"""The course's style: readable on white and on near-black, for every kind of colour vision, the same on every run."""

import io
import itertools
import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from figures import show_images, style, use_course_style

GROUNDS = {"white": "#ffffff", "dark theme": "#121212"}

# Machado, Oliveira and Fernandes (2009), severity 1: linear RGB as people without one kind of cone see it.
VISION = {
    "all cones": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour):
    """Return a colour's linear RGB (IEC 61966-2-1)."""
    rgb = np.array(matplotlib.colors.to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(colour, ground):
    """Return the contrast ratio of WCAG 2.1."""
    dark, light = sorted(linear(c) @ [0.2126, 0.7152, 0.0722] for c in (colour, ground))
    return (light + 0.05) / (dark + 0.05)


def lab(colour, vision):
    """Return CIELAB coordinates of a colour as seen with that vision; 1 is about the least visible difference."""
    seen = np.clip(np.array(VISION[vision]) @ linear(colour), 0, 1)
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ seen / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", [*style.PALETTE, style.INK])
def test_every_colour_stands_out_from_the_page(colour, ground):
    assert contrast(colour, GROUNDS[ground]) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_the_palette_stays_apart_for_every_kind_of_colour_vision(vision):
    for one, other in itertools.combinations(style.PALETTE, 2):
        assert np.linalg.norm(lab(one, vision) - lab(other, vision)) >= 20, (one, other)


def test_every_named_colour_is_of_the_palette():
    names = ["PREDICTION", "TARGET", "GRADIENT", "LOSS", "CROSS_ENTROPY", "SQUARED_ERROR", "TRAINING", "TEST"]
    assert {getattr(style, name) for name in names} <= set(style.PALETTE)


def svg_of_a_figure():
    figure, axes = plt.subplots()
    axes.plot([0, 1], [1, 0], label="a curve")
    axes.legend()
    stream = io.StringIO()
    figure.savefig(stream, format="svg", metadata={"Date": None})
    plt.close(figure)
    return stream.getvalue()


def test_a_figure_has_no_ground_of_its_own_and_no_text_that_needs_a_font():
    use_course_style()
    svg = svg_of_a_figure()
    assert "#ffffff" not in svg and "<text" not in svg and "font-family" not in svg
    assert style.INK in svg


def test_the_same_figure_is_the_same_bytes():
    use_course_style()
    assert svg_of_a_figure() == svg_of_a_figure()


def test_signed_colours_have_paper_at_zero_and_opposite_ends():
    lowest, zero, highest = (matplotlib.colors.to_hex(style.SIGNED_COLOURS(x)) for x in (0.0, 0.5, 1.0))
    assert (lowest, highest) == (style.BLUE, style.ORANGE)
    assert np.abs(np.subtract(matplotlib.colors.to_rgb(zero), matplotlib.colors.to_rgb(style.PAPER))).max() < 0.02


def test_images_share_one_scale_and_fill_rows():
    use_course_style()
    figure = show_images([np.full((2, 2), value) for value in (1.0, 2.0, 4.0)], titles=["a", "b", "c"], columns=2)
    shown = [axes for axes in figure.axes if axes.images]
    assert len(figure.axes) == 4 and len(shown) == 3
    assert {axes.images[0].get_clim() for axes in shown} == {(0, 4)}
    plt.close(figure)


def test_signed_images_have_zero_in_the_middle_of_the_scale():
    use_course_style()
    figure = show_images([[[-3.0, 1.0]]], signed=True)
    assert figure.axes[0].images[0].get_clim() == (-3, 3)
    plt.close(figure)


@pytest.mark.parametrize(("images", "titles"), [([], None), ([[[0.0]]], ["one", "too many"])], ids=["none", "titles"])
def test_images_that_do_not_fit_their_titles_are_refused(images, titles):
    with pytest.raises(ValueError, match=re.escape(f"got {len(images)} and")):
        show_images(images, titles)
