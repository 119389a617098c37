"""Results of wrong answers: as few as tell each from all others."""

from dataclasses import replace

from grader.plan.recorded import LONGEST, SHORT, without_needless_results
from grader.selfcheck.judge import PlannedCase
from grader.selfcheck.laws import LawText

LONG = [{"value": "a" * (SHORT + 1)}]
OTHER = [{"value": "b" * (SHORT + 1)}]
BRIEF = [{"value": 1.0}]


def left_of(*mistakes):
    empty = PlannedCase("a case", 1.0, LawText("equal"), {}, [], [])
    return [one.mistakes for one in without_needless_results([replace(empty, mistakes=one) for one in mistakes])]


def test_long_results_are_left_out_where_two_cases_say_enough():
    assert left_of({"a": LONG}, {"a": BRIEF}, {"a": LONG}) == [{"a": LONG}, {"a": BRIEF}, {"a": []}]


def test_short_results_stay():
    cases = [{"a": BRIEF}, {"a": BRIEF}, {"a": BRIEF}]
    assert left_of(*cases) == cases


def test_long_results_stay_where_nothing_else_tells_two_wrong_answers_apart():
    cases = [{"a": LONG, "b": LONG}, {"a": BRIEF, "b": BRIEF}, {"a": LONG, "b": OTHER}]
    assert left_of(*cases) == cases


def test_a_case_that_one_of_two_gets_right_tells_them_apart():
    shorter = left_of({"a": LONG, "b": LONG}, {"a": BRIEF}, {"a": LONG, "b": OTHER})
    assert shorter == [{"a": LONG, "b": LONG}, {"a": BRIEF}, {"a": [], "b": OTHER}]


def test_far_too_long_results_never_travel():
    assert left_of({"a": [{"value": "a" * LONGEST}]}) == [{"a": []}]


def test_errors_alone_are_left_out_and_say_nothing_of_who_made_them():
    stopped = [{"error": "KeyError"}]
    assert left_of({"a": stopped}, {"a": stopped}, {"a": LONG}) == [{"a": []}, {"a": []}, {"a": LONG}]


def test_results_that_differ_by_rounding_tell_nobody_apart():
    rounded = [{"value": 1.0 + 1e-15}]
    cases = [{"a": BRIEF, "b": rounded}, {"a": BRIEF, "b": BRIEF}, {"a": LONG, "b": OTHER}]
    assert left_of(*cases) == cases
