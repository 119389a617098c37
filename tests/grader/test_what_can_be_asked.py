"""A course with one exercise of each kind: released, checked, answered rightly and wrongly, graded, graded by hand."""

import copy
import csv
import json
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import nbformat
import pytest

from grader.classroom import Classroom, Options
from grader.course import Course
from grader.gradebook import Gradebook
from grader.nbgrader import course_directory
from grader.release import release

KINDS = Path(__file__).with_name("kinds_course")
RIGHT = {
    "tally": "def tally(words):\n    return {word: words.count(word) for word in words}",
    "Stack": (
        "class Stack(list):\n    def push(self, thing):\n        self.append(thing)\n"
        "    def pop(self):\n        return list.pop(self)"
    ),
    "mean_age": "ages = [21, 30, 45]\nmean_age = sum(ages) / 3",
    "explain_mean": "When one number is **far** from the others: [see](javascript:alert(1)) $\\href{x}{y}$ <b>",
    "greet": "def greet(names):\n    print(*(f'Hello, {name}!' for name in names), sep='\\n')",
    "plot_squares": (
        "def plot_squares(count):\n    n = np.arange(count)\n    _, axes = plt.subplots()\n    axes.plot(n, n * n)\n"
        "    axes.set(title='Squares', xlabel='n', ylabel='square')\n    plt.show()"
    ),
}
WRONG = {
    "tally": "def tally(words):\n    return {word: words.count(word) - 1 for word in words}",
    "Stack": RIGHT["Stack"].replace("list.pop(self)", "list.pop(self, 0)"),
    "mean_age": "mean_age = 30.0",
    "greet": "def greet(names):\n    for name in names:\n        print(f'Hello, {name}')",
    "plot_squares": RIGHT["plot_squares"].replace("n * n", "n**3"),
}
NAMED = {
    "tally": "tally_from_zero",
    "Stack": "Queue",
    "mean_age": "median_age",
    "greet": "greet_without_mark",
    "plot_squares": "plot_of_cubes",
}
POINTS = {"tally": 1, "Stack": 2, "mean_age": 1, "explain_mean": 3, "greet": 1, "plot_squares": 2}
STUB = "    raise NotImplementedError()"


@pytest.fixture(scope="module")
def kinds(tmp_path_factory):
    """Return the course."""
    return Course(shutil.copytree(KINDS, tmp_path_factory.mktemp("kinds") / "course"))


@pytest.fixture(scope="module")
def released(kinds):
    return release(kinds.chapter("kinds"), kinds.root / "release")


def notebook(released, answers):
    """Return the released notebook with these answers in it."""
    document = copy.deepcopy(json.loads((released / "01-kinds.ipynb").read_bytes()))
    for name, text in answers.items():
        cell(document, name)["source"] = text
    return document


def cell(document, grade_id):
    return next(c for c in document["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def source(document, grade_id):
    return "".join(cell(document, grade_id)["source"])


# What readers get


def test_a_class_is_released_with_the_heads_of_its_methods(released):
    assert source(notebook(released, {}), "Stack").splitlines() == [
        "class Stack:",
        '    """A pile of things: the last one that was put on it is the first to be taken."""',
        "",
        "    def push(self, thing):",
        '        """Put a thing on top."""',
        "        # YOUR CODE HERE",
        "        raise NotImplementedError()",
        "",
        "    def pop(self):",
        '        """Take the thing on top, and return it."""',
        "        # YOUR CODE HERE",
        "        raise NotImplementedError()",
    ]


def test_a_variable_is_released_with_the_comment_above_it(released):
    assert source(notebook(released, {}), "mean_age").splitlines() == [
        "# The mean of the ages 21, 30 and 45.",
        "# YOUR CODE HERE",
        "raise NotImplementedError()",
    ]


def test_a_function_and_a_class_are_checked_themselves_and_a_variable_by_its_name(released):
    document = notebook(released, {})
    checks = [source(document, f"{name}-check") for name in ("tally", "Stack", "mean_age")]
    assert checks == ["check(tally)", "check(Stack)", 'check("mean_age")']


def test_a_free_text_is_a_question_and_a_cell_that_a_person_grades(released):
    document = notebook(released, {})
    answer = cell(document, "explain_mean")
    question = document["cells"][document["cells"].index(answer) - 1]
    assert "When is a mean misleading?" in "".join(question["source"])
    assert (answer["cell_type"], source(document, "explain_mean")) == ("markdown", "YOUR ANSWER HERE")
    marks = {key: answer["metadata"]["nbgrader"][key] for key in ("grade", "solution", "locked", "points")}
    assert marks == {"grade": True, "solution": True, "locked": False, "points": 3}


@pytest.fixture
def ran(released, monkeypatch):
    """Return a function that runs a notebook's cells as a plain program does, and what the checks said of each."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "selfcheck"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(released)
    main = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)

    def run(document):
        said = {}
        for one in document["cells"]:
            if one["cell_type"] == "code":
                try:
                    exec("".join(one["source"]), vars(main))
                except Exception as error:
                    said[one["metadata"]["nbgrader"]["grade_id"]] = f"{type(error).__name__}: {error}"
        return said

    yield run
    for name in [name for name in sys.modules if name.partition(".")[0] == "selfcheck"]:
        del sys.modules[name]


def test_all_checks_of_a_notebook_that_is_right_pass(ran, released, capsys):
    assert ran(notebook(released, RIGHT)) == {}
    assert capsys.readouterr().out.count("all right") == 5


def test_every_check_of_a_wrong_answer_names_the_mistake(ran, released, capsys):
    said = ran(notebook(released, WRONG))
    assert {name for name, words in said.items() if "is not right yet" in words} == {f"{name}-check" for name in WRONG}
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.count("Likely cause:") == 5
    assert "def popped(Stack, things):" in shown


def test_every_check_of_an_untouched_notebook_says_that_it_is_to_be_written(ran, released):
    said = ran(notebook(released, {}))
    assert {name for name, words in said.items() if "is still to be written." in words} == {
        f"{name}-check" for name in WRONG
    }


# What a class gets


@pytest.fixture(scope="module")
def out(kinds, released, tmp_path_factory):
    """Return the output folder of a graded class of three."""
    submitted, out = tmp_path_factory.mktemp("class") / "submitted", tmp_path_factory.mktemp("out")
    for student, answers in {"ana": RIGHT, "ben": WRONG, "cleo": {}}.items():
        hand_in(submitted, student, notebook(released, answers))
    graded = Classroom(Options(kinds, submitted, out, workers=2)).grade()
    assert (graded.graded, graded.exit_code) == (3, 0)
    assert graded.assignments["01-kinds"].waiting == 1
    return out


def hand_in(submitted, student, document):
    path = submitted / student / "01-kinds" / "01-kinds.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(document), encoding="utf-8")


def rows(out, student):
    table = csv.DictReader((out / "grades.csv").read_text(encoding="utf-8").splitlines())
    return {row["exercise"]: row for row in table if row["student"] == student}


@pytest.mark.confined
def test_right_answers_of_every_kind_get_all_points_and_words_wait(out):
    found = {name: (row["outcome"], row["points"]) for name, row in rows(out, "ana").items()}
    assert found == {name: ("passed", str(POINTS[name])) for name in NAMED} | {"explain_mean": ("manual", "")}
    assert list(found) == list(POINTS)


@pytest.mark.confined
def test_wrong_answers_of_every_kind_are_recognised(out):
    assert {name: rows(out, "ben")[name]["misconception"] for name in NAMED} == NAMED


@pytest.mark.confined
def test_what_is_not_written_gets_nothing_and_waits_for_nobody(out):
    assert {(row["outcome"], row["points"]) for row in rows(out, "cleo").values()} == {("failed", "0")}


@pytest.mark.confined
def test_the_report_says_how_many_answers_are_to_be_graded_by_hand(out):
    assert "<b>1</b><span>answers to be graded by hand</span>" in (out / "report.html").read_text(encoding="utf-8")


@pytest.mark.confined
def test_the_points_of_a_person_are_counted_and_told_by_the_next_run_and_never_overwritten(kinds, released, tmp_path):
    from nbgrader.api import Gradebook as NbgradersGradebook

    submitted, out = tmp_path / "submitted", tmp_path / "out"
    hand_in(submitted, "ana", notebook(released, RIGHT))
    Classroom(Options(kinds, submitted, out)).grade()
    with NbgradersGradebook(f"sqlite:///{out / 'gradebook.db'}") as nbgraders:
        grade = nbgraders.find_grade("explain_mean", "01-kinds", "01-kinds", "ana")
        assert (grade.needs_manual_grade, grade.auto_score, grade.max_score) == (True, None, 3.0)
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        nbgraders.find_comment("explain_mean", "01-kinds", "01-kinds", "ana").manual_comment = "An example is missing."
        nbgraders.db.commit()
    for force in (False, True):
        tally = Classroom(Options(kinds, submitted, out, force=force)).grade()
        assert tally.assignments["01-kinds"].waiting == 0
        assert (rows(out, "ana")["explain_mean"]["points"], rows(out, "ana")["explain_mean"]["outcome"]) == (
            "2.5",
            "manual",
        )
        page = (out / "feedback" / "ana" / "01-kinds.html").read_text(encoding="utf-8")
        assert "9.5 of 10 points" in page and "An example is missing." in page
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        [result] = gradebook.results()
    assert (result.points, result.waiting) == (9.5, 0)


@pytest.mark.confined
def test_inside_nbgrader_words_wait_for_formgrader_which_shows_them_letter_by_letter(kinds, released, tmp_path):
    from nbconvert import HTMLExporter
    from nbgrader.api import Gradebook as NbgradersGradebook

    folder = course_directory.write(tmp_path / "course", [kinds.chapter("kinds")])
    hand_in(folder / "submitted", "ana", notebook(released, RIGHT))
    command = [Path(sys.executable).parent / "nbgrader", "autograde", "01-kinds"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=os.environ | {"HOME": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    with NbgradersGradebook(f"sqlite:///{folder / 'gradebook.db'}") as nbgraders:
        submission = nbgraders.find_submission("01-kinds", "ana")
        assert (submission.needs_manual_grade, submission.score, submission.max_score) == (True, 7.0, 10.0)
    graded = nbformat.read(folder / "autograded/ana/01-kinds/01-kinds.ipynb", as_version=4)
    shown, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell(graded, "explain_mean")]))
    body = shown.partition("<body")[2]
    assert "**far**" in body and "[see](javascript:alert(1))" in body and "&lt;b&gt;" in body
    assert "href=" not in body.partition("misleading")[2].replace('href="#', "") and "<strong>far" not in body
