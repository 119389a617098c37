"""The frame player in a real browser: by mouse, by keyboard, without scripts and with reduced motion."""

import matplotlib.pyplot as plt
import pytest

from figures import player

playwright = pytest.importorskip("playwright.sync_api")

COUNT = 4


def draw(i):
    figure, axes = plt.subplots()
    axes.set(xlim=(0, COUNT), ylim=(0, 1))
    axes.plot(i, 0.5, "o")
    return figure


@pytest.fixture(scope="module")
def page_source():
    one = player(draw, "A dot moves right.", count=COUNT, captions=list("abcd"), still=1, frames_per_second=50).page
    other = player(draw, "Another dot.", count=COUNT).page
    return f"<!doctype html><title>players</title>{one}{other}"


def visible_frames(page):
    """Return the numbers of the frames that the first player displays."""
    parts = page.locator("course-player").first.locator("[data-frames]:not([display=none])")
    return {part.get_attribute("data-frames") for part in parts.all()}


@pytest.fixture
def page(browser, page_source):
    page = browser.new_page()
    problems = []
    page.on("pageerror", lambda problem: problems.append(problem))
    page.set_content(page_source)
    yield page
    assert problems == []
    page.close()


def test_nothing_moves_before_the_reader_asks(page):
    page.wait_for_timeout(200)
    assert visible_frames(page) == {"1"}


def test_the_step_buttons_go_one_frame_and_stop_at_the_ends(page):
    first = page.locator("course-player").first
    seen = []
    for name in ["Next frame"] * 3 + ["Previous frame"] * 4:
        first.get_by_role("button", name=name).click()
        seen.append(first.locator("p").text_content())
    assert "".join(seen) == "cddcbaa"


def test_the_slider_answers_to_the_keyboard_and_reads_its_caption_out(page):
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert visible_frames(page) == {"2"}
    assert slider.get_attribute("aria-valuetext") == "c"


def test_play_runs_to_the_last_frame_and_starts_over_when_pressed_again(page):
    first = page.locator("course-player").first
    for _ in range(2):
        first.get_by_role("button", name="Play").press("Space")
        playwright.expect(first.locator("p")).to_have_text("d")
        playwright.expect(first.get_by_role("button", name="Play")).to_be_visible()


def test_pause_holds_the_frame(browser, page_source):
    page = browser.new_page(reduced_motion="reduce")  # a frame takes a second
    page.clock.install(time=0)
    page.set_content(page_source)
    page.clock.pause_at(3600)  # from now on time passes when the test says so
    first = page.locator("course-player").first
    first.get_by_role("button", name="Play").click()
    page.clock.run_for(999)
    assert visible_frames(page) == {"1"}
    page.clock.run_for(1)
    assert visible_frames(page) == {"2"}
    first.get_by_role("button", name="Pause").click()
    page.clock.run_for(1000)
    assert visible_frames(page) == {"2"}
    page.close()


def test_players_on_one_page_do_not_move_each_other(page):
    page.locator("course-player").last.get_by_role("button", name="Next frame").click()
    assert visible_frames(page) == {"1"}


def test_without_scripts_the_still_stands_alone(browser, page_source):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.set_content(page_source)
    assert visible_frames(page) == {"1"}
    assert page.get_by_role("button").count() == 0
    page.close()


def test_the_buttons_arriving_do_not_move_the_page(browser, page_source):
    heights = []
    for scripts in (False, True):
        page = browser.new_context(java_script_enabled=scripts).new_page()
        page.set_content(page_source)
        heights.append(page.locator("course-player").first.bounding_box()["height"])
        page.close()
    assert heights[0] == heights[1]


def test_a_player_put_in_later_works_too(page, page_source):
    page.evaluate("html => document.body.insertAdjacentHTML('afterbegin', html)", page_source)
    first = page.locator("course-player").first
    first.get_by_role("button", name="Next frame").click()
    assert first.locator("p").text_content() == "c"
