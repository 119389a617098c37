"""Temporary folders that go with the process that made them: if it was killed, when the next one begins."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX, MARK = "course-", ".in-use"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a new temporary folder, and remove it at the end; also those of processes that are no more.

    A folder in use holds a file that its process has locked: the system ends a lock with its process, however that
    ended.
    """
    _sweep(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        with open(folder / f"{MARK}-soon", "w") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            os.rename(mark.name, folder / MARK)  # whoever sees the mark finds it locked
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    for mark in parent.glob(f"{PREFIX}*/{MARK}"):
        with suppress(OSError):  # somebody else's, in use, or just gone
            _remove_if_left(mark)


def _remove_if_left(mark: Path) -> None:
    folder = os.lstat(mark.parent)
    if folder.st_uid != os.getuid() or mark.parent.is_symlink():
        return
    with open(os.open(mark, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(mark.parent, ignore_errors=True)
