"""The book: the site of a course, built with jupyter-book and a Sphinx extension (`grader.book.extension`)."""

from grader.book.build import build_book
from grader.book.options import Options

__all__ = ["Options", "build_book"]
