"""Lessons run with the reader's own functions where these pass, and the cover counts them."""

import pytest

EXERCISES, LESSON = "chapters/01-numbers/exercises.html", "chapters/01-numbers/lesson.html"
FIRST_RUN = 240_000  # milliseconds on a busy machine: Python starts
RIGHT = "def doubled(x):\n    print('mine runs')\n    return x + x"
WRONG = "def mean(values):\n    return sum(values)"


@pytest.fixture
def lesson(browser, small_address):
    """Return the lesson, for a reader whose `doubled` passes and whose `mean` does not."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{small_address}/{EXERCISES}")
    for name, text, outcome in (("doubled", RIGHT, "passed"), ("mean", WRONG, "failed")):
        place = page.locator(f'.exercise[data-exercise="{name}"]')
        place.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        place.get_by_role("button", name="Run & check").click()
        place.locator(f'[data-outcome="{outcome}"]').wait_for(timeout=FIRST_RUN)
    page.goto(f"{small_address}/{LESSON}")
    yield page
    page.context.close()


def switch(page):
    return page.get_by_role("switch", name="with my functions")


@pytest.mark.timeout(900)
def test_cells_run_with_what_passes_and_say_what_a_wrong_function_would_change(lesson):
    assert "1 of the 2 functions of this lesson is yours" in lesson.locator(".own-switch").inner_text()
    built = lesson.locator('[data-cell="2"] .cell_output').text_content()
    switch(lesson).check()
    said = lesson.locator('[data-cell="3"] .cell-says')
    said.get_by_text("Your mean does not pass yet and gives something else here").wait_for(timeout=FIRST_RUN)
    doubled = lesson.locator('[data-cell="2"]')
    assert "Computed with your doubled." in doubled.locator(".cell-says").inner_text()
    assert doubled.locator(".cell_output").text_content().split() == ["mine", "runs", "42"]
    assert "3.0" in lesson.locator('[data-cell="3"] .cell_output').text_content()  # the course's mean
    assert "Not passing yet, so the course's run: mean." in lesson.locator(".own-switch").inner_text()
    switch(lesson).uncheck()
    assert doubled.locator(".cell_output").text_content() == built


def test_the_switch_stays_as_it_was_set_and_says_when_nothing_is_written(visit_small):
    page = visit_small(LESSON)
    assert "None of the 2 functions of this lesson is yours yet" in page.locator(".own-switch").inner_text()
    page.evaluate("localStorage.setItem('a-small-course@/:own-functions', 'on')")
    page.reload()
    assert switch(page).is_checked()


def test_a_site_without_solutions_has_no_switch(visit_without_solutions):
    assert visit_without_solutions(LESSON).locator(".own-switch").count() == 0


def test_a_page_whose_cells_only_assert_what_it_says_has_nothing_to_run(visit):
    page = visit("appendix/corrections.html")
    assert page.locator(".own-switch, .cell-bar").count() == 0
