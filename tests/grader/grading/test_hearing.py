"""What is asked in which process, and what feedback shows of small questions, in a course of two exercises."""

import json

import pytest

from grader.course import Course
from grader.gradebook import comment
from grader.grading.grade import grade, prepare
from grader.grading.result import SubmissionResult
from grader.release import release
from grader.report import write_feedback
from grader.sandbox import Limits, Pool
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
]
PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Exercises: doubling

```{code-cell} ipython3
:tags: [setup]
import numpy as np
```

## Exercise 1.1 · `doubled_is_right` (3 points)

```{code-cell} ipython3
:tags: [exercise]
from solutions.doubling import doubled_is_right
```

## Exercise 1.2 · `doubled` (2 points)

```{code-cell} ipython3
:tags: [exercise]
from solutions.doubling import doubled
```
"""
SOLUTIONS = '''"""Doubling."""

import numpy as np


def doubled(x):
    """Return twice the numbers."""
    return 2 * np.asarray(x, dtype=float)


def doubled_is_right(f):
    """Say whether f doubles numbers."""
    return all(np.array_equal(f(np.array(x)), 2 * np.array(x)) for x in ([-1.0], [0.0, 2.0], [3.0]))
'''
EXERCISES = '''"""Doubling."""

import numpy as np

from grader import Case, Exercise, tester
from solutions import doubling


def doubled_by_adding(x):
    return x + x


def tripled(x):
    return 3 * x


def squared(x):
    return x * x


def same(x):
    return x


def doubled_and_one(x):
    return 2 * x + 1


doubled_is_right = Exercise(
    doubling.doubled_is_right,
    3,
    ("Try a few numbers.",),
    tester("implementations", right=(doubling.doubled, doubled_by_adding),
           wrong=(tripled, squared, same, doubled_and_one), own="doubled"),
)
doubled = Exercise(
    doubling.doubled, 2, ("Multiply.",), (Case("some numbers", lambda rng: (rng.normal(size=5),)),)
)


@doubled.wrong("Multiply by 2, not by the number itself.")
def multiplied_by_itself(x):
    return x * x
'''
TESTER = """def doubled_is_right(f):
    return all(np.array_equal(f(np.array(x)), 2 * np.array(x)) for x in ([-1.0], [0.0, 2.0], [3.0]))
"""
KEEPS_WHAT_IT_IS_GIVEN = """kept = []
def doubled_is_right(f):
    kept.append(f)
    return all(np.array_equal(f(np.array(x)), 2 * np.array(x)) for x in ([-1.0], [0.0, 2.0], [3.0]))
"""
USES_WHAT_WAS_KEPT = """def doubled(x):
    right = [f for f in kept if np.array_equal(f(np.ones(1)), [2.0]) and np.array_equal(f(np.zeros(1)), [0.0])]
    return right[-1](x) if right else 0.0
"""
SEARCHES_MEMORY = """import gc, types
def doubled(x):
    found = [f for f in gc.get_objects() if isinstance(f, types.FunctionType) and f.__name__ == "doubled"]
    for f in found:
        if f.__code__ is not doubled.__code__:
            return f(x)
    return 0.0
"""


class School:
    """The course, its release, and grading of answers to it."""

    def __init__(self, root):
        for name, text in {
            "course.toml": 'title = "Doubling"\n',
            "solutions/doubling.py": SOLUTIONS,
            "exercises/doubling.py": EXERCISES,
            "chapters/01-doubling/exercises.md": PAGE,
        }.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        self.course = Course(root)
        self.released = release(self.course.chapter("doubling"), root / "release")
        self.assignment = prepare(self.course.chapter("doubling"), b"a secret of the tests", self.released)

    def notebook(self, **answers):
        document = json.loads((self.released / "01-doubling.ipynb").read_bytes())
        for cell in document["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = answers.get(name, cell["source"])
        return json.dumps(document).encode()

    def graded(self, pool, **answers):
        result = grade("ada", self.notebook(**answers), self.assignment, pool)
        assert not result.error
        return {report.name: report for report in result.exercises}


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    return School(tmp_path_factory.mktemp("school"))


@pytest.fixture(scope="module")
def pool(school):
    with Pool(school.released, limits=Limits(exchange_seconds=2)) as made:
        yield made


def test_right_answers_pass_tester_and_tested_alike(school, pool):
    reports = school.graded(pool, doubled_is_right=TESTER, doubled="def doubled(x):\n    return x + x")
    assert {name: report.outcome for name, report in reports.items()} == dict.fromkeys(reports, "passed")


@pytest.mark.parametrize("tested", [USES_WHAT_WAS_KEPT, SEARCHES_MEMORY], ids=["kept", "searched"])
def test_an_implementation_that_a_tester_is_given_answers_no_other_exercise(school, pool, tested):
    reports = school.graded(pool, doubled_is_right=KEEPS_WHAT_IT_IS_GIVEN, doubled=tested)
    assert reports["doubled_is_right"].outcome == "passed"
    assert reports["doubled"].points == 0


def test_a_tester_that_ends_its_process_costs_no_other_exercise(school, pool):
    reports = school.graded(
        pool, doubled_is_right="import os\ndef doubled_is_right(f): os._exit(0)", doubled="def doubled(x): return x + x"
    )
    assert [report.outcome for report in reports.values()] == ["failed", "passed"]
    assert reports["doubled_is_right"].reason.startswith("When it was called: the process ended")


def test_a_tester_uses_what_other_cells_define(school, pool):
    uses = "def doubled_is_right(f):\n    return helper(f)"
    other = TESTER.replace("doubled_is_right", "helper")
    reports = school.graded(pool, doubled_is_right=f"{other}\n{uses}", doubled="def doubled(x): return x + x")
    assert reports["doubled_is_right"].outcome == "passed"


def test_feedback_shows_a_small_question_that_goes_wrong_with_what_is_right(school, pool, tmp_path):
    report = school.graded(pool, doubled_is_right=TESTER, doubled="def doubled(x):\n    return x * x")["doubled"]
    assert report.example.call.startswith("doubled(np.array([")
    numbers = eval(report.example.call.removeprefix("doubled"), {"np": __import__("numpy")})
    assert numbers.size <= 24 and (numbers == numbers.round()).all()
    assert report.example.right and report.example.words
    said = comment(report)
    assert report.example.call in said and report.example.words in said
    result = SubmissionResult("ada", "01-doubling", [report])
    page = write_feedback(result, tmp_path, school.course).read_text()
    assert "A small example to work out by hand" in page and report.example.words in page
    assert SubmissionResult.from_document(json.loads(json.dumps(result.to_document()))) == result


def test_an_answer_that_passes_has_no_example(school, pool):
    reports = school.graded(pool, doubled_is_right=TESTER, doubled="def doubled(x): return x + x")
    assert [report.example for report in reports.values()] == [None, None]


def test_what_an_answer_returns_to_a_small_question_is_never_shown(school, pool):
    tells = "seen = []\ndef doubled(x):\n    seen.append(x)\n    return repr(seen) if len(seen) > 1 else 7.0"
    report = school.graded(pool, doubled_is_right=TESTER, doubled=tells)["doubled"]
    [hidden] = next(one for one in school.assignment.exercises if one.name == "doubled").cases[0].asked[0]
    told = json.dumps(report.to_document())
    assert report.example and not any(repr(number.item())[:10] in told for number in hidden.arguments[0])


def test_an_answer_that_ends_the_process_over_a_small_question_keeps_what_it_has(school, pool):
    ends = "import os\nn = []\ndef doubled(x):\n    n.append(1)\n    return x * x if len(n) < 2 else os._exit(0)"
    reports = school.graded(pool, doubled_is_right=TESTER, doubled=ends)
    assert reports["doubled_is_right"].outcome == "passed"
    assert (reports["doubled"].outcome, reports["doubled"].reason, reports["doubled"].example) == ("failed", "", None)
