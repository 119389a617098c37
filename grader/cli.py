"""The `course` command. What a command needs is imported when it runs, so that `course --help` is quick.

Exit codes: 0 done, 1 something checked is not right, 2 unusable input, 3 some submissions are left to be graded again,
130 interrupted.
"""

import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.course import Chapter, Course, UnusableInput

FAULT, UNUSABLE, INTERRUPTED = 1, 2, 130
SITE = Path("build/site")
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


def _chapters(names: list[str] | None) -> list[Chapter]:
    course = wanted.course
    chosen = [course.chapter(name) for name in names] if names else course.chapters()
    if not chosen:
        raise UnusableInput(f"{course.root} has no chapter yet: it is a folder chapters/01-name with an exercises.md.")
    return chosen


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


@app.command(
    epilog=examples(
        "course new statistics",
        'course new statistics --title "Statistics for All"',
    ),
)
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    title: Annotated[
        str | None, typer.Option(help="What the course is called. Default: the folder's name.", show_default=False)
    ] = None,
) -> None:
    """Make a course to begin with: one chapter, which passes its own audit."""
    from grader.course.new import write

    typer.echo(f"The course is in {write(folder, title)}; its README has two commands.")


@app.command(
    epilog=examples(
        "course release --to release",
        "course release losses 05-backprop --to release",
        "course release --up-to 4 --repository owner/name --to branch",
    ),
)
def release(
    to: To,
    chapters: Chapters = None,
    up_to: UpTo = None,
    repository: Annotated[
        str | None,
        typer.Option(
            metavar="OWNER/NAME",
            help="Make what belongs on the branch `notebooks` of this repository on GitHub, for Colab and Binder.",
            show_default=False,
        ),
    ] = None,
    solutions: Solutions = "never",
) -> None:
    """Make the notebooks that readers get: DIR/<assignment>/<assignment>.ipynb and what it needs beside it.

    The chapters that are named; if none is, all, or those up to --up-to.
    """
    from grader.release.cache import make  # `course grade` has it then

    chosen = wanted.course.chapters_up_to(up_to) if up_to and not chapters else _chapters(chapters)
    if repository:
        from grader.release.branch import write_branch

        folders = write_branch(chosen, to, repository, solutions)
    else:
        folders = make(chosen, to, solutions)
    for folder in folders:
        typer.echo(folder)


@app.command(
    epilog=examples(
        "course grade submitted --out grades",
        "course grade submitted --out grades --workers 8 --gradebook postgresql://me@localhost/course",
        "course grade submitted --out grades --cluster tcp://scheduler:8786",
    ),
)
def grade(
    submitted: Annotated[Path, typer.Argument(help="Holds <student>/<assignment>/<assignment>.ipynb.")],
    out: Annotated[Path, typer.Option(metavar="OUT", help="The folder for grades, feedback and report.")],
    gradebook: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="nbgrader's database: sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME. "
            "Default: gradebook.db in OUT.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Local processes. Default: one per core.", show_default=False)
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:PORT, instead.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded and has not changed.")] = False,
    isolation: Annotated[
        Literal["confined", "none"], typer.Option(help="none runs submissions with your own rights.")
    ] = "confined",
    secret: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="What the hidden arguments are made from. Default: OUT/secret, which the first run makes.",
            show_default=False,
        ),
    ] = None,
    attempt: Annotated[
        Literal["newest", "best"], typer.Option(help="What counts of those who handed in several times.")
    ] = "newest",
) -> None:
    """Grade a class. Submissions that did not change since the last run are not graded again.

    Writes grades.csv, report.html, feedback/<student>/<assignment>.html, gradebook.db and grading.log to OUT.

    Exit code 0: all are graded; 2: something given cannot be used; 3: some are left to be graded again, and are named.
    """
    from grader.classroom import Classroom, Options
    from grader.classroom.display import Display

    if workers and cluster:
        raise UnusableInput("--workers are local, --cluster is elsewhere: give one of the two.")
    options = Options(
        wanted.course, submitted, out, gradebook, workers, cluster, force, isolation, secret, attempt=attempt
    )
    display = Display(options)
    classroom = Classroom(options, display.show)
    try:
        with display:
            classroom.grade()
    except KeyboardInterrupt:
        display.interrupted(classroom.tally)
        raise typer.Exit(INTERRUPTED) from None
    display.summarise(classroom.tally)
    raise typer.Exit(classroom.tally.exit_code)


@app.command(
    epilog=examples(
        "course nbgrader --to gradebook",
        "cd gradebook && nbgrader autograde 04-losses",
    ),
)
def nbgrader(to: To, chapters: Chapters = None) -> None:
    """Make a course directory in which nbgrader and formgrader grade as `course grade` does."""
    from grader.nbgrader.course_directory import write

    typer.echo(f"The course directory is {write(to, _chapters(chapters))}; what comes back goes into its `submitted`.")


@app.command(
    epilog=examples(
        "course audit",
        "course audit losses",
        "course audit losses --mutants",
    ),
)
def audit(
    chapters: Chapters = None,
    mutants: Annotated[
        bool,
        typer.Option(
            "--mutants",
            help="Change the references as people err instead, and print cases that would notice where none does.",
        ),
    ] = False,
) -> None:
    """Grade the grader: right answers must pass, wrong ones must be told apart. Exit code 1 if not."""
    from rich.console import Console

    from grader.audit import run
    from grader.audit.mutants import run as run_mutants

    if not (run_mutants if mutants else run)(_chapters(chapters), Console()):
        raise typer.Exit(1)


@app.command(
    epilog=examples(
        "course build",
        "course build --to public --url https://name.github.io/repo/",
        "course build --up-to 4 --draft",
        "course build --pyodide pyodide",
        "course build --solutions never",
    ),
)
def build(
    to: To = SITE,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            envvar="COURSE_URL",
            help="The address that the site will have: for canonical links, the sitemap, and cards where it is shared.",
            show_default=False,
        ),
    ] = None,
    up_to: UpTo = None,
    draft: Annotated[
        bool, typer.Option("--draft", envvar="COURSE_DRAFT", help="Say so, and ask search engines to stay away.")
    ] = False,
    repository: Repository = None,
    solutions: Solutions = "after",
    pyodide: Annotated[
        str,
        typer.Option(
            metavar="cdn|FOLDER",
            envvar="COURSE_PYODIDE",
            help="Where readers' browsers get Python from: Pyodide's CDN, or the site itself, with the files of a "
            "folder that `course pyodide` makes.",
        ),
    ] = "cdn",
) -> None:
    """Build the site. It works at any address; --url makes it known at one."""
    from grader.book import Options, build_book

    options = Options(
        wanted.course,
        url=url,
        draft=draft,
        up_to=up_to,
        repository=repository,
        pyodide=pyodide,
        solutions=solutions,
    )
    typer.echo(f"The site is in {build_book(to, options)}; look at it with: course serve {to}")


@app.command(
    epilog=examples(
        "course pyodide --to pyodide",
        "course build --pyodide pyodide",
        "course pyodide --to pyodide --source registries",
    ),
)
def pyodide(
    to: To,
    source: Annotated[
        str,
        typer.Option(
            metavar="cdn|registries|URL",
            help="Pyodide's CDN; npm and PyPI, as npm and pip are configured; or an address with the same files.",
        ),
    ] = "cdn",
) -> None:
    """Fetch the files with which the site can host Python itself. Each must have the sha256 that is expected."""
    from grader.book import pyodide_sources

    folder = pyodide_sources.fetch(to, source, lambda name: typer.echo(f"  {name}"))
    typer.echo(f"Pyodide's files are in {folder}; build the site with: course build --pyodide {folder}")


@app.command(
    name="sample-class",
    epilog=examples(
        "course sample-class --to class",
        "course sample-class --students 100 --seed 7 --chapter losses --to class",
        "course grade class --out grades",
    ),
)
def sample_class(
    to: To,
    students: Annotated[int, typer.Option(min=1, help="How many students.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same class.")] = 0,
    chapters: Annotated[
        list[str] | None, typer.Option("--chapter", metavar="CHAPTER", help="Default: all.", show_default=False)
    ] = None,
) -> None:
    """Make a synthetic class: notebooks of students who do not exist, right, wrong, unfinished and mangled."""
    from grader.sample_class import write

    folder = write(to, students, seed, _chapters(chapters))
    typer.echo(f"A synthetic class of {students} is in {folder}; grade it with: course grade {folder} --out grades")


@app.command(
    epilog=examples(
        "course serve",
        "course serve public --port 8080",
        "course serve public --base /course/",
    ),
)
def serve(
    site: Annotated[Path, typer.Argument(help="The folder of the built site.")] = SITE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8000,
    base: Annotated[str, typer.Option(metavar="PATH", help="Below this path, as a published site may be.")] = "/",
) -> None:
    """Show the built site on this machine, until Ctrl-C."""
    from grader.book.server import serve as show

    show(site, port, typer.echo, base)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments
        Those of the process by default.
    """
    try:
        app(_with_common_first(sys.argv[1:] if arguments is None else arguments), prog_name="course")
    except UnusableInput as error:
        sys.exit(_complain(str(error), UNUSABLE))
    except Exception as error:
        words = f"This is a fault of the course, not of what you gave it: {type(error).__name__}: {error}."
        sys.exit(_complain(f"{words} Run it again with --debug to see where.", FAULT))


def _with_common_first(arguments: list[str]) -> list[str]:
    """Return the arguments with the application's own options in front: people write them anywhere.

    >>> _with_common_first(["release", "losses", "--root", "course", "--to", "release", "--debug"])
    ['--root', 'course', '--debug', 'release', 'losses', '--to', 'release']
    """
    common: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--root" and left:
            common += [word, left.pop(0)]
        else:
            (common if word == "--debug" or word.startswith("--root=") else rest).append(word)
    return common + rest


def _complain(words: str, code: int) -> int:
    if wanted.tracebacks:
        traceback.print_exc()
    typer.echo(words, err=True)
    return code


if __name__ == "__main__":
    main()
