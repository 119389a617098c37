"""What the theme brings and the course leaves out, and what a page should ask for early.

More than half of a page of the theme is its icon font, twice: as a font and as a script. The few icons that pages of
the course show are drawn by `_static/icons.css`; `templates/` replaces the theme's one template that names the script.
"""

import re
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError

from grader.book.maths import MARK

TEMPLATES = Path(__file__).parent / "templates"
THEME_STYLE = "styles/pydata-sphinx-theme.css"
ICON_RULES = re.compile(
    r'@font-face\{[^}]*font-family:Font Awesome[^}]*\}|(?:\.fa-[\w-]+:before(?:,(?=\.fa-))?)+\{content:"[^"]*"\}'
)
ICON_FILES = ("vendor/fontawesome", "scripts/fontawesome.js*")
TEXT_FONTS = ("fonts/source-serif-4-latin-wght-normal.woff2", "fonts/source-serif-4-latin-wght-italic.woff2")
FORMULA_FONTS = ("katex/fonts/KaTeX_Main-Regular.woff2", "katex/fonts/KaTeX_Math-Italic.woff2")


def setup(app):
    """Register what is left out, and the fonts that are asked for early."""
    app.connect("config-inited", use_templates)
    app.connect("html-page-context", ask_for_fonts)
    app.connect("build-finished", leave_out_icon_font)


def use_templates(app, config):
    """Let the templates of this package come before the theme's."""
    config.templates_path = [str(TEMPLATES), *config.templates_path]


def ask_for_fonts(app, pagename, templatename, context, doctree):
    """Have the browser fetch a page's fonts along with its style sheets, so that the text stands where it stays."""
    names = TEXT_FONTS + (FORMULA_FONTS if MARK in context.get("body", "") else ())
    places = [context["pathto"](f"_static/{name}", 1) for name in names]
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n<link rel="preload" href="{place}" as="font" type="font/woff2" crossorigin>' for place in places
    )


def leave_out_icon_font(app, exception):
    """Take the icon font, its script and its style rules off the site."""
    static = Path(app.outdir) / "_static"
    style_sheet = static / THEME_STYLE
    if exception or app.builder.format != "html" or not style_sheet.is_file():
        return
    style, found = ICON_RULES.subn("", style_sheet.read_text(encoding="utf-8"))
    if not found:
        raise ExtensionError(f"{THEME_STYLE} has no icon font to leave out: has the theme changed?")
    style_sheet.write_text(style, encoding="utf-8")
    for path in [path for pattern in ICON_FILES for path in static.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
