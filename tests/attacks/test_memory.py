"""What a submission can have the grader itself hold in memory, measured in a process that does nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import grader
from grader.classroom import output
from grader.gradebook import Gradebook
from grader.intake.notebook import MAX_BYTES
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
    pytest.mark.timeout(600),
]
MOST = 600 * 2**20  # bytes
FORGING = (Path(__file__).parents[1] / "forging.py").read_text(encoding="utf-8")
GRADE = r"""
import re, sys
from pathlib import Path
from grader.course import Course
from grader.grading.grade import grade, prepare
from grader.sandbox import Pool

root, released, notebook = map(Path, sys.argv[1:])
assignment = prepare(Course(root).chapter("losses"), bytes(32), released)
with Pool(released) as pool:
    result = grade("eve", notebook.read_bytes(), assignment, pool)
assert not result.error, result.error
print(result.points, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""
GRADE_ALL = r"""
import re, sys
from pathlib import Path
from grader.classroom import Classroom, Options
from grader.course import Course

root, submitted, out = map(Path, sys.argv[1:])
tally = Classroom(Options(Course(root), submitted, out, workers=1, attempt="best")).grade()
print(tally.graded, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def _run(script, *paths):
    """Run a script in a process of its own, and return what it counted and the most bytes that it held.

    The system's ru_maxrss would count the process that starts it, too: until it is another program, it is a copy of it.
    """
    environment = {**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    command = [sys.executable, "-c", script, *map(str, paths)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    counted, kilobytes = done.stdout.split()
    print(f"{int(kilobytes) // 1024} MiB")
    return float(counted), 1024 * int(kilobytes)


ANSWERS = {
    "dicts": """b'[' + b'{"":0},' * 499_000 + b'{}]'""",
    "texts": """b'["' + b'","'.join(b"%07d" % n for n in range(990_000)) + b'"]'""",
    "a text": """b'["' + "明".encode() * 5_500_000 + b'"]'""",
    "arrays": """b'[{"value":{"array":{"dtype":"|b1","shape":[12000000],"data":"' + b"A" * 16_000_000 + b'"}}}]'""",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_forged_answers_of_sixteen_megabytes_are_refused_before_they_fill_the_memory(small, tmp_path, answer):
    answers = {name: f"{FORGING}\ndef {name}(*arguments):\n    forge(nonce(), {answer})\n" for name in small.right}
    path = tmp_path / "eve.ipynb"
    path.write_bytes(small.notebook(**answers))
    points, most = _run(GRADE, small.course.root, small.released, path)
    assert points == 0 and most < MOST


LARGE = """
import grader.sandbox.runner as runner
runner.answer = lambda function, call: {{"value": [{{"": 0}}] * {each}}}
def {name}(*arguments): return 0
"""


@pytest.mark.parametrize("each", [1_000, 20_000, 100_000])
def test_answers_that_are_kept_until_all_are_judged_fill_no_more_than_their_room(small, tmp_path, each):
    path = tmp_path / "eve.ipynb"
    path.write_bytes(small.notebook(**{name: LARGE.format(name=name, each=each) for name in small.right}))
    points, most = _run(GRADE, small.course.root, small.released, path)
    assert points == 0 and most < MOST


NOTEBOOKS = {
    "dicts": '{"cells": [' + '{"":0},' * 1_990_000 + "{}]}",
    "texts": '{"cells": [' + '"明明",' * 2_300_000 + '""]}',
    "outputs": '{"cells": [{"cell_type": "code", "source": "", "outputs": [' + "[]," * 1_990_000 + "[]]}]}",
}


@pytest.mark.parametrize("notebook", NOTEBOOKS.values(), ids=NOTEBOOKS)
def test_a_notebook_of_very_many_parts_is_read_or_refused_within_bounds(small, tmp_path, notebook):
    path = tmp_path / "eve.ipynb"
    path.write_text(notebook, encoding="utf-8")
    assert path.stat().st_size <= MAX_BYTES
    points, most = _run(GRADE, small.course.root, small.released, path)
    assert points == 0 and most < MOST


def test_sixty_sparse_attempts_are_read_one_at_a_time(small, tmp_path):
    small.hand_in(tmp_path / "class", "ada")
    for number in range(60):
        path = tmp_path / "class" / "eve" / "04-losses" / f"attempt-{number}" / "04-losses.ipynb"
        path.parent.mkdir(parents=True)
        path.touch()
        os.truncate(path, MAX_BYTES)
    graded, most = _run(GRADE_ALL, small.course.root, tmp_path / "class", tmp_path / "out")
    assert graded == 2 and most < MOST


def _split_to_the_limit(small):
    """Return a notebook whose answers would be joined to millions of characters that take six bytes each in JSON."""
    document = small.document(**{name: f"{source}\n#" for name, source in small.right.items()})
    everything = "\n".join(small.right.values())
    small.cell(document, "mse")["source"] = everything
    place = document["cells"].index(small.cell(document, "mse")) + 1
    part = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "    #" + "\x01" * 99_000}
    document["cells"][place:place] = [part | {"id": f"part-{number}"} for number in range(28)]
    return json.dumps(document).encode()


def test_a_notebook_of_many_megabytes_leaves_a_small_gradebook_that_later_runs_read(small, tmp_path):
    data = _split_to_the_limit(small)
    assert 10 * 2**20 < len(data) < MAX_BYTES
    for number in range(5):
        small.hand_in(tmp_path / "class", f"eve-{number}", data)
    graded, most = _run(GRADE_ALL, small.course.root, tmp_path / "class", tmp_path / "out")
    assert graded == 5 and most < MOST
    assert (tmp_path / "out" / output.GRADEBOOK).stat().st_size < 5 * 2**20
    again, _ = _run(GRADE_ALL, small.course.root, tmp_path / "class", tmp_path / "out")
    assert again == 0
    with Gradebook(f"sqlite:///{tmp_path / 'out' / output.GRADEBOOK}") as gradebook:
        assert not gradebook.is_empty
        assert len(list(gradebook.results())) == 5
