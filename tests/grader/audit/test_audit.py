import pytest

from grader.audit import ExerciseAudit, audit, audit_exercise, run, table
from grader.course import Course

REFERENCE = '''import numpy as np


def halve(x):
    """Return half of every number."""
    return np.asarray(x) / 2
'''
EXERCISE = """from grader import Case, Exercise
from solutions import halves

halve = Exercise(halves.halve, 1, (), (Case("some numbers", lambda rng: (rng.normal(size=3),)),))
{}
"""
FLAW = """
@halve.variant
def halve_twice(x):
    return x / 4
"""
PAGE = """---
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# Exercises: halves

```{code-cell} ipython3
:tags: [setup]
import numpy as np
```

## Exercise 1.1 · `halve` (1 point)

```{code-cell} ipython3
:tags: [exercise]
from solutions.halves import halve
```
"""


@pytest.fixture
def halves(tmp_path):
    """Return a function that makes the chapter of a course with one exercise."""

    def make(more="", rules=""):
        texts = {
            "course.toml": f'title = "Halves"\n{rules}',
            "solutions/halves.py": REFERENCE,
            "exercises/halves.py": EXERCISE.format(more),
            "chapters/01-halves/exercises.md": PAGE,
        }
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return Course(tmp_path).chapters()

    return make


def test_a_course_in_which_all_is_proven_says_so(halves, console):
    assert run(halves(), console) is True
    assert "proven" in console.file.getvalue()
    assert "1 exercises: every right answer passes, every wrong one is told apart." in console.file.getvalue()


def test_what_is_found_is_listed_below_the_table(halves, console):
    assert run(halves(FLAW), console) is False
    assert "3 to mend" in console.file.getvalue()
    assert "halve: halve_twice is right and earns 0.0: 'some numbers'" in console.file.getvalue()


def test_the_house_rules_are_those_of_the_course(halves):
    (one,) = audit(halves(rules="[audit]\nhints = 2\n"))
    assert one.findings == ["0 hints; an exercise has 2 or more"]


def test_findings_are_printed_whole_whatever_they_hold(sound, console):
    flawed = ExerciseAudit(sound(), findings=["one [thing]", "x" * 300])
    console.print(table([flawed]))
    assert "2 to mend" in console.file.getvalue()


def test_every_default_seed_is_tried(sound):
    assert audit_exercise(sound()).seeds == 3


def test_a_fresh_seed_is_among_the_default_ones(sound):
    exercise = sound()
    exercise.variants.append(lambda predictions, targets: 0.0)
    words = {finding.rpartition("(")[2] for finding in audit_exercise(exercise).findings}
    assert len(words) == 3
    assert words != {finding.rpartition("(")[2] for finding in audit_exercise(exercise).findings}
