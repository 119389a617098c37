from dataclasses import replace

import numpy as np
import pytest

from grader.audit import ODD_VALUES, audit_exercise, guesses
from grader.audit.proof import answers
from grader.exercise import Case, Exercise
from grader.plan import plan
from grader.plan.by_hand import with_questions
from grader.selfcheck import Seeded
from grader.selfcheck.laws import LawText


def idle(exercise):
    asked = plan(exercise)
    return guesses.idle(asked, answers(exercise.thing, asked))


def informed(exercise):
    return "\n".join(guesses.informed(plan(exercise, b"secret", "grader"), plan(exercise)))


def test_a_sound_exercise_gives_nothing_for_nothing(sound):
    public = plan(sound())
    assert [*idle(sound()), *guesses.odd(public)] == []
    assert informed(sound()) == ""


def test_points_for_zeros_are_found(sound):
    exercise = sound()
    exercise.cases = (Case("zeros", lambda rng: (np.ones((2, 3)), np.ones((2, 3)))), *exercise.cases)
    assert list(idle(exercise)) == ["zeros in the right shape earns 0.47 of 2"]


def test_points_for_the_first_argument_are_found():
    def kept(x):
        """Return x."""
        return x

    exercise = Exercise(kept, 1, (), (Case("numbers", lambda rng: (rng.normal(size=3),)),))
    assert list(idle(exercise)) == ["first_argument earns 1.0 of 1"]


def test_points_for_what_is_no_answer_are_found():
    def anything():
        """Return anything."""
        return 1

    exercise = Exercise(anything, 1, (), (Case("anything", lambda rng: ()),))
    found = list(guesses.odd(judged_by(ACCEPTS_ALL, plan(exercise))))
    assert len(found) == len(ODD_VALUES)
    assert "always text earns 1.0 of 1" in found


ACCEPTS_ALL = LawText(
    "accepts_all",
    """
from grader.selfcheck import RIGHT

def accepts_all(calls, answers, expected):
    return RIGHT
""",
)
ARE_NUMBERS = LawText(
    "are_numbers",
    """
import numpy as np
from grader.selfcheck import RIGHT, wrong

def are_numbers(calls, answers, expected):
    fits = all(np.shape(a.value) == c.arguments[:1] for c, a in zip(calls, answers))
    return RIGHT if fits else wrong("another shape")
""",
)


def judged_by(law, planned):
    return replace(planned, cases=[replace(case, law=law) for case in planned.cases])


def share_of_positives(x):
    """Return the share of the numbers above 0."""
    return float(np.mean(np.asarray(x) > 0))


def shares(*sizes):
    """Return a case with one call for each size."""
    return Case(f"sizes {sizes}", lambda rng: [(rng.normal(size=size),) for size in sizes])


def test_a_constant_that_is_often_right_is_found():
    exercise = Exercise(share_of_positives, 2, (), (Case("positive", lambda rng: (rng.random(4) + 1,)), shares(50)))
    assert "always 1 earns 1.0 of 2" in informed(exercise)
    assert "always 1.0 earns 1.0 of 2" in informed(exercise)


def test_results_that_can_be_looked_up_by_shape_are_found():
    exact = Case("as many of both", lambda rng: (rng.permutation([-1.0, 1.0] * 4),))
    exercise = Exercise(share_of_positives, 2, (), (exact, shares(50)))
    assert "knowing the public checks by heart earns 1.0 of 2" in informed(exercise)


def test_an_exercise_that_always_asks_the_same_is_found():
    fixed = Case("the same numbers", lambda rng: (np.array([1.0, 2.0, -3.0]),))
    assert "knowing the public checks by heart earns 1.0 of 1" in informed(
        Exercise(share_of_positives, 1, (), (fixed,))
    )


def test_numbers_that_nobody_knows_are_not_found_by_heart(sound):
    assert informed(Exercise(share_of_positives, 1, (), (shares(90, 91, 92),))) == ""


def test_a_tenth_of_the_points_may_be_guessed():
    fixed = Case("the same numbers", lambda rng: (np.array([1.0, 2.0]),), share=1)
    core = Case("core", lambda rng: [(rng.normal(size=size),) for size in (90, 91)], share=9)
    assert informed(Exercise(share_of_positives, 1, (), (core, fixed))) == ""


def drawn(n, rng):
    """Return n random numbers."""
    return rng.normal(size=n)


def test_a_recorded_draw_is_found_where_any_draw_is_right():
    case = Case("draws", lambda rng: [(n, Seeded(int(rng.integers(2**31)))) for n in (3, 4)])
    exercise = Exercise(drawn, 1, (), (case,))
    asked = judged_by(ARE_NUMBERS, plan(exercise, b"secret", "grader"))
    assert list(guesses.informed(asked, plan(exercise))) == ["knowing the public checks by heart earns 1.0 of 1"]


def test_a_plan_without_recorded_results_gives_a_memory_nothing_to_know():
    public = plan(Exercise(share_of_positives, 1, (), (shares(4),)))
    call = public.cases[0].calls[0]
    public.cases[0].expected.clear()
    assert guesses.Memory(public).answer(call)["value"] is None


def test_a_memory_knows_the_small_questions_too(sound):
    public = with_questions(sound(), plan(sound()))
    question = public.questions[0]
    assert guesses.Memory(public).answer(question.calls[0])["value"] == question.expected[0]["value"]


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "answered"])
def test_a_memory_refuses_what_was_refused(refused, sound):
    public = plan(sound())
    case = public.cases[-1 if refused else 0]
    assert bool(guesses.Memory(public).answer(case.calls[0])["error"]) is refused


def test_what_is_known_by_heart_is_not_tried_on_the_public_checks_themselves(sound):
    findings = audit_exercise(sound(), seeds=[]).findings
    assert findings == []
