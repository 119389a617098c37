"""The pages as a reader sees them: openings, margin notes, icons, the player, and what a printer makes of it all."""

from pathlib import Path

import pytest

from grader.course import Course

COURSE = Course(Path(__file__).parents[2])

LESSON = "chapters/04-losses/lesson.html"
EXERCISES = "chapters/04-losses/exercises.html"
LESSONS = [pytest.param(f"chapters/{c.assignment}/lesson.html", id=c.assignment) for c in COURSE.chapters()]
OF_ICON = """element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    return [style.maskImage.startsWith("url("), Math.min(box.width, box.height) >= 10];
}"""


@pytest.mark.sampled
@pytest.mark.parametrize("path", LESSONS)
def test_a_chapter_opens_with_a_picture(visit, path):
    page = visit(path)
    opening = page.locator("article section > h1 + div.cell svg.figure").first
    assert len(opening.get_attribute("aria-label")) > 60
    assert opening.bounding_box()["y"] < 300 and opening.bounding_box()["width"] > 500


@pytest.mark.parametrize(
    ("path", "width", "icon"),
    [
        pytest.param(LESSON, 1280, ".theme-switch-button .theme-switch[data-mode=light]", id="theme"),
        pytest.param(LESSON, 1280, ".search-button-field .fa-magnifying-glass", id="search"),
        pytest.param(LESSON, 1280, ".primary-toggle .fa-bars", id="menu"),
        pytest.param(LESSON, 390, ".secondary-toggle .fa-list", id="contents"),
        pytest.param(LESSON, 1280, ".prev-next-footer .fa-angle-left", id="previous"),
        pytest.param(LESSON, 1280, ".prev-next-footer .fa-angle-right", id="next"),
    ],
)
def test_every_icon_of_the_theme_is_drawn(visit, path, width, icon):
    icons = visit(path, width=width).locator(icon)
    seen = [icons.nth(k) for k in range(icons.count()) if icons.nth(k).is_visible()]
    assert seen and all(one.evaluate(OF_ICON) == [True, True] for one in seen)


def test_a_box_has_its_icon_and_the_themes_font_is_asked_for_nowhere(visit):
    page = visit(LESSON)
    after = page.locator(".admonition.correction > .admonition-title").first.evaluate(
        "title => ['maskImage', 'content'].map(name => getComputedStyle(title, '::after')[name].slice(0, 4))"
    )
    assert after == ["url(", '""']
    assert not [f for f in page.evaluate("[...document.fonts].map(f => f.family)") if "Awesome" in f]


def test_a_remark_stands_in_the_margin_where_there_is_room_and_in_the_text_on_a_phone(visit):
    path = "chapters/06-optimizers/lesson.html"
    page = visit(path, width=1500)
    note, text = page.locator("aside.margin").first, page.locator("article section > p").first
    assert note.bounding_box()["x"] > text.bounding_box()["x"] + text.bounding_box()["width"] - 1
    page = visit(path, width=390)
    note, text = (
        page.locator("aside.margin").first.bounding_box(),
        page.locator("article section > p").first.bounding_box(),
    )
    assert note["x"] == text["x"] and note["width"] == text["width"]


def test_on_paper_there_is_the_text_with_its_title_and_nothing_to_press(visit):
    page = visit(LESSON)
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()
    seen = "nodes => nodes.filter(node => node.checkVisibility()).map(node => node.outerHTML.slice(0, 100))"
    for what in (
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        ".bd-header-article",
        ".prev-next-footer",
        "article button",
    ):
        assert page.locator(what).evaluate_all(seen) == []
    assert (
        page.locator("article .highlight pre").first.evaluate("pre => getComputedStyle(pre).whiteSpace") == "pre-wrap"
    )
    page.set_viewport_size({"width": 660, "height": 900})  # A4 between its margins
    page.wait_for_function("innerWidth === 660")
    ends = page.locator("article :is(pre, table, img, svg.figure, .katex-display)").evaluate_all(
        "nodes => nodes.filter(node => node.checkVisibility()).map(node => node.getBoundingClientRect().right)"
    )
    assert max(ends) <= 661


def test_on_paper_hints_are_as_the_reader_left_them_and_what_else_is_folded_is_open(visit):
    page = visit(EXERCISES)
    page.locator("details.hint summary").first.click()
    hints = "[...document.querySelectorAll('details.hint')].map(hint => hint.open)"
    left = page.evaluate(hints)
    assert left[0] and not any(left[1:])
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(hints) == left
    folded = (
        "[...document.querySelectorAll('article details:not(.hint, .comparison, .cell-code)')].map(one => one.open)"
    )
    assert all(page.evaluate(folded))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(hints) == left


def test_the_player_on_the_cover_is_operated_by_keyboard_and_moves_nothing_around_it(visit):
    page = visit("index.html")
    player = page.locator("course-player").first
    page.evaluate("document.fonts.ready.then(() => true)")
    # in one moment: the page may be scrolling to what has the focus
    height = """document.querySelector(".cover-caption").getBoundingClientRect().y
        - document.querySelector("course-player").getBoundingClientRect().y"""
    room = page.evaluate(height)
    player.get_by_role("slider").focus()
    before = player.locator("p").inner_text()
    page.keyboard.press("ArrowRight")
    assert player.locator("p").inner_text() != before
    player.get_by_role("button", name="Previous frame").focus()
    page.keyboard.press("Enter")
    assert player.locator("p").inner_text() == before
    assert page.evaluate(height) == room


def test_who_asked_for_less_motion_gets_no_transitions(visit):
    page = visit("index.html")
    page.emulate_media(reduced_motion="reduce")
    longest = page.evaluate("""Math.max(...[...document.querySelectorAll("*")].map(
        element => parseFloat(getComputedStyle(element).transitionDuration) || 0))""")
    assert longest < 0.001


SCROLLED = """table => {
  table.style.minWidth = "50rem"
  let frame = table.parentElement
  while (frame.scrollWidth <= frame.clientWidth) frame = frame.parentElement
  const [first, last] = [0, -1].map(k => [...table.querySelector("tbody tr").cells].at(k))
  const before = first.getBoundingClientRect().left
  frame.scrollLeft = frame.scrollWidth
  const [moved, end] = [first.getBoundingClientRect().left - before, last.getBoundingClientRect().right]
  return [frame.tagName !== "HTML", frame.scrollLeft > 20, Math.abs(moved) < 1, end <= innerWidth,
          getComputedStyle(first).backgroundColor !== "rgba(0, 0, 0, 0)"]
}"""


def test_a_table_wider_than_a_phone_scrolls_and_keeps_the_column_that_says_what_a_row_is(visit):
    page = visit("appendix/notation.html", width=390)
    assert page.locator("table.table:not(.conventions)").first.evaluate(SCROLLED) == [True] * 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
