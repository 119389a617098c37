"""Figures to touch, as Python draws them: their still, their description, and what they refuse."""

import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from figures import (
    area,
    arrow,
    bars,
    choice,
    curve,
    dots,
    half_plane,
    handle,
    image,
    note,
    panel,
    rule,
    segments,
    slider,
    style,
    touch,
    words,
)  # fmt: skip

W = slider("slope $w$", -2, 2, 0.5)
SIZE = {"x": (-1.0, 1.0), "y": (-1.0, 1.0), "width": 220, "height": 216, "axes": ""}  # 8 + 200 + 12, 8 + 200 + 8


def drawn(*marks, **options):
    """Return the picture of a panel with these marks, as a tree."""
    figure = touch(panel(*marks, note(0, 0, words("{:.1f}", W)), **SIZE | options), alt="Something.")
    return ElementTree.fromstring(re.search(r'<div class="picture">(.*?</svg>)</div>', figure.page)[1])


def attributes(tree, tag, *names):
    return [[float(node.get(name)) for name in names] for node in tree.iter(tag)]


def test_points_are_where_the_axes_have_them():
    tree = drawn(dots([-1, 0, 1], [-1, 0, 0.5]))
    assert attributes(tree, "circle", "cx", "cy") == [[8, 208], [108, 108], [208, 58]]


def test_a_logarithmic_axis_has_equal_steps_for_equal_factors():
    tree = drawn(dots([0.1, 1, 10], [0, 0, 0]), x=(0.1, 10), log="x")
    assert attributes(tree, "circle", "cx") == [[8], [108], [208]]


def test_a_curve_is_interrupted_where_there_is_no_number():
    (path,) = drawn(curve([-1, 0, 1], [0, np.nan, 0])).iter("path")
    assert path.get("d") == "M8 108M208 108"


def test_bars_grow_from_zero_both_ways():
    tree = drawn(bars([0.5, -1]), x=(-0.5, 1.5))
    assert attributes(tree, "rect", "x", "width", "y", "height") == [[23, 70, 58, 50], [123, 70, 108, 100]]


def test_a_highlighted_bar_covers_the_plain_one():
    plain, strong = drawn(bars([0.5, 1], highlight=1), x=(-0.5, 1.5)).iter("g")
    assert [bar.get("height") for bar in strong] == ["0", "100"] and strong.get("fill") == style.TARGET
    assert plain.get("fill") == style.PREDICTION


@pytest.mark.parametrize(("w", "b"), [((1, 0), 0.5), ((0, -2), 1), ((1, 1), 0), ((1, 2), 50)])
def test_the_tinted_side_is_the_positive_one(w, b):
    fill, line = drawn(half_plane(w, b)).iter("path")
    corners = [[float(x) for x in pair.split()] for pair in re.split("[ML]", fill.get("d").rstrip("Z"))[1:]]
    plane = [((x - 108) / 100, (108 - y) / 100) for x, y in corners]
    values = [w[0] * x + w[1] * y + b for x, y in plane]
    if b < 10:
        assert values[:2] == pytest.approx([0, 0], abs=0.05)
        assert line.get("d") == "M" + "L".join(" ".join(f"{x:g}" for x in corner) for corner in corners[:2])
    assert min(values[2:]) > 0


def test_an_arrow_ends_at_its_tip():
    _, tip = drawn(arrow((0, 0), (0.5, 0))).iter("path")
    assert tip.get("d").split("L")[1] == "158 108"


def test_an_image_that_stays_is_one_element_and_one_that_moves_a_square_per_value():
    values = np.array([[0.0, 1.0], [0.5, 0.25]])
    still, moving = drawn(image(values), x=(0, 2), y=(0, 2)), drawn(image(values * W), x=(0, 2), y=(0, 2))
    assert len(list(still.iter("image"))) == 1 and not list(still.iter("rect"))
    assert attributes(moving, "rect", "x", "y") == [[8, 8], [108, 8], [8, 108], [108, 108]]


@pytest.mark.parametrize(
    "mark",
    [
        area([0, 1, 1], [0, 0, 1]),
        rule(x=0.5),
        rule(y=W, label="level"),
        segments((0, [0, 1]), (1, [1, 0]), width=W),
        dots([0], [0], marker="×"),
        dots([0], [0], marker="s", strength=W),
    ],
    ids=["area", "upright rule", "level rule", "segments", "letters", "squares"],
)
def test_every_mark_is_drawn(mark):
    without = len(list(drawn().iter()))
    assert len(list(drawn(mark).iter())) > without


def test_the_description_is_on_the_first_picture_and_in_plain_text():
    figure = touch(panel(curve([0, 1], [0, W])), panel(bars([1, 2])), alt='A "line" & bars.')
    pictures = re.findall(r"<svg viewBox[^>]*>", figure.page)
    assert (
        unescape(re.search('aria-label="([^"]*)"', pictures[0])[1]) == figure.alt
        and 'aria-hidden="true"' in pictures[1]
    )
    assert repr(figure) == '[figure to touch] A "line" & bars.'


def test_the_program_survives_being_an_attribute():
    figure = touch(panel(curve([0, 1], [0, W])), alt="A line.", says=words("it's <b> & {:no|yes}", W))
    program = json.loads(unescape(re.search("data-program='([^']*)'", figure.page)[1]))
    assert program["says"][2] == [["it's <b> & ", ["no", "yes"]]]


def test_controls_stand_in_the_order_in_which_they_were_made():
    first, second = slider("first", 0, 1, 0), choice("second", ["a", "b"])
    figure = touch(panel(bars(np.stack([second, first]))), alt="Bars.")
    assert figure.page.index("first</span>") < figure.page.index("second</span>")


def test_nothing_is_loaded_from_elsewhere():
    figure = touch(panel(curve([0, 1], [0, W])), alt="A line.")
    assert not re.search(r"https?:|src=|@import|url\(", figure.page)


def test_the_same_figure_is_the_same_bytes():
    pages = {touch(panel(curve([0, 1], [0, W]), image(np.eye(30))), alt="A line.").page for _ in range(2)}
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: touch(panel(bars([1])), alt="Bars."), "0 controls", id="nothing to move"),
        pytest.param(lambda: touch(panel(bars([W])), alt=" "), "alt=' '", id="no description"),
        pytest.param(lambda: touch(alt="Nothing."), "0 panels", id="no panel"),
        pytest.param(lambda: panel(width=500), "got 500", id="too wide for a phone"),
        pytest.param(lambda: slider("s", 0, 1, 2), "start 2 is not between", id="start beyond the ends"),
        pytest.param(lambda: slider("s", 0, 1, 0.5, log=True), "ends above 0, not 0", id="logarithm of zero"),
        pytest.param(lambda: choice("c", ["a"], start=1), "no number 1", id="no such choice"),
        pytest.param(lambda: handle("h", 1, W * 2), "must be a slider", id="handle that cannot move"),
        pytest.param(lambda: touch(panel(image(np.ones((30, 30)) * W)), alt="Map."), "at most 400", id="large image"),
        pytest.param(lambda: touch(panel(curve([0, W], [np.inf, 1])), alt="Line."), "infinite", id="infinite"),
    ],
)
def test_a_figure_that_cannot_be_made_says_why(make, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


def test_the_example_for_authors_works():
    text = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    code = re.search(r"## Let readers touch a figure.*?```python\n(.*?)```", text, re.DOTALL)[1]
    names = {"np": np}
    exec(code, names)
    shares = np.exp([2.0, 1.0, 3.0]) / np.exp([2.0, 1.0, 3.0]).sum()
    assert names["shares"].at({names["temperature"]: 1.0}) == pytest.approx(shares)
