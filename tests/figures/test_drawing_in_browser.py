"""The drawing sheet in a real browser: by mouse, by finger and by keyboard, reduced as the data are, and read along."""

import numpy as np
import pytest

from digits import load_digits
from figures import drawing, panel, read_drawings, touch, words
from figures.marks import image
from solutions.losses import softmax
from solutions.mlp import mlp_forward

images, labels = load_digits()


def squares_said():
    """Return a figure that says how much is on the sheet, line by line and column by column."""
    sheet = drawing("Draw", images[0] / 16, {"a one": images[labels == 1][0] / 16}, pen=(6, 6), full=16)
    numbers = [*(sheet[line].sum() for line in range(8)), *(sheet[:, column].sum() for column in range(8))]
    return touch(sheet, panel(image(sheet, high=16)), alt="A sheet.", says=words(" ".join(["{:d}"] * 16), *numbers))


def sums(page):
    numbers = [int(word) for word in page.locator(".says").text_content().split()]
    return numbers[:8], numbers[8:]


def draw(page, *points):
    """Draw one stroke with the mouse; points are shares of the sheet."""
    box = page.locator(".sheet").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


UPRIGHT = [0, 0, 0, 96, 96, 0, 0, 0]  # a bar of 6 by 32 points in the middle: 12 of 16 in both of the middle squares


@pytest.mark.parametrize("x", [0.1, 0.5, 0.8])
@pytest.mark.parametrize(("top", "bottom"), [(0.1, 0.9), (0.4, 0.6)])
def test_an_upright_stroke_is_put_in_the_middle_and_fills_the_height(visit, x, top, bottom):
    page = visit(squares_said())
    draw(page, (x, top), (x, bottom))
    lines, columns = sums(page)
    assert columns == pytest.approx(UPRIGHT, abs=4)  # the ends of the stroke are round
    assert lines[1:7] == [24] * 6 and lines[0] == lines[7] and 18 <= lines[0] <= 24


def test_a_frame_fills_the_box_of_the_data(visit):
    page = visit(squares_said())
    draw(page, (0.3, 0.4), (0.5, 0.4), (0.5, 0.6), (0.3, 0.6), (0.3, 0.4))
    _, columns = sums(page)
    assert columns[0] == columns[7] == 0 and min(columns[1:7]) > 0  # 20 of 32 points: six squares, two of them half


def test_a_pen_is_as_wide_as_it_takes_to_cover_what_the_data_cover(visit):
    sheet = drawing("Draw", images[0], full=16)
    page = visit(touch(sheet, alt="A sheet.", says=words("{:d}", sheet.sum())))
    draw(page, (0.3, 0.2), (0.7, 0.2), (0.4, 0.5), (0.7, 0.8), (0.3, 0.8))
    ink = images.sum(axis=(1, 2))
    assert np.quantile(ink, 0.25) < float(page.locator(".says").text_content()) < np.quantile(ink, 0.75)


def test_a_finger_draws(visit):
    page = visit(squares_said(), has_touch=True)
    box = page.locator(".sheet").bounding_box()
    system = page.context.new_cdp_session(page)
    for kind, y in [("touchStart", 0.2), ("touchMove", 0.5), ("touchMove", 0.8)]:
        place = {"x": box["x"] + 0.5 * box["width"], "y": box["y"] + y * box["height"]}
        system.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
    system.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert sums(page)[1] == pytest.approx(UPRIGHT, abs=4)


def test_the_keyboard_draws(visit):
    page = visit(squares_said())
    sheet = page.get_by_role("application")
    sheet.focus()
    for key in ["Shift+ArrowUp", "Space", *["ArrowDown"] * 8, "Space", "ArrowRight"]:
        page.keyboard.press(key)
    assert sums(page)[1] == pytest.approx(UPRIGHT, abs=4)
    assert page.locator(".pen").is_visible()
    assert page.locator(".keys").is_visible()
    draw(page, (0.2, 0.2), (0.8, 0.2))
    assert not page.locator(".pen").is_visible()


def test_strokes_are_taken_back_and_wiped(visit):
    page = visit(squares_said())
    draw(page, (0.5, 0.2), (0.5, 0.8))
    first = sums(page)
    draw(page, (0.2, 0.5), (0.8, 0.5))
    assert sums(page) != first
    page.get_by_role("button", name="Take back").click()
    assert sums(page) == first
    draw(page, (0.2, 0.5), (0.8, 0.5))
    page.get_by_role("application").press("Backspace")
    assert sums(page) == first
    page.get_by_role("button", name="Wipe").click()
    assert sums(page) == ([0] * 8, [0] * 8)


def test_a_single_touch_is_a_dot(visit):
    page = visit(squares_said())
    draw(page, (0.2, 0.2))
    assert sums(page)[1] == pytest.approx([0, 0, 0, 14, 14, 0, 0, 0], abs=3)


def test_an_example_and_the_start_are_given_as_they_are(visit):
    page = visit(squares_said())
    draw(page, (0.5, 0.2), (0.5, 0.8))
    page.get_by_label("or take").select_option("a one")
    assert np.allclose(sums(page)[0], images[labels == 1][0].sum(axis=1) / 16, atol=0.51)
    page.get_by_role("button", name="Back to the start").click()
    assert np.allclose(sums(page)[0], images[0].sum(axis=1) / 16, atol=0.51)
    assert page.locator(".strokes").get_attribute("d") == ""


def test_without_scripts_the_first_image_is_on_the_sheet_with_nothing_to_press(visit):
    page = visit(squares_said(), java_script_enabled=False)
    assert page.locator(".given rect").count() == 64
    assert page.get_by_role("button").count() == 0 or not page.get_by_role("button").first.is_visible()


def test_on_paper_the_drawing_stays(visit):
    page = visit(squares_said())
    draw(page, (0.5, 0.2), (0.5, 0.8))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert sums(page)[1] == pytest.approx(UPRIGHT, abs=4)


@pytest.fixture(scope="module")
def network():
    rng = np.random.default_rng(0)
    return [rng.normal(size=(64, 12)), rng.normal(size=(12, 10))], [rng.normal(size=12), rng.normal(size=10)]


@pytest.mark.parametrize("hidden", ["relu", "tanh", "sigmoid"])
def test_the_network_in_the_browser_says_what_numpy_says(visit, network, hidden):
    examples = {str(n): images[n] / 16 for n in range(5)}
    page = visit(read_drawings(*network, hidden, images[10] / 16, list("0123456789"), examples))
    for n in range(5):
        page.get_by_label("or take").select_option(str(n))
        logits = mlp_forward(images[n].reshape(1, 64) / 16, *network, hidden, "identity")[1][-1]
        first, second = np.argsort(-logits[0])[:2]
        share = softmax(logits)[0, first]
        said = page.locator(".says").text_content()
        assert said.startswith(f"The network says {first} ({share:.0%}".replace("%", "\xa0%"))
        assert f"then {second} " in said


def test_a_drawn_digit_is_read_by_a_network_that_learnt_from_the_data(visit):
    centroids = np.stack([images[labels == k].mean(axis=0).ravel() for k in range(10)]) / 16
    page = visit(
        read_drawings([centroids.T], [-0.5 * (centroids**2).sum(axis=1)], "relu", images[0] / 16, "0123456789")
    )
    box = [(0.3, 0.2), (0.7, 0.2), (0.7, 0.8), (0.3, 0.8), (0.3, 0.2)]
    draw(page, *box)
    assert page.locator(".says").text_content().startswith("The network says 0 ")
    page.get_by_role("button", name="Wipe").click()
    assert page.locator(".says").text_content().startswith("The sheet is empty")
    draw(page, (0.3, 0.2), (0.7, 0.2), (0.45, 0.8))
    assert page.locator(".says").text_content().startswith("The network says 7 ")
