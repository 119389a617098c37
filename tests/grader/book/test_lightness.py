import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from docutils.utils import new_document
from sphinx.errors import ExtensionError

from grader.book.lightness import bring_scripts_once, without_icons

STYLE = (
    "a{color:red}@font-face{font-display:block;font-family:Font Awesome\\ 6 Free;src:url(a.woff2)}"
    '.fa-0:before{content:"\\30"}.fa-x:before,.fa-xmark:before{content:"\\f00d"}.fa-lg{font-size:1.25em}b{color:blue}'
)


def test_the_icon_font_and_its_rules_leave_a_style_sheet():
    assert without_icons(STYLE) == "a{color:red}.fa-lg{font-size:1.25em}b{color:blue}"


@pytest.mark.parametrize(
    "rule",
    ['.fa-spin:before{content:"";animation:spin}', '.fa-x:before,b:before{content:"x"}', "@font-face{font-family:A}"],
    ids=["with looks of its own", "of other things too", "another font"],
)
def test_other_rules_stay(rule):
    assert without_icons(STYLE + rule).endswith(rule)


def test_a_theme_without_the_icon_font_is_noticed():
    with pytest.raises(ExtensionError, match="has the theme changed"):
        without_icons("a{color:red}")


def test_the_icon_fonts_files_leave_the_site_and_a_page_asks_early_for_the_fonts_that_it_needs(build_page):
    site = build_page(html_theme="sphinx_book_theme")
    assert not [path for path in site.rglob("*") if "awesome" in path.name.lower()]
    page = BeautifulSoup((site / "chapters/09-tiny/exercises.html").read_text(encoding="utf-8"), "html.parser")
    asked = [link["href"].rsplit("/", 1)[1] for link in page.select("link[rel=preload][as=font]")]
    assert [name.split("-")[0] for name in asked] == ["source", "source", "KaTeX_Main", "KaTeX_Math"]


def test_a_script_that_several_cells_bring_stands_once_on_a_page():
    page = new_document("page")
    shown = ["<b>1</b><script>one()</script>", "<b>2</b><script>one()</script><script>two()</script>", "<b>3</b>"]
    page.extend(nodes.raw("", text, format="html") for text in shown)
    bring_scripts_once(None, page, "page")
    assert [node.astext() for node in page] == [shown[0], "<b>2</b><script>two()</script>", shown[2]]
    assert all(node["format"] == "html" for node in page)
