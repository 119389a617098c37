"""The book: a Sphinx extension for the exercise pages, and the build of the whole site with jupyter-book.

The extension also puts everything that the pages need on the site itself: the released notebooks as zip files, and
formulas that are typeset already. No page asks another host for anything.
"""

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import figures
from grader.book import pyodide
from grader.book.lite import FOLDER, add_lite
from grader.book.settings import NOINDEX, course_of
from grader.course import SOLUTIONS, UnusableInput
from grader.release.files import archive

WORK = Path("build/book")  # below the course
BUILD = "from jupyter_book.cli.main import main; main()"  # jupyter-book has no `python -m`
COLOUR = re.compile("\x1b[^m]*m")
THEME = Path(__file__).parent / "theme"
PAGES = ("index.html", "searchindex.js")


def setup(app):
    """Register the extension with Sphinx."""
    from grader.book import accessible_pages, division, lightness, maths, picture_sizes, publishing, runnable
    from grader.book.exercise_pages import Block, depart_block, rewrite_page, visit_block

    pyodide.setup(app)
    division.setup(app)
    maths.setup(app)
    lightness.setup(app)
    accessible_pages.setup(app)
    picture_sizes.setup(app)
    publishing.setup(app)
    app.add_node(Block, html=(visit_block, depart_block))
    app.connect("config-inited", set_paths)
    app.connect("doctree-read", rewrite_page)
    app.connect("build-finished", add_files)
    for sheet in sorted(THEME.glob("*.css")):
        app.add_css_file(sheet.name)
    for script in sorted(THEME.glob("*.js")):
        app.add_js_file(script.name)
    runnable.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def set_paths(app, config):
    """Tell myst-nb where results of the present code are cached, and Sphinx where the looks of the pages are."""
    config.html_static_path.append(str(THEME))
    config.nb_execution_cache_path = str(executed(course_of(app)))


def work_of(course):
    """Return the folder in which builds of a course keep their log and the executed pages."""
    return course.root / WORK


def executed(course):
    """Return where executed pages are cached: a folder for the present code, since other code has other results."""
    digest = hashlib.sha256()
    code = [*(course.root / SOLUTIONS).rglob("*"), *Path(figures.__file__).parent.rglob("*"), *course.lesson_files()]
    for path in sorted(path for path in code if path.is_file() and "__pycache__" not in path.parts):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return work_of(course) / "executed" / digest.hexdigest()[:16]


def add_files(app, exception):
    """Put the released notebooks on the site."""
    from grader.book.exercise_pages import download_of
    from grader.book.runnable import chapters_in, released_folder

    if exception or app.builder.format != "html":
        return
    for chapter in chapters_in(app):
        released = released_folder(app) / chapter.assignment
        to = archive(released, Path(app.outdir) / download_of(chapter))
        shutil.copyfile(released / f"{chapter.assignment}.ipynb", to.with_suffix(".ipynb"))


def build_book(to, settings):
    """Build the whole site.

    Parameters
    ----------
    to : Path
        The folder to make; a site that is already there is replaced whole.
    settings : Settings
        The course, and what is asked of its site.

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
    to = Path(to)
    if settings.pyodide != "cdn":
        pyodide.find_in(Path(settings.pyodide))  # before the minutes that the book takes
    if to.is_file():
        raise UnusableInput(f"{to} is a file. Choose a folder for the site.")
    if to.exists() and any(to.iterdir()) and not all((to / name).is_file() for name in PAGES):
        raise UnusableInput(f"{to} is not empty and is not a site. Choose another folder, or move it away.")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        # whole, since the programs that build run in folders of their own
        with tempfile.TemporaryDirectory(prefix=".site-", dir=to.parent.resolve()) as work:
            built = _run_jupyter_book(Path(work), settings)
            if settings.pyodide != "cdn":
                pyodide.copy(Path(settings.pyodide), built / pyodide.OWN)
            add_lite(built, pyodide.address(settings.pyodide))
            if settings.draft:
                _keep_engines_out(built / FOLDER)
            if to.exists():
                to.rename(Path(work) / "replaced")
            built.rename(to)
    except OSError as error:
        raise UnusableInput(f"The site cannot be written to {to}: {error.strerror or error}.") from error
    return to


def _keep_engines_out(folder):
    """Say on pages that Sphinx did not make what a draft says on its own: search engines are to leave it out."""
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("<head>", f"<head>{NOINDEX}", 1), encoding="utf-8")


def _run_jupyter_book(work, settings):
    """Build the book in a folder and return where its pages are; the log and the executed pages stay in `WORK`."""
    if importlib.util.find_spec("jupyter_book") is None:
        raise UnusableInput("jupyter-book is missing: install the course with its extra `book`")
    course = settings.course
    html, log = work / "_build" / "html", work_of(course) / "build.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    config, toc = settings.write(work)
    command = [sys.executable, "-c", BUILD, "build", str(course.root), "-W", "-n", "--keep-going"]
    command += ["--path-output", str(work), "--config", str(config), "--toc", str(toc)]
    with log.open("w", encoding="utf-8") as stream:
        done = subprocess.run(
            command, stdout=stream, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=course.root
        )
    # jupyter-book 2 would ignore _config.yml and end well without a page
    if done.returncode or not all((html / name).is_file() for name in PAGES):
        raise UnusableInput(f"The book does not build. From {log}:\n{_end_of(log)}")
    for outdated in set(executed(course).parent.glob("*")) - {executed(course)}:
        shutil.rmtree(outdated, ignore_errors=True)
    return html


def _end_of(log):
    """Return the lines of a build's log that tell what is wrong, or its last lines."""
    lines = COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace")).splitlines()
    telling = [line for line in lines if "WARNING: " in line or "ERROR: " in line]
    telling += [after for line, after in pairwise(lines) if line == "Extension error:"]
    return "\n".join(telling[:20] or lines[-20:])
