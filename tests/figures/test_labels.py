"""Words of figures: a little mathematics, and numbers written as the page writes them."""

import re

import pytest

from figures import words
from figures.labels import as_html, as_spans, plain, written

LABELS = [
    pytest.param("weight $w_1$", "weight w1", "weight <i>w</i><sub>1</sub>", id="subscript"),
    pytest.param(r"rate $\eta$", "rate η", "rate <i>η</i>", id="Greek"),
    pytest.param("$x_{12}^2$", "x122", "<i>x</i><sub>12</sub><sup>2</sup>", id="braces"),
    pytest.param("softmax$(z / T)$", "softmax(z / T)", "softmax(<i>z</i> / <i>T</i>)", id="upright signs"),
    pytest.param("a < b & c", "a < b & c", "a &lt; b &amp; c", id="no mathematics"),
]


@pytest.mark.parametrize(("label", "text", "markup"), LABELS)
def test_a_label_is_read_out_and_set(label, text, markup):
    assert plain(label) == text
    assert as_html(label) == markup


def test_what_follows_a_subscript_stands_on_the_line_again():
    spans = as_spans("$w_1 x^2$")
    assert sum(int(look.get("dy", 0)) for _, look in spans[:-1]) == 0 and spans[-1][0] == "2"


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-0.256, [2, ""], "−0.26"),
        (-0.001, [2, ""], "0.00"),
        (0.256, [0, "%"], "26\N{NO-BREAK SPACE}%"),
        (3.0, [0, ""], "3"),
        (float("nan"), [2, ""], "–"),
        (1.0, ["no", "yes"], "yes"),
        (7.0, ["no", "yes"], "yes"),
    ],
)
def test_numbers_are_written_for_readers(value, form, text):
    assert written(value, form) == text


def test_a_sentence_takes_its_numbers_in_order():
    assert words("{:d} of {:.1f}: {:.0%}, {:bad|good}", 3, 20, 0.15, 1).texts() == [
        "3 of 20.0: 15\N{NO-BREAK SPACE}%, good"
    ]


@pytest.mark.parametrize(
    ("template", "numbers", "message"),
    [
        pytest.param("{:d} of {:d}", [1], "2 places", id="too few"),
        pytest.param("none", [1], "0 places", id="too many"),
        pytest.param("{:.2f}", [[1, 2]], "one number each", id="an array"),
        pytest.param("{:>8}", [1], "no way to write a number", id="unknown form"),
    ],
)
def test_a_sentence_that_cannot_be_written_says_why(template, numbers, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        words(template, *numbers)
