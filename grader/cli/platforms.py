"""The commands between a learning platform and a class: collect, return, similar."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.cli.common import Pattern, Roster, To, app, examples, wanted
from grader.course import UnusableInput

LEFT_OUT = 3
MOST_SHOWN = 20


@app.command(
    epilog=examples(
        "course collect losses-submissions.zip --to submitted",
        "course collect week1.zip week2.zip --to submitted --roster students.csv",
        r"course collect downloads --to submitted --pattern '(?P<student>\[^/]+)/(?P<file>\[^/]+)$'",
    ),
)
def collect(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="FROM...", help="Zip files or folders, the oldest first.", show_default=False),
    ],
    to: Annotated[
        Path, typer.Option("--to", metavar="SUBMITTED", help="The folder to make, or to add to.", show_default=False)
    ],
    roster: Roster = None,
    pattern: Pattern = None,
) -> None:
    """Sort what a platform gave into a folder for each student, which `course grade` grades.

    Knows the downloads of Moodle, Canvas, Gradescope, Google Classroom, Teams, GitHub Classroom and nbgrader, and
    folders that are named after students. What became of every file is in SUBMITTED/collected.csv.

    Exit code 0: all is collected; 2: something given cannot be used, and nothing was written; 3: some notebooks belong
    to nobody or to no assignment, and are named.
    """
    from grader.classroom.display import printable
    from grader.collect.collecting import collect as collect_all

    collected = collect_all(wanted.course, sources, to, roster, pattern)
    kept = {(row.assignment, row.platform, row.file): row.student for row in collected.kept}
    for (assignment, platform), count in sorted(Counter(place[:2] for place in kept).items()):
        students = len({student for place, student in kept.items() if place[:2] == (assignment, platform)})
        typer.echo(f"{assignment}: {count} notebooks of {students} students, from {platform}")
    for assignment, absent in collected.missing.items():
        typer.echo(printable(f"{assignment}: {len(absent)} on the roster have not handed in: {', '.join(absent)}"))
    for words in (*collected.notes, *(f"{row.source} is {row.what}." for row in collected.left_out)):
        typer.echo(printable(words), err=True)
    typer.echo(f"They are in {to}; what became of every file is in {to / 'collected.csv'}.")
    if collected.left_out:
        raise typer.Exit(LEFT_OUT)


@app.command(
    name="return",
    epilog=examples(
        "course return grades --for moodle --to back --worksheet Grades-losses.csv",
        "course return grades --for canvas --to back --worksheet gradebook.csv",
        "course return grades --for csv --to back --scale 1-7",
        "course return grades --for moodle --to back --worksheet Hinnat.csv --column Grade=Hinne",
    ),
)
def give_back(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder that `course grade` wrote.", show_default=False)
    ],
    platform: Annotated[
        Literal["moodle", "canvas", "gradescope", "csv"],
        typer.Option("--for", help="Who takes it; csv is a table with one row for each student."),
    ],
    to: To,
    scale: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="points, percent, letters, LOW-HIGH as in 1-7, 1-10 or 2-5, or the highest mark alone.",
        ),
    ] = "points",
    worksheets: Annotated[
        list[Path] | None,
        typer.Option(
            "--worksheet",
            metavar="CSV",
            help="The platform's own table, to be filled in: Moodle's grading worksheet, Canvas' exported gradebook.",
            show_default=False,
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME=HEADING",
            help="Which column of the worksheet is which, where that cannot be told: its English name, or the "
            "assignment, and its heading.",
            show_default=False,
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Feedback as PDF, printed by Chromium, which must be installed.")
    ] = False,
    roster: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            help="Who is in the class, in which team. Default: the one that it was graded with.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make what a platform takes back: its table of marks, and a zip file of feedback for each assignment.

    Exit code 0: everybody has a mark; 2: something given cannot be used, and nothing was written; 3: somebody has none
    yet, or is not known to the platform, and is named.
    """
    from grader.classroom.display import printable
    from grader.collect.returning import give_back as make

    told = dict(map(_told, columns or ()))
    returned = make(wanted.course, out, platform, to, scale, worksheets or (), pdf, roster, told)
    for name, what in returned.files.items():
        typer.echo(printable(f"{to / name}: {what}"))
    typer.echo(returned.rounding)
    for words in returned.trouble:
        typer.echo(printable(words), err=True)
    if returned.trouble:
        raise typer.Exit(LEFT_OUT)


def _told(column: str) -> tuple[str, str]:
    """Return what `--column` tells: the name of a column, and its heading."""
    name, sign, heading = column.partition("=")
    if not (name.strip() and sign and heading.strip()):
        raise UnusableInput(f"--column {column!r} is not NAME=HEADING, as in --column Grade=Hinne.")
    return name.strip(), heading.strip()


@app.command(
    epilog=examples(
        "course similar grades",
        "course similar grades --gradebook postgresql://me@localhost/course",
    ),
)
def similar(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder that `course grade` wrote.", show_default=False)
    ],
    gradebook: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the grades are. Default: gradebook.db in OUT.", show_default=False),
    ] = None,
) -> None:
    """Show whose answers agree more than chance explains: a help for a conversation, no verdict.

    Writes OUT/similar.html, with the answers side by side and how many pairs would agree as much by chance.
    """
    from grader.classroom.display import printable
    from grader.gradebook import Gradebook
    from grader.report import write_similarity_report

    if not gradebook and not (out / "gradebook.db").is_file():
        raise UnusableInput(f"There is no gradebook.db in {out}. Name the folder that `course grade` wrote, its --out.")
    with Gradebook(gradebook or f"sqlite:///{out / 'gradebook.db'}") as grades:
        found = write_similarity_report(grades.results(), wanted.course, out / "similar.html")
    for one in found[:MOST_SHOWN]:
        exercises = ", ".join(agreement.exercise for agreement in one.agreements)
        words = f"{' and '.join(one.students)}, {one.assignment}: {exercises}; by chance {one.expected:.2g} pairs"
        typer.echo(printable(words))
    typer.echo(f"{len(found)} pairs agree more than chance explains; they are in {out / 'similar.html'}.")
