import matplotlib.image
import numpy as np
import pytest

from grader.book.cards import COLUMN, COLUMNS, SIZE, Card, balanced, draw, lines_of, outline

LONG = "Initialisation, normalisation, regularisation and generalisation: what they have in common and what they do not"


def card(docname="page", title="Losses: how wrong, in one number", description="A sentence.", over="Chapter 4"):
    return Card(docname, title, description, over, "The course", "#0f5aae")


@pytest.mark.parametrize("title", ["Losses: how wrong", LONG, "ε-δ: letters of another script", "A price of $5 or $6"])
def test_a_card_is_drawn_in_the_size_that_services_ask_for(tmp_path, title):
    image = matplotlib.image.imread(draw(card(title=title, description=LONG * 4), tmp_path))
    assert image.shape == (SIZE[1], SIZE[0], 4)
    words = image[:, : min(COLUMNS)]
    edges = np.concatenate([words[:30].reshape(-1, 4), words[-30:].reshape(-1, 4), words[:, -20:].reshape(-1, 4)])
    assert np.ptp(edges, axis=0).max() == 0, "something is cut off, or nearly"


def test_the_same_page_has_the_same_card_and_another_page_another_pattern(tmp_path):
    first, again = (draw(card(), tmp_path / name).read_bytes() for name in ("first", "again"))
    other = draw(card(docname="other"), tmp_path / "other").read_bytes()
    assert first == again != other


def test_lines_fit_the_column():
    lines = lines_of(LONG, 40)
    assert " ".join(lines) == LONG
    assert len(lines) > 2
    assert max(outline(line, 40).get_extents().width for line in lines) <= COLUMN


def test_a_title_is_broken_into_lines_of_about_the_same_length():
    assert balanced("Neural Networks by Hand", 76, "bold") == ["Neural Networks", "by Hand"]


def test_a_card_says_in_words_what_it_shows():
    assert card().alternative == "Chapter 4: Losses: how wrong, in one number. The course."
    assert card(over="").path == "_static/cards/page.png"
