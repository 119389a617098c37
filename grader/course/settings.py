"""What course.toml says: a table of known settings, each of its own type."""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from grader.course.unusable import UnusableInput

SETTINGS = "course.toml"


@dataclass(frozen=True)
class Rules:
    """The house rules that `course audit` holds a course to, beyond what it proves: the fewest of each, 0 for none.

    Warm-ups, which carry no points, are held to none of them.

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
class Site:
    """How the site looks; pictures of the names `logo.svg` and `favicon.svg` in `_static` take the place of made ones.

    Parameters
    ----------
    accent, accent_dark : str
        The colour of links and buttons on a light and on a dark page, as `#0f5aae`.
    footer : str
        What stands at the foot of each page, as HTML; made of copyright and author if it is not said.

    Raises
    ------
    ValueError
        If a colour is not of that form.
    """

    accent: str = "#0f5aae"
    accent_dark: str = "#7db8f5"
    footer: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no colour."""
        for name in ("accent", "accent_dark"):
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", getattr(self, name)):
                raise ValueError(f'{name} is {getattr(self, name)!r}, where a colour is asked, as in "#0f5aae"')


@dataclass(frozen=True)
class Grading:
    """How submissions are graded.

    Parameters
    ----------
    time_limit : int
        Seconds of processor time that one cell, and one exercise's questions, may take.

    Raises
    ------
    ValueError
        If that is no time.
    """

    time_limit: int = 10

    def __post_init__(self) -> None:
        """Refuse a limit that nothing can keep."""
        if self.time_limit < 1:
            raise ValueError(f"time_limit is {self.time_limit}, where a second or more is asked")


@dataclass(frozen=True)
class Late:
    """What being late costs; see `grader.classroom.deadlines`.

    Parameters
    ----------
    percent_per_day, points_per_day : int
        What each day begun takes off, of the possible points or in points; one of the two.
    grace_days : int
        Late by no more costs nothing.
    none_after_days : int
        Late by more earns nothing; 0 if there is no such limit.

    Raises
    ------
    ValueError
        If both are given.
    """

    percent_per_day: int = 0
    points_per_day: int = 0
    grace_days: int = 0
    none_after_days: int = 0

    def __post_init__(self) -> None:
        """Refuse two rules at once."""
        if self.percent_per_day and self.points_per_day:
            raise ValueError("points_per_day stands beside percent_per_day; leave one of the two")


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
    site : Site
        How the site looks.
    grading : Grading
        How submissions are graded.
    deadlines : dict of str
        Until when each assignment may be handed in; a time with its zone, as in `2026-03-01 23:59 Europe/Berlin`.
    late : Late
        What being late costs.
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
    site: Site = field(default_factory=Site)
    grading: Grading = field(default_factory=Grading)
    deadlines: dict[str, str] = field(default_factory=dict)
    late: Late = field(default_factory=Late)

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
        except OSError as error:
            raise UnusableInput(f"{path} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise UnusableInput(f"{path} is not a text in UTF-8: {error}.") from error
        try:
            return _filled(cls, tomllib.loads(text), path, text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))  # otherwise it is the end of the file
            line = found[1] if found else len(text.splitlines())
            raise UnusableInput(f"{path}:{line}: this is not TOML: {error}.") from error


def _filled(kind: Any, document: dict[str, Any], path: Path, text: str) -> Any:
    """Return a dataclass with the values of a table, each of its own type."""
    known = {one.name: one for one in dataclasses.fields(kind)}
    values = {}
    for key, value in document.items():
        place = f"{path}:{line_of(key, text)}"
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
    try:
        return kind(**values)
    except ValueError as error:  # which begins with the name of the setting
        raise UnusableInput(f"{path}:{line_of(str(error).split()[0], text)}: {error}.") from error


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
    if kind == "dict[str, str]" and isinstance(value, dict):
        return {key: _time(key, said, f"{path}:{line_of(key, text)}") for key, said in value.items()}
    asked = {
        "str": "text in quotes",
        "int": "a whole number",
        "tuple[str, ...]": "a list of texts",
        "dict[str, str]": "a table",
    }[kind]
    raise UnusableInput(f"{place} is {value!r}, where {asked} is asked.")


def _time(key: str, value: Any, place: str) -> str:
    """Return a time as text: TOML has a type of its own for it."""
    if not isinstance(value, str | datetime):
        raise UnusableInput(
            f'{place}: {key} is {value!r}, where a time is asked, as in "2026-03-01 23:59 Europe/Berlin".'
        )
    return value if isinstance(value, str) else value.isoformat()


def line_of(key: str, text: str) -> int:
    """Return the line on which a key of a TOML file, or its table, stands; 1 if none does."""
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(rf"\s*\[?\"?{re.escape(key)}\b", line)), 1)


def line_naming(value: str, text: str) -> int:
    """Return the line on which a TOML file has a text in quotes; 1 if none has."""
    return next((n for n, line in enumerate(text.splitlines(), 1) if f'"{value}"' in line or f"'{value}'" in line), 1)


KINDS: dict[str, Any] = {"Rules": Rules, "Site": Site, "Grading": Grading, "Late": Late}
