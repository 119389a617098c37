from bs4 import BeautifulSoup

from grader.book.accessible_pages import corrected


def test_an_empty_heading_of_a_column_becomes_a_cell_and_others_stay():
    table = '<tr><th class="head a"><p></p></th><th class="head"><p>loss</p></th>\n<th>\n</th></tr>'
    row = BeautifulSoup(corrected(table), "html.parser")
    assert [cell.name for cell in row.tr.find_all(["th", "td"])] == ["td", "th", "td"]
    assert row.td["class"] == ["head", "a"]


def test_references_keep_their_ids_and_lose_the_roles_that_no_longer_hold():
    entry = '<div role="list" class="citation-list"><div class="citation" id="id3" role="doc-biblioentry">B</div></div>'
    page = BeautifulSoup(corrected(entry), "html.parser")
    assert page.find(id="id3").get_text() == "B"
    assert page.select("[role]") == []
