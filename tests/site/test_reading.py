"""Pages that are read: in the dark, on a phone, on paper, from a disk, without scripts, by ear."""

import re

import pytest

EXERCISES, LESSON = "chapters/01-numbers/exercises.html", "chapters/01-numbers/lesson.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
INKS = """figure => {
  const inks = [...figure.querySelectorAll('g[transform*="scale"]')].map(letters => getComputedStyle(letters).fill)
  return [getComputedStyle(document.body).backgroundColor, ...new Set(inks)]
}"""
THEME = "theme => document.documentElement.dataset.theme == theme"
ON_PAPER = """() => {
  window.seen = {}
  addEventListener("beforeprint", () => {
    seen.open = [...document.querySelectorAll("details.hint")].map(hint => hint.open)
  })
}"""


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(one, other):
    """Return the contrast of two colours (WCAG 2.1)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_letters_of_a_figure_can_be_read(visit_small, theme):
    page = visit_small(LESSON, theme)
    ground, *inks = page.locator("svg.figure").evaluate(INKS)
    assert len(inks) == 2  # the page's ink, and orange
    assert min(contrast(ink, ground) for ink in inks) >= 4.5, inks


@pytest.mark.timeout(900)
def test_a_figure_that_is_drawn_anew_takes_the_pages_colours_too(visit_small):
    page = visit_small(LESSON, "dark")
    cell = page.locator("[data-cell]:has(svg.figure)")
    described = cell.locator("svg.figure").get_attribute("aria-label")
    cell.locator("summary").click()
    cell.get_by_role("button", name="Run", exact=True).click()
    cell.locator("svg.figure g[id^='drawn-']").first.wait_for(state="attached", timeout=FIRST_RUN)
    figure = cell.locator("svg.figure")
    assert figure.get_attribute("aria-label") == described
    ground, *inks = figure.evaluate(INKS)
    assert min(contrast(ink, ground) for ink in inks) >= 4.5, inks


def test_the_code_of_a_figure_stands_folded_below_it(visit_small):
    cell = visit_small(LESSON).locator("[data-cell]:has(svg.figure)")
    summary = cell.locator("summary")
    assert summary.inner_text() == "Show the code"
    assert summary.bounding_box()["y"] > cell.locator("svg.figure").bounding_box()["y"]
    assert not cell.get_by_role("button", name="Run", exact=True).is_visible()
    summary.click()
    assert cell.get_by_role("button", name="Run", exact=True).is_visible()


def test_a_formula_wider_than_a_phone_begins_at_its_left_end(visit_small):
    formula = visit_small(LESSON, width=390).locator("div.math")
    ends = formula.evaluate(
        "m => [m.scrollWidth > m.clientWidth, m.querySelector('.katex-html').getBoundingClientRect().left,"
        " m.getBoundingClientRect().left]"
    )
    assert ends[0] and ends[1] >= ends[2] - 1


def test_a_page_is_printed_from_the_dark_in_light_colours_with_hints_as_they_were_left(visit_small):
    page = visit_small(EXERCISES, "dark")
    page.locator("details.hint summary").first.click()
    page.evaluate(ON_PAPER)
    page.emulate_media(media="print")
    page.wait_for_function(THEME, arg="light")  # told with the next frame
    colours = page.evaluate("['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name])")
    assert luminance(colours[0]) < 0.1 and luminance(colours[1]) > 0.9
    assert luminance(page.locator(".bd-article p").first.evaluate("p => getComputedStyle(p).color")) < 0.2
    page.pdf()
    assert page.evaluate("seen.open") == [True, *[False] * (page.locator("details.hint").count() - 1)]
    page.emulate_media(media="screen")
    page.wait_for_function(THEME, arg="dark")


def test_a_page_is_light_before_the_first_frame_that_is_printed(visit_small):
    page = visit_small(EXERCISES, "dark")
    themes = page.evaluate("""["beforeprint", "afterprint"].map(name => {
        dispatchEvent(new Event(name));
        return document.documentElement.dataset.theme;
    })""")
    assert themes == ["light", "dark"]


def test_every_line_of_an_editor_is_in_the_page(visit_small):
    page = visit_small(EXERCISES)
    editor = page.locator('.exercise[data-exercise="doubled"] .cm-content')
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("\n".join(f"line_{number} = {number}" for number in range(400)))
    page.wait_for_function(
        "element => element.querySelectorAll('.cm-line').length === 400", arg=editor.element_handle()
    )
    assert "line_399" in editor.text_content()


@pytest.mark.timeout(900)
def test_a_check_announces_one_sentence(visit_small):
    page = visit_small(EXERCISES)
    place = page.locator('.exercise[data-exercise="doubled"]')
    place.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("def doubled(x):\n    return 3 * x")
    place.get_by_role("button", name="Run & check").click()
    place.locator("[data-outcome=failed]").wait_for(timeout=FIRST_RUN)
    spoken = page.locator("[aria-live], [role=status], [role=alert]").filter(has_text="doubled").all_inner_texts()
    assert "doubled does not pass yet." in spoken and max(map(len, spoken)) < 200
    assert "Twice is two times." in place.locator(".feedback").inner_text()


def test_without_javascript_a_sentence_says_so(browser, small_address):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{small_address}/{LESSON}")
        assert page.locator(".without-scripts").is_visible()


def test_scripts_that_fail_leave_a_sentence(browser, small_address):
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/page/main.js", lambda route: route.abort())
        page.goto(f"{small_address}/{LESSON}")
        page.locator(".without-scripts").wait_for(state="visible")
        assert "Reload the page" in page.locator(".without-scripts").inner_text()


def test_scripts_that_run_leave_none(visit_small):
    assert visit_small(LESSON).locator(".without-scripts").count() == 0


def test_a_page_that_is_opened_from_a_disk_says_what_works_and_how_to_serve_it(browser, small_site):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((small_site / LESSON).as_uri())
        said = page.locator(".without-scripts")
        said.wait_for(state="visible")
        assert "can be read" in said.inner_text() and "course serve" in said.inner_text()
