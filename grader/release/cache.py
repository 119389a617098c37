"""Releases kept between runs: cutting one takes nbgrader, whose import alone takes longer than grading a small class.

A release depends on files only, so its key is their content; what was kept under another key is never looked at.
"""

import hashlib
import shutil
import tempfile
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs

from grader.course import EXERCISES, SETTINGS, SOLUTIONS

CACHE = platformdirs.user_cache_path("course-grader") / "releases"
ENGINE = Path(__file__).parents[1]
TOOLS = ("jupytext", "nbformat", "nbgrader", "numpy")


def released(chapter, to, cache=CACHE):
    """Release a chapter, or copy what an earlier run released from the same sources.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    to : Path
        The folder to make it in.
    cache : Path
        Where releases are kept.

    Returns
    -------
    Path
        `to/<assignment>`, as `grader.release.release` makes it.
    """
    kept = cache / key_of(chapter) / chapter.assignment
    if kept.is_dir():
        return Path(shutil.copytree(kept, to / chapter.assignment))
    return make(chapter, to, cache)


def make(chapter, to, cache=CACHE):
    """Release a chapter, and keep a copy for `released`; see `grader.release.release`."""
    from grader.release import release

    made = release(chapter, to)
    with suppress(OSError):  # a cache that cannot be written is no cache
        _keep(made, cache / key_of(chapter) / chapter.assignment)
    return made


def key_of(chapter, engine=ENGINE):
    """Return a name that holds a digest of everything that a release is made of, the engine's files among it."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in TOOLS]).encode("utf-8"))
    course = chapter.course
    folders = [engine, course.root / SOLUTIONS, course.root / EXERCISES]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    for path in sorted([*files, chapter.page, course.root / SETTINGS, *course.files().values()]):
        if "__pycache__" not in path.parts:
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)} ".encode() + data)
    return f"{course.settings.slug}-{chapter.assignment}-{digest.hexdigest()}"


def _keep(made, kept):
    """Keep a release in the place of older ones of the same chapter."""
    older = list(kept.parents[1].glob(f"{kept.parent.name.rpartition('-')[0]}-*"))
    kept.parents[1].mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parents[1]) as work:
        shutil.copytree(made, Path(work) / "kept" / made.name)
        (Path(work) / "kept").rename(kept.parent)
    for folder in older:
        shutil.rmtree(folder, ignore_errors=True)
