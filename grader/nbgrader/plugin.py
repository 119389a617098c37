"""The same grading inside `nbgrader autograde` and formgrader; what a course's nbgrader_config.py turns on.

nbgrader converts a submission twice: it sanitises it, and it executes and scores it. Here the first conversion begins
with the notebook as `grader.intake` reads it, so that whatever is mangled is repaired alike; in the second, what stock
nbgrader does in a kernel that holds the submission and its tests is done as `course grade` does it. Scores and comments
go to the gradebook from our result, never from a cell's output: stock nbgrader gives full marks for no output.

`grader.nbgrader.finding` says what is converted, `grader.nbgrader.feedback` makes the pages, `grader.nbgrader.exchange`
gives them to students.
"""

import hashlib
import os
import sys
import weakref
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Enum, Int, Unicode
from traitlets.config import Config

from grader.classroom import attempts, output
from grader.classroom.choice import decide
from grader.classroom.deadlines import Deadlines
from grader.classroom.submissions import Submission, handed_in, newest
from grader.collect.roster import find_roster
from grader.course import Course, UnusableInput
from grader.gradebook import Gradebook
from grader.grading import secret
from grader.grading.grade import grade, prepare, ungradable
from grader.grading.result import SubmissionResult
from grader.intake import CHECK_SUFFIX
from grader.intake.notebook import Unreadable
from grader.intake.rebuilt import literal, rebuild
from grader.nbgrader import finding
from grader.release.cache import released
from grader.sandbox import Isolation, IsolationUnavailable, Limits, Pool
from grader.sandbox.scratch import scratch_folder

HERE = "grader.nbgrader.plugin"
STOCK = "nbgrader.preprocessors"
# nbgrader's own seven, with ours in the place of Execute, SaveAutoGrades and AssignLatePenalties
AUTOGRADE_PREPROCESSORS = [
    f"{HERE}.ExecuteConfined",
    f"{STOCK}.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    f"{STOCK}.LimitOutput",
    f"{HERE}.SaveResult",
    f"{STOCK}.CheckCellMetadata",
]
# nbgrader's own two, with ours in the place of GetGrades
FEEDBACK_PREPROCESSORS = [
    "grader.nbgrader.feedback.GetGradesLiterally",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]


def configure(config: Config, folder: Path, course: Path) -> None:
    """Have nbgrader grade a course as `course grade` does.

    Parameters
    ----------
    config
        What `get_config()` returns in an nbgrader_config.py.
    folder
        The course directory of nbgrader.
    course
        The folder of the course itself, with its course.toml.
    """
    binaries = str(Path(sys.executable).parent)
    if binaries not in os.environ.get("PATH", "").split(os.pathsep):  # nbgrader looks there for alembic
        os.environ["PATH"] = os.pathsep.join([binaries, os.environ.get("PATH", "")])
    finding.read_times_as_we_do()
    finding.take_names_literally()
    config.CourseDirectory.root = str(folder.resolve())
    config.SubmissionExporter.course = str(course)
    config.Autograde.exporter_class = f"{HERE}.SubmissionExporter"
    config.Autograde.autograde_preprocessors = AUTOGRADE_PREPROCESSORS
    config.GenerateFeedback.exporter_class = "grader.nbgrader.feedback.FeedbackExporter"
    config.GenerateFeedback.preprocessors = FEEDBACK_PREPROCESSORS
    config.ExchangeFactory.release_feedback = "grader.nbgrader.exchange.ReleaseFeedback"


class SubmissionExporter(NotebookExporter):
    """Reads submissions as `course grade` does, and grades them; one for each run of `nbgrader autograde`."""

    course = Unicode("", help="The folder of the course, with its course.toml.").tag(config=True)
    secret = Unicode("", help="The secret's file. Default: `secret` in the course's folder; made if need be.").tag(
        config=True
    )
    isolation = Enum(["confined", "none"], "confined", help="none runs submissions with your own rights.").tag(
        config=True
    )
    time_limit = Int(
        0, help="Seconds of processor time for a cell, and for an exercise's questions. Default: what course.toml says."
    ).tag(config=True)
    attempt = Enum([attempts.NEWEST, attempts.BEST], attempts.NEWEST, help="Which of several attempts counts.").tag(
        config=True
    )

    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        self._open = ExitStack()
        weakref.finalize(self, self._open.close)  # formgrader's server lives on after a run
        try:
            self._set_up(self._autograde.coursedir)
        except (UnusableInput, IsolationUnavailable) as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error

    @property
    def _autograde(self) -> Any:
        """The converter of nbgrader whose exporter this is."""
        return self.parent

    def _set_up(self, directory: Any) -> None:
        course = Course(Path(self.course))
        course.refuse_missing_packages()
        chapter = course.chapter(directory.assignment_id)
        submitted = Path(directory.root) / directory.submitted_directory
        self._deadlines = Deadlines(course, find_roster(None, submitted))
        finding.take_submissions(self._autograde, [one.assignment for one in course.assignments()])
        folder = released(chapter, self._open.enter_context(scratch_folder()))
        self.gradebook = self._open.enter_context(Gradebook(directory.db_url))
        key = secret.read(Path(self.secret)) if self.secret else self._usual_secret(Path(directory.root))
        isolation = cast(Isolation, self.isolation)  # the trait allows nothing else
        limits = Limits(exchange_seconds=self.time_limit or chapter.course.settings.grading.time_limit)
        self.assignment = prepare(chapter, key, folder, isolation, limits)
        self.document = nbformat.read(folder / f"{chapter.assignment}.ipynb", as_version=4)
        self.gradebook.prepare({chapter.assignment: self.assignment.points}, {chapter.assignment: self.document})
        self._move_deadlines()
        self._pool = self._open.enter_context(Pool(folder, isolation, limits))
        self.result: SubmissionResult | None = None

    def _usual_secret(self, root: Path) -> bytes:
        return output.find_secret(root, self.gradebook)

    def from_filename(
        self, filename: str, resources: Any = None, **about: Any
    ) -> tuple[nbformat.NotebookNode, dict[str, Any]]:
        """Convert a notebook: one that was handed in is graded, and then made anew from the release."""
        folder = Path(filename).parent
        if not self._autograde._sanitizing:
            return super().from_filename(filename, resources=resources, **about)
        data, result = self._grade(resources["nbgrader"]["student"], folder)
        self.result = result
        resources["metadata"] = {"name": Path(filename).stem, "path": str(folder), "modified_date": ""}
        document = rebuild(data, self.document, self.assignment.names)
        if result.repairs:
            document["cells"].insert(0, _said(result.repairs))
        return self.from_notebook_node(nbformat.from_dict(document), resources=resources, **about)

    def _grade(self, student: str, folder: Path) -> tuple[bytes, SubmissionResult]:
        """Return the bytes of the attempt that counts, and its result."""
        tries = [self._decide(one) for one in handed_in(student, folder)]
        if self.attempt == attempts.NEWEST:
            tries = newest(tries)
        results = [self._grade_one(one) for one in tries]
        place, counts = attempts.counting(tries, results, self._deadlines)
        return _bytes(tries[place]), counts

    def _move_deadlines(self) -> None:
        """Take off of everything recorded what being late costs now: nbgrader grades nobody again for a deadline."""
        if self._deadlines or self.gradebook.had_deadlines:
            recorded = map(self._deadlines.apply, self.gradebook.results())
            lost = {(one.student, one.assignment): one.deduction for one in recorded}
            self.gradebook.take_off(lost, self._deadlines.by_assignment)

    def take_off(self) -> None:
        """Keep in the gradebook what being late costs, as course.toml says."""
        if self.result:
            result = self._deadlines.apply(self.result)
            lost = {(result.student, result.assignment): result.deduction}
            self.gradebook.take_off(lost, self._deadlines.by_assignment)

    def _decide(self, submission: Submission) -> Submission:
        decided, told = decide(submission, self.assignment.cells, self.assignment.names)
        for words in told:
            self.log.warning("%s", words)
        return decided

    def _grade_one(self, submission: Submission) -> SubmissionResult:
        try:
            data = submission.read()
        except Unreadable as unreadable:
            content = hashlib.sha256(str(unreadable).encode("utf-8")).hexdigest()
            return ungradable(submission.student, self.assignment, str(unreadable), content)
        result = grade(submission.student, data, self.assignment, self._pool)
        if result.error:
            raise NbGraderException(f"{submission.student} is left to be graded again: {result.error}")
        return result


def _bytes(submission: Submission) -> bytes:
    """Return the bytes of a submission, read anew: those of all attempts would be too many to keep."""
    try:
        return submission.read()
    except Unreadable:
        return b""


def _said(repairs: Sequence[str]) -> dict[str, Any]:
    said = "**How this notebook was read**\n\n" + literal("\n".join(repairs))
    return {"id": "how-it-was-read", "cell_type": "markdown", "metadata": {}, "source": said}


class ExecuteConfined(NbGraderPreprocessor):
    """In the place of nbgrader's Execute: puts the points that our grading gave into the check cells."""

    def preprocess(self, notebook: nbformat.NotebookNode, resources: Any) -> tuple[nbformat.NotebookNode, Any]:
        """Give each check cell the output that nbgrader's `determine_grade` reads the same points from."""
        reports = {report.name: report for report in self.parent.result.exercises}
        for cell in (cell for cell in notebook.cells if is_grade(cell) and not is_solution(cell)):
            report = reports[cell.metadata.nbgrader["grade_id"].removesuffix(CHECK_SUFFIX)]
            words = f"{report.outcome}: {report.points:g} of {report.max_points:g} points\n"
            cell.outputs = [
                nbformat.v4.new_output("stream", text=words),
                nbformat.v4.new_output("execute_result", {"text/plain": str(float(report.points))}),
            ]
        return notebook, resources


class SaveResult(NbGraderPreprocessor):
    """In the place of nbgrader's SaveAutoGrades: records the result as `course grade` does, in one transaction."""

    def preprocess(self, notebook: nbformat.NotebookNode, resources: Any) -> tuple[nbformat.NotebookNode, Any]:
        """Record the scores, the comments and the result itself."""
        try:
            self.parent.gradebook.record(self.parent.result)
            self.parent.take_off()
        except UnusableInput as error:
            raise NbGraderException(str(error)) from error
        return notebook, resources
