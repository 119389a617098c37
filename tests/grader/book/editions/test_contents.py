import pytest

from grader.book.editions.contents import Entry, Page, entries_of
from grader.book.editions.tree import parse

PARTS = {
    "format": "jb-book",
    "root": "index",
    "parts": [
        {"caption": "One", "chapters": [{"file": "a", "title": "A", "sections": [{"file": "a/b"}]}, {"file": "c.md"}]},
        {"caption": "Two", "chapters": [{"url": "https://example.org", "title": "Elsewhere"}, {"glob": "d/*"}]},
    ],
}
ARTICLE = {"format": "jb-article", "root": "index", "sections": [{"file": "a"}]}


@pytest.mark.parametrize(
    ("toc", "expected"),
    [
        (
            PARTS,
            [
                Entry("index", 0, "", ""), Entry("a", 0, "A", "One"), Entry("a/b", 1, "", ""), Entry("c", 0, "", ""),
                Entry("d/1", 0, "", "Two"), Entry("d/2", 0, "", ""),
            ],
        ),
        (ARTICLE, [Entry("index", 0, "", ""), Entry("a", 0, "", "")]),
    ],
    ids=["a book in parts", "an article"],
)  # fmt: skip
def test_pages_stand_in_the_order_of_the_contents(toc, expected):
    assert entries_of(toc, ["d/2", "d/1", "index", "a", "a/b", "c", "genindex"]) == expected


def test_a_page_is_called_as_the_contents_say_or_by_its_heading():
    text = next(parse("<h1>Means: <code>mean</code></h1><h2>Later</h2>").iter("body"))
    assert (Page("a", text).title, Page("a", text, said="1 · Means").title) == ("Means: mean", "1 · Means")


def test_a_page_stands_below_its_part_unless_it_stands_apart():
    text = next(parse("").iter("body"))
    pages = [Page("a", text, part="One"), Page("a/b", text, depth=1), Page("_solutions", text, apart=True)]
    assert [page.level_in(pages) for page in pages] == [1, 2, 0]
    assert pages[1].level_in(pages[1:]) == 1
