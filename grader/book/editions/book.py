"""The whole book as pages without a screen: what the PDF and the EPUB of a course are made of."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from grader.book.editions.contents import Page, entries_of
from grader.book.editions.links import SUFFIX, name_places
from grader.book.editions.questions import move_answers, move_hints
from grader.book.editions.solutions import solutions_page, solved_in
from grader.book.editions.still import make_still
from grader.book.editions.tree import (
    HEADINGS,
    MATHML,
    classes_of,
    content_of,
    element,
    read_article,
    replace,
    unwrap,
    words_of,
)
from grader.book.options import Options
from grader.book.source import toc_of

ABOUT = "About this book"
LANGUAGE = "en"  # of what the engine says; see defaults/_config.yml


@dataclass
class Book:
    """A whole book.

    Parameters
    ----------
    title, author, language, url
        What its first page says; all but the title may be nothing.
    accent
        The colour of the site.
    front
        The page with its title: what stands on the site's first page before the first section.
    pages
        What follows.
    """

    title: str
    author: str
    language: str
    url: str
    accent: str
    front: Page
    pages: list[Page]


def read_book(site: Path, options: Options, say: Callable[[str], None] = lambda words: None) -> Book:
    """Return the whole book that a built site holds.

    Parameters
    ----------
    site
        The site.
    options
        What it was built with.
    say
        Is told what is done.
    """
    names = [path.relative_to(site).as_posix().removesuffix(SUFFIX) for path in site.rglob(f"*{SUFFIX}")]
    entries = [entry for entry in entries_of(toc_of(options), names) if entry.name in names]
    say(f"The whole book is put together from {len(entries)} pages.")
    pages = [
        Page(entry.name, read_article(site / f"{entry.name}{SUFFIX}"), entry.depth, entry.said, entry.part)
        for entry in entries
    ]
    for page in pages:
        move_answers(page.text)
        move_hints(page, bool(solved_in(site, page.name)))
        make_still(page.text, f"{options.url}{page.name}{SUFFIX}" if options.url else "")
    added = solutions_page(site, pages)
    front, rest = divided(pages[0])
    pages = [*rest, *pages[1:], *([added] if added else [])]
    name_places([front, *pages], options.url)
    said = options.course.settings
    return Book(said.title, said.author, LANGUAGE, options.url or "", said.site.accent, front, pages)


def divided(first: Page) -> tuple[Page, list[Page]]:
    """Return the page with the title, and what else the first page of the site says, under a title of its own."""
    outer = next(first.text.iter("section"), first.text)
    shown = [node for node in outer if node.tag == "h1" or classes_of(node) & {"lead", "cover-caption"}]
    shown += [node for node in outer if "cell" in classes_of(node)][:1]
    front = element("section", *(_taken(node) for node in outer if node in shown), class_="front")
    rest = element("section", *(_taken(node) for node in outer if node not in shown), id=outer.get("id", "about"))
    if not len(rest):
        return Page(first.name, front), []
    rest.insert(0, element("h1", ABOUT))
    return Page(f"{first.name}-front", front), [Page(first.name, element("div", rest), apart=True)]


def _taken(node: Element) -> Element:
    made = copy.copy(node)
    made.tail = None
    return made


def formulas_as(page: Page, kind: str) -> None:
    """Leave of each formula what is for the eye, "katex-html", or its MathML, "katex-mathml"."""
    for parent in list(page.text.iter()):
        for child in [child for child in parent if classes_of(child) == {"katex"}]:
            said = words_of(child)
            kept = next(node for node in child if kind in classes_of(node))
            if kind == "katex-mathml":
                replace(parent, child, [plain_mathml(kept[0])])
            else:
                child[:] = [kept]
                child.attrib |= {"role": "math", "aria-label": said}
    if kind == "katex-mathml":
        unwrap(page.text, lambda node: "katex-display" in classes_of(node))


def plain_mathml(math: Element) -> Element:
    """Return a formula without the LaTeX that it was made of, which becomes its text for readers without MathML."""
    semantics = math[0]
    drawn, written = semantics[0], semantics[-1]
    made = copy.copy(math)
    made[:] = list(drawn) if drawn.tag == f"{MATHML}mrow" else [drawn]
    made.set("alttext", written.text or "")
    return made


def set_levels(page: Page, shift: int) -> None:
    """Move headings down, so that a page stands where it belongs; their looks follow their level on the page."""
    for node in page.text.iter():
        if node.tag in HEADINGS:
            level = HEADINGS.index(node.tag)
            node.set("class", f"{node.get('class', '')} level-{level + 1}".strip())
            node.tag = HEADINGS[min(level + shift, len(HEADINGS) - 1)]


def sections_of(page: Page) -> Iterator[tuple[str, Element]]:
    """Yield the sections of a page: the place of each, and its heading. Levels must not be moved yet."""
    for section in page.text.iter("section"):
        heading = section.find("h2")
        place = section.get("id") or ("" if heading is None else heading.get("id"))
        if heading is not None and place:
            yield place, heading


def inline_of(heading: Element) -> list[Element | str]:
    """Return the words of a heading for a list of contents: without links and places."""
    made = element("span", *content_of(heading))
    for node in made.iter():
        node.attrib.pop("id", None)
        if node.tag == "a":
            node.tag = "span"
            node.attrib.pop("href", None)
    return content_of(made)
