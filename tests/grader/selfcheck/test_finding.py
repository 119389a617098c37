import functools

import numpy as np
import pytest

from grader.selfcheck import finding
from grader.selfcheck.finding import CannotCheck, CheckFailed, planned_for
from solutions import losses


def test_an_exercise_is_found_by_the_functions_name(plans):
    assert planned_for(losses.softmax) == plans["softmax"]


def softmx(logits):
    return logits


class Softmax:
    def __call__(self, logits):
        return logits


NO_EXERCISE = {
    "a result": (np.ones(2), "check takes the function itself, as in check(softmax), not a value of type ndarray."),
    "a name": ("softmax", "not a value of type str. Leave out the brackets"),
    "nothing": (None, "not a value of type NoneType"),
    "a class": (Softmax, "Softmax is a class"),
    "an object that can be called": (Softmax(), "A Softmax has no name"),
    "a partial function": (functools.partial(losses.softmax), "A partial has no name"),
    "a lambda": (lambda logits: logits, "A lambda has no name: define the function with def"),
    "a misspelt name": (
        softmx,
        "04-losses has no exercise 'softmx'. Did you mean softmax? Its exercises are: accuracy,",
    ),
    "NumPy's own": (np.linalg.svd, "04-losses has no exercise 'svd'. Its exercises are:"),
}


@pytest.mark.parametrize(("given", "words"), NO_EXERCISE.values(), ids=NO_EXERCISE)
def test_what_is_no_exercise_is_refused_in_one_sentence(given, words):
    with pytest.raises(CannotCheck) as caught:
        planned_for(given)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_checks_the_missing_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(finding, "CHECKS", tmp_path / "selfcheck" / "checks.json")
    with pytest.raises(CannotCheck, match=r"checks\.json is missing.*Put back the whole folder 'selfcheck'"):
        planned_for(losses.softmax)


def test_in_this_repository_there_are_no_checks(monkeypatch):
    monkeypatch.undo()
    with pytest.raises(CannotCheck, match="it comes with the released notebook"):
        planned_for(losses.softmax)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"assignment": "a", "exercises": {"b": {}}}', '"\ud800'])
def test_spoilt_checks_are_named(monkeypatch, tmp_path, text):
    (tmp_path / "checks.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    monkeypatch.setattr(finding, "CHECKS", tmp_path / "checks.json")
    with pytest.raises(CannotCheck, match=r"checks\.json cannot be read .* Download"):
        planned_for(losses.softmax)


def test_notebooks_show_the_sentence_alone():
    assert CannotCheck("One sentence.")._render_traceback_() == ["CannotCheck: One sentence."]
    assert CheckFailed("One sentence.")._render_traceback_() == ["CheckFailed: One sentence."]
