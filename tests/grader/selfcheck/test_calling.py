import sys
import time
import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.selfcheck import wire
from grader.selfcheck.calling import Answer, Call, answer, through


def ask(function, *arguments, memory=None, **keywords):
    """Call a function the whole way, by wire, and return the answer."""
    call = wire.loads(wire.dumps(Call(arguments, keywords, memory).encode()))
    return Answer.decode(wire.loads(wire.dumps(answer(function, call))), call)


def test_an_answer_holds_what_the_function_returned():
    assert ask(lambda a, b: (a + b, "text"), 1.5, 2).value == (3.5, "text")


def test_a_probe_is_given_the_thing_and_then_the_arguments():
    probe = "def used(Thing, *arguments, scale):\n    return scale * Thing(np.sum(arguments))"
    assert ask(through(probe, float), 1, 2, scale=10).value == 30.0


def test_without_a_probe_a_function_is_called_itself():
    assert through("", len) is len


def test_the_annotations_of_a_probe_may_name_what_is_not_there():
    assert ask(through("def used(thing: NoSuchType) -> NoSuchType:\n    return thing", 3)).value == 3


def test_what_a_probe_raises_is_the_answers_exception():
    assert ask(through("def used(thing):\n    return thing.pop()", [])).error[0] == "IndexError"


def test_keywords_arrive_by_name():
    assert ask(lambda x, *, h=1: x / h, 8, h=4).value == 2


def test_an_exception_is_named_with_its_bases_and_message():
    def refuse(x):
        raise np.exceptions.AxisError("axis 1 is out of bounds")

    got = ask(refuse, 1)
    assert got.error[0] == "AxisError"
    assert "ValueError" in got.error
    assert got.message == "axis 1 is out of bounds"
    assert got.value is None


def test_leaving_the_interpreter_is_an_exception_like_others():
    assert ask(lambda: sys.exit(3)).error[0] == "SystemExit"


def test_an_interruption_by_the_reader_is_not_swallowed():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer(interrupted, Call(()).encode())


def test_long_messages_are_cut():
    def verbose():
        warnings.warn("w" * 10_000, stacklevel=1)
        raise RuntimeError("m" * 10_000)

    got = ask(verbose)
    assert len(got.message) == len(got.warnings[0]) == 500


def test_an_exception_that_cannot_be_shown_has_no_message():
    class Speechless(Exception):
        def __str__(self):
            raise RuntimeError("no words")

    def fail():
        raise Speechless

    assert (ask(fail).error[0], ask(fail).message) == ("Speechless", "")


def test_messages_that_cannot_be_written_are_made_writable():
    def fail():
        raise ValueError("half \ud800 of a pair")

    assert ask(fail).message == "half ? of a pair"


def test_a_result_that_refuses_to_be_looked_at_is_named():
    class Shy(list):
        def __iter__(self):
            raise RuntimeError("no")

    assert ask(lambda: Shy([1])).value == wire.Other("Shy")


def test_warnings_are_kept_in_order_and_do_not_escape():
    def loud(x):
        np.log(x)
        warnings.warn("and another", stacklevel=1)

    assert ask(loud, np.zeros(1)).warnings == ("divide by zero encountered in log", "and another")


def test_at_most_twenty_warnings_are_kept():
    assert len(ask(lambda: [warnings.warn(str(i), stacklevel=1) for i in range(99)] and None).warnings) == 20


def write_first(x, *rest):
    x[0] = 99


CHANGES = {
    "array": (write_first, (np.zeros(3),), (0,)),
    "strided array": (write_first, (np.arange(6.0)[::2],), (0,)),
    "list": (write_first, ([1, 2], 3), (0,)),
    "list made longer": (lambda x: x.append(1), ([],), (0,)),
    "array in a list": (lambda _, x: write_first(x[1]), (0.5, [np.zeros(2), np.zeros(2)]), (1,)),
    "array in a tuple": (lambda x: write_first(x[0]), ((np.zeros(2),),), (0,)),
    "dict": (lambda x: x.update(a=2), ({"a": 1},), (0,)),
    "dict with numbers for keys": (lambda x: x.update({1: 3}), ({1: 2},), (0,)),
    "list in a dict": (lambda x: x[1].append(3), ({1: [2]},), (0,)),
    "set": (lambda x: x.add(2), ({1},), (0,)),
    "set that stays the same": (lambda x: x.add(1), ({1},), ()),
    "array of text": (write_first, (np.array(["a", "b"]),), (0,)),
    "reshaped in place": (lambda x: x.resize(6, refcheck=False), (np.zeros((2, 3)),), (0,)),
    "a copy": (lambda x: write_first(x.copy()), (np.zeros(3),), ()),
    "the same value written": (lambda x: x.__setitem__(0, 0.0), (np.zeros(3),), ()),
    "a generator drawn from": (lambda rng: rng.normal(), (wire.Seeded(1),), ()),
    "a list of generators drawn from": (lambda rngs: rngs[0].normal(), ([wire.Seeded(1)],), ()),
    "a function called": (lambda f: f(1), (wire.Function("f", "def f(x): return x"),), ()),
}


@pytest.mark.parametrize(("function", "arguments", "changed"), CHANGES.values(), ids=CHANGES)
def test_changed_arguments_are_noticed(function, arguments, changed):
    assert ask(function, *arguments).changed == changed


def test_each_call_gets_arguments_of_its_own():
    call = Call((np.zeros(2),)).encode()
    for _ in range(2):
        assert Answer.decode(answer(lambda x: x.__iadd__(1), call), call).value.tolist() == [1, 1]


def test_memory_is_measured_where_it_is_limited():
    got = ask(lambda n: np.ones(n).sum(), 500_000, memory=10**9)
    assert 4_000_000 <= got.peak_memory < 5_000_000
    assert ask(lambda n: np.ones(n).sum(), 500_000).peak_memory == 0


def test_memory_is_measured_after_an_exception_too():
    def fail(n):
        raise ValueError(np.ones(n).size)

    assert ask(fail, 500_000, memory=10**9).peak_memory >= 4_000_000
    assert not tracemalloc.is_tracing()


def test_processor_time_is_measured_where_it_is_limited():
    def busy(seconds):
        begun = time.thread_time()
        while time.thread_time() - begun < seconds:
            pass

    for seconds in (None, 5):
        call = Call((0.05,), seconds=seconds).encode()
        assert (Answer.decode(answer(busy, call), call).seconds >= 0.05) == (seconds is not None)


def test_sleep_is_no_processor_time():
    call = Call((0.05,), seconds=1).encode()
    assert Answer.decode(answer(time.sleep, call), call).seconds < 0.05


def test_somebody_elses_tracing_goes_on():
    tracemalloc.start()
    try:
        ballast = np.ones(1_000_000)
        assert ask(lambda: None, memory=10**9).peak_memory < ballast.nbytes
        assert tracemalloc.is_tracing()
    finally:
        tracemalloc.stop()


HONEST = {"value": 1, "error": [], "message": "", "warnings": [], "after": [], "peak_memory": 0, "seconds": 0}
FORGED = {
    "nothing": {},
    "a list": [],
    "a part missing": {key: value for key, value in HONEST.items() if key != "after"},
    "errors that are no names": HONEST | {"error": [1]},
    "an endless name": HONEST | {"error": ["E" * 501]},
    "an endless warning": HONEST | {"warnings": ["w" * 501]},
    "endlessly many warnings": HONEST | {"warnings": ["w"] * 101},
    "memory that is no number": HONEST | {"peak_memory": "0"},
    "time that is no number": HONEST | {"seconds": "0"},
    "more memory than a float can say": HONEST | {"peak_memory": 10**400},
    "more time than a float can say": HONEST | {"seconds": 10**400},
    "a value out of the encoding": HONEST | {"value": {"evil": 1}},
}


def test_an_honest_document_is_read():
    assert Answer.decode(HONEST, Call(()).encode()).value == 1


@pytest.mark.parametrize("document", FORGED.values(), ids=FORGED)
def test_a_forged_answer_is_refused(document):
    with pytest.raises(wire.WireError):
        Answer.decode(document, Call(()).encode())


def test_keeping_quiet_about_arguments_counts_as_changing_them():
    call = Call((np.zeros(2), 1)).encode()
    assert Answer.decode(HONEST, call).changed == (0, 1)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=3),
        lambda i: st.lists(i) | st.dictionaries(st.sampled_from(sorted(HONEST)), i),
    )
)
def test_any_document_is_an_answer_or_refused(document):
    for candidate in (document, HONEST | (document if isinstance(document, dict) else {"value": document})):
        try:
            Answer.decode(candidate, Call((np.zeros(1),)).encode())
        except wire.WireError:
            continue
