"""What the theme and the cells bring and the course leaves out, and what a page should ask for early.

More than half of a page of the theme is its icon font, twice: as a font and as a script. The few icons that pages of
the course show are drawn by `_static/icons.css`; `templates/` replaces the theme's one template that names the script.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import tinycss2
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from tinycss2.ast import AtRule, Node, QualifiedRule

from grader.book.maths import MARK

TEMPLATES = Path(__file__).parent / "templates"
THEME_STYLE = "styles/pydata-sphinx-theme.css"
ICON_FILES = ("vendor/fontawesome", "scripts/fontawesome.js*")
TEXT_FONTS = ("fonts/source-serif-4-latin-wght-normal.woff2", "fonts/source-serif-4-latin-wght-italic.woff2")
FORMULA_FONTS = ("katex/fonts/KaTeX_Main-Regular.woff2", "katex/fonts/KaTeX_Math-Italic.woff2")


def setup(app: Sphinx) -> None:
    """Register what is left out, and the fonts that are asked for early."""
    app.connect("config-inited", use_templates)
    app.connect("html-page-context", ask_for_fonts)
    app.connect("doctree-resolved", bring_scripts_once)
    app.connect("build-finished", leave_out_icon_font)


def use_templates(app: Sphinx, config: Config) -> None:
    """Let the templates of this package come before the theme's."""
    config.templates_path = [str(TEMPLATES), *config.templates_path]


def ask_for_fonts(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Have the browser fetch a page's fonts along with its style sheets, so that the text stands where it stays."""
    names = TEXT_FONTS + (FORMULA_FONTS if MARK in context.get("body", "") else ())
    places = [context["pathto"](f"_static/{name}", 1) for name in names]
    context["metatags"] = context.get("metatags", "") + "".join(
        f'\n<link rel="preload" href="{place}" as="font" type="font/woff2" crossorigin>' for place in places
    )


def bring_scripts_once(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Leave out of what cells show the scripts that an earlier cell of the page has brought: those of its figures."""
    seen: set[str] = set()

    def first(script: re.Match[str]) -> str:
        known = script[0] in seen
        seen.add(script[0])
        return "" if known else script[0]

    for node in list(doctree.findall(nodes.raw)):
        if node.get("format") == "html" and "<script>" in node.astext():
            text = re.sub(r"<script>.*?</script>", first, node.astext(), flags=re.DOTALL)
            node.replace_self(nodes.raw("", text, **node.attributes))


def leave_out_icon_font(app: Sphinx, exception: Exception | None) -> None:
    """Take the icon font, its script and its style rules off the site."""
    static = Path(app.outdir) / "_static"
    style_sheet = static / THEME_STYLE
    if exception or app.builder.format != "html" or not style_sheet.is_file():
        return
    style_sheet.write_text(without_icons(style_sheet.read_text(encoding="utf-8")), encoding="utf-8")
    for path in [path for pattern in ICON_FILES for path in static.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def without_icons(style: str) -> str:
    """Return a style sheet without the icon font, and without the rules that only name one of its letters.

    >>> without_icons("@font-face{font-family:Font Awesome}.fa-x:before,.fa-y:before{content:'x'}.fa-lg{color:red}")
    '.fa-lg{color:red}'

    Raises
    ------
    ExtensionError
        If there is no such font.
    """
    rules = tinycss2.parse_stylesheet(style)
    kept = [rule for rule in rules if not is_icon_font(rule) and not is_icon(rule)]
    if len(kept) == len(rules):
        raise ExtensionError(f"{THEME_STYLE} has no icon font to leave out: has the theme changed?")
    return tinycss2.serialize(kept)


def is_icon_font(rule: Node) -> bool:
    """Tell whether a rule brings the icon font."""
    return isinstance(rule, AtRule) and rule.at_keyword == "font-face" and "Font Awesome" in rule.serialize()


def is_icon(rule: Node) -> bool:
    """Tell whether a rule says which letter of the icon font an icon is, and no more."""
    if not isinstance(rule, QualifiedRule):
        return False
    names = tinycss2.serialize(rule.prelude).split(",")
    said = [token.value for token in rule.content if token.type == "ident"]
    return all(name.startswith(".fa-") and name.endswith(":before") for name in names) and said == ["content"]
