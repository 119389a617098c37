"""The corpus of attacks, graded as one class by the command `course grade`, an honest student after each attacker.

No attack earns a point, costs another answer of the same notebook its points, learns anything, writes anything, or
disturbs the next student.
"""

import csv
import functools
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from grader import classroom, cli
from grader.calling import Call
from grader.grade import prepare
from grader.sandbox import Limits
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
    pytest.mark.xdist_group("attacks"),
    pytest.mark.timeout(600),
]
LIMITS = Limits(cpu_seconds=3, exchange_seconds=3.0, conversation_seconds=20.0, memory=2**28, answer_bytes=2**22)
HONEST = {"mse": 2.0, "softmax": 3.0, "accuracy": 1.0}
SENTINEL = "attack-wrote-this"
SLIPS = re.compile(r"(Its cell stopped with|it raised) (Name|Syntax|Attribute|Type|Key|Index|UnboundLocal|StopIter)\w*")


@dataclass(frozen=True)
class Graded:
    """What the command left."""

    code: int
    attacks: dict
    students: dict
    points: dict
    outcomes: dict
    folders: tuple
    said: str

    @property
    def out(self):
        return self.folders[1]

    def page(self, name):
        return (self.out / "feedback" / self.students[name] / "04-losses.html").read_text()

    def shown(self):
        """Return all that students or the class get to see, by path."""
        paths = [*self.out.rglob("*.html"), self.out / "grades.csv"]
        return {path: path.read_text() for path in paths}


def _grade(submitted, out):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classroom, "Options", functools.partial(classroom.Options, limits=LIMITS))
        try:
            cli.main(["grade", str(submitted), "--out", str(out), "--workers", "2"])
        except SystemExit as left:
            return left.code
    raise AssertionError("the command did not leave with an exit code")


def _rows(out):
    with open(out / "grades.csv", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def graded(small_for_all, corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    submitted, out = folder / "class", folder / "grades"
    small, attacks, students = small_for_all, {}, {}
    for number, attack in enumerate(corpus(small)):
        attacks[attack.name], students[attack.name] = attack, f"{number:03d}-a-attacker"
        path = small.hand_in(submitted, students[attack.name], b"")
        attack.data(path) if callable(attack.data) else path.write_bytes(attack.data)
        small.hand_in(submitted, f"{number:03d}-b-honest")
    code = _grade(submitted, out)
    points, outcomes = {}, {}
    for row in _rows(out):
        points.setdefault(row["student"], {})[row["exercise"]] = float(row["points"] or "nan")
        outcomes.setdefault(row["student"], {})[row["exercise"]] = row["outcome"]
    said = (out / "grading.log").read_text()
    return Graded(code, attacks, students, points, outcomes, (submitted, out, small.released), said)


def test_an_attack_earns_nothing_and_costs_no_other_answer_and_no_other_student(graded, attack_name):
    attack, student = graded.attacks[attack_name], graded.students[attack_name]
    for exercise, points in attack.points.items():
        if points is not None:
            assert graded.points[student][exercise] == points, (attack.claim, exercise, graded.outcomes[student])
    if attack.means_it:
        assert not SLIPS.search(graded.page(attack_name)), "the attack never got as far as it should"
    assert graded.points[student.replace("a-attacker", "b-honest")] == HONEST


def test_everybody_is_graded_and_nothing_went_wrong_on_our_side(graded):
    assert graded.code == classroom.GRADED
    assert set(graded.points) == {path.name for path in graded.folders[0].iterdir()}
    assert "Traceback" not in graded.said


def test_files_that_are_no_notebooks_are_ungradable_with_the_reason(graded):
    for name in ("files: zip bomb", "files: 100 MB", "files: a program", "files: deeply nested"):
        assert set(graded.outcomes[graded.students[name]].values()) == {"ungradable"}
        assert "could not be read" in graded.page(name)
    assert "100 MB" in graded.page("files: 100 MB")


def _hidden_numbers(graded):
    """Return the texts of the hidden arguments and results: all numbers with many digits."""
    from grader.course import Chapter

    key = (graded.out / "secret").read_bytes()
    assignment = prepare(Chapter("04-losses"), _read(graded.out / "secret"), graded.folders[2])
    for exercise in assignment.exercises:
        for case in exercise.cases:
            for argument in (a for call in case.calls for a in Call.decode(call).arguments):
                numbers = np.asarray(argument, dtype=float).ravel()
                yield from (repr(number.item())[:10] for number in numbers if len(repr(number.item())) > 12)
    yield key.decode().strip()[:16]


def _read(path):
    from grader import secret

    return secret.read(path)


def test_nothing_that_is_hidden_is_shown_to_anybody(graded):
    hidden = set(_hidden_numbers(graded))
    assert len(hidden) > 50
    for path, text in graded.shown().items():
        told = [number for number in hidden if number in text]
        assert not told, path


def test_nothing_was_written_outside(graded):
    for folder in (Path(), Path("/tmp"), Path("/dev/shm"), Path.home(), Path("/"), *graded.folders, Path("..")):
        assert not [path for path in folder.iterdir() if path.name.startswith(SENTINEL)], folder
    assert not list(graded.folders[2].rglob(f"*{SENTINEL}*"))
    assert not list(graded.out.rglob(f"*{SENTINEL}*"))


def test_markup_of_a_submission_is_text_wherever_it_is_shown(graded):
    for path, text in graded.shown().items():
        assert "<script" not in text and "<img" not in text, path
        assert not re.search(r"<[^>]*\son\w+\s*=", text), path
    assert "&lt;script&gt;" in graded.page("markup: comment")
    assert "49" not in graded.page("markup: template").partition("Your answer")[2].partition("</pre>")[0]


def test_names_and_links_lead_nowhere(small_for_all, tmp_path):
    """Traversal, formulas and markup in names; links to files, to folders and to other students' notebooks."""
    small, submitted, out = small_for_all, tmp_path / "class", tmp_path / "grades"
    names = [
        "ada",
        "..ada",
        "=cmd|'calc'!A0",
        "<script>alert(1)<%2fscript>",
        "'; drop table grade; --",
        "-rf",
        "%2e%2e",
    ]
    for name in names:
        small.hand_in(submitted, name)
    wanted = tmp_path / "private.ipynb"
    wanted.write_bytes(small.notebook())
    for name, target in {"linked": wanted, "copied": submitted / "ada" / "04-losses" / "04-losses.ipynb"}.items():
        (submitted / name / "04-losses").mkdir(parents=True)
        (submitted / name / "04-losses" / "04-losses.ipynb").symlink_to(target)
    (submitted / "folder-linked").symlink_to(submitted / "ada")
    (submitted / "line\nbreak" / "04-losses").mkdir(parents=True)
    assert (
        _grade(submitted, out) == classroom.LEFT_TO_GRADE
    )  # the linked folder and the broken name are left out, and named
    total = {}
    for row in _rows(out):
        total[row["student"]] = total.get(row["student"], 0.0) + float(row["points"])
    assert total.pop("linked") == total.pop("copied") == 0
    assert total.pop("'=cmd|'calc'!A0") == 6, "a formula is a text in a spreadsheet"
    assert total.pop("'-rf") == 6
    assert set(total.values()) == {6.0}
    assert {path.name for path in tmp_path.iterdir()} == {"class", "grades", "private.ipynb"}
    assert {path.name for path in (out / "feedback").iterdir()} == {*names[:1], *names[2:], "linked", "copied"}
    assert "<script>alert" not in (out / "report.html").read_text()
