"""What may be a notebook in a place, however it was named, nested or packed: looked for by how it begins.

Links are never followed. Of a zip file the list of its files is read, and no more. What cannot be looked into, or is a
copy that Jupyter keeps, is a candidate with its trouble: it is named, so that nobody is lost.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.collect.archive import LEFT_BY_COMPUTERS, Damaged, SourceFile, files_of, read_file
from grader.collect.recognise import HEAD, is_called_notebook, looks_like_notebook
from grader.intake.notebook import MAX_FILE

DEEPEST = 8  # folders below a place
MOST = 100  # files of a zip file that are looked at
ZIP = b"PK\x03\x04"
ARCHIVES = {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7z archive"}  # how they begin
COMPRESSED = re.compile(r"\.(?:t|tar\.|ipynb\.)(?:gz|bz2?|xz|zst)$", re.IGNORECASE)  # data may be compressed, too
DOCUMENTS = (".docx", ".odt", ".xlsx", ".pptx", ".ods", ".npz")  # which are zip files, and no packed homework
KEPT_BY_JUPYTER = "it is a copy that Jupyter keeps for itself; ask for the notebook"


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
    found = list(_below(place, "", skip)) or list(_kept_by_jupyter(place, skip))
    return sorted(found, key=lambda one: (one.depth, one.name))


def _kept_by_jupyter(place: Path, skip: frozenset[str]) -> Iterator[Candidate]:
    """Yield what Jupyter saved beside a notebook that is not there: nobody hands that in on purpose."""
    for path in sorted([*place.glob(".*ipynb*"), *place.glob(".ipynb_checkpoints/*.ipynb")]):
        if path.name not in skip and path.is_file() and not path.is_symlink():
            yield Candidate(path, path.relative_to(place).as_posix(), trouble=KEPT_BY_JUPYTER)


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
    head = _head(path)
    packed = next((kind for begin, kind in ARCHIVES.items() if head.startswith(begin)), "")
    packed = packed or ("a compressed file" if COMPRESSED.search(path.name) else "")
    if path.suffix.lower() == ".zip" or (head.startswith(ZIP) and is_called_notebook(path.name)):
        yield from _in_zip(path, name)
    elif packed:
        yield Candidate(path, name, trouble=_not_unpacked(packed))
    elif head.startswith(ZIP):
        yield from (one for one in _in_zip(path, name) if one.member or path.suffix.lower() not in DOCUMENTS)
    elif looks_like_notebook(path.name, head):
        yield Candidate(path, name)


def _not_unpacked(kind: str) -> str:
    return f"it is {kind}, which is not looked into; ask for the notebook, or for a zip file"


def _head(path: Path) -> bytes:
    """Return how a file begins; nothing of what is none, or cannot be read."""
    try:
        return read_file(path, HEAD) if stat.S_ISREG(path.lstat().st_mode) else b""
    except OSError:
        return b""


def _in_zip(path: Path, name: str) -> Iterator[Candidate]:
    if path.is_symlink() or not path.is_file():
        return
    try:
        members = sorted(files_of(path), key=lambda one: not is_called_notebook(one.path.name))
        for member in members[:MOST]:
            head = member.read(HEAD)
            if head.startswith(ZIP) and not {path.suffix.lower(), member.path.suffix.lower()} & set(DOCUMENTS):
                yield Candidate(path, f"{name}/{member.path}", trouble=_not_unpacked("a zip file in a zip file"))
            elif looks_like_notebook(member.path.name, head):
                yield Candidate(path, f"{name}/{member.path}", member)
    except Damaged as error:
        yield Candidate(path, name, trouble=str(error))
