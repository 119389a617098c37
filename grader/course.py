"""The course on disk: which chapters there are, and where."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = ROOT / "chapters"


class UnusableInput(Exception):
    """What the user gave cannot be used; the message names it and says what to do. Commands end with exit code 2."""


@dataclass(frozen=True)
class Chapter:
    """One chapter: `assignment` is its name everywhere, `04-losses`; `short` the name of its modules, `losses`."""

    assignment: str

    @property
    def short(self):
        """The name of the chapter's modules.

        >>> Chapter("04-losses").short
        'losses'
        """
        return self.assignment.split("-", 1)[1]

    @property
    def number(self):
        """The chapter's number, for headings.

        >>> Chapter("04-losses").number
        4
        """
        return int(self.assignment.split("-", 1)[0])

    @property
    def folder(self):
        """Where its lesson and exercises are."""
        return CHAPTERS / self.assignment


def chapters():
    """Return the chapters that have exercises, in order."""
    return [Chapter(path.parent.name) for path in sorted(CHAPTERS.glob("[0-9][0-9]-*/exercises.md"))]


def chapter(name):
    """Return one chapter by its assignment's name, its short name or its number: `04-losses`, `losses`, `4` or `04`.

    Raises
    ------
    UnusableInput
        If there is no such chapter.
    """
    known = chapters()
    for candidate in known:
        if name in (candidate.assignment, candidate.short, f"{candidate.number}", f"{candidate.number:02}"):
            return candidate
    raise UnusableInput(f"There is no chapter {name!r}. The chapters are: {', '.join(c.assignment for c in known)}.")


def chapters_up_to(name):
    """Return the chapters up to one, in order; all of them without a name.

    Raises
    ------
    UnusableInput
        If there is no such chapter.
    """
    known = chapters()
    return known[: known.index(chapter(name)) + 1] if name else known
