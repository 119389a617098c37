"""The commands for a class: grade, nbgrader, sample-class."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.cli.common import Chapters, Pattern, Roster, To, app, examples, graded_chapters, wanted
from grader.course import UnusableInput

INTERRUPTED = 130


@app.command(
    epilog=examples(
        "course grade submitted --out grades",
        "course grade losses-submissions.zip --out grades --roster students.csv",
        "course grade submitted --out grades --workers 8 --gradebook postgresql://me@localhost/course",
        "course grade submitted --out grades --cluster tcp://scheduler:8786",
    ),
)
def grade(
    submitted: Annotated[
        list[Path],
        typer.Argument(
            metavar="SUBMITTED...",
            help="Holds <student>/<assignment>/<assignment>.ipynb; or what a platform gave, which is then collected "
            "into OUT/submitted as `course collect` does.",
            show_default=False,
        ),
    ],
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
    time_limit: Annotated[
        int | None,
        typer.Option(
            metavar="SECONDS",
            min=1,
            help="Processor time for a cell, and for an exercise's questions. Default: what course.toml says, or 10.",
            show_default=False,
        ),
    ] = None,
    attempt: Annotated[
        Literal["newest", "best"], typer.Option(help="What counts of those who handed in several times.")
    ] = "newest",
    roster: Roster = None,
    pattern: Pattern = None,
    students: Annotated[
        list[str] | None,
        typer.Option(
            "--student",
            metavar="WHO",
            help="Grade this one alone, by folder, id, address or name; may be given again.",
            show_default=False,
        ),
    ] = None,
    zero: Annotated[
        bool, typer.Option("--zero", help="Give those on the roster who have not handed in 0 points in grades.csv.")
    ] = False,
) -> None:
    """Grade a class. Submissions that did not change since the last run are not graded again.

    Writes grades.csv, report.html, feedback/<student>/<assignment>.html, gradebook.db and grading.log to OUT.

    Exit code 0: all are graded; 2: something given cannot be used; 3: some are left to be graded again, or look like
    notebooks and were not graded, and are named.
    """
    from grader.classroom import Classroom, Options
    from grader.classroom.display import Display
    from grader.classroom.sources import sorted_by_student

    if workers and cluster:
        raise UnusableInput("--workers are local, --cluster is elsewhere: give one of the two.")
    folder, left_out, notes = sorted_by_student(wanted.course, submitted, out, roster, pattern)
    options = Options(
        wanted.course, folder, out, gradebook, workers, cluster, force, isolation, secret, time_limit,
        attempt=attempt, left_out=left_out, notes=notes, roster=roster, zero=zero, students=tuple(students or ()),
    )  # fmt: skip
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


Graded = Annotated[
    Path, typer.Argument(metavar="OUT", help="The folder that `course grade` wrote.", show_default=False)
]
GradebookUrl = Annotated[
    str | None,
    typer.Option("--gradebook", metavar="URL", help="Default: gradebook.db in OUT.", show_default=False),
]


@app.command(
    epilog=examples(
        "course forget grades ada",
        "course forget grades ada --assignment 04-losses",
    ),
)
def forget(
    out: Graded,
    student: Annotated[str, typer.Argument(help="As in grades.csv; or an id, an address, a name.", show_default=False)],
    assignment: Annotated[
        str | None, typer.Option(metavar="ASSIGNMENT", help="This one alone.", show_default=False)
    ] = None,
    gradebook: GradebookUrl = None,
) -> None:
    """Take a student out of what was graded: gradebook, grades.csv, report, feedback, and what was collected into OUT.

    What lies in other folders stays; `course grade` would grade it again.
    """
    from grader.classroom.housekeeping import forget as forget_in

    recorded = forget_in(wanted.course, out, student, assignment, gradebook)
    typer.echo(f"{out} holds nothing of {student} any more for: {', '.join(recorded) or 'nothing was recorded'}.")


@app.command(
    epilog=examples("course rename grades 04-losses 05-losses"),
)
def rename(
    out: Graded,
    old: Annotated[str, typer.Argument(help="What the assignment was called.", show_default=False)],
    new: Annotated[str, typer.Argument(help="What it is called now, in the course.", show_default=False)],
    gradebook: GradebookUrl = None,
) -> None:
    """Give an assignment its new name in what was graded, so that no grade and no page is left under the old one."""
    from grader.classroom.housekeeping import rename as rename_in

    count = rename_in(wanted.course, out, old, new, gradebook)
    typer.echo(f"{old} is {new} now in {out}, for {count} students.")


@app.command(
    epilog=examples(
        "course nbgrader --to gradebook",
        "cd gradebook && nbgrader autograde 04-losses",
    ),
)
def nbgrader(to: To, chapters: Chapters = None) -> None:
    """Make a course directory in which nbgrader and formgrader grade as `course grade` does."""
    from grader.nbgrader.course_directory import write

    typer.echo(
        f"The course directory is {write(to, graded_chapters(chapters))}; what comes back goes into its `submitted`."
    )


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
    from grader.audit.sample_class import write

    folder = write(to, students, seed, graded_chapters(chapters))
    typer.echo(f"A synthetic class of {students} is in {folder}; grade it with: course grade {folder} --out grades")
