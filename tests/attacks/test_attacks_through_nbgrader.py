"""The corpus of attacks, graded as one class by `nbgrader autograde`, an honest student after each attacker.

By default the first attack of each kind in each file; all of them with `-m slow`. The verdicts are those of
`course grade`, which `test_attacks.py` tests one by one.
"""

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.classroom import Classroom, Options
from grader.nbgrader import course_directory
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
    pytest.mark.timeout(3000),
]
NAME = "04-losses"
SCORES = """
    SELECT submitted_assignment.student_id, base_cell.name, grade.auto_score, grade.needs_manual_grade
    FROM grade JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id ORDER BY 1, 2
"""
TOLD = "SELECT auto_comment FROM comment WHERE auto_comment IS NOT NULL"


@dataclass(frozen=True)
class Autograded:
    """What `nbgrader autograde` left."""

    folder: Path
    attacks: dict
    said: str

    def query(self, statement, gradebook="gradebook.db"):
        connection = sqlite3.connect(self.folder / gradebook)
        try:
            return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def certain(self, gradebook):
        """Return the scores, but for answers that an attack costs or does not cost its own author, as time has it."""
        open_ones = {
            (student, f"{name}-check")
            for student, attack in self.attacks.items()
            for name, points in attack.points.items()
            if points is None
        }
        return [row for row in self.query(SCORES, gradebook) if row[:2] not in open_ones]

    def points(self):
        """Return everybody's points by exercise."""
        found = {}
        for student, cell, points, _ in self.query(SCORES):
            found.setdefault(student, {})[cell.removesuffix("-check")] = points
        return found

    def shown(self):
        """Return all that formgrader, feedback and the log show, by path."""
        texts = {path: path.read_text() for path in self.folder.glob("autograded/**/*.ipynb")}
        return texts | {"comments": "\n".join(text for (text,) in self.query(TOLD)), "log": self.said}


def _nbgrader(folder, *arguments):
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=folder, env=environment, capture_output=True, text=True
    )


def _first_of_each_kind(attacks):
    """Return one attack for each file and each way in which its attacks are handed in."""
    kinds = {}
    for attack in attacks:
        file = attack.name.partition(":")[0]
        kinds.setdefault((file, tuple(attack.points.values()), attack.means_it), attack)
    return list(kinds.values())


@pytest.fixture(scope="module", params=["the first of each kind", pytest.param("all", marks=pytest.mark.slow)])
def autograded(request, small, corpus, rules, tmp_path_factory):
    attacks = corpus(small)
    folder = course_directory.write(tmp_path_factory.mktemp("attacked") / "course", [small.chapter])
    with open(folder / "nbgrader_config.py", "a") as config:
        config.write(f"c.SubmissionExporter.time_limit = {rules.limits.exchange_seconds:g}\n")
    chosen = attacks if request.param == "all" else _first_of_each_kind(attacks)
    by_student = {}
    for number, attack in enumerate(chosen):
        by_student[f"{number:03d}-a-attacker"] = attack
        path = small.hand_in(folder / "submitted", f"{number:03d}-a-attacker", b"")
        attack.data(path) if callable(attack.data) else path.write_bytes(attack.data)
        small.hand_in(folder / "submitted", f"{number:03d}-b-honest")
    done = _nbgrader(folder, "autograde", NAME)
    assert done.returncode == 0, done.stderr
    return Autograded(folder, by_student, done.stdout + done.stderr)


def test_an_attack_earns_nothing_and_costs_no_other_answer(autograded):
    points = autograded.points()
    for student, attack in autograded.attacks.items():
        got = points.get(student, {})
        wanted = {name: number for name, number in attack.points.items() if number is not None}
        assert {name: got.get(name, 0.0) for name in wanted} == wanted, (attack.name, attack.claim)


def test_the_student_after_each_attack_is_graded_as_ever(autograded, rules):
    points = autograded.points()
    assert {student: points.get(student) for student in points if "honest" in student} == {
        student.replace("a-attacker", "b-honest"): rules.honest for student in autograded.attacks
    }


def test_the_verdicts_are_those_of_course_grade(autograded, rules, small):
    folder = autograded.folder
    seconds = int(rules.limits.exchange_seconds)
    options = Options(small.course, folder / "submitted", folder / "ours", secret=folder / "secret", time_limit=seconds)
    assert Classroom(options).grade().errors == []
    scores, ours = (autograded.certain(gradebook) for gradebook in ("gradebook.db", "ours/gradebook.db"))
    assert scores == ours and len(scores) > 5 * len(autograded.attacks)


def test_nothing_that_is_hidden_is_shown_to_anybody(autograded, rules, small):
    hidden = rules.hidden(small, autograded.folder / "secret")
    assert len(hidden) > 50
    for path, text in autograded.shown().items():
        assert not [number for number in hidden if number in text], path


def test_nothing_was_written_by_an_attack(autograded, rules):
    assert not rules.written(autograded.folder)
    assert "Traceback" not in autograded.said
