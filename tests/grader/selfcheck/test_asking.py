from dataclasses import replace

import numpy as np
import pytest

from grader.selfcheck.asking import NOT_THERE, Observed, ask, is_unwritten, readers_lines
from grader.selfcheck.judge import judge
from solutions import losses


def test_every_case_is_asked(plans):
    asked = ask(losses.softmax, plans["softmax"])
    assert [len(case.answers) for case in asked] == [len(case.calls) for case in plans["softmax"].cases]
    assert judge(plans["softmax"], [case.answers for case in asked]).outcome == "passed"
    assert not is_unwritten(asked)


def test_a_stub_is_asked_once(plans):
    called = []

    def softmax(logits):
        called.append(1)
        raise NotImplementedError()

    asked = ask(softmax, plans["softmax"])
    assert is_unwritten(asked)
    assert len(called) == 1


PROBE = "def kept(thing, *arguments):\n    return thing(*arguments)"


def test_a_probe_is_asked_in_the_place_of_the_function_and_its_own_lines_are_none_of_the_readers(plans):
    def softmax(logits):
        raise KeyError

    [first, *_] = ask(softmax, replace(plans["softmax"], probe=PROBE))
    assert first.answers[0]["error"][0] == "KeyError"
    assert [line.partition(":")[0].partition(", ")[2] for line in first.notes[0].trace] == ["in softmax"]


def test_what_is_not_there_is_unwritten_whatever_the_probe_would_make_of_it(plans):
    for planned in (plans["softmax"], replace(plans["softmax"], probe="def value(thing):\n    return 1")):
        assert is_unwritten(ask(NOT_THERE, planned))


def inner(x):
    return 1 / x


def outer(x):
    return np.apply_along_axis(lambda row: inner(0), 0, x)


def test_of_a_traceback_the_readers_lines_are_kept():
    observed = Observed(outer)
    with pytest.raises(ZeroDivisionError):
        observed(np.ones(2))
    first, middle, last = observed.note.trace
    assert first.endswith("in outer:  return np.apply_along_axis(lambda row: inner(0), 0, x)")
    assert "in <lambda>" in middle
    assert last == f"line {inner.__code__.co_firstlineno + 1}, in inner:  return 1 / x"


def test_of_an_endless_recursion_the_last_lines_are_kept():
    def again(x):
        return again(x)

    try:
        again(1)
    except RecursionError as error:
        lines = readers_lines(error)
    assert len(lines) == 5
    assert lines[-1].endswith("in again:  return again(x)")


def test_code_without_a_file_keeps_its_line_numbers():
    namespace = {}
    exec(compile("def f(x):\n    y = x\n    return y.z", "<cell>", "exec"), namespace)
    observed = Observed(namespace["f"])
    with pytest.raises(AttributeError):
        observed(1)
    assert observed.note.trace == ("line 3, in f",)


def test_what_the_function_prints_is_kept_and_not_shown(capsys):
    observed = Observed(lambda x: print("x is", x))
    observed(3)
    assert (observed.note.printed, observed.note.trace) == ("x is 3\n", ())
    assert capsys.readouterr().out == ""


def test_each_call_has_a_note_of_its_own():
    observed = Observed(lambda x: print(x) if x else 1 / x)
    observed(3)
    with pytest.raises(ZeroDivisionError):
        observed(0)
    assert observed.note.printed == ""
