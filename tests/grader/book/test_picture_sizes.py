import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup

from grader.book.picture_sizes import size_of, with_sizes


@pytest.fixture
def picture(tmp_path):
    """Return the file of a figure of 4 by 2 inches."""
    figure = plt.figure(figsize=(4, 2))
    figure.savefig(tmp_path / "curve.svg")
    plt.close(figure)
    return tmp_path / "curve.svg"


def test_an_inch_is_96_pixels(picture):
    assert size_of(picture) == (384, 192)


def test_a_picture_gets_its_size_and_keeps_what_it_had(picture):
    body = '<p>x</p><img alt="A curve." class="dark-light" src="../../_images/curve.svg" /><p>y</p>'
    page = BeautifulSoup(with_sizes(body, {"curve.svg": picture}), "html.parser")
    assert page.img.attrs == {
        "alt": "A curve.", "class": ["dark-light"], "src": "../../_images/curve.svg", "width": "384", "height": "192",
    }  # fmt: skip
    assert [p.get_text() for p in page.find_all("p")] == ["x", "y"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param('<img src="_images/other.svg">', id="unknown"),
        pytest.param('<img width="10" src="_images/curve.svg">', id="with a size"),
        pytest.param('<img src="_images/curve.png">', id="not SVG"),
    ],
)
def test_other_pictures_are_left_alone(picture, body):
    assert with_sizes(body, {"curve.svg": picture}) == body


def test_a_picture_without_a_size_in_points_is_left_alone(tmp_path):
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"></svg>')
    assert with_sizes('<img src="logo.svg">', {"logo.svg": tmp_path / "logo.svg"}) == '<img src="logo.svg">'
