"""Links of the whole book: to a place in it, to another site, or, where the book has not got what they name, none.

On the way a link to a place is written `book:page#place`, and a picture has its path from the site's root.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from grader.book.editions.contents import Page
from grader.book.editions.tree import SVG

BOOK = "book"
SUFFIX = ".html"


def name_places(pages: Iterable[Page], url: str | None) -> None:
    """Write the links of pages so that they can be followed wherever the pages are put.

    Parameters
    ----------
    pages
        All of the book; their links are as on the site.
    url
        The address of the site, to which links lead that the book itself cannot follow; without it they are none.
    """
    pages = list(pages)
    places = {page.name: {node.get("id") for node in page.text.iter()} for page in pages}
    for page in pages:
        keep_ids_once(page.text, but=SVG)
        for node in page.text.iter():
            if node.tag == "a" and "href" in node.attrib:
                _name(node, page, places, url)
            elif node.tag == "img" and not urlsplit(node.get("src", "")).scheme:
                node.set("src", path_from_root(page, node.get("src", "")))


def keep_ids_once(text: Element, but: str = "no namespace") -> None:
    """Take from elements the ids that an earlier one has; elements of a namespace can be left alone."""
    seen: set[str] = set()
    for node in text.iter():
        own = node.get("id")
        if own is not None and not node.tag.startswith(but):
            if own in seen or not own:
                del node.attrib["id"]
            seen.add(own)


def path_from_root(page: Page, address: str) -> str:
    """Return where a file is, from the root of the site; '' is the page's own."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(address)))


def _name(node: Element, page: Page, places: dict[str, set[str | None]], url: str | None) -> None:
    address = node.attrib.pop("href")
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        node.set("href", address)
        return
    path = path_from_root(page, parts.path) if parts.path else f"{page.name}{SUFFIX}"
    name = path.removesuffix(SUFFIX)
    if path.endswith(SUFFIX) and name in places:
        place = unquote(parts.fragment)
        node.set("href", f"{BOOK}:{name}#{place if place in places[name] else ''}")
    elif url:
        query = "".join(mark + text for mark, text in (("?", parts.query), ("#", parts.fragment)) if text)
        node.set("href", f"{url}{path}{query}")
    else:
        node.tag = "span"


def place_named(address: str) -> tuple[str, str] | None:
    """Return the page and the place that a link in the book names, or None if it leads elsewhere.

    Examples
    --------
    >>> place_named("book:chapters/04-losses/lesson#softmax"), place_named("https://example.org/")
    (('chapters/04-losses/lesson', 'softmax'), None)
    """
    scheme, _, rest = address.partition(":")
    name, _, place = rest.partition("#")
    return (name, place) if scheme == BOOK else None


def follow(page: Page, address_of: Callable[[str, str], str]) -> None:
    """Give the links of a page to places in the book the addresses that these have where it is put."""
    for node in page.text.iter("a"):
        named = place_named(node.get("href", ""))
        if named:
            node.set("href", address_of(*named))
