"""Files and folders that are written whole or not at all, and packed into the same bytes each time."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.course import UnusableInput

NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that whoever looks sees the old one or the new one, never a part.

    Parameters
    ----------
    path
        The file.
    write
        Called with the path of a new file beside it.
    """
    new = path.with_name(f".{path.name}.new")
    write(new)
    os.replace(new, path)


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Make a folder anew so that whoever looks sees the old one or the new one, never a part.

    Parameters
    ----------
    target
        The folder.

    Yields
    ------
        Where to make it: a path that is free. Its parent is there for scraps. An exception leaves everything as it was.
    """
    missing = [folder for folder in target.parents if not folder.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as work:
            new = Path(work) / "new" / target.name
            new.parent.mkdir()
            yield new
            if target.exists():
                target.rename(Path(work) / "old")
            new.rename(target)
    except BaseException:
        for folder in missing:
            with suppress(OSError):  # somebody else uses it by now
                folder.rmdir()
        raise


@contextmanager
def replace_own(target: Path, kind: str, mark: str) -> Iterator[Path]:
    """Make a folder anew where a user wants it, and leave alone what is no earlier one of its kind.

    Parameters
    ----------
    target
        The folder.
    kind
        What it is, in messages: `release`.
    mark
        A file that every folder of the kind has, by its path from the folder.

    Yields
    ------
        Where to make it; see `replace_folder`.

    Raises
    ------
    UnusableInput
        If something else is there, or the folder cannot be written.
    """
    try:
        if target.exists() and not (target / mark).is_file() and (not target.is_dir() or any(target.iterdir())):
            raise UnusableInput(f"{target} exists and is not a {kind}. Choose another folder, or move it away.")
        with replace_folder(target) as new:
            yield new
    except OSError as error:
        raise UnusableInput(f"The {kind} cannot be written to {target}: {error.strerror or error}.") from error


def archive(folder: Path, path: Path, entries: Sequence[Path] = ()) -> Path:
    """Pack a release into a zip file, the same bytes for the same files.

    Parameters
    ----------
    folder
        The release.
    path
        The zip file to write.
    entries
        Files and folders in it, to pack these alone, without the name of the folder in front.

    Returns
    -------
        `path`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as pack:
        for file in sorted(_files(entries or [folder])):
            entry = zipfile.ZipInfo(file.relative_to(folder if entries else folder.parent).as_posix(), NEVER)
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path


def _files(places: Sequence[Path]) -> list[Path]:
    return [file for place in places for file in ([place] if place.is_file() else place.rglob("*")) if file.is_file()]
