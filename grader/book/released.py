"""The releases of the chapters that are in the book: its pages show their text, and its readers run and download it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from grader.book.pages import chapters_in
from grader.course import Chapter, UnusableInput
from grader.release.cache import released
from grader.release.files import archive

DOWNLOADS = "downloads"


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.connect("env-before-read-docs", release_chapters)
    app.connect("build-finished", offer)


def released_folder(app: Sphinx) -> Path:
    """Return where the build keeps the releases of the chapters."""
    return Path(app.doctreedir) / "released"


def release_chapters(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Release the chapters, before their pages are read."""
    try:
        for chapter in chapters_in(app):
            released(chapter, released_folder(app), app.config.course_solutions)
    except UnusableInput as error:
        raise ExtensionError(str(error)) from error


def released_notebook(app: Sphinx, chapter: Chapter) -> tuple[dict[str, Any], str]:
    """Return the released notebook of a chapter, and the first 12 digits of its SHA-256."""
    path = released_folder(app) / chapter.assignment / f"{chapter.assignment}.ipynb"
    content = path.read_bytes()
    return json.loads(content), hashlib.sha256(content).hexdigest()[:12]


def download_of(chapter: Chapter) -> str:
    """Return where the site keeps the released notebook of a chapter, from the site's root."""
    return f"{DOWNLOADS}/{chapter.assignment}.zip"


def offer(app: Sphinx, exception: Exception | None) -> None:
    """Put the released notebooks on the site: each alone, and in a folder with what it needs."""
    if exception or app.builder.format != "html":
        return
    for chapter in chapters_in(app):
        folder = released_folder(app) / chapter.assignment
        to = archive(folder, Path(app.outdir) / download_of(chapter))
        shutil.copyfile(folder / f"{chapter.assignment}.ipynb", to.with_suffix(".ipynb"))
