"""The same synthetic class, handed in for `course grade` and for stock nbgrader.

The stock assignment is equivalent: the same stubs, plot and cases, but its check cells hold the tests, hidden as
nbgrader hides them, and return the points as nbgrader's partial credit.
"""

import copy
import json
import random
import subprocess
import sys

import nbformat

from benchmarks.ten import ASSIGNMENT
from grader.audit.sample_class.answers import BLANK, RIGHT, UNFINISHED, WRONG, possible_answers
from grader.plan import plan
from grader.release import exercises_of, weave
from grader.release.cache import released
from grader.selfcheck import wire

OFTEN = {RIGHT: 70, WRONG: 20, UNFINISHED: 5, BLANK: 5}  # percent
SECRET = b"the benchmark's own secret, for all to know"
TEST = """\
### BEGIN HIDDEN TESTS
import json
from selfcheck.calling import answer
from selfcheck.judge import PlannedExercise, judge
with open("selfcheck/hidden-{name}.json", "rb") as file:
    planned = PlannedExercise.from_document(json.load(file))
judge(planned, [[answer({name}, call) for call in case.calls] for case in planned.cases]).points
### END HIDDEN TESTS"""


class Classes:
    """One class of synthetic students.

    Parameters
    ----------
    chapter : Chapter
        What they hand in.
    folder : Path
        An empty folder to work in.
    seed : int
        The same seed gives the same answers.
    """

    def __init__(self, chapter, folder, seed=0):
        self.folder, self.chapter, self._seed = folder, chapter, seed
        self._answers: dict[int, dict] = {}
        self.exercises = exercises_of(chapter)
        self.release = released(chapter, folder / "release")  # as whoever hands it out does, before grading
        self._released = json.loads((self.release / f"{ASSIGNMENT}.ipynb").read_bytes())
        (folder / "secret").write_bytes(SECRET)
        self._stock = self._make_stock(weave(chapter), folder / "stock")

    def _make_stock(self, notebook, course):
        """Make nbgrader's course directory, and return the notebook that its own command releases."""
        from grader.grading.secret import seed

        source = course / "source" / ASSIGNMENT
        (source / "selfcheck").mkdir(parents=True)
        for path in (self.release / "selfcheck").rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                place = source / path.relative_to(self.release)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes())
        for name, exercise in self.exercises.items():
            planned = plan(exercise, seed(SECRET, ASSIGNMENT), "grader")
            (source / "selfcheck" / f"hidden-{name}.json").write_bytes(wire.dumps(planned.to_document()))
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                cell.source = TEST.format(name=cell.metadata.nbgrader.grade_id.removesuffix("-check"))
        nbformat.write(notebook, source / f"{ASSIGNMENT}.ipynb")
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
        subprocess.run(command, cwd=course, check=True, capture_output=True)
        return json.loads((course / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").read_bytes())

    def tested(self):
        """Return the stock source's cells that hold tests, by exercise: what nbgrader puts back before it executes."""
        return {name: TEST.format(name=name) for name in self.exercises}

    def answers(self, number):
        """Return one student's answers by exercise; '' is the stub."""
        if number not in self._answers:
            self._answers[number] = self._make_answers(number)
        return self._answers[number]

    def _make_answers(self, number):
        rng = random.Random(f"{self._seed} {number}")
        found = {}
        for name, exercise in self.exercises.items():
            [kind] = rng.choices(list(OFTEN), list(OFTEN.values()))
            usable = [answer for answer in possible_answers(exercise, kind) if answer.uses <= {"np"}]
            found[name] = rng.choice(usable).source if usable else ""
        return found

    def hand_in(self, students, submitted, plots=False):
        """Write the notebooks of students.

        Parameters
        ----------
        students : int
            How many.
        submitted : Path
            Where.
        plots : bool
            Whether each keeps a plot of their own, which is then run whoever grades.
        """
        for number in range(students):
            self._write(self._released, number, submitted, plots)

    def hand_in_to_stock(self, students):
        """Write the notebooks of the first students into the stock course, and return its folder."""
        course = self.folder / "stock"
        for number in range(students):
            self._write(self._stock, number, course / "submitted", plots=False)
        return course

    def hand_in_to_otter(self, students, submitted):
        """Write the notebooks of the first students for otter-grader, and return their paths."""
        return [self._write(self._stock, number, submitted, plots=False) for number in range(students)]

    def _write(self, released, number, submitted, plots):
        notebook, answers = copy.deepcopy(released), self.answers(number)
        for cell in notebook["cells"]:
            source = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"))
            cell["source"] = source or cell["source"]
        if plots:
            plot = next(cell for cell in notebook["cells"] if "plt.show()" in "".join(cell["source"]))
            own = plot | {"id": "own-plot", "source": "".join(plot["source"]) + "\n# my own copy: pass"}
            own["source"] = own["source"].replace("The logistic function", "My own plot")
            notebook["cells"].insert(notebook["cells"].index(plot) + 1, own)
        path = submitted / f"student-{number:04d}" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    def cells(self, number, plot):
        """Return what the floor executes of a student: the cells of the stock notebook, with or without the plot."""
        answers, sources = self.answers(number), []
        for cell in self._stock["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            text = "".join(cell["source"])
            if cell["cell_type"] != "code" or ("plt.show()" in text and not plot):
                continue
            tested = self.tested().get(name.removesuffix("-check")) if name.endswith("-check") else None
            sources.append(tested or answers.get(name) or text)
        return sources
