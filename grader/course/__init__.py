"""A course on disk: what it is called, which chapters it has, and its own modules. All that is known of it is here.

    course.toml                     what the course is; a title is enough
    chapters/NN-name/lesson.md      and exercises.md, or one of the two: MyST notebooks
    solutions/name.py               the reference, a module or a package a chapter
    exercises/name.py               how answers are judged, likewise

Whoever needs a course is handed one: nothing else in the engine says where a course is.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from grader.course.own_modules import own_modules
from grader.course.settings import SETTINGS, Rules, Settings, line_naming
from grader.course.unusable import UnusableInput

if TYPE_CHECKING:  # NumPy is slow to import, and `course --help` does without
    from grader.exercise import Exercise

SOLUTIONS, EXERCISES = "solutions", "exercises"
ASSIGNMENT = re.compile(r"\d\d-[a-z][a-z0-9_]*")

__all__ = ["EXERCISES", "SETTINGS", "SOLUTIONS", "Chapter", "Course", "Rules", "Settings", "UnusableInput"]


@dataclass(frozen=True)
class Chapter:
    """One chapter: `assignment` is its name everywhere, `04-losses`; `short` the name of its modules, `losses`."""

    course: Course = field(repr=False)
    assignment: str

    @property
    def short(self) -> str:
        """The name of the chapter's modules."""
        return self.assignment.split("-", 1)[1]

    @property
    def number(self) -> int:
        """The chapter's number, for headings."""
        return int(self.assignment.split("-", 1)[0])

    @property
    def folder(self) -> Path:
        """Where its lesson and exercises are."""
        return self.course.root / "chapters" / self.assignment

    @property
    def lesson(self) -> Path:
        """The source of its lesson, where it has one."""
        return self.folder / "lesson.md"

    @property
    def page(self) -> Path:
        """The source of its exercises, where it has some."""
        return self.folder / "exercises.md"

    @property
    def has_exercises(self) -> bool:
        """Whether it asks for something: it is an assignment then."""
        return self.page.is_file()

    def definitions(self) -> dict[str, Exercise]:
        """Return how the chapter's answers are judged, by name, as its modules in `exercises` define it.

        The order of the exercises is that of the page; see `grader.release.exercises_of`.

        Raises
        ------
        UnusableInput
            If there is no such module, two exercises have one name, or one has no reference in `solutions`.
        """
        from grader.exercise import Exercise

        references = vars(self.course.module(SOLUTIONS, self.short))
        found: dict[str, Exercise] = {}
        module = self.course.module(EXERCISES, self.short)
        parts = [module, *self._parts(module)]
        for part in parts:
            _refuse_second_assignments(
                part, [name for name, value in vars(part).items() if isinstance(value, Exercise)]
            )
        for made in (value for part in parts for value in vars(part).values() if isinstance(value, Exercise)):
            if found.setdefault(made.name, made) is not made:
                raise UnusableInput(
                    f"{made.place}: {made.name} is defined twice, also in {found[made.name].place}; leave one of them."
                )
        for made in found.values():
            if references.get(made.name) is not made.thing:
                raise UnusableInput(
                    f"{made.place}: the reference of {made.name} is not in {SOLUTIONS}/{self.short}; write it there, "
                    "or define the exercise in its own chapter."
                )
        return found

    def _parts(self, module: ModuleType) -> Iterator[ModuleType]:
        for part in pkgutil.iter_modules(getattr(module, "__path__", [])):
            yield self.course.module(EXERCISES, f"{self.short}.{part.name}")


@dataclass(frozen=True)
class Course:
    """A course in a folder with a course.toml.

    Parameters
    ----------
    root : Path
        The folder.

    Raises
    ------
    UnusableInput
        If there is no course.toml in it, or it cannot be used.
    """

    root: Path

    def __post_init__(self) -> None:
        """Make the path absolute, and see that there is a course."""
        object.__setattr__(self, "root", Path(self.root).resolve())
        if not (self.root / SETTINGS).is_file():
            raise UnusableInput(
                f"There is no {SETTINGS} in {self.root}. Name the folder of a course with --root, or make one with: "
                "course new DIR"
            )
        self.settings  # noqa: B018 (so that what is wrong with it is said here)

    @classmethod
    def find(cls, start: Path | None = None) -> Course:
        """Return the course of a folder, by default the current one: in it, or in the nearest one above.

        Raises
        ------
        UnusableInput
            If there is none.
        """
        start = (start or Path.cwd()).resolve()
        for folder in (start, *start.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise UnusableInput(
            f"There is no {SETTINGS} in {start} or above it. Go to the folder of a course, name it with --root, or "
            "make one with: course new DIR"
        )

    @cached_property
    def settings(self) -> Settings:
        """What course.toml says."""
        return Settings.read(self.root / SETTINGS)

    def chapters(self) -> list[Chapter]:
        """Return the chapters, in order: those with a lesson, with exercises, or with both."""
        folders = sorted((self.root / "chapters").glob("[0-9][0-9]-*/"))
        chapters = [Chapter(self, folder.name) for folder in folders]
        chapters = [chapter for chapter in chapters if chapter.has_exercises or chapter.lesson.is_file()]
        for chapter in chapters:
            if not ASSIGNMENT.fullmatch(chapter.assignment):
                raise UnusableInput(
                    f"{chapter.folder} is not the name of a chapter: two digits, a hyphen, and the name of its modules "
                    "in small letters, as in 04-losses."
                )
        return chapters

    def assignments(self) -> list[Chapter]:
        """Return the chapters that have exercises, in order; what is asked there may carry no points."""
        return [chapter for chapter in self.chapters() if chapter.has_exercises]

    def chapter(self, name: str) -> Chapter:
        """Return one chapter by its assignment's name, its short name or its number: `04-losses`, `losses`, `4`, `04`.

        Raises
        ------
        UnusableInput
            If there is no such chapter.
        """
        known = self.chapters()
        for candidate in known:
            if name in (candidate.assignment, candidate.short, f"{candidate.number}", f"{candidate.number:02}"):
                return candidate
        there = f"The chapters are: {', '.join(c.assignment for c in known)}." if known else "There are none yet."
        raise UnusableInput(f"There is no chapter {name!r} in {self.root}. {there}")

    def chapters_up_to(self, name: str | None) -> list[Chapter]:
        """Return the chapters up to one, in order; all of them without a name."""
        known = self.chapters()
        return known[: known.index(self.chapter(name)) + 1] if name else known

    def module(self, package: str, name: str) -> ModuleType:
        """Return a module of one of the course's own packages, `solutions` or `exercises`.

        Raises
        ------
        UnusableInput
            If it is not there or cannot be imported; the message names the file and the line.
        """
        own_modules.stand_in_for(self)
        wanted = f"{package}.{name}"
        try:
            return importlib.import_module(wanted)
        except ModuleNotFoundError as error:
            if error.name and wanted.startswith(error.name):
                path = self.root / package / f"{name.replace('.', '/')}.py"
                raise UnusableInput(
                    f"There is no {path}, which the chapter {name.partition('.')[0]} needs: write it."
                ) from error
            raise UnusableInput(f"{_blamed(error, self.root)}: {error}.") from error
        except Exception as error:
            raise UnusableInput(f"{_blamed(error, self.root)}: {type(error).__name__}: {error}.") from error

    def files(self) -> dict[str, Path]:
        """Return the files that travel to readers, by their paths from the root.

        Raises
        ------
        UnusableInput
            If one is not there, or lies outside of the course.
        """
        found = {name: self.root / name for name in self.settings.files}
        for name, path in found.items():
            if not path.resolve().is_relative_to(self.root) or not path.is_file():
                raise UnusableInput(
                    f"{self.place_naming(name)}: there is no file {name!r} in the course; put it there, or take "
                    "its name out of `files`."
                )
        return found

    def place_naming(self, name: str) -> str:
        """Return the line of course.toml in which a file that travels, or a package, is named."""
        path = self.root / SETTINGS
        return f"{path}:{line_naming(name, path.read_text(encoding='utf-8'))}"

    def refuse_missing_packages(self) -> None:
        """Refuse to grade where a package of the course is not installed.

        Raises
        ------
        UnusableInput
            If one is not; the message names the line.
        """
        for name in self.settings.packages:
            if importlib.util.find_spec(name.partition(".")[0]) is None:
                raise UnusableInput(
                    f"{self.place_naming(name)}: the package {name!r} is not installed here: install it."
                )

    def lesson_files(self) -> list[Path]:
        """Return the files that lessons read beside `solutions`."""
        places = [self.root / name for name in self.settings.lesson_files]
        within = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
        return [*self.files().values(), *(p for p in within if p.is_file() and "__pycache__" not in p.parts)]

    @property
    def top_names(self) -> set[str]:
        """The names of the packages that are the course's own: for two courses they are two."""
        return {SOLUTIONS, EXERCISES} | {Path(name).parts[0].removesuffix(".py") for name in self.settings.files}


def _refuse_second_assignments(module: ModuleType, names: Collection[str]) -> None:
    """Refuse a module that gives one of the names twice: the first value would be lost without a word."""
    lines = inspect.getsource(module).splitlines() if names else []
    for name in names:
        first, *more = [n for n, line in enumerate(lines, 1) if re.match(rf"{name}\s*=", line)] or [0]
        if more:
            raise UnusableInput(
                f"{module.__file__}:{more[0]}: {name} is defined twice, also in line {first}; leave one of them."
            )


def _blamed(error: BaseException, root: Path) -> str:
    """Return the course's own file and line in which an import failed."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frame, place = error.__traceback__, str(root)
    while frame:
        if Path(frame.tb_frame.f_code.co_filename).is_relative_to(root):
            place = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}"
        frame = frame.tb_next
    return place
