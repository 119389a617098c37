import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

PAGE = """# A page

| | loss | $x$ |
|---|---|---|
| a | b | c |

"""
CITED = "A page\n======\n\nSee [Book]_ and [Other]_.\n\n.. [Book] A book.\n.. [Other] Another.\n"


@pytest.fixture
def page(tmp_path, request):
    """Return a page that is built with the corrections."""
    name, text = request.param
    (tmp_path / name).write_text(text)
    settings = {
        "extensions": ["myst_parser", "grader.book.accessible_pages"],
        "myst_enable_extensions": ["dollarmath"],
        "source_suffix": {".rst": "restructuredtext"},  # extensions add to Sphinx's own table, for all later builds
    }
    with docutils_namespace():
        Sphinx(tmp_path, None, tmp_path / "site", tmp_path / "trees", "html", settings, status=None).build()
    return BeautifulSoup((tmp_path / "site" / "index.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("page", [("index.md", PAGE)], indirect=True, ids=["Markdown"])
def test_an_empty_heading_of_a_column_becomes_a_cell_and_others_stay(page):
    assert [cell.name for cell in page.thead.tr.find_all(["th", "td"])] == ["td", "th", "th"]
    assert page.thead.td["class"] == ["head"]
    assert [cell.name for cell in page.tbody.tr.find_all(["th", "td"])] == ["td", "td", "td"]


@pytest.mark.parametrize("page", [("index.rst", CITED)], indirect=True, ids=["reStructuredText"])
def test_references_keep_their_ids_and_have_no_role_that_no_longer_holds(page):
    entries = page.select("div.citation")
    assert [entry.p.get_text() for entry in entries] == ["A book.", "Another."]
    assert all(entry["id"] for entry in entries)
    assert page.select("[role=doc-biblioentry], [role=list]") == []
