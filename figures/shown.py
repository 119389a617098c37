"""What a cell shows where there is HTML, with its description for where there is none."""

from __future__ import annotations

from typing import ClassVar


class Shown:
    """Shows itself as HTML in a notebook, and as its description in a terminal, a diff or on paper.

    Parameters
    ----------
    page
        The HTML.
    alt
        What it shows.
    """

    kind: ClassVar[str]

    def __init__(self, page: str, alt: str) -> None:
        self.page = page
        self.alt = alt

    def _repr_html_(self) -> str:
        return self.page

    def __repr__(self) -> str:
        """Say what it is and what it shows."""
        return f"[{self.kind}] {self.alt}"
