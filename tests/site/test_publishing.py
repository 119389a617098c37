"""The site below a base path, as at https://name.github.io/repo/: every link of every page leads somewhere."""

import re
import threading
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from grader.book import Options, build_book
from grader.book.server import make_server
from grader.course import Course

COURSE = Course(Path(__file__).parents[2])

BASE = "/repo/"
ATTRIBUTES = ("href", "src", "action", "poster", "data-src")
CHAPTERS = [chapter.assignment for chapter in COURSE.chapters()]


@pytest.fixture(scope="module")
def published(site):
    """Return the address of the site below a base path."""
    with make_server(site, 0, BASE) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
        server.shutdown()


def pages_of(site):
    """Return the pages that Sphinx made, parsed, by their paths."""
    names = [path.relative_to(site) for path in sorted(site.rglob("*.html"))]
    names = [name for name in names if name.parts[0] not in ("lite", "_static")]
    return {name.as_posix(): BeautifulSoup((site / name).read_text("utf-8"), "html.parser") for name in names}


@pytest.fixture(scope="module")
def pages(site):
    return pages_of(site)


def links_of(page):
    """Return what a page's elements lead to or load."""
    found = [tag[name] for name in ATTRIBUTES for tag in page.find_all(attrs={name: True})]
    found += [part.split()[0] for tag in page.select("[srcset]") for part in tag["srcset"].split(",")]
    return [link for link in found if not urlsplit(link).scheme]


def anchors_of(page):
    return {tag.get("id") for tag in page.find_all(id=True)} | {tag.get("name") for tag in page.find_all("a")}


def test_no_link_begins_at_the_root_of_the_host(pages):
    assert [(path, link) for path, page in pages.items() for link in links_of(page) if link.startswith("/")] == []


def test_every_link_of_every_page_leads_somewhere_below_the_base(pages, published):
    @cache
    def status(address):
        try:
            with urllib.request.urlopen(urllib.request.Request(address, method="HEAD")) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    anchors = {published + path: anchors_of(page) for path, page in pages.items()}
    broken = set()
    for path, page in pages.items():
        for link in links_of(page):
            target, _, anchor = urljoin(published + path, link).partition("#")
            there = target.startswith(published) and status(target) == 200
            if not there or (anchor and target in anchors and unquote(anchor) not in anchors[target]):
                broken.add((path, link))
    assert broken == set()
    assert len(pages) > 25


def test_every_chapters_downloads_are_there_below_the_base(published):
    for assignment in CHAPTERS:
        for kind in ("zip", "ipynb"):
            with urllib.request.urlopen(f"{published}downloads/{assignment}.{kind}") as answer:
                assert answer.status == 200


@pytest.fixture
def open_page(browser, published):
    """Return a function that opens an address of the published site, and the list of what went wrong there."""
    problems, contexts = [], []

    def run(path):
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("requestfailed", lambda request: problems.append(request.url))
        page.on("response", lambda r: r.status >= 400 and problems.append(r.url))
        page.goto(published + path, wait_until="networkidle")
        return page, problems

    yield run
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["", "chapters/04-losses/lesson.html", "chapters/04-losses/exercises.html"])
def test_a_page_below_the_base_gets_all_it_asks_for(open_page, path):
    _, problems = open_page(path)
    assert problems == []


@pytest.mark.parametrize("path", ["nowhere", "nowhere.html", "chapters/09-nothing/deeper/lesson.html"])
def test_what_is_missing_gets_a_page_in_the_look_of_the_course_at_any_depth(open_page, published, path):
    page, _ = open_page(path)
    assert page.locator("article h1").inner_text().startswith("This page does not exist")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("document.fonts.check('16px \"Source Serif 4\"')")
    assert page.evaluate("getComputedStyle(document.querySelector('.missing-page form')).display") == "flex"
    assert page.evaluate("document.querySelector('a[href*=main-content]').href").startswith(published + path)
    page.locator(".missing-page li a").nth(4).click()
    page.wait_for_url(f"{published}chapters/04-losses/lesson.html")


def test_the_search_of_the_missing_page_searches(open_page, published):
    page, _ = open_page("chapters/nowhere.html")
    page.locator("#missing-search").fill("saturated")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{published}search.html?q=saturated")
    page.wait_for_selector("#search-results li a")


def test_without_an_address_the_site_says_nothing_absolute_about_itself(site, pages):
    assert not any((site / name).exists() for name in ("sitemap.xml", "robots.txt", "_static/cards"))
    for path, page in pages.items():
        assert page.select("link[rel=canonical], meta[property^='og:'], meta[name^='twitter:']") == [], path
        assert bool(page.select("meta[name=robots]")) == (path == "404.html")
        assert len(page.select("meta[name=description]")) == (path not in ("404.html", "search.html", "genindex.html"))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_the_whole_course_up_to_a_chapter_has_nothing_of_the_later_ones(tmp_path):
    url = "https://name.github.io/repo/"
    site = build_book(tmp_path / "site", Options(COURSE, url=url, up_to="4", draft=True, repository="owner/name"))
    later = re.compile("|".join(CHAPTERS[5:]))  # the fifth is number 4: the first is number 0
    texts = [path for path in site.rglob("*") if path.suffix in {".html", ".json", ".js", ".xml", ".ipynb", ".txt"}]
    named = [path for path in texts if "_static" not in path.parts and later.search(path.read_text("utf-8", "replace"))]
    assert named == []
    assert [path for path in site.rglob("*") if later.search(path.name)] == []
    pages = pages_of(site)
    for path, page in pages.items():
        assert page.select_one("meta[name=robots]")["content"] == "noindex", path
        for link in links_of(page):
            target = urlsplit(urljoin(f"https://host/{path}", link)).path.lstrip("/")
            assert path == "404.html" or (site / unquote(target or "index.html")).is_file(), (path, link)
    assert all("noindex" in path.read_text("utf-8") for path in (site / "lite").rglob("index.html"))
    rows = [row.get_text(" ", strip=True) for row in pages["index.html"].select("#the-chapters tbody tr")]
    assert [("(to come)" in row) for row in rows] == [False] * 4 + [True] * 4
