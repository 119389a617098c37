"""The output folder of `course grade`: who writes to it, the secret in it, the log, files replaced whole."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from grader.course import UnusableInput
from grader.grading import secret

if TYPE_CHECKING:  # slow to import
    from grader.gradebook import Gradebook

LOCK, SECRET, LOG, GRADEBOOK = ".lock", "secret", "grading.log", "gradebook.db"


@contextmanager
def output_folder(path: Path) -> Iterator[None]:
    """Make the folder and keep other runs out of it; without a run that begins, leave no new folder behind.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    UnusableInput
        If it cannot be written, or another run is writing to it.
    """
    made = [folder for folder in (path, *path.parents) if not folder.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = open(path / LOCK, "w")  # noqa: SIM115 (held until the run ends)
    except OSError as error:
        raise UnusableInput(f"The folder {path} cannot be written: {error.strerror}. Choose another --out.") from error
    with lock:
        _lock(lock, path)
        try:
            yield
        except UnusableInput:
            _remove_if_empty(path, made)
            raise


def _lock(lock: TextIO, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UnusableInput(f"Another `course grade` is writing to {path}. Wait for its end.") from error


def _remove_if_empty(path: Path, made: list[Path]) -> None:
    if path in made and [entry.name for entry in path.iterdir()] == [LOCK]:
        (path / LOCK).unlink()
        with suppress(OSError):
            for folder in made:
                folder.rmdir()


def find_secret(out: Path, gradebook: Gradebook) -> bytes:
    """Return the secret in the output folder, which the first run makes.

    Parameters
    ----------
    out
        The output folder.
    gradebook
        Where grades may be already.

    Raises
    ------
    UnusableInput
        If it cannot be read, or is gone while grades that were made with it are there.
    """
    if (out / SECRET).exists():
        return secret.read(out / SECRET)
    if not gradebook.is_empty:
        raise UnusableInput(
            f"The gradebook holds grades, but the secret they were made with is not in {out}. "
            "Put it back, give it with --secret FILE, or choose another --out and gradebook."
        )
    return secret.create(out / SECRET)


@contextmanager
def log_to(path: Path) -> Iterator[None]:
    """Write what the grader logs to the end of a file."""
    logger = logging.getLogger("grader")
    handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()
