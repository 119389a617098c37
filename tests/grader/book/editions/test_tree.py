from xml.etree import ElementTree

import pytest

from grader.book.editions.tree import SVG, classes_of, content_of, element, parse, remove, replace, words_of, xhtml


def body(text):
    return next(parse(text).iter("body"))


def inside(node):
    """Return what stands in an element, as XML."""
    return xhtml(node).removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<p>a<br>b<hr>", "<p>a<br />b</p><hr />"),
        ("<td>x", "x"),
        ("<span id=x></span>&nbsp;&amp;", '<span id="x"></span>\u00a0&amp;'),
        ("a <!-- never --> b", "a  b"),
        ("colour \x1b[31m", "colour [31m"),
        ("<p title='a > \"b\"'></p>", '<p title="a &gt; &quot;b&quot;"></p>'),
    ],
    ids=["void elements", "what HTML leaves out", "empty elements and entities", "comments", "no XML", "attributes"],
)
def test_what_browsers_read_becomes_xml(written, expected):
    assert inside(body(written)) == expected
    ElementTree.fromstring(f"<body>{inside(body(written))}</body>")


def test_drawings_and_formulas_keep_their_names_and_say_their_namespace_once():
    text = inside(body("<svg viewbox='0 0 1 1'><clippath><path/></clippath></svg><math><mi>x</mi></math>"))
    assert text == (
        '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><clipPath><path></path></clipPath></svg>'
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
    )


def test_writing_leaves_the_tree_as_it_is():
    tree = body("<svg><use xlink:href='#a'></use></svg>")
    assert 'xlink:href="#a"' in inside(tree) == inside(tree)
    assert tree[0].tag == f"{SVG}svg"


def test_text_behind_what_is_taken_out_stays():
    tree = body("a<b>x</b>c<i>y</i><b>z</b>d")
    remove(tree, lambda node: node.tag == "b")
    assert inside(tree) == "ac<i>y</i>d"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], "<i></i> middle  end"),
        (["one ", element("u"), " two"], "<i></i> middle one <u></u> two end"),
        ([element("u"), element("s")], "<i></i> middle <u></u><s></s> end"),
    ],
    ids=["nothing", "text and an element", "two elements"],
)
def test_pieces_come_in_the_place_of_an_element(pieces, expected):
    tree = body("<i></i> middle <b>x</b> end")
    replace(tree, tree.find("b"), pieces)
    assert inside(tree) == expected


def test_the_content_of_an_element_is_copied_in_order():
    tree = body("<p>a<b>c</b>d</p>")
    assert xhtml(element("i", *content_of(tree[0]))) == "<i>a<b>c</b>d</i>"
    assert inside(tree) == "<p>a<b>c</b>d</p>"


def test_the_words_of_a_heading_have_a_formula_once():
    formula = (
        '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation>x</annotation>'
        '</semantics></math></span><span class="katex-html">x</span></span>'
    )
    assert words_of(body(f"<h2>What \n is {formula}?</h2>")) == "What is x?"


def test_classes_are_read_as_a_set():
    assert classes_of(element("p", class_="a b a")) == {"a", "b"}
