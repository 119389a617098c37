"""The whole book as PDF: one document, which an installed Chromium prints until its page numbers are right.

Chromium knows on which page a place is only when it has printed: what it says of places is read from the file, written
into the table of contents and behind references, and printed again.
"""

from __future__ import annotations

import copy
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from grader.book.editions.book import Book, formulas_as, inline_of, sections_of, set_levels
from grader.book.editions.contents import Page
from grader.book.editions.enclosed import enclose_pictures, with_files
from grader.book.editions.links import follow, place_named
from grader.book.editions.tree import HEADINGS, SVG, add, classes_of, element, remove, xhtml
from grader.book.options import Paper
from grader.course import UnusableInput
from grader.report.pdf import print_pdf

HERE = Path(__file__).parent
SHEETS = ("_static/pygments.css", "_static/katex/katex.min.css", "_static/accent.css", "_static/figures.css")
OWN_SHEETS = ("book.css", "pdf.css")
OUTLINE = "--generate-pdf-document-outline"
OLDEST = 131  # the first Chromium that prints what stands in a page's margins
PATIENCE = 900  # seconds for a book
MOST_PRINTS = 4
UNKNOWN = "000"  # as wide as the number that comes in its place


def refuse_old(browser: str) -> None:
    """Refuse a Chromium that prints no page numbers.

    Raises
    ------
    UnusableInput
        If it is one.
    """
    said = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"(\d+)\.", said)
    if version and int(version[1]) < OLDEST:
        raise UnusableInput(f"{browser} is {said.strip()}; the book is printed by Chromium {OLDEST} or newer.")


def write_pdf(book: Book, site: Path, to: Path, browser: str, paper: Paper, say: Callable[[str], None]) -> None:
    """Print the book.

    Parameters
    ----------
    book
        The book, which is changed.
    site
        The folder of the site, whose pictures and style sheets it uses.
    to
        The file to write.
    browser
        As `find_browser` returned it.
    paper
        The size of the pages.
    say
        Is told what is done.
    """
    root = document_of(book, site, paper)
    page = site / ".whole-book.xhtml"
    numbers: dict[str, int] = {}
    try:
        for _ in range(MOST_PRINTS):
            page.write_text(xhtml(root, ""), encoding="utf-8")
            say("The book is printed.")
            print_pdf(page, to, browser, OUTLINE, patience=PATIENCE)
            printed = pages_of_places(to)
            if printed == numbers:
                break
            numbers = printed
            write_numbers(root, numbers)
    finally:
        page.unlink(missing_ok=True)


def pages_of_places(pdf: Path) -> dict[str, int]:
    """Return the page, from 1, of each place in a file that something in it leads to."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    places = reader.named_destinations.items()
    return {name.removeprefix("/"): (reader.get_destination_page_number(place) or 0) + 1 for name, place in places}


def write_numbers(root: Element, numbers: dict[str, int]) -> None:
    """Write the numbers of pages behind what leads to them."""
    for node in root.iter("span"):
        if "page-number" in classes_of(node):
            node.text = str(numbers.get(node.get("data-place", ""), ""))


def document_of(book: Book, site: Path, paper: Paper) -> Element:
    """Return the document that is printed; no number of a page is known yet."""
    letters: dict[str, Element] = {}
    name_headings([book.front, *book.pages])
    for page in [book.front, *book.pages]:
        formulas_as(page, "katex-html")
        collect_letters(page.text, letters)
    contents, alphabet = contents_of(book), in_alphabet(book.pages)
    body = element("body", class_="bd-article")
    if letters:
        drawn = element(f"{SVG}defs", *(letters[name] for name in sorted(letters)))
        body.append(element(f"{SVG}svg", drawn, class_="figure-letters"))
    body.extend(
        [front_of(book), contents, *(leaf_of(page, page.level_in(book.pages), alphabet) for page in book.pages)]
    )
    enclose_pictures(body, site)
    return element("html", head_of(book, site, paper), body, lang=book.language, data_theme="light")


def collect_letters(text: Element, letters: dict[str, Element]) -> None:
    """Take the outlines of letters off a page: all of a book's stand once."""
    for svg in [node for node in text.iter(f"{SVG}svg") if "figure-letters" in classes_of(node)]:
        for group in svg:
            letters |= {letter.get("id", ""): letter for letter in group}
    remove(text, lambda node: "figure-letters" in classes_of(node))


def head_of(book: Book, site: Path, paper: Paper) -> Element:
    """Return what the document says of itself, and its looks."""
    paths = [path for path in map(site.joinpath, SHEETS) if path.is_file()]
    sheets = [with_files(path.read_text(encoding="utf-8"), path.parent) for path in paths]
    sheets += [with_files((HERE / sheet).read_text(encoding="utf-8"), site) for sheet in OWN_SHEETS]
    rules = [f"@page {{ size: {paper}; @top-left {{ content: {_quoted(book.title)} }} }}"]
    rules += [
        f"@page p-{page.key} {{ @top-right {{ content: {_quoted(head)} }} }} .p-{page.key} {{ page: p-{page.key} }}"
        for page, head in zip(book.pages, running_heads(book.pages))
    ]
    style = element("style", "\n".join([*sheets, *rules]))
    return element("head", element("meta", charset="utf-8"), element("title", book.title), style)


def running_heads(pages: list[Page]) -> Iterator[str]:
    """Yield what stands above the text of each page: its title, behind that of its chapter."""
    chapter = ""
    for page in pages:
        chapter = page.title if not page.depth else chapter
        yield f"{chapter}: {page.title}" if page.depth else page.title


def _quoted(text: str) -> str:
    """Return a text as style sheets have it."""
    return '"' + re.sub(r'["\\<>&]', lambda mark: f"\\{ord(mark[0]):x} ", text) + '"'


def front_of(book: Book) -> Element:
    """Return the page with the title."""
    prefix_places(book.front)
    page = copy.copy(book.front.text)
    page.set("class", "front")
    imprint = [element("p", said) for said in (book.author, book.url) if said]
    page.append(element("div", *imprint, class_="imprint"))
    return page


def contents_of(book: Book) -> Element:
    """Return the table of contents: pages, and the sections of chapters."""
    rows = []
    for page in book.pages:
        if page.part:
            rows.append(element("p", page.part, class_="part"))
        rows.append(_row(f"page depth-{page.depth}", [page.title], f"{page.key}--"))
        if not page.depth:
            rows += [_row("section", inline_of(h), f"{page.key}--{place}") for place, h in sections_of(page)]
    return element("nav", element("p", "Contents", class_="contents-title"), *rows, class_="contents")


def _row(kind: str, words: list[Element | str], place: str) -> Element:
    number = element("span", UNKNOWN, class_="page-number", data_place=place)
    said = element("span", *words, class_="said")
    return element("p", element("a", said, element("span", class_="dots"), number, href=f"#{place}"), class_=kind)


def leaf_of(page: Page, level: int, alphabet: set[tuple[str, str]]) -> Element:
    """Return a page of the site as pages of the book."""
    for link in page.text.iter("a"):
        named = place_named(link.get("href", ""))
        if named and (named[0] != page.name or "with-page" in classes_of(link)) and named not in alphabet:
            _add_number(link, place_in_book(*named))
    prefix_places(page)
    set_levels(page, level)
    made = element("div", class_=f"leaf p-{page.key}", id=f"{page.key}--")
    if page.part:
        made.append(element("h1", page.part, class_="part"))
    made.append(page.text)
    return made


def in_alphabet(pages: list[Page]) -> set[tuple[str, str]]:
    """Return the places that are found without a number: terms of a glossary, references."""
    listed = [(page.name, node) for page in pages for node in page.text.iter()]
    return {(name, node.get("id", "")) for name, node in listed if node.tag == "dt" or "citation" in classes_of(node)}


def _add_number(link: Element, place: str) -> None:
    number = element("span", UNKNOWN, class_="page-number", data_place=place)
    add(link, element("span", " (page\u00a0", number, ")", class_="page-reference"))


def place_in_book(name: str, place: str) -> str:
    """Return what a place is called in the one document."""
    return f"{Page(name, element('div')).key}--{place}"


def prefix_places(page: Page) -> None:
    """Make the places of a page unlike those of others; figures have names of their own already."""
    for node in page.text.iter():
        if "id" in node.attrib and not node.tag.startswith(SVG):
            node.set("id", place_in_book(page.name, node.attrib["id"]))
    follow(page, lambda name, place: f"#{place_in_book(name, place)}")


def name_headings(pages: list[Page]) -> None:
    """Move the names of sections to their headings: before one that is the first on a sheet, its section has begun.

    A heading has one name: what leads to another of its section's leads to this one.
    """
    same: dict[str, str] = {}
    for page in pages:
        for section in page.text.iter("section"):
            names = [f"book:{page.name}#{name}" for name in take_names(section)]
            same |= dict.fromkeys(names[1:], names[0]) if names else {}
    for link in (link for page in pages for link in page.text.iter("a")):
        if link.get("href") in same:
            link.set("href", same[link.get("href", "")])


def take_names(section: Element) -> list[str]:
    """Give the first name of a section, and of the marks before its heading, to the heading; return all."""
    heading = next((node for node in section if node.tag in HEADINGS), None)
    if heading is None:
        return []
    before = list(section)[: list(section).index(heading)]
    names = [node.attrib.pop("id") for node in [section, *before] if "id" in node.attrib]
    if names:
        heading.set("id", names[0])
    return names
