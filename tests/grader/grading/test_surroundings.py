"""What stands around a function does not decide about it: the function whose `def` can be had is judged."""

import json

import pytest

from grader.grading.grade import grade, prepare
from grader.sandbox import Limits, Pool
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
]

ABOVE = {
    "an absent package": "import pandas as pd\n",
    "names from an absent package": "from scipy.special import logsumexp, softmax as other\n",
    "an absent package in use": "import seaborn\nseaborn.set_theme()\n",
    "input": "name = input('Who are you? ')\n",
    "a file to write": "log = open('log.txt', 'w')\nprint('begun', file=log)\n",
    "a file of the reader's own": "import json\nsettings = json.load(open('my-settings.json'))\n",
    "a folder to make": "import os\nos.makedirs('results')\n",
    "a thread": "import threading\nthreading.Thread(target=print).start()\n",
    "a pool of processes": "from multiprocessing import Pool\nworkers = Pool(2)\n",
    "another program": "import subprocess\nsubprocess.run(['ls'])\n",
    "the network": "from urllib.request import urlopen\nurlopen('http://example.org')\n",
    "an interactive backend": "%matplotlib notebook\n",
    "a widget's backend": "%matplotlib widget\n",
    "an extension": "%load_ext line_profiler\n",
    "a file magic": "%%writefile mse.py\n",
    "a magic that times": "%%timeit\n",
    "a magic of an extension": "%%cython\n",
    "a mistake": "1 / 0\n",
    "a mistake in syntax": "print 'hello'\n",
    "a sentence": "My answer is below:\n",
    "exit": "import sys\nsys.exit()\n",
    "a process that ends": "import os\nos._exit(0)\n",
    "an experiment without end": "n = 0\nwhile True: n += 1\n",
    "sleep": "import time\ntime.sleep(60)\n",
    "too much memory": "huge = bytearray(2**33)\n",
}


@pytest.fixture(scope="module")
def assignment(small):
    return prepare(small.chapter, b"the tests' own secret", small.released)


@pytest.fixture(scope="module")
def pool(small):
    with Pool(small.released, limits=Limits(exchange_seconds=1)) as pool:
        yield pool


@pytest.fixture
def graded(small, assignment, pool):
    """Return a function that grades answers, with cells of the reader's own before some of them."""

    def grade_one(own=(), **answers):
        document = small.document(**small.right | answers)
        for before, source in own:
            place = document["cells"].index(small.cell(document, before))
            cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
            document["cells"].insert(place, cell)
        result = grade("ada", json.dumps(document).encode(), assignment, pool)
        assert not result.error
        return result

    return grade_one


@pytest.mark.parametrize("stops", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("where", ["above", "below"])
def test_the_function_is_judged_whatever_stops_its_cell(graded, small, stops, where):
    if where == "below" and stops.startswith("%%"):
        pytest.skip("such a magic stands on the first line alone")
    source = stops + small.right["mse"] if where == "above" else small.right["mse"] + "\n" + stops
    assert graded(mse=source).points == 6


@pytest.mark.parametrize(
    ("stops", "words"),
    [
        ("import pandas", "`import pandas`: pandas is not there when this is graded."),
        ("name = input('?')", "`name = input('?')`: nobody answers when this is graded."),
        ("log = open('log', 'w')", "files cannot be written when this is graded"),
        ("Thread(target=print).start()", "neither threads nor other programs can be started"),
        ("while True: pass", "it took more than 1 s of processor time, and was stopped."),
        ("open('mine.csv')", "there is no such file when this is graded."),
    ],
    ids=["import", "input", "file", "thread", "time", "no file"],
)
def test_feedback_names_the_line_that_was_refused_and_why(graded, stops, words):
    wrong = f"from threading import Thread\n{stops}\ndef mse(predictions, targets): return 7.0"
    [mse, *_] = graded(mse=wrong).exercises
    assert mse.outcome == "failed" and mse.cases
    assert mse.reason.startswith("Line 2, `") and words in mse.reason


def test_a_constant_a_helper_and_a_class_around_the_function_are_there(graded, small):
    above = "import pandas\nHALF = 0.5\nclass Own: two = 2\ndef squares(a): return np.asarray(a) ** Own.two\n"
    body = small.right["mse"].replace("np.sum((predictions - targets) ** 2)", "np.sum(squares(predictions - targets))")
    assert graded(mse=above + body).points == 6


def test_a_helper_that_is_defined_further_down_is_found(graded, small):
    mse = small.right["mse"].replace("return ", "return helper() * ")
    assert graded(mse=mse, accuracy=small.right["accuracy"] + "\ndef helper(): return 1.0\n").points == 6


def test_an_exercise_that_is_used_before_its_cell_is_found(graded, small):
    mse = "shown = softmax(np.ones((1, 2)))\n" + small.right["mse"]
    accuracy = small.right["accuracy"].replace("np.argmax(logits", "np.argmax(softmax(logits)")
    assert graded(mse=mse.replace("return ", "return 2 * shown[0, 0] * "), accuracy=accuracy).points == 6


def test_own_cells_that_ran_are_kept_when_others_did_not(graded, small):
    own = [("mse", "helper = 1.0")] + [("mse-check", f"import os\nos._exit({n})") for n in range(5)]
    softmax = small.right["softmax"].replace("    return ", "    return helper * ")
    assert graded(own, softmax=softmax).points == 6


def test_definitions_of_own_cells_are_kept_when_the_cells_end_the_runner(graded, small):
    own = [("mse", f"def helper_{n}(): return 1.0\nimport os\nos._exit({n})") for n in range(5)]
    mse = small.right["mse"].replace("return ", "return helper_0() * helper_4() * ")
    assert graded(own, mse=mse).points == 6


def test_experiments_of_the_readers_own_cost_no_exercise(graded):
    result = graded([("softmax", f"n = {n}\nwhile True: n += 1") for n in range(9)])
    assert result.points == 6


def test_refusals_of_own_cells_are_told_where_something_is_not_right(graded):
    own = [("mse", "import pandas as pd\nx = 1")]
    assert graded(own).repairs == []
    told = graded(own, mse="def mse(a, b): return pd.mean(a)").repairs
    assert any("Line 1, `import pandas as pd`: pandas is not there" in words for words in told)


def test_a_number_of_a_line_is_believed_only_as_far_as_there_is_such_a_line(graded):
    forged = "from grader.sandbox import cells\ncells._line = lambda *_: 10**9\ndef mse(a, b): return 7.0\n1 / 0"
    [mse, *_] = graded(mse=forged).exercises
    assert mse.points == 0 and "1000000000" not in mse.reason
