"""What wrong results have in common: the sentences, when none is told, and that hidden arguments stay hidden."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from grader.exercise import Case, Exercise, raises
from grader.plan import plan
from grader.selfcheck import asking
from grader.selfcheck.judge import judge
from grader.selfcheck.laws import LawText
from grader.selfcheck.telling import LONGEST, is_general, tell, with_telling

HINTS = ("a", "b", "c")


def matrices(rng):
    return [(rng.normal(size=shape),) for shape in ((3, 4), (2, 5), (4, 4), (5, 2), (1, 3), (6, 1))]


def planned_for(reference, arguments=matrices, **rest):
    return plan(Exercise(reference, points=1, hints=HINTS, cases=(Case("some", arguments), *rest.pop("more", ()))))


def documents(function, planned):
    return [case.answers for case in asking.ask(function, planned)]


def said(reference, function, arguments=matrices, **rest):
    """Return the sentence that the author of an answer is told, or None."""
    planned = planned_for(reference, arguments, **rest)
    told = tell(planned, documents(function, planned))
    return told and told.sentence


def tripled(x):
    return 3.0 * x


def curved(x):
    return 2.5 * x + np.sin(x)


RELATED = {
    "sign": (lambda r: -r, "Every result has the wrong sign."),
    "twice": (lambda r: 2 * r, "Every result is twice the right one."),
    "half": (lambda r: r / 2, "Every result is half the right one."),
    "third": (lambda r: r / 3, "Every result is 1/3 times the right one."),
    "transposed": (lambda r: r.T, "Every result is the right one transposed."),
    "reversed": (lambda r: r[::-1, ::-1], "Every result has its rows and its columns in reverse order."),
    "complement": (lambda r: 1 - r, "Every result is 1 minus the right one."),
    "added": (lambda r: r + 1, "Every result is the right one plus 1."),
    "taken away": (lambda r: r - 2, "Every result is the right one minus 2."),
    "square": (lambda r: r**2, "Every result is the square of the right one."),
    "exponential": (lambda r: np.exp(r), "Every result is the exponential of the right one."),
    "inverse": (lambda r: 1 / r, "Every result is 1 over the right one."),
    "rounded": (lambda r: np.round(r), "Every result is rounded to a whole number."),
    "digits": (lambda r: np.round(r, 2), "Every result is rounded."),
    "cut off": (lambda r: r.astype(int), "Every result is cut off to a whole number."),
    "axis": (lambda r: r[..., np.newaxis], "Every result holds the right numbers with an axis too many."),
    "flat": (lambda r: r.ravel(), "Every result holds the right numbers with an axis too few."),
    "rows": (lambda r: r.sum(axis=0), "Every result is the right one with its rows added up."),
    "sum": (lambda r: r.sum(), "Every result is the sum of the right one's numbers."),
    "last row": (lambda r: np.vstack([r, r[:1]]), "Every result has rows too many at the end."),
    "columns": (lambda r: np.hstack([r, r]), "Every result has columns too many at the end."),
    "nan": (lambda r: r * np.nan, "Every result is not a number (NaN)."),
    "zeros": (lambda r: r * 0, "Every result is 0 everywhere."),
    "none": (lambda r: None, "Nothing comes back: is the `return` missing, or is the result printed?"),
    "truths": (lambda r: r > 0, "Wrong results are True and False where numbers are asked."),
    "softmax": (
        lambda r: np.exp(r) / np.exp(r).sum(axis=-1, keepdims=True),
        "Every result is the softmax of the right one.",
    ),
}


@pytest.mark.parametrize("name", RELATED)
def test_what_all_results_have_in_common_is_told(name):
    function, sentence = RELATED[name]
    assert said(curved, lambda x: function(curved(x))) == sentence


def test_entries_that_are_wrong_are_told_by_their_place():
    def first_row(x):
        out = tripled(x)
        out[0] = 7.25
        return out

    arguments = lambda rng: [(rng.normal(size=(n, 3)),) for n in (2, 3, 4)]  # noqa: E731
    assert said(tripled, first_row, arguments) == "Only numbers in the first row are wrong."
    flipped = lambda x: np.where(x < 0, -tripled(x), tripled(x))  # noqa: E731
    assert said(tripled, flipped, arguments) == "Every result is the right one without its sign."


def test_of_numbers_picked_out_the_sizes_are_those_of_the_whole():
    def raised_below(x):
        return np.vstack([tripled(x)[:1], tripled(x)[1:] + 1 / len(x)])

    arguments = lambda rng: [(rng.normal(size=shape),) for shape in ((2, 3), (3, 5), (4, 2), (7, 3))]  # noqa: E731
    assert said(tripled, raised_below, arguments) == (
        "Only numbers after the first row are wrong: "
        "each wrong one is the right one plus 1 divided by the number of rows of `x`."
    )


def stepped(w, grad, rate):
    return w - rate * grad


def steps(rng):
    return [(rng.normal(size=n), rng.normal(size=n), rate) for n, rate in ((3, 0.1), (4, 0.25), (2, 0.7), (5, 0.3))]


STEPS = {
    "uphill": (lambda w, grad, rate: w + rate * grad, "Every result differs from `w` in the opposite direction."),
    "alone": (lambda w, grad, rate: -rate * grad, "Every result is the right one minus `w`."),
    "too far": (
        lambda w, grad, rate: w - grad,
        "Every result differs from `w` by the right difference divided by `rate`.",
    ),
    "as given": (lambda w, grad, rate: w, "Every result is `w` as it was given."),
    "product": (lambda w, grad, rate: w * grad, "Every result is nothing but `w * grad`."),
}


@pytest.mark.parametrize("name", STEPS)
def test_what_is_made_of_the_arguments_is_told_by_their_names(name):
    function, sentence = STEPS[name]
    assert said(stepped, function, steps) == sentence


def test_a_mean_in_the_place_of_a_sum_is_told_by_the_number_of_rows():
    column_sums = lambda x: x.sum(axis=0)  # noqa: E731
    assert said(column_sums, lambda x: x.mean(axis=0)) == (
        "Every wrong result is the right one divided by the number of rows of `x`."
    )


def test_an_argument_is_the_same_as_a_list_and_as_an_array():
    shifted = lambda x: np.asarray(x) - np.mean(x)  # noqa: E731
    arguments = lambda rng: [(x,) for x in (rng.normal(size=(3, 2)), [[1.0, 2.5], [0.5, 7.0]], rng.normal(size=(2, 4)))]  # noqa: E731
    assert (
        said(lambda x: np.asarray(x) * 1.0, shifted, arguments)
        == "Every result is the right one minus the mean of `x`."
    )


def test_a_default_that_a_call_leaves_out_is_known():
    def decayed(x, beta=0.9):
        return x * 1.0

    wrong = lambda x, beta=0.9: x / (1 - beta)  # noqa: E731
    arguments = lambda rng: [(rng.normal(size=3),), (rng.normal(size=4), 0.5), (rng.normal(size=2), 0.2)]  # noqa: E731
    assert said(decayed, wrong, arguments) == "Every result is the right one divided by (1 - `beta`)."


def moments(x):
    return x.mean(axis=0), x.var(axis=0), len(x)


PARTS = {
    "second": (lambda m, v, n: (m, -v, n), "Result 2 of 3, if wrong, has the wrong sign."),
    "two": (lambda m, v, n: (2 * m, 2 * v, n), "Each of results 1 and 2 of 3, if wrong, is twice the right one."),
    "unknown": (lambda m, v, n: (m, v, np.sin(n)), "Only result 3 of 3 is wrong."),
    "order": (lambda m, v, n: (v, m, n), "Every result has the right parts in another order."),
    "missing": (lambda m, v, n: (m, v), "Every result lacks result 3 of 3."),
    "alone": (lambda m, v, n: v, "Every result is result 2 of 3 alone."),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_of_a_result_are_told_apart(name):
    function, sentence = PARTS[name]
    told = said(moments, lambda x: function(*moments(x)))
    assert told == sentence or told == sentence.replace(", if wrong,", "")


def test_where_answers_are_wrong_is_told_if_chance_is_unlikely():
    def shaped(x, kind):
        return x**2 if kind == "square" else np.tanh(x) if kind == "tanh" else x

    wrong = lambda x, kind: np.sin(x) * 3 if kind == "tanh" else shaped(x, kind)  # noqa: E731
    ask = lambda rng: [(rng.normal(size=n), kind) for n in (2, 3, 5) for kind in ("square", "tanh", "none")]  # noqa: E731
    reference = Exercise(shaped, points=1, hints=HINTS, cases=(Case("some", ask),))
    planned = plan(reference)
    public = replace(planned, questions=planned.cases)
    told = tell(public, documents(wrong, public), documents(wrong, public))
    assert told.sentence == "Results are wrong where `kind` is 'tanh', and nowhere else."
    assert tell(planned, documents(wrong, planned)) is None  # no public question shows it


STOPS = {
    "rows": (lambda x: np.array([[1.0], [2.0, 3.0]]), "An array is made of rows that have different lengths."),
    "name": (lambda x: missing, "A name is used that is not defined."),  # noqa: F821
    "truth": (lambda x: 1 if x > 0 else 0, "`if`, `and` or `or` is asked of a whole array: which number is meant?"),
    "index": (lambda x: x[100], "An index goes beyond the end of an array."),
    "shapes": (
        lambda x: np.ones((7, 2)) @ np.ones((3, 7)),
        "A matrix product is taken of shapes that do not fit: is a transpose missing?",
    ),
    "none": (lambda x: None + 1, "None is used as a value: does a call in it return nothing?"),
}


@pytest.mark.parametrize("name", STOPS)
def test_an_exception_is_explained_without_its_message(name):
    function, sentence = STOPS[name]
    assert said(tripled, function) == sentence


def test_an_argument_that_is_changed_is_named():
    def in_place(x):
        x *= 3.0
        return x

    assert said(tripled, in_place) == "What comes back is right, but `x` is changed by the call: work on a copy."


def test_results_that_change_from_call_to_call_are_told():
    state = []

    def forgetful(x):
        state.append(0)
        return 3.0 * x + len(state)

    planned = planned_for(tripled)
    public = replace(planned, questions=planned.cases)
    rounds = [documents(forgetful, public) for _ in range(3)]
    assert tell(public, *rounds).kind == "unsteady"


def test_a_missing_refusal_is_told_only_where_all_results_are_right():
    def refused(x):
        if x.ndim != 2:
            raise ValueError("two axes")
        return 3.0 * x

    more = (raises("one axis", lambda rng: (rng.normal(size=3),)),)
    assert said(refused, tripled, more=more).startswith("The results are right; what is missing is the ValueError")
    assert said(refused, lambda x: -3.0 * x, more=more) == "Every result has the wrong sign."


EVENLY = LawText(
    "evenly",
    "from grader.selfcheck import RIGHT, wrong\n"
    "def evenly(calls, answers, expected):\n"
    "    said = {1: 'some come too often', 2: 'all are alike', 3: 'are all drawn?'}.get(answers[0].value)\n"
    "    return wrong(said) if said else RIGHT\n",
)


def test_what_laws_say_is_told_and_of_several_things_the_most_frequent():
    def told(*numbers):
        cases = [Case(f"{at}", lambda rng, n=n: (n,)) for at, n in enumerate(numbers)]
        planned = plan(Exercise(lambda n: 0, points=1, hints=HINTS, cases=cases))
        planned = replace(planned, cases=[replace(case, law=EVENLY, expected=[]) for case in planned.cases])
        return tell(planned, documents(lambda n: n, planned)).sentence

    assert told(0, 1) == told(1, 1) == "Some come too often."
    assert told(1, 2, 2) == "Among other things: all are alike."
    assert told(3) == "Are all drawn?"


# When nothing is told


def test_one_wrong_number_is_no_evidence():
    assert said(tripled, lambda x: -3.0 * x, lambda rng: (np.array([2.0]),)) is None


def test_a_relation_that_one_result_contradicts_is_not_told():
    wrong = lambda x: -3.0 * x if len(x) > 2 else 3.0 * x + np.sin(x)  # noqa: E731
    assert said(tripled, wrong) is None


def test_what_is_told_is_short_even_of_long_names():
    def stepped_far(the_weights_of_the_network, the_gradient_in_those_weights, the_rate_at_which_it_learns):
        return the_weights_of_the_network - the_rate_at_which_it_learns * the_gradient_in_those_weights

    wrong = lambda w, grad, rate: w + rate**2 * grad * (1 - rate)  # noqa: E731
    assert len(said(stepped_far, wrong, steps) or "") <= LONGEST


def test_forged_answers_are_no_answers():
    planned = planned_for(tripled)
    assert tell(planned, [[{"value": "forged"}] * 6]) is None
    assert tell(planned, [[]]) is None


def test_rows_of_different_lengths_are_an_argument_like_others():
    arguments = lambda rng: [([[1.0], [2.0, 3.0 + n]],) for n in range(3)]  # noqa: E731
    longest = lambda rows: max(len(row) for row in rows) + sum(map(sum, rows))  # noqa: E731
    assert said(longest, lambda rows: -longest(rows), arguments) == "Every result has the wrong sign."


@settings(max_examples=25, deadline=None)
@drawn(
    seed=st.integers(0, 2**32 - 1), factor=st.sampled_from([-1.0, 2.0, 0.5, -3.0, 10.0, 0.25]), is_turned=st.booleans()
)
def test_a_right_answer_is_never_told_anything_and_one_wrong_throughout_is(seed, factor, is_turned):
    sizes = np.random.default_rng(seed).integers(2, 6, size=(4, 2))
    planned = planned_for(curved, lambda _: [(np.random.default_rng(seed).normal(size=tuple(size)),) for size in sizes])
    right = documents(curved, planned)
    assert with_telling(planned, judge(planned, right), right).misconception == ""
    wrong = documents(lambda x: (factor * curved(x)).T if is_turned and factor == -1 else factor * curved(x), planned)
    result = with_telling(planned, judge(planned, wrong), wrong)
    assert is_general(result.misconception) or (is_turned and factor == -1)
    if not is_turned:
        words = {-1.0: "has the wrong sign", 2.0: "is twice the right one", 0.5: "is half the right one"}
        assert words.get(factor, "times the right one") in result.sentence


def test_an_author_goes_first():
    exercise = Exercise(tripled, points=1, hints=HINTS, cases=(Case("some", matrices),))
    exercise.wrong("Three times, not minus three times.")(_minus_tripled)
    planned = plan(exercise)
    wrong = documents(_minus_tripled, planned)
    result = with_telling(planned, judge(planned, wrong), wrong)
    assert (result.misconception, is_general(result.misconception)) == ("_minus_tripled", False)


def _minus_tripled(x):
    return -3.0 * x
