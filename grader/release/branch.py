"""The branch `notebooks` of a course's repository on GitHub, from which Colab and Binder open the released notebooks.

04-losses/04-losses.ipynb     the release, with one cell more
04-losses/selfcheck/          what it needs beside it: Binder has it there
04-losses/selfcheck.zip       the same: Colab opens a notebook alone, and the added cell fetches this
requirements.txt, runtime.txt what Binder installs
README.md, LICENSE...
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import Chapter, UnusableInput
from grader.release.cache import make
from grader.release.comparison import Publishing
from grader.release.files import archive
from grader.release.notebook_format import nbformat

if TYPE_CHECKING:  # slow to import
    from nbformat import NotebookNode

COLAB = "https://colab.research.google.com/github/{repository}/blob/notebooks/{assignment}/{assignment}.ipynb"
BINDER = "https://mybinder.org/v2/gh/{repository}/notebooks?labpath={assignment}%2F{assignment}.ipynb"
ARCHIVE = "https://raw.githubusercontent.com/{repository}/notebooks/{assignment}/selfcheck.zip"
FETCH = """\
# `check` needs the folder `selfcheck`. Where this notebook is opened alone, as on Colab, this cell fetches it.
import importlib.util

if importlib.util.find_spec("selfcheck") is None:
    import io
    import urllib.request
    import zipfile

    with urllib.request.urlopen("{archive}") as answer:
        zipfile.ZipFile(io.BytesIO(answer.read())).extractall()
    importlib.invalidate_caches()"""
RUNTIME = "python-3.12\n"
LICENCES = ("LICENSE", "LICENSE-TEXT.md")
README = """\
# The notebooks of {title}

They are made from [{repository}](https://github.com/{repository}). What is changed here is lost when they are made
again.

{links}

To work on your own machine, take the folder of a chapter whole, since the notebook needs `selfcheck` beside it; besides
that, it needs Jupyter and {packages}.
"""


def write_branch(chapters: Sequence[Chapter], to: Path, repository: str, solutions: Publishing = "never") -> list[Path]:
    """Write what the branch holds.

    Parameters
    ----------
    chapters
        The chapters to publish.
    to
        The folder to write to; it must be empty, made by this function, or not exist.
    repository
        The repository on GitHub, `owner/name`.
    solutions
        Whether the releases hold the course's solutions; see `grader.release.release`.

    Returns
    -------
        The folder of each chapter.

    Raises
    ------
    UnusableInput
        If the repository is not of its form, a chapter's source breaks a rule, or the folder cannot be written.
    """
    check_repository(repository)
    folders = make(chapters, to, solutions)
    course = chapters[0].course
    texts = {
        "README.md": _readme(chapters, repository),
        "requirements.txt": "".join(f"{name}\n" for name in course.settings.packages),
        "runtime.txt": RUNTIME,
    }
    try:
        for folder in folders:
            _prepare_for_one_file(folder, repository)
        for name, text in texts.items():
            (to / name).write_text(text, encoding="utf-8")
        for path in filter(Path.is_file, (course.root / name for name in LICENCES)):
            shutil.copyfile(path, to / path.name)
    except OSError as error:
        raise UnusableInput(f"The notebooks cannot be written to {to}: {error.strerror or error}.") from error
    return folders


def _readme(chapters: Sequence[Chapter], repository: str) -> str:
    links = [
        f"- {c.assignment}: {_link('Colab', COLAB, repository, c)}, {_link('Binder', BINDER, repository, c)}"
        for c in chapters
    ]
    settings = chapters[0].course.settings
    about = {"title": settings.title, "packages": " and ".join(settings.packages)}
    return README.format(repository=repository, links="\n".join(links), **about)


def check_repository(name: str) -> str:
    """Return the name of a repository on GitHub, or refuse it.

    Examples
    --------
    >>> check_repository("owner/name")
    'owner/name'
    """
    if not re.fullmatch(r"[A-Za-z0-9-]+/[\w.-]+", name):
        raise UnusableInput(f"{name!r} is not the name of a repository on GitHub: give it as owner/name.")
    return name


def _link(name: str, address: str, repository: str, chapter: Chapter) -> str:
    return f"[{name}]({address.format(repository=repository, assignment=chapter.assignment)})"


def _prepare_for_one_file(folder: Path, repository: str) -> None:
    """Pack what the notebook of a release needs, and add the cell that fetches it."""
    beside = [path for path in folder.iterdir() if path.suffix != ".ipynb"]
    archive(folder, folder / "selfcheck.zip", beside)
    path = folder / f"{folder.name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    add_fetch(notebook, ARCHIVE.format(repository=repository, assignment=folder.name))
    nbformat.write(notebook, path)


def add_fetch(notebook: NotebookNode, archive: str) -> None:
    """Put the cell that fetches `selfcheck` before the notebook's first code cell.

    It has no metadata of nbgrader's: for the grader it is a cell of the reader's own, which finds the folder and does
    nothing.
    """
    cell = nbformat.v4.new_code_cell(FETCH.format(archive=archive))
    first = next(number for number, other in enumerate(notebook.cells) if other.cell_type == "code")
    cell["id"] = "fetch-selfcheck"
    notebook.cells.insert(first, cell)
