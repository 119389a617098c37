import numpy as np
import pytest

from grader.selfcheck import CheckFailed, check, report
from solutions import losses


@pytest.fixture(scope="session")
def hints(plans):
    return plans["softmax"].hints


def flawed(body):
    """Return a function named softmax."""

    def softmax(logits):
        return body(logits)

    return softmax


RESULTS = {
    "passed": (losses.softmax, 3.0, ""),
    "partial": (flawed(lambda z: losses.softmax(z - 1e9 * (len(z) == 1))), 2.77, ""),
    "failed": (flawed(lambda z: losses.softmax(z.T).T), 0.0, "softmax_down_the_columns"),
    "unwritten": (flawed(lambda z: (_ for _ in ()).throw(NotImplementedError)), 0.0, ""),
}


@pytest.mark.parametrize("outcome", RESULTS)
def test_a_report_says_what_became_of_it(outcome):
    function, points, misconception = RESULTS[outcome]
    made = report(function)
    assert (made.outcome, made.points, made.max_points, made.misconception) == (outcome, points, 3, misconception)


def test_a_right_answer_is_shown_and_raises_nothing(capsys):
    check(losses.softmax)
    shown = capsys.readouterr().out
    assert shown.startswith("softmax: all right, 3 of 3 points here\n")
    assert "Hint" not in shown
    assert "grading asks the same questions with other arguments" in " ".join(shown.split())


def test_a_wrong_answer_is_explained_and_raises_one_sentence(capsys):
    with pytest.raises(CheckFailed, match=r"^softmax is not right yet: 0 of 3 points here\.$"):
        check(RESULTS["failed"][0])
    shown = capsys.readouterr().out
    assert "Likely cause: Each row is one example" in shown
    assert "WRONG  a batch of scores: 15 of 15 values are different\n" in shown


def test_results_of_no_known_wrong_answer_are_told_what_they_have_in_common(capsys):
    with pytest.raises(CheckFailed):
        check(flawed(lambda z: 7 * losses.softmax(z)))
    assert "What your results look like: Every result is 7 times the right one." in capsys.readouterr().out


def test_partly_right_is_not_passed(capsys):
    with pytest.raises(CheckFailed, match=r"2\.77 of 3 points here"):
        check(RESULTS["partial"][0])
    assert "partly right" in capsys.readouterr().out


def test_a_stub_is_met_kindly(capsys):
    with pytest.raises(CheckFailed, match=r"^softmax is still to be written\.$"):
        check(RESULTS["unwritten"][0])
    shown = capsys.readouterr().out
    assert shown.startswith("softmax: still to be written\n")
    assert "WRONG" not in shown
    assert "Hint" not in shown


def shown_hints(capsys, hints, function):
    with pytest.raises(CheckFailed):
        check(function)
    text = " ".join(capsys.readouterr().out.split())
    return [hint for hint in hints if hint in text]


def test_each_failed_check_shows_one_hint_more(capsys, hints):
    wrong = RESULTS["failed"][0]
    assert [len(shown_hints(capsys, hints, wrong)) for _ in range(5)] == [1, 2, 3, 3, 3]


def test_a_right_answer_starts_the_hints_again(capsys, hints):
    shown_hints(capsys, hints, RESULTS["failed"][0])
    check(losses.softmax)
    capsys.readouterr()
    assert shown_hints(capsys, hints, RESULTS["failed"][0]) == [hints[0]]


def test_another_exercise_has_its_own_hints(capsys, hints):
    shown_hints(capsys, hints, RESULTS["failed"][0])
    with pytest.raises(CheckFailed):
        check(named_mse)
    assert "Hint 1 of 3" in (text := capsys.readouterr().out)
    assert "Hint 2 of 3" not in text


def named_mse(predictions, targets):
    return 0.0


named_mse.__name__ = "mse"


def test_a_report_raises_nothing_and_shows_nothing(capsys):
    report(RESULTS["failed"][0])
    assert capsys.readouterr().out == ""


def test_warnings_are_shown_and_cost_nothing():
    def softmax(logits):
        np.log(np.zeros(1))
        return losses.softmax(logits)

    made = report(softmax)
    assert (made.outcome, made.warnings) == ("passed", ("divide by zero encountered in log",))
    assert "which cost nothing" in made.text
    assert "divide by zero encountered in log" in made.html


def test_the_readers_own_settings_for_warnings_are_left_alone():
    with np.errstate(over="raise"):
        made = report(flawed(lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)))
        assert np.geterr()["over"] == "raise"
    assert "it raised FloatingPointError" in made.text
