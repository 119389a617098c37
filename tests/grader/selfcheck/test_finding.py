import functools
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.selfcheck import finding
from grader.selfcheck.asking import NOT_THERE
from grader.selfcheck.finding import CannotCheck, CheckFailed, find
from solutions import losses


def test_an_exercise_is_found_by_the_functions_name(plans):
    assert find(losses.softmax) == (losses.softmax, plans["softmax"])


def test_a_name_is_looked_up_where_the_cells_put_what_they_make(plans):
    assert find("softmax", {"softmax": losses.softmax}) == (losses.softmax, plans["softmax"])


def test_without_other_names_a_name_is_looked_up_in_the_program_that_asks(monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "softmax", softmx, raising=False)
    assert find("softmax")[0] is softmx


def test_what_no_cell_has_made_yet_is_not_there():
    assert find("softmax", {})[0] is NOT_THERE


def softmx(logits):
    return logits


class Softmax:
    def __call__(self, logits):
        return logits


NO_EXERCISE = {
    "a result": (np.ones(2), "check takes the function itself, as in check(softmax), not a value of type ndarray."),
    "another name": ("softmx", "04-losses has no exercise 'softmx'. Did you mean softmax?"),
    "a number": (0.5, "not a value of type float. Leave out the brackets after the function's name; of a variable"),
    "nothing": (None, "not a value of type NoneType"),
    "a class": (type("softmax", (), {}), "softmax is a class: the exercise is a function"),
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
        find(given)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_checks_the_missing_file_is_named(tmp_path):
    finding.RELEASE.set(tmp_path / "selfcheck")
    with pytest.raises(CannotCheck, match=r"checks\.json is missing.*Put back the whole folder 'selfcheck'"):
        find(losses.softmax)


def test_in_this_repository_there_are_no_checks():
    finding.RELEASE.set(Path(finding.__file__).parent)
    with pytest.raises(CannotCheck, match="it comes with the released notebook"):
        find(losses.softmax)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"assignment": "a", "exercises": {"b": {}}}', '"\ud800'])
def test_spoilt_checks_are_named(tmp_path, text):
    (tmp_path / "checks.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    finding.RELEASE.set(tmp_path)
    with pytest.raises(CannotCheck, match=r"checks\.json cannot be read .* Download"):
        find(losses.softmax)


def test_notebooks_show_the_sentence_alone():
    assert CannotCheck("One sentence.")._render_traceback_() == ["CannotCheck: One sentence."]
    assert CheckFailed("One sentence.")._render_traceback_() == ["CheckFailed: One sentence."]
