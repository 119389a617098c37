import math
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.grading.result import CaseReport, ExerciseReport, SubmissionResult
from grader.report.similarity import FEWEST, fingerprint, fisher, likenesses, tokens

COPIED = """def mse(predictions, targets):
    total = 0.0
    for row in range(len(predictions)):
        for column in range(len(predictions[row])):
            total += abs(predictions[row][column] - targets[row][column]) ** 2
    return total / len(predictions) / 2
"""
DISGUISED = '''def mse(p,t):
    """My own work."""
    s=0.0  # the sum
    for i in range( len(p) ):

        for j in range(len(p[i])):
            s += abs(p[i][j] - t[i][j])**2
    return s / len(p) / 2
'''
REFERENCE = """def mse(predictions, targets):
    predictions, targets = np.asarray(predictions), np.asarray(targets)
    return np.sum((predictions - targets) ** 2) / (2 * len(predictions))
"""


def _own(rng, name):
    """Return an answer that nobody else has."""
    lines = [
        f"    v{n} = {rng.choice(['np.sum', 'np.mean', 'max', 'abs'])}(x) {rng.choice('+-*/')} {rng.randint(2, 99)}"
        for n in range(12)
    ]
    return "\n".join([f"def {name}(x):", *lines, "    return v0"])


def _class(count, exercises=4, copies=()):
    """Return a class in which everybody writes on their own, but for some who have the answers of another."""
    rng = random.Random(1)
    answers = {n: {f"e{e}": _own(rng, f"e{e}") for e in range(exercises)} for n in range(count)}
    for one, other, how_many in copies:
        answers[one] |= {f"e{e}": answers[other][f"e{e}"].replace("v", "w") for e in range(how_many)}
    return [
        SubmissionResult(
            f"s{n:03}", "04-losses", [ExerciseReport(name, 1, 1, "passed", source) for name, source in own.items()]
        )
        for n, own in answers.items()
    ]


def test_names_comments_docstrings_and_layout_do_not_matter():
    assert tokens(COPIED) == tokens(DISGUISED)
    assert fingerprint(tokens(COPIED)) == fingerprint(tokens(DISGUISED)) and len(fingerprint(tokens(COPIED))) > FEWEST


@given(st.text())
def test_any_text_has_a_fingerprint(text):
    assert isinstance(fingerprint(tokens(text)), frozenset)


@given(before=st.text("ab +()=\n", max_size=60), after=st.text("ab +()=\n", max_size=60))
def test_what_two_answers_share_word_by_word_leaves_a_hash_in_both(before, after):
    shared = [str(n) for n in range(9)]  # window and gram together
    marks = [fingerprint([*words.split(), *shared]) for words in (before, after)]
    assert marks[0] & marks[1]


CHANCE = st.floats(1e-9, 1)


@given(CHANCE, CHANCE)
def test_one_chance_stays_itself_and_of_two_the_chance_of_their_product_is_the_closed_form(one, other):
    assert fisher([one], 1) == pytest.approx(one)
    product = one * other
    assert fisher([one, other], 2) == pytest.approx(product * (1 - math.log(product)))
    assert fisher([one], 2) == pytest.approx(fisher([one, 1.0], 2))


def test_of_chances_that_are_even_the_chance_together_is_even():
    rng = random.Random(0)
    together = [fisher([rng.random() for _ in range(5)], 5) for _ in range(20_000)]
    assert [sum(chance < share for chance in together) / 20_000 for share in (0.01, 0.1, 0.5)] == pytest.approx(
        [0.01, 0.1, 0.5], abs=0.012
    )


def test_in_a_class_of_people_who_write_on_their_own_nobody_is_named():
    assert likenesses(_class(60), {}) == []


def test_those_who_have_the_answers_of_another_are_named_with_what_chance_explains():
    found = likenesses(_class(60, copies=[(3, 17, 4), (8, 9, 3)]), {})
    assert [one.students for one in found] == [("s003", "s017"), ("s008", "s009")]
    assert [len(one.agreements) for one in found] == [4, 3]
    assert 0 < found[0].expected < found[1].expected < 0.1
    assert all(agreement.share == 1 for one in found for agreement in one.agreements)


def test_one_exercise_alone_is_no_more_than_chance_explains():
    assert likenesses(_class(60, copies=[(3, 17, 1)]), {}) == []


def _renamed_and_moved(text):
    """Return an answer with other names and its statements in another order."""
    head, first, *lines, last = text.replace("v", "w").replace("x", "data").splitlines()
    return "\n".join([head, "    # mine", *lines[3:6], first, *lines[:3], *lines[6:], last])


def test_a_copy_with_other_names_comments_and_order_is_found_in_the_first_place():
    results = _class(60)
    results[30].exercises[:] = [replace(own, source=_renamed_and_moved(own.source)) for own in results[12].exercises]
    assert [one.students for one in likenesses(results, {})] == [("s012", "s030")]


STYLES = {
    "loops": """def {name}(x):
    total = {zero}
    for {i} in range(len(x)):
        total {add} x[{i}] {times} x[{i}]
    return total / {count}
""",
    "steps": """def {name}(x):
    x = np.{array}(x)
    squares = x {times} x
    total = np.sum(squares)
    {i} = {count}
    return total / {i}
""",
    "lists": """def {name}(x):
    squares = [{i} {times} {i} for {i} in x]
    total = sum(squares, {zero})
    return total / {count}
""",
}
WAYS = {"zero": ["0", "0.0"], "i": ["i", "k"], "add": ["+=", "-= -"], "times": ["*", "* 1.0 *", "* 1 *"],
        "array": ["array", "asarray"], "count": ["len(x)", "x.shape[0]", "(2 * len(x))"]}  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_people_who_write_everything_in_one_style_are_not_named_for_that(seed):
    rng = random.Random(seed)
    results = _class(40, exercises=8)
    for number, result in enumerate(results):
        text = STYLES["loops" if number < 24 else "steps" if number < 34 else "lists"]
        ways = [{way: rng.choice(several) for way, several in WAYS.items()} for _ in result.exercises]
        own = [replace(one, source=text.format(name=one.name, **way)) for one, way in zip(result.exercises, ways)]
        result.exercises[:] = own
    assert likenesses(results, {}) == []


def test_what_everybody_writes_is_no_agreement():
    reports = [ExerciseReport(f"e{e}", 1, 1, "passed", COPIED) for e in range(4)]
    assert likenesses([SubmissionResult(f"s{n}", "04-losses", reports) for n in range(30)], {}) == []


@pytest.mark.parametrize("published", [REFERENCE, REFERENCE.replace("predictions", "a").replace("targets", "b")])
def test_the_shape_of_the_reference_is_no_agreement(published):
    results = _class(40)
    for result in results[:2]:
        result.exercises[:] = [ExerciseReport(f"e{e}", 1, 1, "passed", REFERENCE) for e in range(4)]
    assert likenesses(results, {}) != []
    assert likenesses(results, {f"e{e}": [published] for e in range(4)}) == []


def test_a_rare_mistake_that_two_share_is_told():
    results = _class(60, copies=[(3, 17, 4)])
    for number in (3, 17):
        first = results[number].exercises[0]
        cases = [CaseReport("a batch", 0.0, "the value is twice what is expected")]
        results[number].exercises[0] = ExerciseReport(first.name, 0, 1, "failed", first.source, cases)
    [found] = likenesses(results, {})
    assert found.agreements[0].mistake == "a batch: the value is twice what is expected: 2 of 60"
