"""The whole book in one file, to be read without the site: as PDF and as EPUB, made of the pages of a built site."""

from __future__ import annotations

import copy
import importlib.util
from collections.abc import Callable
from pathlib import Path

from grader.book.options import Options
from grader.course import UnusableInput
from grader.report.pdf import find_browser

NEEDED = ("tinyhtml5", "pypdf")


def refuse_without_tools(options: Options) -> None:
    """Find out whether what makes the editions that are asked for is there.

    Raises
    ------
    UnusableInput
        If something is missing; the message names it.
    """
    from grader.book.editions.pdf import refuse_old

    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None] if options.editions else []
    if missing:
        raise UnusableInput(f"{' and '.join(missing)} is missing: install the course with its extra `book`")
    if options.pdf:
        refuse_old(find_browser())


def add_editions(site: Path, options: Options, say: Callable[[str], None]) -> None:
    """Put the whole book on a built site, in each of the forms that are asked for.

    Parameters
    ----------
    site
        The site.
    options
        What it was built with.
    say
        Is told what is done.

    Raises
    ------
    UnusableInput
        If the book cannot be printed.
    """
    from grader.book.editions.book import read_book
    from grader.book.editions.epub import write_epub
    from grader.book.editions.pdf import write_pdf

    if not options.editions:
        return
    book = read_book(site, options, say)
    if options.epub:
        write_epub(copy.deepcopy(book), site, site / options.file_of("epub"))
    if options.pdf:
        write_pdf(book, site, site / options.file_of("pdf"), find_browser(), options.paper, say)
