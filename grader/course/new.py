"""A course to begin with: one chapter, which passes its own audit, in a folder that was empty."""

import json
import shutil
import tempfile
from pathlib import Path

from grader.course.settings import SETTINGS
from grader.course.unusable import UnusableInput

TEMPLATE = Path(__file__).parent / "new_course"
TITLE = "A course"  # in the template
NOT_COPIED = shutil.ignore_patterns("__pycache__")  # pip compiles the template where it installs it


def write(folder: Path, title: str | None = None) -> Path:
    """Make a course.

    Parameters
    ----------
    folder
        The folder to make; it may be there if it is empty.
    title
        The course's name; made of the folder's if it is not said.

    Returns
    -------
    Path
        The folder, absolute.

    Raises
    ------
    UnusableInput
        If the folder is not empty or cannot be written, or the title is none.
    """
    folder = folder.resolve()
    title = _checked(title if title is not None else _title_of(folder))
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnusableInput(f"{folder} is not an empty folder. Name one that is, or one that is not there yet.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as work:
            made = shutil.copytree(TEMPLATE, Path(work) / "course", ignore=NOT_COPIED)
            _name(made, title)
            _move(made, folder)
    except OSError as error:
        raise UnusableInput(f"The course cannot be written to {folder}: {error.strerror or error}.") from error
    return folder


def _title_of(folder: Path) -> str:
    """Return the title that a folder's name suggests.

    >>> _title_of(Path("/home/me/statistics-for_all"))
    'Statistics for all'
    """
    words = folder.name.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:] or TITLE


def _checked(title: str) -> str:
    if not title.strip() or not title.isprintable():
        raise UnusableInput(f"{title!r} is not a title: give some words on one line.")
    return title.strip()


def _name(course: Path, title: str) -> None:
    """Put the title into the two files of the template that say one."""
    quoted = json.dumps(title, ensure_ascii=False)  # what JSON writes of printable text is TOML
    for name, old, new in ((SETTINGS, f'"{TITLE}"', quoted), ("README.md", f"# {TITLE}\n", f"# {title}\n")):
        text = (course / name).read_text(encoding="utf-8")
        (course / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def _move(made: Path, folder: Path) -> None:
    """Move what was made to its folder: entry by entry where there is one, since somebody may stand in it."""
    if not folder.exists():
        made.rename(folder)
        return
    for entry in made.iterdir():
        entry.rename(folder / entry.name)
