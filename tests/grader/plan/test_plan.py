import numpy as np
import pytest

from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.selfcheck import wire
from grader.selfcheck.calling import Call


def total(x, scale=1.0):
    return float(np.sum(x)) * scale


def exercise_of(*cases):
    exercise = Exercise(total, 2, ("a", "b", "c"), cases)

    @exercise.wrong("Add up, do not average.")
    def total_averaged(x, scale=1.0):
        return float(np.mean(x)) * scale

    return exercise


FIRST = Case("first", lambda rng: (rng.normal(size=3),))
SECOND = Case("second", lambda rng: (rng.normal(size=5),), share=3)


def bytes_of(*cases, seed=b"seed", audience="reader"):
    return wire.dumps(plan(exercise_of(*cases), seed, audience).to_document())


def test_the_same_seed_gives_the_same_bytes():
    assert bytes_of(FIRST, SECOND) == bytes_of(FIRST, SECOND)


def test_another_seed_gives_other_arguments():
    assert bytes_of(FIRST, seed=b"one") != bytes_of(FIRST, seed=b"two")


def test_no_case_disturbs_the_arguments_of_another():
    alone, together = plan(exercise_of(SECOND), b"seed"), plan(exercise_of(FIRST, SECOND), b"seed")
    assert alone.cases[0].calls == together.cases[1].calls


def test_measured_memory_does_not_make_plans_differ():
    limited = Case("limited", lambda rng: Call((rng.normal(size=1000),), memory=10**8))
    recorded = plan(exercise_of(limited)).cases[0]
    assert [answer["peak_memory"] for answer in recorded.expected] == [0]


def test_shares_add_up_to_one():
    assert [case.share for case in plan(exercise_of(FIRST, SECOND)).cases] == [0.25, 0.75]


@pytest.mark.parametrize(("audience", "names"), [("reader", ["a", "r"]), ("grader", ["a", "g"])])
def test_each_audience_gets_its_cases(audience, names):
    cases = [Case(name, FIRST.arguments, audience=who) for name, who in
             (("a", "everyone"), ("r", "reader"), ("g", "grader"))]  # fmt: skip
    planned = plan(exercise_of(*cases), audience=audience)
    assert [case.name for case in planned.cases] == names
    assert [case.share for case in planned.cases] == [0.5, 0.5]


def test_parameters_are_made_when_they_are_needed():
    loose = Case("loose", FIRST.arguments, parameters=lambda: {"rtol": 0.5})
    assert plan(exercise_of(loose)).cases[0].parameters == {"rtol": 0.5}


def test_keywords_reach_the_reference():
    scaled = Case("scaled", lambda rng: Call((np.ones(3),), {"scale": 2.0}))
    assert plan(exercise_of(scaled)).cases[0].expected[0]["value"] == 6.0


def test_wrong_answers_are_recorded_where_they_are_wrong():
    one_entry = Case("one entry", lambda rng: (rng.normal(size=1),))
    planned = plan(exercise_of(FIRST, one_entry))
    assert [list(case.mistakes) for case in planned.cases] == [["total_averaged"], []]
    assert planned.sentences == {"total_averaged": "Add up, do not average."}


def test_a_plan_holds_no_code():
    assert b"def " not in bytes_of(FIRST, SECOND)


def test_a_plan_for_readers_leaves_out_needless_results_and_one_for_grading_keeps_all():
    def ones(x, scale=1.0):
        return np.ones(len(x))

    def zeros(x, scale=1.0):
        return np.zeros(len(x))

    lengths = (300, 400, 500, 600)
    cases = [Case(f"of {n}", lambda rng, n=n: (rng.normal(size=n),)) for n in lengths]
    exercise = Exercise(ones, 1, ("a", "b", "c"), cases)
    exercise.wrong("Return ones.")(zeros)
    results = {who: [one.mistakes["zeros"] for one in plan(exercise, b"", who).cases] for who in ("reader", "grader")}
    assert [bool(one) for one in results["reader"]] == [True, True, False, False]
    assert all(results["grader"])
