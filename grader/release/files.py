"""Files and folders that are written whole or not at all, and packed into the same bytes each time."""

import os
import zipfile

NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can tell


def replace_whole(path, write):
    """Write a file so that whoever looks sees the old one or the new one, never a part.

    Parameters
    ----------
    path : Path
        The file.
    write : callable
        Called with the path of a new file beside it.
    """
    new = path.with_name(f".{path.name}.new")
    write(new)
    os.replace(new, path)


def archive(folder, path, entries=None):
    """Pack a release into a zip file, the same bytes for the same files.

    Parameters
    ----------
    folder : Path
        The release.
    path : Path
        The zip file to write.
    entries : list of Path, optional
        Files and folders in it, to pack these alone, without the name of the folder in front.

    Returns
    -------
    Path
        `path`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as pack:
        for file in sorted(_files(entries or [folder])):
            entry = zipfile.ZipInfo(file.relative_to(folder if entries else folder.parent).as_posix(), NEVER)
            entry.external_attr = 0o644 << 16
            pack.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return path


def _files(places):
    return [file for place in places for file in ([place] if place.is_file() else place.rglob("*")) if file.is_file()]
