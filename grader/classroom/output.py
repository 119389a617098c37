"""The output folder of `course grade`: who writes to it, the secret in it, the log, files replaced whole."""

import fcntl
import logging
from contextlib import contextmanager, suppress

from grader.course import UnusableInput
from grader.grading import secret

LOCK, SECRET, LOG, GRADEBOOK = ".lock", "secret", "grading.log", "gradebook.db"


@contextmanager
def output_folder(path):
    """Make the folder and keep other runs out of it; without a run that begins, leave no new folder behind.

    Parameters
    ----------
    path : Path
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


def _lock(lock, path):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UnusableInput(f"Another `course grade` is writing to {path}. Wait for its end.") from error


def _remove_if_empty(path, made):
    if path in made and [entry.name for entry in path.iterdir()] == [LOCK]:
        (path / LOCK).unlink()
        with suppress(OSError):
            for folder in made:
                folder.rmdir()


def find_secret(out, gradebook, name):
    """Return the secret in the output folder, which the first run makes.

    Parameters
    ----------
    out : Path
        The output folder.
    gradebook : Gradebook
        Where grades may be already.
    name : str
        How messages call it.

    Returns
    -------
    bytes

    Raises
    ------
    UnusableInput
        If it cannot be read, or is gone while grades that were made with it are there.
    """
    if (out / SECRET).exists():
        return secret.read(out / SECRET)
    if next(iter(gradebook.results()), None) is not None:
        raise UnusableInput(
            f"{name} holds grades, but the secret they were made with is not in {out}. "
            "Put it back, give it with --secret FILE, or choose another --out and gradebook."
        )
    return secret.create(out / SECRET)


@contextmanager
def log_to(path):
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
