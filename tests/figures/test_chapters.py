"""The chapters keep the conventions of `figures`: described, named, transparent, and narrow enough for the page."""

import re
from pathlib import Path

import jupytext
import pytest

CHAPTERS = Path(__file__).parents[2] / "chapters"
PAGES = sorted(CHAPTERS.glob("*/*.md"))
WIDEST_LINE = 80  # what the page shows without scrolling


def code_cells(page):
    return [cell for cell in jupytext.read(page, fmt="md:myst").cells if cell.cell_type == "code"]


@pytest.fixture(params=PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")
def page(request):
    return request.param


def test_every_figure_says_what_it_shows_and_has_no_card_behind_it(page):
    for cell in code_cells(page):
        if "plt.show()" in cell.source:
            image = cell.metadata.get("mystnb", {}).get("image", {})
            assert len(image.get("alt", "")) > 30, cell.source
            assert image.get("classes") == "dark-light", cell.source


def test_every_figure_is_shown_by_name(page):
    for cell in code_cells(page):
        if re.search(r"plt\.(plot|subplots|figure)\(|show_images\(", cell.source):
            assert "plt.show()" in cell.source or "player(" in cell.source, cell.source


def test_figure_names_start_with_their_chapter(page):
    chapter = page.parent.name.split("-", 1)[1]
    names = [cell.metadata.get("mystnb", {}).get("figure", {}).get("name") for cell in code_cells(page)]
    assert all(name is None or name.startswith(f"fig-{chapter}-") for name in names)


def test_figures_take_their_colours_from_the_style(page):
    for cell in code_cells(page):
        assert not re.search(r"""["']#[0-9a-fA-F]{6}["']|["']tab:""", cell.source), cell.source


def test_code_fits_the_page(page):
    for cell in code_cells(page):
        if not {"remove-cell", "hide-input"} & set(cell.metadata.get("tags", [])):
            assert all(len(line) <= WIDEST_LINE for line in cell.source.splitlines()), cell.source
