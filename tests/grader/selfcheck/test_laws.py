import numpy as np
import pytest

from grader.selfcheck import laws
from grader.selfcheck.calling import Answer, Call
from grader.selfcheck.laws import LawText

CALL = Call((np.zeros(2),))
REFERENCE = [Answer(np.ones(2))]


def verdict(law, *answers, call=CALL, **parameters):
    return law([call] * len(answers), list(answers), REFERENCE * len(answers), **parameters)


@pytest.mark.parametrize("law", [laws.equal, laws.silent, laws.raises_value_error])
def test_a_general_law_is_found_by_its_name(law):
    assert LawText(law.__name__).function is law


OWN = """
import numpy as np

from grader.selfcheck import RIGHT, by_value, wrong


@by_value
def zeros(calls, answers, expected):
    return RIGHT if not np.any(answers[0].value) else wrong("it is not zero")


def anything(calls, answers, expected):
    return RIGHT
"""


def test_a_law_of_a_chapter_is_what_the_text_of_its_module_defines():
    law = LawText("zeros", OWN)
    assert verdict(law.function, Answer(np.zeros(2))) == laws.RIGHT
    assert verdict(law.function, Answer(np.ones(2))) == laws.wrong("it is not zero")


@pytest.mark.parametrize("name, marked", [("zeros", True), ("anything", False)])
def test_a_law_that_travelled_is_still_marked_as_it_was(name, marked):
    assert LawText(name, OWN).is_by_value == marked


@pytest.mark.parametrize("law", [laws.equal, laws.silent])
def test_equal_answers_are_right(law):
    assert verdict(law, Answer([1.0, 1.0])) == laws.RIGHT


WITH_TEXT = {
    "text": ("a b",),
    "text in a list": ([1, ["a"]],),
    "text as a key": ({"a": 1},),
    "text in a set": ({"a"},),
    "an array of text": (np.array(["a"]),),
}


@pytest.mark.parametrize("arguments", WITH_TEXT.values(), ids=WITH_TEXT)
def test_keys_are_not_quoted_where_they_could_be_made_of_the_arguments(arguments):
    said = laws.equal([Call(arguments)], [Answer({})], [Answer({"a": 1})])
    assert said == laws.wrong("1 key is missing")


def test_keys_are_not_quoted_where_a_keyword_holds_text():
    assert laws.equal([Call((), {"text": "a"})], [Answer({})], [Answer({"a": 1})]) == laws.wrong("1 key is missing")


def test_keys_are_quoted_where_the_arguments_hold_no_text():
    said = laws.equal([Call((np.zeros(2), {1: [2]}))], [Answer({})], [Answer({"a": 1})])
    assert said == laws.wrong("the key 'a' is missing")


def test_a_warning_costs_nothing_where_silence_is_not_asked():
    assert verdict(laws.equal, Answer([1.0, 1.0], warnings=("overflow",))).passed


WARNINGS = {
    "overflow encountered in exp": "a warning where none is due: overflow encountered",
    "divide by zero encountered in log": "a warning where none is due: divide by zero encountered",
    "the arguments were [1 2 3]": "a warning where none is due",
}


@pytest.mark.parametrize(("message", "words"), WARNINGS.items(), ids=["overflow", "division", "own"])
def test_a_warning_where_none_is_due_is_named_but_not_quoted(message, words):
    assert verdict(laws.silent, Answer([1.0, 1.0], warnings=(message,))) == laws.wrong(words)


TROUBLE = {
    "exception": (Answer(error=("KeyError", "LookupError", "Exception")), "it raised KeyError"),
    "NumPy's own exception": (Answer(error=("AxisError", "ValueError", "Exception")), "it raised ValueError"),
    "exception with a telling name": (Answer(error=("Arguments123", "Exception")), "it raised Exception"),
    "exception of no kind": (Answer(error=("print", "x")), "it raised an exception"),
    "changed argument": (Answer(np.ones(2), changed=(0,)), "argument 1 was changed by the call: work on a copy"),
}


@pytest.mark.parametrize(("answer", "words"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_comes_before_values(answer, words):
    assert verdict(laws.equal, answer) == laws.wrong(words)


def test_too_much_memory_is_trouble_where_it_is_limited():
    limited = Call((np.zeros(2),), memory=2**20)
    words = "it took 3 MiB at its peak, 1 MiB are allowed"
    assert verdict(laws.equal, Answer(np.ones(2), peak_memory=3 * 2**20), call=limited) == laws.wrong(words)
    assert verdict(laws.equal, Answer(np.ones(2), peak_memory=3 * 2**20)).passed


def test_a_forged_measurement_says_no_number_of_its_own():
    forged = Answer(np.ones(2), peak_memory=123456789 * 2**20, seconds=123456789.0)
    memory, seconds = Call((np.zeros(2),), memory=2**20), Call((np.zeros(2),), seconds=1)
    assert verdict(laws.equal, forged, call=memory).words == "it took 1000 MiB at its peak, 1 MiB are allowed"
    assert verdict(laws.equal, forged, call=seconds).words.startswith("it took 1000.0 s")


def test_of_several_calls_the_first_wrong_one_is_named():
    answers = Answer([1.0, 1.0]), Answer([1.0, 1.5]), Answer(None)
    assert verdict(laws.equal, *answers).words == "call 2 of 3: 1 of 2 values is different"


def test_the_tolerance_can_be_loosened():
    assert not verdict(laws.equal, Answer([1.0, 1.01])).passed
    assert verdict(laws.equal, Answer([1.0, 1.01]), rtol=0.1).passed


ERRORS = {
    "ValueError": (("ValueError", "Exception"), ""),
    "a subclass": (("AxisError", "ValueError", "IndexError"), ""),
    "another": (("IndexError", "LookupError"), "IndexError where a ValueError is due"),
    "none": ((), "a result where these arguments call for a ValueError"),
}


@pytest.mark.parametrize(("error", "words"), ERRORS.values(), ids=ERRORS)
def test_a_value_error_or_a_subclass_is_due(error, words):
    judged = verdict(laws.raises_value_error, Answer(error=error))
    assert (judged.passed, judged.words) == (not words, words)


def test_every_call_must_raise():
    raised = Answer(error=("ValueError",))
    assert verdict(laws.raises_value_error, raised, raised).passed
    assert not verdict(laws.raises_value_error, raised, Answer(1.0)).passed


def test_only_laws_with_one_right_answer_are_marked():
    marked = [law for law in (laws.equal, laws.silent, laws.raises_value_error) if hasattr(law, "by_value")]
    assert marked == [laws.equal, laws.silent]


def test_too_much_processor_time_is_trouble_where_it_is_limited():
    assert laws.trouble(Call(()), Answer(seconds=100.0)) is None
    assert laws.trouble(Call((), seconds=10), Answer(seconds=9.9)) is None
    assert laws.trouble(Call((), seconds=10), Answer(seconds=12.0)) == (
        "it took 12.0 s of processor time, 10 s are allowed"
    )
