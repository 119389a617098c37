"""The whole book as EPUB 3: a page of XHTML for each page of the site, formulas as MathML, figures as SVG files."""

from __future__ import annotations

import mimetypes
import re
import time
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from grader.book.editions.book import Book, formulas_as, inline_of, sections_of
from grader.book.editions.contents import Page
from grader.book.editions.cover import draw_cover
from grader.book.editions.drawings import draw_apart
from grader.book.editions.links import follow
from grader.book.editions.tree import MATHML, SVG, element, xhtml
from grader.release.files import NEVER

HERE = Path(__file__).parent
FOLDER = "EPUB"
OPS = "http://www.idpf.org/2007/ops"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
CONTAINER = f"""{HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{FOLDER}/package.opf" media-type="application/oebps-package+xml" /></rootfiles>
</container>
"""
SHEETS = ("book.css", "epub.css")
CODE = "pygments.css"
MEDIA = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml", ".webp": "image/webp"}
READABLE = {"image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"}  # pictures that every reader shows
TITLE, CONTENTS, COVER = "title.xhtml", "contents.xhtml", "cover.png"


@dataclass
class Package:
    """The files of an EPUB, by their paths below its folder."""

    files: dict[str, bytes] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)

    def add(self, path: str, content: str | bytes, properties: str = "") -> None:
        """Put a file in, with what a reader is to know of it."""
        self.files[path] = content.encode() if isinstance(content, str) else content
        self.properties[path] = properties


def write_epub(book: Book, site: Path, to: Path) -> None:
    """Write the book.

    Parameters
    ----------
    book
        The book, which is changed.
    site
        The folder of the site, whose pictures it takes.
    to
        The file to write.
    """
    package = Package()
    for sheet in SHEETS:
        package.add(sheet, (HERE / sheet).read_text(encoding="utf-8"))
    package.add(COVER, draw_cover(book), "cover-image")
    package.add(CODE, light_rules((site / "_static" / CODE).read_text(encoding="utf-8")))
    for page in [book.front, *book.pages]:
        formulas_as(page, "katex-mathml")
    navigation = navigation_of(book)
    for page in [book.front, *book.pages]:
        put_pictures(page, site, package)
        follow(page, lambda name, place: file_of(name) + (f"#{place}" if place else ""))
        package.add(file_of(page.name), document(page.title, page.text, book.language), properties_of(page.text))
    package.files = {TITLE: package.files.pop(file_of(book.front.name)), **package.files}
    package.properties[TITLE] = package.properties.pop(file_of(book.front.name))
    package.add(CONTENTS, document("Contents", navigation, book.language), "nav")
    pack(to, package, metadata_of(book))


def file_of(name: str) -> str:
    """Return the file of a page."""
    return f"{Page(name, element('div')).key}.xhtml"


def light_rules(sheet: str) -> str:
    r"""Return the colours of code on light ground from a style sheet for light and dark pages.

    >>> light_rules('html[data-theme="light"] .k { color: red }\nhtml[data-theme="dark"] .k { color: blue }')
    '.k { color: red }'
    """
    kept = [line for line in sheet.splitlines() if 'data-theme="light"' in line]
    return "\n".join(re.sub(r'html\[data-theme="light"\] ', "", line) for line in kept)


def document(title: str, text: Element, language: str) -> str:
    """Return a page of the EPUB."""
    sheets = [element("link", rel="stylesheet", href=sheet) for sheet in (*SHEETS, CODE)]
    head = element("head", element("meta", charset="utf-8"), element("title", title), *sheets)
    root = element("html", head, element("body", text), lang=language)
    root.set("xmlns:epub", OPS)
    return f"{HEAD}<!DOCTYPE html>\n{xhtml(root, '')}\n"


def properties_of(text: Element) -> str:
    """Return what a reader must be able to do for a page."""
    found = {"mathml": f"{MATHML}math", "svg": f"{SVG}svg"}
    return " ".join(name for name, tag in found.items() if next(text.iter(tag), None) is not None)


def put_pictures(page: Page, site: Path, package: Package) -> None:
    """Put a page's pictures into the package, and have the page show these."""
    for path, drawing in draw_apart(page):
        package.add(path, f"{HEAD}{drawing}")
    for image in page.text.iter("img"):
        address = image.get("src", "")
        source = site / address
        if address in package.files or address.startswith("data:"):
            continue
        if media_of(source.name) in READABLE and source.is_file():
            path = f"images/{source.name}"
            package.add(path, source.read_bytes())
            image.set("src", path)
        else:  # on another host, or in a form of its own: its words are left
            image.tag, image.text, image.attrib = "span", image.get("alt", ""), {}


def media_of(name: str) -> str:
    """Return the kind of a file."""
    suffix = Path(name).suffix.lower()
    return MEDIA.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def navigation_of(book: Book) -> Element:
    """Return the table of contents, as readers show it."""
    lists: list[Element] = [element("ol")]
    for page in book.pages:
        if page.part:
            lists[1:] = [_below(lists[0], element("span", page.part))]
        del lists[page.level_in(book.pages) + 1 :]
        item = element("li", element("a", page.title, href=file_of(page.name)))
        lists[-1].append(item)
        sections = [
            element("li", element("a", *inline_of(heading), href=f"{file_of(page.name)}#{place}"))
            for place, heading in sections_of(page)
        ]
        lists.append(element("ol", *sections))
        item.append(lists[-1])
    for parent in list(lists[0].iter("li")):
        parent[:] = [child for child in parent if child.tag != "ol" or len(child)]
    nav = element("nav", element("h1", "Contents"), lists[0], id="toc", role="doc-toc")
    nav.set("epub:type", "toc")
    return nav


def _below(around: Element, heading: Element) -> Element:
    inside = element("ol")
    around.append(element("li", heading, inside))
    return inside


def metadata_of(book: Book) -> list[Element]:
    """Return what the package says of the book."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, book.url or f"urn:course:{book.title}")
    said = {"identifier": f"urn:uuid:{name}", "title": book.title, "language": book.language}
    said |= {"creator": book.author} if book.author else {}
    said |= {"source": book.url} if book.url else {}
    made = [element(f"dc:{key}", text) for key, text in said.items()]
    made[0].set("id", "book-id")
    return [*made, element("meta", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), property="dcterms:modified")]


def pack(to: Path, package: Package, metadata: list[Element]) -> None:
    """Write the files as one."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", NEVER), "application/epub+zip", zipfile.ZIP_STORED)
        for path, content in _all_files(package, metadata):
            archive.writestr(zipfile.ZipInfo(path, NEVER), content, zipfile.ZIP_DEFLATED)


def _all_files(package: Package, metadata: list[Element]) -> Iterator[tuple[str, bytes]]:
    yield "META-INF/container.xml", CONTAINER.encode()
    yield f"{FOLDER}/package.opf", f"{HEAD}{opf_of(package, metadata)}".encode()
    for path, content in package.files.items():
        yield f"{FOLDER}/{path}", content


def opf_of(package: Package, metadata: list[Element]) -> str:
    """Return the list of what is in the package, and of the order in which it is read."""
    names = {path: f"item-{number}" for number, path in enumerate(package.files)}
    items = [element("item", id=names[path], href=path, **{"media-type": media_of(path)}) for path in package.files]
    for item, path in zip(items, package.files):
        if package.properties[path]:
            item.set("properties", package.properties[path])
    pages = [TITLE, CONTENTS, *(path for path in names if path.endswith(".xhtml") and path not in (TITLE, CONTENTS))]
    spine = element("spine", *(element("itemref", idref=names[path]) for path in pages))
    said = element("metadata", *metadata)
    said.append(element("meta", name="cover", content=names[COVER]))  # as libraries found it before EPUB 3
    said.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    root = element("package", said, element("manifest", *items), spine, version="3.0")
    root.attrib |= {"xmlns": "http://www.idpf.org/2007/opf", "unique-identifier": "book-id", "xml:lang": "en"}
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode")
