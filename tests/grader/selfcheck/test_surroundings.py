"""What will not run in grading is said by the check, and what will run is not."""

import subprocess
import sys

import pytest

from grader.selfcheck import surroundings

NOTEBOOK = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("try:\\n    import pandas\\nexcept ImportError:\\n    pass", store_history=True)
shell.run_cell("import numpy as np\\nfrom selfcheck import check", store_history=True)
shell.run_cell("def mse(p, t):\\n    p, t = np.asarray(p, float), np.asarray(t, float)\\n"
               "    if p.shape != t.shape: raise ValueError('shapes')\\n"
               "    return np.sum((p - t) ** 2) / (2 * len(p))", store_history=True)
result = shell.run_cell("check(mse)", store_history=True)
print("checked:", repr(str(result.error_in_exec or "")))
"""


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import pandas as pd", ["pandas is not there"]),
        ("from scipy.special import softmax", ["scipy is not there"]),
        ("import numpy as np, seaborn.objects as so", ["seaborn is not there"]),
        ("def f():\n    import torch", ["torch is not there"]),
        ("name = input('Who? ')", ["input() is answered by nobody"]),
        ("with open('log.txt', 'w') as log: pass", ["Files cannot be written"]),
        ("import pandas\nimport pandas.api", ["pandas is not there"]),
        ("open('log.txt', mode='a')", ["Files cannot be written"]),
        ("import matplotlib.pyplot as plt\nplt.savefig('a.svg')", ["Files cannot be written"]),
        ("import numpy as np\nnp.save('a.npy', np.ones(2))", ["Files cannot be written"]),
        ("from pathlib import Path\nPath('a').write_text('b')", ["Files cannot be written"]),
        ("import threading\nthreading.Thread(target=print).start()", ["Threads and other programs"]),
        ("from threading import Thread as T\nT(target=print).start()", ["Threads and other programs"]),
        ("import subprocess as sp\nsp.run(['ls'])", ["Threads and other programs"]),
        ("from multiprocessing import Pool\nPool(4)", ["Threads and other programs"]),
        ("import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor()", ["Threads and other programs"]),
        ("import os\nos.system('ls')", ["Threads and other programs"]),
        ("from urllib.request import urlopen\nurlopen('http://x')", ["Nothing can be fetched"]),
    ],
)
def test_what_is_not_there_in_grading_is_said_once(cell, words):
    said = surroundings.remarks([cell, cell])
    assert len(said) == len(words) and all(one.startswith(start) for one, start in zip(said, words))


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np\nimport matplotlib.pyplot as plt\nfrom mpl_toolkits.mplot3d import Axes3D",
        "import math, json\nfrom collections import Counter",
        "from selfcheck import check",
        "from IPython.display import display",
        "data = open('digits.csv').read()",
        "%matplotlib inline\nimport pandas",
        "def broken(:",
        "\0",
        "from . import something",
        "import os\nos.path.join('a', 'b')",
        "import threading, subprocess, socket",
        "run = 1\nsave(run)",
        "open('digits.csv', 'r')",
    ],
)
def test_what_is_there_is_not_mentioned(cell):
    assert surroundings.remarks([cell]) == []


def test_the_packages_of_the_course_are_there_and_are_named():
    cells = ["import pandas as pd", "import scipy.special", "import matplotlib"]
    said = surroundings.remarks(cells, ("numpy", "pandas"))
    assert [words.partition(" ")[0] for words in said] == ["scipy", "matplotlib"]
    assert all(words.endswith("exercises need no more than numpy, pandas.") for words in said)


def test_a_cell_that_is_too_slow_is_named_by_its_first_line_unless_it_became_fast():
    slow, fast = "for _ in range(10**9):\n    pass", "x = 1"
    [said] = surroundings.too_slow([(slow, 11.0), (fast, 0.0), ("y = 2", 30.0), ("y = 2", 1.0)])
    assert said.startswith("The cell 'for _ in range(10**9):' took 11 s.") and "10 s" in said


def test_a_notebooks_cells_are_measured_from_the_import_on(small):
    text = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from selfcheck import check", store_history=True)
shell.run_cell("import time; end = time.process_time() + 0.2\\nwhile time.process_time() < end: pass",
               store_history=True)
shell.run_cell("import time; time.sleep(0.5)", store_history=True)
from selfcheck import timing
[(first, busy), (second, asleep)] = timing.cells()
print(first.startswith("import time; end"), 0.2 <= busy, asleep < busy)
"""
    said = subprocess.run([sys.executable, "-c", text], cwd=small.released, capture_output=True, text=True)
    assert said.stdout == "True True True\n", said.stderr


def test_a_check_in_a_notebook_says_it_and_passes_all_the_same(small):
    said = subprocess.run([sys.executable, "-c", NOTEBOOK], cwd=small.released, capture_output=True, text=True)
    assert "pandas is not there when this is graded" in said.stdout, said.stderr
    assert "checked: ''" in said.stdout
