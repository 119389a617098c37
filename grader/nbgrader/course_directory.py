"""A course directory of nbgrader: what `nbgrader autograde` and formgrader work in.

nbgrader_config.py                     has nbgrader grade as `course grade` does
source/04-losses/04-losses.ipynb       with solutions; formgrader generates releases from it
release/04-losses/04-losses.ipynb      what students get
submitted/<student>/04-losses/         what comes back goes here
gradebook.db                           knows the assignments

`grader.nbgrader.plugin` does the grading.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from grader import gradebook
from grader.course import Chapter, UnusableInput
from grader.release import weave
from grader.release.cache import make
from grader.release.files import replace_folder
from grader.release.notebook_format import nbformat

CONFIG = '''"""nbgrader's configuration of this course: submissions are graded as `course grade` grades them."""

from pathlib import Path

from grader.nbgrader.plugin import configure

c = get_config()  # noqa: F821
configure(c, Path(__file__).parent, course=Path({course!r}))

# c.SubmissionExporter.secret = "/elsewhere/secret"  # what the hidden arguments are made from
# c.SubmissionExporter.attempt = "best"              # of several attempts; usually the newest
# c.SubmissionExporter.time_limit = 20               # seconds of processor time for a cell, for an exercise
# c.CourseDirectory.db_url = "postgresql+psycopg://me@localhost/course"
'''


def write(to: Path, chapters: Sequence[Chapter]) -> Path:
    """Make a course directory, or bring sources and releases in it up to date.

    Parameters
    ----------
    to
        The folder. Configuration, gradebook, secret and submissions that are there stay.
    chapters
        The assignments.

    Returns
    -------
    `to`.

    Raises
    ------
    UnusableInput
        If a chapter's source breaks a rule, or the folder cannot be written.
    """
    config = to / "nbgrader_config.py"
    if to.exists() and not config.is_file() and (not to.is_dir() or any(to.iterdir())):
        raise UnusableInput(f"{to} exists and is no course directory of nbgrader. Choose another folder.")
    try:
        (to / "submitted").mkdir(parents=True, exist_ok=True)
        if not config.exists():
            config.write_text(CONFIG.format(course=str(chapters[0].course.root)), encoding="utf-8")
        released = dict(zip(chapters, make(chapters, to / "release")))
        for chapter, folder in released.items():
            _write_source(chapter, folder, to / "source")
    except OSError as error:
        raise UnusableInput(f"The course directory cannot be written to {to}: {error.strerror or error}.") from error
    _prepare_gradebook(to, released)
    return to


def _write_source(chapter: Chapter, released: Path, source: Path) -> None:
    """Write the source of an assignment: the release with the solutions in it."""
    with replace_folder(source / chapter.assignment) as new:
        shutil.copytree(released, new)
        nbformat.write(weave(chapter), new / f"{chapter.assignment}.ipynb")


def _prepare_gradebook(to: Path, released: Mapping[Chapter, Path]) -> None:
    notebooks = {c.assignment: json.loads((f / f"{c.assignment}.ipynb").read_bytes()) for c, f in released.items()}
    with gradebook.Gradebook(f"sqlite:///{to.resolve() / 'gradebook.db'}") as book:
        book.prepare({name: gradebook.points_in(notebook) for name, notebook in notebooks.items()}, notebooks)
