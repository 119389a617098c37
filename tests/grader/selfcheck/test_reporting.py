import html.parser
import inspect
import re
from dataclasses import replace

import numpy as np
import pytest

from grader.selfcheck import asking, html_page
from grader.selfcheck.calling import Call, answer
from grader.selfcheck.judge import judge
from grader.selfcheck.laws import LawText
from grader.selfcheck.probes import value
from grader.selfcheck.reporting import compose
from solutions import losses

TAGS = {"div", "style", "p", "span", "code", "strong", "ul", "li", "details", "summary", "pre"}


class Page(html.parser.HTMLParser):
    """Collects a page's tags, and what stands in it, and refuses tags that do not close."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.words = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def softmax_of(body):
    def softmax(logits):
        return body(logits)

    return softmax


UPSIDE_DOWN = softmax_of(lambda z: losses.softmax(z.T).T)
ANSWERS = {
    "right": losses.softmax,
    "wrong": UPSIDE_DOWN,
    "partly right": softmax_of(lambda z: losses.softmax(z) + (z.dtype == np.float32)),
    "raising": softmax_of(lambda z: z / np.ones(9)),
    "returning text": softmax_of(lambda z: "<b>bold</b> & \ud800"),
    "returning nothing": softmax_of(lambda z: None),
    "returning a set": softmax_of(lambda z: {1}),
    "printing": softmax_of(lambda z: print("<i>\ud800" * 1000)),
}


@pytest.fixture
def report(plans):
    """Return a function that reports on an answer, as the self-check does."""

    def composed(function, planned=None):
        planned = planned or plans[function.__name__]
        asked = asking.ask(function, planned)
        return compose(function, planned, asked, judge(planned, [case.answers for case in asked]), hints_shown=0)

    return composed


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_the_page_is_whole_and_has_nothing_of_the_answer_as_markup(report, answer):
    page = Page(report(answer).html)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert report(answer).html.encode("utf-8")


def test_what_the_answer_says_is_escaped(report):
    def softmax(logits):
        print("<u>")
        raise ValueError("<script>alert('&')</script>")

    made = report(softmax)
    assert "<script>" not in made.html
    assert "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;" in made.html
    assert "<u>" not in made.html
    assert "<script>alert('&')</script>" in made.text


def test_names_the_reader_chose_are_escaped(report):
    function = eval("lambda logits: logits")
    function.__name__ = "softmax"
    function.__code__ = function.__code__.replace(co_name="<b>", co_filename="<i>")
    assert "<b>" not in report(function).html


@pytest.mark.parametrize("form", ["html", "text"])
def test_arguments_result_and_expectation_are_shown(report, form):
    shown = getattr(report(UPSIDE_DOWN), form)
    for part in ("softmax(logits)", "logits", "array of shape (5, 3)", "got", "expected", "largest difference at ["):
        assert part in shown


@pytest.mark.parametrize("form", ["html", "text"])
def test_the_readers_line_is_shown_with_the_message(report, form):
    shown = getattr(report(ANSWERS["raising"]), form)
    assert re.search(r"line \d+, in &lt;lambda&gt;|line \d+, in <lambda>", shown)
    assert "operands could not be broadcast together" in shown
    assert "calling.py" not in shown


def test_two_wrong_cases_are_shown_with_their_values(report):
    made = report(UPSIDE_DOWN)
    assert not any(line.right for line in made.lines)
    assert [line.detail is not None for line in made.lines] == [True, True] + [False] * (len(made.lines) - 2)


def test_the_call_that_went_wrong_is_the_one_that_is_shown(report):
    made = report(softmax_of(lambda z: losses.softmax(z) + (len(z) == 7)))
    (wrong_line,) = [line for line in made.lines if not line.right]
    assert wrong_line.words == "call 2 of 2: 14 of 14 values are different"
    assert wrong_line.detail.arguments[0][1].startswith("array of shape (7, 2)")


def test_a_missing_value_error_is_shown_as_expected(report):
    def mse(predictions, targets):
        return float(np.sum((np.asarray(predictions, float) - targets) ** 2) / 2 / len(predictions))

    (line,) = [line for line in report(mse).lines if not line.right]
    assert (line.detail.call, line.detail.expected) == ("mse(predictions, targets)", "a ValueError")
    assert [name for name, _ in line.detail.arguments] == ["predictions", "targets"]


def test_the_argument_names_are_the_readers_own(report):
    def mse(p, *others):
        return 0.0

    assert report(mse).lines[0].detail.call == "mse(p, argument 2)"


def test_how_an_answer_was_used_is_shown_with_the_authors_probe(report, plans):
    probe = "def halved(thing, scores):\n    return thing(scores) / 2\n"
    shown = report(losses.softmax, replace(plans["softmax"], probe=probe)).text
    assert "in halved(softmax, scores)" in shown
    assert "return thing(scores) / 2" in shown


def test_of_a_variable_only_the_name_is_shown(report, plans):
    planned = replace(plans["softmax"], probe=inspect.getsource(value), cases=plans["softmax"].cases[:1])
    case = replace(planned.cases[0], calls=[Call(()).encode()], expected=[answer(lambda: 2, Call(()).encode())])
    shown = report(3, replace(planned, cases=[case])).text
    assert "in softmax\n" in shown
    assert "def value" not in shown


def test_html_folds_every_hint_into_the_one_before(report):
    made = report(UPSIDE_DOWN)
    folded = made.html[made.html.index("Hint 1 of 3") :]
    assert re.sub(r"<p>.*?</p>", "", folded) == (
        "Hint 1 of 3</summary><details><summary>Hint 2 of 3</summary><details><summary>Hint 3 of 3</summary>"
        "</details></details></details></div>"
    )


def test_code_in_hints_and_sentences_is_set_as_code():
    assert html_page._marked("use `a < b` here") == "use <code>a &lt; b</code> here"


def test_a_right_answer_gets_no_hints(report):
    made = report(losses.softmax)
    assert made.hints == ()
    assert "Hint" not in made.html + made.text


def test_terminals_get_the_text_and_notebooks_the_page(report):
    made = report(UPSIDE_DOWN)
    assert repr(made) == made.text
    assert made._repr_html_() == made.html


def test_outside_of_the_style_no_colour_is_set_for_text(report):
    page = Page(report(UPSIDE_DOWN).html)
    styles = [attributes["style"] for _, attributes in page.tags if "style" in attributes]
    assert all(style.startswith(("--selfcheck-mark:", "background:")) for style in styles)


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", sorted(set(html_page.COLOURS.values())))
def test_white_text_is_readable_on_the_badges(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_lines_of_text_are_short(report):
    text = report(ANSWERS["raising"]).text
    prose = [line for line in text.splitlines() if not line.startswith("         ")]
    assert max(map(len, prose)) <= 88


ANY_LAW = "from grader.selfcheck import wrong\n\ndef refuses(calls, answers, expected):\n    return wrong('no')\n"


def test_where_many_answers_are_right_the_references_own_is_not_given_away(report, plans):
    cases = [replace(case, law=LawText("refuses", ANY_LAW)) for case in plans["softmax"].cases]
    detail = report(UPSIDE_DOWN, replace(plans["softmax"], cases=cases)).lines[0].detail
    assert detail.got.startswith("array of shape (5, 3)")
    assert detail.expected == ""
    assert detail.place == ""


def test_every_outcome_has_its_words_and_colour(report):
    assert set(html_page.COLOURS) == {"passed", "partial", "failed", "unwritten"}
    assert Page(report(losses.softmax).html).text.startswith("All right softmax 3 of 3 points here")


def test_a_named_mistake_is_told_in_the_page(report, course):
    known = course.chapter("losses").definitions()["softmax"].wrong_answers[0]
    assert f"Likely cause. {known.sentence}" in Page(report(UPSIDE_DOWN).html).text
