"""The files of a folder or of a zip file, read alike. What is in a zip file was named and packed by anybody.

A zip file that was handed to us is refused if its files would lie outside of the folder that it is unpacked to, are
encrypted, cut off, or would unpack to more than a class can hand in.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.course import UnusableInput

MOST_FILES = 50_000
MOST_BYTES = 16 * 2**30  # of all files together, as the zip file itself says
BOMB, FROM = 200, 256 * 2**20  # how often larger than the zip file no class is; from how many bytes on
LEFT_BY_COMPUTERS = ("__MACOSX", "lost+found", ".git", ".ipynb_checkpoints", "Thumbs.db", "desktop.ini", ".DS_Store")
ENCRYPTED, UTF8 = 0x1, 0x800  # flags of a file in a zip file


class Damaged(UnusableInput):
    """A zip file cannot be used."""


@dataclass(frozen=True)
class SourceFile:
    """One file that somebody handed in.

    Parameters
    ----------
    path
        Where it lies in its source.
    source
        The folder or zip file that it was found in.
    modified
        When it was changed last, in seconds since 1970; None if that is not told, or not in which zone.
    """

    path: PurePosixPath
    source: Path
    modified: float | None = None
    _member: zipfile.ZipInfo | None = None

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return f"{self.source}/{self.path}" if self._member is None else f"{self.source}: {self.path}"

    @property
    def is_plain(self) -> bool:
        """Whether it lies in a folder, and in no zip file."""
        return self._member is None

    def read(self, most: int) -> bytes:
        """Return its bytes, at most so many.

        Raises
        ------
        Damaged
            If it lies in a zip file that is cut off or changed.
        OSError
            If it cannot be read, or is no file.
        """
        if self._member is None:
            return read_file(self.source / self.path, most)
        try:
            with zipfile.ZipFile(self.source) as pack, pack.open(self._member) as file:
                return file.read(most)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Damaged(f"{self.source}: {str(self.path)!r} cannot be unpacked: {error}. Get it anew.") from error


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of a file, at most so many, if it is one: opening a pipe would wait for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        return file.read(most)


def files_of(source: Path) -> list[SourceFile]:
    """Return the files of a folder or a zip file, by path, without what computers leave behind.

    Raises
    ------
    UnusableInput
        If it is neither, or a zip file that is not safe to unpack.
    """
    try:
        if source.is_dir():
            return sorted(_of_folder(source), key=lambda file: natural(str(file.path)))
        if not source.exists():
            raise UnusableInput(f"There is no {source}. Name the folder or the zip file that the platform gave you.")
        return sorted(_of_zip(source), key=lambda file: natural(str(file.path)))
    except OSError as error:
        raise UnusableInput(f"{source} cannot be read: {error.strerror or error}.") from error


def natural(text: str) -> list[tuple[int, str]]:
    """Return a key that sorts 9 before 10.

    >>> sorted(["attempt 10", "attempt 9"], key=natural)
    ['attempt 9', 'attempt 10']
    """
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)]


def _of_folder(source: Path) -> Iterator[SourceFile]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if name not in LEFT_BY_COMPUTERS)
        for name in names:
            path = Path(folder) / name
            if name not in LEFT_BY_COMPUTERS and not name.startswith("._"):
                yield SourceFile(PurePosixPath(path.relative_to(source).as_posix()), source, _changed(path))


def _changed(path: Path) -> float | None:
    """Return when a file was changed; None where its folder does not let it be looked at, which reading it tells."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return None


def _of_zip(source: Path) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(source) as pack:
            members = [member for member in pack.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise Damaged(f"{source} is no whole zip file ({error}): download it again.") from error
    _refuse_bomb(source, members)
    for member in members:
        path = _safe_path(source, member)
        if not set(path.parts) & set(LEFT_BY_COMPUTERS) and not path.name.startswith("._"):
            yield SourceFile(path, source, _modified(member), member)


def _refuse_bomb(source: Path, members: list[zipfile.ZipInfo]) -> None:
    size = sum(member.file_size for member in members)
    if len(members) > MOST_FILES:
        raise Damaged(f"{source} holds {len(members)} files, more than the {MOST_FILES} that are looked at.")
    if size > MOST_BYTES or (size > FROM and size > BOMB * source.stat().st_size):
        raise Damaged(f"{source} would unpack to {size / 2**20:.0f} MB, which no class hands in; it is not unpacked.")


def _safe_path(source: Path, member: zipfile.ZipInfo) -> PurePosixPath:
    """Return where a file of a zip file lies; zip files made on Windows may have backslashes."""
    if member.flag_bits & ENCRYPTED:
        raise Damaged(f"{source} is encrypted ({member.filename!r}): hand in, or download, one without a password.")
    name = _name(member).replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name) or "\0" in name:
        raise Damaged(
            f"{source} has a file that would lie outside of its folder, {name!r}; nothing of it was unpacked."
        )
    return path


def _name(member: zipfile.ZipInfo) -> str:
    """Return a file's name; many programs write UTF-8 without saying so."""
    if member.flag_bits & UTF8:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _modified(member: zipfile.ZipInfo) -> float | None:
    """Return when a file was changed, by the clock of whoever packed it: of which zone, zip files do not say."""
    try:
        return datetime(*member.date_time).timestamp()
    except ValueError:
        return None
