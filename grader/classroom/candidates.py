"""What may be a notebook in a place, however it was named, nested or packed: looked for by how it begins.

Links are never followed. Of a zip file the list of its files is read, and no more.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.collect.archive import LEFT_BY_COMPUTERS, Damaged, SourceFile, files_of, read_file
from grader.collect.recognise import HEAD, is_called_notebook, looks_like_notebook
from grader.intake.notebook import MAX_FILE

DEEPEST = 8  # folders below a place
MOST = 100  # files of a zip file that are looked at
SNIFFED = ("", ".json", ".txt", ".html", ".notebook", ".bak", ".orig")  # what a notebook may end in by mistake


@dataclass(frozen=True)
class Candidate:
    """A file that may be a notebook.

    Parameters
    ----------
    path
        The file; of one in a zip file, the zip file.
    name
        Where it is, for people: its path from the place that was looked into.
    member
        The file within the zip file.
    trouble
        Why a zip file cannot be looked into.
    """

    path: Path
    name: str
    member: SourceFile | None = None
    trouble: str = ""

    @property
    def depth(self) -> int:
        """How many folders, and zip files, lie around it."""
        return self.name.count("/") + (self.member is not None)

    @property
    def changed(self) -> int:
        """When it was changed last, to tell the newest."""
        return self.path.lstat().st_mtime_ns

    def read(self) -> bytes:
        """Return its bytes, up to a limit.

        Raises
        ------
        OSError
            If it cannot be read.
        Damaged
            If it is in a zip file that cannot be unpacked.
        """
        return self.member.read(MAX_FILE + 1) if self.member else read_file(self.path, MAX_FILE + 1)


def candidates(place: Path, skip: frozenset[str] = frozenset()) -> list[Candidate]:
    """Return what may be a notebook in a place and below it, the least nested first.

    Parameters
    ----------
    place
        The folder.
    skip
        Names of files and folders in it that are not looked at.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    found = list(_below(place, "", skip))
    return sorted(found, key=lambda one: (one.depth, one.name))


def _below(folder: Path, before: str, skip: frozenset[str] = frozenset()) -> Iterator[Candidate]:
    with os.scandir(folder) as scanned:
        entries = sorted(scanned, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name in skip or entry.name in LEFT_BY_COMPUTERS or entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if before.count("/") < DEEPEST:
                yield from _readable(folder / entry.name, f"{before}{entry.name}/")
        else:
            yield from of_file(folder / entry.name, f"{before}{entry.name}")


def _readable(folder: Path, before: str) -> Iterator[Candidate]:
    """Yield what is below a folder within a place; nothing if it cannot be read, which is told of its owner."""
    try:
        yield from list(_below(folder, before))
    except OSError as error:
        yield Candidate(folder, before.rstrip("/"), trouble=f"it cannot be read: {error.strerror}")


def of_file(path: Path, name: str) -> Iterator[Candidate]:
    """Yield what may be a notebook in one file: itself, or what is in it.

    Parameters
    ----------
    path
        The file.
    name
        What to call it.
    """
    if path.suffix.lower() == ".zip":
        yield from _in_zip(path, name)
    elif is_called_notebook(path.name) or (path.suffix.lower() in SNIFFED and _begins_like_one(path)):
        yield Candidate(path, name)


def _begins_like_one(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode) and looks_like_notebook(path.name, read_file(path, HEAD))
    except OSError:
        return False


def _in_zip(path: Path, name: str) -> Iterator[Candidate]:
    if path.is_symlink() or not path.is_file():
        return
    try:
        likely = [
            one for one in files_of(path) if is_called_notebook(one.path.name) or one.path.suffix.lower() in SNIFFED
        ]
        for member in likely[:MOST]:
            if looks_like_notebook(member.path.name, member.read(HEAD)):
                yield Candidate(path, f"{name}/{member.path}", member)
    except Damaged as error:
        yield Candidate(path, name, trouble=str(error))
