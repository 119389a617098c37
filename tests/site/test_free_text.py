"""Answers in words on the page: written into a plain box, kept, taken away in the notebook, counted apart from code."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.site import stored

EXERCISES = "chapters/01-numbers/exercises.html"
KEY, VERSIONS = "a-small-course@/:01-numbers", "a-small-course@/:versions:01-numbers"
WORDS = "# When one number is far from the others.\n\nThen <b>few</b> are near it: $1 + 1$, `x`.\n"
OTHERS = "Other words: one outlier.\n"


def box(page):
    return page.get_by_role("textbox", name="Answer to explain_mean", exact=True)


def kept(page):
    """Return the answers that the browser keeps, by name."""
    return stored.parts(page, KEY)


def write(page, text):
    box(page).fill(text)
    page.wait_for_function(
        "([key, text]) => (JSON.parse(localStorage.getItem(`${key}#explain_mean`))?.source ?? '') === text",
        arg=[KEY, text],
    )


def download(page):
    with page.expect_download() as download:
        page.get_by_role("button", name="Download notebook").click()
    return download.value.path().read_bytes()


def upload(page, notebook):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload notebook").click()
    chooser.value.set_files({"name": "01-numbers.ipynb", "mimeType": "", "buffer": notebook})


def back_up(page):
    page.get_by_role("button", name="All chapters").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a backup").click()
    return download.value.path().read_bytes()


def restore(page, backup):
    page.get_by_role("button", name="All chapters").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Restore a backup").click()
    chooser.value.set_files({"name": "backup.json", "mimeType": "application/json", "buffer": backup})
    page.locator(".bar-says", has_text="Restored from backup.json").wait_for()


def earlier(page):
    """Return the earlier versions that are kept of the words, the oldest first."""
    return stored.versions(page, VERSIONS, "explain_mean")


def put_back(page):
    """Put the newest of the earlier versions back."""
    page.locator(".free-text").get_by_role("button", name="Earlier versions").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Put it back").click()
    dialog.wait_for(state="detached")


def answer_cell(notebook):
    cells = json.loads(notebook)["cells"]
    return next(cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "explain_mean")


def test_the_question_stands_above_its_box_and_what_follows_below(visit_small):
    page = visit_small(EXERCISES)
    where = [
        page.get_by_text(text).bounding_box()["y"]
        for text in ("When does the mean", "no end of this cell", "That is all")
    ]
    assert where[0] < where[1] < box(page).bounding_box()["y"] < where[2]
    assert page.locator(".exercise.free-text .exercise-points").inner_text() == "3 points"
    assert "(3 exercises, 6 points)" in page.locator(".download-notebook").inner_text()


def test_words_are_kept_letter_by_letter_and_go_into_the_notebook_and_back(visit_small):
    page = visit_small(EXERCISES)
    write(page, WORDS)
    page.reload(wait_until="networkidle")
    assert box(page).input_value() == WORDS
    notebook = download(page)
    cell = answer_cell(notebook)
    assert (cell["cell_type"], "".join(cell["source"])) == ("markdown", WORDS)
    page.get_by_text("was downloaded with 1 of 3 answers in it").wait_for()
    page.get_by_role("button", name="Forget my answers").click()
    page.get_by_role("button", name="Forget", exact=True).click()
    page.wait_for_function("() => document.querySelector('textarea').value === ''")
    upload(page, notebook)
    page.get_by_text("Taken from 01-numbers.ipynb: explain_mean.").wait_for()
    assert box(page).input_value() == WORDS


def test_an_upload_keeps_the_words_that_were_there_and_they_come_back(visit_small):
    page = visit_small(EXERCISES)
    write(page, WORDS)
    notebook = download(page)
    assert not page.locator(".free-text").get_by_role("button", name="Earlier versions").is_visible()
    write(page, OTHERS)
    upload(page, notebook)
    page.get_by_role("button", name="Replace my answer").click()
    expect(box(page)).to_have_value(WORDS)
    assert earlier(page) == [OTHERS]
    put_back(page)
    expect(box(page)).to_have_value(OTHERS)
    assert earlier(page) == [OTHERS, WORDS]
    page.reload(wait_until="networkidle")
    assert box(page).input_value() == OTHERS
    put_back(page)
    expect(box(page)).to_have_value(WORDS)


@pytest.mark.parametrize("newer", ["here", "in the backup"])
def test_of_words_here_and_in_a_backup_the_older_ones_are_an_earlier_version(visit_small, newer):
    page, elsewhere = visit_small(EXERCISES), visit_small(EXERCISES)
    both = [(elsewhere, WORDS), (page, OTHERS)] if newer == "here" else [(page, OTHERS), (elsewhere, WORDS)]
    for place, words in both:
        write(place, words)
    restore(page, back_up(elsewhere))
    stays, goes = (OTHERS, WORDS) if newer == "here" else (WORDS, OTHERS)
    expect(box(page)).to_have_value(stays)
    assert kept(page)["explain_mean"]["source"] == stays and earlier(page) == [goes]
    put_back(page)
    expect(box(page)).to_have_value(goes)


def test_earlier_versions_of_words_go_along_in_a_backup(visit_small):
    page, elsewhere = visit_small(EXERCISES), visit_small(EXERCISES)
    write(page, WORDS)
    notebook = download(page)
    write(page, OTHERS)
    upload(page, notebook)
    page.get_by_role("button", name="Replace my answer").click()
    expect(box(page)).to_have_value(WORDS)
    restore(elsewhere, back_up(page))
    expect(box(elsewhere)).to_have_value(WORDS)
    assert earlier(elsewhere) == [OTHERS]


def test_an_emptied_box_is_no_answer_and_the_notebook_is_the_released_one(visit_small, small_site):
    page = visit_small(EXERCISES)
    write(page, WORDS)
    write(page, "")
    assert kept(page) == {}
    assert download(page) == (small_site / "downloads" / "01-numbers.ipynb").read_bytes()


def test_words_are_counted_apart_from_exercises(visit_small):
    page = visit_small(EXERCISES)
    progress = page.locator(".progress-words")
    assert progress.inner_text() == (
        "0 of 2 exercises pass, 0 of 3 points here. 0 of 1 in words written, for which a person gives 3."
    )
    assert page.locator(".progress-mark").count() == 0
    write(page, WORDS)
    assert progress.inner_text().endswith("1 of 1 in words written, for which a person gives 3.")
    assert page.locator(".free-text .exercise-state").inner_text() == "written, for a person to grade"
    assert page.locator(".progress-strip > span").count() == 3
    assert page.locator(".progress-mark").inner_text().startswith("1/3")


def test_a_lesson_does_not_take_words_for_code(visit_without_solutions):
    page = visit_without_solutions(EXERCISES)
    write(page, "raise SystemExit")
    page.goto(page.url.replace("exercises", "lesson"), wait_until="networkidle")
    found = page.evaluate("""async () => {
      const { newestSources } = await import(new URL("../../_static/page/carry_over.js", location.href).href);
      const { Records } = await import(new URL("../../_static/page/records.js", location.href).href);
      return [...newestSources(new Records("a-small-course")).keys()];
    }""")
    assert found == []


def test_another_tab_shows_what_is_written_here(visit_small):
    page = visit_small(EXERCISES)
    other = page.context.new_page()
    other.goto(page.url, wait_until="networkidle")
    write(page, WORDS)
    other.wait_for_function("text => document.querySelector('textarea').value === text", arg=WORDS)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_box_fits_the_screen_and_can_be_used_by_all(visit_small, width, theme):
    page = visit_small(EXERCISES, theme, width)
    write(page, WORDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, context=".free-text").response["violations"]
    assert [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]] == []
