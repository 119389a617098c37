"""Figures to touch in a real browser: the numbers are Python's, by mouse, by keyboard, on paper and without scripts."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from figures import bars, choice, curve, handle, image, panel, row, segments, slider, style, touch, words

SIZE = 300  # pixels of the panel, of which 8 are left free on its left and above, and 12 and 8 on the other sides


class Line:
    """A line y = w x that ends in a handle, and a point that can be dragged anywhere."""

    w = slider("slope $w$", -2, 2, 0.5, step=0.25)
    x = slider("place", -2, 2, 0, step=0.5, shown=False)
    y = slider("height", -2, 2, 1, step=0.5, shown=False)
    grid = np.linspace(-2, 2, 5)
    panel = panel(
        curve(grid, w * grid), handle("point", x, y), handle("place on the line", x, w * x, colour="#000000"),
        x=(-2, 2), y=(-2, 2), width=SIZE, height=SIZE, axes="",
    )  # fmt: skip
    figure = touch(panel, alt="A line & a point.", says=words("slope {:.2f}, point at {:.1f}, {:.1f}", w, x, y))


def said(page):
    return page.locator(".says").first.text_content()


def path_of_the_line(page):
    return page.locator("path[data-live]").first.get_attribute("d")


def drawn(w):
    """Return the path of the line with slope `w`, by hand: an axis of 4 units is 280 pixels wide and 284 high."""
    points = [f"{8 + 280 * (x + 2) / 4:g} {8 + 284 * (2 - w * x) / 4:g}" for x in (-2, -1, 0, 1, 2)]
    return "M" + "L".join(points)


def test_the_figure_starts_as_python_drew_it(visit):
    without, with_scripts = (visit(Line.figure, java_script_enabled=on) for on in (False, True))
    for page in (without, with_scripts):
        assert path_of_the_line(page) == drawn(0.5)
        assert said(page) == "slope 0.50, point at 0.0, 1.0"


def test_without_scripts_there_is_nothing_to_press(visit):
    page = visit(Line.figure, java_script_enabled=False)
    assert not page.locator(".controls").is_visible()


@pytest.mark.parametrize(("key", "w"), [("ArrowRight", 0.75), ("ArrowLeft", 0.25), ("Home", -2), ("End", 2)])
def test_a_slider_answers_to_the_keyboard(visit, key, w):
    page = visit(Line.figure)
    page.get_by_role("slider", name="slope w").focus()
    page.keyboard.press(key)
    assert path_of_the_line(page) == drawn(w)
    assert page.locator("output").text_content() == f"{w:.2f}".replace("-", "−")


def test_a_slider_is_dragged_by_the_mouse(visit):
    page = visit(Line.figure)
    slope = page.get_by_role("slider", name="slope w")
    box = slope.bounding_box()
    page.mouse.move(box["x"] + 0.625 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2)
    page.mouse.up()
    assert path_of_the_line(page) == drawn(2)


def test_a_slider_reads_out_its_value_and_what_came_of_it(visit):
    page = visit(Line.figure)
    slope = page.get_by_role("slider", name="slope w")
    slope.press("ArrowLeft")
    assert slope.get_attribute("aria-valuetext") == "0.25. slope 0.25, point at 0.0, 1.0"


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("touching", [False, True], ids=["mouse", "finger"])
def test_a_handle_goes_where_it_is_dragged_by_whole_steps(visit, touching):
    page = visit(Line.figure, has_touch=touching)
    point = page.get_by_role("slider", name="point", exact=True)
    x, y = middle(point)
    scale = page.locator(".picture").bounding_box()["width"] / SIZE
    to = x + 71 * scale, y + 145 * scale  # 70 pixels are a unit to the right, 142 are two downwards
    if touching:
        fingers(page, [(x, y), to])
    else:
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(*to, steps=3)
        page.mouse.up()
    assert said(page) == "slope 0.50, point at 1.0, −1.0"
    assert middle(point) == pytest.approx((x + 70 * scale, y + 142 * scale), abs=0.6)


def fingers(page, places):
    """Touch the screen, move over these places and let go, as the system reports it."""
    system = page.context.new_cdp_session(page)
    for kind, where in [("touchStart", places[0]), *(("touchMove", place) for place in places[1:])]:
        system.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": where[0], "y": where[1]}]})
    system.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_handle_moves_by_the_arrow_keys_and_by_ten_steps_with_shift(visit):
    page = visit(Line.figure)
    page.get_by_role("slider", name="point", exact=True).focus()
    for key in ("ArrowRight", "ArrowUp", "ArrowUp", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    assert said(page) == "slope 0.50, point at −2.0, 2.0"


def test_a_coordinate_that_is_computed_follows_and_cannot_be_dragged(visit):
    page = visit(Line.figure)
    on_line = page.get_by_role("slider", name="place on the line")
    on_line.focus()
    for key in ("ArrowUp", "ArrowRight"):  # both keys move the one coordinate that can be moved
        page.keyboard.press(key)
    assert said(page) == "slope 0.50, point at 1.0, 1.0"
    assert on_line.get_attribute("aria-valuetext") == "place 1.0. slope 0.50, point at 1.0, 1.0"


def test_the_way_back_to_the_start_is_a_button(visit):
    page = visit(Line.figure)
    page.get_by_role("slider", name="slope w").press("End")
    page.get_by_role("button", name="Back to the start").click()
    assert path_of_the_line(page) == drawn(0.5)
    assert page.get_by_role("slider", name="slope w").input_value() == "0.5"


def test_on_paper_the_figure_stands_as_it_starts_and_afterwards_as_the_reader_left_it(visit):
    page = visit(Line.figure)
    page.get_by_role("slider", name="slope w").press("End")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert path_of_the_line(page) == drawn(0.5)
    assert not page.locator(".controls").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert path_of_the_line(page) == drawn(2)


def test_nothing_moves_by_itself_nor_slowly(visit):
    page = visit(Line.figure, reduced_motion="reduce")
    before = page.content()
    page.wait_for_timeout(300)
    assert page.content() == before
    page.get_by_role("slider", name="slope w").press("End")
    assert path_of_the_line(page) == drawn(2)
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_script_arriving_moves_nothing_on_the_page(visit):
    heights = []
    for scripted in (True, False):
        figure = Line.figure if scripted else type(Line.figure)(Line.figure.page.split("<script>")[0], "")
        heights.append(visit(figure).locator("course-touch").bounding_box()["height"])
    assert heights[0] == heights[1]


def test_a_logarithmic_slider_moves_by_factors(visit):
    rate = slider(r"rate $\eta$", 0.001, 10, 0.1, step=1, log=True, form=".3f")
    page = visit(touch(panel(bars(np.ones(2) * rate)), alt="Bars.", says=words("{:.4f}", rate * 2)))
    page.get_by_role("slider", name="rate η").press("ArrowLeft")
    assert said(page) == "0.0200"
    assert page.locator("output").text_content() == "0.010"


def test_a_choice_shows_the_row_of_a_table(visit):
    which = choice("optimizer", ["SGD", "Adam"])
    page = visit(touch(panel(bars(row([[1, 2], [3, 4]], which))), alt="Bars.", says=words("{:SGD|Adam}", which)))
    page.get_by_label("optimizer").select_option("Adam")
    heights = [float(bar.get_attribute("height")) for bar in page.locator("[data-live] > rect").all()]
    assert said(page) == "Adam" and heights[1] / heights[0] == pytest.approx(4 / 3, abs=1e-3)
    page.get_by_role("button", name="Back to the start").click()
    assert page.get_by_label("optimizer").input_value() == "SGD"


def test_colours_widths_and_strengths_follow(visit):
    level = slider("level", 0, 1, 0.25)
    squares = image(level * np.array([[1.0, -1.0], [0.0, 2.0]]), signed=True, high=1)
    lines = segments((0, [0, 1]), (1, [0, 1]), width=np.stack([level, 2 * level]), strength=1 - level / 2)
    page = visit(touch(panel(squares, lines), alt="Squares and lines."))
    page.get_by_role("slider", name="level").press("End")
    colours = [square.get_attribute("fill") for square in page.locator("[data-live] > rect").all()]
    looks = [[line.get_attribute(name) for name in ("stroke-width", "opacity")] for line in page.locator("line").all()]
    assert colours == [style.ORANGE, style.BLUE, to_hex(style.SIGNED_COLOURS(0.5)), style.ORANGE]
    assert looks == [["1", "0.5"], ["2", "0.5"]]


def test_figures_on_one_page_do_not_move_each_other(visit):
    page = visit(Line.figure, Line.figure)
    page.get_by_role("slider", name="slope w").last.press("End")
    assert path_of_the_line(page) == drawn(0.5)
    assert page.locator("course-touch").last.locator(".says").text_content().startswith("slope 2.00")


def test_a_figure_put_in_later_works_too(visit):
    page = visit(Line.figure)
    page.evaluate("html => document.body.insertAdjacentHTML('afterbegin', html)", Line.figure.page)
    page.get_by_role("slider", name="slope w").first.press("Home")
    assert path_of_the_line(page) == drawn(-2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_take_the_colour_of_the_page(visit, scheme):
    page = visit(Line.figure)
    colour = {"light": "rgb(34, 37, 43)", "dark": "rgb(221, 221, 221)"}[scheme]
    page.evaluate("colour => { document.body.style.color = colour }", colour)
    letters = page.locator(".says, .controls span, .picture > svg")
    assert {one.evaluate("one => getComputedStyle(one).color") for one in letters.all()} == {colour}


def test_a_phone_shows_panels_below_each_other_and_nothing_beyond_its_edge(visit):
    figure = touch(
        *[panel(bars(np.ones(3) * Line.w), xlabel="classes", ylabel="scores") for _ in range(2)], alt="Bars."
    )
    page = visit(figure, viewport={"width": 390, "height": 800})
    boxes = [box.bounding_box() for box in page.locator(".panel").all()]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".picture").first.bounding_box()["width"] >= 340  # letters as large as they were drawn
