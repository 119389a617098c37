"""What wrong texts have in common with the right ones: what is said of each kind, and when nothing is."""

import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.selfcheck import asking
from grader.selfcheck.telling import tell

NAMES = ("ada king", "alan turing of london", "grace brewster murray", "emmy")


def greeting(name, number):
    """Return a greeting."""
    return f"Hello {name.title()}, you are No. {number}!"


def verse(name, number):
    """Return some lines, in the order of the alphabet."""
    return "".join(f"{word}: {len(word) + number}\n" for word in sorted(name.split()))


def split(name, number):
    """Return the words."""
    return name.split()


def said(reference, function):
    """Return the sentence that the author of an answer is told, or None."""
    calls = lambda rng: [(name, number) for number, name in enumerate(NAMES)]  # noqa: E731
    planned = plan(Exercise(reference, 1, ("a", "b", "c"), (Case("some", calls),)))
    found = tell(planned, [one.answers for one in asking.ask(function, planned)])
    return found and found.sentence


def of(reference, change):
    return lambda name, number: change(reference(name, number))


GREETINGS = {
    "small": (str.lower, "is all in small letters"),
    "capital": (str.upper, "is all in capital letters"),
    "first": (lambda t: t[0].lower() + t[1:], "begins with a small letter in place of a capital one"),
    "case": (str.swapcase, "differs in capital letters only"),
    "blank": (lambda t: t + " ", "has blanks too many at its end"),
    "before": (lambda t: "  " + t, "has blanks too many at its beginning"),
    "line end": (lambda t: t + "\n", "has a line end too many"),
    "two blanks": (lambda t: t.replace(" ", "  "), "differs in blanks or line ends only"),
    "no blanks": (lambda t: t.replace(" ", ""), "has the right letters, but lacks blanks between them"),
    "letters": (lambda t: " ".join(t.replace(" ", "")), "has the right letters, with blanks too many between them"),
    "quoted": (repr, "stands in quotation marks"),
    "backwards": (lambda t: t[::-1], "is written backwards"),
    "words": (lambda t: " ".join(t.split()[::-1]), "has its words in reverse order"),
    "shuffled": (lambda t: " ".join(sorted(t.split(), key=len)), "has the right words in another order"),
    "first word": (lambda t: " ".join(t.split()[1:]), "lacks its first word"),
    "alone": (lambda t: t.split()[0], "is its first word alone"),
    "last letter": (lambda t: t[:-1], "lacks its last letter"),
    "mark": (lambda t: t + "!", "has a letter or mark too many at the end"),
    "marks": (lambda t: t.replace(",", ";"), "has the right letters with other marks, or blanks, between them"),
    "numbers": (lambda t: t.replace("No. ", "No. 1"), "differs in its numbers only"),
    "digits": (lambda t: t.replace("!", ".0!"), "writes its numbers in another way"),
    "prefix": (
        lambda t: t.removeprefix("Hello A").removeprefix("Hello G").removeprefix("Hello E"),
        "lacks its beginning",
    ),
    "same prefix": (lambda t: "Oh! " + t, "has the same too many in front of the right one"),
    "suffix": (lambda t: t + " Bye, " + t[6:8], "has something too many behind the right one"),
    "sorted": (lambda t: "".join(sorted(t)), "has the right letters in another order"),
    "empty": (lambda t: "", "is empty"),
}


@pytest.mark.parametrize("name", GREETINGS)
def test_what_all_wrong_texts_are_is_told(name):
    change, words = GREETINGS[name]
    assert said(greeting, of(greeting, change)) == f"Every result {words}."


def test_a_beginning_that_all_right_ones_share_is_said_to_be_missing():
    assert said(greeting, lambda name, number: greeting(name, number)[4:]) == (
        "Every result lacks the beginning that all right ones share."
    )


def test_an_argument_that_comes_back_is_named():
    assert said(greeting, lambda name, number: name) == "Every result is `name` as it was given."
    assert said(greeting, lambda name, number: name.upper()) == "Every result is `name` in capital letters."


LINES = {
    "reversed": (lambda lines: lines[::-1], "has its lines in reverse order"),
    "title": (lambda lines: ["words:\n", *lines], "has a line too many at the beginning"),
    "blanks": (lambda lines: [line[:-1] + " \n" for line in lines], "has blanks too many at the ends of lines"),
    "in one": (lambda lines: [line[:-1] + " " for line in lines], "has its lines in one"),
    "marks": (lambda lines: [line.replace(":", " =") for line in lines], "has the right letters with other marks"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_are_told_of(name):
    change, words = LINES[name]
    wrong = of(verse, lambda text: "".join(change(text.splitlines(keepends=True))))
    assert words in said(verse, wrong)


def test_lines_that_are_wrong_in_one_way_are_told_apart_from_right_ones():
    def first_turned(name, number):
        first, *rest = verse(name, number).splitlines()
        return "\n".join([first[::-1], *rest])

    assert said(verse, first_turned) is None  # a single line is written backwards as a whole
    several = lambda name, number: f"{name.split()[0]}\n{name.split()[-1]}\n{number}\n"  # noqa: E731
    turned = lambda name, number: f"{name.split()[0][::-1]}\n{name.split()[-1][::-1]}\n{number}\n"  # noqa: E731
    assert said(several, turned) == "Every result has wrong lines, each of which is written backwards."


LISTS = {
    "capital": (lambda words: [w.upper() for w in words], "Every wrong part is all in capital letters."),
    "array": (lambda words: np.array(words[::-1]), "Every wrong result is in reverse order."),
    "sorted": (
        lambda words: sorted(words, key=lambda w: w[1]),
        "Every wrong result has the right items in another order.",
    ),
    "joined": (" ".join, "Wrong results are one text where a list of texts is asked."),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_texts_are_told_of(name):
    change, sentence = LISTS[name]
    assert said(split, of(split, change)).replace("Every result", "Every wrong result") == sentence


def test_an_array_of_texts_has_parts_too():
    as_array = lambda name, number: np.array(name.split())  # noqa: E731
    assert said(as_array, of(split, lambda words: [w.upper() for w in words])) == (
        "Every wrong part is all in capital letters."
    )


@pytest.mark.parametrize(
    "change, words",
    [(len, "numbers where text is asked"), (str.split, "lists or tuples where one text is asked")],
    ids=["numbers", "lists"],
)
def test_results_that_are_no_text_are_called_so(change, words):
    assert words in said(greeting, of(greeting, change))


# When nothing is told


def test_texts_that_have_nothing_in_common_are_not_told_of():
    assert said(greeting, lambda name, number: "xyz" * (number + 1)) is None


def test_what_one_text_contradicts_is_not_told():
    wrong = lambda name, number: greeting(name, number).upper() if number else "Good day."  # noqa: E731
    assert said(greeting, wrong) is None


def test_one_short_text_is_too_little():
    reference = lambda name, number: "ab"  # noqa: E731
    assert said(reference, lambda name, number: "AB") is None


def test_right_texts_are_never_told_anything():
    for reference in (greeting, verse, split):
        assert said(reference, reference) is None
