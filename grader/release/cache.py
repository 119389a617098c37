"""Releases kept between runs: cutting one takes nbgrader, whose import alone takes longer than grading a small class.

A release depends on files only, so its key is their content; what was kept under another key is never looked at.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import platformdirs

from grader.course import EXERCISES, SETTINGS, SOLUTIONS, Chapter
from grader.release.comparison import Publishing
from grader.release.files import replace_folder

CACHE = platformdirs.user_cache_path("course-grader") / "releases"
ENGINE = Path(__file__).parents[1]
TOOLS = ("jupytext", "nbformat", "nbgrader", "numpy")


def released(chapter: Chapter, to: Path, cache: Path = CACHE) -> Path:
    """Release a chapter, or copy what an earlier run released from the same sources.

    Parameters
    ----------
    chapter
        The chapter.
    to
        The folder to make it in.
    cache
        Where releases are kept.

    Returns
    -------
        `to/<assignment>`, as `grader.release.release` makes it.
    """
    kept = cache / key_of(chapter) / chapter.assignment
    if kept.is_dir():
        return Path(shutil.copytree(kept, to / chapter.assignment))
    (made,) = make([chapter], to, cache=cache)
    return made


def make(chapters: Sequence[Chapter], to: Path, solutions: Publishing = "never", cache: Path = CACHE) -> list[Path]:
    """Make the releases of chapters, and keep copies for `released`; see `grader.release.release_all`.

    A release with solutions is not kept: submissions run beside what is.
    """
    from grader.release import release_all  # nbgrader, which it needs, is slow to import

    made = release_all(chapters, to, solutions)
    for chapter, folder in zip(chapters, made) if solutions == "never" else ():
        with suppress(OSError):  # a cache that cannot be written is no cache
            _keep(folder, cache / key_of(chapter))
    return made


def key_of(chapter: Chapter, engine: Path = ENGINE) -> str:
    """Return a name that holds a digest of everything that a release is made of, the engine's files among it."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in TOOLS]).encode("utf-8"))
    course = chapter.course
    for home in (engine, course.root / SOLUTIONS, course.root / EXERCISES):
        _add(digest, home, sorted(path for path in home.rglob("*") if path.is_file()))
    _add(digest, course.root, [chapter.page, course.root / SETTINGS, *course.files().values()])
    return f"{course.settings.slug}-{chapter.assignment}-{digest.hexdigest()}"


def _add(digest: hashlib._Hash, home: Path, paths: Iterable[Path]) -> None:
    """Add files to a digest, with their names below a folder."""
    for path in paths:
        if "__pycache__" not in path.parts:
            data = path.read_bytes()
            digest.update(f"{path.relative_to(home)} {len(data)} ".encode() + data)


def _keep(made: Path, kept: Path) -> None:
    """Keep a release in the place of older ones of the same chapter."""
    older = list(kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"))
    with replace_folder(kept) as new:
        shutil.copytree(made, new / made.name)
    for folder in older:
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
