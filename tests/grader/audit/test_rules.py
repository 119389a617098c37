import pytest

from grader.audit import audit_exercise
from grader.audit.rules import breaches
from grader.course import Rules

HOUSE = Rules(variants=3, hints=3, wrong_answers=4, wrong_answers_from_3_points=6)


def test_a_sound_exercise_keeps_the_house_rules(sound):
    assert list(breaches(sound(), HOUSE)) == []


TOO_FEW = {
    "variants": (lambda e: e.variants.pop(), "2 variants; an exercise has 3 or more"),
    "wrong answers": (lambda e: e.wrong_answers.pop(), "3 wrong answers; with 2 points there are 4 or more"),
    "hints": (lambda e: setattr(e, "hints", ("a", "b")), "2 hints; an exercise has 3 or more"),
    "many points": (lambda e: setattr(e, "points", 3), "4 wrong answers; with 3 points there are 6 or more"),
    "an empty hint": (lambda e: setattr(e, "hints", ("a", "", "c")), "hint 2 is empty"),
}


@pytest.mark.parametrize(("spoil", "finding"), TOO_FEW.values(), ids=TOO_FEW)
def test_what_is_missing_is_found(spoil, finding, sound):
    exercise = sound()
    spoil(exercise)
    assert list(breaches(exercise, HOUSE)) == [finding]


def test_a_course_without_house_rules_has_none(sound):
    exercise = sound()
    exercise.variants.clear()
    assert list(breaches(exercise, Rules())) == []


def test_what_breaks_a_house_rule_is_a_finding(sound):
    exercise = sound(hints=())
    assert audit_exercise(exercise, HOUSE).findings == ["0 hints; an exercise has 3 or more"]
