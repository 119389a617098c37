"""The corpus of attacks, graded as one class by the command `course grade`, an honest student after each attacker.

No attack earns a point, costs another answer of the same notebook its points, learns anything, writes anything, or
disturbs the next student.
"""

import csv
import functools
import re
from dataclasses import dataclass

import pytest

from grader import classroom, cli
from grader.classroom import tally
from grader.sandbox.confine import missing

pytestmark = [
    pytest.mark.confined,
    pytest.mark.skipif(bool(missing()), reason=f"missing: {'; '.join(missing())}"),
    pytest.mark.timeout(600),
]
SLIPS = re.compile(r"(it stopped with|it raised) (Name|Syntax|Attribute|Type|Key|Index|UnboundLocal|StopIter)\w*")


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


def _grade(course, submitted, out, limits):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classroom, "Options", functools.partial(classroom.Options, limits=limits))
        try:
            cli.main(["--root", str(course.root), "grade", str(submitted), "--out", str(out), "--workers", "2"])
        except SystemExit as left:
            return left.code
    raise AssertionError("the command did not leave with an exit code")


def _rows(out):
    with open(out / "grades.csv", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def graded(small, corpus, rules, tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    submitted, out = folder / "class", folder / "grades"
    attacks, students = {}, {}
    for number, attack in enumerate(corpus(small)):
        attacks[attack.name], students[attack.name] = attack, f"{number:03d}-a-attacker"
        path = small.hand_in(submitted, students[attack.name], b"")
        attack.data(path) if callable(attack.data) else path.write_bytes(attack.data)
        small.hand_in(submitted, f"{number:03d}-b-honest")
    code = _grade(small.course, submitted, out, rules.limits)
    points, outcomes = {}, {}
    for row in _rows(out):
        points.setdefault(row["student"], {})[row["exercise"]] = float(row["points"] or "nan")
        outcomes.setdefault(row["student"], {})[row["exercise"]] = row["outcome"]
    said = (out / "grading.log").read_text()
    return Graded(code, attacks, students, points, outcomes, (submitted, out, small.released), said)


def test_an_attack_earns_nothing_and_costs_no_other_answer_and_no_other_student(graded, rules, attack_name):
    attack, student = graded.attacks[attack_name], graded.students[attack_name]
    for exercise, points in attack.points.items():
        if points is not None:
            assert graded.points[student][exercise] == points, (attack.claim, exercise, graded.outcomes[student])
    if attack.means_it:
        assert not SLIPS.search(graded.page(attack_name)), "the attack never got as far as it should"
    assert graded.points[student.replace("a-attacker", "b-honest")] == rules.honest


def test_everybody_is_graded_and_nothing_went_wrong_on_our_side(graded):
    assert graded.code == tally.GRADED
    assert set(graded.points) == {path.name for path in graded.folders[0].iterdir()}
    assert "Traceback" not in graded.said


def test_files_that_are_no_notebooks_are_ungradable_with_the_reason(graded):
    for name in ("files: zip bomb", "files: 100 MB", "files: a program", "files: deeply nested"):
        assert set(graded.outcomes[graded.students[name]].values()) == {"ungradable"}
        assert "could not be read" in graded.page(name)
    assert "100 MB" in graded.page("files: 100 MB")


def test_nothing_that_is_hidden_is_shown_to_anybody(graded, rules, small):
    hidden = rules.hidden(small, graded.out / "secret")
    assert len(hidden) > 50
    for path, text in graded.shown().items():
        told = [number for number in hidden if number in text]
        assert not told, path


def test_nothing_was_written_outside(graded, rules):
    assert not rules.written(*graded.folders)


def test_markup_of_a_submission_is_text_wherever_it_is_shown(graded):
    for path, text in graded.shown().items():
        assert "<script" not in text and "<img" not in text, path
        assert not re.search(r"<[^>]*\son\w+\s*=", text), path
    assert "&lt;script&gt;" in graded.page("markup: comment")
    assert "49" not in graded.page("markup: template").partition("Your answer")[2].partition("</pre>")[0]


def test_names_and_links_lead_nowhere(small, rules, tmp_path):
    """Traversal, formulas and markup in names; links to files, to folders and to other students' notebooks."""
    submitted, out = tmp_path / "class", tmp_path / "grades"
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
        _grade(small.course, submitted, out, rules.limits) == tally.LEFT_TO_GRADE
    )  # the linked folder and the broken name are left out, and named
    total = {}
    for row in _rows(out):
        total[row["student"]] = total.get(row["student"], 0.0) + float(row["points"])
    assert total.pop("linked") == total.pop("copied") == 0
    assert total.pop("'=cmd|'calc'!A0") == 6, "a formula is a text in a spreadsheet"
    assert total.pop("'-rf") == 6
    assert set(total.values()) == {6.0}
    assert {path.name for path in tmp_path.iterdir()} == {"class", "grades", "private.ipynb"}
    assert {path.name for path in (out / "feedback").iterdir()} == {*names, "linked", "copied"}
    assert "<script>alert" not in (out / "report.html").read_text()
