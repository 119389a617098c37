import shutil

from bs4 import BeautifulSoup

from grader.book import Options, build_book
from grader.book.editions.book import read_book
from grader.book.editions.tree import words_of


def links_on_cover(site):
    cover = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    return {link.get_text(): link["href"] for link in cover.select("article .editions a")}


def test_the_first_page_leads_to_the_book_in_each_form_that_was_built(site):
    assert links_on_cover(site) == {"PDF": "a-small-course.pdf", "EPUB": "a-small-course.epub"}
    assert all((site / path).stat().st_size > 1000 for path in links_on_cover(site).values())


def test_the_line_that_leads_there_is_a_sentence(site):
    cover = BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert cover.select_one("article .editions").get_text() == "The whole book in one file: PDF, EPUB."


def test_neither_is_built_unless_it_is_asked_for(small_course, tmp_path):
    built = build_book(tmp_path / "site", Options(small_course))
    assert links_on_cover(built) == {}
    assert not [*built.glob("*.pdf"), *built.glob("*.epub")]


def test_the_book_leaves_the_site_as_it_is(site):
    assert not [path.name for path in site.iterdir() if path.name.startswith(".whole")]


def test_where_the_site_has_no_solutions_the_book_has_none(site, small_course, tmp_path):
    shutil.copytree(site, tmp_path / "site", ignore=shutil.ignore_patterns("solutions", "lite"))
    book = read_book(tmp_path / "site", Options(small_course))
    assert [page.name for page in book.pages][-1] == "notes"
    assert not any("Solution" in words_of(page.text) for page in book.pages)
