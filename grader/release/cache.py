"""Releases kept between runs: cutting one takes nbgrader, whose import alone takes longer than grading a small class.

A release depends on files only, so its key is their content; what was kept under another key is never looked at.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import platformdirs

from grader.course import EXERCISES, SETTINGS, SOLUTIONS, Chapter
from grader.release.comparison import Publishing
from grader.release.files import replace_folder

CACHE = platformdirs.user_cache_path("course-grader") / "releases"
ENGINE = Path(__file__).parents[1]
DIGEST = "sha256"  # beside a release that is kept: of all its files
TOOLS = ("jupytext", "nbformat", "nbgrader", "numpy")


def released(chapter: Chapter, to: Path, solutions: Publishing = "never", cache: Path = CACHE) -> Path:
    """Release a chapter, or copy what an earlier run released from the same sources.

    Parameters
    ----------
    chapter
        The chapter.
    to
        The folder to make it in.
    solutions
        Whether the release holds the course's solutions, see `grader.release.release`. What is kept never does:
        submissions run beside it.
    cache
        Where releases are kept.

    Returns
    -------
        `to/<assignment>`, as `grader.release.release` makes it.
    """
    (made,) = make([chapter], to, solutions, cache)
    return made


def make(chapters: Sequence[Chapter], to: Path, solutions: Publishing = "never", cache: Path = CACHE) -> list[Path]:
    """Release chapters, all of them or none; see `released` and `grader.release.release_all`."""
    from grader.release import release_all  # which knows of no cache

    return release_all(chapters, to, solutions, Kept(cache))


@dataclass(frozen=True)
class Kept:
    """Releases of earlier runs, each with a digest of what is in it: one that was damaged is not used.

    Parameters
    ----------
    cache
        The folder where they are kept.
    """

    cache: Path

    def copy(self, chapter: Chapter, to: Path) -> bool:
        """Copy the release of a chapter's present sources, and return whether there was a whole one.

        It is the copy that is judged: another command may replace what is kept while this one reads it.
        """
        folder = self.cache / key_of(chapter) / chapter.assignment
        try:
            digest = folder.with_name(DIGEST).read_text(encoding="utf-8")
            shutil.copytree(folder, to)
            whole = digest == _digest_of(to)
        except (OSError, ValueError):
            whole = False
        if not whole and to.exists():
            shutil.rmtree(to)
        return whole

    def keep(self, chapter: Chapter, made: Path) -> None:
        """Keep a release, without solutions, in the place of older ones of the same chapter."""
        with suppress(OSError):  # a cache that cannot be written is no cache
            _keep(made, self.cache / key_of(chapter))


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


def _digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    _add(digest, folder, sorted(path for path in folder.rglob("*") if path.is_file()))
    return digest.hexdigest()


def _keep(made: Path, kept: Path) -> None:
    """Keep a release in the place of older ones of the same chapter."""
    older = list(kept.parent.glob(f"{kept.name.rpartition('-')[0]}-*"))
    with replace_folder(kept) as new:
        shutil.copytree(made, new / made.name)
        (new / DIGEST).write_text(_digest_of(made), encoding="utf-8")
    for folder in older:
        if folder != kept:
            shutil.rmtree(folder, ignore_errors=True)
