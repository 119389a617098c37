"""The pages of a book in the order in which its table of contents has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any
from xml.etree.ElementTree import Element

from grader.book.editions.tree import HEADINGS, words_of


@dataclass
class Page:
    """A page of the book.

    Parameters
    ----------
    name
        As Sphinx calls it.
    text
        What stands on it; its own title is the first heading.
    depth
        0 for a chapter, 1 for a page below it, and so on.
    said
        What the table of contents calls it, or nothing: by its own title.
    part
        The title of the part of the book that begins with it, or nothing.
    apart
        Whether it stands outside of the parts.
    """

    name: str
    text: Element
    depth: int = 0
    said: str = ""
    part: str = ""
    apart: bool = False

    @property
    def key(self) -> str:
        """A name for files and places."""
        return self.name.strip("_").replace("/", "-")

    @property
    def heading(self) -> Element | None:
        """The element with its title."""
        return next((node for node in self.text.iter() if node.tag in HEADINGS), None)

    @property
    def title(self) -> str:
        """What it is called in the table of contents."""
        return self.said or (words_of(self.heading) if self.heading is not None else self.name)

    def level_in(self, pages: Sequence[Page]) -> int:
        """Return how many pages and parts it stands below, in a book of pages."""
        return 0 if self.apart else self.depth + any(page.part for page in pages)


@dataclass(frozen=True)
class Entry:
    """A line of a table of contents; see Page."""

    name: str
    depth: int
    said: str
    part: str


def entries_of(toc: dict[str, Any], names: Sequence[str]) -> list[Entry]:
    """Return the pages that a table of contents lists, the root first.

    Parameters
    ----------
    toc
        As `_toc.yml` has it.
    names
        All pages there are: a pattern stands for those that it fits.
    """
    from sphinx_external_toc.parsing import parse_toc_data

    documents = parse_toc_data(toc)
    root = documents.root
    return [Entry(root.docname, 0, "", ""), *_below(documents, root, 0, names)]


def _below(documents: Any, parent: Any, depth: int, names: Sequence[str]) -> Iterator[Entry]:
    for tree in parent.subtrees:
        part = tree.caption or "" if not depth else ""
        for name in [name for item in tree.items for name in _named(item, names)]:
            said = documents[name].title if name in documents else None
            yield Entry(name, depth, said or "", part)
            part = ""
            if name in documents:
                yield from _below(documents, documents[name], depth + 1, names)


def _named(item: Any, names: Sequence[str]) -> list[str]:
    """Return the pages that an entry names: one, those that fit a pattern, or none if it is an address."""
    from sphinx_external_toc.api import FileItem, GlobItem

    if isinstance(item, GlobItem):
        return sorted(name for name in names if fnmatchcase(name, item))
    return [name for name in [str(item).removesuffix(".md")] if name in names] if isinstance(item, FileItem) else []
