import pytest

from grader.book.editions.still import make_still
from grader.book.editions.tree import parse, xhtml

FOLD_OF_MYST = (
    '<details class="hide"><summary><p class="collapsed">Show</p><p class="expanded">Hide</p></summary>x</details>'
)


def still(text, address=""):
    body = next(parse(text).iter("body"))
    make_still(body, address)
    return xhtml(body).removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("on_screen", "on_paper"),
    [
        ("<p>a<button>Run</button>b</p>", "<p>ab</p>"),
        ('<h2>Title<a class="headerlink" href="#t">#</a></h2>', "<h2>Title</h2>"),
        ('<details class="cell-code"><summary>Show the code</summary>x = 1</details>', ""),
        ("<script>run()</script><style>p {}</style>", ""),
        ("<svg><g display='none'></g><g></g></svg>", '<svg xmlns="http://www.w3.org/2000/svg"><g></g></svg>'),
        ('<p data-x="1" onclick="f()" id="a">b</p>', '<p id="a">b</p>'),
        ('<table border="1"></table>', "<table></table>"),
    ],
    ids=["buttons", "links beside headings", "folded code", "scripts", "frames", "for scripts", "dated attributes"],
)
def test_what_only_a_screen_has_use_for_is_left_out(on_screen, on_paper):
    assert still(on_screen) == on_paper


@pytest.mark.parametrize(
    ("folded", "on_paper"),
    [
        (
            "<details><summary>Answer</summary><p>42</p></details>",
            '<div class="unfolded"><p class="unfolded-title">Answer</p><p>42</p></div>',
        ),
        (FOLD_OF_MYST, '<div class="unfolded hide">x</div>'),
        (
            "<details><summary>One</summary><details><summary>Two</summary>x</details></details>",
            '<div class="unfolded"><p class="unfolded-title">One</p>'
            '<div class="unfolded"><p class="unfolded-title">Two</p>x</div></div>',
        ),
    ],
    ids=["with a title", "with a title that changes", "one in the other"],
)
def test_what_is_folded_is_open(folded, on_paper):
    assert still(folded) == on_paper


def test_a_figure_to_touch_loses_its_controls_and_others_keep_their_classes():
    text = '<course-touch><p class="head">a</p><div class="controls">b</div></course-touch><p class="controls">c</p>'
    said = '<p class="to-site">On the site this figure can be touched.</p>'
    assert still(text) == f'<div class="course-touch"><p class="head">a</p>{said}</div><p class="controls">c</p>'


def test_a_sheet_to_draw_on_shows_an_example_and_says_where_it_can_be_drawn_on():
    field = '<div class="panel field"><p class="head"><b>Draw here</b></p>7</div>'
    other = '<div class="panel"><p class="head">its evidence</p></div>'
    address = "https://example.org/index.html"
    assert still(f"<course-touch>{field}{other}</course-touch>", address) == (
        f'<div class="course-touch">{field.replace("Draw here", "An example")}{other}<p class="to-site">On the site '
        f'you draw yourself, and what is computed follows your lines: <a href="{address}">{address}</a></p></div>'
    )


def test_tabs_stand_below_each_other():
    text = '<input type="radio"><label class="sd-tab-label" for="x">Keras</label><div>code</div>'
    assert still(text) == '<p class="sd-tab-label">Keras</p><div>code</div>'
