"""The commands between a learning platform and a class: collect, return, similar."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.common import Pattern, Roster, app, examples, wanted

LEFT_OUT = 3


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
