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

from grader.course import ROOT

CACHE = platformdirs.user_cache_path("neural-networks-by-hand") / "releases"
TOOLS = ("jupytext", "nbformat", "nbgrader", "numpy")


def released(chapter, to):
    """Release a chapter, or copy what an earlier run released from the same sources.

    Parameters
    ----------
    chapter : Chapter
        The chapter.
    to : Path
        The folder to make it in.

    Returns
    -------
    Path
        `to/<assignment>`, as `grader.release.release` makes it.
    """
    kept = CACHE / _key(chapter) / chapter.assignment
    if kept.is_dir():
        return Path(shutil.copytree(kept, to / chapter.assignment))
    return make(chapter, to)


def make(chapter, to):
    """Release a chapter, and keep a copy for `released`; see `grader.release.release`."""
    from grader.release import release

    made = release(chapter, to)
    with suppress(OSError):  # a cache that cannot be written is no cache
        _keep(made, CACHE / _key(chapter) / chapter.assignment)
    return made


def _key(chapter):
    """Return a digest of everything that a release is made of."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in TOOLS]).encode("utf-8"))
    files = (path for name in ("grader", "solutions") for path in (ROOT / name).rglob("*") if path.is_file())
    for path in sorted([*files, chapter.folder / "exercises.md"]):
        if "__pycache__" not in path.parts:
            data = path.read_bytes()
            digest.update(f"{path.name} {len(data)} ".encode() + data)
    return f"{chapter.assignment}-{digest.hexdigest()}"


def _keep(made, kept):
    """Keep a release in the place of older ones of the same chapter."""
    older = list(CACHE.glob(f"{made.name}-*"))
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        shutil.copytree(made, Path(work) / "kept" / made.name)
        (Path(work) / "kept").rename(kept.parent)
    for folder in older:
        shutil.rmtree(folder, ignore_errors=True)
