import numpy as np
import pytest

from grader.audit.mutants import MutantAudit, audit_mutants, run, table
from grader.cli import main
from grader.exercise import Case, Exercise, raises
from grader.selfcheck import Call


def largest(x, margin):
    """Return the largest of every row beyond a margin."""
    if np.ndim(x) != 2:
        raise ValueError("two axes")
    return np.maximum(x.max(axis=1) - margin, 0)


SQUARE = Case("a square", lambda rng: (rng.normal(size=(3, 3)) + 2, 0.5))
REFUSED = raises("an axis too few", lambda rng: (rng.normal(size=3), 0.5), 0.1)


def audited(*cases, reference=largest):
    return audit_mutants(Exercise(reference, 1, (), cases))


def surviving(found):
    return {one.mutant.difference.splitlines()[-1].removeprefix("+ "): one.case for one in found.surviving}


def test_what_no_case_notices_survives_with_a_case_that_would():
    found = surviving(audited(SQUARE))
    assert found["return x.max(axis=1) - margin"].startswith('Case("')
    assert found["pass"].startswith('raises("')


def test_a_pasted_case_kills_the_mutant():
    text = surviving(audited(SQUARE))["return x.max(axis=1) - margin"]
    pasted = eval(text.rstrip(","), {"Case": Case, "np": np})
    assert "return x.max(axis=1) - margin" not in surviving(audited(SQUARE, pasted))


def test_good_cases_leave_no_mutant_alive():
    wide = Case("both signs, not square", lambda rng: [(np.array([[-1.0, 3.0, 2.0], [-5.0, -2.0, -3.0]]), 1.0)])
    more = raises("an axis too many", lambda rng: (rng.normal(size=(2, 2, 2)), 0.5), 0.1)
    found = audited(SQUARE, wide, REFUSED, more)
    assert found.surviving == []
    assert found.total == found.killed + found.equivalent
    assert found.killed > found.equivalent


def test_what_no_input_tells_apart_is_equivalent_so_far():
    def same(x):
        """Return x + x."""
        return x + x

    found = audited(Case("numbers", lambda rng: (rng.normal(size=3),)), reference=same)
    assert (found.equivalent, found.surviving) == (0, [])

    def absolute(x):
        """Return the absolute values."""
        return np.abs(np.abs(x))

    found = audited(Case("numbers", lambda rng: (rng.normal(size=9),)), reference=absolute)
    assert found.equivalent == 1


def test_a_mutant_that_runs_for_ever_is_told_apart():
    def count(n):
        """Count to n."""
        i = 0
        while i < n:
            i += 1
        return i

    found = audited(Case("a number", lambda rng: (7,)), reference=count)
    assert "i -= 1" not in surviving(found)
    assert found.killed >= 5


def test_a_mutant_that_only_some_seeds_notice_survives():
    def positive(x):
        """Return whether a number is positive."""
        return x > 0

    def chance(numbers):
        found = audited(Case("a number", lambda rng: (int(rng.integers(0, numbers)),)), reference=positive)
        return surviving(found)

    assert "return x >= 0" not in chance(1)  # 0 is asked with every seed
    assert "return x >= 0" in chance(20)


def test_the_same_course_gives_the_same_result():
    assert surviving(audited(SQUARE)) == surviving(audited(SQUARE))


def test_cases_with_a_limit_of_time_are_not_tried():
    slow = Case("a training", lambda rng: Call((rng.normal(size=(3, 3)), 0.5), seconds=5))
    found = audited(slow)
    assert found.untried == found.total > 0
    assert found.killed == 0


def test_quick_cases_beside_slow_ones_are_tried():
    slow = Case("a training", lambda rng: Call((rng.normal(size=(3, 3)), 0.5), seconds=5))
    found = audited(slow, Case("a row", lambda rng: (rng.normal(size=(1, 3)), 0.5)))
    assert found.killed > 0
    assert 0 < found.untried < found.total


class Counter:
    """Counts."""

    def __init__(self):
        self.count = 0

    def add(self, number):
        """Add a number."""
        self.count = self.count + number
        return self.count


def counted(made, numbers):
    counter = made()
    return [counter.add(number) for number in numbers]


def test_the_mutants_of_a_class_are_asked_through_its_probe():
    case = Case("one number", lambda rng: ([5],))
    found = audit_mutants(Exercise(Counter, 1, (), (case,), probe=counted))
    assert "self.count = number" in surviving(found)
    assert "[" in surviving(found)["self.count = number"]


@pytest.mark.parametrize("count", [0, 2])
def test_the_table_counts_them_all(count, console):
    one = audited(SQUARE) if count else MutantAudit(Exercise(largest, 1, (), (SQUARE,)))
    console.print(table([one]))
    assert "largest" in console.file.getvalue()
    assert str(one.killed) in console.file.getvalue()


def test_survivors_are_printed_with_their_chapter_and_a_case(halves, console):
    assert run(halves(numbers="np.zeros(1)"), console) is False
    text = console.file.getvalue()
    assert "halves: halve: factor\n- return np.asarray(x) / 2\n+ return np.asarray(x)\n" in text
    assert 'Case("' in text
    assert "mutants survive." in text


def test_where_no_mutant_survives_that_is_said(halves, console):
    assert run(halves(), console) is True
    assert "No mutant survives that an input tells apart." in console.file.getvalue()


@pytest.mark.parametrize(("numbers", "code"), [("np.zeros(1)", 1), ("rng.normal(size=3)", 0)], ids=["weak", "strong"])
def test_the_command_tells_by_its_exit_code_whether_mutants_survive(halves, numbers, code, capsys):
    (chapter,) = halves(numbers=numbers)
    with pytest.raises(SystemExit) as left:
        main(["audit", "--mutants", "--root", str(chapter.course.root)])
    assert left.value.code == code
    assert "Mutants" in capsys.readouterr().out
