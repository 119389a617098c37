import pytest

from grader.book.editions.contents import Page
from grader.book.editions.links import follow, name_places
from grader.book.editions.tree import parse

URL = "https://example.org/course/"


def body(text):
    return next(parse(text).iter("body"))


def named(address, url=None, name="chapters/04-losses/lesson"):
    """Return where a link of a lesson leads, in a book that has this lesson and an appendix; None if nowhere."""
    page = Page(name, body(f'<h1 id="here">A</h1><a href="{address}">b</a>'))
    other = Page("appendix/notation", body('<p id="axis">x</p>'))
    name_places([page, other], url)
    link = page.text.find("a")
    return None if link is None else link.get("href")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("#here", "book:chapters/04-losses/lesson#here"),
        ("#gone", "book:chapters/04-losses/lesson#"),
        ("../../appendix/notation.html", "book:appendix/notation#"),
        ("../../appendix/notation.html#axis", "book:appendix/notation#axis"),
        ("https://numpy.org/doc#x", "https://numpy.org/doc#x"),
        ("mailto:someone@example.org", "mailto:someone@example.org"),
        ("../../downloads/04-losses.zip", None),
        ("../../search.html?q=x", None),
    ],
    ids=[
        "a place",
        "no place",
        "a page",
        "a place on it",
        "another site",
        "mail",
        "a file",
        "a page that is not in the book",
    ],
)
def test_links_lead_into_the_book_or_to_other_sites(address, expected):
    assert named(address) == expected


def test_what_only_the_site_has_is_found_there_if_its_address_is_known():
    assert named("../../downloads/04-losses.zip", URL) == f"{URL}downloads/04-losses.zip"
    assert named("../../search.html?q=x#y", URL) == f"{URL}search.html?q=x#y"


def test_pictures_have_their_path_from_the_root():
    page = Page(
        "chapters/04-losses/lesson", body('<img src="../../_images/a%20b.png"><img src="data:image/png;base64,AA">')
    )
    name_places([page], None)
    assert [image.get("src") for image in page.text] == ["_images/a b.png", "data:image/png;base64,AA"]


def test_of_two_places_of_one_name_the_first_keeps_it():
    page = Page("a", body('<p id="x">1</p><p id="x">2</p><svg><g id="l"></g><g id="l"></g></svg>'))
    name_places([page], None)
    assert [node.get("id") for node in page.text.iter("p")] == ["x", None]
    assert [node.get("id") for node in page.text[2]] == ["l", "l"]


def test_links_are_followed_where_pages_are_put():
    page = Page("a", body('<a href="book:b#c">x</a><a href="https://example.org/">y</a>'))
    follow(page, lambda name, place: f"{name}.xhtml!{place}")
    assert [link.get("href") for link in page.text] == ["b.xhtml!c", "https://example.org/"]
