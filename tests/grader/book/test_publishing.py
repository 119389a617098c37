import re
import struct
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from grader.book import Options, build_book
from grader.book.publishing import DESCRIPTION, SITEMAP, shorten
from grader.course import Course, UnusableInput

URL = "https://name.github.io/repo/"
TOC = """
format: jb-book
root: index
parts:
- caption: Chapters
  chapters:
  - file: chapters/04-losses/lesson
    sections: [{file: chapters/04-losses/more}]
  - file: chapters/05-backprop/lesson
- caption: Appendix
  chapters: [{file: appendix}]
"""
SOURCES = {
    "index": """# A small book

:::{div}
:class: lead
A "first" paragraph, before [the gradients](chapters/05-backprop/lesson.md).
:::

| | chapter |
|---|---|
| 4 | **[Losses](chapters/04-losses/lesson.md)** |
| 5 | **[Gradients](chapters/05-backprop/lesson.md)** |
""",
    "chapters/04-losses/lesson": """# Losses: how wrong

With $x$ in it, a paragraph.

One without. Read {doc}`chapter 5 <../05-backprop/lesson>`, {doc}`../05-backprop/lesson`, {ref}`its rule <the-rule>`,
[there](#the-rule), [that section](../05-backprop/lesson.md), {ref}`the figure <fig-slope>`, [more](more.md).
""",
    "chapters/04-losses/more": "# More\n\nAnd more.\n\n## Below\n\nThe end.\n",
    "chapters/05-backprop/lesson": """# Backpropagation: which way

Zebras run down.

(the-rule)=
## Down

:::{figure} slope.svg
:name: fig-slope
A slope.
:::
""",
    "appendix": "# Appendix\n\nSee {doc}`/chapters/05-backprop/lesson` and {doc}`chapters/04-losses/lesson`.\n",
}
SLOPE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Return a function that builds a small book with settings, through the same code as the course's."""
    source = tmp_path_factory.mktemp("publishing") / "source"
    for name, text in SOURCES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / f"{name}.md").write_text(text)
    (source / "chapters/05-backprop/slope.svg").write_text(SLOPE)
    (source / "course.toml").write_text('title = "A small book"\n')
    (source / "_config.yml").write_text('execute: {execute_notebooks: "off"}\n')
    (source / "_toc.yml").write_text(TOC)
    for name in ("04-losses", "05-backprop"):  # a chapter is a folder with exercises; these two are in no contents
        (source / "chapters" / name / "exercises.md").write_text("# Exercises\n")

    def run(name, **options):
        return build_book(source.parent / name, Options(Course(source), **options))

    return run


@pytest.fixture(scope="module")
def plain(build):
    return build("plain")


@pytest.fixture(scope="module")
def known(build):
    """Return a site that knows its address."""
    return build("known", url=URL)


@pytest.fixture(scope="module")
def draft(build):
    """Return a draft of the first of the two chapters."""
    return build("draft", url=URL.rstrip("/"), draft=True, up_to="4")


def soup(site, docname):
    return BeautifulSoup((site / f"{docname}.html").read_text(encoding="utf-8"), "html.parser")


def said_of(page):
    """Return what the meta elements of a page say, by name."""
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in page.select("head meta[content]")}


def test_without_an_address_nothing_absolute_is_said(plain):
    for docname in SOURCES:
        page = soup(plain, docname)
        assert not [name for name in said_of(page) if name.startswith(("og:", "twitter:"))]
        assert page.select("link[rel=canonical]") == []
        assert said_of(page).get("robots") is None
    assert not any((plain / name).exists() for name in ("sitemap.xml", "robots.txt", "_static/cards"))


def test_the_description_is_the_first_paragraph_without_a_formula(plain):
    assert said_of(soup(plain, "index"))["description"] == "A “first” paragraph, before the gradients."
    assert said_of(soup(plain, "chapters/04-losses/lesson"))["description"].startswith("One without. Read chapter 5,")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two  sentences.\nShort ones.", "Two sentences. Short ones."),
        ("A question? " + "And then a long story, " * 20 + "the end.", "A question?"),
        ("word " * 100, "word " * 39 + "word …"),
    ],
    ids=["short", "sentences", "no end"],
)
def test_a_long_paragraph_is_cut_after_a_sentence_or_a_word(text, expected):
    assert shorten(text) == expected
    assert len(expected) <= DESCRIPTION + 2


def test_every_page_names_its_one_address(known):
    for docname in SOURCES:
        page = soup(known, docname)
        expected = URL if docname == "index" else f"{URL}{docname}.html"
        assert [link["href"] for link in page.select("link[rel=canonical]")] == [expected]
        assert said_of(page)["og:url"] == expected


def test_the_sitemap_names_every_page_and_robots_find_it(known):
    found = [loc.text for loc in ElementTree.parse(known / "sitemap.xml").iter(f"{{{SITEMAP}}}loc")]
    assert sorted(found) == sorted(URL if name == "index" else f"{URL}{name}.html" for name in SOURCES)
    assert f"Sitemap: {URL}sitemap.xml" in (known / "robots.txt").read_text().splitlines()


def test_a_shared_page_has_a_title_a_description_and_a_card(known):
    for docname in SOURCES:
        page = soup(known, docname)
        said = said_of(page)
        assert said["og:title"] == page.h1.get_text().rstrip("#")
        assert said["og:description"] == said["description"]
        assert said["twitter:card"] == "summary_large_image"
        card = known / said["og:image"].removeprefix(URL)
        assert card.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", card.read_bytes()[16:24]) == (1200, 630)
        assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert (
        said_of(soup(known, "chapters/04-losses/lesson"))["og:image:alt"]
        == "Chapter 4: Losses: how wrong. A small book."
    )


def test_the_page_for_what_is_missing_finds_everything_from_the_sites_base(known, plain):
    page = soup(known, "404")
    first = page.head.find(["base", "link", "script"])
    while first.name == "script" and "base" not in first.get_text():
        first = first.find_next(["base", "link", "script"])
    assert (first.name, first["href"]) == ("base", "/repo/")
    assert said_of(page)["robots"] == "noindex"
    assert page.select("link[rel=canonical]") == []
    assert page.select_one("form[action='search.html'] input[name=q]")
    links = [link["href"] for link in page.select(".missing-page a")]
    assert links == ["chapters/04-losses/lesson.html", "chapters/05-backprop/lesson.html", "index.html"]
    assert "document.write('<base href" in (plain / "404.html").read_text()


def test_a_draft_says_so_on_every_page_and_keeps_search_engines_away(draft):
    pages = [path for path in sorted(draft.rglob("*.html")) if "_static" not in path.parts]
    assert len(pages) >= 6
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert said_of(page)["robots"] == "noindex", path.name
        assert "Draft." in page.select_one(".bd-header-announcement").get_text(), path.name
    assert not (draft / "sitemap.xml").exists()
    assert (draft / "robots.txt").read_text() == "User-agent: *\nDisallow:\n"  # or they would not see the noindex


def test_what_is_no_draft_has_no_banner(known):
    assert soup(known, "index").select(".bd-header-announcement") == []


def test_a_later_chapter_is_nowhere_on_the_site(draft, known):
    assert "zebra" in (known / "searchindex.js").read_text() and "zebra" not in (draft / "searchindex.js").read_text()
    assert not (draft / "chapters" / "05-backprop").exists()
    for path in draft.rglob("*.html"):
        assert "05-backprop" not in path.read_text(encoding="utf-8"), path.name
    assert (draft / "chapters" / "04-losses" / "more.html").is_file()


def test_references_to_a_later_chapter_become_plain_text(draft):
    lesson = soup(draft, "chapters/04-losses/lesson").select("article p")[1]
    words = " ".join(lesson.get_text().split())
    assert words == ("One without. Read chapter 5, a later chapter, its rule, there, that section, the figure, more.")
    assert [link["href"] for link in lesson.select("a")] == ["more.html"]
    assert soup(draft, "appendix").select_one("article p").get_text() == "See a later chapter and Losses: how wrong."


def test_the_table_of_chapters_says_what_is_to_come(draft, known):
    rows = [row.get_text(" ", strip=True) for row in soup(draft, "index").select("article tbody tr")]
    assert rows == ["4 Losses", "5 Gradients (to come)"]
    assert soup(known, "index").select(".to-come") == []


def downloads(site):
    """Return the lines of an exercise page that offer its notebook."""
    return soup(site, "chapters/09-tiny/exercises").select_one(".download-notebook")


def test_a_notebook_opens_on_colab_and_binder_if_the_repository_is_known(build_page):
    site = build_page(course_repository="owner/name")
    assert [link["href"] for link in downloads(site).select("a[href^=https]")] == [
        "https://colab.research.google.com/github/owner/name/blob/notebooks/09-tiny/09-tiny.ipynb",
        "https://mybinder.org/v2/gh/owner/name/notebooks?labpath=09-tiny%2F09-tiny.ipynb",
    ]


def test_the_lines_with_links_to_a_notebook_are_sentences(build_page):
    said = downloads(build_page(course_repository="owner/name")).get_text()
    assert "Take the empty notebook to Jupyter (" in said and "Open in JupyterLite to have the whole" in said
    assert "Open in Colab or in Binder: the whole notebook" in said


def test_without_a_repository_no_host_is_named(build_page):
    assert "https:" not in str(downloads(build_page()))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"url": "name.github.io/repo"}, "'name.github.io/repo' is not the address of a site"),
        ({"url": "https://name.github.io/?a=b"}, "give it as https://name.github.io/repo/"),
        ({"up_to": "9"}, "There is no chapter '9' in "),
        ({"repository": "name"}, "'name' is not the name of a repository on GitHub: give it as owner/name"),
    ],
    ids=["no scheme", "a query", "no such chapter", "no owner"],
)
def test_what_a_build_cannot_be_told_is_refused_before_it_begins(course, options, words):
    with pytest.raises(UnusableInput, match=re.escape(words)):
        Options(course, **options)


@pytest.mark.parametrize("name", ["4", "04", "losses", "04-losses"])
def test_the_last_chapter_goes_by_any_of_its_names(course, name):
    assert [assignment[:2] for assignment in Options(course, up_to=name).absent] == ["05", "06", "07", "08"]
