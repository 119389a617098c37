from types import SimpleNamespace

import matplotlib.pyplot as plt
import pytest
from docutils import nodes
from docutils.utils import new_document

from grader.book.picture_sizes import add_sizes, size_of


@pytest.fixture
def picture(tmp_path):
    """Return the file of a figure of 4 by 2 inches."""
    figure = plt.figure(figsize=(4, 2))
    figure.savefig(tmp_path / "curve.svg")
    plt.close(figure)
    return tmp_path / "curve.svg"


def size_after(source, **attributes):
    """Return what a picture of a page says of its size."""
    page, image = new_document("page"), nodes.image("", **attributes)
    page += image
    add_sizes(SimpleNamespace(srcdir=source), page, "page")
    return image.get("width"), image.get("height")


def test_an_inch_is_96_pixels(picture):
    assert size_of(picture) == (384, 192)


def test_a_picture_gets_its_size(picture):
    assert size_after(picture.parent, uri="curve.svg", alt="A curve.") == ("384", "192")


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param({"uri": "other.svg"}, (None, None), id="not there"),
        pytest.param({"uri": "curve.svg", "width": "10%"}, ("10%", None), id="with a size"),
        pytest.param({"uri": "curve.png"}, (None, None), id="not SVG"),
        pytest.param({"uri": "https://example.org/curve.svg"}, (None, None), id="elsewhere"),
    ],
)
def test_other_pictures_are_left_alone(picture, attributes, expected):
    assert size_after(picture.parent, **attributes) == expected


def test_a_picture_without_a_size_in_points_is_left_alone(tmp_path):
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"></svg>')
    assert size_after(tmp_path, uri="logo.svg") == (None, None)
