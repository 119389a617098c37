import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from grader.course import Course
from grader.exercise import split
from grader.release import exercises_of, release
from tests.reference_code import reference_lines

COURSE = Course(Path(__file__).parents[2])

TOC = yaml.safe_load((COURSE.root / "_toc.yml").read_text(encoding="utf-8"))
PHONE = 390


def files_of(entry):
    """Return all files that an entry of the table of contents names."""
    below = [e for key in ("parts", "chapters", "sections") for e in entry.get(key, [])]
    return [entry[key] for key in ("root", "file") if key in entry] + [f for e in below for f in files_of(e)]


PAGES = [f"{name}.html" for name in files_of(TOC)]
PUBLISHED = [chapter for chapter in COURSE.chapters() if f"chapters/{chapter.assignment}/exercises.html" in PAGES]
CHAPTERS = [pytest.param(chapter, id=chapter.assignment) for chapter in PUBLISHED]


def soup(site, path):
    return BeautifulSoup((site / path).read_text(encoding="utf-8"), "html.parser")


def test_every_chapter_with_a_lesson_is_in_the_table_of_contents():
    written = [chapter for chapter in COURSE.chapters() if (chapter.folder / "lesson.md").is_file()]
    assert written == PUBLISHED, "add the chapter's lesson and exercises to _toc.yml, and its link to index.md"
    assert {f"chapters/{chapter.assignment}/lesson.html" for chapter in PUBLISHED} <= set(PAGES)


def test_every_page_exists(site):
    assert [page for page in PAGES if not (site / page).is_file()] == []


def test_the_theme_button_changes_the_theme(visit):
    page = visit("index.html", "light")
    button = page.get_by_role("button", name="Color mode")
    button.click()  # from light to what the system prefers, which is light here
    button.click()
    page.wait_for_function("document.documentElement.dataset.theme == 'dark'")


def test_the_menu_opens_on_a_phone(visit):
    page = visit("index.html", width=PHONE, height=844)
    link = page.locator(".bd-sidebar-primary a", has_text="Losses").first
    assert not link.is_visible()
    page.locator("button.primary-toggle").first.click()
    link.click()
    page.wait_for_url("**/chapters/04-losses/lesson.html")


def test_search_finds_a_word_of_a_lesson(visit):
    page = visit("index.html")
    page.locator("button.search-button-field").first.click()
    page.locator("#pst-search-dialog input[type=search]").fill("saturated")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert "lesson.html" in page.locator("#search-results li a").first.get_attribute("href")


def test_formulas_arrive_typeset_in_the_sites_own_fonts(visit):
    page = visit("appendix/notation.html")
    assert page.locator(".katex-html").count() == page.locator(".katex-mathml math").count() > 20
    page.evaluate("document.fonts.ready.then(() => true)")
    fonts = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
    assert any("KaTeX" in family for family in fonts) and any("Source Serif" in family for family in fonts)


def test_the_cover_moves_from_digit_to_digit(visit):
    page = visit("index.html")
    caption = page.locator("course-player p")
    assert caption.inner_text().startswith("A 3, read as a 3")
    page.get_by_role("button", name="Next frame").click()
    assert caption.inner_text().startswith("A 4, read as a 4")


@pytest.mark.parametrize("path", PAGES)
def test_every_picture_says_what_it_shows(site, path):
    pictures = [p for p in soup(site, path).select("article img, article svg[role=img]") if p.parent.name != "button"]
    silent = [str(p)[:120] for p in pictures if len(p.get("alt") or p.get("aria-label") or "") < 20]
    assert silent == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_exercise_is_a_block_that_agrees_with_its_definition(site, chapter):
    defined = exercises_of(chapter)
    blocks = soup(site, f"chapters/{chapter.assignment}/exercises.html").select("div.exercise")
    assert {b["data-exercise"]: int(b["data-points"]) for b in blocks} == {n: e.points for n, e in defined.items()}
    numbers = [block.select_one(".exercise-number").get_text() for block in blocks]
    words = ["Exercise" if one.points else "Warm-up" for one in defined.values()]
    assert numbers == [f"{word} {chapter.number}.{k}" for k, word in enumerate(words, 1)]
    for block in blocks:
        head, _ = split(defined[block["data-exercise"]].reference)
        assert (
            block.select_one("pre").get_text().rstrip()
            == f"{head}\n    # YOUR CODE HERE\n    raise NotImplementedError()"
        )
        assert len(block.select("details.hint:not([open])")) == 3


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_an_exercise_page_and_the_search_index_hold_no_reference_code(site, chapter):
    lines = reference_lines(exercise.reference for exercise in exercises_of(chapter).values())
    page = soup(site, f"chapters/{chapter.assignment}/exercises.html").get_text()
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert not [line for line in lines if line in page or line in index]
    assert f"from solutions.{chapter.short}" not in page


@pytest.mark.sampled
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_download_is_the_release(visit, site, chapter, tmp_path):
    page = visit(f"chapters/{chapter.assignment}/exercises.html")
    with page.expect_download() as download:
        page.get_by_role("link", name="Take the empty notebook to Jupyter").click()
    with zipfile.ZipFile(download.value.path()) as pack:
        pack.extractall(tmp_path / "unpacked")
    released = release(chapter, tmp_path / "released", "after")
    assert _files(tmp_path / "unpacked" / chapter.assignment) == _files(released)
    assert json.loads((released / f"{chapter.assignment}.ipynb").read_text(encoding="utf-8"))["cells"]


def _files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_hint_opens_by_keyboard(visit):
    page = visit("chapters/04-losses/exercises.html")
    hint = page.locator("div.exercise[data-exercise=softmax] details.hint").first
    assert not hint.locator("p").is_visible()
    hint.locator("summary").focus()
    page.keyboard.press("Enter")
    assert hint.locator("p").is_visible()


def test_the_covers_table_agrees_with_the_chapters_that_exist(site):
    rows = [row.find_all("td") for row in soup(site, "index.html").select("#the-chapters tbody tr")]
    assert [int(row[0].get_text()) for row in rows] == [chapter.number for chapter in PUBLISHED]
    for chapter, cells in zip(PUBLISHED, rows):
        defined = exercises_of(chapter)
        points = sum(e.points for e in defined.values())
        assert cells[1].a["href"] == f"chapters/{chapter.assignment}/lesson.html"
        assert [cells[k].get_text() for k in (3, 4)] == [f"{len(defined)}", f"{points or ''}"]


def test_no_page_names_the_machine_it_was_built_on(site):
    root = re.escape(str(COURSE.root))
    named = [p.name for p in site.rglob("*") if p.suffix in {".html", ".js"} and re.search(root, p.read_text("utf-8"))]
    assert named == []
