"""The directive `div`: a part of a page with a class of its own, written as Jupyter Book 2 reads it."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from sphinx.application import Sphinx

from grader.book.block import block


class Division(Directive):
    """A part of a page with a class, for its looks.

    In place of sphinx-design's directive of this name, which takes the class in another way.
    """

    has_content = True
    option_spec: ClassVar = {"class": directives.class_option}

    def run(self) -> list[nodes.Node]:
        """Return the element with its content."""
        inside = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, inside)
        return [block("div", *inside.children, classes=self.options.get("class", []))]


def setup(app: Sphinx) -> None:
    """Register with Sphinx; sphinx-design must have been registered before."""
    app.add_directive("div", Division, override=True)
