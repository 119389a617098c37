import pytest
from sphinx.errors import ExtensionError

from grader.book import lightness

STYLE = (
    "a{color:red}@font-face{font-display:block;font-family:Font Awesome\\ 6 Free;src:url(a.woff2)}"
    '.fa-0:before{content:"\\30"}.fa-x:before,.fa-xmark:before{content:"\\f00d"}.fa-lg{font-size:1.25em}b{color:blue}'
)


class Builder:
    format = "html"


@pytest.fixture
def app(tmp_path):
    """Return what a finished build hands over, with the files of the theme that matter here."""
    app = type("App", (), {"builder": Builder(), "outdir": str(tmp_path)})()
    files = [
        lightness.THEME_STYLE,
        "vendor/fontawesome/webfonts/fa-solid-900.woff2",
        "scripts/fontawesome.js",
        "scripts/bootstrap.js",
    ]
    for name in files:
        path = tmp_path / "_static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STYLE)
    return app


def test_the_icon_font_its_script_and_its_rules_leave_the_site(app, tmp_path):
    lightness.leave_out_icon_font(app, None)
    files = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {"pydata-sphinx-theme.css", "bootstrap.js"}
    assert (tmp_path / "_static" / lightness.THEME_STYLE).read_text() == (
        "a{color:red}.fa-lg{font-size:1.25em}b{color:blue}"
    )


def test_a_theme_without_the_icon_font_is_noticed(app, tmp_path):
    (tmp_path / "_static" / lightness.THEME_STYLE).write_text("a{color:red}")
    with pytest.raises(ExtensionError, match="has the theme changed"):
        lightness.leave_out_icon_font(app, None)


@pytest.mark.parametrize(
    ("body", "fonts"),
    [pytest.param("<p>text</p>", 2, id="text"), pytest.param('<span class="katex">x</span>', 4, id="formulas")],
)
def test_a_page_asks_early_for_the_fonts_that_it_needs(body, fonts):
    context = {"body": body, "metatags": "<meta>", "pathto": lambda name, resource: f"../{name}"}
    lightness.ask_for_fonts(None, "page", "page.html", context, None)
    assert context["metatags"].startswith("<meta>\n<link")
    assert context["metatags"].count('href="../_static/') == context["metatags"].count('as="font"') == fonts
