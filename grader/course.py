"""A course on disk: what it is called, which chapters it has, and its own modules. All that is known of it is here.

    course.toml                     what the course is; a title is enough
    chapters/NN-name/lesson.md      and exercises.md: MyST notebooks
    solutions/name.py               the reference, a module or a package a chapter
    exercises/name.py               how answers are judged, likewise

Whoever needs a course is handed one: nothing else in the engine says where a course is.
"""

from __future__ import annotations

import dataclasses
import difflib
import importlib
import importlib.machinery
import pkgutil
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # NumPy is slow to import, and `course --help` does without
    from grader.exercise import Exercise

SETTINGS = "course.toml"
SOLUTIONS, EXERCISES = "solutions", "exercises"
ASSIGNMENT = re.compile(r"\d\d-[a-z][a-z0-9_]*")


class UnusableInput(Exception):
    """What the user gave cannot be used; the message names it and says what to do. Commands end with exit code 2."""


@dataclass(frozen=True)
class Rules:
    """The house rules that `course audit` holds a course to, beyond what it proves: the fewest of each, 0 for none.

    Parameters
    ----------
    variants, hints : int
        Of an exercise.
    wrong_answers, wrong_answers_from_3_points : int
        Of an exercise of one or two points, and of one with more.
    """

    variants: int = 0
    hints: int = 0
    wrong_answers: int = 0
    wrong_answers_from_3_points: int = 0


@dataclass(frozen=True)
class Settings:
    """What course.toml says.

    Parameters
    ----------
    title : str
        The course's name, as people read it.
    slug : str
        Its name in addresses and in the keys under which browsers keep answers; made of the title if it is not said.
    description, author, copyright : str
        For the site.
    packages : tuple of str
        What cells may import beside the standard library.
    files : tuple of str
        Files of the course that travel to readers beside each notebook, by their paths from its root.
    lesson_files : tuple of str
        Files and folders that lessons read besides, where they run in the browser.
    audit : Rules
        The house rules.
    """

    title: str
    slug: str = ""
    description: str = ""
    author: str = ""
    copyright: str = ""
    packages: tuple[str, ...] = ("numpy", "matplotlib")
    files: tuple[str, ...] = ()
    lesson_files: tuple[str, ...] = ()
    audit: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        """Make a slug where there is none."""
        slug = self.slug or re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-") or "course"
        object.__setattr__(self, "slug", slug)

    @classmethod
    def read(cls, path: Path) -> Settings:
        """Read a course.toml.

        Raises
        ------
        UnusableInput
            If it cannot be read, or says something that is not known; the message names file and line.
        """
        try:
            text = path.read_text(encoding="utf-8")
            return _filled(cls, tomllib.loads(text), path, text)
        except OSError as error:
            raise UnusableInput(f"{path} cannot be read: {error.strerror}.") from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UnusableInput(f"{path} is not TOML: {error}.") from error


def _filled(kind: Any, document: dict[str, Any], path: Path, text: str) -> Any:
    """Return a dataclass with the values of a table, each of its own type."""
    known = {one.name: one for one in dataclasses.fields(kind)}
    values = {}
    for key, value in document.items():
        place = f"{path}:{_line_of(key, text)}"
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            raise UnusableInput(
                f"{place}: there is no setting {key!r}" + (f"; did you mean {close[0]!r}?" if close else
                f"; there are {', '.join(known)}.")
            )  # fmt: skip
        values[key] = _typed(known[key], value, f"{place}: {key}", path, text)
    missing = [name for name, one in known.items() if _is_required(one) and name not in values]
    if missing:
        raise UnusableInput(f'{path}: {missing[0]!r} is missing. Write it as: {missing[0]} = "..."')
    return kind(**values)


def _is_required(one: dataclasses.Field[Any]) -> bool:
    return one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING


def _typed(one: dataclasses.Field[Any], value: Any, place: str, path: Path, text: str) -> Any:
    kind = str(one.type)
    if kind in KINDS:
        if not isinstance(value, dict):
            raise UnusableInput(f"{place} is a table: write it below a line [{one.name}].")
        return _filled(KINDS[kind], value, path, text)
    if kind == "str" and isinstance(value, str) and (value.strip() or not _is_required(one)):
        return value
    if kind == "int" and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    if kind == "tuple[str, ...]" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    asked = {"str": "text in quotes", "int": "a whole number", "tuple[str, ...]": "a list of texts"}[kind]
    raise UnusableInput(f"{place} is {value!r}, where {asked} is asked.")


def _line_of(key: str, text: str) -> int:
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[?\"?{re.escape(key)}\b", line)), 1)


KINDS: dict[str, Any] = {"Rules": Rules}


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
    def page(self) -> Path:
        """The source of its exercises."""
        return self.folder / "exercises.md"

    def definitions(self) -> dict[str, Exercise]:
        """Return how the chapter's answers are judged, by name, as its modules in `exercises` define it.

        The order of the exercises is that of the page; see `grader.release.exercises_of`.

        Raises
        ------
        UnusableInput
            If there is no such module, two exercises have one name, or one has no reference in `solutions`.
        """
        from grader.exercise import Exercise

        found: dict[str, Exercise] = {}
        module = self.course.module(EXERCISES, self.short)
        parts = [module, *self._parts(module)]
        for made in (value for part in parts for value in vars(part).values() if isinstance(value, Exercise)):
            if found.setdefault(made.name, made) is not made:
                raise UnusableInput(f"{made.place}: {made.name} is defined twice; also in {found[made.name].place}.")
        references = vars(self.course.module(SOLUTIONS, self.short))
        for made in found.values():
            if references.get(made.name) is not made.reference:
                raise UnusableInput(f"{made.place}: the reference of {made.name} is not in {SOLUTIONS}/{self.short}.")
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
        """Return the chapters that have exercises, in order."""
        pages = sorted((self.root / "chapters").glob("[0-9][0-9]-*/exercises.md"))
        for page in pages:
            if not ASSIGNMENT.fullmatch(page.parent.name):
                raise UnusableInput(
                    f"{page.parent} is not the name of a chapter: two digits, a hyphen, and the name of its modules in "
                    "small letters, as in 04-losses."
                )
        return [Chapter(self, page.parent.name) for page in pages]

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
        _own_modules.stand_in_for(self)
        wanted = f"{package}.{name}"
        try:
            return importlib.import_module(wanted)
        except ModuleNotFoundError as error:
            if error.name and wanted.startswith(error.name):
                path = self.root / package / f"{name.replace('.', '/')}.py"
                raise UnusableInput(f"There is no {path}, which the chapter {name.partition('.')[0]} needs.") from error
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
                line = _line_of(name, (self.root / SETTINGS).read_text(encoding="utf-8").replace("files", ""))
                raise UnusableInput(f"{self.root / SETTINGS}:{line}: there is no file {name!r} in the course.")
        return found

    def lesson_files(self) -> list[Path]:
        """Return the files that lessons read beside `solutions`."""
        places = [self.root / name for name in self.settings.lesson_files]
        within = [path for place in places for path in ([place] if place.is_file() else sorted(place.rglob("*")))]
        return [*self.files().values(), *(p for p in within if p.is_file() and "__pycache__" not in p.parts)]

    @property
    def top_names(self) -> set[str]:
        """The names of the packages that are the course's own: for two courses they are two."""
        return {SOLUTIONS, EXERCISES} | {Path(name).parts[0].removesuffix(".py") for name in self.settings.files}


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


class _OwnModules:
    """Finds `solutions`, `exercises` and what travels in the folder of the course that was asked last, and there alone.

    Python knows one module of a name. Where a process works with two courses, those of the other one are put aside.
    """

    def __init__(self) -> None:
        self._course: Course | None = None
        self._aside: list[tuple[str, ModuleType]] = []

    def stand_in_for(self, course: Course) -> None:
        """Let a course's names mean its own modules."""
        if self._course == course:
            return
        names = course.top_names | (self._course.top_names if self._course else set())
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in names and not _is_of(name, module, course):
                self._aside.append((name, sys.modules.pop(name)))
        kept = self._aside
        sys.modules.update((name, module) for name, module in kept if _is_of(name, module, course))
        self._aside = [(name, module) for name, module in kept if not _is_of(name, module, course)]
        self._course = course
        if self not in sys.meta_path:
            sys.meta_path.insert(0, self)  # type: ignore[arg-type]
        importlib.invalidate_caches()

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        """Find one of the course's own packages; Python finds what is in them."""
        if path is not None or not self._course or name not in self._course.top_names:
            return None
        root = self._course.root
        if (root / name).is_dir() and not (root / name / "__init__.py").is_file():
            spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
            spec.submodule_search_locations = [str(root / name)]
            return spec
        return importlib.machinery.PathFinder.find_spec(name, [str(root)])


def _is_of(name: str, module: ModuleType, course: Course) -> bool:
    top = course.root / name.partition(".")[0]
    place = Path(getattr(module, "__file__", None) or next(iter(module.__path__)))  # a folder alone has no file
    return place.is_relative_to(top) or place == top.with_suffix(".py")


_own_modules = _OwnModules()
