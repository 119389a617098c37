"""Ordinary notebooks: what readers write must run as in Jupyter, and what they return must arrive."""

import contextlib
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from grader.sandbox import Budget, IsolationUnavailable, Limits, Pool, RunnerLost, confine, landlock, seccomp
from grader.selfcheck.calling import Answer, Call

pytestmark = pytest.mark.confined

SOFTMAX = """
import numpy as np

def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)
"""

IMPORTS = "import io\nimport matplotlib.pyplot as plt"

ORDINARY = {
    "nothing": "",
    "comment": "# only a comment",
    "value": "1 + 1",
    "numpy": "import numpy as np\nnp.linalg.svd(np.random.default_rng(0).normal(size=(50, 50)))",
    "random-state": "import numpy as np\nnp.random.seed(1)\nnp.random.normal(size=3)",
    "print": "print('text ' * 1000)",
    "unicode": "print('Ångström ≤ ∞')",
    "inline": "%matplotlib inline",
    "plot": "plt.plot([1, 2, 3], label='$x^2$')\nplt.title('t')\nplt.legend()\nplt.show()",
    "subplots": "figure, axes = plt.subplots(2, 2)\naxes[0, 0].imshow([[1, 2], [3, 4]])\nfigure.tight_layout()",
    "contours": "plt.contourf([[1, 2], [3, 4]])\nplt.colorbar()",
    "three-dimensions": "plt.figure().add_subplot(projection='3d').plot([1], [2], [3])",
    "drawn": "plt.plot([1])\nplt.title('$\\\\alpha$')\nplt.savefig(io.BytesIO())",
    "system-font": "plt.title('t', family='serif')\nplt.savefig(io.BytesIO())",
    "animation": "from matplotlib.animation import FuncAnimation\nFuncAnimation(plt.figure(), print, frames=3)",
    "figure-format": "%config InlineBackend.figure_format = 'svg'\nplt.plot([1])",
    "timeit": "%timeit -n 1 -r 1 sum(range(10))",
    "time": "%%time\nsum(range(10))",
    "shell-command": "!pip install numpy",
    "pip": "%pip install numpy",
    "captured-command": "files = !ls",
    "help": "import numpy as np\nnp.linalg.norm?",
    "display": "from IPython.display import HTML, Markdown, clear_output, display\ndisplay(HTML('<b>x</b>'))\n"
    "clear_output()\nMarkdown('x')",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "whos": "x = 1\n%whos",
    "capture": "%%capture printed\nprint('x')",
    "exit": "exit()",
    "self-check": "from selfcheck import TRAVELLED\nassert TRAVELLED",
    "data": "import numpy as np\nassert np.load('digits.npy').sum() == 15",
    "null-device": "import contextlib, os\nwith open(os.devnull, 'w') as file, contextlib.redirect_stdout(file):\n"
    "    print('x')",
    "standard-library": "import bz2, csv, ctypes, decimal, hashlib, json, lzma, pickle, re, sqlite3, ssl, typing, zlib",
    "imported-late": "import importlib, colorsys\nimportlib.invalidate_caches()\nimport numpy.polynomial, wave, sched",
    "optional-package": "try:\n    import yaml\nexcept ImportError:\n    pass",
    "configuration": "import numpy as np\nnp.show_config()",
    "recursion": "def deep(n):\n    return n and deep(n - 1)\ndeep(900)",
    "many-figures": "for _ in range(15):\n    plt.figure()",
}


@pytest.mark.parametrize("source", ORDINARY.values(), ids=ORDINARY.keys())
def test_an_ordinary_cell_runs(runner, source):
    assert runner.run_cell(IMPORTS).error == ""
    assert runner.run_cell(source).error == ""


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("def f(:", "SyntaxError"),
        ("  x = 1\n y = 2", "IndentationError"),
        ("undefined", "NameError"),
        ("raise SystemExit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise ValueError('x' * 10**6)", "ValueError"),
        ("raise ValueError('\\ud800\\0')", "ValueError"),
        ("import pandas", "ModuleNotFoundError"),
        ("x = input()", "EOFError"),
        ("text \ud800", "SyntaxError"),
        ("text \0", "SyntaxError"),
        ("class Rude(Exception):\n    def __str__(self):\n        raise ValueError\nraise Rude", "ValueError"),
    ],
)
def test_the_exception_of_a_cell_is_named_and_the_runner_goes_on(runner, source, error):
    assert runner.run_cell(source).error == error
    assert runner.run_cell("1 + 1").error == ""


def test_cells_share_one_namespace(runner, value_of):
    runner.run_cell("x = 20")
    runner.run_cell("y = x + 1")
    assert value_of(runner, "x + y") == 41


def test_a_figure_is_closed_after_its_cell(runner, value_of):
    runner.run_cell("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.figure()")
    assert value_of(runner, "len(plt.get_fignums())") == 0


def test_a_function_is_called_with_the_arguments_and_answers(runner, call):
    logits = np.array([[1.0, 2.0], [0.0, 0.0]])
    runner.run_cell(SOFTMAX)
    answer = call(runner, "softmax", logits)
    np.testing.assert_allclose(answer.value.sum(axis=1), 1)
    np.testing.assert_array_equal(answer.value[1], [0.5, 0.5])
    assert answer.changed == ()


def test_many_calls_are_answered_in_order(runner):
    calls = [Call((i,), memory=10**6 if i % 3 == 0 else None).encode() for i in range(10)]
    runner.run_cell("def square(n):\n    return n ** 2")
    answers = [Answer.decode(*pair) for pair in zip(runner.call("square", calls), calls)]
    assert [answer.value for answer in answers] == [i**2 for i in range(10)]
    assert all(answer.peak_memory < 10**5 for answer in answers)


def test_no_calls_have_no_answers(runner):
    assert runner.call("anything", []) == []


@pytest.mark.parametrize("source", ["", "softmax = 3"], ids=["not-defined", "not-callable"])
def test_a_name_without_a_function_answers_with_a_name_error(runner, source, call):
    runner.run_cell(source)
    answer = call(runner, "softmax", 1.0)
    assert answer.error[0] == "NameError"
    assert answer.message == "name 'softmax' is not defined"


@pytest.mark.parametrize("error", ["ValueError", "SystemExit", "KeyboardInterrupt", "GeneratorExit", "MemoryError"])
def test_whatever_a_function_raises_is_an_answer(runner, error, call):
    runner.run_cell(f"def f():\n    raise {error}('words')")
    answer = call(runner, "f")
    assert answer.error[0] == error
    assert answer.message == "words"


def test_a_function_may_return_what_has_no_encoding(runner, call):
    runner.run_cell("def f():\n    return object()")
    assert call(runner, "f").value.type_name == "object"


def test_runners_know_nothing_of_each_other(pool, value_of):
    with pool.runner() as first:
        first.run_cell("x = 1\nimport builtins, numpy\nbuiltins.sorted = numpy.sum = None")
    with pool.runner() as second:
        assert second.run_cell("x").error == "NameError"
        assert value_of(second, "sorted('ba')") == ["a", "b"]


def test_two_runners_of_one_pool_work_side_by_side(pool, value_of):
    with pool.runner() as first, pool.runner() as second:
        first.run_cell("x = 1")
        second.run_cell("x = 2")
        assert (value_of(first, "x"), value_of(second, "x")) == (1, 2)


def test_unseeded_numbers_and_the_order_of_sets_are_the_same_in_every_pool(pool, hasty_pool, value_of):
    made = []
    for each in (pool, hasty_pool):
        with each.runner() as runner:
            runner.run_cell("import random\nimport numpy as np")
            made.append(value_of(runner, "(random.random(), np.random.normal(), list({'a', 'b', 'c', 'd', 'e'}))"))
    assert made[0] == made[1]


def test_the_released_folder_stays_as_it_was(pool, released):
    assert sorted(path.name for path in released.rglob("*")) == ["__init__.py", "digits.npy", "selfcheck"]


def test_the_warm_process_has_never_seen_the_reference_or_the_exercises(runner, value_of):
    runner.run_cell("import sys")
    ours = value_of(runner, "sorted(n for n in sys.modules if n.split('.')[0] in ('grader', 'solutions', 'figures'))")
    allowed = ("grader.sandbox", "grader.selfcheck")  # the second is what readers have
    assert [name for name in ours if name != "grader" and not name.startswith(allowed)] == []


def test_numpy_has_one_thread(runner, value_of):
    runner.run_cell("import numpy as np\nx = np.ones((500, 500)) @ np.ones((500, 500))\nimport os")
    assert value_of(runner, "os.environ['OPENBLAS_NUM_THREADS']") == "1"


def test_processor_time_is_known_in_the_end(pool):
    with pool.runner() as runner:
        runner.run_cell("import time\nstart = time.process_time()\nwhile time.process_time() - start < 0.1: pass")
    assert 0.1 < runner.cpu_seconds < 5


def test_a_pool_starts_anew_when_its_warm_process_was_killed(released, value_of):
    with Pool(released) as pool:
        with pool.runner() as runner:
            runner.run_cell("import os, time")
            os.kill(value_of(runner, "os.getppid()"), signal.SIGKILL)
            with pytest.raises(RuntimeError, match="was killed"):
                runner.run_cell("time.sleep(10)")
        with pool.runner() as runner:
            assert value_of(runner, "2") == 2


def test_nothing_is_left_when_a_pool_is_closed(released, value_of):
    with Pool(released) as pool:
        runner = pool.runner()
        process = value_of(runner, "__import__('os').getpid()")
        runner.run_cell("import time")
        scratch = pool._zygote.line.said.parent
    assert not scratch.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(RuntimeError, match="was killed"):
        runner.run_cell("1")
    runner.close()


def test_runners_come_and_go_without_leaving_memory_or_descriptors(pool):
    warm = pool._warm._process

    def held():
        resident = int(Path(f"/proc/{warm}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return len(os.listdir("/proc/self/fd")), len(os.listdir(f"/proc/{warm}/fd")), resident

    def run(times):
        for _ in range(times):
            with pool.runner() as runner:
                runner.run_cell("x = bytearray(10**7)")

    run(5)
    before = held()
    run(50)
    after = held()
    assert after[:2] == before[:2]
    assert after[2] < before[2] + 2**20


def test_without_isolation_the_limits_still_hold(open_pool, value_of):
    with open_pool.runner() as runner:
        assert value_of(runner, "open('/etc/hostname').close()") is None
        assert runner.run_cell("x = bytearray(2**30)").error == "MemoryError"
        assert runner.run_cell("while True: pass").error == "OutOfTime"
        runner.run_cell("def hangs():\n    while True: pass")
        with pytest.raises(RunnerLost, match=r"more than 0\.8 s of processor time"):
            runner.call("hangs", [Call(()).encode()])


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ((landlock, "version", lambda: 0), "Landlock"),
        ((seccomp, "program", None), "libseccomp"),
        ((confine, "_has_filters", lambda: False), "CONFIG_SECCOMP_FILTER"),
        ((confine.sys, "platform", "darwin"), "Linux"),
    ],
    ids=["landlock", "libseccomp", "filters", "linux"],
)
def test_a_pool_refuses_to_start_and_says_what_is_missing(released, monkeypatch, lacking, words):
    where, name, replacement = lacking
    if name == "program":
        monkeypatch.setitem(confine.sys.modules, "pyseccomp", None)
        replacement = seccomp.program.__wrapped__
    monkeypatch.setattr(where, name, replacement)
    with pytest.raises(IsolationUnavailable, match=words) as caught, Pool(released):
        pass
    assert "--isolation none" in str(caught.value)


def test_a_pool_refuses_to_start_when_confinement_does_not_hold(released, monkeypatch):
    empty = bytes.fromhex("0600000000 00ff7f".replace(" ", ""))  # a filter of one instruction: allow
    monkeypatch.setattr(seccomp, "program", lambda: empty)
    with pytest.raises(IsolationUnavailable, match="opening a socket"), Pool(released):
        pass


def test_what_keeps_the_warm_process_from_starting_is_told(tmp_path):
    (tmp_path / "selfcheck").mkdir()
    (tmp_path / "selfcheck" / "__init__.py").write_text("raise OSError('the released folder is broken')")
    with pytest.raises(RuntimeError, match="the released folder is broken"), Pool(tmp_path):
        pass


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ValueError, match="nowhere is no folder"):
        Pool(tmp_path / "nowhere")


def test_an_unknown_isolation_is_named(tmp_path):
    with pytest.raises(ValueError, match="'docker'"):
        Pool(tmp_path, isolation="docker")


def test_all_runners_of_a_submission_share_one_budget(released):
    with Pool(released, limits=Limits(exchange_seconds=0.4)) as pool:
        budget = Budget(pool.limits)
        for _ in range(8):  # of 0.35 s each, where 2.4 s are allowed in all
            with pool.runner(budget) as runner, contextlib.suppress(RunnerLost):
                runner.run_cell("import time\ntime.sleep(0.35)")
        assert budget.asleep <= 0 < budget.cells
        assert not budget.allows(ran_before=False)
        with pool.runner(budget) as runner:
            began = time.monotonic()
            with pytest.raises(RunnerLost, match="slept or waited"):
                runner.run_cell("import time\ntime.sleep(9)")
        assert time.monotonic() - began < 5


def test_cells_and_questions_have_budgets_of_their_own(released, call):
    with Pool(released, limits=Limits(exchange_seconds=0.3)) as pool:
        budget = Budget(pool.limits)
        with pool.runner(budget) as runner:
            runner.run_cell("def answer(): return 42")
            while budget.allows(ran_before=False):
                assert runner.run_cell("while True: pass").error == "OutOfTime"
            assert budget.cells <= 0 < budget.questions
            assert call(runner, "answer").value == 42
