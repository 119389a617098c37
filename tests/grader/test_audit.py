import io

import numpy as np
import pytest
from rich.console import Console

from grader import audit
from grader.contract import EXERCISES
from grader.course import Chapter
from grader.exercise import Case, Exercise, raises
from solutions import losses
from solutions.losses import softmax

SEEDS = [(b"one", "reader"), (b"two", "grader")]


def cases(*more):
    batch = Case("a batch", lambda rng: (rng.normal(size=(4, 3)), rng.normal(size=(4, 3))), share=2)
    return (batch, Case("one axis", lambda rng: (rng.normal(size=5), rng.normal(size=5))), *more)


CHECKED = raises("shapes", lambda rng: (np.ones((2, 3)), np.ones(3)))


def sound(reference=losses.mse, points=2, more=(CHECKED,), hints=("a", "b", "c")):
    """Return an exercise in which nothing is to be found, for tests to spoil."""
    exercise = Exercise(reference, points, hints, cases(*more))

    @exercise.wrong("Halve it.")
    def mse_doubled(predictions, targets):
        return np.sum((predictions - targets) ** 2) / len(predictions)

    @exercise.wrong("Divide by N.")
    def mse_summed(predictions, targets):
        return np.sum((predictions - targets) ** 2) / 2

    @exercise.wrong("Square.")
    def mse_absolute(predictions, targets):
        return np.sum(np.abs(predictions - targets)) / len(predictions)

    @exercise.wrong("Check the shapes.")
    def mse_broadcasts(predictions, targets):
        return np.sum((predictions - targets) ** 2) / (2 * len(predictions))

    @exercise.variant
    def mse_by_mean(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        return np.mean((predictions - targets) ** 2) * predictions.size / len(predictions) / 2

    @exercise.variant
    def mse_by_dot(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        errors = (predictions - targets).ravel()
        return errors @ errors / (2 * len(predictions))

    @exercise.variant
    def mse_by_loop(predictions, targets):
        if predictions.shape != targets.shape:
            raise ValueError
        return sum(float(e) ** 2 for e in (predictions - targets).ravel()) / 2 / len(predictions)

    return exercise


def found(exercise):
    return "\n".join(audit.audit_exercise(exercise, SEEDS).findings)


def test_nothing_is_found_in_a_sound_exercise():
    audited = audit.audit_exercise(sound(), SEEDS)
    assert audited.findings == []
    assert audited.seeds == 2


def test_every_default_seed_is_tried():
    assert audit.audit_exercise(sound()).seeds == 3


def test_a_variant_that_loses_points_is_found():
    exercise = sound()

    @exercise.variant
    def mse_unchecked(predictions, targets):
        return np.sum((predictions - targets) ** 2) / (2 * len(predictions))

    assert "mse_unchecked is right and earns 1.85" in found(exercise)
    assert "'shapes': a result where these arguments call for a ValueError (seed 'one', reader)" in found(exercise)


def test_a_wrong_answer_that_is_right_is_found():
    exercise = sound()
    exercise.wrong("It is not wrong.")(losses.mse)
    assert "mse is wrong and earns 2.0" in found(exercise)


def test_two_wrong_answers_with_one_result_are_found():
    exercise = sound()

    @exercise.wrong("Another sentence.")
    def mse_alias(predictions, targets):
        return np.sum((predictions - targets) ** 2) / len(predictions)

    assert "mse_doubled is taken for mse_alias" in found(exercise)


def test_a_wrong_answer_that_only_crashes_is_found():
    exercise = sound()

    @exercise.wrong("Do not crash.")
    def mse_crashes(predictions, targets):
        raise KeyError

    assert "mse_crashes is taken for nothing known" in found(exercise)


def test_globals_that_no_reader_has_are_found():
    exercise = sound()

    @exercise.variant
    def mse_with_help(predictions, targets):
        softmax(np.zeros((1, 1)))  # an exercise's function: every reader has it
        return losses.mse(predictions, targets)

    assert found(exercise) == "mse_with_help uses losses, which no reader has"


def test_a_warning_of_the_reference_is_found():
    def mse(predictions, targets):
        np.log(np.zeros(1))
        return losses.mse(predictions, targets)

    assert "the reference warns in 'a batch'" in found(sound(mse))


def test_points_for_nothing_are_found():
    exercise = sound(more=(CHECKED,))
    exercise.cases = (Case("zeros", lambda rng: (np.ones((2, 3)), np.ones((2, 3)))), *exercise.cases)
    words = found(exercise)
    assert "zeros in the right shape earns 0.47" in words
    assert "first_argument" not in words


SPOILT = {
    "no variants": (lambda e: e.variants.clear(), "0 variants; an exercise has 3 or more"),
    "few wrong answers": (lambda e: e.wrong_answers.pop(), "3 wrong answers; with 2 points there are 4 or more"),
    "one name twice": (lambda e: e.variants.append(e.variants[0]), "twice the same: 'mse_by_mean'"),
    "one sentence twice": (
        lambda e: e.wrong("Halve it.")(lambda predictions, targets: 0.0),
        "twice the same: 'Halve it.'",
    ),
    "too many errors": (
        lambda e: setattr(e, "cases", (*cases(), raises("errors", CHECKED.arguments, share=2.0))),
        "the ValueErrors carry 40% of the points; a fifth is allowed",
    ),
}


@pytest.mark.parametrize(("spoil", "finding"), SPOILT.values(), ids=SPOILT)
def test_what_is_missing_is_found(spoil, finding):
    exercise = sound()
    spoil(exercise)
    assert finding in found(exercise)


def test_a_missing_hint_is_found():
    assert found(sound(hints=("a", "b"))) == "2 hints; an exercise has 3"


def test_three_points_ask_for_six_wrong_answers():
    assert "4 wrong answers; with 3 points there are 6 or more" in found(sound(points=3))


def test_a_slow_exercise_is_tried_with_fewer_seeds(monkeypatch):
    monkeypatch.setattr(audit, "PATIENCE", 0.0)
    assert audit.audit_exercise(sound(), SEEDS).seeds == 0


def of_losses(monkeypatch, **exercises):
    monkeypatch.setattr(audit, "of_chapter", lambda chapter: exercises)
    monkeypatch.setitem(EXERCISES, "losses", {"mse": 2, "accuracy": 1})
    return {one.name: one.findings for one in audit.audit([Chapter("04-losses")])}


def test_other_points_than_promised_are_found(monkeypatch):
    findings = of_losses(monkeypatch, mse=sound(points=1))
    assert findings == {"mse": ["1 points, the contract says 2"], "accuracy": ["not defined"]}


def test_a_chapter_may_grow_and_what_it_adds_is_audited(monkeypatch):
    complete = {"mse": sound(), "accuracy": sound(losses.accuracy, points=1)}
    findings = of_losses(monkeypatch, **complete, mse_grad=sound(losses.mse_grad))
    assert "mse_grad" in findings
    assert not [words for words in findings["mse_grad"] if "contract" in words]


def test_another_order_than_promised_is_found(monkeypatch):
    findings = of_losses(monkeypatch, accuracy=sound(losses.accuracy, points=1), mse=sound())
    assert "the chapter's exercises are not in the contract's order; see `solutions`" in findings["accuracy"]


def printed(monkeypatch, *audits):
    monkeypatch.setattr(audit, "audit", lambda chapters: list(audits))
    console = Console(file=io.StringIO(), width=120)
    proven = audit.run([], console)
    return proven, console.file.getvalue()


def test_a_clean_audit_says_so(monkeypatch):
    proven, text = printed(monkeypatch, audit.audit_exercise(sound(), SEEDS))
    assert proven is True
    assert "proven" in text
    assert "1 exercises: every right answer passes" in text


def test_findings_are_listed_whole(monkeypatch):
    flawed = audit.ExerciseAudit("losses", "mse", sound(), findings=["one [thing]", "x" * 300])
    proven, text = printed(monkeypatch, flawed, audit.ExerciseAudit("losses", "accuracy", findings=["not defined"]))
    assert proven is False
    assert "mse: one [thing]\n" in text
    assert f"mse: {'x' * 300}\n" in text
    assert "accuracy: not defined\n" in text
    assert "2 to mend" in text
