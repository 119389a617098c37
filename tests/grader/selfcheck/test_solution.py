import json
import shutil

import pytest

from grader.selfcheck import CannotCheck, CheckFailed, check, checking, finding
from grader.selfcheck.solution import Solution
from solutions.losses import accuracy

OURS = Solution(
    "def accuracy(logits, labels):\n    return ours < 1", "def accuracy(a, b):\n    return theirs", "Say `it`."
)


def wrong(logits, labels):
    return 2.0


wrong.__name__ = "accuracy"


@pytest.fixture
def published(tmp_path, checks_file):
    """Let a file of solutions lie beside the checks."""
    shutil.copy(checks_file, tmp_path)
    path = tmp_path / "solutions.json"
    path.write_text(json.dumps({"accuracy": vars(OURS)}))
    finding.RELEASE.set(tmp_path)
    return path


def said(capsys, function, **wish):
    """Return what a check prints."""
    try:
        check(function, **wish)
    except CannotCheck:
        raise
    except CheckFailed:
        pass
    return capsys.readouterr().out


def report_of(function, wish=False):
    return checking._with_solution(checking.report(function), wish)


def test_a_release_without_solutions_offers_none(capsys):
    for _ in range(4):
        assert "solution" not in said(capsys, wrong)
    assert "solution" not in said(capsys, accuracy)
    with pytest.raises(CannotCheck, match="comes without solutions"):
        check(accuracy, solution=True)


def test_who_has_passed_is_told_of_the_solution_and_sees_it_on_request(published, capsys):
    first = said(capsys, accuracy)
    assert "check(..., solution=True)" in first and "return ours" not in first
    then = said(capsys, accuracy, solution=True)
    assert "    def accuracy(logits, labels):\n        return ours < 1\n" in then
    assert "Another way: Say `it`." in then and "return theirs" in then


def test_in_a_notebook_the_solution_is_folded_after_passing_and_open_on_request(published):
    folded, unfolded = report_of(accuracy).html, report_of(accuracy, wish=True).html
    assert "<details><summary>Compare with the course" in folded and "return ours &lt; 1" in folded
    assert "<details open><summary>Compare with the course" in unfolded


def test_the_offer_stands_below_the_last_hint(published, capsys):
    shown = [said(capsys, wrong) for _ in range(3)]
    assert ["solution=True" in text for text in shown] == [False, False, True]
    page = report_of(wrong).html
    assert page.count("solution=True") == 1 and page.index("Hint 3 of 3") < page.index("solution=True")


def test_before_passing_the_reader_is_asked_whether_it_is_meant(published, capsys):
    asked = said(capsys, wrong, solution=True)
    assert "Are you sure" in asked and 'check(..., solution="yes")' in " ".join(asked.split())
    assert "return ours" not in asked and "return ours" not in report_of(wrong, wish=True).html


def test_who_is_sure_sees_it_and_has_still_not_passed(published, capsys):
    with pytest.raises(CheckFailed, match="not right yet"):
        check(wrong, solution="yes")
    assert "return ours < 1" in capsys.readouterr().out
    assert "return ours" in report_of(wrong, wish="yes").html


def test_another_wish_is_refused_in_one_sentence(published):
    with pytest.raises(CannotCheck, match=r'solution is True, or "yes" for those who are sure, not \'please\''):
        check(accuracy, solution="please")


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"accuracy": {"answer": 1}}'])
def test_a_file_of_solutions_that_cannot_be_read_is_named(published, text):
    published.write_text(text)
    with pytest.raises(CannotCheck, match=r"solutions\.json cannot be read"):
        check(accuracy, solution=True)
