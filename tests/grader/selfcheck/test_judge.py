import json

import numpy as np
import pytest

from grader.exercise import Case, Exercise, raises
from grader.plan import plan
from grader.selfcheck.calling import answer
from grader.selfcheck.judge import CaseResult, PlannedExercise, add_up, judge, judge_case
from grader.selfcheck.laws import catches
from grader.selfcheck.wire import Function


def halve(x):
    x = np.asarray(x, dtype=float)
    if x.ndim != 1:
        raise ValueError("one axis")
    return x / 2


exercise = Exercise(
    halve,
    points=4,
    hints=("a", "b", "c"),
    cases=(
        Case("a core", lambda rng: (rng.normal(size=3),), share=2),
        Case("large numbers", lambda rng: [(1e6 * rng.normal(size=4),), (1e6 + rng.random(size=2),)]),
        Case("none", lambda rng: (np.zeros(0),), share=0.5),
        raises("two axes", lambda rng: (rng.normal(size=(2, 2)),), share=0.5),
    ),
)


@exercise.wrong("Divide, do not multiply.")
def halve_doubles(x):
    return 2 * np.asarray(x, dtype=float)


@exercise.wrong("Large numbers are halved as well.")
def halve_only_small_numbers(x):
    x = np.asarray(x, dtype=float)
    return np.where(np.abs(x) > 1000, x, x / 2)


@exercise.wrong("Check the number of axes.")
def halve_any_shape(x):
    return np.asarray(x, dtype=float) / 2


@pytest.fixture(scope="module")
def planned():
    return PlannedExercise.from_document(json.loads(json.dumps(plan(exercise).to_document())))


def ask(function, planned):
    return [[answer(function, call) for call in case.calls] for case in planned.cases]


def test_a_plan_survives_the_way_through_json(planned):
    assert planned == plan(exercise)


def test_all_right_earns_all_points(planned):
    result = judge(planned, ask(halve, planned))
    assert (result.points, result.outcome, result.misconception) == (4.0, "passed", "")
    assert [case.fraction for case in result.cases] == [1, 1, 1, 1]


def test_each_case_earns_its_share(planned):
    def halve_but_refuse_none(x):
        return halve(x)[: len(x) or 1 / 0]

    result = judge(planned, ask(halve_but_refuse_none, planned))
    assert (result.points, result.outcome) == (3.5, "partial")
    assert result.cases[2].words == "it raised ZeroDivisionError"


def test_without_the_core_nothing_is_earned(planned):
    result = judge(planned, ask(lambda x: halve(x) + (len(x) == 3), planned))
    assert [case.fraction for case in result.cases] == [0, 1, 1, 1]
    assert (result.points, result.outcome) == (0, "failed")


def test_points_are_in_hundredths():
    cases = [Case(name, lambda rng: (rng.normal(size=2),)) for name in "abc"]
    thirds = plan(Exercise(halve, 1, ("", "", ""), tuple(cases)))
    result = add_up(thirds, [CaseResult("a", 1.0), CaseResult("b", 0.0), CaseResult("c", 0.5)])
    assert result.points == 0.5
    assert add_up(thirds, [CaseResult("a", 1.0), CaseResult("b", 0.0), CaseResult("c", 0.0)]).points == 0.33


def test_nearly_everything_is_not_passed():
    one = plan(Exercise(halve, 1, ("", "", ""), (Case("a", lambda rng: (rng.normal(size=2),)),)))
    result = add_up(one, [CaseResult("a", 0.9999999)])
    assert (result.points, result.outcome) == (1, "partial")


@pytest.mark.parametrize("wrong", [wrong.name for wrong in exercise.wrong_answers])
def test_the_author_of_a_wrong_answer_is_told_its_sentence(planned, wrong):
    known = next(one for one in exercise.wrong_answers if one.name == wrong)
    result = judge(planned, ask(known.thing, planned))
    assert (result.misconception, result.sentence) == (known.name, known.sentence)


def test_a_mistake_is_known_although_the_reader_checks_more(planned):
    def doubled_and_checked(x):
        if x.ndim != 1:
            raise ValueError
        return x * 2.0

    assert judge(planned, ask(doubled_and_checked, planned)).misconception == "halve_doubles"


def test_what_right_answers_contradict_is_not_told(planned):
    def broken_for_two_axes(x):
        return np.asarray(x, dtype=float) * (2 if np.ndim(x) == 2 else 0.5)

    result = judge(planned, ask(broken_for_two_axes, planned))
    assert result.cases[3].fraction == 0
    assert result.misconception == ""


def test_an_exception_alone_names_no_misconception():
    def halve_crashes(x):
        raise KeyError

    crashing = Exercise(halve, 1, ("", "", ""), exercise.cases)
    crashing.wrong("Do not look for keys.")(halve_crashes)
    made = plan(crashing)
    assert judge(made, ask(halve_crashes, made)).misconception == ""


def test_a_changed_argument_is_part_of_the_mistake():
    def halve_in_place(x):
        x /= 2
        return x

    changing = Exercise(halve, 1, ("", "", ""), (Case("a", lambda rng: (rng.normal(size=2),)),))
    changing.wrong("Work on a copy.")(halve_in_place)
    made = plan(changing)
    assert judge(made, ask(halve_in_place, made)).misconception == "halve_in_place"
    assert judge(made, ask(halve, made)).outcome == "passed"


def doubles(f):
    return f(3) == 6 and f(-1) == -2 and f(0.5) == 1


def doubles_three_alone(f):
    return f(3) == 6


def doubles_anything(f):
    return True


def doubles_as_a_number(f):
    return 0.5


def doubles_turned_round(f):
    return f(3) != 6


DOUBLE = "def f(x): return 2 * x"
MISTAKEN = (
    "return x",
    "return 7",
    "return x + 3",
    "return 2 * abs(x)",
    "return round(2 * x)",
    "return 2 * x if x > 0 else 0",
)


@pytest.fixture(scope="module")
def tested():
    texts = [DOUBLE, *(f"def f(x): {mistake}" for mistake in MISTAKEN)]
    case = Case("implementations", lambda rng: [(Function("f", text),) for text in texts], law=catches)
    made = Exercise(doubles, 1, (), (case,))
    made.wrong("Try more than one number.")(doubles_three_alone)
    made.wrong("Ask something.")(doubles_anything)
    return plan(made)


def test_a_tester_that_misses_more_than_a_known_one_is_told_the_same(tested):
    assert judge(tested, ask(lambda f: f(3) in (6, 3), tested)).misconception == "doubles_three_alone"
    assert judge(tested, ask(lambda f: True, tested)).misconception == "doubles_anything"


def test_a_tester_that_says_the_very_same_as_a_known_one_is_told_its_sentence():
    turned = Exercise(doubles, 1, (), (Case("one", lambda rng: [(Function("f", DOUBLE),)], law=catches),))
    turned.wrong("Say True or False.")(doubles_as_a_number)
    turned.wrong("Say True where f is right.")(doubles_turned_round)
    made = plan(turned)
    assert judge(made, ask(lambda f: False, made)).misconception == "doubles_turned_round"
    assert judge(made, ask(lambda f: 0.5, made)).misconception == "doubles_as_a_number"


def test_a_tester_that_is_right_where_a_known_one_is_not_is_told_nothing(tested):
    assert judge(tested, ask(lambda f: f(3) == 6 and f(-1) == -2, tested)).misconception == ""


UNREADABLE = {"no document": None, "a list": [], "text": "text", "a number": 3, "an empty object": {}}


@pytest.mark.parametrize("document", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_answer_is_wrong_and_not_quoted(planned, document):
    result = judge_case(planned.cases[0], [document])
    assert (result.fraction, result.words) == (0, "the answer could not be read: not an answer")


@pytest.mark.parametrize("number", [0, 2], ids=["none", "two"])
def test_another_number_of_answers_than_calls_is_none(planned, number):
    good = answer(halve, planned.cases[0].calls[0])
    assert judge_case(planned.cases[0], [good] * number).words == "there is no answer"


def test_cases_that_nobody_answered_are_wrong(planned):
    answers = ask(halve, planned)[:1]
    result = judge(planned, answers)
    assert [case.fraction for case in result.cases] == [1, 0, 0, 0]
    assert (result.points, result.outcome) == (2, "partial")
    assert judge(planned, []).outcome == "failed"
