"""What nbgrader converts and copies: everybody's notebook by its name, and nothing else that a student handed in.

nbgrader looks for files with patterns that hold names as they are: a folder `Ann [audit]` matches nothing. And it
copies what lies beside a notebook to where formgrader serves it, pages with scripts included. So each of its converters
is told what to convert, and what not to copy, when it begins.
"""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from grader.classroom import attempts
from grader.classroom.submissions import find

MARKUP = set('<>"')  # formgrader writes names into its pages as they are
Folders = dict[Path, Path]  # of one student and one assignment each, with the notebook in it as nbgrader calls it


def take_submissions(autograde: Any, assignments: Sequence[str]) -> None:
    """Have `nbgrader autograde` convert what `course grade` grades, one notebook for each student.

    Parameters
    ----------
    autograde
        nbgrader's converter, which begins.
    assignments
        Those of the course.

    Raises
    ------
    UnusableInput
        If there is nothing to grade.
    """
    directory = autograde.coursedir
    assignment, wanted = directory.assignment_id, directory.student_id
    submitted = Path(directory.root) / directory.submitted_directory
    found = find(submitted, assignments)
    students = dict.fromkeys(one.student for one in found.submissions if one.assignment == assignment)
    chosen = [student for student in students if _matches(student, wanted)]
    markup = [student for student in chosen if MARKUP & set(student)]
    folders = [submitted / student / assignment for student in chosen if student not in markup]
    told = [f"{student!r} is left out: formgrader would take the name for HTML; rename it." for student in markup]
    elsewhere = [folder for folder in folders if not folder.is_dir()]
    folders = [folder for folder in folders if folder not in elsewhere]
    told += [
        f"{folder} is no folder, and nbgrader looks nowhere else: sort it with `course collect`."
        for folder in elsewhere
    ]
    for words in found.notes:
        autograde.log.warning("%s", words)
    _convert(autograde, {folder: folder / f"{assignment}.ipynb" for folder in folders}, found.left_out + told)
    _copy(autograde, nothing_of=lambda folder: folder, then=_keep_time)


def take_autograded(feedback: Any) -> None:
    """Have `nbgrader generate_feedback` convert everybody's autograded notebook.

    Parameters
    ----------
    feedback
        nbgrader's converter, which begins.
    """
    directory = feedback.coursedir
    found = autograded_pages(directory, directory.autograded_directory, "ipynb")
    _convert(feedback, {path.parent: path for path in found})
    _copy(feedback, nothing_of=lambda folder: folder / f"{directory.assignment_id}.ipynb")


def autograded_pages(directory: CourseDirectory, step: str, suffix: str) -> list[Path]:
    """Return what nbgrader made of the wanted students' notebooks.

    Parameters
    ----------
    directory
        nbgrader's course directory, which says whose, and of which assignment.
    step
        The folder in it: that of autograded notebooks, or of feedback.
    suffix
        What the files end in.
    """
    name = glob.escape(directory.assignment_id)
    found = sorted((Path(directory.root) / step).glob(f"*/{name}/{name}.{suffix}"))
    return [path for path in found if _matches(path.parts[-3], directory.student_id or "*")]


def read_times_as_we_do() -> None:
    """Have all of nbgrader, formgrader too, read when something was handed in as `course grade` does.

    What nbgrader does itself follows links, waits for ever for a pipe, and stops at what is no time: one such file, and
    formgrader shows nobody's submission. It has no setting for this.
    """

    def existing(_: CourseDirectory, folder: str) -> datetime | None:
        return attempts.handed_in_at(Path(folder))[0]

    def submitted(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
        directory = api.coursedir
        return existing(directory, directory.format_path(directory.submitted_directory, student, assignment))

    CourseDirectory.get_existing_timestamp = existing
    NbGraderAPI.get_submitted_timestamp = submitted


def take_names_literally() -> None:
    """Have `nbgrader autograde` and `generate_feedback` find a student by name, whatever the name is.

    They look with patterns in which names stand as they are, so that `--student 'Ann [audit]'` and formgrader's button
    for her find nobody, and nothing that lies a folder deeper. There is no setting for this. What a converter converts
    is decided above, when it begins; here it only has to begin.
    """

    def init_notebooks(converter: Any) -> None:
        directory = converter.coursedir
        named = directory.format_path(converter._input_directory, directory.student_id, directory.assignment_id)
        folders = [named] if Path(named).is_dir() else glob.glob(named)
        if folders:
            converter.assignments, converter.notebooks = {folder: [] for folder in folders}, []
        else:
            BaseConverter.init_notebooks(converter)  # whose error names what was looked for

    for converts in (Autograde, GenerateFeedback):
        converts.init_notebooks = init_notebooks


def _matches(student: str, wanted: str) -> bool:
    return student == wanted or fnmatchcase(student, wanted)


def _convert(converter: Any, folders: Folders, left_out: Sequence[str] = ()) -> None:
    """Have a converter convert these notebooks, and say at its end what was left out."""
    converter.assignments = {str(folder): [str(notebook)] for folder, notebook in folders.items()}
    convert = converter.convert_notebooks

    def convert_and_tell() -> None:
        convert()
        for words in left_out:
            converter.log.error("%s", words)
        if left_out:
            raise NbGraderException(f"Left out: {len(left_out)}")

    converter.convert_notebooks = convert_and_tell


def _copy(
    converter: Any, nothing_of: Callable[[Path], Path], then: Callable[[Path, Path], None] = lambda source, made: None
) -> None:
    """Have a converter copy nothing from a place in a student's folder; then do something else."""
    usual = converter.init_assignment

    def init_assignment(assignment: str, student: str) -> None:
        source, made = converter._format_source(assignment, student), converter._format_dest(assignment, student)
        with _ignored(converter.coursedir, nothing_of(Path(source))):
            usual(assignment, student)
        then(Path(source), Path(made))

    converter.init_assignment = init_assignment


@contextmanager
def _ignored(directory: Any, path: Path) -> Iterator[None]:
    usual = directory.ignore
    directory.ignore = [*usual, glob.escape(str(path))]
    try:
        yield
    finally:
        directory.ignore = usual


def _keep_time(source: Path, made: Path) -> None:
    """Write beside the autograded notebook when it was handed in: nbgrader grades again what is newer."""
    time, _ = attempts.handed_in_at(source)
    if time:
        made.mkdir(parents=True, exist_ok=True)
        (made / attempts.TIMESTAMP).write_text(f"{time} UTC", encoding="ascii")
