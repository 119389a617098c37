"""Submissions that hang, die, swallow memory or speak out of turn: the grader learns it, and the next one is graded."""

import os
import re
import socket
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import Budget, Limits, RunnerLost, confine, frames
from grader.sandbox.conversation import Runner
from grader.selfcheck import wire
from grader.selfcheck.calling import Answer, Call

PREAMBLE = "import ctypes, gc, signal, time\nimport numpy as np\n" + (
    Path(__file__).parents[2] / "forging.py"
).read_text(encoding="utf-8")

ENDS = {
    "exit": ("os._exit(3)", "os._exit or the like: code 3"),
    "exit-without-an-error": ("os._exit(0)", "code 0"),
    "segmentation-fault": ("ctypes.string_at(0)", "signal 11"),
    "abort": ("os.abort()", "a crash: signal"),
    "killed-by-a-timer": ("signal.setitimer(signal.ITIMER_REAL, 0.01)\ntime.sleep(5)", "signal 14"),
    "closed-socket": ("os.close(connection())", "ended"),
    "socket-replaced": ("os.dup2(0, connection())", "ended"),
}

HANGS = {
    "sleep": "time.sleep(60)",
    "loop": "while True: pass",
    "loop-that-swallows-everything": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "loop-in-c": "import re\nre.match('(a+)+$', 'a' * 64 + 'b')",
    "loop-in-a-repr": "class Endless:\n    def __repr__(self):\n        while True: pass\nEndless()",
    "loop-in-an-exception": "class Slow(Exception):\n    def __str__(self):\n        while True: pass\nraise Slow",
    "loop-in-a-collection": "class Endless:\n    def __del__(self):\n        while True: pass\nx = Endless()\ndel x",
    "blocked-signals": "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 64))\nwhile True: pass",
    "output": "while True: print('x' * 10**6)",
    "reading-its-own-requests": "while True: os.read(connection(), 1)",
    "half-a-frame": "os.write(connection(), nonce() + b'\\x10\\0')\ntime.sleep(60)",
    "half-an-answer": "os.write(connection(), nonce() + b'\\x10\\0\\0\\0' + b'x')\ntime.sleep(60)",
    "drops-without-end": "os.write(connection(), nonce() + b'\\xff\\xff\\x0f\\0')\n"
    "while True: os.write(connection(), b'x')",
    "drop-by-drop": "os.write(connection(), nonce() + b'\\xff\\xff\\0\\0')\n"
    "while True:\n    os.write(connection(), b'x')\n    time.sleep(0.05)",
}

NONSENSE = {
    "not-a-frame": ("os.write(connection(), b'x' * 100)", "not asked"),
    "no-nonce": ('forge(bytes(16), b\'{"error":""}\')', "not asked"),
    "too-large": ("os.write(connection(), nonce() + b'\\xff' * 4)", "more than 1 MiB"),
    "not-json": ("forge(nonce(), b'\\x80')", "could not be read"),
    "deeply-nested": ("forge(nonce(), b'[' * 10**5)", "could not be read"),
    "not-an-outcome": ("forge(nonce(), b'[1]')", "no outcome"),
    "number-for-a-word": ("forge(nonce(), b'{\"error\":1}')", "no outcome"),
    "long-word": ("forge(nonce(), b'{\"error\":\"' + b'x' * 10**5 + b'\"}')", "no outcome"),
    "half-a-surrogate": ('forge(nonce(), b\'{"error":"\\\\ud800"}\')', "could not be read"),
}


@pytest.mark.confined
@pytest.mark.parametrize(("source", "reason"), ENDS.values(), ids=ENDS.keys())
def test_a_runner_that_ends_is_lost_at_once_with_the_reason(small, source, reason):
    small.run_cell(PREAMBLE)
    with pytest.raises(RunnerLost) as caught:
        small.run_cell(source)
    assert reason in str(caught.value)


@pytest.mark.confined
@pytest.mark.parametrize("source", HANGS.values(), ids=HANGS.keys())
def test_a_cell_that_hangs_stops_or_is_ended_with_its_runner(hasty, source):
    hasty.run_cell(PREAMBLE)
    before = sum(confine.times(hasty._process))
    try:
        assert hasty.run_cell(source).error in ("OutOfTime", "")  # '' where Python ignores what a destructor raises
        assert sum(confine.times(hasty._process)) - before > 0.7
    except RunnerLost as lost:
        assert re.search(r"(more|longer) than 0\.8 s", str(lost))


@pytest.mark.confined
def test_a_cell_that_takes_too_long_keeps_what_it_defined_and_what_follows_is_defined(hasty, value_of):
    cell = "def above(): return 1\nwhile True: pass\nx = above()\ndef below(): return 2\nclass Below: y = 3"
    outcome = hasty.run_cell(cell)
    assert (outcome.error, outcome.line) == ("OutOfTime", 2)
    assert value_of(hasty, "[above(), below(), Below.y, 'x' in globals()]") == [1, 2, 3, False]


@pytest.mark.confined
@pytest.mark.parametrize(("source", "reason"), NONSENSE.values(), ids=NONSENSE.keys())
def test_a_runner_that_sends_nonsense_is_lost(small, source, reason):
    small.run_cell(PREAMBLE)
    with pytest.raises(RunnerLost) as caught:
        small.run_cell(source)
    assert reason in str(caught.value)


@pytest.mark.confined
def test_a_lost_runner_stays_lost(small):
    with pytest.raises(RunnerLost, match="code 3"):
        small.run_cell("import os\nos._exit(3)")
    with pytest.raises(RunnerLost, match="code 3"):
        small.run_cell("1")
    with pytest.raises(RunnerLost, match="code 3"):
        small.call("f", [Call(()).encode()])


@pytest.mark.confined
@pytest.mark.parametrize("source", ["import os; os._exit(1)", "import ctypes; ctypes.string_at(0)"])
def test_a_function_that_does_not_come_back_loses_the_runner(small, source):
    small.run_cell(f"def f():\n    {source}")
    with pytest.raises(RunnerLost):
        small.call("f", [Call(()).encode()])


@pytest.mark.confined
def test_a_function_that_hangs_loses_the_runner(hasty):
    hasty.run_cell("def f():\n    while True: pass")
    with pytest.raises(RunnerLost, match=r"more than 0\.8 s of processor time"):
        hasty.call("f", [Call(()).encode()])


@pytest.mark.confined
@pytest.mark.parametrize("limited", [False, True], ids=["plain", "memory-limited"])
def test_a_function_that_ends_the_process_is_no_answer_for_the_others(small, limited):
    small.run_cell("import os\ndef f(n):\n    return n if n < 2 else os._exit(0)")
    calls = [Call((n,), memory=10**6 if limited else None).encode() for n in range(4)]
    with pytest.raises(RunnerLost, match="code 0"):
        small.call("f", calls)


@pytest.mark.confined
def test_a_frame_written_between_two_requests_does_not_pass_for_an_answer(small):
    small.run_cell(PREAMBLE)
    small.run_cell(
        'def later(*_):\n    forge(bytes(16), b\'{"error":""}\')\n'
        "signal.signal(signal.SIGALRM, later)\nsignal.setitimer(signal.ITIMER_REAL, 0.05)"
    )
    time.sleep(0.2)
    with pytest.raises(RunnerLost, match="without being asked"):
        small.run_cell("1 / 0")


@pytest.mark.confined
def test_two_answers_to_one_request_do_not_put_the_sides_out_of_step(small):
    small.run_cell(PREAMBLE)
    forged = small.run_cell('forge(nonce(), b\'{"error":"forged","line":0}\')')
    assert forged.error == "forged"  # a word, which earns nothing
    time.sleep(0.1)
    with pytest.raises(RunnerLost, match="without being asked"):
        small.run_cell("1 / 0")


@pytest.mark.confined
def test_a_duplicated_descriptor_is_only_another_name(small):
    small.run_cell(PREAMBLE)
    assert small.run_cell("copy = os.dup(connection())").error == ""
    assert small.run_cell("os.close(copy)").error == ""


@pytest.mark.confined
@pytest.mark.parametrize(
    "answer", ["", "None", "[]", "[{}]", "[1, 2]", "{'error': ''}"], ids=lambda text: text or "nothing"
)
def test_a_forged_list_of_answers_is_cut_to_no_other_length(small, answer):
    small.run_cell(PREAMBLE)
    small.run_cell(f"import json\ndef f():\n    forge(nonce(), json.dumps({answer or None}).encode())")
    with pytest.raises(RunnerLost, match="no answer to a call"):
        small.call("f", [Call(()).encode()] * 2)


@pytest.mark.confined
@pytest.mark.parametrize(
    "bomb",
    [
        "x = bytearray(2**30)",
        "x = np.ones(2**28)",
        "x = []\nwhile True: x.append(bytearray(10**6))",
        "x = [0]\nwhile True: x = x + x",
    ],
    ids=["bytes", "array", "pieces", "list"],
)
def test_memory_has_a_limit(small, bomb):
    small.run_cell("import numpy as np")
    assert small.run_cell(bomb).error == "MemoryError"


@pytest.mark.confined
def test_shared_memory_counts_too(small):
    assert small.run_cell("import mmap\nx = mmap.mmap(-1, 2**30)").error in ("OSError", "MemoryError")


@pytest.mark.confined
def test_a_runner_without_memory_for_its_answer_is_lost_or_says_so(small):
    small.run_cell("import numpy as np\nx = []\ndef f():\n    return np.ones(2**24)")
    try:
        (answer,) = small.call("f", [Call(()).encode()])
        assert answer["error"][:1] == ["MemoryError"] or "other" in answer["value"]
    except RunnerLost as lost:
        assert "memory" in str(lost) or "more than 1 MiB" in str(lost)


@pytest.mark.confined
@pytest.mark.parametrize(
    "returned", ["np.ones(2**20)", "'x' * 2**22", "[2**40] * 10**5"], ids=["array", "text", "list"]
)
def test_an_answer_has_a_largest_size(small, returned):
    small.run_cell(f"import numpy as np\ndef f():\n    return {returned}")
    with pytest.raises(RunnerLost, match="it sent more than 1 MiB"):
        small.call("f", [Call(()).encode()])


@pytest.mark.confined
def test_processor_time_has_a_limit(small):
    small.run_cell("import time\nbegan = time.process_time()")
    with pytest.raises(RunnerLost, match="2 s of processor time"):
        for _ in range(20):
            small.run_cell("began = time.process_time()\nwhile time.process_time() - began < 0.2: pass")


@pytest.mark.confined
def test_open_files_have_a_limit(small):
    assert small.run_cell("files = [open('digits.npy') for _ in range(20)]").error == "OSError"


@pytest.mark.confined
def test_a_call_cannot_use_more_memory_than_it_may_by_hiding_it(pool, call):
    with pool.runner() as runner:
        runner.run_cell(
            "import tracemalloc\nimport numpy as np\n"
            "tracemalloc.get_traced_memory = lambda: (0, 0)\n"
            "def frugal():\n    return 1\n"
            "def wasteful():\n    return float(np.ones(2**24).sum())"
        )
        assert call(runner, "frugal", memory=2**20).value == 1
        assert call(runner, "wasteful", memory=2**20).error[0] == "MemoryError"
        assert call(runner, "wasteful").value == 2**24


@pytest.mark.confined
def test_a_call_may_use_the_memory_that_it_has(pool, call):
    with pool.runner() as runner:
        runner.run_cell("import numpy as np\ndef f(X):\n    return float((X + np.ones(2**21)).sum())")
        answer = call(runner, "f", np.ones(2**21), memory=2**26)
    assert answer.value == 2**22
    assert answer.peak_memory >= 2**24


SLEEPER = "import time\ndef sleep(seconds):\n    time.sleep(seconds)\n    return seconds"


def test_a_call_that_may_take_long_is_waited_for_and_takes_no_time_from_the_others(hasty_pool):
    with hasty_pool.runner() as runner:
        runner.run_cell(SLEEPER)
        answers = runner.call("sleep", [Call((1.0,), seconds=1).encode()] * 6 + [Call((0.0,)).encode()])
        assert [answer["value"] for answer in answers] == [1.0] * 6 + [0.0]
        with pytest.raises(RunnerLost, match="longer than 3 s"):
            runner.call("sleep", [Call((10.0,), seconds=1).encode()])


def test_a_call_cannot_hide_how_long_it_took(pool):
    with pool.runner() as runner:
        runner.run_cell(
            "import time, numpy as np\nfrom grader.selfcheck import calling\nclock = time.process_time\n"
            "calling.CLOCK = lambda: 0.0\n"
            "def busy():\n    begun = clock()\n    while clock() - begun < 0.3: pass"
        )
        (answer,) = runner.call("busy", [Call((), seconds=1).encode()])
    assert 0.25 < answer["seconds"] < 1


def _runner(connection, limits, end):
    return Runner(connection, os.getpid(), limits, Budget(limits), end)


def _conversation(respond):
    """Return a `Runner` whose other end is a thread that answers every request with `respond(nonce)`."""
    ours, theirs = socket.socketpair()

    def speak():
        with theirs, _ignoring(OSError, EOFError):
            frames.write(theirs.fileno(), frames.NO_NONCE, {"ready": True})
            while True:
                nonce, _ = frames.read(theirs.fileno())
                theirs.sendall(respond(nonce))

    threading.Thread(target=speak, daemon=True).start()
    return _runner(ours, Limits(exchange_seconds=0.05, answer_bytes=10**4), lambda _: (0, 0.0))


def _ignoring(*errors):
    import contextlib

    return contextlib.suppress(*errors)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=200), st.booleans())
def test_no_bytes_whatsoever_do_more_than_lose_the_runner(data, with_header):
    def respond(nonce):
        return frames.HEADER.pack(nonce, len(data)) + data if with_header else data

    with _conversation(respond) as runner:
        try:
            assert isinstance(runner.run_cell("1").error, str)
        except RunnerLost as lost:
            assert str(lost)


DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.just("error"), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_no_document_whatsoever_does_more_than_lose_the_runner(document):
    with _conversation(lambda nonce: frames.pack(nonce, document)) as runner:
        for ask in (lambda: runner.run_cell("1"), lambda: runner.call("f", [Call(()).encode()])):
            try:
                assert ask() is not None
            except RunnerLost as lost:
                assert str(lost)


def test_a_request_that_nobody_reads_ends_at_the_deadline():
    ours, theirs = socket.socketpair()
    with theirs:
        frames.write(theirs.fileno(), frames.NO_NONCE, {"ready": True})
        with _runner(ours, Limits(exchange_seconds=0.2), lambda _: (0, 0.0)) as runner:
            began = time.monotonic()
            with pytest.raises(RunnerLost, match=r"longer than 0\.2 s"):
                runner.call("f", [Call((np.ones(10**6),)).encode()])
            assert time.monotonic() - began < 2


def test_a_fork_that_could_not_be_confined_gets_no_submission():
    from grader.sandbox import IsolationUnavailable

    ours, theirs = socket.socketpair()
    with theirs:
        frames.write(theirs.fileno(), frames.NO_NONCE, "Landlock: Operation not supported")
        with pytest.raises(IsolationUnavailable, match="Operation not supported"):
            _runner(ours, Limits(), lambda _: (0, 0.0))


def test_a_fork_that_dies_before_it_is_confined_is_not_the_submission_s_fault():
    ours, theirs = socket.socketpair()
    theirs.close()
    with pytest.raises(RuntimeError, match="did not start"):
        _runner(ours, Limits(), lambda _: (9, 0.0))


def test_frames_are_what_the_wire_says():
    read, write = os.pipe()
    frames.write(write, b"n" * 16, {"cell": "1 + 1"})
    assert frames.read(read) == (b"n" * 16, {"cell": "1 + 1"})
    os.close(write)
    with pytest.raises(EOFError):
        frames.read(read)
    os.close(read)
    assert wire.loads(frames.pack(frames.NO_NONCE, [1])[20:]) == [1]


def test_a_probe_is_called_with_what_has_the_name(runner):
    assert runner.run_cell("class Pile(list):\n    pass\nsize = 3").error == ""
    document = Call((4,)).encode()
    for name, value in (("Pile", 1), ("size", 7)):
        probe = "def used(thing, x):\n    return len(thing([x])) if isinstance(thing, type) else thing + x"
        (answer,) = runner.call(name, [document], probe)
        assert Answer.decode(answer, document).value == value


def test_a_probe_of_what_is_not_there_is_a_name_error(runner):
    (answer,) = runner.call("nothing", [Call(()).encode()], "def value(thing):\n    return thing")
    assert answer["error"][0] == "NameError"
