"""otter-grader's `grade_submission` on the same class, in an environment of its own under build/.

Its tests ask the same cases; a case of otter's is passed or not, so that of our points only those of answers that are
all right or all wrong can be expected to be the same.
"""

import json
import shutil
import subprocess
import sys
from functools import partial

from benchmarks.measure import run
from benchmarks.ten import ASSIGNMENT, ROOT

ENVIRONMENT = ROOT / "build" / "otter"
PACKAGES = ("otter-grader==7.0.0", "ipykernel", "matplotlib", "numpy")
TEST = """\
OK_FORMAT = True

test = {{
    "name": "{name}",
    "suites": [{{"type": "doctest", "scored": True, "setup": "", "teardown": "", "cases": {cases}}}],
}}
"""
CASE = """\
>>> import json
>>> from selfcheck.calling import answer
>>> from selfcheck.judge import PlannedExercise, judge_case
>>> with open("selfcheck/hidden-{name}.json", "rb") as file:
...     case = PlannedExercise.from_document(json.load(file)).cases[{place}]
>>> judge_case(case, [answer({name}, call) for call in case.calls]).fraction
1.0
"""
DRIVER = """\
import json, sys
from otter.api import grade_submission
for path in sys.argv[2:]:
    results = grade_submission(path, sys.argv[1], quiet=True).results
    print(json.dumps({name: result.score for name, result in results.items()}))
"""


def missing(classes):
    """Make the environment and the autograder; return why that is not possible here, '' if it is."""
    uv = shutil.which("uv") or str(ROOT / ".venv" / "bin" / "uv")
    quiet = partial(subprocess.run, check=True, capture_output=True, text=True)
    try:
        if not (ENVIRONMENT / "bin" / "otter").exists():
            quiet([uv, "venv", "--clear", "--python", sys.executable, str(ENVIRONMENT)])
            quiet([uv, "pip", "install", "--python", str(ENVIRONMENT / "bin" / "python"), *PACKAGES])
        _make_autograder(classes)
    except FileNotFoundError:
        return "uv is not here to install it"
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip().splitlines() or ["nothing said"])[-1]
        return f"{' '.join(error.cmd[:3])} failed: {said}"
    return ""


def _make_autograder(classes):
    """Write the tests and have otter make its autograder.zip of them, as `otter generate` does."""
    folder = classes.folder / "otter"
    (folder / "tests").mkdir(parents=True)
    shutil.copytree(classes.folder / "stock" / "source" / ASSIGNMENT / "selfcheck", folder / "selfcheck")
    for name, exercise in classes.exercises.items():
        hidden = json.loads((folder / "selfcheck" / f"hidden-{name}.json").read_bytes())
        cases = [
            {"code": CASE.format(name=name, place=place), "points": exercise.points * case["share"]}
            for place, case in enumerate(hidden["cases"])
        ]
        test = TEST.format(name=name, cases=cases)
        (folder / "tests" / f"{name}.py").write_text(test, encoding="utf-8")
    files = [str(path.relative_to(folder)) for path in (folder / "selfcheck").rglob("*") if path.is_file()]
    command = [str(ENVIRONMENT / "bin" / "otter"), "generate", "--no-environment", "-t", "tests", *files]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)


def grade(classes, students):
    """Grade with `grade_submission`, one after the other; return the cost and the scores."""
    folder = classes.folder / "otter"
    paths = classes.hand_in_to_otter(students, folder / "submitted")
    command = [ENVIRONMENT / "bin" / "python", "-c", DRIVER, folder / "autograder.zip", *paths]
    cost = run([str(word) for word in command], folder, classes.folder / "otter.log")
    lines = [json.loads(line) for line in cost.said.splitlines() if line.startswith("{")]
    students_scores = zip((path.parents[1].name for path in paths), lines, strict=True)
    return cost, {(who, f"{name}-check"): score for who, scores in students_scores for name, score in scores.items()}
