"""What the commands share: the application, options that several take, and which course is meant."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.course import Chapter, Course, UnusableInput

app = typer.Typer(
    name="course",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def examples(*lines: str) -> str:
    """Return the end of a help page."""
    return "\n\n".join(["[bold]Examples[/bold]", *lines])


Chapters = Annotated[
    list[str] | None,
    typer.Argument(metavar="[CHAPTER]...", help="04-losses, or short: losses, or 4. Default: all.", show_default=False),
]
To = Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write to.", show_default=False)]
UpTo = Annotated[
    str | None,
    typer.Option(
        metavar="CHAPTER",
        envvar="COURSE_UP_TO",
        help="Leave later chapters out: 4, or 04-losses, or losses.",
        show_default=False,
    ),
]
Repository = Annotated[
    str | None,
    typer.Option(
        metavar="OWNER/NAME",
        envvar="COURSE_REPOSITORY",
        help="On GitHub: Colab and Binder open the notebooks from its branch `notebooks`.",
        show_default=False,
    ),
]
Roster = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV",
        help="Who is in the class: a table with a column for the student, and any of name, ids, email, group.",
        show_default=False,
    ),
]
Pattern = Annotated[
    str | None,
    typer.Option(
        metavar="REGEX",
        help="For files of a platform that is not known: an expression for their paths with named groups, "
        "(?P<student>...) and any of id, email, assignment, attempt, time, file.",
        show_default=False,
    ),
]
Solutions = Annotated[
    Literal["after", "never"],
    typer.Option(
        envvar="COURSE_SOLUTIONS",
        help="Whether readers can compare: after an answer has passed, or on request after the last hint; or never.",
    ),
]


@dataclass
class Wanted:
    """What was said before the command's name: which course, and whether tracebacks are shown."""

    root: Path | None = None
    tracebacks: bool = False

    @property
    def course(self) -> Course:
        """The course that is meant."""
        return Course(self.root) if self.root else Course.find()


wanted = Wanted()


def chapters_named(names: list[str] | None) -> list[Chapter]:
    """Return the chapters that a command names; all that have exercises if it names none."""
    course = wanted.course
    chosen = [course.chapter(name) for name in names] if names else course.assignments()
    if not chosen:
        raise UnusableInput(f"{course.root} has no chapter yet: it is a folder chapters/01-name with an exercises.md.")
    for chapter in chosen:
        if not chapter.has_exercises:
            raise UnusableInput(f"{chapter.assignment} has a lesson and no exercises: there is no {chapter.page}.")
    return chosen


def assignments_up_to(last: str) -> list[Chapter]:
    """Return the chapters that have exercises, up to one."""
    return [chapter for chapter in wanted.course.chapters_up_to(last) if chapter.has_exercises]


def graded_chapters(names: list[str] | None) -> list[Chapter]:
    """Return the chapters that a command names; all that carry points if it names none."""
    from grader.release import is_graded

    chosen = chapters_named(names)
    graded = chosen if names else [chapter for chapter in chosen if is_graded(chapter)]
    if not graded:
        raise UnusableInput(f"{wanted.course.root} has no exercise that carries points yet.")
    return graded


@app.callback(
    epilog=examples(
        "course new statistics                        a course of your own, to begin with",
        "course release losses --to release           the notebook that readers get",
        "course grade submitted --out grades          a class of notebooks, graded",
        "course sample-class --to class               a synthetic class to try it with",
        "course audit                                 the grader graded",
        "course build && course serve                 the site",
    ),
)
def course(
    root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The course. Default: the nearest folder upwards with a course.toml.",
            show_default=False,
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks.")] = False,
) -> None:
    """Build a course's site, release its notebooks, grade what comes back."""
    wanted.root, wanted.tracebacks = root, debug
