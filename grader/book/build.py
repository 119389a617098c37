"""The build of the whole site: jupyter-book for the pages, JupyterLite and Pyodide's files beside them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from grader.book import pyodide
from grader.book.editions import add_editions, refuse_without_tools
from grader.book.executed import PROGRESS, executed, work_of
from grader.book.lite import FOLDER, add_lite
from grader.book.notebook_pages import refuse_plain_pages
from grader.book.offline import add_service_worker
from grader.book.options import Options
from grader.book.publishing import NOINDEX
from grader.book.source import CONFIG, TOC, write_source
from grader.course import Course, UnusableInput
from grader.release.files import replace_folder

BUILD = "from jupyter_book.cli.main import main; main()"  # jupyter-book has no `python -m`
COLOUR = re.compile("\x1b[^m]*m")
FAILED_CELL = re.compile(r"An error occurred while executing the following cell:\n(.*?)\n+The above", re.DOTALL)
PAGES = ("index.html", "searchindex.js")


def build_book(to: Path, options: Options, say: Callable[[str], None] = lambda words: None) -> Path:
    """Build the whole site.

    Parameters
    ----------
    to : Path
        The folder to make; a site that is already there is replaced whole.
    options : Options
        The course, and what is asked of its site.
    say
        Is told what was done, in a line each, while there is more to do.

    Returns
    -------
    Path
        `to`.

    Raises
    ------
    UnusableInput
        If jupyter-book is missing or finds a fault in the sources, Pyodide's files are not as expected, or the folder
        cannot be written.
    """
    _refuse_early(to, options)
    try:
        with replace_folder(to.resolve()) as new:  # whole, since the programs that build run in folders of their own
            built = _run_jupyter_book(new.parent, options, say)
            say("The pages are made; what runs in them is added.")
            add_editions(built, options, say)
            _add_what_runs(built, options)
            built.rename(new)
    except OSError as error:
        raise UnusableInput(f"The site cannot be written to {to}: {error.strerror or error}.") from error
    return to


def _refuse_early(to: Path, options: Options) -> None:
    """Find what would stop the build at its end, before the minutes that the book takes."""
    if importlib.util.find_spec("jupyter_book") is None:
        raise UnusableInput("jupyter-book is missing: install the course with its extra `book`")
    if options.pyodide != "cdn":
        pyodide.find_in(Path(options.pyodide), options.course.settings.packages)
    refuse_plain_pages(options.course)
    refuse_without_tools(options)
    if to.is_file():
        raise UnusableInput(f"{to} is a file. Choose a folder for the site.")
    if to.exists() and any(to.iterdir()) and not _is_site(to):
        raise UnusableInput(f"{to} is not empty and is not a site. Choose another folder, or move it away.")


def _is_site(folder: Path) -> bool:
    return all((folder / name).is_file() for name in PAGES)


def _add_what_runs(site: Path, options: Options) -> None:
    """Add Pyodide's files, JupyterLite, and what keeps the site for readers without a connection."""
    if options.pyodide != "cdn":
        pyodide.copy(Path(options.pyodide), site / pyodide.OWN, options.course.settings.packages)
    add_lite(site, pyodide.address(options.pyodide))
    if options.draft:
        keep_engines_out(site / FOLDER)
    add_service_worker(site)


def keep_engines_out(folder: Path) -> None:
    """Say on pages that Sphinx did not make what a draft says on its own: search engines are to leave it out."""
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<head>", f"<head>{NOINDEX}", 1), encoding="utf-8")


def _run_jupyter_book(work: Path, options: Options, say: Callable[[str], None]) -> Path:
    """Build the book in a folder and return where its pages are; its log and its executed pages stay in the course."""
    course, source = options.course, work / "source"
    html, log = work / "_build" / "html", work_of(course) / "build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    write_source(options, source)
    command = [sys.executable, "-c", BUILD, "build", str(source), "-W", "-n", "--keep-going"]
    command += ["--path-output", str(work), "--config", str(source / CONFIG), "--toc", str(source / TOC)]
    code = _run(command, _environment_of(course, work / "imports"), log, say)
    # jupyter-book 2 would ignore _config.yml and end well without a page
    if code or not _is_site(html):
        said = _end_of(log).replace(f"{source}{os.sep}", f"{course.root}{os.sep}")
        raise UnusableInput(f"The book does not build. From {log}:\n{said}")
    for outdated in set(executed(course).parent.glob("*")) - {executed(course)}:
        shutil.rmtree(outdated, ignore_errors=True)
    return html


def _run(command: Sequence[str], environment: dict[str, str], log: Path, say: Callable[[str], None]) -> int:
    """Run a program, keep what it prints, tell of the pages that it has executed, and return its exit code."""
    with (
        log.open("w", encoding="utf-8") as stream,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=environment | {"PYTHONUNBUFFERED": "1"},
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as program,
    ):
        for line in program.stdout or ():
            stream.write(line)
            plain = COLOUR.sub("", line)
            if plain.startswith(PROGRESS):
                say(plain.strip())
    return program.returncode


def _environment_of(course: Course, folder: Path) -> dict[str, str]:
    """Return the environment in which cells run: there, the names of the course's own packages mean these."""
    for name in sorted(course.top_names):
        own = course.root / name
        if own.is_dir() and not (own / "__init__.py").is_file():  # anybody's package of this name would come before it
            (folder / name).mkdir(parents=True)
            (folder / name / "__init__.py").write_text(f"__path__ = [{str(own)!r}]\n", encoding="utf-8")
    path = os.pathsep.join(filter(None, (str(folder), str(course.root), os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": path}


def _end_of(log: Path) -> str:
    """Return the lines of a build's log that tell what is wrong, or its last lines."""
    text = COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace"))
    lines = text.splitlines()
    telling = [line for line in lines if "WARNING: " in line or "ERROR: " in line]
    telling += [after for line, after in pairwise(lines) if line == "Extension error:"]
    cell = FAILED_CELL.search(text)
    return "\n".join(telling[:20] + (cell[1].split("\n")[-30:] if cell else []) or lines[-20:])
